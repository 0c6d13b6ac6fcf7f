"""What categories say of shapes: words of the furniture graph to those of the bank."""

from layout.knowledge import load_knowledge
from reconstruct.kinds import _LOOK_ALIKES, look_alikes
from reconstruct.network.model import load_shape_model


def test_every_answer_is_in_the_bank() -> None:
    there = set(load_shape_model().bank.categories)
    assert {kind for kinds in _LOOK_ALIKES.values() for kind in kinds} <= there


def test_words_are_the_graphs_or_the_banks() -> None:
    known = set(load_knowledge().categories) | set(load_shape_model().categories)
    assert set(_LOOK_ALIKES) <= known


def test_an_unknown_word_says_nothing() -> None:
    assert look_alikes(None) == look_alikes("spaceship") == ()
    assert look_alikes("dining_chair") == ("chair", "armchair")
