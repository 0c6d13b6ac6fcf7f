"""One filler in its room: what it is, how it looks, and how it is turned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from layout.fill import CUSHION, Filler
from showroom.scene import Mesh
from showroom.scene_check import PlacedMesh

__all__ = ["PlacedFiller", "triangles_of"]

_TITLES = {
    "rug": "Rug",
    "houseplant": "Plant",
    "table_plant": "Small plant",
    "books": "Books",
    "picture": "Framed picture",
    CUSHION: "Cushion",
}


@dataclass(frozen=True, eq=False)
class PlacedFiller:
    """One filler, ready for the scene.

    Attributes
    ----------
    filler
        What it is and where its origin stands, frame `room`.
    mesh
        Its look, `product` frame.
    rotation
        `p_room = rotation @ p_product + position`; a cushion leans.
    """

    filler: Filler
    mesh: Mesh
    rotation: Float[np.ndarray, "3 3"]

    @property
    def name(self) -> str:
        """Of its node."""
        return self.filler.item_id

    def named(self, name: str) -> PlacedFiller:
        """The same under another name."""
        footprint = replace(self.filler.footprint, item_id=name)
        return replace(self, filler=replace(self.filler, footprint=footprint))

    @property
    def title(self) -> str:
        """For people."""
        return _TITLES[self.filler.category]

    @property
    def placed_mesh(self) -> PlacedMesh:
        """Its triangles in the frame `room`."""
        vertices, faces = triangles_of(self.mesh)
        at = self.filler.placement
        turned = vertices @ self.rotation.T
        return PlacedMesh(self.name, turned + np.array([at.x_m, at.y_m, at.z_m]), faces)

    def as_json(self) -> dict[str, Any]:
        """The filler as `showroom.json` tells it."""
        at = self.filler.placement
        return {
            "node": self.name,
            "category": self.filler.category,
            "title": self.title,
            "for_sale": False,
            "position_m": [at.x_m, at.y_m, at.z_m],
            "yaw_rad": at.yaw_rad,
            "reason": at.reason,
        }


def triangles_of(mesh: Mesh) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    """All corners and faces of a mesh's primitives."""
    vertices = np.concatenate([p.positions_m for p in mesh.primitives])
    starts = np.cumsum([0, *(len(p.positions_m) for p in mesh.primitives[:-1])])
    faces = np.concatenate(
        [p.faces.astype(np.int64) + s for p, s in zip(mesh.primitives, starts, strict=True)]
    )
    return vertices, faces
