"""The parts of a finished product: which design it was built from, and which triangles are which part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.assembly import Assembly
from reconstruct.parts.parameters import Design
from reconstruct.surface import Surface

__all__ = ["NamedPart", "ProductParts"]


@dataclass(frozen=True)
class NamedPart:
    """A part as a list of parts has it.

    Attributes
    ----------
    name, role, material
        As `reconstruct.parts.assembly.Part` has them.
    """

    name: str
    role: str
    material: str


@dataclass(frozen=True)
class ProductParts:
    """What a product built from parts knows of them.

    Attributes
    ----------
    design
        What it was built from.
    size_m
        Width, height and depth that it was built to, metres.
    turn_rad
        How far it was turned about +Y after that, right-handed.
    parts
        All parts of the design, those too of which nothing can be seen.
    part_of_face
        Index of the part of each of the product's triangles.
    uvs_m
        Texture coordinates of the product's corners in metres, u along the grain.
    """

    design: Design
    size_m: Float[np.ndarray, "3"]
    turn_rad: float
    parts: tuple[NamedPart, ...]
    part_of_face: Int[np.ndarray, " F"]
    uvs_m: Float[np.ndarray, "V 2"]

    @classmethod
    def of(
        cls,
        design: Design,
        size_m: Float[np.ndarray, "3"],
        assembly: Assembly,
        surface: Surface,
        turn_rad: float = 0.0,
    ) -> ProductParts:
        """The parts of a surface that was made from an assembly."""
        assert surface.parts is not None, "a surface made from parts knows them"
        return cls(
            design=design,
            size_m=np.asarray(size_m, dtype=np.float64),
            turn_rad=turn_rad,
            parts=tuple(NamedPart(p.name, p.role, p.material) for p in assembly.parts),
            part_of_face=surface.parts.part_of_face,
            uvs_m=surface.parts.uv_m,
        )
