"""Chairs, stools, office chairs, benches, ottomans: what their choices make, and that parts hang together."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.assembly import Assembly
from reconstruct.parts.families import family_named

CHAIR_M = np.array([0.46, 0.86, 0.52])


def _chair(**options: str) -> Assembly:
    family = family_named("chair")
    return family.build(family.complete(options, {}), CHAIR_M)


def _names(assembly: Assembly, role: str) -> list[str]:
    return [part.name for part in assembly.parts if part.role == role]


def _bounds(assembly: Assembly, name: str) -> tuple[np.ndarray, np.ndarray]:
    (part,) = [part for part in assembly.parts if part.name == name]
    vertices = assembly.vertices_m[part.first_vertex : part.first_vertex + part.vertices]
    return vertices.min(axis=0), vertices.max(axis=0)


def test_a_ladder_back_has_as_many_rungs_as_chosen() -> None:
    assert len(_names(_chair(back="ladder", rungs="4", seat="square"), "slat")) == 4
    assert len(_names(_chair(back="spindles", sticks="7", seat="square"), "slat")) == 7


def test_arms_are_there_when_chosen_and_mirror_each_other() -> None:
    assert _names(_chair(back="ladder", arms="none"), "arm") == []
    armed = _chair(back="ladder", arms="bar")
    low_left, high_left = _bounds(armed, "arm left")
    low_right, high_right = _bounds(armed, "arm right")
    assert low_left[0] == pytest.approx(-high_right[0])
    np.testing.assert_allclose(high_left[1:], high_right[1:], atol=1e-9)
    assert low_right[0] < 0 < low_left[0], "the left arm is at +x"


@pytest.mark.parametrize("legs", ["straight", "round", "sled", "cantilever", "disc", "runner"])
def test_a_chair_stands_on_the_floor_and_faces_forward(legs: str) -> None:
    chair = _chair(back="ladder", legs=legs)
    assert min(
        _bounds(chair, part.name)[0][1] for part in chair.parts if part.material == "legs"
    ) == pytest.approx(0.0, abs=1e-9)
    _, seat = _bounds(chair, "seat")
    low, high = _bounds(chair, "slat back 1")
    assert (low[2] + high[2]) / 2 < 0, "the back is behind the middle"
    assert low[1] > seat[1], "the top rung is above the seat"


def test_seat_height_is_where_one_sits() -> None:
    family = family_named("chair")
    design = family.complete({"back": "rail", "cushion": "none"}, {"seat_height": 0.5})
    chair = family.build(design, CHAIR_M)
    assert _bounds(chair, "seat")[1][1] == pytest.approx(0.5 * CHAIR_M[1], abs=0.01)


def test_a_stool_without_a_back_is_its_seat_on_top() -> None:
    family = family_named("stool")
    stool = family.build(family.complete({"back": "none"}, {}), np.array([0.35, 0.45, 0.35]))
    assert _names(stool, "back") == []
    assert _bounds(stool, "seat")[1][1] == pytest.approx(0.45, abs=1e-9)


def test_an_office_chair_rolls_on_five_wheels() -> None:
    family = family_named("office_chair")
    size_m = np.array([0.64, 1.0, 0.64])
    chair = family.build(family.complete({"feet": "wheels"}, {}), size_m)
    wheels = [part.name for part in chair.parts if part.material == "wheels"]
    assert len(wheels) == 5
    for wheel in wheels:
        assert _bounds(chair, wheel)[0][1] == pytest.approx(0.0, abs=1e-3)


def test_a_shell_has_no_seat_board_and_a_pad_lies_in_it() -> None:
    assert "seat shell" in _names(_chair(back="shell", cushion="pad"), "seat")
    assert _names(_chair(back="shell", cushion="pad"), "cushion") == ["cushion"]
    assert _names(_chair(back="shell", cushion="none"), "cushion") == []


@pytest.mark.parametrize(("shelf", "parts"), [("solid", 1), ("slatted", 4)])
def test_a_bench_may_have_a_shelf_for_shoes(shelf: str, parts: int) -> None:
    family = family_named("bench")
    options = {"back": "none", "base": "legs", "legs": "straight", "shelf": shelf}
    bench = family.build(family.complete(options, {}), np.array([1.1, 0.46, 0.35]))
    assert sum("shelf" in part.name for part in bench.parts) == parts


def test_an_ottoman_on_legs_has_its_body_above_the_floor() -> None:
    family = family_named("ottoman")
    size_m = np.array([0.6, 0.42, 0.5])
    made = family.build(
        family.complete({"shape": "block", "base": "tapered"}, {"leg_height": 0.4}), size_m
    )
    assert _bounds(made, "seat")[0][1] == pytest.approx(0.4 * 0.42, abs=0.01)
    assert len(_names(made, "leg")) == 4
