"""Parts put together to one product of its true size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh

__all__ = ["ROLES", "Assembly", "Builder", "Part"]

ROLES = (
    "top",
    "shelf",
    "apron",
    "leg",
    "stretcher",
    "foot",
    "column",
    "base",
    "wheel",
    "seat",
    "back",
    "slat",
    "arm",
    "cushion",
    "pillow",
    "frame",
    "side",
    "panel",
    "door",
    "drawer",
    "handle",
    "headboard",
    "mattress",
    "bedding",
    "shade",
    "bulb",
    "cord",
    "glass",
    "screen",
    "picture",
    "body",
    "bowl",
    "tap",
    "pot",
    "plant",
    "rug",
)
"""What a part does in a piece of furniture. The graph network counts on this order: add at the end only."""


@dataclass(frozen=True)
class Part:
    """One part of an assembly.

    Attributes
    ----------
    name
        Unique in its product, as "leg front left".
    role
        One of `ROLES`.
    material
        Parts of one material look alike: "legs", "top", "upholstery".
    first_vertex, first_face
        Where its corners and triangles begin in the assembly.
    vertices, faces
        How many there are.
    axes
        As `PartMesh.axes`.
    """

    name: str
    role: str
    material: str
    first_vertex: int
    vertices: int
    first_face: int
    faces: int
    axes: Float[np.ndarray, "3 3"]


@dataclass(frozen=True)
class Assembly:
    """All parts of a product in the `product` frame: metres, +Y up, front +Z, origin at the floor's centre.

    Attributes
    ----------
    vertices_m, faces
        Of all parts, one after the other; parts share no corner.
    part_of_face
        Index of each triangle's part.
    parts
        What they are.
    uv_m
        Texture coordinates of each triangle's corners in metres, where the parts bring their own; else not a number.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    part_of_face: Int[np.ndarray, " F"]
    parts: tuple[Part, ...]
    uv_m: Float[np.ndarray, "F 3 2"] | None


class Builder:
    """Collects the parts of a product.

    Parameters
    ----------
    detail
        How finely they are meshed.
    """

    def __init__(self, detail: Detail = LIGHT) -> None:
        self.detail = detail
        self._meshes: list[PartMesh] = []
        self._names: list[tuple[str, str, str]] = []

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """Add a part; its full name is role and name, its material the role if none is given."""
        full = f"{role} {name}".strip()
        self._names.append((full, role, material or role))
        self._meshes.append(mesh)

    def assemble(self, size_m: Float[np.ndarray, "3"]) -> Assembly:
        """All parts, stretched so that their bounds are exactly the product's width, height and depth."""
        vertices = np.concatenate([mesh.vertices_m for mesh in self._meshes])
        low, high = vertices.min(axis=0), vertices.max(axis=0)
        vertices = (vertices - (low + high) / 2) * (size_m / np.maximum(high - low, 1e-9))
        vertices[:, 1] += size_m[1] / 2
        parts, faces, first_vertex, first_face = [], [], 0, 0
        for (name, role, material), mesh in zip(self._names, self._meshes, strict=True):
            corners, triangles = len(mesh.vertices_m), len(mesh.faces)
            faces.append(mesh.faces + first_vertex)
            parts.append(
                Part(name, role, material, first_vertex, corners, first_face, triangles, mesh.axes)
            )
            first_vertex += corners
            first_face += triangles
        return Assembly(
            vertices_m=vertices,
            faces=np.concatenate(faces),
            part_of_face=np.repeat(np.arange(len(parts)), [part.faces for part in parts]),
            parts=tuple(parts),
            uv_m=self._uv_m() if self.detail.textured else None,
        )

    def _uv_m(self) -> Float[np.ndarray, "F 3 2"]:
        return np.concatenate(
            [
                np.full((len(mesh.faces), 3, 2), np.nan) if mesh.uv_m is None else mesh.uv_m
                for mesh in self._meshes
            ]
        )
