import pytest

from layout import canonical_category, load_knowledge, rooms_for, typical_size
from layout.knowledge import PREDICATES
from layout.relations import SCORED_PREDICATES


def test_every_predicate_can_be_scored():
    assert set(PREDICATES) == set(SCORED_PREDICATES)


def test_sizes_are_ordered_and_typical():
    for category in load_knowledge().categories.values():
        for size in (category.width, category.height, category.depth):
            if size is not None:
                assert 0 < size.low_m <= size.typical_m <= size.high_m < 5
    width, height, depth = typical_size("sofa")
    assert width > depth > 0.5
    assert 0.6 < height < 1.1
    assert typical_size("unicorn") is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("sofa", "sofa"),
        ("Couch", "sofa"),
        ("coffee_table", "coffee_table"),
        ("Strandmon wing chair, dark green", "armchair"),
        ("灰色三人沙发", "sofa"),
        ("mesa de comedor", "dining_table"),
        ("Table de chevet", "nightstand"),
        ("книжный шкаф", "bookcase"),
        ("Nightstands", "nightstand"),
    ],
)
def test_merchants_words_find_their_category(text, category):
    match = canonical_category(text)
    assert match.category == category
    assert not match.doubtful


def test_an_unknown_word_finds_nothing_and_a_misspelt_one_is_doubtful_or_found():
    assert canonical_category("quantum flux").category is None
    assert canonical_category(None).category is None
    assert canonical_category("wardrob").category == "wardrobe"


def test_rooms_follow_the_goods():
    assert rooms_for(["bed", "nightstand", "vase"])[0][0] == "bedroom"
    assert rooms_for(["sofa", "tv_stand", "dining_chair"])[0][0] == "living_room"
    assert rooms_for([None])[0][0] == "gallery"
