"""The furniture graph and the families of parts, which know nothing of each other, fit together."""

from layout import load_knowledge
from reconstruct.parts.families import all_families

WITHOUT_FAMILY = (
    "barbecue",
    "books",
    "exercise_bike",
    "fireplace",
    "parasol",
    "sculpture",
)
"""Categories that no family builds: known shapes or the photo alone have to do."""


def _sold() -> dict[str, tuple[str, ...]]:
    """Families of each category that is sold, not only a class of others."""
    categories = load_knowledge().categories.values()
    return {c.name: c.families for c in categories if c.width is not None}


def test_every_family_that_a_category_names_exists() -> None:
    known = {family.name for family in all_families()}
    for name, families in _sold().items():
        unknown = set(families) - known
        assert not unknown, f"{name}: expected families of {sorted(known)}, found {sorted(unknown)}"
        assert len(set(families)) == len(families), name


def test_every_family_is_named_by_a_category() -> None:
    named = {family for families in _sold().values() for family in families}
    assert {family.name for family in all_families()} <= named


def test_six_categories_of_95_have_no_family() -> None:
    without = sorted(name for name, families in _sold().items() if not families)
    assert tuple(without) == WITHOUT_FAMILY
    assert (len(without), len(_sold())) == (6, 95)


def test_classes_of_categories_name_none() -> None:
    for category in load_knowledge().categories.values():
        assert category.width is not None or not category.families, category.name
