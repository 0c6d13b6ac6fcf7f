"""From proposals to a ranked answer, profiles read from the matte, proposals by beam search."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reconstruct.parts.families import family_named
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import Draft
from reconstruct.parts.fit.evidence import PartsEvidence
from reconstruct.parts.fit.fit_parts import PartsFitOptions, PartsSearch
from reconstruct.parts.fit.profile import PROFILE_PREFIX, with_profile
from reconstruct.parts.proposals import propose_designs
from reconstruct.parts.reading import PartReading, usual_reading
from reconstruct.viewpoint import Viewpoint

VIEW = Aim(0.6, 0.35, 3.0)
NEAR = Viewpoint(0.65, 0.3, 3.3)
SIZE_M = np.array([1.4, 0.75, 0.8])


def read_as(choices: dict[str, str], sure: float) -> PartReading:
    """A reading that takes a table's options for `choices` with a probability, and knows nothing else."""
    family = family_named("table")
    usual = usual_reading([family])
    odds = dict(usual.choices)
    for choice in family.choices:
        if choice.name in choices:
            others = (1 - sure) / (len(choice.options) - 1)
            odds["table", choice.name] = np.array(
                [sure if option == choices[choice.name] else others for option in choice.options]
            )
    return PartReading({"table": 1.0}, odds, usual.measures)


def _search(photo: PartsEvidence) -> PartsSearch:
    return PartsSearch([photo], [[NEAR]], SIZE_M, (False,) * 3, PartsFitOptions())


def test_the_right_structure_is_found_though_it_is_not_the_likeliest(picture_of) -> None:
    family = family_named("table")
    true = Draft(family.complete({"legs": "trestle"}, {}), SIZE_M, (VIEW,))
    photo = PartsEvidence.of_crop(picture_of(true))
    reading = read_as({"legs": "straight"}, 0.5)
    found = _search(photo).found(propose_designs(reading, 24), reading)
    assert [f.cost for f in found] == sorted(f.cost for f in found)
    best = found[0]
    assert best.draft.design.choices["legs"] == "trestle"
    assert best.terms.overlap < 0.07
    assert best.draft.aims[0].azimuth_rad == pytest.approx(VIEW.azimuth_rad, abs=0.04)
    made = best.surface.assembly.vertices_m
    np.testing.assert_allclose(np.ptp(made, axis=0), SIZE_M, rtol=1e-6)
    np.testing.assert_array_equal(best.draft.size_m, SIZE_M)


def test_without_proposals_there_is_no_answer(picture_of) -> None:
    true = Draft(family_named("table").complete({}, {}), SIZE_M, (VIEW,))
    photo = PartsEvidence.of_crop(picture_of(true))
    assert _search(photo).found([], usual_reading([family_named("table")])) == []


def test_a_profile_is_read_from_the_outline(picture_of) -> None:
    family = family_named("vessel")
    radii = (0.5, 0.6, 0.75, 0.9, 1.0, 0.9, 0.7, 0.5, 0.4, 0.45)
    measures = {f"{PROFILE_PREFIX}{place}": radius for place, radius in enumerate(radii)}
    options = {"handles": "none", "lid": "none", "stand": "none", "section": "round"}
    true = Draft(
        family.complete(options, measures), np.array([0.2, 0.4, 0.2]), (Aim(0.0, 0.1, 4.0),)
    )
    photo = PartsEvidence.of_crop(picture_of(true))
    usual = Draft(family.complete(options, {}), true.size_m, true.aims)
    read = with_profile(usual, photo)
    for name, radius in measures.items():
        assert read.design.measures[name] == pytest.approx(radius, abs=0.06), name


def test_a_family_without_a_profile_stays_as_it_is(picture_of) -> None:
    draft = Draft(family_named("table").complete({}, {}), SIZE_M, (VIEW,))
    assert with_profile(draft, PartsEvidence.of_crop(picture_of(draft))) is draft


def test_proposals_are_whole_different_and_likeliest_first() -> None:
    family = family_named("table")
    found = propose_designs(read_as({"legs": "hairpin"}, 0.9), 20)
    assert len(found) == 20
    assert found[0].design.choices["legs"] == "hairpin"
    assert found[0].log_odds == pytest.approx(0.0, abs=1e-9)
    assert len({p.design.structure for p in found}) == 20
    assert [p.log_odds for p in found] == sorted((p.log_odds for p in found), reverse=True)
    for proposal in found:
        design = proposal.design
        assert design == family.complete(design.choices, design.measures)
        assert set(proposal.expected) == set(design.measures)


def test_a_beam_misses_no_likelier_design() -> None:
    """Against all combinations of a family with few."""
    family = family_named("rug")
    reading = usual_reading([family])
    whole: list[tuple[float, dict[str, str]]] = [(math.log(reading.family["rug"]), {})]
    for choice in family.choices:
        odds = reading.choices["rug", choice.name]
        whole = [
            (worth + math.log(p / max(odds)), {**taken, choice.name: option})
            if choice.applies(taken)
            else (worth, taken)
            for worth, taken in whole
            for option, p in zip(choice.options, odds, strict=True)
            if choice.applies(taken) or option == choice.options[0]
        ]
    count = min(len(whole), 8)
    found = propose_designs(reading, count)
    expected = sorted((worth for worth, _ in whole), reverse=True)[:count]
    assert [p.log_odds for p in found] == pytest.approx(expected)
