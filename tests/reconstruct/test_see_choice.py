"""Which thing is taken for the product, on boxes as the detector gives them."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.see.choice import SALIENT, choose_thing, salient_things, without_others
from reconstruct.see.labels import UNLIKELY, knows, label_fit
from reconstruct.see.thing import Box, Thing, box_overlap

SHAPE = (600, 800)
CHAIR = Thing("chair", 0.6, (300, 200, 520, 560))
VASE = Thing("vase", 0.8, (80, 300, 200, 500))
PLANT = Thing("potted plant", 0.75, (600, 100, 780, 500))


def _standing_out(*boxes: Box) -> np.ndarray:
    """Salience that is 1 in boxes of the photo."""
    salience = np.zeros((60, 80), np.float32)
    for left, top, right, bottom in boxes:
        salience[top // 10 : bottom // 10, left // 10 : right // 10] = 1
    return salience


@pytest.mark.parametrize("category", ["chair", "armchair", "dining_chair", None])
def test_the_chair_among_other_things(category: str | None) -> None:
    salience = _standing_out(CHAIR.box, VASE.box, PLANT.box)
    choice = choose_thing([VASE, PLANT, CHAIR], salience, SHAPE, category)
    assert choice.chosen == CHAIR
    assert choice.candidates[0] == CHAIR
    assert {"vase", "potted plant"} <= {thing.label for thing in choice.candidates}
    assert choice.rival is None


@pytest.mark.parametrize(("category", "label"), [("vase", "vase"), ("houseplant", "potted plant")])
def test_what_was_told_is_taken_though_it_is_not_the_largest(category: str, label: str) -> None:
    salience = _standing_out(CHAIR.box, VASE.box, PLANT.box)
    choice = choose_thing([VASE, PLANT, CHAIR], salience, SHAPE, category)
    assert choice.chosen is not None
    assert choice.chosen.label == label


def test_of_two_alike_the_larger_is_taken_and_the_other_told() -> None:
    large = Thing("chair", 0.7, (420, 120, 760, 560))
    small = Thing("chair", 0.7, (90, 180, 370, 520))
    for order in ([large, small], [small, large]):
        choice = choose_thing(order, _standing_out(large.box, small.box), SHAPE, "chair")
        assert (choice.chosen, choice.rival) == (large, small)


def test_a_part_is_completed_to_what_stands_out_around_it() -> None:
    seat = Thing("chair", 0.4, (300, 200, 500, 380))
    whole = (290, 100, 510, 560)
    choice = choose_thing([seat], _standing_out(whole), SHAPE, "chair")
    assert choice.chosen is not None
    assert choice.chosen.label == "chair"
    assert box_overlap(choice.chosen.box, whole) > 0.95
    # Not where something else that is sure lies in the rest.
    plant = Thing("potted plant", 0.7, (310, 100, 500, 195))
    choice = choose_thing([seat, plant], _standing_out(whole), SHAPE, "chair")
    assert choice.chosen == seat


def test_what_only_stands_out_is_taken_where_nothing_is_detected() -> None:
    lamp = (350, 60, 450, 560)
    choice = choose_thing([], _standing_out(lamp), SHAPE, "floor_lamp")
    assert choice.chosen == Thing(SALIENT, 0.5, lamp)
    assert choose_thing([], _standing_out(), SHAPE, None).chosen is None


def test_salient_parts_and_all_of_them() -> None:
    boxes = [t.box for t in salient_things(_standing_out(VASE.box, PLANT.box), SHAPE)]
    assert boxes == [(600, 100, 780, 500), (80, 300, 200, 500), (80, 100, 780, 500)]


def test_other_things_do_not_stand_out() -> None:
    salience = _standing_out((200, 200, 560, 560), VASE.box)
    left = without_others(salience, [VASE, CHAIR], SHAPE, "sideboard")
    assert not left[30:50, 8:20].any()
    assert left[20:56, 20:56].all()
    # What is most of what stands out is not something else, whatever it is called.
    alone = without_others(_standing_out(VASE.box), [VASE], SHAPE, "sideboard")
    assert alone[30:50, 8:20].all()


def test_labels_weigh_and_do_not_decide() -> None:
    assert label_fit("chair", "armchair") == 1.0
    assert UNLIKELY < label_fit("toilet", "armchair") < 1.0
    assert label_fit("potted plant", "armchair") == UNLIKELY
    assert label_fit("bird", "table_lamp") > UNLIKELY  # no shop sells it: surely a wrong name
    assert knows("armchair") == ("chair",)
    assert knows("table_lamp") == ()
