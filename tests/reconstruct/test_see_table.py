"""The figures of finding and cutting out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reconstruct.training.see_row import (
    CutFigures,
    ProductFigures,
    SeeRow,
    matte_overlap,
    write_rows,
)
from reconstruct.training.see_sheet import told_category
from reconstruct.training.see_table import see_table


def _row(
    kind: str, today: CutFigures | None, new: CutFigures, product: ProductFigures | None = None
) -> SeeRow:
    none = (False, False, False, False)
    return SeeRow(f"x {kind}", kind, "x", "chair", 0.0, none, today, new, product)


ROWS = [
    _row(
        "rooms",
        CutFigures(0.4, 0.3, seconds=1.0),
        CutFigures(0.9, 0.95, seconds=1.5),
        ProductFigures(0.9, None),
    ),
    _row(
        "rooms",
        CutFigures(0.6, 0.8, seconds=2.0),
        CutFigures(0.5, 0.6, seconds=2.0),
        ProductFigures(0.5, "another_side"),
    ),
    _row(
        "plain",
        CutFigures(0.9, 0.97, seconds=1.0, category_rank=0),
        CutFigures(0.9, 0.98, seconds=1.5, category_rank=2),
        ProductFigures(0.55, None),
    ),
    _row(
        "plain",
        CutFigures(0.9, 0.99, seconds=1.0, category_rank=4),
        CutFigures(0.9, 0.96, seconds=1.5, category_rank=0),
        ProductFigures(0.85, "plain_background"),
    ),
]


def _cells(table: str, name: str) -> list[str]:
    line = next(line for line in table.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_table_by_hand() -> None:
    table = see_table(ROWS)
    assert table.startswith("2 plain, 2 rooms, 0 pale.")
    # A box that overlaps by exactly a half is not right.
    assert _cells(table, "right object chosen, name given: rooms") == ["0.50", "0.50", "0.90"]
    assert _cells(table, "matte IoU, median: rooms")[:2] == ["0.550", "0.775"]
    assert _cells(table, "share of mattes over 0.9: rooms")[:2] == ["0.00", "0.50"]
    assert _cells(table, "category top-1, top-3")[:2] == ["0.50, 0.50", "0.50, 1.00"]
    assert _cells(table, "refused, of products")[1] == "0.50 (1 of 2)"
    assert _cells(table, "wrongly refused")[1] == "0.50 (1 of 2)"
    assert _cells(table, "detect, cut out, read")[:2] == ["1.00 s", "1.50 s, 1.50 of today's"]
    assert "pale" not in table.splitlines()[3:]


def test_without_todays_weights_its_column_says_so() -> None:
    rows = [replace(row, today=None) for row in ROWS]
    table = see_table(rows)
    assert _cells(table, "matte IoU, median: rooms")[0] == "not measured"


def test_the_other_group_has_no_targets() -> None:
    assert "target" not in see_table(ROWS, targets=False)
    assert len(_cells(see_table(ROWS, targets=False), "matte IoU, median: plain")) == 2


def test_rows_are_kept_as_json_lines(tmp_path: Path) -> None:
    write_rows(ROWS, tmp_path / "rows.jsonl")
    told = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text().splitlines()]
    assert [row["kind"] for row in told] == [row.kind for row in ROWS]
    assert told[1]["product"]["f_score"] == 0.5


def test_matte_overlap_by_shares() -> None:
    one = np.array([[1.0, 0.5], [0.0, 0.0]], dtype=np.float32)
    other = np.array([[1.0, 0.0], [0.5, 0.0]], dtype=np.float32)
    assert matte_overlap(one, other) == pytest.approx(0.5)
    assert matte_overlap(one, one) == pytest.approx(1.0)
    assert matte_overlap(np.zeros_like(one), one) == 0.0


@pytest.mark.parametrize(
    ("stem", "category"),
    [
        ("orange_wing_armchair", "armchair"),
        ("low_wooden_coffee_table", "coffee_table"),
        ("trestle_table", "dining_table"),
        ("step1x_bed_b", "bed"),
        ("wooden_bar_stool", "bar_stool"),
        ("mystery_object", None),
    ],
)
def test_file_names_tell_what_is_sold(stem: str, category: str | None) -> None:
    assert told_category(stem) == category
