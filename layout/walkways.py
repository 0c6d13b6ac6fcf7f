"""Where a person can walk: the free floor as a raster, grown from the doors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy import ndimage

from layout.boxes import box_corners
from layout.site import Site

__all__ = [
    "PERSON_RADIUS_M",
    "ROBOT_RADIUS_M",
    "STEP_ASIDE_M",
    "WALKWAY_RADIUS_M",
    "FloorRaster",
    "Walk",
    "make_raster",
]

CELL_M = 0.05
PERSON_RADIUS_M = 0.25
WALKWAY_RADIUS_M = 0.45
ROBOT_RADIUS_M = 0.1
ABOVE_HEAD_M = 2.0
STEP_ASIDE_M = 0.06
"""A side is reached by whoever comes this near to the floor before it."""

TOO_LOW_M = 0.03
"""A rug is walked on."""


@dataclass(frozen=True)
class FloorRaster:
    """The empty room's floor in cells of 5 cm.

    Attributes
    ----------
    site
        The room.
    xs, zs
        Centres of the cells' columns and rows, metres.
    floor
        Cells in the room and not on built-in elements.
    """

    site: Site
    xs: Float[np.ndarray, " X"]
    zs: Float[np.ndarray, " Z"]
    floor: Bool[np.ndarray, "X Z"]

    def mask(self, box: Float[np.ndarray, " 5"], grow_m: float = 0.0) -> Bool[np.ndarray, "X Z"]:
        """Cells whose centres lie in a box."""
        out = np.zeros(self.floor.shape, dtype=bool)
        corners = box_corners(box)
        low, high = corners.min(axis=0) - grow_m, corners.max(axis=0) + grow_m
        i0, i1 = np.searchsorted(self.xs, (low[0], high[0]))
        j0, j1 = np.searchsorted(self.zs, (low[1], high[1]))
        if i0 == i1 or j0 == j1:
            return out
        dx = self.xs[i0:i1, None] - box[0]
        dz = self.zs[None, j0:j1] - box[1]
        cos, sin = np.cos(box[4]), np.sin(box[4])
        out[i0:i1, j0:j1] = (np.abs(dx * cos - dz * sin) <= box[2] + grow_m) & (
            np.abs(dx * sin + dz * cos) <= box[3] + grow_m
        )
        return out

    def touches(self, cells: Bool[np.ndarray, "X Z"], side: Float[np.ndarray, " 5"]) -> bool:
        """Tell whether reached cells come to the floor before a side."""
        return bool((cells & self.mask(side, STEP_ASIDE_M)).any())

    def walk(
        self,
        boxes: Float[np.ndarray, "N 5"],
        low_m: Float[np.ndarray, " N"],
        high_m: Float[np.ndarray, " N"],
    ) -> Walk:
        """Free the floor of boxes that stand in a person's way."""
        free = self.floor.copy()
        for box, low, high in zip(boxes, low_m, high_m, strict=True):
            if low < ABOVE_HEAD_M and high > TOO_LOW_M:
                free &= ~self.mask(box)
        return Walk.of(self, free)


@dataclass(frozen=True)
class Walk:
    """The floor left free, and each cell's distance to the nearest obstacle."""

    raster: FloorRaster
    free: Bool[np.ndarray, "X Z"]
    clearance_m: Float[np.ndarray, "X Z"]

    @classmethod
    def of(cls, raster: FloorRaster, free: Bool[np.ndarray, "X Z"]) -> Walk:
        """Measure every free cell's distance to the nearest obstacle."""
        padded = np.pad(free, 1)
        clearance = ndimage.distance_transform_edt(padded)[1:-1, 1:-1] * CELL_M - CELL_M / 2
        return cls(raster, free, clearance)

    def reached(self, radius_m: float) -> Bool[np.ndarray, "X Z"]:
        """Cells that a disc of this radius covers on its ways from the doors.

        A room without doors is entered anywhere: its largest free part counts.
        """
        core = self.clearance_m >= radius_m - CELL_M / 2
        parts, count = ndimage.label(core, structure=np.ones((3, 3)))
        if count == 0:
            return np.zeros_like(self.free)
        doors = self.raster.site.doors
        if len(doors):
            starts = np.zeros_like(self.free)
            for door in doors:
                starts |= self.raster.mask(door, grow_m=0.1)
            keep = np.unique(parts[starts & core])
        else:
            sizes = np.bincount(parts.ravel())
            sizes[0] = 0
            keep = np.array([int(sizes.argmax())])
        reach = np.isin(parts, keep[keep > 0])
        if not reach.any():
            return np.zeros_like(self.free)
        away = ndimage.distance_transform_edt(~reach) * CELL_M
        return np.asarray(self.free & (away <= radius_m + CELL_M))

    def navigability(self, radius_m: float = ROBOT_RADIUS_M) -> float:
        """Largest connected share of the floor that a robot of this radius could stand on."""
        core = self.clearance_m >= radius_m
        parts, count = ndimage.label(core, structure=np.ones((3, 3)))
        if count == 0:
            return 1.0 if not core.any() else 0.0
        sizes = np.bincount(parts.ravel())[1:]
        return float(sizes.max() / sizes.sum())


def make_raster(site: Site) -> FloorRaster:
    """Lay cells over a room."""
    low, high = site.polygon.min(axis=0), site.polygon.max(axis=0)
    cell = CELL_M
    xs = np.arange(low[0] + cell / 2, high[0], cell)
    zs = np.arange(low[1] + cell / 2, high[1], cell)
    px, pz = xs[:, None], zs[None, :]
    inside = np.zeros((len(xs), len(zs)), dtype=bool)
    ends = np.roll(site.polygon, -1, axis=0)
    for (x0, z0), (x1, z1) in zip(site.polygon, ends, strict=True):
        if abs(z1 - z0) < 1e-12:
            continue
        crosses = (z0 > pz) != (z1 > pz)
        inside ^= crosses & (px < x0 + (pz - z0) / (z1 - z0) * (x1 - x0))
    raster = FloorRaster(site, xs, zs, inside)
    for box in site.fixed:
        inside &= ~raster.mask(box)
    return raster
