"""What a fit may change of a draft, as one vector: measures, free sides of the size, cameras."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.fit.draft import Draft, canonical_vertices
from reconstruct.parts.fit.evidence import PartsEvidence
from reconstruct.viewpoint import LARGEST_ZOOM, Viewpoint

__all__ = ["Unknowns"]

# How far from the start a camera's azimuth, elevation and logarithm of the distance and of the zoom usually are: what
# the reader errs by, a little enlarged.
CAMERA_SPREAD = (0.2, 0.15, 0.3, 0.2)
# A guessed side errs by about a fifth.
SIZE_SPREAD = 0.2
# Steps of the differences, and the largest steps of the fit.
GENE_STEP, SIZE_STEP, CAMERA_STEPS = 0.02, 0.01, (0.005, 0.005, 0.02, 0.01)
LARGEST_GENE, LARGEST_SIZE, LARGEST_CAMERA = 0.25, 0.15, (0.25, 0.2, 0.4, 0.2)
LOWEST_RAD, HIGHEST_RAD, NEAREST, FURTHEST = -0.3, 1.3, 1.1, 12.0


@dataclass(frozen=True)
class Unknowns:
    """The vector's layout: genes, logarithms of the free sides, then four numbers a camera.

    Attributes
    ----------
    genes
        How many there are.
    free
        Axes of the sides that may change. If all three were guesses, the height is kept: pictures show no scale.
    zooms
        For each photo, whether the picture's size is open.
    """

    genes: int
    free: tuple[int, ...]
    zooms: tuple[bool, ...]

    @classmethod
    def of(
        cls, draft: Draft, evidence: Sequence[PartsEvidence], free: tuple[bool, bool, bool]
    ) -> Unknowns:
        """What may change, given which sides are guesses."""
        axes = tuple(axis for axis in range(3) if free[axis] and not (all(free) and axis == 1))
        zooms = tuple(photo.part is not None and len(photo.part.zooms) > 1 for photo in evidence)
        return cls(len(draft.genes), axes, zooms)

    @property
    def shape_count(self) -> int:
        """How many of the first numbers change the shape."""
        return self.genes + len(self.free)

    def read(self, draft: Draft) -> Float[np.ndarray, " K"]:
        """A draft's numbers."""
        cameras = [
            (v.azimuth_rad, v.elevation_rad, math.log(v.distance), math.log(v.zoom))
            for v in draft.views
        ]
        sides = np.log(draft.size_m[list(self.free)])
        return np.concatenate([draft.genes, sides, np.array(cameras).ravel()])

    def write(self, draft: Draft, numbers: Float[np.ndarray, " K"]) -> Draft:
        """The draft of some numbers, moved to where they may be."""
        size_m = draft.size_m.copy()
        size_m[list(self.free)] = np.exp(numbers[self.genes : self.shape_count])
        changed = draft.with_genes(numbers[: self.genes].clip(0, 1))
        return replace(changed, size_m=size_m, views=self.cameras(numbers))

    def cameras(self, numbers: Float[np.ndarray, " K"]) -> tuple[Viewpoint, ...]:
        """The viewpoints among the numbers."""
        found = []
        for azimuth, elevation, distance, zoom in numbers[self.shape_count :].reshape(-1, 4):
            found.append(
                Viewpoint(
                    float(azimuth),
                    float(min(max(elevation, LOWEST_RAD), HIGHEST_RAD)),
                    float(min(max(math.exp(distance), NEAREST), FURTHEST)),
                    float(min(max(math.exp(zoom), 1.0), LARGEST_ZOOM)),
                )
            )
        return tuple(found)

    def vertices(
        self, draft: Draft, numbers: Float[np.ndarray, " K"]
    ) -> Float[np.ndarray, "V 3"]:
        """Corners of the draft that the numbers make, `canonical` frame."""
        changed = self.write(draft, numbers)
        return canonical_vertices(changed.assembly().vertices_m, changed.size_m)

    def expected(
        self, start: Draft, weight_of_zoom: float = 1e6
    ) -> tuple[Float[np.ndarray, " K"], Float[np.ndarray, " K"]]:
        """Expected numbers and one over their variance: usual measures, the sides and cameras of the start."""
        means, spreads = start.expected_genes()
        numbers = self.read(start)
        numbers[: self.genes] = means
        cameras = np.array([1 / spread**2 for spread in CAMERA_SPREAD] * len(self.zooms))
        # A zoom that the photo does not leave open stays.
        cameras[3::4] = np.where(self.zooms, cameras[3::4], weight_of_zoom)
        sides = np.full(len(self.free), 1 / SIZE_SPREAD**2)
        return numbers, np.concatenate([1 / spreads**2, sides, cameras])

    @property
    def steps(self) -> Float[np.ndarray, " K"]:
        """Steps of the differences."""
        return self._each(GENE_STEP, SIZE_STEP, CAMERA_STEPS)

    @property
    def largest(self) -> Float[np.ndarray, " K"]:
        """The largest steps of the fit."""
        return self._each(LARGEST_GENE, LARGEST_SIZE, LARGEST_CAMERA)

    def _each(
        self, gene: float, side: float, camera: tuple[float, ...]
    ) -> Float[np.ndarray, " K"]:
        return np.array(
            [gene] * self.genes + [side] * len(self.free) + list(camera) * len(self.zooms)
        )
