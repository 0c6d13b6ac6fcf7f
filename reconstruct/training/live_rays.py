"""Many small meshes on one device, varied for each view, and rays cast at them: in plain torch, or in a Triton kernel.

A triangle is kept as the affine map that takes it to the unit triangle (Baldwin and Weber, "Fast Ray-Triangle
Intersections by Coordinate Transformation", JCGT 2016): testing a ray against it costs 20 multiplications.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from reconstruct.training.dataset import LearnedShape
from reconstruct.training.live_warp import Variation

__all__ = ["LiveHits", "LiveMeshes", "PosedMeshes", "corner_normals"]

PAD = 32  # each mesh has a multiple of so many triangles; what fills it up is never hit
NEAR = 1e-4
_CHUNK = 1 << 20  # ray-triangle pairs at a time, without a GPU


@dataclass(frozen=True)
class LiveHits:
    """First hits of P rays in each of B views.

    Attributes
    ----------
    distance
        Along the ray, in units of its direction; infinite where nothing was hit.
    face
        Triangle among those of all views; some other where nothing was hit.
    """

    distance: Float[Tensor, "B P"]
    face: Int[Tensor, "B P"]


class LiveMeshes:
    """The meshes of all shapes, packed: corners, smooth normals at them, and a material of T triangles."""

    def __init__(self, shapes: list[LearnedShape], device: torch.device) -> None:
        counts = [-(-len(s.faces) // PAD) * PAD for s in shapes]
        begins = np.cumsum([0, *counts[:-1]])
        corners = np.zeros((sum(counts), 3, 3), dtype=np.float32)
        normals = np.zeros_like(corners)
        material = np.zeros(sum(counts), dtype=np.int64)
        for begin, shape in zip(begins.tolist(), shapes, strict=True):
            mine = slice(begin, begin + len(shape.faces))
            corners[mine] = shape.vertices[shape.faces]
            normals[mine] = corner_normals(shape.vertices, shape.faces)
            material[mine] = shape.material
        sizes = np.stack([s.size_m for s in shapes])
        self.sizes_m = torch.from_numpy(sizes).to(device)
        self._first = torch.from_numpy(begins).to(device)
        self._count = torch.tensor(counts, device=device)
        self._corners = torch.from_numpy(corners).to(device)
        self._normals = torch.from_numpy(normals).to(device)
        self._material = torch.from_numpy(material).to(device)

    def posed(self, shape: Int[Tensor, " B"], variation: Variation) -> PosedMeshes:
        """The shapes named, each varied in its own way."""
        count = self._count[shape]
        first = count.cumsum(0) - count
        view = torch.arange(len(shape), device=shape.device).repeat_interleave(count)
        rows = torch.arange(len(view), device=shape.device) - first[view] + self._first[shape][view]
        corners, normals = variation.apply(
            self.sizes_m[shape], view, self._corners[rows], self._normals[rows]
        )
        return PosedMeshes(first, count, view, corners, normals, self._material[rows])


class PosedMeshes:
    """The meshes of B views, in the `canonical` frame.

    Attributes
    ----------
    corners, normals
        T 3 3; the normals are unit vectors, smooth where the surface bends little.
    plane
        T 3: unit normals of the triangles.
    material
        T.
    """

    def __init__(
        self,
        first: Int[Tensor, " B"],
        count: Int[Tensor, " B"],
        view: Int[Tensor, " T"],
        corners: Float[Tensor, "T 3 3"],
        normals: Float[Tensor, "T 3 3"],
        material: Int[Tensor, " T"],
    ) -> None:
        self._first, self._count, self._view = first, count, view
        self.corners, self.normals, self.material = corners, normals, material
        begin = corners[:, 0].double()
        along, across = corners[:, 1] - begin, corners[:, 2] - begin
        normal = torch.linalg.cross(along, across)
        square = (normal**2).sum(1, keepdim=True)
        flat = square < 1e-18
        axes = torch.stack(
            [torch.linalg.cross(across, normal), torch.linalg.cross(normal, along), normal], dim=1
        )
        axes = torch.where(flat[..., None], 0.0, axes / square.clamp(min=1e-18)[..., None])
        shift = -(axes * begin[:, None]).sum(2)
        shift[:, 0] = torch.where(flat[:, 0], -1.0, shift[:, 0])  # outside, whatever the ray
        maps = torch.cat([axes, shift[..., None]], dim=2).float()
        self._maps = maps.flatten(1).T.contiguous()  # 12 T
        self.plane = functional.normalize(normal, dim=1).float()

    def bounds(self, points: Float[Tensor, "T 3 2"]) -> Float[Tensor, "B 2 2"]:
        """Lowest and highest of what is given of the corners, for each view."""
        flat = (self.corners[:, 1:] == self.corners[:, :1]).all(2).all(1)
        view = self._view[~flat, None].expand(-1, 2)
        some = points[~flat]
        ends = []
        for reduce, pick, start in (("amin", some.amin(1), 1e9), ("amax", some.amax(1), -1e9)):
            end = torch.full((len(self._count), 2), start, device=points.device)
            ends.append(end.scatter_reduce(0, view, pick, reduce))
        return torch.stack(ends, dim=1)

    def project(self, T_canonical_camera: Float[Tensor, "B 4 4"]) -> Float[Tensor, "T 3 2"]:
        """Where the corners are seen: right and down, per unit of depth."""
        pose = T_canonical_camera[self._view]
        local = (self.corners - pose[:, None, :3, 3]) @ pose[:, :3, :3]
        flipped = local[..., :2] * local.new_tensor([1, -1])
        return flipped / (-local[..., 2:]).clamp(min=1e-3)

    def cast(
        self,
        origins: Float[Tensor, "B P 3"],
        directions: Float[Tensor, "B P 3"],
        reach: Float[Tensor, "B P"],
    ) -> LiveHits:
        """First hits nearer than `reach`; rays without reach are not cast."""
        rays = origins.contiguous(), directions.contiguous(), reach.contiguous()
        distance, face = self.cast_on_gpu(*rays) if reach.is_cuda else self.cast_plainly(*rays)
        return LiveHits(distance, face.clamp(min=0) + self._first[:, None])

    def barycentric(
        self, face: Int[Tensor, "B P"], points: Float[Tensor, "B P 3"]
    ) -> Float[Tensor, "B P 3"]:
        """Weights of the three corners at points of the triangles."""
        rows = self._maps[:8, face]  # 8 B P
        place = points.movedim(-1, 0)
        u = (rows[:3] * place).sum(0) + rows[3]
        v = (rows[4:7] * place).sum(0) + rows[7]
        return torch.stack([1 - u - v, u, v], dim=-1)

    def cast_on_gpu(
        self,
        origins: Float[Tensor, "B P 3"],
        directions: Float[Tensor, "B P 3"],
        reach: Float[Tensor, "B P"],
    ) -> tuple[Float[Tensor, "B P"], Int[Tensor, "B P"]]:
        """Distances, and faces counted from each view's first; -1 where nothing was hit."""
        from reconstruct.training.live_kernel import RAYS, TRIANGLES, cast_kernel

        views, rays = reach.shape
        distance = torch.empty_like(reach)
        face = torch.empty(reach.shape, dtype=torch.int32, device=reach.device)
        cast_kernel[(-(-rays // RAYS), views)](
            origins,
            directions,
            reach,
            self._first,
            self._count,
            self._maps,
            self._maps.shape[1],
            distance,
            face,
            rays,
            NEAR,
            RAYS,
            TRIANGLES,
        )
        return distance, face.long()

    def cast_plainly(
        self,
        origins: Float[Tensor, "B P 3"],
        directions: Float[Tensor, "B P 3"],
        reach: Float[Tensor, "B P"],
    ) -> tuple[Float[Tensor, "B P"], Int[Tensor, "B P"]]:
        """The same without a kernel."""
        distance = torch.full_like(reach, float("inf"))
        face = torch.full(reach.shape, -1, dtype=torch.int64, device=reach.device)
        for view, (begin, some) in enumerate(
            zip(self._first.tolist(), self._count.tolist(), strict=True)
        ):
            rows = self._maps[:, begin : begin + some].view(3, 4, some)
            cast = (reach[view] > 0).nonzero()[:, 0]
            step = max(_CHUNK // some, 1)
            for part in (cast[i : i + step] for i in range(0, len(cast), step)):
                o = torch.einsum("pi,rit->rpt", origins[view, part], rows[:, :3]) + rows[:, 3:]
                d = torch.einsum("pi,rit->rpt", directions[view, part], rows[:, :3])
                away = -o[2] / d[2]
                u, v = o[0] + away * d[0], o[1] + away * d[1]
                far = reach[view, part, None]
                hit = (u >= 0) & (v >= 0) & (u + v <= 1) & (away > NEAR) & (away < far)
                nearest, which = torch.where(hit, away, torch.inf).min(dim=1)
                distance[view, part] = nearest
                face[view, part] = torch.where(nearest < torch.inf, which, -1)
        return distance, face


def corner_normals(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], crease_deg: float = 40.0
) -> Float[np.ndarray, "F 3 3"]:
    """Unit normals at the corners of each face.

    Each is the mean, by area, of the faces about its vertex that are within the crease angle of its own.
    """
    corners = vertices[faces].astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    plane = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
    owner = np.repeat(np.arange(len(faces)), 3)
    order = np.argsort(faces.ravel(), kind="stable")
    around = np.bincount(faces.ravel(), minlength=len(vertices))
    begin = np.cumsum(around) - around
    # All pairs of corners that share a vertex.
    mine = np.repeat(order, around[faces.ravel()[order]])
    starts = np.cumsum(around**2) - around**2
    vertex = faces.ravel()[mine]
    other = order[begin[vertex] + (np.arange(len(mine)) - starts[vertex]) % around[vertex]]
    near = (plane[owner[mine]] * plane[owner[other]]).sum(axis=1) > np.cos(np.deg2rad(crease_deg))
    total = np.zeros((3 * len(faces), 3))
    np.add.at(total, mine[near], cross[owner[other[near]]])
    length = np.linalg.norm(total, axis=1, keepdims=True)
    smooth = np.where(length > 1e-12, total / np.maximum(length, 1e-12), plane[owner])
    return np.asarray(smooth.reshape(-1, 3, 3))
