"""The one ray caster of the project: Embree, through Open3D. Silhouettes, visibility, occlusion, pictures.

It needs no display and no driver, and casts about 20 million rays a second on two cores. Open3D is imported
here and nowhere else.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, Int32

__all__ = ["Hits", "RayCaster", "evenly_spread"]


@cache
def _open3d() -> Any:
    """Import Open3D on first use: it takes a second, and most commands never cast a ray."""
    if sys.platform == "linux":
        # open3d 0.20 links libusb-1.0.so.0, which fresh machines lack; loading PyPI's copy first satisfies it.
        import libusb_package

        path = libusb_package.get_library_path()
        if path is not None:
            ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    import open3d

    return open3d


@dataclass(frozen=True)
class Hits:
    """What P rays hit first.

    Attributes
    ----------
    distance_m
        Distance along the ray; infinite where nothing was hit.
    face
        Index of the triangle; -1 where nothing was hit.
    barycentric
        Weights of the triangle's second and third corner.
    """

    distance_m: Float[np.ndarray, " P"]
    face: Int[np.ndarray, " P"]
    barycentric: Float[np.ndarray, "P 2"]

    @property
    def hit(self) -> Bool[np.ndarray, " P"]:
        """Which rays hit anything."""
        return self.face >= 0


class RayCaster:
    """Casts rays at one fixed triangle mesh.

    Parameters
    ----------
    vertices
        Corner positions, in metres, any frame.
    faces
        Corner indices of the triangles.
    """

    def __init__(self, vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]) -> None:
        self._o3d = _open3d()
        self._scene = self._o3d.t.geometry.RaycastingScene()
        self._scene.add_triangles(
            self._o3d.core.Tensor(np.ascontiguousarray(vertices, dtype=np.float32)),
            self._o3d.core.Tensor(np.ascontiguousarray(faces, dtype=np.uint32)),
        )

    def cast(self, origins: Float[np.ndarray, "P 3"], directions: Float[np.ndarray, "P 3"]) -> Hits:
        """First hit of each ray; directions are unit vectors."""
        found = self._scene.cast_rays(self._rays(origins, directions))
        face = found["primitive_ids"].numpy().astype(np.int64)
        face[face == self._scene.INVALID_ID] = -1
        return Hits(
            distance_m=found["t_hit"].numpy().astype(np.float64),
            face=face,
            barycentric=found["primitive_uvs"].numpy().astype(np.float64),
        )

    def first_faces(
        self, rays: Float32[np.ndarray, "P 6"]
    ) -> tuple[Int32[np.ndarray, " P"], Float32[np.ndarray, "P 2"], Float32[np.ndarray, " P"]]:
        """The triangle that each ray hits first (-1 for none), weights of its second and third corner, and how far.

        For fits that cast thousands of small pictures: rays are (origin, direction of any length), one thread; how far
        is in lengths of the ray's direction.
        """
        found = self._scene.cast_rays(self._o3d.core.Tensor(rays), nthreads=1)
        # What hits nothing has the largest unsigned number, which is -1 when read as signed.
        face = found["primitive_ids"].numpy().view(np.int32)
        return face, found["primitive_uvs"].numpy(), found["t_hit"].numpy()

    def occluded(
        self,
        origins: Float[np.ndarray, "P 3"],
        directions: Float[np.ndarray, "P 3"],
        *,
        from_m: float = 0.0,
        to_m: float = float("inf"),
    ) -> Bool[np.ndarray, " P"]:
        """Whether anything lies on each ray between the distances `from_m` and `to_m`."""
        answer = self._scene.test_occlusions(
            self._rays(origins, directions), tnear=from_m, tfar=to_m
        )
        return np.asarray(answer.numpy(), dtype=bool)

    def openness(
        self,
        points: Float[np.ndarray, "P 3"],
        normals: Float[np.ndarray, "P 3"],
        *,
        reach_m: float,
        rays: int = 32,
    ) -> Float[np.ndarray, " P"]:
        """Share of the half space before each surface point that is free, cosine weighted: ambient occlusion.

        `reach_m` is how far a ray has to get; each starts at a thousandth of it off the surface.
        """
        start = points + 1e-3 * reach_m * normals
        free = np.zeros(len(points))
        whole = np.zeros(len(points))
        # The same directions for all, each turned into the point's own half space: no noise from point to point.
        for way in evenly_spread(rays):
            turned = way * np.where(normals @ way < 0, -1.0, 1.0)[:, None]
            cosine = (turned * normals).sum(axis=1)
            free += cosine * ~self.occluded(start, turned, to_m=reach_m)
            whole += cosine
        return np.asarray(free / np.maximum(whole, 1e-9))

    def distance(self, points: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, " P"]:
        """Distance of each point to the nearest triangle, never negative."""
        queries = self._o3d.core.Tensor(np.ascontiguousarray(points, dtype=np.float32))
        return np.asarray(self._scene.compute_distance(queries).numpy(), dtype=np.float64)

    def nearest_face(self, points: Float[np.ndarray, "P 3"]) -> Int[np.ndarray, " P"]:
        """Index of the triangle nearest to each point."""
        queries = self._o3d.core.Tensor(np.ascontiguousarray(points, dtype=np.float32))
        found = self._scene.compute_closest_points(queries)["primitive_ids"].numpy()
        return np.asarray(found, dtype=np.int64)

    def nearest_place(
        self, points: Float[np.ndarray, "P 3"]
    ) -> tuple[Int[np.ndarray, " P"], Float[np.ndarray, "P 3"]]:
        """The triangle nearest to each point, and the weights of its corners at the nearest place."""
        queries = self._o3d.core.Tensor(np.ascontiguousarray(points, dtype=np.float32))
        found = self._scene.compute_closest_points(queries)
        two = found["primitive_uvs"].numpy().astype(np.float64)
        weights = np.concatenate([1 - two.sum(axis=1, keepdims=True), two], axis=1)
        return found["primitive_ids"].numpy().astype(np.int64), weights

    def closest(self, points: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 3"]:
        """Point of the surface nearest to each point."""
        queries = self._o3d.core.Tensor(np.ascontiguousarray(points, dtype=np.float32))
        return np.asarray(
            self._scene.compute_closest_points(queries)["points"].numpy(), dtype=np.float64
        )

    def crossings(
        self, origins: Float[np.ndarray, "P 3"], directions: Float[np.ndarray, "P 3"]
    ) -> tuple[Int[np.ndarray, " H"], Float[np.ndarray, " H"]]:
        """Every hit of every ray, not only the first: index of the ray and distance along it."""
        found = self._scene.list_intersections(self._rays(origins, directions))
        return (
            np.asarray(found["ray_ids"].numpy(), dtype=np.int64),
            np.asarray(found["t_hit"].numpy(), dtype=np.float64),
        )

    def _rays(self, origins: Float[np.ndarray, "P 3"], directions: Float[np.ndarray, "P 3"]) -> Any:
        rays = np.empty((len(directions), 6), dtype=np.float32)
        rays[:, :3] = origins
        rays[:, 3:] = directions
        return self._o3d.core.Tensor(rays)


def evenly_spread(count: int) -> Float[np.ndarray, "D 3"]:
    """Evenly spread directions (a Fibonacci lattice)."""
    index = np.arange(count) + 0.5
    height = 1 - 2 * index / count
    angle = np.pi * (1 + np.sqrt(5)) * index
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(angle), height, radius * np.sin(angle)], axis=1)
