"""`showroom.json`: what the viewer and a store need of a showroom beside its geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from layout import Arrangement
from showroom.fillers.placed import PlacedFiller
from showroom.picture.saved_view import SavedView
from showroom.problem import Problem
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ProductLevel
from showroom.room.furnished_json import SHOWROOM_SCHEMA_VERSION, furnished_json
from showroom.tour.files import tour_json
from showroom.tour.tour import Tour

__all__ = ["SHOWROOM_SCHEMA_VERSION", "ShowroomFacts", "showroom_json"]


@dataclass(frozen=True)
class ShowroomFacts:
    """What is known of a showroom beside its plan.

    Attributes
    ----------
    showroom_id
        Its folder's name.
    style
        Name of its style.
    facts
        What the shopper is told of each product, by SKU.
    levels
        Each product's files for rooms, finest first, by SKU.
    views
        Where its pictures were taken from, by name (`poster`, `dollhouse`).
    """

    showroom_id: str
    style: str
    facts: Mapping[str, ProductFacts]
    levels: Mapping[str, tuple[ProductLevel, ...]]
    views: Mapping[str, SavedView] = field(default_factory=dict)


def showroom_json(
    known: ShowroomFacts,
    arrangement: Arrangement,
    tour: Tour,
    fillers: Sequence[PlacedFiller] | None,
    problems: Sequence[Problem],
) -> dict[str, Any]:
    """What the viewer and a store need beside the geometry.

    Parameters
    ----------
    known
        Of the showroom and its products.
    arrangement
        Where everything stands; a house as one room.
    tour
        Its tour.
    fillers
        What completes it; None where the merchant did not allow any.
    problems
        What the merchant should know.
    """
    told = furnished_json(
        known.showroom_id, known.style, arrangement, known.facts, known.levels
    ) | {
        "scene": "showroom.web.glb",
        "shell": "shell.web.glb",
        "plan": "plan.svg",
        "poster": "poster.webp",
        "dollhouse": "dollhouse.webp",
        "views": {name: view.as_json() for name, view in sorted(known.views.items())},
        **tour_json(tour),
        "warnings": [{"code": p.code, "message": p.message} for p in problems],
    }
    if fillers is not None:
        told["fillers"] = [filler.as_json() for filler in fillers]
    return told
