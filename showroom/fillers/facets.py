"""Triangles under construction: flat patches and grids collected into one primitive with smooth or hard normals."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from showroom.scene import Material, Primitive

__all__ = ["Facets"]


class Facets:
    """Collects patches, `product` frame, metres; corners are shared inside a patch only."""

    def __init__(self) -> None:
        self._positions: list[Float[np.ndarray, "V 3"]] = []
        self._uvs: list[Float[np.ndarray, "V 2"]] = []
        self._faces: list[Int[np.ndarray, "F 3"]] = []
        self._count = 0

    def add(
        self,
        positions_m: Float[np.ndarray, "V 3"],
        faces: Int[np.ndarray, "F 3"],
        uvs: Float[np.ndarray, "V 2"],
    ) -> None:
        """Add a patch, faces counter-clockwise from outside."""
        self._positions.append(np.asarray(positions_m, dtype=np.float64))
        self._uvs.append(np.asarray(uvs, dtype=np.float64))
        self._faces.append(np.asarray(faces, dtype=np.int64) + self._count)
        self._count += len(positions_m)

    def grid(self, points_m: Float[np.ndarray, "R C 3"], uvs: Float[np.ndarray, "R C 2"]) -> None:
        """Add a grid; its normal is along d/dcolumn x d/drow."""
        rows, columns = points_m.shape[:2]
        i = np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = (x.ravel() for x in (i[:-1, :-1], i[:-1, 1:], i[1:, 1:], i[1:, :-1]))
        faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
        self.add(points_m.reshape(-1, 3), faces, uvs.reshape(-1, 2))

    def box(
        self,
        low_m: tuple[float, float, float],
        high_m: tuple[float, float, float],
        uv: tuple[float, float, float, float],
        sides: str = "xXyYzZ",
    ) -> None:
        """Add faces of a box (x: the one at low X, X: at high X, ...), each showing the part `uv` of the picture."""
        low, high = np.array(low_m), np.array(high_m)
        u0, v0, u1, v1 = uv
        for side in sides:
            axis = "xyz".index(side.lower())
            upper = side.isupper()
            # The in-plane axes, ordered so that first x second points along +axis.
            first, second = {0: (2, 1), 1: (0, 2), 2: (0, 1)}[axis]
            corners = np.empty((2, 2, 3))
            corners[..., axis] = high[axis] if upper else low[axis]
            for row in (0, 1):
                for column in (0, 1):
                    corners[row, column, first] = (low, high)[column][first]
                    corners[row, column, second] = (low, high)[row][second]
            turn = np.cross(np.eye(3)[first], np.eye(3)[second])[axis] > 0
            uvs = np.array([[[u0, v1], [u1, v1]], [[u0, v0], [u1, v0]]])
            if turn != upper:
                corners, uvs = corners[:, ::-1], uvs
            self.grid(corners, uvs)

    @property
    def positions_m(self) -> Float[np.ndarray, "V 3"]:
        """All corners so far."""
        return np.concatenate(self._positions)

    def scale(self, x: float, y: float, z: float) -> None:
        """Stretch everything about the origin."""
        self._positions = [p * [x, y, z] for p in self._positions]

    def shift(self, x_m: float, y_m: float, z_m: float) -> None:
        """Move everything."""
        shift = np.array([x_m, y_m, z_m])
        self._positions = [p + shift for p in self._positions]

    def join(
        self, other: Facets, rotation: Float[np.ndarray, "3 3"], shift_m: Float[np.ndarray, " 3"]
    ) -> None:
        """Add what another one has collected, turned and moved."""
        for positions, faces, uvs in zip(other._positions, other._faces, other._uvs, strict=True):
            first = int(faces.min())
            self.add(positions @ rotation.T + shift_m, faces - first, uvs)

    @property
    def triangles(self) -> int:
        """How many there are so far."""
        return sum(len(f) for f in self._faces)

    def primitive(self, material: Material) -> Primitive:
        """The collected patches with area-weighted normals, smooth inside a patch."""
        positions = np.concatenate(self._positions)
        faces = np.concatenate(self._faces)
        normals = np.zeros_like(positions)
        a, b, c = (positions[faces[:, k]] for k in range(3))
        flat = np.cross(b - a, c - a)
        keep = np.linalg.norm(flat, axis=1) > 1e-12
        for k in range(3):
            np.add.at(normals, faces[:, k], flat)
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        normals = np.where(length > 1e-12, normals / np.maximum(length, 1e-12), [0.0, 1.0, 0.0])
        return Primitive(positions, normals, faces[keep], material, uvs=np.concatenate(self._uvs))
