"""Throw pillows, cushions for chairs, and bolsters."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.cushion import cushioned
from reconstruct.parts.primitives.outline import ellipse
from reconstruct.parts.primitives.padding import padded, throw_pillow
from reconstruct.parts.primitives.rings import ringed

__all__ = ["PILLOW"]


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    kind = values.of("outline")
    detail = builder.detail
    standing = values.of("pose") == "standing"
    if kind == "bolster":
        mesh = _bolster(width, height, values["end"], builder)
    else:
        # Drawn upright with its faces along z; lying ones are turned over.
        tall, thick = (height, depth) if standing else (depth, height)
        if kind == "knife_edge":
            mesh = throw_pillow(
                width,
                tall,
                thick,
                pinch=values["pinch"],
                fullness=values["fullness"],
                detail=detail,
            )
        elif kind == "round":
            mesh = cushioned(
                ellipse(width, tall, detail),
                thick,
                crown_m=values["crown"] * thick,
                edge_m=0.48 * thick,
                detail=detail,
            )
            mesh = mesh.moved(y_m=-thick / 2).turned("x", np.pi / 2)
        else:
            mesh = padded(
                (-width / 2, -tall / 2, -thick / 2),
                (width / 2, tall / 2, thick / 2),
                facing="z",
                edge_m=values["edge"] * thick,
                corner_m=0.3 * thick + values["edge"] * thick,
                crown_m=0.5 * values["crown"] * thick,
                under_m=0.5 * values["crown"] * thick,
                detail=detail,
            )
        if not standing:
            mesh = mesh.turned("x", -np.pi / 2)
    builder.add("pillow", "", mesh)


def _bolster(width: float, height: float, end: float, builder: Builder) -> PartMesh:
    """A roll along x around the origin, the edges of its ends rounded."""
    light = builder.detail.bevel == 0
    radius, deep = height / 2, end * height / 2
    turn = np.linspace(np.pi / 2, 0, 3 if light else 7)
    place = deep * (1 - np.sin(turn)) - width / 2
    size = radius - deep * (1 - np.cos(turn))
    angle = np.arange(2 * builder.detail.around) * np.pi / builder.detail.around
    rings = np.empty((2 * len(turn), len(angle), 3))
    rings[:, :, 0] = np.concatenate([place, -place[::-1]])[:, None]
    around = np.concatenate([size, size[::-1]])[:, None]
    rings[:, :, 1], rings[:, :, 2] = around * np.cos(angle), around * np.sin(angle)
    return ringed(rings, np.eye(3))


PILLOW = Family(
    name="pillow",
    kinds=(
        Kind(
            "pillow",
            (0.38, 0.38, 0.12),
            (0.6, 0.6, 0.22),
            odds={"pose": {"lying": 0}, "outline": {"bolster": 0}},
            weight=3,
        ),
        Kind(
            "pillow",
            (0.45, 0.28, 0.1),
            (0.8, 0.4, 0.2),
            odds={"pose": {"lying": 0}, "outline": {"bolster": 0}},
            weight=1,
        ),
        Kind(
            "pillow",
            (0.36, 0.05, 0.36),
            (0.7, 0.18, 0.6),
            odds={"pose": {"standing": 0}, "outline": {"bolster": 0}},
            weight=1.5,
        ),
        Kind(
            "pillow",
            (0.45, 0.14, 0.14),
            (0.95, 0.24, 0.24),
            odds={"outline": {"knife_edge": 0, "round": 0, "box": 0}},
            weight=0.6,
        ),
    ),
    choices=(
        Choice("outline", {"knife_edge": 6, "box": 2, "round": 0.8, "bolster": 0.4}),
        Choice(
            "pose", {"standing": 2, "lying": 1}, when={"outline": ("knife_edge", "box", "round")}
        ),
    ),
    measures=(
        Measure("pinch", 0.0, 0.09, "share", usual=0.03, when={"outline": ("knife_edge",)}),
        Measure("fullness", 0.3, 0.9, "share", usual=0.5, when={"outline": ("knife_edge",)}),
        Measure("crown", 0.05, 0.7, "share", usual=0.3, when={"outline": ("box", "round")}),
        Measure("edge", 0.05, 0.45, "share", usual=0.25, when={"outline": ("box",)}),
        Measure("end", 0.05, 0.9, "share", usual=0.35, when={"outline": ("bolster",)}),
    ),
    construct=_construct,
)
