"""Bookcases, shelves, wall shelves and wardrobes: sizes and odds."""

from __future__ import annotations

from reconstruct.parts.families.storage.kind_odds import Odds, kind, only
from reconstruct.parts.family import Kind

__all__ = ["TALL_KINDS"]


def _bookcases() -> list[Kind]:
    layout = only("layout", {"open": 22, "open_over_doors": 4, "open_over_drawers": 1, "doors": 2})
    base = only(
        "base",
        {"none": 5, "plinth": 6, "side_panels": 8, "legs": 1, "bracket_feet": 1, "bun_feet": 1},
    )
    shared: dict[str, Odds] = {
        "layout": layout,
        "base": base,
        "front": {"glass": 6, "glass_bars": 4, "louvred": 0},
        "band_rows": only("band_rows", {"2": 1, "3": 5}),
        "top": {"cornice": 2},
        "shelves": only("shelves", {"4": 4, "5": 5, "6": 3}),
        "feet": only("feet", {"none": 1}),
        "frieze": only("frieze", {"none": 1}),
    }
    usual = {"base_height": 0.09, "upper_share": 0.6}
    tall = only("rows", {"4": 2, "5": 6, "6": 6, "7": 3})
    return [
        kind(
            "bookcase",
            (0.35, 1.5, 0.22),
            (0.95, 2.2, 0.4),
            5.0,
            {
                **shared,
                "body": only("body", {"boards": 12, "posts": 3, "ladder": 1}),
                "columns": only("columns", {"1": 1}),
                "rows": tall,
                "leaves": only("leaves", {"double": 4, "single": 1}),
            },
            usual,
        ),
        kind(
            "bookcase",
            (0.9, 1.6, 0.25),
            (2.2, 2.3, 0.42),
            3.0,
            {
                **shared,
                "columns": only("columns", {"2": 6, "3": 6, "4": 2}),
                "rows": tall,
                "leaves": only("leaves", {"double": 2, "single": 3}),
            },
            usual,
        ),
        kind(
            "bookcase",
            (0.6, 0.75, 0.25),
            (1.5, 1.3, 0.4),
            3.0,
            {
                **shared,
                "columns": only("columns", {"1": 4, "2": 6, "3": 2}),
                "rows": only("rows", {"2": 4, "3": 8, "4": 4}),
                "band_rows": only("band_rows", {"1": 3, "2": 2}),
                "leaves": only("leaves", {"double": 4, "single": 1}),
            },
            usual,
        ),
    ]


def _shelves() -> list[Kind]:
    cubes: dict[str, Odds] = {
        "layout": only("layout", {"open": 1}),
        "base": only("base", {"none": 10, "legs": 2, "plinth": 1, "wheels": 1}),
        "top": only("top", {"between": 2, "flush": 4}),
        "back": {"panel": 2, "open": 4},
    }
    even = {"row_growth": 1.0, "column_ratio": 1.0, "shelf_inset": 0.002}
    frames: dict[str, Odds] = {"body": only("body", {"posts": 6, "ladder": 2})}
    return [
        kind(
            "shelf",
            (0.7, 0.7, 0.3),
            (0.85, 0.85, 0.4),
            1.0,
            {
                **cubes,
                "columns": only("columns", {"2": 1}),
                "rows": only("rows", {"2": 1}),
            },
            even,
        ),
        kind(
            "shelf",
            (0.72, 1.3, 0.3),
            (0.9, 1.6, 0.4),
            1.0,
            {
                **cubes,
                "columns": only("columns", {"2": 4, "3": 1}),
                "rows": only("rows", {"4": 1}),
            },
            even,
        ),
        kind(
            "shelf",
            (1.05, 1.0, 0.3),
            (1.6, 1.6, 0.4),
            1.0,
            {
                **cubes,
                "columns": only("columns", {"3": 3, "4": 3}),
                "rows": only("rows", {"3": 3, "4": 3}),
            },
            even,
        ),
        kind(
            "shelf",
            (0.35, 1.3, 0.28),
            (1.0, 2.0, 0.45),
            4.0,
            {
                **frames,
                "shelves": only("shelves", {"4": 4, "5": 5, "6": 2}),
                "feet": {"wheels": 0},
                "frieze": only("frieze", {"none": 1}),
            },
        ),
        kind(
            "shelf",
            (0.4, 0.65, 0.28),
            (1.0, 1.0, 0.42),
            2.0,
            {
                **frames,
                "body": only("body", {"posts": 1}),
                "shelves": only("shelves", {"2": 2, "3": 6, "4": 1}),
                "feet": {"wheels": 3},
            },
        ),
    ]


def _wall_shelves() -> list[Kind]:
    hung: dict[str, Odds] = {
        "layout": only("layout", {"open": 8, "doors": 1, "open_over_doors": 1}),
        "base": only("base", {"none": 1}),
        "top": only("top", {"between": 2, "flush": 2}),
        "back": {"panel": 2, "open": 3},
        "band_rows": only("band_rows", {"1": 1}),
    }
    return [
        kind(
            "wall_shelf",
            (0.3, 0.2, 0.14),
            (0.6, 0.8, 0.3),
            1.0,
            {
                **hung,
                "columns": only("columns", {"1": 3, "2": 1}),
                "rows": only("rows", {"1": 1, "2": 4, "3": 3}),
            },
        ),
        kind(
            "wall_shelf",
            (0.7, 0.18, 0.14),
            (1.3, 0.5, 0.3),
            1.0,
            {
                **hung,
                "columns": only("columns", {"1": 1, "2": 3, "3": 3}),
                "rows": only("rows", {"1": 3, "2": 2}),
            },
        ),
        kind(
            "wall_shelf",
            (0.3, 0.03, 0.12),
            (1.5, 0.06, 0.3),
            0.7,
            {"body": only("body", {"plank": 1}), "bracket": only("bracket", {"none": 1})},
        ),
        kind(
            "wall_shelf",
            (0.3, 0.1, 0.12),
            (1.5, 0.24, 0.3),
            1.0,
            {
                "body": only("body", {"plank": 1}),
                "bracket": only("bracket", {"angle": 4, "ledge": 1}),
            },
        ),
    ]


def _wardrobes() -> list[Kind]:
    shared: dict[str, Odds] = {
        "layout": only("layout", {"doors": 12, "doors_over_drawers": 6}),
        "front": {
            "framed": 7,
            "raised": 4,
            "louvred": 2,
            "glass": 0,
            "glass_bars": 0,
            "mirrored": 2,
        },
        "band_rows": only("band_rows", {"1": 5, "2": 2}),
        "base": only(
            "base",
            {"none": 6, "plinth": 9, "side_panels": 4, "legs": 2, "bracket_feet": 2, "bun_feet": 2},
        ),
        "top": {"cornice": 4},
        "pulls": {"two": 2},
    }
    usual = {"handle_height": 0.45, "upper_share": 0.72, "base_height": 0.11}
    wide: dict[str, Odds] = {**shared, "leaves": only("leaves", {"single": 8, "sliding": 2})}
    return [
        kind(
            "wardrobe",
            (0.7, 1.75, 0.5),
            (1.2, 2.2, 0.64),
            4.0,
            {
                **shared,
                "columns": only("columns", {"1": 5, "2": 3}),
                "leaves": only("leaves", {"double": 6, "single": 0, "sliding": 1}),
            },
            usual,
        ),
        kind(
            "wardrobe",
            (0.8, 1.75, 0.5),
            (1.2, 2.2, 0.64),
            2.0,
            {**wide, "columns": only("columns", {"2": 1})},
            usual,
        ),
        kind(
            "wardrobe",
            (1.2, 1.8, 0.52),
            (1.7, 2.35, 0.66),
            3.0,
            {
                **wide,
                "layout": only(
                    "layout",
                    {"doors": 8, "doors_over_drawers": 5, "doors_beside_drawers": 1},
                ),
                "front": {**shared["front"], "mirrored_middle": 5},
                "columns": only("columns", {"3": 1}),
                "beside": only("beside", {"both_ends": 1}),
                "rows": only("rows", {"4": 2, "5": 3, "6": 1}),
            },
            usual,
        ),
        kind(
            "wardrobe",
            (1.6, 1.9, 0.55),
            (2.4, 2.4, 0.68),
            2.0,
            {
                **wide,
                "front": {**shared["front"], "mirrored_middle": 3},
                "columns": only("columns", {"4": 5, "5": 1}),
            },
            usual,
        ),
        kind(
            "wardrobe",
            (1.5, 1.9, 0.55),
            (2.5, 2.4, 0.68),
            1.5,
            {
                **shared,
                "layout": only("layout", {"doors": 1}),
                "front": {"mirrored": 4, "mirrored_middle": 2, "louvred": 0, "glass": 0},
                "columns": only("columns", {"2": 3, "3": 3}),
                "leaves": only("leaves", {"sliding": 1}),
                "handle": only("handle", {"none": 4, "bar": 1}),
            },
            usual,
        ),
    ]


TALL_KINDS = (*_bookcases(), *_shelves(), *_wall_shelves(), *_wardrobes())
