import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout import (
    Footprint,
    FootprintError,
    Room,
    arrange_room,
    arrangement_json,
    broken_rules,
    room_for,
)
from layout.arrange import ArrangeOptions
from layout.evaluate import EVALUATORS
from layout.rules import RULES, hard_rules
from tests.layout.rooms import BED_ROOM, BEDROOM, DINING, LIVING, LIVING_ROOM, box


def hard(arrangement):
    return broken_rules(arrangement, hard_only=True)


def test_every_rule_has_an_evaluator_and_every_evaluator_a_rule():
    assert set(EVALUATORS) == {rule.name for rule in RULES}
    assert all(rule.weight == 0 for rule in hard_rules())
    assert all(rule.weight > 0 for rule in RULES if not rule.hard)


@pytest.mark.parametrize(
    ("room", "goods"), [(LIVING_ROOM, LIVING), (LIVING_ROOM, LIVING + DINING), (BED_ROOM, BEDROOM)]
)
def test_usual_rooms_are_furnished_whole_and_break_no_hard_rule(room, goods):
    arrangement = arrange_room(room, goods)
    assert arrangement.left_out == ()
    assert hard(arrangement) == []
    assert all(p.reason for p in arrangement.placements)


def test_the_same_seed_gives_the_same_room_and_others_give_others():
    first = arrangement_json(arrange_room(LIVING_ROOM, LIVING, seed=3))
    assert first == arrangement_json(arrange_room(LIVING_ROOM, LIVING, seed=3))
    assert any(
        arrangement_json(arrange_room(LIVING_ROOM, LIVING, seed=s))["placements"]
        != first["placements"]
        for s in (4, 5)
    )


def test_small_goods_stand_on_fitting_tops():
    arrangement = arrange_room(BED_ROOM, BEDROOM)
    lamp = next(p for p in arrangement.placements if p.item_id == "table-lamp")
    assert lamp.y_m in (0.55, 0.75)
    assert lamp.reason.startswith("on the ")


def test_a_vase_without_a_table_stands_on_the_floor_with_a_warning():
    arrangement = arrange_room(LIVING_ROOM, [box("vase", "vase", 0.2, 0.2, 0.4)])
    assert arrangement.placements[0].y_m == 0.0
    assert [w.code for w in arrangement.warnings] == ["no_top"]


def test_unknown_categories_are_placed_with_a_warning():
    arrangement = arrange_room(LIVING_ROOM, [box("thing", "zorblax", 1.0, 0.5, 1.0)])
    assert len(arrangement.placements) == 1
    assert arrangement.warnings[0].code == "unknown_category"
    assert "zorblax" in arrangement.warnings[0].message


def test_what_is_larger_than_the_room_is_left_out_with_the_reason():
    arrangement = arrange_room(BED_ROOM, [*BEDROOM, box("hall", "wardrobe", 5.5, 0.7, 2.2)])
    assert [o.item_id for o in arrangement.left_out] == ["hall"]
    assert "larger than the room" in arrangement.left_out[0].reason


def test_two_pieces_with_one_id_are_refused():
    with pytest.raises(FootprintError, match="two pieces have this id"):
        arrange_room(LIVING_ROOM, [LIVING[0], LIVING[0]])


@pytest.mark.parametrize("width", [0.0, -1.0, float("nan"), 210.0])
def test_absurd_sizes_are_refused(width):
    with pytest.raises(FootprintError, match="sofa: width_m"):
        Footprint("sofa", "sofa", width, 0.9, 0.8)


def test_an_empty_room_is_an_answer():
    arrangement = arrange_room(LIVING_ROOM, [], options=ArrangeOptions())
    assert arrangement.status == "empty"
    assert arrangement.placements == ()


@settings(max_examples=6, deadline=None)
@given(st.floats(3.5, 6.5), st.floats(3.2, 5.0), st.integers(0, 99))
def test_no_seed_and_no_size_makes_a_collision(width, depth, seed):
    room = Room.rectangle("r", "living_room", width, depth, 2.7, LIVING_ROOM.openings[:0])
    assert hard(arrange_room(room, LIVING, seed=seed)) == []


def test_room_for_fits_its_products():
    room = room_for(BEDROOM, "bedroom", 1)
    assert arrange_room(room, BEDROOM, seed=1).left_out == ()
    assert 9 <= room.area_m2 <= 28
