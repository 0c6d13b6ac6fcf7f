"""Lounge chairs with a shell: seat, back and arms in one curved sheet, on legs, a star, a disc or runners."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import Leg, add_legs
from reconstruct.parts.families.soft.strip import rounded_path, strip
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.loft import shell
from reconstruct.parts.primitives.padding import padded, reshaped

__all__ = ["add_shell_chair"]


def add_shell_chair(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """All parts of a lounge chair with a shell."""
    width, height, depth = (float(side) for side in size_m)
    seat = max(values["shell_height"] * height, 0.2 * height)
    rake = math.tan(math.radians(values["shell_rake"]))
    thick = values["shell_thickness"]
    tilt = math.tan(math.radians(values["seat_tilt"]))
    front = depth / 2 - 0.02
    rear = min(-depth / 2 + rake * (height - seat) + thick, 0.0)
    low = max(seat - tilt * (front - rear), 0.5 * seat)
    corners = np.array(
        [
            [front, seat - values["lip"]],
            [front - 0.04, seat],
            [rear, low],
            [-depth / 2 + thick, height],
        ]
    )
    path = rounded_path(corners, values["shell_bend"], builder.detail)
    builder.add("body", "", _shell(builder, values, path, width, thick), "upholstery")
    if values.of("shell_pad") != "none":
        _add_pads(builder, values, path, width)
    _add_base(builder, values, width, (rear, front), (low - 0.5 * thick, seat - 0.5 * thick))


def _resampled(path: Float[np.ndarray, "S 2"], count: int) -> Float[np.ndarray, "R 2"]:
    steps = np.sqrt((np.diff(path, axis=0) ** 2).sum(axis=1))
    along = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    share = np.linspace(0, 1, count)
    # Denser at both ends, where the outline is round.
    share = share + 0.06 * np.sin(2 * np.pi * share) * -1.0
    return np.stack([np.interp(share, along, path[:, i]) for i in range(2)], axis=1)


def _shell(
    builder: Builder, values: Values, path: Float[np.ndarray, "S 2"], width: float, thick: float
) -> PartMesh:
    rows, columns = (9, 7) if builder.detail.bevel == 0 else (26, 19)
    curve = _resampled(path, rows)
    across = np.sin(np.linspace(-np.pi / 2, np.pi / 2, columns))
    share = np.linspace(0, 1, rows)
    half = values["shell_seat"] + (values["shell_top"] - values["shell_seat"]) * share
    # The arms are where the seat meets the back: there the sheet is widest and turned up most.
    middle = np.exp(-(((share - 0.5) / 0.24) ** 2))
    half = (half + (1.0 - half) * middle) * width / 2
    end = np.clip((share - 1.0) / 0.2 + 1.0, 0, 1)
    begin = np.clip(1.0 - share / 0.12, 0, 1)
    half *= 1 - values["shell_round"] * (end**3 * 0.6 + begin**3 * 0.25)
    # The sides turn up and forwards; along the sheet's own normals they would meet in the bend.
    up, ahead = 0.8, 0.6
    curl = (values["curl"] * middle + 0.3 * values["curl"] * share * (1 - end)) * width * 0.5
    curl = curl[:, None] * np.abs(across) ** 2.4
    front = np.empty((rows, columns, 3))
    front[:, :, 0] = half[:, None] * across
    front[:, :, 1] = curve[:, 1:] + up * curl
    front[:, :, 2] = curve[:, :1] + ahead * curl
    # Thinner towards the rim, so that it looks padded.
    rim = (1 - np.abs(across) ** 4) * (1 - (2 * share[:, None] - 1) ** 8)
    return shell(front, thick * (0.35 + 0.65 * rim), detail=builder.detail)


def _add_pads(
    builder: Builder, values: Values, path: Float[np.ndarray, "S 2"], width: float
) -> None:
    curve = _resampled(path, 60)
    wide = 0.5 * values["shell_seat"] * width * 0.9
    thick = values["pad"]
    front, rear = curve[6], curve[27]
    slope = (front[1] - rear[1]) / max(front[0] - rear[0], 0.05)
    pad = padded(
        (-wide, 0.0, rear[0]),
        (wide, thick, front[0] + 0.02),
        edge_m=0.45 * thick,
        corner_m=0.25 * wide,
        crown_m=0.3 * thick,
        detail=builder.detail,
    )

    def tilted(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        moved = corners.copy()
        moved[:, 1] += rear[1] - 0.004 + slope * (corners[:, 2] - rear[0])
        return moved

    builder.add("cushion", "seat", reshaped(pad, tilted), "cushions")
    if values.of("shell_pad") == "seat_and_back":
        low, high = curve[34], curve[56]
        lean = (low[0] - high[0]) / max(high[1] - low[1], 0.05)
        wide_back = 0.5 * width * 0.8 * (0.5 * values["shell_seat"] + 0.5 * values["shell_top"])
        back = padded(
            (-wide_back, low[1], low[0] - 0.01),
            (wide_back, high[1], low[0] - 0.01 + thick),
            facing="z",
            edge_m=0.45 * thick,
            corner_m=0.3 * wide_back,
            crown_m=0.3 * thick,
            detail=builder.detail,
        )

        def leant(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
            moved = corners.copy()
            moved[:, 2] -= lean * (corners[:, 1] - low[1])
            return moved

        builder.add("cushion", "back", reshaped(back, leant), "cushions")


def _add_base(
    builder: Builder,
    values: Values,
    width: float,
    z: tuple[float, float],
    y: tuple[float, float],
) -> None:
    """What the shell stands on; `z` and `y` are of the seat's underside from its rear to its front."""
    kind, wide = values.of("shell_base"), values["base_width"]
    reach = values["base_reach"] * 0.5
    middle, deep = (z[0] + z[1]) / 2, z[1] - z[0]
    slope = (y[1] - y[0]) / max(deep, 1e-6)
    top = (y[0] + y[1]) / 2
    if kind in ("round", "tapered"):
        legs = []
        for side, across in (("left", 1.0), ("right", -1.0)):
            for place, along in (("front", 1.0), ("back", -1.0)):
                x, out = across * reach * width, along * reach * deep
                # Legs reach into the seat, which is higher in front and, bent, at the back.
                joint = top + slope * 0.5 * out + 0.02
                legs.append(
                    Leg(
                        f"{place} {side}",
                        (x, 0.0, middle + out),
                        (0.5 * x, joint, middle + 0.5 * out),
                    )
                )
        add_legs(builder, kind, legs, wide, taper=0.6)
        return
    if kind == "sled":
        for across, side in ((1.0, "left"), (-1.0, "right")):
            x, half = across * reach * width, reach * deep
            lift = 0.5 * slope * half
            corners = np.array(
                [
                    [middle - half * 0.5, top - lift + 0.03],
                    [middle - half, 0.007],
                    [middle + half, 0.007],
                    [middle + half * 0.5, top + lift + 0.02],
                ]
            )
            path = rounded_path(corners, 0.05, builder.detail)
            mesh = strip(path, x * 0.6, 0.5 * wide, 0.014, builder.detail)
            builder.add("leg", side, mesh, "legs")
        return
    column = tube(
        np.array([[0.0, 0.012, middle], [0.0, top + 0.02, middle]]),
        0.5 * wide,
        detail=builder.detail,
    )
    builder.add("column", "", column, "legs")
    radius = reach * min(width, deep * 1.2)
    if kind == "disc":
        profile = np.array([[radius, 0.0], [radius, 0.008], [0.6 * wide, 0.016]])
        builder.add("base", "", lathe(profile, detail=builder.detail).moved(z_m=middle), "legs")
        return
    for number in range(4):
        angle = math.pi / 4 + number * math.pi / 2
        x, out = math.cos(angle) * radius, math.sin(angle) * radius
        foot = bar(
            (0.0, 0.055, middle),
            (x, 0.014, middle + out),
            0.6 * wide,
            0.026,
            edge_m=0.006,
            detail=builder.detail,
        )
        builder.add("foot", str(number + 1), foot, "legs")
