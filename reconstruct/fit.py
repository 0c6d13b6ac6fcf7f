"""From what the networks read to one shape and one camera for each photo: parts and known shapes, and a judge's choice.

Parts are tried first: designs that the network finds likely are fitted to the outlines and edges of the photos
(`parts.fit`). The judge, a graph network on parts and joints, says of each how much of every part is right and how
good the whole is; options that doubtful parts depend on are changed, and fitted again. The bank's known shapes cover
what no family of parts can express (`known_shape_fit`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int

from reconstruct.cutout import Cutout
from reconstruct.framing import framed_camera
from reconstruct.known_shape_fit import (
    KnownShapeOptions,
    KnownShapeProposal,
    KnownShapeSearch,
    likely_viewpoints,
)
from reconstruct.network.model import CropReading, PartVerdict, ShapeModel
from reconstruct.outline import PhotoView
from reconstruct.parts.agreed_reading import agreed_reading
from reconstruct.parts.fit.aim import Aim, Framing
from reconstruct.parts.fit.draft import DraftSurface, canonical_vertices
from reconstruct.parts.fit.evidence import FINE_PX, PartsEvidence
from reconstruct.parts.fit.fit_parts import PartsFitOptions, PartsSearch, RankedDraft
from reconstruct.parts.fit.known_shape import known_shape_surface
from reconstruct.parts.fit.look import Look
from reconstruct.parts.fit.score import DraftScore, ScoreTerms, ScoreWeights, score_look
from reconstruct.parts.parameters import Design
from reconstruct.parts.part_graph import CandidateFacts, part_graph
from reconstruct.parts.part_surface import design_surface
from reconstruct.parts.proposals import propose_designs
from reconstruct.parts.reading import PartReading

__all__ = ["FitOptions", "FittedShape", "PhotoView", "fit_shape"]


@dataclass(frozen=True)
class FitOptions:
    """How a shape is found.

    Attributes
    ----------
    proposals
        Designs that the fit of parts begins with.
    parts
        How parts are fitted; None for known shapes only.
    known
        How known shapes are fitted; None for parts only.
    compared
        So many of the best known shapes are judged beside the parts.
    judge
        What the F-score that the judge expects counts beside the cost; 0 leaves the judge out.
    known_cost
        What a known shape is charged, for being less clean than parts.
    triangles
        At most so many in a shape of parts.
    """

    proposals: int = 30
    parts: PartsFitOptions | None = field(default_factory=PartsFitOptions)
    known: KnownShapeOptions | None = field(default_factory=KnownShapeOptions)
    compared: int = 3
    judge: float = 0.5
    known_cost: float = 0.2
    triangles: int = 12_000


@dataclass(frozen=True)
class FittedShape:
    """The answer.

    Attributes
    ----------
    vertices
        Corners in the `canonical` frame (longest side 1, centred), stretched to the product's proportions.
    faces
        Triangles, counter-clockwise from outside.
    size_m
        Width, height and depth as given, the free ones as fitted.
    name
        The family of its design, or the known shape that it comes from.
    views
        One for each photo.
    confidence
        F-score at 0.1 of the longest half side that is to be expected.
    design
        The parts that it is built from; None for a known shape.
    """

    vertices: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    size_m: Float[np.ndarray, "3"]
    name: str
    views: tuple[PhotoView, ...]
    confidence: float
    design: Design | None = None


def fit_shape(
    model: ShapeModel,
    cutouts: Sequence[Cutout],
    readings: Sequence[CropReading],
    size_m: Float[np.ndarray, "3"],
    options: FitOptions | None = None,
    *,
    free: tuple[bool, bool, bool] = (False, False, False),
    told: str | None = None,
) -> FittedShape:
    """Find the shape that explains all photos best, and where each was taken from.

    Parameters
    ----------
    cutouts, readings
        One each for each photo.
    size_m
        Width, height and depth of the product.
    free
        Which of the three are only guesses, and may follow the photos.
    told
        The category that the merchant says.
    """
    options = options or FitOptions()
    search = _Search.begin(
        model, cutouts, readings, np.asarray(size_m, dtype=np.float64), free, told, options
    )
    found = search.of_parts()
    known = search.known_shapes()
    best = max([*found, *known], key=lambda candidate: candidate.worth)
    return search.answer(best)


@dataclass(frozen=True)
class _Candidate:
    """A shape that may be the answer.

    Attributes
    ----------
    shape
        A fitted design, or a known shape.
    expected
        F-score at 0.05 and at 0.1 that the judge expects.
    doubts
        Share of each part's surface that the judge expects to be wrong.
    worth
        What the choice goes by.
    """

    shape: DraftScore | KnownShapeProposal
    expected: Float[np.ndarray, "2"]
    doubts: Float[np.ndarray, " K"]
    worth: float


@dataclass(frozen=True)
class _Search:
    """What all steps of the fit need."""

    model: ShapeModel
    readings: Sequence[CropReading]
    evidence: list[PartsEvidence]
    parts: PartReading
    designs: PartsSearch
    known: KnownShapeSearch | None
    options: FitOptions

    @classmethod
    def begin(
        cls,
        model: ShapeModel,
        cutouts: Sequence[Cutout],
        readings: Sequence[CropReading],
        size_m: Float[np.ndarray, "3"],
        free: tuple[bool, bool, bool],
        told: str | None,
        options: FitOptions,
    ) -> _Search:
        evidence = [PartsEvidence.of(cutout) for cutout in cutouts]
        known = options.known or KnownShapeOptions()
        viewpoints = [
            likely_viewpoints(model, reading, photo.part, known)
            for reading, photo in zip(readings, evidence, strict=True)
        ]
        parts = agreed_reading(
            [
                model.read_parts(photo.crop, reading)
                for reading, photo in zip(readings, evidence, strict=True)
            ],
            told,
            None if any(free) else size_m,
        )
        search = PartsSearch(evidence, viewpoints, size_m, free, options.parts or PartsFitOptions())
        bank = None
        if options.known is not None:
            bank = KnownShapeSearch.begin(
                model, cutouts, readings, size_m, np.array(free), told, options.known
            )
        return cls(model, readings, evidence, parts, search, bank, options)

    def of_parts(self) -> list[_Candidate]:
        """Designs fitted to the photos, each judged."""
        if self.options.parts is None:
            return []
        proposals = propose_designs(self.parts, self.options.proposals)
        scores = self.designs.found(proposals, self.parts, self._ranked_draft)
        return [self._judged_design(score) for score in scores]

    def known_shapes(self) -> list[_Candidate]:
        """The known shapes that fit best, each judged."""
        if self.known is None:
            return []
        refined = self.known.refined(self.known.proposals())
        refined.sort(key=lambda proposal: -proposal.score)
        return [self._judged_known(proposal) for proposal in refined[: self.options.compared]]

    def answer(self, best: _Candidate) -> FittedShape:
        """The surface of the best candidate."""
        confidence = float(best.expected[1])
        if isinstance(best.shape, DraftScore):
            draft = best.shape.draft
            _, surface = design_surface(
                draft.design, draft.size_m, triangles=self.options.triangles
            )
            looks = zip(draft.aims, best.shape.looks, strict=True)
            return FittedShape(
                vertices=canonical_vertices(surface.vertices_m, draft.size_m),
                faces=surface.faces,
                size_m=draft.size_m,
                name=draft.design.family,
                views=tuple(
                    PhotoView(aim, look.camera, 1 - score_look(look).overlap) for aim, look in looks
                ),
                confidence=confidence,
                design=draft.design,
            )
        assert self.known is not None
        fitted = self.known.warped(best.shape)
        vertices, faces, views = self.known.draped(fitted)
        return FittedShape(
            vertices=vertices,
            faces=faces,
            size_m=fitted.candidate.size,
            name=fitted.candidate.name,
            views=views,
            confidence=confidence,
        )

    def _ranked_draft(self, score: DraftScore) -> RankedDraft:
        judged = self._judged_design(score)
        return RankedDraft(score, judged.worth, judged.doubts)

    def _judged_design(self, score: DraftScore) -> _Candidate:
        draft = score.draft
        facts = CandidateFacts.of_draft(draft, self.parts)
        return self._judged(score, score.surface, draft.aims, facts, score.cost)

    def _judged_known(self, proposal: KnownShapeProposal) -> _Candidate:
        assert self.known is not None
        candidate = proposal.candidate
        surface = known_shape_surface(candidate.vertices, candidate.faces)
        aims = []
        for view, photo in zip(proposal.views, self.evidence, strict=True):
            camera = framed_camera(
                candidate.vertices, candidate.caster, view, photo.bounds_px, photo.part
            )
            aims.append(Framing.of(photo).aim_of(candidate.vertices, view, camera))
        likeness = float(np.mean([r.likeness[candidate.row] for r in self.readings]))
        facts = CandidateFacts.of_known_shape(likeness, self.parts)
        return self._judged(proposal, surface, tuple(aims), facts, None)

    def _judged(
        self,
        shape: DraftScore | KnownShapeProposal,
        surface: DraftSurface,
        aims: Sequence[Aim],
        facts: CandidateFacts,
        cost: float | None,
    ) -> _Candidate:
        terms, verdicts = [], []
        for aim, photo in zip(aims, self.evidence, strict=True):
            look = Look.of(surface, aim, photo, FINE_PX)
            terms.append(score_look(look))
            if self.options.judge:
                graph = part_graph(look, photo, terms[-1], facts)
                verdicts.append(self.model.judge_parts(graph))
        if cost is None:
            cost = self._weights.photo(ScoreTerms.mean(terms)) + self.options.known_cost
        expected, doubts = _mean_verdict(verdicts, len(surface.assembly.parts))
        worth = self.options.judge * float(expected.mean()) - cost
        return _Candidate(shape, expected, doubts, worth)

    @property
    def _weights(self) -> ScoreWeights:
        return (self.options.parts or PartsFitOptions()).weights


def _mean_verdict(
    verdicts: Sequence[PartVerdict], parts: int
) -> tuple[Float[np.ndarray, "2"], Float[np.ndarray, " K"]]:
    """What the judge says over all photos; nothing where it was not asked."""
    if not verdicts:
        return np.zeros(2), np.ones(parts)
    expected = np.mean([verdict.good for verdict in verdicts], axis=0)
    near = np.mean([verdict.near[:, 0] for verdict in verdicts], axis=0)
    return np.asarray(expected, dtype=np.float64), np.asarray(1 - near, dtype=np.float64)
