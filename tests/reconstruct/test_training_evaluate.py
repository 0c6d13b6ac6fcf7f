"""Judging shapes: what is measured of one photo, how it is kept, and the tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct.baselines import box
from reconstruct.size import ProductSize
from reconstruct.training.evaluate import (
    CEILING,
    EvaluateOptions,
    ShapeJudge,
    evaluate,
    judged_views,
)
from reconstruct.training.judged_groups import family_of, in_split
from reconstruct.training.photos import Judged, read_judged
from reconstruct.training.shape_file import TrainingShape, write_shape
from reconstruct.training.shape_row import Figures, ShapeRow, kept_rows, read_rows
from reconstruct.training.shape_table import comparison_table, shape_table
from reconstruct.training.sheet import TILE_PX, TILES, shape_sheet

FIGURES = Figures(0.2, 0.5, 0.8, 0.9, 0.07, 0.75, 0.1, 0.4, 0.6)
METHODS = {"model": FIGURES, "model, no size": replace(FIGURES, f_10=0.7)}


def row(number: int, figures: dict[str, Figures] = METHODS, category: str = "chair") -> ShapeRow:
    return ShapeRow(
        shape_id=f"x-{number:03d}",
        view=0,
        category=category,
        figures=figures,
        azimuth_off_rad=0.05,
        width_off=0.1,
        height_off=0.2,
        depth_off=0.3,
        category_rank=1,
        overlap=0.9,
        confidence=0.1 * number,
        known_shape="y-1",
        seconds=1.5,
    )


def model(f_05: float) -> dict[str, Figures]:
    return {**METHODS, "model": replace(FIGURES, f_05=f_05)}


def test_rows_are_kept_as_they_are(tmp_path: Path) -> None:
    rows = [row(1), replace(row(2), own_matte_iou=0.75)]
    path = tmp_path / "rows.csv"
    assert list(kept_rows(rows, path)) == rows
    assert read_rows(path) == rows


def test_a_run_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    list(kept_rows([row(1)], path))
    assert len(list(kept_rows([row(2)], path, read_rows(path)))) == 2
    assert read_rows(path) == [row(1), row(2)]
    (tmp_path / "photos" / "judgement").mkdir(parents=True)
    (tmp_path / "photos" / "judgement" / "BlendSwap-CC-0-001-0.jpg").touch()
    options = EvaluateOptions(split="all")
    assert not list(evaluate(tmp_path, None, options, done={("BlendSwap-CC-0-001", 0)}))


def test_a_file_of_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("shape_id,view\nx-001,0\n")
    with pytest.raises(ValueError, match="without the columns"):
        read_rows(path)


def test_targets_and_figures_stand_side_by_side() -> None:
    rows = [row(1, model(0.4)), row(2, model(0.5)), row(3, model(0.9))]
    table = shape_table(rows)
    assert "| F@0.1, F@0.05, F@0.02 | 0.90, 0.75, 0.42 | 0.800, 0.600, 0.200 |" in table
    assert "| without size: F@0.1; median error of a side | 0.80; 0.12 | 0.700; 0.200 |" in table
    assert "| confidence: rank correlation with F@0.05 | 0.6 | 1.00 |" in table
    assert "| cut-out to shape, one core, median | 2.2 s | 1.50 s |" in table
    assert "| with our own cut-outs: F@0.05 | 0.70 | only with --own-cutouts |" in table
    assert "| chairs | 3 | 0.800 | 0.600 |" in table


def test_what_an_earlier_model_is_beaten_by() -> None:
    before = [row(1, model(0.4)), row(2, model(0.5)), row(4, model(0.1))]
    now = [row(1, model(0.6)), row(2, model(0.45)), row(3, model(0.9))]
    assert "| +0.075 on 2 |" in shape_table(now, before)
    lines = comparison_table(now, before).splitlines()
    # One of the two photos that both judged is better, one worse.
    assert next(line for line in lines if line.startswith("| model |")).endswith("| 1 | 1 |")
    assert "| x-002-0 | chair | 0.500 | 0.450 |" in lines


def test_where_nothing_is_flat_no_mean_is_spoilt() -> None:
    nothing = {"model": replace(FIGURES, flat_share=float("nan")), "model, no size": FIGURES}
    assert "nan" not in shape_table([row(1, nothing), row(2)]).splitlines()[2]


def test_no_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="found none"):
        shape_table([])


def test_each_model_is_for_tuning_or_for_judging() -> None:
    furniture = [j.shape_id for j in read_judged() if j.group == "furniture"]
    tuning = {one for one in furniture if in_split(one, "tune")}
    judging = {one for one in furniture if in_split(one, "judge")}
    assert tuning | judging == set(furniture)
    assert not tuning & judging
    assert {*furniture[:35], *furniture[::3]} <= tuning
    # A third by hash of what is left.
    left = set(furniture) - {*furniture[:35], *furniture[::3]}
    assert 0.2 < len(left & tuning) / len(left) < 0.45


def test_all_judged_furniture_has_a_family() -> None:
    categories = {j.category for j in read_judged() if j.group == "furniture"}
    assert {c for c in categories if family_of(c) == "other"} == {"bin"}


def test_an_empty_cache_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="training photos"):
        next(evaluate(tmp_path, None, EvaluateOptions()))


def test_views_and_every_choose_photos(tmp_path: Path) -> None:
    simple = EvaluateOptions(photos="simple", split="all", every=4, views=2)
    found = judged_views(tmp_path, simple)
    assert len(found) == 2 * 29
    assert [view for _, view in found[:2]] == [0, 1]


def test_one_product_is_judged_and_drawn(tmp_path: Path) -> None:
    solid = box(ProductSize(0.8, 0.9, 0.4))
    shape = TrainingShape(
        "x-001",
        "cabinet",
        "",
        "",
        "",
        solid.vertices_m.astype(np.float32),
        solid.faces.astype(np.int32),
        np.zeros(12, dtype=np.int32),
        ("wood",),
        np.array([[150, 110, 70]], dtype=np.uint8),
    )
    (tmp_path / "shapes" / "x").mkdir(parents=True)
    write_shape(shape, tmp_path / "shapes" / "x" / "x-001.npz")
    options = EvaluateOptions(points=1_500, photos="simple", own_cutouts=True)
    judge = ShapeJudge(tmp_path, None, options)
    found = judge.row(Judged("x-001", "Cabinet", "cabinet", "furniture", "", ""), 0)
    assert {"model", "model, no size", "model, own cut-out", "box", "oracle"} <= set(found.figures)
    assert found.figures["box"].edge_f_02 == 1.0
    assert found.figures["box"].flat_share == 1.0
    assert found.figures[CEILING].f_20 == 1.0
    assert found.figures["model"].f_10 > 0.5
    assert found.seconds > 0
    assert found.own_matte_iou is not None
    sheet = tmp_path / "sheet.png"
    shape_sheet(judge, [found], sheet)
    with Image.open(sheet) as picture:
        assert picture.width > TILE_PX * len(TILES)
        assert picture.height > TILE_PX
