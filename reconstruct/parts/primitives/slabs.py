"""Slabs: many blocks, panelled fronts and frames made at once, for furniture that is mostly boards.

`block` makes one at a time and costs 60 microseconds, twenty times what a slab of a batch costs. Which side of a slab
is the thin one is told and not looked for, so that corners keep their order whatever its sides measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import looped, ringed

__all__ = ["Slabs", "slab_row"]

Axis = Literal["x", "y", "z"]
Span = tuple[float, float]

_INDEX = {"x": 0, "y": 1, "z": 2}
_SIGNS = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
# By thin axis: which local axis (across, up, out) each of x, y and z is.
_LOCAL = np.array([[2, 0, 1], [1, 2, 0], [0, 1, 2]])
_THINNEST_M = 5e-4


@dataclass(frozen=True)
class _Slab:
    role: str
    name: str
    material: str | None
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    thin: int
    grain: int
    edge_m: float
    profile: tuple[tuple[float, float], ...]
    is_frame: bool
    is_round: bool = False


class Slabs:
    """Collects slabs and hands them to a builder, each a part of its own.

    Parameters
    ----------
    detail
        How finely they are meshed: plain blocks when light, with bevelled edges when fine.
    """

    def __init__(self, detail: Detail) -> None:
        self._detail = detail
        self._slabs: list[_Slab] = []

    def add(
        self,
        role: str,
        name: str,
        x: Span,
        y: Span,
        z: Span,
        *,
        thin: Axis = "y",
        grain: Axis = "x",
        material: str | None = None,
        edge_m: float = 0.0015,
        profile: Sequence[tuple[float, float]] = (),
        is_frame: bool = False,
        is_round: bool = False,
    ) -> None:
        """Add a slab that spans these ranges, metres.

        Parameters
        ----------
        thin
            The way its main faces look; its edges are bevelled around those faces.
        grain
            The way its grain runs; must differ from `thin`.
        profile
            Steps of its front face, from its edge inwards: how far each lies inside the outline and behind the face.
        is_frame
            Whether it has a hole as far in as the profile's first step, which goes right through.
        is_round
            Whether its edges are round in the product and cut off in the light build, not cut off and sharp: for edges
            that are wide enough to be seen and measured.
        """
        self._slabs.append(
            _Slab(
                role,
                name,
                material,
                (x[0], y[0], z[0]),
                (x[1], y[1], z[1]),
                _INDEX[thin],
                _INDEX[grain],
                edge_m,
                tuple(profile),
                is_frame,
                is_round,
            )
        )

    def finish(self, builder: Builder) -> None:
        """Hand all slabs to the builder, in the order in which they were added."""
        groups: dict[tuple[int, bool, bool], list[int]] = {}
        for index, one in enumerate(self._slabs):
            groups.setdefault((len(one.profile), one.is_frame, one.is_round), []).append(index)
        meshes: dict[int, PartMesh] = {}
        for members in groups.values():
            made = _meshes([self._slabs[index] for index in members], self._detail)
            meshes.update(zip(members, made, strict=True))
        for index, one in enumerate(self._slabs):
            builder.add(one.role, one.name, meshes[index], one.material)
        self._slabs.clear()


def slab_row(
    spans_x: Sequence[Span],
    y: Span,
    z: Span,
    *,
    thin: Axis = "y",
    grain: Axis = "x",
    edge_m: float = 0.0015,
    detail: Detail,
) -> PartMesh:
    """Slabs side by side along x as one part, such as the keys of a piano."""
    row = [
        _Slab(
            "",
            "",
            None,
            (x[0], y[0], z[0]),
            (x[1], y[1], z[1]),
            _INDEX[thin],
            _INDEX[grain],
            edge_m,
            (),
            False,
        )
        for x in spans_x
    ]
    meshes = _meshes(row, detail)
    corners = len(meshes[0].vertices_m)
    return PartMesh(
        np.concatenate([mesh.vertices_m for mesh in meshes]),
        np.concatenate([mesh.faces + index * corners for index, mesh in enumerate(meshes)]),
        meshes[0].axes,
    )


def _meshes(slabs: list[_Slab], detail: Detail) -> list[PartMesh]:
    """Slabs with equally many profile steps."""
    low = np.array([one.low for one in slabs])
    high = np.array([one.high for one in slabs])
    middle = (low + high) / 2
    half = np.maximum(high - low, _THINNEST_M) / 2
    thin = np.array([one.thin for one in slabs])
    local = _LOCAL[thin]
    # Local order: across, up, out of the face.
    order = np.argsort(local, axis=1)
    half_local = np.take_along_axis(half, order, axis=1)
    middle_local = np.take_along_axis(middle, order, axis=1)
    if slabs[0].is_frame:
        inset, height = _frame_rings(slabs, half_local, detail)
    else:
        inset, height = _rings(slabs, half_local, detail)
    count, rings = inset.shape
    corners = np.empty((count, rings, 4, 3))
    reach = np.maximum(half_local[:, None, :2] - inset[:, :, None], 1e-4)
    corners[..., :2] = middle_local[:, None, None, :2] + _SIGNS * reach[:, :, None, :]
    corners[..., 2] = middle_local[:, None, None, 2] + height[:, :, None]
    flat = corners.reshape(count, rings * 4, 3)
    if slabs[0].is_frame:
        faces = _loop_faces(rings)
    else:
        faces = _capped_faces(rings)
        ends = np.repeat(middle_local[:, None, :], 2, axis=1)
        ends[:, 0, 2] += height[:, 0]
        ends[:, 1, 2] += height[:, -1]
        flat = np.concatenate([flat, ends], axis=1)
    placed = np.take_along_axis(flat, local[:, None, :], axis=2)
    return [
        PartMesh(vertices, faces, _axes(one.thin, one.grain))
        for vertices, one in zip(placed, slabs, strict=True)
    ]


def _rings(
    slabs: list[_Slab], half: Float[np.ndarray, "N 3"], detail: Detail
) -> tuple[Float[np.ndarray, "N R"], Float[np.ndarray, "N R"]]:
    """How far inside the outline, and how far out of the middle, each ring of each slab lies."""
    out = half[:, 2:]
    inset, height = [np.zeros_like(out), np.zeros_like(out)], [-out, out]
    # A quarter of a circle in as many steps; one step is an edge cut off.
    steps = 1 + detail.bevel if slabs[0].is_round else min(detail.bevel, 1)
    if steps:
        edge = np.minimum(
            np.array([[one.edge_m] for one in slabs]), 0.4 * half.min(axis=1)[:, None]
        )
        turns = np.linspace(0, np.pi / 2, steps + 1)
        less, rise = 1 - np.sin(turns), 1 - np.cos(turns)
        inset = [edge * np.concatenate([less, less[::-1]])]
        height = [edge * rise - out, out - edge * rise[::-1]]
    if slabs[0].profile:
        # A profile never reaches the middle or the back, whatever the measures.
        faces = np.array([one.profile for one in slabs])
        deepest = faces[:, :, 1].max(axis=1, keepdims=True)
        farthest = faces[:, :, 0].max(axis=1, keepdims=True)
        shallow = np.minimum(1.0, 1.6 * out / np.maximum(deepest, 1e-9))
        narrow = np.minimum(
            1.0, 0.85 * half[:, :2].min(axis=1)[:, None] / np.maximum(farthest, 1e-9)
        )
        inset.append(faces[:, :, 0] * narrow)
        height.append(out - faces[:, :, 1] * shallow)
    return np.concatenate(inset, axis=1), np.concatenate(height, axis=1)


def _frame_rings(
    slabs: list[_Slab], half: Float[np.ndarray, "N 3"], detail: Detail
) -> tuple[Float[np.ndarray, "N R"], Float[np.ndarray, "N R"]]:
    """From the back up the outside, over the front and down inside the hole."""
    bars = np.array([one.profile[0][0] for one in slabs])
    bars = np.minimum(bars, 0.85 * half[:, :2].min(axis=1))
    none, out = np.zeros_like(bars), half[:, 2]
    if detail.bevel == 0:
        return np.stack([none, none, bars, bars], 1), np.stack([-out, out, out, -out], 1)
    edge = np.minimum(np.array([one.edge_m for one in slabs]), 0.4 * np.minimum(out, bars))
    inset = [edge, none, none, edge, bars - edge, bars, bars, bars - edge]
    height = [-out, edge - out, out - edge, out, out, out - edge, edge - out, -out]
    return np.stack(inset, 1), np.stack(height, 1)


@cache
def _capped_faces(rings: int) -> Int[np.ndarray, "F 3"]:
    return ringed(np.zeros((rings, 4, 3)), np.eye(3)).faces


@cache
def _loop_faces(rings: int) -> Int[np.ndarray, "F 3"]:
    return looped(np.zeros((rings, 4, 3)), np.eye(3)).faces


@cache
def _axes(thin: int, grain: int) -> Float[np.ndarray, "3 3"]:
    return np.eye(3)[[grain, 3 - thin - grain, thin]]
