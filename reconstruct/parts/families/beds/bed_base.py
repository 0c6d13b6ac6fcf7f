"""Frames of beds below the mattress: rails, legs, drawers, plinths, footboards, canopies."""

from __future__ import annotations

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.beds.bed_plan import BedPlan
from reconstruct.parts.families.beds.headboards import add_bars, add_railing
from reconstruct.parts.families.soft.supports import add_supports
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.padding import padded
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_base", "add_footboard", "add_posts"]

DRAWERS = {"two": 2, "three": 3}


def add_base(builder: Builder, values: Values, plan: BedPlan) -> None:
    """What carries the mattress."""
    kind = values.of("base")
    if kind in ("padded", "box_spring"):
        _add_padded(builder, values, plan)
    else:
        _add_rails(builder, values, plan)
    if kind == "storage":
        _add_drawers(builder, values, plan)
    if kind == "plinth":
        inset = values["plinth_inset"]
        slabs = Slabs(builder.detail)
        slabs.add(
            "base",
            "plinth",
            (-plan.half + inset, plan.half - inset),
            (0.0, plan.under + 0.01),
            (plan.head + 0.5 * inset, plan.foot - inset),
            material="legs",
            edge_m=0.004,
        )
        slabs.finish(builder)
    if values.of("legs"):
        add_supports(
            builder,
            values,
            plan.under,
            (-plan.half, plan.half),
            (plan.head, plan.foot),
        )


def _add_padded(builder: Builder, values: Values, plan: BedPlan) -> None:
    """An upholstered box under the mattress, or round its foot."""
    edge = min(values["edge"], 0.3 * (plan.rail_top - plan.under))
    mesh = padded(
        (-plan.half, plan.under, plan.head - 0.01),
        (plan.half, plan.rail_top, plan.foot),
        edge_m=edge,
        corner_m=edge,
        bulge_m=0.004,
        detail=builder.detail,
    )
    builder.add("frame", "", mesh, "upholstery")


def _add_rails(builder: Builder, values: Values, plan: BedPlan) -> None:
    """Side rails and rails at head and foot around a lath base."""
    thick = 0.025
    slabs = Slabs(builder.detail)
    y = (plan.under, plan.rail_top)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        x = sorted((side * plan.half, side * (plan.half - thick)))
        slabs.add(
            "frame",
            name,
            (x[0], x[1]),
            y,
            (plan.head - 0.01, plan.foot),
            thin="x",
            grain="z",
            material="frame",
            edge_m=0.003,
        )
    for name, z in (
        ("foot", (plan.foot - thick, plan.foot)),
        ("head", (plan.head - 0.01, plan.head + thick)),
    ):
        slabs.add(
            "frame", name, (-plan.half, plan.half), y, z, thin="z", material="frame", edge_m=0.003
        )
    # The lath base is one board: the mattress hides it.
    slabs.add(
        "panel",
        "under mattress",
        (-plan.half + 0.01, plan.half - 0.01),
        (plan.mattress_low - 0.02, plan.mattress_low + 0.002),
        (plan.head, plan.foot - 0.01),
        material="frame",
    )
    slabs.finish(builder)


def _add_drawers(builder: Builder, values: Values, plan: BedPlan) -> None:
    """Drawer fronts along both sides."""
    count = DRAWERS[values.of("drawers")]
    slabs = Slabs(builder.detail)
    long = plan.foot - plan.head - 0.06
    step = long / count
    high = plan.under + values["drawer"] * (plan.rail_top - plan.under)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        outer = side * (plan.half + 0.012)
        x = sorted((outer, side * (plan.half - 0.004)))
        for number in range(count):
            z = plan.head + 0.03 + number * step
            slabs.add(
                "drawer",
                f"{name} {number + 1}",
                (x[0], x[1]),
                (plan.under + 0.03, high),
                (z + 0.004, z + step - 0.004),
                thin="x",
                grain="z",
                material="front",
                edge_m=0.002,
            )
            knob = sorted((outer - side * 0.002, outer + side * 0.018))
            middle = z + 0.5 * step
            slabs.add(
                "handle",
                f"{name} {number + 1}",
                (knob[0], knob[1]),
                (high - 0.05, high - 0.038),
                (middle - 0.06, middle + 0.06),
                thin="x",
                grain="z",
                material="handles",
            )
    slabs.finish(builder)


def add_footboard(builder: Builder, values: Values, plan: BedPlan) -> None:
    """What closes the bed at its foot."""
    kind = values.of("footboard")
    if kind in ("none", ""):
        return
    top = plan.rail_top + values["foot_height"] * (plan.head_top - plan.rail_top)
    half = plan.half + 0.001
    z = (plan.depth / 2 - plan.foot_thick, plan.depth / 2)
    if kind in ("slatted", "panelled", "rails"):
        low = plan.under + 0.03 if kind == "panelled" else plan.rail_top - 0.06
        add_railing(builder, values, kind, half, (low, top), z, name="foot", role="panel")
        return
    if kind == "metal_bars":
        add_bars(
            builder,
            values,
            half,
            (plan.rail_top - 0.04, top),
            (z[0] + z[1]) / 2,
            name="foot",
            role="panel",
        )
        return
    soft = kind == "padded"
    edge = 0.35 * plan.foot_thick if soft else 0.003
    radius = max(values["foot_round"] * (top - plan.rail_top), edge)
    mesh = padded(
        (-half, 0.5 * plan.under, z[0]),
        (half, top, z[1]),
        facing="z",
        edge_m=edge,
        corner_m=(radius, radius, 0.005, 0.005),
        detail=builder.detail,
    )
    builder.add("panel", "foot", mesh, "upholstery" if soft else "frame")


def add_posts(builder: Builder, values: Values, plan: BedPlan) -> None:
    """Four posts with a frame on top, as four-posters have."""
    if values.of("posts") != "canopy":
        return
    post = values["canopy_post"]
    half, end = plan.width / 2, plan.depth / 2
    slabs = Slabs(builder.detail)
    for across, side in ((1.0, "left"), (-1.0, "right")):
        x = sorted((across * half, across * (half - post)))
        for along, place in ((1.0, "front"), (-1.0, "back")):
            z = sorted((along * end, along * (end - post)))
            slabs.add(
                "leg",
                f"canopy {place} {side}",
                (x[0], x[1]),
                (0.0, plan.height),
                (z[0], z[1]),
                thin="x",
                grain="y",
                material="frame",
                edge_m=0.004,
            )
        slabs.add(
            "frame",
            f"canopy {side}",
            (x[0], x[1]),
            (plan.height - post, plan.height - 0.001),
            (-end + 0.5 * post, end - 0.5 * post),
            thin="x",
            grain="z",
            material="frame",
            edge_m=0.004,
        )
    for along, place in ((1.0, "front"), (-1.0, "back")):
        z = sorted((along * end, along * (end - post)))
        slabs.add(
            "frame",
            f"canopy {place}",
            (-half + 0.5 * post, half - 0.5 * post),
            (plan.height - post, plan.height - 0.001),
            (z[0], z[1]),
            thin="z",
            material="frame",
            edge_m=0.004,
        )
    slabs.finish(builder)
