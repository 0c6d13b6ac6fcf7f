"""All families, one file each."""

from __future__ import annotations

from functools import cache

from reconstruct.parts.families.appliance import APPLIANCE
from reconstruct.parts.families.bathroom import BATHROOM
from reconstruct.parts.families.beds.bed import BED
from reconstruct.parts.families.container import CONTAINER
from reconstruct.parts.families.lamp import LAMP
from reconstruct.parts.families.lounger import LOUNGER
from reconstruct.parts.families.mirror import MIRROR
from reconstruct.parts.families.plant import PLANT
from reconstruct.parts.families.rack import RACK
from reconstruct.parts.families.rug import RUG
from reconstruct.parts.families.screen import SCREEN
from reconstruct.parts.families.seats.bench import BENCH
from reconstruct.parts.families.seats.chair import CHAIR
from reconstruct.parts.families.seats.office_chair import OFFICE_CHAIR
from reconstruct.parts.families.seats.ottoman import OTTOMAN
from reconstruct.parts.families.seats.stool import STOOL
from reconstruct.parts.families.soft.pillow import PILLOW
from reconstruct.parts.families.soft.sofa import SOFA
from reconstruct.parts.families.storage import STORAGE
from reconstruct.parts.families.tables.desk import DESK
from reconstruct.parts.families.tables.table import TABLE
from reconstruct.parts.families.television import TELEVISION
from reconstruct.parts.families.vessel import VESSEL
from reconstruct.parts.family import Family

__all__ = ["all_families", "family_named"]


@cache
def all_families() -> tuple[Family, ...]:
    """Every family, in a fixed order."""
    return (
        RUG,
        VESSEL,
        SOFA,
        STORAGE,
        TABLE,
        LAMP,
        CHAIR,
        MIRROR,
        DESK,
        STOOL,
        OFFICE_CHAIR,
        BENCH,
        OTTOMAN,
        APPLIANCE,
        PLANT,
        BATHROOM,
        TELEVISION,
        CONTAINER,
        BED,
        PILLOW,
        LOUNGER,
        RACK,
        SCREEN,
    )


def family_named(name: str) -> Family:
    """The family of a name.

    Raises
    ------
    KeyError
        If there is none; it names those there are.
    """
    for family in all_families():
        if family.name == name:
            return family
    known = ", ".join(family.name for family in all_families())
    raise KeyError(f"family {name!r}: expected one of {known}")
