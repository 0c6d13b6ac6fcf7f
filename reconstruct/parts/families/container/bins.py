"""Bins and baskets: a tapered wall, solid, woven or of wire, with lid, handles and pedal."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.rings import looped, ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_bin"]

_AXES = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])


def _outline(values: Values, builder: Builder) -> Float[np.ndarray, "N 2"]:
    """Round or square with rounded corners, half a unit around; clockwise on paper (x, z)."""
    count = 16 * builder.detail.along if builder.detail.bevel == 0 else 48
    angle = -(np.arange(count) + 0.5) * 2 * math.pi / count
    cos, sin = np.cos(angle), np.sin(angle)
    power = 2.0 if values.of("section") == "round" else values["squareness"]
    reach = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
    return np.stack([cos * reach, sin * reach], axis=1) / 2


def _rings(
    outline: Float[np.ndarray, "N 2"],
    shares: list[float],
    heights: list[float],
    side: tuple[float, float],
) -> Float[np.ndarray, "R N 3"]:
    rings = np.empty((len(shares), len(outline), 3))
    grown = np.array(shares)[:, None, None] * outline * np.array(side)
    rings[:, :, 0], rings[:, :, 2] = grown[..., 0], grown[..., 1]
    rings[:, :, 1] = np.array(heights)[:, None]
    return rings


def add_bin(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A tapered wall, solid, woven or of wire, with its lid, handles and pedal."""
    handles = values.of("handles")
    out = 0.03 if handles == "loops" else 0.0
    pedal = 0.05 * min(1.0, depth / 0.3) if values.of("pedal") == "yes" else 0.0
    side = (width - 2 * out, depth - pedal)
    middle = -pedal / 2
    outline = _outline(values, builder)
    lid = _lid_height(values, height)
    top, wall = height - lid, min(values["wall"], 0.08 * min(side))
    low, belly = values["bottom"], values["belly"]
    least = 1 - 2 * wall / min(side)
    heights = [0.0, 0.25 * top, 0.5 * top, 0.75 * top, top]
    # The wall's shares of the width: straight from bottom to rim, and a belly between.
    shares = [low + (1 - low) * s + belly * 4 * s * (1 - s) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    largest = max(max(shares), 1e-6)
    shares = [share / largest for share in shares]
    made = values.of("wall_kind")
    if made == "wire":
        _add_wire(builder, values, outline, shares, heights, side, middle)
    else:
        if made == "woven" and builder.detail.bevel:
            heights, shares = _woven(heights, shares)
        inner = [share * least for share in reversed(shares)]
        inner_heights = list(reversed(heights))
        inner_heights[-1] = min(2 * wall, 0.2 * top)
        body = _rings(outline, [*shares, *inner], [*heights, *inner_heights], side)
        builder.add("body", "", ringed(body, _AXES).moved(z_m=middle), "body")
    _add_rim(builder, values, outline, shares[-1], top, side, middle)
    if values.of("lid") not in ("", "none"):
        _add_lid(builder, values, outline, shares[-1], (top, height), side, middle)
    if handles == "loops":
        _add_loops(builder, shares[-1] * side[0] / 2, top, out, middle)
    if pedal:
        slabs = Slabs(builder.detail)
        slabs.add(
            "handle",
            "pedal",
            (-0.14 * width, 0.14 * width),
            (0.012, 0.028),
            (middle + 0.4 * side[1], depth / 2),
            material="metal",
        )
        slabs.finish(builder)


def _woven(heights: list[float], shares: list[float]) -> tuple[list[float], list[float]]:
    """A wall that bulges at every strand."""
    strands = 14
    at = np.linspace(0, 1, 2 * strands + 1)
    grown = np.interp(at, np.linspace(0, 1, len(shares)), shares)
    grown[1::2] *= 1.02
    return list(at * heights[-1]), list(grown / grown.max())


def _add_wire(
    builder: Builder,
    values: Values,
    outline: Float[np.ndarray, "N 2"],
    shares: list[float],
    heights: list[float],
    side: tuple[float, float],
    middle: float,
) -> None:
    """Upright rods, hoops around them and a bottom."""
    rod = 0.0022
    spokes = 16
    rings = _rings(outline, shares, heights, side)
    step = len(outline) / spokes
    for index in range(spokes):
        path = rings[:, int(index * step)].copy()
        builder.add("slat", f"rod {index + 1}", _rod(path, rod).moved(z_m=middle), "wire")
    for index, (share, at) in enumerate(zip(shares[1:], heights[1:], strict=True)):
        at = min(at, heights[-1] - rod)
        band = _band(outline, share, at, side, 2.0 * rod)
        builder.add("frame", f"hoop {index + 1}", band.moved(z_m=middle), "wire")
    bottom = _rings(outline, [shares[0], shares[0]], [0.0, 0.006], side)
    builder.add("base", "", ringed(bottom, _AXES).moved(z_m=middle), "wire")


def _rod(path: Float[np.ndarray, "K 3"], half: float) -> PartMesh:
    """A square rod along a nearly upright path."""
    corners = np.array([[1, 0, -1], [1, 0, 1], [-1, 0, 1], [-1, 0, -1]]) * half
    return ringed(path[:, None, :] + corners[::-1], _AXES)


def _band(
    outline: Float[np.ndarray, "N 2"],
    share: float,
    height: float,
    side: tuple[float, float],
    thick: float,
) -> PartMesh:
    inner = share - 2 * thick / min(side)
    shares = [inner, share, share, inner]
    heights = [height - thick / 2] * 2 + [height + thick / 2] * 2
    return looped(_rings(outline, shares, heights, side), _AXES)


def _add_rim(
    builder: Builder,
    values: Values,
    outline: Float[np.ndarray, "N 2"],
    share: float,
    top: float,
    side: tuple[float, float],
    middle: float,
) -> None:
    if values.of("rim") != "thick":
        return
    thick = values["rim_width"]
    outer = share + 0.6 * thick / min(side)
    inner = share - 2.2 * thick / min(side)
    shares = [inner, outer, outer, inner]
    heights = [top - thick, top - thick, top, top]
    mesh = looped(_rings(outline, shares, heights, side), _AXES)
    builder.add("frame", "rim", mesh.moved(z_m=middle), "rim")


def _lid_height(values: Values, height: float) -> float:
    if values.of("lid") in ("", "none"):
        return 0.0
    return values["lid_height"] * height


def _add_lid(
    builder: Builder,
    values: Values,
    outline: Float[np.ndarray, "N 2"],
    share: float,
    y: tuple[float, float],
    side: tuple[float, float],
    middle: float,
) -> None:
    kind, tall = values.of("lid"), y[1] - y[0]
    wide = share * (1 + 0.012)
    if kind == "flat":
        shares, heights = [wide, wide, 0.97 * wide], [0.0, 0.7, 1.0]
    elif kind == "dome":
        turns = np.linspace(0, 0.46 * math.pi, 3 + 2 * builder.detail.along)
        shares = [wide, *(wide * np.cos(turns))]
        heights = [0.0, *(0.15 + 0.85 * np.sin(turns) / math.sin(turns[-1]))]
    else:
        shares, heights = [wide, wide, 0.72 * wide, 0.6 * wide], [0.0, 0.2, 0.92, 1.0]
    at = [y[0] - 0.003 + (tall + 0.003) * h for h in heights]
    mesh = ringed(_rings(outline, shares, at, side), _AXES)
    builder.add("top", "lid", mesh.moved(z_m=middle), "lid")
    if kind == "swing":
        # The flap lies in the slanting front.
        reach = share * side[1] / 2
        low, high = y[0] + 0.3 * tall, y[0] + 0.85 * tall
        near, far = reach * 0.975, reach * 0.775
        wide_m = 0.5 * share * side[0]
        rings = np.empty((2, 4, 3))
        for ring, lift in zip(rings, (-0.004, 0.004), strict=True):
            ring[:, 0] = np.array([0.5, -0.5, -0.5, 0.5]) * wide_m
            ring[:, 1] = (high, high, low, low)
            ring[:, 2] = np.array([far, far, near, near]) + middle + lift
        builder.add("door", "flap", ringed(rings, np.eye(3)), "flap")


def _add_loops(builder: Builder, reach: float, top: float, out: float, middle: float) -> None:
    radius = 0.007
    span = 0.07
    for name, sign in (("left", 1.0), ("right", -1.0)):
        far = reach + out - radius
        path = np.array(
            [
                [sign * (reach - 0.004), top - 0.03, middle - span],
                [sign * far, top - 0.02, middle - 0.7 * span],
                [sign * far, top - 0.02, middle + 0.7 * span],
                [sign * (reach - 0.004), top - 0.03, middle + span],
            ]
        )
        builder.add("handle", name, tube(path, radius, detail=builder.detail), "handle")
