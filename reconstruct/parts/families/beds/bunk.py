"""Bunk and loft beds, and cribs: beds between four posts with guard rails."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.beds.bedding import Rail, add_bedding, add_mattress
from reconstruct.parts.families.soft.reshaping import Reshaping
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_bunk", "add_crib"]

Span = tuple[float, float]

RAIL_M = 0.13
"""Height of a bunk's side rails."""


def _add_corner_posts(slabs: Slabs, values: Values, size_m: tuple[float, float, float]) -> None:
    post = values["post"]
    half, height, end = size_m[0] / 2, size_m[1], size_m[2] / 2
    for across, side in ((1.0, "left"), (-1.0, "right")):
        x = sorted((across * half, across * (half - post)))
        for along, place in ((1.0, "front"), (-1.0, "back")):
            z = sorted((along * end, along * (end - post)))
            slabs.add(
                "leg",
                f"{place} {side}",
                (x[0], x[1]),
                (0.0, height),
                (z[0], z[1]),
                thin="x",
                grain="y",
                material="frame",
                edge_m=0.004,
            )


def _add_fence(
    slabs: Slabs,
    values: Values,
    name: str,
    along: Span,
    y: Span,
    at: Span,
    *,
    axis: str,
    kind: str,
    count: int,
    share: float = 0.35,
) -> None:
    """A guard between posts: rails, upright slats between two rails, or a panel.

    Parameters
    ----------
    along
        From where to where it runs, along `axis` ("x" or "z").
    at
        Its extent along the other level axis.
    count
        Rails or slats.
    share
        Width of a slat over the distance between slats' middles.
    """
    level = axis == "x"
    thin, grain = ("z", "x") if level else ("x", "z")
    tall, deep = y[1] - y[0], at[1] - at[0]

    def add(role: str, label: str, span: Span, up: Span, across: Span, upright: bool) -> None:
        x, z = (span, across) if level else (across, span)
        slabs.add(
            role,
            f"{name} {label}",
            x,
            up,
            z,
            thin="z" if thin == "z" else "x",
            grain="y" if upright else ("x" if grain == "x" else "z"),
            material="frame",
            edge_m=0.003,
        )

    if kind == "panel":
        add("panel", "panel", along, y, (at[0] + 0.3 * deep, at[1] - 0.3 * deep), False)
        return
    rail = min(values["guard_rail"], 0.28 * tall)
    if kind == "rails":
        step = tall / count
        for number in range(count):
            top = y[1] - number * step
            add("stretcher", f"rail {number + 1}", along, (top - rail, top), at, False)
        return
    add("stretcher", "top", along, (y[1] - rail, y[1]), at, False)
    add("stretcher", "bottom", along, (y[0], y[0] + rail), at, False)
    step = (along[1] - along[0]) / count
    thin_at = (at[0] + 0.25 * deep, at[1] - 0.25 * deep)
    for number in range(count):
        middle = along[0] + (number + 0.5) * step
        half = 0.5 * share * step
        span = (middle - half, middle + half)
        add("slat", str(number + 1), span, (y[0] + 0.6 * rail, y[1] - 0.6 * rail), thin_at, True)


def add_bunk(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """A bed above another, or above an open space, with guard rails and a ladder."""
    width, height, depth = (float(side) for side in size_m)
    slabs = Slabs(builder.detail)
    _add_corner_posts(slabs, values, (width, height, depth))
    post = values["post"]
    half, end = width / 2 - post, depth / 2 - post
    upper = height * values["upper_height"]
    decks = [("upper", upper)]
    if values.of("below") == "bed":
        decks.append(("lower", max(values["lower_height"], RAIL_M + 0.04)))
    bar = (0.2 * post, 0.75 * post)
    for name, y in decks:
        rail = (y - RAIL_M, y)
        for sign, side in ((1.0, "left"), (-1.0, "right")):
            x = sorted(sign * (width / 2 - b) for b in bar)
            slabs.add(
                "frame",
                f"{name} {side}",
                (x[0], x[1]),
                rail,
                (-end - 0.004, end + 0.004),
                thin="x",
                grain="z",
                material="frame",
                edge_m=0.003,
            )
        for sign, place in ((1.0, "foot"), (-1.0, "head")):
            z = sorted(sign * (depth / 2 - b) for b in bar)
            slabs.add(
                "frame",
                f"{name} {place}",
                (-half - 0.004, half + 0.004),
                rail,
                (z[0], z[1]),
                thin="z",
                material="frame",
                edge_m=0.003,
            )
        slabs.add(
            "panel",
            f"{name} under mattress",
            (-half - 0.01, half + 0.01),
            (y - 0.7 * RAIL_M, y - 0.7 * RAIL_M + 0.018),
            (-end - 0.01, end + 0.01),
            material="frame",
        )
    guard_top = height - 0.01
    kind = values.of("guards")
    for sign, place in ((1.0, "foot"), (-1.0, "head")):
        z = sorted(sign * (depth / 2 - b) for b in bar)
        # Head and foot are closed up to the guards' height, below and above.
        _add_fence(
            slabs, values, f"upper {place}", (-half, half), (upper + 0.04, guard_top),
            (z[0], z[1]), axis="x", kind=kind, count=2 if kind == "rails" else 7,
        )  # fmt: skip
        if values.of("below") == "bed":
            low = decks[1][1]
            top = low + values["end_height"] * (upper - low)
            _add_fence(
                slabs, values, f"lower {place}", (-half, half), (low + 0.04, top),
                (z[0], z[1]), axis="x", kind=kind, count=2 if kind == "rails" else 7,
            )  # fmt: skip
    way_in = end - 0.5
    for sign, side in ((1.0, "left"), (-1.0, "right")):
        x = sorted(sign * (width / 2 - b) for b in bar)
        begin = -end
        stop = way_in if sign > 0 else end
        _add_fence(
            slabs, values, f"guard {side}", (begin, stop), (upper + 0.05, guard_top - 0.03),
            (x[0], x[1]), axis="z", kind=kind, count=2 if kind == "rails" else 16,
        )  # fmt: skip
    _add_ladder(slabs, values, width / 2, (way_in + 0.02, end - 0.02), guard_top - 0.03)
    slabs.finish(builder)
    for name, y in decks:
        _add_lying(builder, values, half, y, (-end, end), name)


def _add_ladder(slabs: Slabs, values: Values, x: float, z: Span, top: float) -> None:
    """Upright stiles and treads at the left side, before the way in."""
    thick = 0.03
    at = (x - 0.012, x + 0.06)
    for name, low in (("back", z[0]), ("front", z[1] - thick)):
        slabs.add(
            "leg",
            f"ladder {name}",
            at,
            (0.0, top),
            (low, low + thick),
            thin="z",
            grain="y",
            material="frame",
            edge_m=0.003,
        )
    treads = 5
    for number in range(treads):
        y = (number + 0.8) * top * 0.82 / treads
        slabs.add(
            "shelf",
            f"tread {number + 1}",
            at,
            (y, y + 0.025),
            (z[0] + 0.01, z[1] - 0.01),
            grain="z",
            material="frame",
        )


def _add_lying(
    builder: Builder, values: Values, half: float, rail_top: float, z: Span, name: str
) -> None:
    """A mattress on its deck with its bedding."""
    low = rail_top - 0.7 * RAIL_M + 0.016
    top = max(low + values["mattress"], rail_top + 0.02)
    inner = half - 0.004
    named = Named(builder, name)
    add_mattress(named, values, inner, (low, top), z)
    rail = Rail(inner + 0.2, z[1] + 0.2, top - 0.06)
    add_bedding(named, values, inner - 0.03, top, (z[0], z[1] - 0.03), rail)


class Named(Reshaping):
    """Puts a word before the names of parts.

    Parameters
    ----------
    builder
        Takes the parts.
    word
        As "upper".
    """

    def __init__(self, builder: Builder, word: str) -> None:
        super().__init__(builder, lambda mesh: mesh)
        self._word = word

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """As `Builder.add`."""
        super().add(role, f"{self._word} {name}".strip(), mesh, material)


def add_crib(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """A small bed within bars."""
    width, height, depth = (float(side) for side in size_m)
    slabs = Slabs(builder.detail)
    post = values["post"]
    _add_corner_posts(slabs, values, (width, height, depth))
    half, end = width / 2 - post, depth / 2 - post
    low = values["crib_gap"] * height
    bar = (0.15 * post, 0.85 * post)
    top = height - values["crib_drop"] * height
    for sign, side in ((1.0, "left"), (-1.0, "right")):
        x = sorted(sign * (width / 2 - b) for b in bar)
        _add_fence(
            slabs, values, side, (-end - 0.004, end + 0.004), (low, top),
            (x[0], x[1]), axis="z", kind="slats", count=13, share=values["bar_share"],
        )  # fmt: skip
    kind = values.of("ends")
    for sign, place in ((1.0, "foot"), (-1.0, "head")):
        z = sorted(sign * (depth / 2 - b) for b in bar)
        _add_fence(
            slabs, values, place, (-half - 0.004, half + 0.004), (low, height - 0.004),
            (z[0], z[1]), axis="x", kind=kind, count=7, share=values["bar_share"],
        )  # fmt: skip
    deck = low + values["crib_deck"] * (top - low)
    slabs.add(
        "panel",
        "under mattress",
        (-half - 0.01, half + 0.01),
        (deck - 0.02, deck),
        (-end - 0.01, end + 0.01),
        material="frame",
    )
    slabs.finish(builder)
    mattress_top = deck + min(values["mattress"], 0.12)
    add_mattress(builder, values, half - 0.006, (deck - 0.002, mattress_top), (-end, end))
    rail = Rail(half + 0.2, end + 0.2, mattress_top - 0.05)
    add_bedding(builder, values, half - 0.02, mattress_top, (-end, end - 0.02), rail)
