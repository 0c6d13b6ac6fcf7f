"""Known shapes of the bank fitted to photos: found by likeness, stretched to the product's box, looked at.

The network proposes shapes and viewpoints; each proposal is stretched to the product's size, cast as a silhouette and
judged by three things that err differently: the network's likeness, overlap with the matte, and distance between the
outlines. Overlap alone chooses worse than chance, for thin legs hardly count in it. The weights are a regression of the
true likeness of 6,600 candidates of 110 held-out training shapes. (There, agreement with an occupancy grid that the
network predicted was a fourth. It brought 0.008 of F@0.05 on 47 photos, and cost 5 MB and a tenth of a second.)

The best are refined: viewpoint, proportions of the parts (`Warp`), and of the box where its size is a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8

from reconstruct.candidate import Candidate, Target
from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout
from reconstruct.kinds import look_alikes
from reconstruct.known_part import KnownPart
from reconstruct.lattice import LatticeOptions, drape
from reconstruct.network.model import CropReading, ShapeModel
from reconstruct.outline import PhotoView, look
from reconstruct.planes import keep_flat
from reconstruct.pose import closer_viewpoint
from reconstruct.surface import subdivided
from reconstruct.viewpoint import Viewpoint

__all__ = ["KnownShapeOptions", "KnownShapeProposal", "KnownShapeSearch", "likely_viewpoints"]


@dataclass(frozen=True)
class KnownShapeOptions:
    """How long to search.

    Attributes
    ----------
    candidates
        Shapes of the bank that are looked at.
    viewpoints
        Azimuths tried for each.
    partly_known
        How many times as many azimuths are tried where the photo does not show all of the product.
    refined
        Best candidates whose camera is refined.
    effort
        Price of a warp: of the mean square move of its knots, in shares of the axes.
    stretch
        Price of sides other than guessed: of the mean square logarithm of the factors.
    own
        How far a guessed size is drawn to the known shape's own proportions: 0 not, 1 wholly.
    told
        What a told category is worth to the shapes that look like it, in the unit of the likeness.
    lattice
        How the answer follows the outlines; None leaves that out.
    triangles
        At least this many.
    likeness, overlap, outline
        What each counts; `outline` weighs a distance in shares of the crop, so it is negative.
    """

    candidates: int = 40
    viewpoints: int = 3
    partly_known: int = 2
    refined: int = 8
    likeness: float = 0.026
    overlap: float = 0.36
    outline: float = -2.9
    effort: float = -4.0
    stretch: float = -0.4
    own: float = 0.6
    told: float = 12.0
    lattice: LatticeOptions | None = field(default_factory=LatticeOptions)
    triangles: int = 5000


@dataclass(frozen=True)
class KnownShapeProposal:
    """A candidate with a viewpoint for each photo.

    Attributes
    ----------
    score
        By likeness, overlap and outline; the more the better.
    """

    candidate: Candidate
    views: tuple[Viewpoint, ...]
    score: float


@dataclass(frozen=True)
class KnownShapeSearch:
    """What all steps of the fit need."""

    model: ShapeModel
    readings: Sequence[CropReading]
    crops: list[UInt8[np.ndarray, "128 128 4"]]
    targets: list[Target]
    viewpoints: list[list[Viewpoint]]
    size: Float[np.ndarray, "3"]
    free: Bool[np.ndarray, "3"]
    likeness: Float[np.ndarray, " N"]
    options: KnownShapeOptions

    @classmethod
    def begin(
        cls,
        model: ShapeModel,
        cutouts: Sequence[Cutout],
        readings: Sequence[CropReading],
        size: Float[np.ndarray, "3"],
        free: Bool[np.ndarray, "3"],
        told: str | None,
        options: KnownShapeOptions,
    ) -> KnownShapeSearch:
        """Look at the photos; the parameters are those of `fit_shape`."""
        crops = [crop_product(c.rgb, c.matte) for c in cutouts]
        parts = [KnownPart.of(c, crop) for c, crop in zip(cutouts, crops, strict=True)]
        targets = [Target.of(crop, part) for crop, part in zip(crops, parts, strict=True)]
        viewpoints = [
            likely_viewpoints(model, reading, part, options)
            for reading, part in zip(readings, parts, strict=True)
        ]
        likeness = np.mean([r.likeness for r in readings], axis=0) + options.told * np.isin(
            model.bank.categories, look_alikes(told)
        )
        return cls(
            model=model,
            readings=readings,
            crops=crops,
            targets=targets,
            viewpoints=viewpoints,
            size=size,
            free=free,
            likeness=likeness,
            options=options,
        )

    def proposals(self) -> list[KnownShapeProposal]:
        """The likeliest shapes, each seen from the best of the likeliest viewpoints, best first."""
        found = []
        for row in np.argsort(-self.likeness)[: self.options.candidates]:
            candidate = Candidate(self.model.bank, int(row), self._expected_size(int(row)))
            views = tuple(
                max(tried, key=lambda view: self._merit(candidate, view, target))
                for tried, target in zip(self.viewpoints, self.targets, strict=True)
            )
            found.append(KnownShapeProposal(candidate, views, self._score(candidate, views)))
        return sorted(found, key=lambda p: -p.score)

    def _expected_size(self, row: int) -> Float[np.ndarray, "3"]:
        """The size, guesses drawn towards the proportions that the known shape was made with."""
        if not self.free.any():
            return self.size
        off = np.log(self.model.bank.sizes_m[row] / self.size)
        off -= off.mean() if self.free.all() else off[~self.free].mean()
        return np.asarray(self.size * np.exp(self.options.own * off * self.free))

    def refined(self, proposals: Sequence[KnownShapeProposal]) -> list[KnownShapeProposal]:
        """The best proposals with their viewpoints searched."""
        found = []
        for proposal in proposals[: self.options.refined]:
            views = self._closer(proposal.candidate, proposal.views)
            found.append(
                KnownShapeProposal(
                    proposal.candidate, views, self._score(proposal.candidate, views)
                )
            )
        return found

    def warped(self, proposal: KnownShapeProposal) -> KnownShapeProposal:
        """Its parts stretched, by coordinate search."""
        candidate, views = proposal.candidate, proposal.views
        begun = best = self._worth(candidate, views)
        for step in (0.08, 0.04, 0.02):
            for knot in range(len(candidate.warp.moves)):
                for sign in (1.0, -1.0):
                    warp = candidate.warp.moved(knot, sign * step)
                    if not warp.is_monotone:
                        continue
                    tried = candidate.warped(warp)
                    value = self._worth(tried, views)
                    if value > best + 1e-4:
                        best, candidate = value, tried
                        break
            candidate = self._stretched(candidate, views, step)
            views = self._closer(candidate, views)
            best = self._worth(candidate, views)
        return KnownShapeProposal(candidate, views, proposal.score + best - begun)

    def draped(
        self, proposal: KnownShapeProposal
    ) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"], tuple[PhotoView, ...]]:
        """The answer: fine triangles that follow the photos' outlines, and how each photo sees them."""
        rest, faces = subdivided(
            proposal.candidate.vertices, proposal.candidate.faces, least=self.options.triangles
        )
        vertices, parts = rest, [target.part for target in self.targets]
        if self.options.lattice is not None:
            hung = drape(rest, faces, proposal.views, self.crops, self.options.lattice, parts)
            flat = keep_flat(rest, hung, faces)
            # Snapped planes may have left the box by a little.
            low, high = flat.min(axis=0), flat.max(axis=0)
            size = proposal.candidate.size / proposal.candidate.size.max()
            vertices = (flat - (low + high) / 2) * (size / np.maximum(high - low, 1e-9))
        return vertices, faces, tuple(look(vertices, faces, proposal.views, self.crops, parts))

    def _stretched(
        self, candidate: Candidate, views: Sequence[Viewpoint], step: float
    ) -> Candidate:
        """Free sides of the box one step longer or shorter, where the photos ask for it."""
        best = self._worth(candidate, views)
        for axis in np.flatnonzero(self.free):
            for factor in (1 + 2 * step, 1 / (1 + 2 * step)):
                tried = candidate.stretched(int(axis), factor)
                value = self._worth(tried, views)
                if value > best + 1e-4:
                    best, candidate = value, tried
                    break
        return candidate

    def _score(self, candidate: Candidate, views: Sequence[Viewpoint]) -> float:
        return self.options.likeness * float(self.likeness[candidate.row]) + self._worth(
            candidate, views
        )

    def _worth(self, candidate: Candidate, views: Sequence[Viewpoint]) -> float:
        """What the photos say for a candidate, likeness apart."""
        merits = [self._merit(candidate, v, t) for v, t in zip(views, self.targets, strict=True)]
        return (
            float(np.mean(merits))
            + self.options.effort * candidate.warp.effort
            + self.options.stretch * self._misfit(candidate.size)
        )

    def _misfit(self, size: Float[np.ndarray, "3"]) -> float:
        """Mean square logarithm of how far a box is from the guessed one, scale apart."""
        off = np.log(size / self.size)
        return float(((off - (off.mean() if self.free.all() else 0)) ** 2).mean())

    def _merit(self, candidate: Candidate, view: Viewpoint, target: Target) -> float:
        overlap, outline, _ = candidate.look(view, target)
        return self.options.overlap * overlap + self.options.outline * outline

    def _closer(self, candidate: Candidate, views: Sequence[Viewpoint]) -> tuple[Viewpoint, ...]:
        return tuple(
            closer_viewpoint(view, partial(self._merit, candidate, target=target), target.part)
            for view, target in zip(views, self.targets, strict=True)
        )


def likely_viewpoints(
    model: ShapeModel, reading: CropReading, part: KnownPart | None, options: KnownShapeOptions
) -> list[Viewpoint]:
    """Viewpoints to begin with; more where a part is not known, for the network reads that less surely."""
    if part is None:
        return model.viewpoints(reading, options.viewpoints)
    found = model.viewpoints(reading, options.partly_known * options.viewpoints)
    return [view.zoomed(zoom) for view in found for zoom in part.zooms]
