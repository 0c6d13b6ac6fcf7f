"""Which groups can be walked to, for many trial choices of one room: masks are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Int

from layout.boxes import world_boxes
from layout.candidates import Candidates
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, FloorRaster, Walk

__all__ = ["Ways"]

STEP_ASIDE_M = 0.06


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
    _solid: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)
    _strips: dict[tuple[int, int], list[np.ndarray]] = field(default_factory=dict)

    def solid(self, group: int, label: int) -> Bool[np.ndarray, "X Z"]:
        """Cells that a group takes at one of its places."""
        key = (group, label)
        if key not in self._solid:
            mask = np.zeros_like(self.raster.floor)
            for box in self.candidates[group].solids[label]:
                mask |= self.raster.mask(box)
            self._solid[key] = mask
        return self._solid[key]

    def strips(self, group: int, label: int) -> list[np.ndarray]:
        """Cells (flat indices) of each side of the group that people use."""
        key = (group, label)
        if key not in self._strips:
            c = self.candidates[group]
            variant = c.group.variants[c.variant[label]]
            boxes = world_boxes(c.poses[label : label + 1], variant.reach)[0]
            self._strips[key] = [
                np.flatnonzero(self.raster.mask(box, STEP_ASIDE_M)) for box in boxes
            ]
        return self._strips[key]

    def placed(self, labels: Int[np.ndarray, " G"]) -> list[int]:
        """Groups that have a place."""
        return [a for a, c in enumerate(self.candidates) if labels[a] < len(c)]

    def walk(self, labels: Int[np.ndarray, " G"], without: int | None = None) -> Walk:
        """Return the floor that a choice leaves free."""
        free = self.raster.floor.copy()
        for a, c in enumerate(self.candidates):
            if labels[a] < len(c) and a != without:
                free &= ~self.solid(a, int(labels[a]))
        return Walk.of(self.raster, free)

    def blocked(self, labels: Int[np.ndarray, " G"]) -> tuple[list[int], list[int], float]:
        """Groups that nobody reaches, those that no walkway reaches, and the navigability."""
        walk = self.walk(labels)
        reached, wide = (
            walk.reached(PERSON_RADIUS_M).ravel(),
            walk.reached(WALKWAY_RADIUS_M).ravel(),
        )
        unreached, cramped = [], []
        for a, c in enumerate(self.candidates):
            if labels[a] >= len(c):
                continue
            strips = self.strips(a, int(labels[a]))
            if any(not reached[s].any() for s in strips):
                unreached.append(a)
            elif any(not wide[s].any() for s in strips):
                cramped.append(a)
        return unreached, cramped, walk.navigability()

    def frees(
        self, labels: Int[np.ndarray, " G"], blocked: int, culprit: int, radius_m: float
    ) -> bool:
        """Whether a group is reached once another one is gone."""
        reached = self.walk(labels, culprit).reached(radius_m).ravel()
        return all(reached[s].any() for s in self.strips(blocked, int(labels[blocked])))
