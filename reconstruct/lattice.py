"""Free-form deformation: the found shape leans, swells and rounds until its outlines are those of the photos.

A mesh hangs in a coarse lattice of cubic B-splines, mirrored at x = 0; the lattice is moved by Gauss-Newton until the
points that make the mesh's outline lie on the matte's, against a price on bending, so that what no outline speaks of
follows its surroundings and straight stays nearly straight. The product's box stays as it is.

Source: Sederberg and Parry, "Free-Form Deformation of Solid Geometric Models", 1986.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float, Int, UInt8
from scipy.interpolate import BSpline

from reconstruct.known_part import KnownPart
from reconstruct.outline import SeenFrom, pulls
from reconstruct.planes import flat_parts
from reconstruct.raycast import RayCaster
from reconstruct.surface import area_vectors
from reconstruct.viewpoint import Viewpoint

__all__ = ["LatticeOptions", "drape"]

DEGREE = 3


@dataclass(frozen=True)
class LatticeOptions:
    """How far the shape may follow.

    Attributes
    ----------
    cells
        Of the lattice along x, y and z.
    rounds
        Times that the outlines are compared.
    bending
        Price of a control point's offset from the middle of its neighbours, in mean square pixels per square of
        the longest side.
    moving
        Price of a control point's move, alike.
    flat
        Price of bending a plane of the mesh, in mean square pixels per square of the longest side.
    effort
        Overlap that a move (root mean square, in longest sides) has to bring. On 78 simple photos of the judgement
        set, moves that bring less lose F@0.05 by 0.025, those that bring more win 0.033.
    reach_px
        Outlines further apart than this in the crop have nothing to do with each other.
    """

    cells: tuple[int, int, int] = (4, 5, 4)
    rounds: int = 6
    bending: float = 2000.0
    moving: float = 100.0
    flat: float = 3e4
    effort: float = 1.0
    reach_px: float = 7.0


def drape(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    views: Sequence[Viewpoint],
    crops: Sequence[UInt8[np.ndarray, "128 128 4"]],
    options: LatticeOptions | None = None,
    parts: Sequence[KnownPart | None] | None = None,
) -> Float[np.ndarray, "V 3"]:
    """Deform a mesh until its outlines follow the mattes; the best of all rounds, none included.

    Parameters
    ----------
    vertices, faces
        In the `canonical` frame, fine enough to bend.
    views, crops
        One each for each photo.
    parts
        What each crop shows, None for all: what is not known pulls nothing.
    """
    options = options or LatticeOptions()
    photos = [
        SeenFrom.of(view, crop, part)
        for view, crop, part in zip(views, crops, parts or [None] * len(crops), strict=True)
    ]
    lattice = _Lattice(options.cells, np.abs(vertices).max(axis=0))
    weights = lattice.weights(vertices)
    stiff = options.flat * _bent_planes(lattice, weights, vertices, faces)
    knobs = lattice.rest
    best, best_worth = vertices, -np.inf
    for _ in range(options.rounds + 1):
        knobs, moved = lattice.in_box(knobs, weights)
        caster = RayCaster(moved, faces)
        sights = [photo.sight(caster, moved) for photo in photos]
        move = np.sqrt(((moved - vertices) ** 2).sum(axis=1).mean())
        worth = float(np.mean([sight.overlap for sight in sights]) - options.effort * move)
        if worth > best_worth:
            best, best_worth = moved, worth
        rows, wanted = [np.zeros((0, lattice.unknowns))], [np.zeros(0)]
        for sight, photo in zip(sights, photos, strict=True):
            pull = pulls(sight, photo.outline, options.reach_px)
            corner = faces[sight.face[pull.ray]]
            weight = np.einsum("pi,pik->pk", sight.corners[pull.ray], weights[corner])
            points = np.einsum("pi,pij->pj", sight.corners[pull.ray], moved[corner])
            along = np.einsum("pj,pjk->pk", pull.normal, sight.camera.jacobian(points))
            rows.append(lattice.rows(weight, along))
            wanted.append(pull.off_px)
        if not sum(len(off) for off in wanted):
            break
        knobs = lattice.solved(knobs, np.concatenate(rows), np.concatenate(wanted), stiff, options)
    return best


class _Lattice:
    """Control points on a grid around a box, mirrored at x = 0.

    The unknowns ("knobs") are where the control points of one half are, in shares of the box's half: x, then y,
    then z.
    """

    def __init__(self, cells: tuple[int, int, int], half: Float[np.ndarray, "3"]) -> None:
        self._cells, self._half = cells, np.maximum(half, 1e-9)
        self._folds = _folds(cells)
        self._ends = np.cumsum([0, *(fold.shape[1] for fold in self._folds)])
        places = [2 * _greville(count) - 1 for count in cells]
        grid = np.meshgrid(*places, indexing="ij")
        # Of an unfolded lattice at rest, each fold's first row that holds an unknown gives its place.
        self.rest = np.concatenate(
            [
                side.ravel()[fold.argmax(axis=0)]
                for side, fold in zip(grid, self._folds, strict=True)
            ]
        )

    @property
    def unknowns(self) -> int:
        """Number of knobs."""
        return int(self._ends[-1])

    def weights(self, points: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P K"]:
        """Share of each control point in each position."""
        share = np.clip(points / self._half / 2 + 0.5, 0, 1)
        x, y, z = (_basis(share[:, axis], self._cells[axis]) for axis in range(3))
        return np.asarray(np.einsum("pi,pj,pk->pijk", x, y, z).reshape(len(points), -1))

    def in_box(
        self, knobs: Float[np.ndarray, " U"], weights: Float[np.ndarray, "V K"]
    ) -> tuple[Float[np.ndarray, " U"], Float[np.ndarray, "V 3"]]:
        """The same filling the box again, and the positions that follow."""
        knobs = knobs.copy()
        moved = np.empty((len(weights), 3))
        for axis, fold in enumerate(self._folds):
            own = slice(self._ends[axis], self._ends[axis + 1])
            place = weights @ (fold @ knobs[own])
            low, high = float(place.min()), float(place.max())
            middle = 0.0 if axis == 0 else (low + high) / 2  # x = 0 is the mirror
            reach = max(high - middle, middle - low, 1e-9)
            knobs[own] = (knobs[own] - middle) / reach
            moved[:, axis] = (place - middle) / reach * self._half[axis]
        return knobs, moved

    def rows(
        self, weight: Float[np.ndarray, "P K"], along: Float[np.ndarray, "P 3"]
    ) -> Float[np.ndarray, "P U"]:
        """How far each point's picture moves along its way for each knob."""
        parts = [
            (weight @ fold) * (along[:, axis, None] * self._half[axis])
            for axis, fold in enumerate(self._folds)
        ]
        return np.concatenate(parts, axis=1)

    def solved(
        self,
        knobs: Float[np.ndarray, " U"],
        rows: Float[np.ndarray, "P U"],
        off_px: Float[np.ndarray, " P"],
        stiff: Float[np.ndarray, "U U"],
        options: LatticeOptions,
    ) -> Float[np.ndarray, " U"]:
        """One step of Gauss and Newton; far outlines are trusted less (Huber, 3 px)."""
        trust = 1 / np.maximum(np.abs(off_px) / 3, 1) / len(off_px)
        scaled = rows * trust[:, None]
        price = stiff + 1e-9 * np.eye(len(knobs))
        for axis in range(3):
            own = slice(self._ends[axis], self._ends[axis + 1])
            price[own, own] += self._half[axis] ** 2 * _price(self._cells, axis, options)
        asked = scaled.T @ (off_px + rows @ (knobs - self.rest))
        return self.rest + np.linalg.solve(scaled.T @ rows + price, asked)


def _bent_planes(
    lattice: _Lattice,
    weights: Float[np.ndarray, "V K"],
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
) -> Float[np.ndarray, "U U"]:
    """Square of how far the mesh's planes are from plane, as a form in the knobs; mean over the area."""
    price = np.zeros((lattice.unknowns, lattice.unknowns))
    cross = area_vectors(vertices, faces)
    area = np.linalg.norm(cross, axis=1)
    label = flat_parts(vertices, faces)
    for plane in range(int(label.max(initial=-1)) + 1):
        mine = np.flatnonzero(label == plane)
        normal = cross[mine].sum(axis=0)
        normal /= np.linalg.norm(normal)
        corners = np.unique(faces[mine])
        corners = corners[:: max(len(corners) // MOST_CORNERS, 1)]
        moves = lattice.rows(weights[corners], np.tile(normal, (len(corners), 1)))
        # A plane may move and turn: what is left of its moves beyond that bends it.
        even, _ = np.linalg.qr(
            np.concatenate([np.ones((len(corners), 1)), vertices[corners]], axis=1)
        )
        bent = moves - even @ (even.T @ moves)
        price += area[mine].sum() / area.sum() / len(corners) * (bent.T @ bent)
    return price


MOST_CORNERS = 60


def _knots(cells: int) -> Float[np.ndarray, " T"]:
    return np.concatenate([np.zeros(DEGREE), np.linspace(0, 1, cells + 1), np.ones(DEGREE)])


def _greville(cells: int) -> Float[np.ndarray, " n"]:
    """Where control points rest, so that the lattice at rest moves nothing."""
    knots = _knots(cells)
    return np.array([knots[i + 1 : i + 1 + DEGREE].mean() for i in range(cells + DEGREE)])


def _basis(share: Float[np.ndarray, " P"], cells: int) -> Float[np.ndarray, "P n"]:
    return np.asarray(BSpline.design_matrix(share, _knots(cells), DEGREE).toarray())


@cache
def _folds(cells: tuple[int, int, int]) -> tuple[Float[np.ndarray, "K U"], ...]:
    """From knobs to all control points, for each axis: x is mirrored, y and z are alike on both sides."""
    count = cells[0] + DEGREE
    unit = np.eye(count)
    odd = (unit - unit[::-1])[:, (count + 1) // 2 :]
    even = np.minimum(unit + unit[::-1], 1)[:, count // 2 :]
    rest = np.eye((cells[1] + DEGREE) * (cells[2] + DEGREE))
    return np.kron(odd, rest), np.kron(even, rest), np.kron(even, rest)


@cache
def _price(
    cells: tuple[int, int, int], axis: int, options: LatticeOptions
) -> Float[np.ndarray, "U U"]:
    """Price of bending and moving along an axis, mean over the control points."""
    counts = [n + DEGREE for n in cells]
    total = int(np.prod(counts))
    price = options.moving * np.eye(total)
    for along in range(3):
        places = _greville(cells[along])
        bend = np.zeros((counts[along] - 2, counts[along]))
        for i in range(len(bend)):
            before, after = places[i + 1] - places[i], places[i + 2] - places[i + 1]
            bend[i, i : i + 3] = after / (before + after), -1, before / (before + after)
        parts = [np.eye(n) for n in counts]
        parts[along] = bend.T @ bend
        price += options.bending * np.kron(np.kron(parts[0], parts[1]), parts[2])
    fold = _folds(cells)[axis]
    return np.asarray(fold.T @ price @ fold / total)
