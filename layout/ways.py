"""Which sides can be walked to, for many trial choices of one room, each a few moves from the last.

A disc walks where no obstacle is nearer than its radius.  So each place of a group bars a fixed set of
cells for each radius, whatever else stands in the room: the sets are kept, and a move only subtracts one
and adds another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Int
from scipy import ndimage

from layout.boxes import world_boxes
from layout.candidates import Candidates
from layout.walkways import (
    CELL_M,
    PERSON_RADIUS_M,
    ROBOT_RADIUS_M,
    STEP_ASIDE_M,
    WALKWAY_RADIUS_M,
    FloorRaster,
)

__all__ = ["Blocked", "Ways"]

_EIGHT = np.ones((3, 3), dtype=bool)

# How far an obstacle has to be from a cell that a disc's centre may take, in cells; as `Walk` has it.
_APART = {
    PERSON_RADIUS_M: PERSON_RADIUS_M / CELL_M,
    WALKWAY_RADIUS_M: WALKWAY_RADIUS_M / CELL_M,
    ROBOT_RADIUS_M: ROBOT_RADIUS_M / CELL_M + 0.5,
}


@dataclass(frozen=True)
class Blocked:
    """What a choice leaves unreached.

    Attributes
    ----------
    unreached, cramped
        For each group the number of its sides that nobody reaches, and of those that a person reaches
        but no walkway does; groups without any are absent.
    open_share
        Largest connected share of the floor (navigability).
    """

    unreached: dict[int, int]
    cramped: dict[int, int]
    open_share: float

    @property
    def none(self) -> bool:
        """Whether every side is reached by a walkway and the floor is in one piece."""
        return not self.unreached and not self.cramped and self.open_share > 0.99


@dataclass
class Ways:
    """Walks through trial choices.

    Attributes
    ----------
    candidates
        The places of each group.
    raster
        The empty floor.
    """

    candidates: tuple[Candidates, ...]
    raster: FloorRaster
    _barred: dict[tuple[int, int], dict[float, np.ndarray]] = field(default_factory=dict)
    _strips: dict[tuple[int, int], dict[float, list[np.ndarray]]] = field(default_factory=dict)
    _standing: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        floor = self.raster.floor
        apart = ndimage.distance_transform_edt(np.pad(floor, 1))[1:-1, 1:-1]
        self._open = {r: apart >= far - 1e-6 for r, far in _APART.items()}
        self._count = {r: np.zeros(floor.size, dtype=np.int16) for r in _APART}
        starts = np.zeros_like(floor)
        for door in self.raster.site.doors:
            starts |= self.raster.mask(door, grow_m=0.1)
        self._starts = np.flatnonzero(starts)

    def placed(self, labels: Int[np.ndarray, " G"]) -> list[int]:
        """Groups that have a place."""
        return [a for a, c in enumerate(self.candidates) if labels[a] < len(c)]

    def blocked(self, labels: Int[np.ndarray, " G"], without: int | None = None) -> Blocked:
        """Walk through a choice, or through it with one group gone."""
        self._stand(labels, without)
        wide = self._reached(WALKWAY_RADIUS_M)
        missed: dict[int, list[int]] = {}
        for a, label in self._standing.items():
            strips = self._strips_of(a, label)[WALKWAY_RADIUS_M]
            lost = [k for k, s in enumerate(strips) if not wide[s].any()]
            if lost:
                missed[a] = lost
        unreached: dict[int, int] = {}
        cramped: dict[int, int] = {}
        person = self._reached(PERSON_RADIUS_M) if missed else wide
        for a, lost in missed.items():
            strips = self._strips_of(a, self._standing[a])[PERSON_RADIUS_M]
            never = sum(not person[strips[k]].any() for k in lost)
            if never:
                unreached[a] = never
            if len(lost) > never:
                cramped[a] = len(lost) - never
        return Blocked(unreached, cramped, self._open_share())

    def _stand(self, labels: Int[np.ndarray, " G"], without: int | None) -> None:
        """Move what stands elsewhere now."""
        for a, c in enumerate(self.candidates):
            now = int(labels[a]) if labels[a] < len(c) and a != without else None
            was = self._standing.get(a)
            if now == was:
                continue
            if was is not None:
                del self._standing[a]
                for radius, cells in self._bars(a, was).items():
                    self._count[radius][cells] -= 1
            if now is not None:
                self._standing[a] = now
                for radius, cells in self._bars(a, now).items():
                    self._count[radius][cells] += 1

    def _core(self, radius_m: float) -> Bool[np.ndarray, "X Z"]:
        """Cells that the centre of a disc of this radius may take."""
        free = self._count[radius_m].reshape(self.raster.floor.shape) == 0
        return np.asarray(self._open[radius_m] & free)

    def _reached(self, radius_m: float) -> Bool[np.ndarray, " _"]:
        """Cells (flat) that the centre of a disc reaches from a door; without doors, its largest part."""
        core = self._core(radius_m)
        parts, count = ndimage.label(core, structure=_EIGHT)
        good = np.zeros(count + 1, dtype=bool)
        flat = parts.ravel()
        if len(self._starts):
            good[flat[self._starts]] = True
        elif count:
            good[1 + int(np.bincount(flat)[1:].argmax())] = True
        good[0] = False
        return np.asarray(good[flat])

    def _open_share(self) -> float:
        parts, count = ndimage.label(self._core(ROBOT_RADIUS_M), structure=_EIGHT)
        if count < 2:
            return float(count)
        sizes = np.bincount(parts.ravel())[1:]
        return float(sizes.max() / sizes.sum())

    def _bars(self, group: int, label: int) -> dict[float, np.ndarray]:
        """Cells (flat) that no disc's centre may take once the group stands there, by radius."""
        key = (group, label)
        if key not in self._barred:
            mask = np.zeros_like(self.raster.floor)
            for box in self.candidates[group].solids[label]:
                mask |= self.raster.mask(box)
            self._barred[key] = self._around(mask, {r: far - 1e-6 for r, far in _APART.items()})
        return self._barred[key]

    def _strips_of(self, group: int, label: int) -> dict[float, list[np.ndarray]]:
        """For each side that people use, the cells from which a disc of a radius touches it."""
        key = (group, label)
        if key not in self._strips:
            c = self.candidates[group]
            variant = c.group.variants[c.variant[label]]
            own = np.zeros_like(self.raster.floor)
            for box in c.solids[label]:
                own |= self.raster.mask(box)
            far = {r: r / CELL_M + 1.0 + 1e-6 for r in (PERSON_RADIUS_M, WALKWAY_RADIUS_M)}
            found: dict[float, list[np.ndarray]] = {r: [] for r in far}
            for box in world_boxes(c.poses[label : label + 1], variant.reach)[0]:
                strip = self.raster.mask(box, STEP_ASIDE_M) & self.raster.floor
                clear = strip & ~own
                for radius, cells in self._around(clear if clear.any() else strip, far).items():
                    found[radius].append(cells)
            self._strips[key] = found
        return self._strips[key]

    def _around(
        self, mask: Bool[np.ndarray, "X Z"], far: dict[float, float]
    ) -> dict[float, np.ndarray]:
        """Cells (flat) nearer to a mask than so many cells, for each radius."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not len(rows):
            return {r: np.zeros(0, dtype=np.int64) for r in far}
        grow = int(max(far.values())) + 1
        i0, i1 = max(0, rows[0] - grow), min(mask.shape[0], rows[-1] + grow + 1)
        j0, j1 = max(0, columns[0] - grow), min(mask.shape[1], columns[-1] + grow + 1)
        away = ndimage.distance_transform_edt(~mask[i0:i1, j0:j1])
        out = {}
        for radius, limit in far.items():
            i, j = np.nonzero(away < limit)
            out[radius] = (i + i0) * mask.shape[1] + j + j0
        return out
