"""Bins, baskets, crates and chests: `vessel` has the bins that are turned, with a profile of their own."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import post, tube
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.rings import looped, ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["CONTAINER"]

_AXES = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    make = {"bin": _add_bin, "basket": _add_bin, "crate": _add_crate, "chest": _add_chest}
    make[values.of("container")](builder, values, width, height, depth)


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


def _add_bin(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
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


def _add_crate(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """Slats on corner posts, open above."""
    slabs = Slabs(builder.detail)
    slat, rows = min(values["slat"], 0.06 * min(width, depth)), int(values.of("rows"))
    pitch = height / rows
    half = values["slat_share"] * pitch / 2
    thick = 2.2 * slat
    x, z = width / 2, depth / 2
    for far, pz in (("front", z - slat), ("back", -z + slat)):
        for side, px in (("left", x - slat), ("right", -x + slat)):
            bottom = (px - math.copysign(thick / 2, px), 0.002, pz - math.copysign(thick / 2, pz))
            upper = (bottom[0], height - 0.002, bottom[2])
            mesh = post(bottom, upper, (thick, thick), detail=builder.detail)
            builder.add("leg", f"{far} {side}", mesh, "frame")
    for row in range(rows):
        middle = (row + 0.5) * pitch
        y = (middle - half, middle + half)
        if row == 0:
            y = (0.0, 2 * half)
        elif row == rows - 1:
            y = (height - 2 * half, height)
        for name, span in (("front", (z - slat, z)), ("back", (-z, -z + slat))):
            slabs.add("slat", f"{name} {row + 1}", (-x, x), y, span, thin="z", material="slats")
        for name, span in (("left", (x - slat, x)), ("right", (-x, -x + slat))):
            slabs.add(
                "slat",
                f"{name} {row + 1}",
                span,
                (y[0] + 0.0005, y[1] - 0.0005),
                (-z + slat - 0.001, z - slat + 0.001),
                thin="x",
                grain="z",
                material="slats",
            )
    slabs.add(
        "base",
        "",
        (-x + slat - 0.001, x - slat + 0.001),
        (0.004, 0.004 + slat),
        (-z + slat - 0.001, z - slat + 0.001),
        material="slats",
    )
    slabs.finish(builder)


def _add_chest(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A box with a hinged lid, flat or vaulted."""
    slabs = Slabs(builder.detail)
    feet = values["foot"] if values.of("feet") == "blocks" else 0.0
    lid = values["chest_lid"] * height
    over = values["lid_over"]
    clasp = 0.012
    x, z = width / 2 - over, depth / 2 - over - clasp
    split = height - lid
    slabs.add(
        "body",
        "",
        (-x, x),
        (feet, split - 0.002),
        (-z - clasp / 2, z - clasp / 2),
        thin="y",
        edge_m=0.004,
    )
    shift = -clasp / 2
    if values.of("chest_front") == "panelled":
        for index in range(2):
            low = -x + 0.02 + index * (x - 0.01)
            slabs.add(
                "panel",
                f"front {index + 1}",
                (low, low + x - 0.03),
                (feet + 0.06 * height, split - 0.05 * height),
                (z + shift - 0.001, z + shift + 0.012),
                thin="z",
                material="body",
                profile=((0.045, 0.0), (0.05, 0.009)),
            )
    elif values.of("chest_front") == "straps":
        for index, px in enumerate((-0.62 * x, 0.62 * x)):
            slabs.add(
                "frame",
                f"strap {index + 1}",
                (px - 0.02, px + 0.02),
                (feet + 0.001, split - 0.003),
                (-z + shift - 0.004, z + shift + 0.004),
                thin="x",
                grain="y",
                material="metal",
            )
    if feet:
        for far, pz in (("front", z + shift - 0.03), ("back", -z + shift + 0.03)):
            for side, px in (("left", x - 0.03), ("right", -x + 0.03)):
                slabs.add(
                    "foot",
                    f"{far} {side}",
                    (px - 0.028, px + 0.028),
                    (0.0, feet + 0.002),
                    (pz - 0.028, pz + 0.028),
                    thin="y",
                    material="feet",
                )
    wide, deep = x + over, z + over
    if values.of("chest_top") == "flat":
        slabs.add(
            "top",
            "lid",
            (-wide, wide),
            (split, height),
            (-deep + shift, deep + shift),
            edge_m=0.004,
            material="lid",
        )
    else:
        builder.add(
            "top", "lid", _vault(wide, deep, (split, height), builder).moved(z_m=shift), "lid"
        )
    slabs.add(
        "handle",
        "clasp",
        (-0.03, 0.03),
        (split - 0.05, split + min(0.03, 0.6 * lid)),
        (deep + shift - over - 0.001, deep + shift + 0.008),
        thin="z",
        grain="y",
        material="metal",
    )
    slabs.finish(builder)


def _vault(wide: float, deep: float, y: tuple[float, float], builder: Builder) -> PartMesh:
    """A lid with a round back, level at its rim."""
    tall = y[1] - y[0]
    turns = np.linspace(0, math.pi, 5 + 4 * builder.detail.along)
    rim = soft_least(0.25 * tall, 0.04)
    section = np.stack([np.cos(turns) * deep, y[0] + rim + (tall - rim) * np.sin(turns)], axis=1)
    section = np.concatenate([[[deep, y[0]]], section, [[-deep, y[0]]]])
    rings = np.empty((2, len(section), 3))
    # Seen from +x, z runs to the left.
    rings[:, :, 2], rings[:, :, 1] = section[::-1, 0], section[::-1, 1]
    rings[0, :, 0], rings[1, :, 0] = -wide, wide
    return ringed(rings, np.eye(3))


_BINS = {"container": ("bin", "basket")}
_CHEST = {"container": ("chest",)}


def _only(container: str) -> dict[str, float | int]:
    return {**dict.fromkeys(("bin", "basket", "crate", "chest"), 0), container: 1}


CONTAINER = Family(
    name="container",
    kinds=(
        Kind(
            "bin",
            (0.18, 0.24, 0.18),
            (0.36, 0.46, 0.36),
            {"container": _only("bin"), "lid": {"none": 8, "swing": 1}},
            weight=3.0,
            depth_of_width=(0.7, 1.0),
            alike=0.6,
        ),
        Kind(
            "bin",
            (0.22, 0.32, 0.24),
            (0.42, 0.75, 0.42),
            {
                "container": _only("bin"),
                "lid": {"none": 0, "dome": 4, "swing": 3, "flat": 4},
                "pedal": {"yes": 4},
                "wall_kind": {"wire": 0, "woven": 0},
            },
            weight=4.0,
            usual={"bottom": 0.92},
            depth_of_width=(0.85, 1.15),
            alike=0.6,
        ),
        Kind(
            "bin",
            (0.34, 0.4, 0.3),
            (0.55, 0.7, 0.45),
            {
                "container": _only("basket"),
                "lid": {"none": 3, "flat": 4},
                "handles": {"loops": 2},
                "wall_kind": {"woven": 5, "solid": 2},
            },
            weight=2.0,
            depth_of_width=(0.7, 1.0),
        ),
        Kind(
            "bin",
            (0.28, 0.16, 0.22),
            (0.55, 0.36, 0.42),
            {
                "container": _only("basket"),
                "lid": {"none": 1, "flat": 0, "dome": 0, "swing": 0},
                "handles": {"loops": 4},
                "wall_kind": {"woven": 5, "wire": 3, "solid": 2},
            },
            weight=2.0,
            depth_of_width=(0.65, 1.0),
        ),
        Kind(
            "bin",
            (0.3, 0.18, 0.24),
            (0.6, 0.4, 0.42),
            {"container": _only("crate")},
            weight=1.5,
        ),
        Kind(
            "bin",
            (0.6, 0.35, 0.36),
            (1.2, 0.58, 0.58),
            {"container": _only("chest")},
            weight=2.0,
        ),
    ),
    choices=(
        Choice("container", {"bin": 5, "basket": 3, "crate": 1, "chest": 2}),
        Choice("section", {"round": 3, "square": 2}, when=_BINS),
        Choice("wall_kind", {"solid": 6, "woven": 1, "wire": 1}, when=_BINS),
        Choice("lid", {"none": 5, "flat": 2, "dome": 1, "swing": 1}, when=_BINS),
        Choice("rim", {"thin": 2, "thick": 2}, when=_BINS),
        Choice("handles", {"none": 3, "loops": 1}, when={"container": ("basket",)}),
        Choice("pedal", {"no": 6, "yes": 1}, when={"container": ("bin",)}),
        Choice("rows", {"2": 1, "3": 3, "4": 2}, when={"container": ("crate",)}),
        Choice("chest_top", {"flat": 3, "vaulted": 2}, when=_CHEST),
        Choice("chest_front", {"plain": 3, "panelled": 2, "straps": 2}, when=_CHEST),
        Choice("feet", {"none": 2, "blocks": 1}, when=_CHEST),
    ),
    measures=(
        Measure(
            "squareness", 2.6, 14.0, "share", usual=6.5, spread=0.25, when={"section": ("square",)}
        ),
        Measure("bottom", 0.5, 1.1, "share", usual=0.82, spread=0.2, when=_BINS),
        Measure("belly", -0.05, 0.2, "share", usual=0.01, spread=0.12, when=_BINS),
        Measure("wall", 0.0015, 0.02, usual=0.005, when={"wall_kind": ("solid", "woven")}),
        Measure("rim_width", 0.004, 0.03, usual=0.01, when={"rim": ("thick",)}),
        Measure(
            "lid_height", 0.03, 0.42, "share", usual=0.12, when={"lid": ("flat", "dome", "swing")}
        ),
        Measure("slat", 0.008, 0.025, usual=0.012, when={"container": ("crate",)}),
        Measure("slat_share", 0.5, 0.96, "share", usual=0.78, when={"container": ("crate",)}),
        Measure("chest_lid", 0.06, 0.45, "share", usual=0.2, when=_CHEST),
        Measure("lid_over", 0.001, 0.03, usual=0.008, when=_CHEST),
        Measure("foot", 0.015, 0.08, usual=0.03, when={"feet": ("blocks",)}),
    ),
    construct=_construct,
)
