"""What a fit may change of a draft, as one vector: measures, free sides of the size, cameras."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import Draft, canonical_vertices
from reconstruct.parts.fit.evidence import PartsEvidence

__all__ = ["CAMERA_NUMBERS", "Unknowns"]

CAMERA_NUMBERS = 6
"""Azimuth, elevation, logarithm of the distance, and the framing: `Aim.larger`, `right_px`, `down_px`."""

# How far from the start they usually are. Of the place it is what the reader errs by, a little enlarged; bounds of a
# matte are half a pixel off, and say little where the photo does not show all of the product.
PLACE_SPREAD = (0.2, 0.15, 0.3)
FRAME_SPREAD, PARTLY_KNOWN_SPREAD = (0.01, 0.6, 0.6), (0.25, 8.0, 8.0)
# A guessed side errs by about a fifth.
SIZE_SPREAD = 0.2
# Steps of the differences, and the largest steps of the fit.
GENE_STEP, SIZE_STEP, CAMERA_STEPS = 0.02, 0.01, (0.005, 0.005, 0.02, 0.01, 0.5, 0.5)
LARGEST_GENE, LARGEST_SIZE, LARGEST_CAMERA = 0.25, 0.15, (0.25, 0.2, 0.4, 0.2, 8.0, 8.0)
LOWEST_RAD, HIGHEST_RAD, NEAREST, FURTHEST = -0.3, 1.3, 1.1, 12.0


@dataclass(frozen=True)
class Unknowns:
    """The vector's layout: genes, logarithms of the free sides, then `CAMERA_NUMBERS` for each photo.

    Attributes
    ----------
    genes
        How many there are.
    free
        Axes of the sides that may change. If all three were guesses, the height is kept: pictures show no scale.
    photos
        How many there are.
    """

    genes: int
    free: tuple[int, ...]
    photos: int

    @classmethod
    def of(cls, draft: Draft, free: tuple[bool, bool, bool]) -> Unknowns:
        """What may change, given which sides are guesses."""
        axes = tuple(axis for axis in range(3) if free[axis] and not (all(free) and axis == 1))
        return cls(len(draft.genes), axes, len(draft.aims))

    @property
    def shape_count(self) -> int:
        """How many of the first numbers change the shape."""
        return self.genes + len(self.free)

    def read(self, draft: Draft) -> Float[np.ndarray, " K"]:
        """A draft's numbers."""
        cameras = [
            (
                aim.azimuth_rad,
                aim.elevation_rad,
                math.log(aim.distance),
                aim.larger,
                aim.right_px,
                aim.down_px,
            )
            for aim in draft.aims
        ]
        sides = np.log(draft.size_m[list(self.free)])
        return np.concatenate([draft.genes, sides, np.array(cameras).ravel()])

    def write(self, draft: Draft, numbers: Float[np.ndarray, " K"]) -> Draft:
        """The draft of some numbers, moved to where they may be."""
        size_m = draft.size_m.copy()
        size_m[list(self.free)] = np.exp(numbers[self.genes : self.shape_count])
        changed = draft.with_genes(numbers[: self.genes].clip(0, 1))
        return replace(changed, size_m=size_m, aims=self.aims(draft, numbers))

    def aims(self, draft: Draft, numbers: Float[np.ndarray, " K"]) -> tuple[Aim, ...]:
        """The cameras among the numbers."""
        found = []
        rows = numbers[self.shape_count :].reshape(self.photos, CAMERA_NUMBERS).tolist()
        for aim, row in zip(draft.aims, rows, strict=True):
            azimuth, elevation, distance, larger, right_px, down_px = row
            found.append(
                Aim(
                    azimuth_rad=azimuth,
                    elevation_rad=min(max(elevation, LOWEST_RAD), HIGHEST_RAD),
                    distance=min(max(math.exp(distance), NEAREST), FURTHEST),
                    zoom=aim.zoom,
                    larger=larger,
                    right_px=right_px,
                    down_px=down_px,
                )
            )
        return tuple(found)

    def vertices(self, draft: Draft, numbers: Float[np.ndarray, " K"]) -> Float[np.ndarray, "V 3"]:
        """Corners of the draft that the numbers make, `canonical` frame."""
        changed = self.write(draft, numbers)
        return canonical_vertices(changed.assembly().vertices_m, changed.size_m)

    def expected(
        self, start: Draft, evidence: Sequence[PartsEvidence]
    ) -> tuple[Float[np.ndarray, " K"], Float[np.ndarray, " K"]]:
        """Expected numbers and one over their variance: usual measures, the sides and cameras of the start."""
        means, spreads = start.expected_genes()
        numbers = self.read(start)
        numbers[: self.genes] = means
        cameras = [
            PLACE_SPREAD + (FRAME_SPREAD if photo.part is None else PARTLY_KNOWN_SPREAD)
            for photo in evidence
        ]
        sides = np.full(len(self.free), SIZE_SPREAD)
        return numbers, np.concatenate([spreads, sides, np.array(cameras).ravel()]) ** -2

    @property
    def steps(self) -> Float[np.ndarray, " K"]:
        """Steps of the differences."""
        return self._each(GENE_STEP, SIZE_STEP, CAMERA_STEPS)

    @property
    def largest(self) -> Float[np.ndarray, " K"]:
        """The largest steps of the fit."""
        return self._each(LARGEST_GENE, LARGEST_SIZE, LARGEST_CAMERA)

    def _each(self, gene: float, side: float, camera: tuple[float, ...]) -> Float[np.ndarray, " K"]:
        return np.array([gene] * self.genes + [side] * len(self.free) + list(camera) * self.photos)
