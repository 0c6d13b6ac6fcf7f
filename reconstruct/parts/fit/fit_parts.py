"""From proposed designs and likely viewpoints to fitted parts.

Score all, move the best, try other options for them, move those, and finish at full resolution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.families import family_named
from reconstruct.parts.fit.aim import Aim, likely_aims
from reconstruct.parts.fit.draft import Draft, DraftSurface
from reconstruct.parts.fit.evidence import COARSE_PX, FINE_PX, PartsEvidence
from reconstruct.parts.fit.gauss_newton import NewtonOptions, refine_draft
from reconstruct.parts.fit.look import Look
from reconstruct.parts.fit.profile import with_profile
from reconstruct.parts.fit.score import (
    DraftScore,
    ScoreWeights,
    score_draft,
    score_look,
)
from reconstruct.parts.proposals import Proposal, option_odds, proposal_of
from reconstruct.parts.reading import PartReading
from reconstruct.viewpoint import Viewpoint

__all__ = ["PartsFitOptions", "PartsSearch", "RankedDraft"]

# Boxes with sides this much alike could as well be seen from a quarter turn further.
SQUARE = 1.3


@dataclass(frozen=True)
class PartsFitOptions:
    """How long to search.

    Attributes
    ----------
    turned
        So many of the best are also looked at from turned and mirrored viewpoints.
    refined, refine
        Best drafts that are moved at 64 px, and how.
    alike
        At most so many of one structure among them.
    rounds
        How often options are changed, as long as that helps.
    edited
        Best drafts whose options are changed one by one, each time.
    tried
        Changes of options that are looked at, for each: those of doubtful parts first.
    kept
        Changes that are moved in turn, for each.
    finished, finish
        Best drafts that are moved at 128 px, and how.
    weights
        What the score's terms count.
    """

    turned: int = 6
    refined: int = 7
    refine: NewtonOptions = field(default_factory=lambda: NewtonOptions(steps=5, renew=0.5))
    alike: int = 2
    rounds: int = 3
    edited: int = 2
    tried: int = 24
    kept: int = 2
    finished: int = 3
    finish: NewtonOptions = field(
        default_factory=lambda: NewtonOptions(steps=6, reach_px=(8.0, 3.0), renew=0.3)
    )
    weights: ScoreWeights = field(default_factory=ScoreWeights)


@dataclass(frozen=True)
class RankedDraft:
    """A fitted draft and what a judge says of it.

    Attributes
    ----------
    score
        The draft as it looks.
    worth
        How good it is.
    doubts
        Share of each part that is probably wrong.
    """

    score: DraftScore
    worth: float
    doubts: Float[np.ndarray, " K"]

    @property
    def structure(self) -> tuple[str, ...]:
        """Of its design."""
        return self.score.draft.design.structure


def _by_cost(score: DraftScore) -> RankedDraft:
    return RankedDraft(score, -score.cost, np.ones(len(score.surface.assembly.parts)))


@dataclass(frozen=True)
class PartsSearch:
    """What all steps of the fit need.

    Attributes
    ----------
    evidence
        One for each photo.
    viewpoints
        Likely viewpoints of each photo, the likeliest first; about three.
    size_m
        Width, height and depth, metres.
    free
        Which sides of the size are guesses and may follow the photos.
    options
        How long to search.
    """

    evidence: Sequence[PartsEvidence]
    viewpoints: Sequence[Sequence[Viewpoint]]
    size_m: Float[np.ndarray, "3"]
    free: tuple[bool, bool, bool]
    options: PartsFitOptions

    def found(
        self,
        proposals: Sequence[Proposal],
        reading: PartReading,
        judge: Callable[[DraftScore], RankedDraft] | None = None,
    ) -> list[DraftScore]:
        """The designs that explain the photos best, the least cost first; none if nothing was proposed.

        Parameters
        ----------
        proposals
            Designs to begin with; about thirty.
        reading
            Odds of the options that the proposals lack.
        judge
            Says how good a draft is and which of its parts are doubtful; None to go by the cost.
        """
        moved = self.moved(self.varied(self.begun(proposals), self.options.refined))
        edited = [ranked.score for ranked in self.edited(moved, reading, judge)]
        return self.finished(self.varied(edited, self.options.finished))

    def begun(self, proposals: Sequence[Proposal]) -> list[DraftScore]:
        """All proposals, each from its best viewpoints, best first; turned viewpoints for the best."""
        found = [self._first_seen(self._draft(p)) for p in proposals]
        found.sort(key=lambda score: score.cost)
        for index, score in enumerate(found[: self.options.turned]):
            turned = [[aim, *self._turned(aim)] for aim in score.draft.aims]
            found[index] = self._best_seen(score.draft, score.surface, turned)
        return sorted(found, key=lambda score: score.cost)

    def varied(self, scores: Sequence[DraftScore], count: int) -> list[DraftScore]:
        """The best, but not too many of one structure."""
        seen: Counter[tuple[str, ...]] = Counter()
        found = []
        for score in scores:
            structure = score.draft.design.structure
            seen[structure] += 1
            if seen[structure] <= self.options.alike:
                found.append(score)
            if len(found) == count:
                break
        return found

    def moved(self, scores: Sequence[DraftScore]) -> list[DraftScore]:
        """Measures and cameras fitted at 64 px, best first."""
        return sorted((self._refined(s, COARSE_PX) for s in scores), key=lambda s: s.cost)

    def edited(
        self,
        scores: Sequence[DraftScore],
        reading: PartReading,
        judge: Callable[[DraftScore], RankedDraft] | None = None,
    ) -> list[RankedDraft]:
        """All of them and the best with other options, one changed after the other as long as that helps, best first.

        Parameters
        ----------
        scores
            Fitted drafts.
        reading
            Odds of the options.
        judge
            Says how good a draft is and which of its parts are doubtful; None to go by the cost.
        """
        judge = judge or _by_cost
        found = sorted((judge(score) for score in scores), key=lambda r: -r.worth)
        known = {ranked.structure for ranked in found}
        parents: set[tuple[str, ...]] = set()
        for _ in range(self.options.rounds):
            best = found[0].worth if found else 0.0
            for ranked in found[: self.options.edited]:
                if ranked.structure in parents:
                    continue
                parents.add(ranked.structure)
                changed = [
                    self._scored(draft, COARSE_PX)
                    for draft in self._promising(ranked, reading)
                    if draft.design.structure not in known
                ]
                changed.sort(key=lambda s: s.cost)
                kept = changed[: self.options.kept]
                known |= {s.draft.design.structure for s in kept}
                found += [judge(score) for score in self.moved(kept)]
            found.sort(key=lambda r: -r.worth)
            if not found or found[0].worth <= best:
                break
        return found

    def _promising(self, ranked: RankedDraft, reading: PartReading) -> list[Draft]:
        """The changes of one option that may help most."""
        drafts = _changed_options(ranked.score.draft, reading)
        if len(drafts) <= self.options.tried:
            return drafts
        promises = [_promise(ranked, draft) for draft in drafts]
        return [drafts[i] for i in np.argsort(promises)[::-1][: self.options.tried]]

    def finished(self, scores: Sequence[DraftScore]) -> list[DraftScore]:
        """Measures and cameras fitted at 128 px, best first."""
        fine = [self._scored(s.draft, FINE_PX) for s in scores]
        return sorted((self._refined(s, FINE_PX) for s in fine), key=lambda s: s.cost)

    def _draft(self, proposal: Proposal) -> Draft:
        aims = tuple(Aim.at(likely[0]) for likely in self.viewpoints)
        usual_m = family_named(proposal.design.family).nearest_usual(self.size_m)
        size_m = np.where(self.free, usual_m, self.size_m)
        draft = Draft(proposal.design, size_m, aims, proposal.log_odds, dict(proposal.expected))
        return with_profile(draft, self.evidence[0])

    def _scored(self, draft: Draft, px: int) -> DraftScore:
        return score_draft(draft, self.evidence, px, self.options.weights)

    def _refined(self, score: DraftScore, px: int) -> DraftScore:
        how = self.options.refine if px == COARSE_PX else self.options.finish
        return refine_draft(
            score, self.evidence, px, options=how, weights=self.options.weights, free=self.free
        )

    def _first_seen(self, draft: Draft) -> DraftScore:
        """A draft from the best of the likely viewpoints, at 64 px."""
        surface = DraftSurface.of(draft)
        tried = [
            likely_aims(surface.vertices, surface.caster, views, photo)
            for views, photo in zip(self.viewpoints, self.evidence, strict=True)
        ]
        return self._best_seen(draft, surface, tried)

    def _best_seen(
        self, draft: Draft, surface: DraftSurface, tried: Sequence[Sequence[Aim]]
    ) -> DraftScore:
        """A draft with the best of some cameras of each photo, at 64 px."""
        best = []
        for aims, photo in zip(tried, self.evidence, strict=True):
            looks = [Look.of(surface, aim, photo, COARSE_PX) for aim in aims]
            costs = [self.options.weights.photo(score_look(look)) for look in looks]
            best.append(aims[int(np.argmin(costs))])
        return score_draft(
            draft.seen_from(*best), self.evidence, COARSE_PX, self.options.weights, surface
        )

    def _turned(self, aim: Aim) -> list[Aim]:
        """The mirrored viewpoint, straight ahead, and quarter turns of a nearly square box."""
        width, _, depth = self.size_m
        turns = [-aim.azimuth_rad, 0.0]
        if max(width, depth) < SQUARE * min(width, depth):
            turns += [aim.azimuth_rad + np.pi / 2, aim.azimuth_rad - np.pi / 2]
        return [replace(aim, azimuth_rad=float(turn)) for turn in turns]


def _changed_options(draft: Draft, reading: PartReading) -> list[Draft]:
    """All designs that differ in one option, what follows from it as expected, measures kept where they still apply."""
    family, design = draft.family, draft.design
    found = []
    for choice in family.choices:
        if choice.name not in design.choices:
            continue
        for option in option_odds(family, choice, reading):
            if option == design.choices[choice.name]:
                continue
            proposal = proposal_of(family, reading, {**design.choices, choice.name: option})
            measures = {
                name: design.measures.get(name, value)
                for name, value in proposal.design.measures.items()
            }
            changed = replace(proposal.design, measures=measures)
            found.append(
                replace(
                    draft,
                    design=changed,
                    log_odds=proposal.log_odds,
                    expected=proposal.expected,
                )
            )
    return found


def _promise(ranked: RankedDraft, changed: Draft) -> float:
    """How much a change may help: the doubt in the parts that it replaces, by their size, and how likely it is."""
    now, then = ranked.score.surface.assembly, changed.assembly()
    same = {part.name: part for part in then.parts}
    longest = float(changed.size_m.max())
    promise = 0.0
    for part, doubtful in zip(now.parts, ranked.doubts, strict=True):
        other = same.get(part.name)
        mine = now.vertices_m[part.first_vertex : part.first_vertex + part.vertices]
        if other is not None and other.vertices == part.vertices:
            its = then.vertices_m[other.first_vertex : other.first_vertex + other.vertices]
            if float(np.abs(mine - its).max()) < SAME * longest:
                continue
        promise += float(doubtful) * float(np.sqrt((np.ptp(mine, axis=0) ** 2).sum())) / longest
    if len(then.parts) > len(now.parts):
        promise += ADDED
    return promise + ODDS * max(changed.log_odds, LEAST_LOG_ODDS)


# Corners that move less, as a share of the longest side, are where they were.
SAME = 0.02
# What it is worth to add parts that are missing, and one unit of a structure's logarithm of odds.
ADDED, ODDS, LEAST_LOG_ODDS = 0.3, 0.25, -12.0
