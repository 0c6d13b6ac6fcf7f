"""Dressers and nightstands: sizes and odds."""

from __future__ import annotations

from reconstruct.parts.families.storage.kind_odds import Odds, kind, only
from reconstruct.parts.family import Kind

__all__ = ["DRAWER_KINDS"]


def _dressers() -> list[Kind]:
    shared: dict[str, Odds] = {
        "layout": only("layout", {"drawers": 1}),
        "base": only(
            "base",
            {
                "none": 3,
                "plinth": 5,
                "side_panels": 4,
                "legs": 7,
                "corner_posts": 2,
                "bracket_feet": 3,
                "bun_feet": 2,
            },
        ),
        "drawer_front": {"framed": 4, "raised": 2},
    }
    return [
        kind(
            "dresser",
            (0.6, 0.75, 0.38),
            (1.05, 1.35, 0.55),
            5.0,
            {
                **shared,
                "columns": only("columns", {"1": 1}),
                "rows": only("rows", {"3": 5, "4": 8, "5": 6, "6": 2}),
                "pulls": {"one": 2, "two": 5},
            },
        ),
        kind(
            "dresser",
            (1.1, 0.7, 0.4),
            (1.8, 0.95, 0.55),
            4.0,
            {
                **shared,
                "columns": only("columns", {"2": 6, "3": 3}),
                "rows": only("rows", {"3": 8, "4": 3}),
                "pulls": {"one": 5, "two": 4},
            },
        ),
        kind(
            "dresser",
            (0.35, 0.9, 0.35),
            (0.55, 1.4, 0.5),
            1.0,
            {
                **shared,
                "columns": only("columns", {"1": 1}),
                "rows": only("rows", {"4": 1, "5": 4, "6": 4, "7": 2}),
                "top_drawers": only("top_drawers", {"one": 1}),
                "pulls": only("pulls", {"one": 1}),
            },
        ),
        kind(
            "dresser",
            (1.2, 0.75, 0.4),
            (1.8, 1.0, 0.55),
            1.0,
            {
                **shared,
                "layout": only("layout", {"drawers_beside_doors": 1, "doors_beside_drawers": 1}),
                "beside": only("beside", {"both_ends": 1}),
                "rows": only("rows", {"3": 5, "4": 3}),
                "leaves": only("leaves", {"single": 1}),
                "front": {"glass": 0, "glass_bars": 0},
            },
        ),
    ]


def _nightstands() -> list[Kind]:
    return [
        kind(
            "nightstand",
            (0.35, 0.42, 0.3),
            (0.6, 0.7, 0.5),
            4.0,
            {
                "layout": only(
                    "layout",
                    {
                        "drawers": 9,
                        "open_over_drawers": 3,
                        "drawers_over_doors": 3,
                        "doors": 2,
                        "open_over_doors": 1,
                    },
                ),
                "columns": only("columns", {"1": 1}),
                "rows": only("rows", {"1": 4, "2": 8, "3": 4}),
                "band_rows": only("band_rows", {"1": 1}),
                "top_drawers": only("top_drawers", {"one": 1}),
                "front": {"glass": 0, "glass_bars": 0},
                "leaves": only("leaves", {"single": 1}),
                "pulls": only("pulls", {"one": 1}),
                "base": {"wheels": 0, "legs_and_shelf": 0, "bun_feet": 1},
                "top": {"cornice": 0},
            },
            {"upper_share": 0.36},
        ),
        kind(
            "nightstand",
            (0.35, 0.48, 0.3),
            (0.6, 0.7, 0.48),
            1.5,
            {
                "layout": only("layout", {"drawers": 5, "open": 1}),
                "columns": only("columns", {"1": 1}),
                "rows": only("rows", {"1": 5, "2": 1}),
                "top_drawers": only("top_drawers", {"one": 1}),
                "pulls": only("pulls", {"one": 1}),
                "base": only("base", {"legs_and_shelf": 1}),
                "top": {"cornice": 0},
            },
        ),
    ]


DRAWER_KINDS = (*_dressers(), *_nightstands())
