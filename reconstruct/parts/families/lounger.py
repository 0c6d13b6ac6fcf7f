"""Sun loungers: a low frame with a back that can be raised, its feet's end to the front."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar, post, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.cushion import cushion
from reconstruct.parts.primitives.repeat import repeated

__all__ = ["LOUNGER"]

_SLATS = {"flat": 11, "back": 7}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    detail, cover = builder.detail, values.of("cover")
    rail_m = values["rail_height"]
    pad = values["cushion_thickness"] if cover == "cushion" else 0.0
    level = values["seat_height"] * height
    hinge = -0.5 * depth + values["back_length"] * depth
    half = 0.5 * width
    side = min(0.03, 0.1 * width)
    back_level = level - 0.5 * rail_m
    # The back's rails run from the hinge up to the head; the frame below them goes on level.
    top = max(height - 0.5 * rail_m - pad, back_level)
    head = -0.5 * depth + 0.3 * rail_m
    for x, name in ((half - 0.5 * side, "left"), (-half + 0.5 * side, "right")):
        flat = bar((x, back_level, head), (x, back_level, 0.5 * depth), side, rail_m, detail=detail)
        builder.add("side", name, flat, "frame")
        inner = x - math.copysign(side, x)
        raised = bar((inner, back_level, hinge), (inner, top, head), side, rail_m, detail=detail)
        builder.add("back", f"rail {name}", raised, "frame")
        for end, z in (("front", 0.4 * depth), ("back", -0.33 * depth)):
            if end == "back" and values.of("wheels") == "two":
                continue
            leg = post((x, 0.0, z), (x, back_level, z), (side, 1.8 * side), detail=detail)
            builder.add("leg", f"{end} {name}", leg, "frame")
    if values.of("wheels") == "two":
        _wheels(builder, half, side, back_level, -0.33 * depth)
    for end, z in (("front", 0.5 * depth - 0.5 * side), ("back", head + 0.5 * side)):
        ends = ((-half + side, back_level, z), (half - side, back_level, z))
        builder.add("frame", end, bar(*ends, side, 0.9 * rail_m, detail=detail), "frame")
    tilt = math.atan2(top - back_level, hinge - head)
    lengths = {"flat": 0.5 * depth - hinge, "back": math.hypot(top - back_level, hinge - head)}
    for zone, long in lengths.items():
        wide = width if zone == "flat" else width - 4 * side
        for name, mesh, role, material in _lying(builder, values, zone, wide, long, rail_m, pad):
            if zone == "flat":
                placed = mesh.moved(y_m=back_level, z_m=hinge)
            else:
                turned = PartMesh(
                    mesh.vertices_m * [-1, 1, -1], mesh.faces, mesh.axes * [-1, 1, -1]
                )
                placed = turned.turned("x", tilt).moved(y_m=back_level, z_m=hinge)
            builder.add(role, f"{zone} {name}".strip(), placed, material)


def _lying(
    builder: Builder,
    values: Values,
    zone: str,
    wide: float,
    long: float,
    rail_m: float,
    pad_m: float,
) -> list[tuple[str, PartMesh, str, str]]:
    """What one lies on, from the hinge (z = 0) on along +Z: name, mesh, role and material."""
    detail, cover = builder.detail, values.of("cover")
    half, low, high = 0.5 * wide, 0.42 * rail_m, 0.5 * rail_m + 0.012
    if cover == "sling":
        sheet = block((-half, low, 0.02), (half, high - 0.006, long - 0.01), detail=detail)
        return [("sheet", sheet, "seat", "fabric")]
    count = _SLATS[zone]
    step = long / count
    slat = block((-half, low, 0.12 * step), (half, high, 0.88 * step), detail=detail)
    along = np.arange(count)[:, None] * np.array([0.0, 0.0, step])
    made = [("slats", repeated(slat, along), "slat", "frame")]
    if cover == "cushion":
        soft = cushion(
            0.96 * wide, pad_m, 0.97 * long, crown_m=0.1 * pad_m, edge_m=0.3 * pad_m, detail=detail
        )
        made.append(("", soft.moved(y_m=high - 0.003, z_m=0.5 * long), "cushion", "fabric"))
    return made


def _wheels(builder: Builder, half: float, side: float, level: float, z: float) -> None:
    radius = 0.5 * level
    for x, name in ((half - 0.5 * side, "left"), (-half + 0.5 * side, "right")):
        path = np.array([[x - 0.4 * side, radius, z], [x + 0.4 * side, radius, z]])
        builder.add("wheel", name, tube(path, radius, detail=builder.detail), "wheels")
        fork = post((x, 0.9 * radius, z), (x, level, z), (0.5 * side, side), detail=builder.detail)
        builder.add("leg", f"back {name}", fork, "frame")


LOUNGER = Family(
    name="lounger",
    kinds=(
        Kind("other", (0.58, 0.55, 1.6), (0.75, 1.0, 2.0), weight=2.0),
        Kind(
            "other",
            (0.58, 0.3, 1.85),
            (0.75, 0.42, 2.05),
            usual={"seat_height": 0.85, "cushion_thickness": 0.05},
        ),
    ),
    choices=(
        Choice("cover", {"slats": 2, "sling": 3, "cushion": 3}),
        Choice("wheels", {"none": 3, "two": 2}),
    ),
    measures=(
        Measure("seat_height", 0.25, 0.9, "share", usual=0.42),
        Measure("back_length", 0.25, 0.5, "share", usual=0.36),
        Measure("rail_height", 0.025, 0.1, usual=0.05),
        Measure("cushion_thickness", 0.03, 0.14, usual=0.07, when={"cover": ("cushion",)}),
    ),
    construct=_construct,
)
