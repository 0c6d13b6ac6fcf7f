"""Headboards of beds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.beds.bed_plan import BedPlan
from reconstruct.parts.families.soft.reshaping import Reshaping
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.padding import padded, reshaped
from reconstruct.parts.primitives.quilted import quilted
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["HEADBOARDS", "add_bars", "add_headboard", "add_railing"]

HEADBOARDS = (
    "none",
    "board",
    "arched",
    "padded",
    "channels",
    "tufted",
    "winged",
    "slatted",
    "rails",
    "panelled",
    "bookcase",
    "metal_bars",
)
Make = Callable[[Builder, Values, BedPlan, float, tuple[float, float]], None]

CHANNELS = 9
TUFT_COLUMNS, TUFT_ROWS = 6, 4


def add_headboard(builder: Builder, values: Values, plan: BedPlan) -> None:
    """The headboard, from the floor or the rails to the bed's full height."""
    kind = values.of("headboard")
    if kind in ("none", ""):
        return

    def leant(mesh: PartMesh) -> PartMesh:
        return reshaped(mesh, lambda corners: _leaning(corners, plan))

    to = Reshaping(builder, leant)
    half = plan.width / 2
    z = (-plan.depth / 2, -plan.depth / 2 + plan.head_thick)
    makes: dict[str, Make] = {
        "board": _board,
        "arched": _arched,
        "channels": _quilted,
        "tufted": _quilted,
        "slatted": _slatted,
        "rails": _rails,
        "panelled": _panelled,
        "metal_bars": _metal_bars,
        "bookcase": _bookcase,
    }
    make = makes.get(kind, _padded)
    make(to, values, plan, half, z)


def _leaning(corners: Float[np.ndarray, "V 3"], plan: BedPlan) -> Float[np.ndarray, "V 3"]:
    """Leant back from the rails' underside on, so that the top is the rearmost."""
    moved = corners.copy()
    moved[:, 2] += plan.rake * (plan.head_top - np.maximum(corners[:, 1], 0.0))
    return moved


def _foot(values: Values, plan: BedPlan) -> float:
    """Where a headboard begins: at the floor, or a little above it."""
    return values["head_gap"] * plan.under


def _board(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    radius = values["head_round"] * min(half, plan.head_top - plan.rail_top)
    low = _foot(values, plan)
    mesh = padded(
        (-half, low, z[0]),
        (half, plan.head_top, z[1]),
        facing="z",
        edge_m=0.003,
        corner_m=(radius, radius, 0.004, 0.004),
        detail=builder.detail,
    )
    builder.add("headboard", "", mesh, "frame")


def _padded(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    kind = values.of("headboard")
    low, high = _foot(values, plan), plan.head_top
    edge = 0.4 * plan.head_thick
    radius = max(values["head_round"] * min(half, high - plan.rail_top), edge)
    inner = half
    if kind == "winged":
        inner = half - values["wing_thickness"]
        for side, name in ((1.0, "left"), (-1.0, "right")):
            wing = padded(
                (side * half, low, z[0]),
                (side * inner, high, z[1] + values["wing_reach"]),
                facing="x",
                edge_m=0.4 * values["wing_thickness"],
                corner_m=(radius, 0.01, 0.01, 0.01),
                detail=builder.detail,
            )
            builder.add("side", f"wing {name}", wing, "upholstery")
        radius = edge
    mesh = padded(
        (-inner, low, z[0]),
        (inner, high, z[1]),
        facing="z",
        edge_m=0.8 * edge,
        corner_m=(radius, radius, 0.01, 0.01),
        crown_m=0.15 * plan.head_thick,
        detail=builder.detail,
    )
    builder.add("headboard", "", mesh, "upholstery")


def _quilted(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    """Upright channels, or squares with buttons between them."""
    channels = values.of("headboard") == "channels"
    mesh = quilted(
        (-half, _foot(values, plan), z[0]),
        (half, plan.head_top, z[1]),
        columns=CHANNELS if channels else TUFT_COLUMNS,
        rows=1 if channels else TUFT_ROWS,
        depth_m=0.35 * plan.head_thick,
        edge_m=0.3 * plan.head_thick,
        detail=builder.detail,
    )
    builder.add("headboard", "", mesh, "upholstery")


def _arched(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    low, high = _foot(values, plan), plan.head_top
    light = builder.detail.bevel == 0
    x = np.linspace(half, -half, 9 if light else 25)
    top = high - values["arch"] * (high - plan.mattress_top) * (x / half) ** 2
    outline = np.concatenate(
        [np.stack([x, top], axis=1), np.stack([x[::-1], np.full(len(x), low)], axis=1)]
    )
    edge = 0.004
    places: tuple[float, ...] = z
    insets: tuple[float, ...] = (0.0, 0.0)
    if not light:
        places, insets = (z[0], z[0] + edge, z[1] - edge, z[1]), (edge, 0.0, 0.0, edge)
    middle, reach = np.array([0.0, (low + high) / 2]), np.array([half, (high - low) / 2])
    rings = np.empty((len(places), len(outline), 3))
    for ring, place, inset in zip(rings, places, insets, strict=True):
        ring[:, :2] = middle + (outline - middle) * (1 - inset / reach)
        ring[:, 2] = place
    builder.add("headboard", "", ringed(rings, np.eye(3)), "frame")


def _posts(
    slabs: Slabs, post: float, half: float, top: float, z: tuple[float, float], name: str
) -> float:
    """Two square posts from the floor on; returns half the width between them."""
    for side, place in ((1.0, "left"), (-1.0, "right")):
        x = sorted((side * half, side * (half - post)))
        slabs.add(
            "leg",
            f"{name} {place}",
            (x[0], x[1]),
            (0.0, top),
            z,
            thin="x",
            grain="y",
            material="frame",
            edge_m=0.004,
        )
    return half - post


def add_railing(
    builder: Builder,
    values: Values,
    kind: str,
    half: float,
    y: tuple[float, float],
    z: tuple[float, float],
    *,
    name: str,
    role: str,
) -> None:
    """Posts with slats, rails or panels between them, as head- and footboards have.

    Parameters
    ----------
    kind
        "slatted", "rails" or "panelled".
    half
        Half its width.
    y
        From where its filling begins to its top.
    z
        From its rear to its front.
    """
    slabs = Slabs(builder.detail)
    inner = _posts(slabs, values[f"{name}_post"], half, y[1], z, name)
    deep, rail = z[1] - z[0], min(values["head_rail"], 0.3 * (y[1] - y[0]))
    across = (z[0] + 0.2 * deep, z[1] - 0.2 * deep)
    thin = (z[0] + 0.35 * deep, z[1] - 0.35 * deep)
    span = (-inner - 0.002, inner + 0.002)

    def level(label: str, low: float, high: float) -> None:
        slabs.add(
            role,
            f"{name} {label}".strip(),
            span,
            (low, high),
            across,
            thin="z",
            material="frame",
            edge_m=0.004,
        )

    if kind == "rails":
        step = (y[1] - y[0]) / 3
        for number in range(3):
            top = y[1] - 0.01 - number * step
            level(f"rail {number + 1}", top - rail, top)
    else:
        level("top", y[1] - 0.01 - rail, y[1] - 0.01)
        level("bottom", y[0], y[0] + 0.8 * rail)
        between = (y[0] + 0.7 * rail, y[1] - 0.01 - 0.9 * rail)
        count = 11 if kind == "slatted" else 3
        step = 2 * inner / count
        fill = 0.45 if kind == "slatted" else 1.02
        for number in range(count):
            x = inner - (number + 0.5) * step
            slabs.add(
                "slat" if kind == "slatted" else "panel",
                f"{name} {number + 1}",
                (x - 0.5 * fill * step, x + 0.5 * fill * step),
                between,
                thin,
                thin="z",
                grain="y",
                material="frame",
                edge_m=0.003,
            )
        if kind == "panelled":
            for number in range(2):
                x = inner - (number + 1) * step
                slabs.add(
                    role,
                    f"{name} stile {number + 1}",
                    (x - 0.12 * step, x + 0.12 * step),
                    between,
                    across,
                    thin="z",
                    grain="y",
                    material="frame",
                )
    slabs.finish(builder)


def _slatted(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    low = plan.rail_top - 0.02
    add_railing(
        builder, values, "slatted", half, (low, plan.head_top), z, name="head", role="headboard"
    )


def _rails(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    low = plan.mattress_top - 0.05
    add_railing(
        builder, values, "rails", half, (low, plan.head_top), z, name="head", role="headboard"
    )


def _panelled(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    low = plan.under + 0.02
    add_railing(
        builder, values, "panelled", half, (low, plan.head_top), z, name="head", role="headboard"
    )


def _metal_bars(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    low = plan.rail_top - 0.04
    middle = (z[0] + z[1]) / 2
    add_bars(builder, values, half, (low, plan.head_top), middle, name="head", role="headboard")


def add_bars(
    builder: Builder,
    values: Values,
    half: float,
    y: tuple[float, float],
    z: float,
    *,
    name: str,
    role: str,
) -> None:
    """A bent tube from the floor round the top, with thin upright bars in it."""
    radius = 0.5 * values["tube"]
    half -= radius
    top = y[1] - radius
    bow = values["bar_bow"] * (y[1] - y[0])
    corner = min(values["bar_corner"], 0.5 * half, 0.6 * (y[1] - y[0]))
    turn = np.linspace(0, np.pi / 2, 4 if builder.detail.bevel == 0 else 9)[1:-1]
    arc = np.stack(
        [half - corner + corner * np.cos(turn), top - bow - corner + corner * np.sin(turn)], axis=1
    )
    crown = np.linspace(half - corner, -(half - corner), 4 if builder.detail.bevel == 0 else 13)
    level = top - bow * (crown / max(half - corner, 1e-6)) ** 2
    upper = np.stack([crown, level], axis=1)
    path = np.concatenate(
        [
            [[half, 0.0], [half, top - bow - corner]],
            arc,
            upper,
            arc[::-1] * [-1, 1],
            [[-half, top - bow - corner], [-half, 0.0]],
        ]
    )
    points = np.stack([path[:, 0], path[:, 1], np.full(len(path), z)], axis=1)
    builder.add(role, name, tube(points, radius, detail=builder.detail), "frame")
    cross = np.array([[half, y[0], z], [-half, y[0], z]])
    builder.add(
        "stretcher", f"{name} low", tube(cross, 0.8 * radius, detail=builder.detail), "frame"
    )
    count = 7
    for number in range(count):
        x = half - (number + 1) * 2 * half / (count + 1)
        # Bars end on the bow.
        share = min(abs(x) / max(half - corner, 1e-6), 1.0)
        high = top - bow * share * share
        bar = np.array([[x, y[0], z], [x, high, z]])
        builder.add(
            "slat", f"{name} {number + 1}", tube(bar, 0.45 * radius, detail=builder.detail), "frame"
        )


def _bookcase(
    builder: Builder, values: Values, plan: BedPlan, half: float, z: tuple[float, float]
) -> None:
    slabs = Slabs(builder.detail)
    board = 0.02
    low = 0.0
    shelf = plan.mattress_top + 0.02
    slabs.add(
        "headboard", "", (-half, half), (low, shelf), (z[0], z[1]), thin="z", material="frame"
    )
    slabs.add(
        "panel",
        "head back",
        (-half, half),
        (shelf - 0.01, plan.head_top),
        (z[0], z[0] + 0.012),
        thin="z",
        material="frame",
    )
    slabs.add(
        "top",
        "",
        (-half, half),
        (plan.head_top - board, plan.head_top),
        z,
        thin="y",
        material="frame",
    )
    for number in range(4):
        x = half - board / 2 - number * (2 * half - board) / 3
        slabs.add(
            "side",
            f"head {number + 1}",
            (x - board / 2, x + board / 2),
            (shelf - 0.002, plan.head_top - board + 0.002),
            (z[0] + 0.01, z[1] - 0.002),
            thin="x",
            grain="y",
            material="frame",
        )
    slabs.finish(builder)
