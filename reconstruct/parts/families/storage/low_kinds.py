"""Cabinets, sideboards, TV stands and kitchen islands: sizes and odds."""

from __future__ import annotations

from reconstruct.parts.families.storage.kind_odds import Odds, kind, only
from reconstruct.parts.family import Kind

__all__ = ["LOW_KINDS"]


def _cabinets() -> list[Kind]:
    layout = only(
        "layout",
        {
            "doors": 9,
            "drawers_over_doors": 5,
            "doors_over_drawers": 2,
            "open_over_doors": 3,
            "doors_over_open": 1,
            "doors_niche_doors": 1,
            "doors_niche_drawers": 1,
            "open_over_drawers": 1,
        },
    )
    glassy = {"glass": 2, "glass_bars": 2}
    return [
        kind(
            "cabinet",
            (0.35, 0.6, 0.3),
            (0.6, 1.9, 0.5),
            2.0,
            {
                "layout": layout,
                "columns": only("columns", {"1": 1}),
                "front": glassy,
                "leaves": only("leaves", {"single": 5, "double": 1}),
                "pulls": only("pulls", {"one": 1}),
            },
        ),
        kind(
            "cabinet",
            (0.7, 0.7, 0.33),
            (1.1, 1.8, 0.5),
            4.0,
            {
                "layout": {**layout, "doors_beside_drawers": 1, "open_beside_doors": 1},
                "columns": only("columns", {"1": 4, "2": 6}),
                "beside": only("beside", {"one_end": 1}),
                "front": glassy,
                "leaves": only("leaves", {"double": 6, "single": 1, "sliding": 1}),
                "rows": only("rows", {"2": 2, "3": 4, "4": 3}),
            },
        ),
        kind(
            "cabinet",
            (0.9, 1.7, 0.38),
            (1.6, 2.15, 0.5),
            1.0,
            {
                "layout": only(
                    "layout", {"doors": 4, "drawers_over_doors": 6, "doors_beside_drawers": 4}
                ),
                "columns": only("columns", {"2": 5, "3": 4}),
                "beside": only("beside", {"both_ends": 1}),
                "front": {"framed": 8, "raised": 4},
                "upper": only("upper", {"open": 1, "glass_doors": 1}),
                "leaves": only("leaves", {"single": 1}),
                "rows": only("rows", {"3": 3, "4": 3}),
                "top": only("top", {"overhang": 1}),
                "base": only("base", {"plinth": 4, "bracket_feet": 3, "bun_feet": 3, "none": 1}),
                "handle": {"knob": 12},
            },
        ),
        kind(
            "cabinet",
            (0.9, 0.7, 0.35),
            (1.5, 1.3, 0.5),
            1.0,
            {
                "layout": {**layout, "doors_beside_drawers": 2, "doors_beside_open": 2},
                "columns": only("columns", {"2": 5, "3": 5}),
                "leaves": only("leaves", {"single": 6, "double": 2, "sliding": 1}),
                "rows": only("rows", {"2": 2, "3": 4, "4": 3}),
            },
        ),
    ]


def _sideboards() -> list[Kind]:
    base = only(
        "base",
        {
            "none": 1,
            "plinth": 4,
            "side_panels": 2,
            "legs": 12,
            "corner_posts": 2,
            "bracket_feet": 2,
            "bun_feet": 1,
            "sled": 2,
            "metal_frame": 2,
        },
    )
    layout = only(
        "layout",
        {
            "doors": 6,
            "drawers_over_doors": 6,
            "doors_beside_drawers": 8,
            "drawers_beside_doors": 2,
            "doors_beside_open": 3,
            "open_over_doors": 1,
            "drawers": 1,
        },
    )
    shared: dict[str, Odds] = {
        "layout": layout,
        "base": base,
        "rows": only("rows", {"2": 2, "3": 8, "4": 4}),
        "band_rows": only("band_rows", {"1": 8, "2": 1}),
        "top": {"cornice": 0},
    }
    usual = {"handle_height": 0.72, "base_height": 0.15}
    return [
        kind(
            "sideboard",
            (1.0, 0.65, 0.36),
            (1.4, 0.92, 0.48),
            3.0,
            {
                **shared,
                "columns": only("columns", {"2": 4, "3": 6}),
                "beside": {"both_ends_wide": 0},
                "leaves": only("leaves", {"single": 7, "double": 1, "sliding": 1}),
            },
            usual,
        ),
        kind(
            "sideboard",
            (1.4, 0.65, 0.38),
            (2.2, 0.92, 0.5),
            4.0,
            {
                **shared,
                "columns": only("columns", {"2": 1, "3": 6, "4": 6}),
                "beside": {"one_end": 1},
                "leaves": only("leaves", {"single": 5, "double": 3, "sliding": 1}),
            },
            usual,
        ),
    ]


def _tv_stands() -> list[Kind]:
    shared: dict[str, Odds] = {
        "rows": only("rows", {"1": 4, "2": 6}),
        "band_rows": only("band_rows", {"1": 1}),
        "base": only(
            "base",
            {
                "none": 6,
                "plinth": 4,
                "side_panels": 1,
                "legs": 8,
                "sled": 2,
                "metal_frame": 2,
                "wheels": 1,
                "bracket_feet": 1,
            },
        ),
        "top": {"cornice": 0},
        "top_drawers": {"two": 4},
    }
    return [
        kind(
            "tv_stand",
            (0.9, 0.38, 0.34),
            (1.4, 0.6, 0.48),
            3.0,
            {
                **shared,
                "layout": only(
                    "layout",
                    {
                        "open_over_drawers": 4,
                        "open_over_doors": 2,
                        "doors_beside_open": 6,
                        "drawers_beside_open": 2,
                        "doors": 1,
                        "open": 3,
                    },
                ),
                "columns": only("columns", {"1": 2, "2": 6, "3": 2}),
                "beside": {"both_ends_wide": 0},
                "leaves": only("leaves", {"single": 1}),
            },
            {"upper_share": 0.42},
        ),
        kind(
            "tv_stand",
            (1.4, 0.35, 0.36),
            (2.2, 0.65, 0.5),
            4.0,
            {
                **shared,
                "layout": only(
                    "layout",
                    {
                        "open_over_drawers": 3,
                        "open_over_doors": 3,
                        "doors_beside_open": 8,
                        "drawers_beside_open": 4,
                        "doors_beside_drawers": 2,
                        "open_beside_doors": 2,
                        "doors": 3,
                        "drawers": 3,
                    },
                ),
                "columns": only("columns", {"2": 3, "3": 7, "4": 3}),
                "beside": {"one_end": 1},
                "leaves": only("leaves", {"single": 4, "double": 2, "sliding": 1}),
            },
            {"upper_share": 0.4},
        ),
        kind(
            "tv_stand",
            (0.9, 0.4, 0.36),
            (1.6, 0.6, 0.48),
            1.0,
            {
                "body": only("body", {"posts": 1}),
                "shelves": only("shelves", {"2": 5, "3": 3}),
                "frieze": only("frieze", {"none": 1}),
                "feet": {"wheels": 0},
                "brace": {"cross": 0},
            },
        ),
    ]


def _kitchen_islands() -> list[Kind]:
    return [
        kind(
            "kitchen_island",
            (1.0, 0.86, 0.55),
            (2.2, 0.96, 1.0),
            3.0,
            {
                "layout": only(
                    "layout",
                    {
                        "doors": 4,
                        "drawers_over_doors": 8,
                        "doors_beside_drawers": 3,
                        "open_beside_doors": 2,
                        "doors_beside_open": 2,
                        "drawers": 1,
                    },
                ),
                "columns": only("columns", {"2": 3, "3": 5, "4": 3}),
                "rows": only("rows", {"2": 1, "3": 5, "4": 2}),
                "band_rows": only("band_rows", {"1": 1}),
                "leaves": only("leaves", {"single": 5, "double": 1}),
                "base": only(
                    "base",
                    {"none": 3, "plinth": 10, "side_panels": 2, "corner_posts": 3, "wheels": 1},
                ),
                "top": only("top", {"flush": 1, "overhang": 8}),
            },
            {"top_board": 0.036, "overhang": 0.03, "handle_height": 0.8, "upper_share": 0.22},
        ),
        kind(
            "kitchen_island",
            (0.8, 0.85, 0.45),
            (1.3, 0.95, 0.65),
            1.0,
            {
                "body": only("body", {"posts": 1}),
                "shelves": only("shelves", {"2": 3, "3": 5}),
                "frieze": only("frieze", {"none": 2, "drawers": 3}),
                "brace": only("brace", {"none": 1}),
            },
            {"post_width": 0.05, "board": 0.026, "above_top": 0.001},
        ),
    ]


LOW_KINDS = (*_cabinets(), *_sideboards(), *_tv_stands(), *_kitchen_islands())
