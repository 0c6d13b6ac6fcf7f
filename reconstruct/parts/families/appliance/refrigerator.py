"""Refrigerators with one door, a freezer above or below, or two doors side by side."""

from __future__ import annotations

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.appliance.fittings import add_bar_handle, add_body
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_refrigerator"]

Span = tuple[float, float]


def add_refrigerator(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A cabinet with its doors."""
    slabs = Slabs(builder.detail)
    out = values["handle_out"] if values.of("handle") == "bar" else 0.0
    x, back = (-width / 2, width / 2), -depth / 2
    front = depth / 2 - values["door"] - out
    add_body(slabs, values, x, (0.0, height), (back, front))
    kick = min(values["kick"], 0.16 * height)
    gap, kind = values["gap"], values.of("doors")
    y = (kick, height - 0.001)
    cut = y[1] - values["split"] * (y[1] - y[0])
    if kind == "freezer_below":
        cut = y[0] + values["split"] * (y[1] - y[0])
    hinge = values.of("mirrored") == "no"
    doors: list[tuple[str, str, Span, Span, bool]]
    if kind == "one":
        doors = [("door", "", x, y, hinge)]
    elif kind in ("freezer_above", "freezer_below"):
        doors = [
            ("door", "upper", x, (cut + gap / 2, y[1]), hinge),
            ("door", "lower", x, (y[0], cut - gap / 2), hinge),
        ]
    elif kind == "side_by_side":
        middle = x[0] + values["divide"] * width
        doors = [
            ("door", "right", (x[0], middle - gap / 2), y, False),
            ("door", "left", (middle + gap / 2, x[1]), y, True),
        ]
    else:
        low = y[0] + values["split"] * (y[1] - y[0])
        doors = [
            ("door", "right", (x[0], -gap / 2), (low + gap / 2, y[1]), False),
            ("door", "left", (gap / 2, x[1]), (low + gap / 2, y[1]), True),
            ("drawer", "", x, (y[0], low - gap / 2), False),
        ]
    face = front + values["door"]
    for role, name, span_x, span_y, is_left in doors:
        slabs.add(
            role,
            name,
            span_x,
            span_y,
            (front + 0.004, face),
            thin="z",
            grain="y",
            edge_m=1.2 * values["rounding"],
            is_round=True,
            material="door",
        )
        _add_handle(builder, values, role, name, span_x, span_y, face, is_left=is_left)
    # The seal, a dark line behind the doors.
    slabs.add(
        "frame",
        "seal",
        (x[0] + 0.012, x[1] - 0.012),
        (y[0] + 0.012, y[1] - 0.012),
        (front - 0.001, front + 0.006),
        thin="z",
        material="seal",
    )
    if values.of("dispenser") == "water":
        _, _, span_x, span_y, _ = doors[0]
        wide, tall = span_x[1] - span_x[0], span_y[1] - span_y[0]
        slabs.add(
            "panel",
            "dispenser",
            (span_x[0] + 0.25 * wide, span_x[1] - 0.25 * wide),
            (span_y[0] + 0.46 * tall, span_y[0] + 0.68 * tall),
            (face - 0.002, face + 0.004),
            thin="z",
            material="dispenser",
            profile=((0.02, 0.0), (0.022, 0.004)),
        )
    slabs.finish(builder)


def _add_handle(
    builder: Builder,
    values: Values,
    role: str,
    name: str,
    x: Span,
    y: Span,
    face: float,
    *,
    is_left: bool,
) -> None:
    """An upright bar at a door's opening side, near the gap between two doors; a lying one on a drawer."""
    wide, tall = x[1] - x[0], y[1] - y[0]
    if role == "drawer":
        at = y[1] - 0.12 * tall
        add_bar_handle(builder, values, "drawer", x, (at, at), face, is_upright=False)
        return
    edge = values["handle_place"] * wide
    # A door that is hinged at the product's left has its handle at its right, and the other way round.
    at = x[0] + edge if is_left else x[1] - edge
    span = y
    if name == "upper":
        span = (y[0] + 0.04 * tall, y[0] + min(0.9 * tall, 0.55))
    elif name == "lower":
        span = (y[1] - min(0.9 * tall, 0.75), y[1] - 0.04 * tall)
    elif values.of("doors") == "one":
        span = (y[0] + 0.4 * tall, y[1] - 0.1 * tall)
    add_bar_handle(builder, values, name, (at, at), span, face, is_upright=True)
