"""Renders, likeness, the judgement set's list, packing, and the process that Blender runs in."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
import torch
from PIL import Image

from reconstruct.bank import read_bank
from reconstruct.baselines import box
from reconstruct.network.model import load_shape_model
from reconstruct.network.reader import ProductReader
from reconstruct.size import ProductSize
from reconstruct.training import photos
from reconstruct.training.dataset import is_held_out, read_renders, read_solid, render_shapes
from reconstruct.training.likeness import likeness_matrix
from reconstruct.training.pack import PackOptions, choose_shapes, lighten, pack
from reconstruct.training.photos import read_judged, requests
from reconstruct.training.render import render_views
from reconstruct.training.shape_file import TrainingShape, write_shape
from reconstruct.training.sources import CATEGORIES
from reconstruct.training.sweethome import JUDGED
from reconstruct.viewpoint import canonical

GREY = np.array([[120, 120, 120]], dtype=np.uint8)


def _shape(name: str, width_m: float) -> TrainingShape:
    solid = box(ProductSize(width_m, 0.7, 0.5))
    return TrainingShape(
        shape_id=name,
        category="cabinet",
        source="test",
        licence="Apache-2.0",
        credit="",
        vertices_m=solid.vertices_m.astype(np.float32),
        faces=solid.faces.astype(np.int32),
        material=np.zeros(len(solid.faces), dtype=np.int32),
        materials=("oak",),
        colours=GREY,
    )


def test_renders_show_the_whole_product_where_the_camera_says() -> None:
    solid = box(ProductSize(1.0, 0.7, 0.5))
    vertices = canonical(solid.vertices_m)
    none = np.zeros(len(solid.faces), dtype=np.int64)
    first, again = (
        render_views(vertices, solid.faces, none, GREY, count=6, rng=np.random.default_rng(3))
        for _ in range(2)
    )
    assert np.array_equal(first.images, again.images)
    for k in range(6):
        local = (vertices - first.T_canonical_camera[k, :3, 3]) @ first.T_canonical_camera[
            k, :3, :3
        ]
        flat = first.focal_px[k] * local[:, :2] / -local[:, 2:] * [1, -1] + first.centre_px[k]
        assert flat.min() > 2
        assert flat.max() < 126
        assert abs(float(np.ptp(flat, axis=0).max()) - 112) < 8
        middle = np.clip(flat.mean(axis=0).astype(int), 0, 127)
        covered = first.images[:, middle[1], middle[0], 3] > 100
        assert covered.mean() > 0.6  # a bite of a matte error may hide it in one


def test_likeness_is_one_for_equals_and_falls_with_shape_and_proportion() -> None:
    full = np.full((32, 32, 32), 255, dtype=np.uint8)
    table = np.zeros_like(full)
    table[:, -4:] = 255
    table[:4, :, :4] = table[-4:, :, :4] = table[:4, :, -4:] = table[-4:, :, -4:] = 255
    sizes = np.array([[1.0, 1, 1], [1, 1, 1], [1, 1, 1], [4, 1, 1]])
    alike = likeness_matrix([full, full, table, full], sizes)
    np.testing.assert_allclose(np.diag(alike), 1, atol=1e-6)
    np.testing.assert_allclose(alike, alike.T, atol=1e-6)
    assert alike[0, 1] == pytest.approx(1)
    assert alike[0, 2] < 0.8
    assert 0.8 < alike[0, 3] < 1


def test_the_bank_covers_before_it_repeats() -> None:
    alike = np.array([[1, 0.99, 0.1], [0.99, 1, 0.1], [0.1, 0.1, 1.0]])
    assert choose_shapes(alike, 2).tolist() in ([0, 2], [1, 2])


def test_lightening_keeps_a_box() -> None:
    solid = box(ProductSize(1.0, 1.0, 1.0))
    vertices, faces = lighten(solid.vertices_m, solid.faces, 4)
    np.testing.assert_allclose(np.ptp(vertices, axis=0), 1, atol=0.03)
    assert len(faces) <= 12


def test_shapes_become_renders_once_and_a_checkpoint_becomes_a_model(tmp_path: Path) -> None:
    folder = tmp_path / "shapes" / "infinigen"
    folder.mkdir(parents=True)
    names = [f"infinigen-0-{i:05d}" for i in range(3)]
    for index, name in enumerate(names):
        write_shape(_shape(name, 0.6 + 0.4 * index), folder / f"{name}.npz")
    assert render_shapes(tmp_path, views=2, seed=0) == 3
    kept = (tmp_path / "renders" / f"{names[0]}.npz").stat().st_mtime_ns
    assert render_shapes(tmp_path, views=2, seed=0) == 3
    assert (tmp_path / "renders" / f"{names[0]}.npz").stat().st_mtime_ns == kept
    assert read_renders(tmp_path / "renders" / f"{names[1]}.npz").images.shape == (2, 128, 128, 4)
    assert read_solid(tmp_path / "solids" / f"{names[2]}.npz").occupancy.min() == 255
    (tmp_path / "checkpoints").mkdir()
    net = ProductReader(len(CATEGORIES), len(names))
    saved = {"model": net.state_dict(), "bank": names}
    torch.save(saved, tmp_path / "checkpoints" / "reader.pt")
    pack(tmp_path, tmp_path / "packed", PackOptions(shapes=2, triangles=50))
    assert len(read_bank(tmp_path / "packed" / "bank.npz")) == 2
    assert load_shape_model(tmp_path / "packed").categories == CATEGORIES
    bank = tmp_path / "packed" / "bank.npz"
    pack(tmp_path, tmp_path / "again", PackOptions(bank=bank))
    assert (tmp_path / "again" / "bank.npz").read_bytes() == bank.read_bytes()
    one, other = (load_shape_model(tmp_path / f) for f in ("packed", "again"))
    assert one.bank.names == other.bank.names
    torch.save({**saved, "bank": ["a", "b", "c"]}, tmp_path / "checkpoints" / "reader.pt")
    with pytest.raises(ValueError, match="found 2 others"):
        pack(tmp_path, tmp_path / "wrong", PackOptions(bank=bank))


def test_a_shape_never_changes_sides() -> None:
    held = [is_held_out(f"infinigen-0-{i:05d}") for i in range(2000)]
    assert held == [is_held_out(f"infinigen-0-{i:05d}") for i in range(2000)]
    assert 0.02 < np.mean(held) < 0.07


def test_the_judgement_set_is_varied_licensed_and_never_learned() -> None:
    judged = read_judged()
    furniture = [j for j in judged if j.group == "furniture"]
    assert len(furniture) >= 90
    assert len(judged) - len(furniture) == 20
    assert max(Counter(j.category for j in furniture).values()) <= len(furniture) / 6
    assert all(j.shape_id.startswith("BlendSwap") and j.licence for j in judged)
    assert len({j.shape_id for j in judged}) == len(judged)
    assert {j.category for j in furniture} <= set(CATEGORIES)


def test_every_model_has_a_first_view_before_any_has_its_second() -> None:
    judged = read_judged()
    made = requests(judged, seed=0)
    assert made == requests(judged, seed=0)
    views = [view for _, view, _ in made]
    assert views == sorted(views)
    assert views.count(0) == views.count(1) == len(judged)
    for _, _, camera in made:
        assert -70 <= camera["azimuth_deg"] <= 70
        assert 0 <= camera["elevation_deg"] <= 40


def _library(path: Path, names: list[str]) -> None:
    lines = []
    for number, name in enumerate(names, start=1):
        values = {
            "id": name, "name": name, "category": "Living room", "creator": "X", "model": "m.obj",
            "width": "60", "height": "80", "depth": "50",
        }  # fmt: skip
        lines += [f"{key}#{number}={value}" for key, value in values.items()]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PluginFurnitureCatalog.properties", "\n".join(lines))
        archive.writestr("m.obj", "")


class _DrawnBlender:
    """Stands in for Blender: writes what it would, and fails on the second request of the first run."""

    asked: ClassVar[list[str]] = []
    fail_at: ClassVar[int] = 2

    def __init__(self, python: Path, script_name: str) -> None:
        assert script_name == "blender_photos.py"
        self.made, self.alive = 0, True

    def wait(self, limit_s: float) -> dict[str, object]:
        return {"ok": True}

    def ask(self, request: dict[str, Any], limit_s: float) -> dict[str, object]:
        self.made += 1
        self.asked.append(request["out"])
        if len(self.asked) == self.fail_at:
            return {"ok": False, "error": "no answer", "stuck": True}
        out = Path(request["out"])
        picture = Image.new("RGBA", (8, 8), (200, 30, 30, 255))
        picture.save(out.with_suffix(".raw.png"))
        picture.save(out.with_suffix(".matte.png"))
        record = {
            "T_product_camera": np.eye(4).tolist(), "focal_px": 9.0, "width_px": 8, "height_px": 8,
            "azimuth_deg": request["azimuth_deg"], "elevation_deg": request["elevation_deg"],
        }  # fmt: skip
        out.with_suffix(".json").write_text(json.dumps(record))
        return {"ok": True}

    def end(self) -> None:
        self.alive = False


def test_photos_go_on_where_they_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stem in JUDGED:
        _library(tmp_path / f"{stem}.sh3f", ["Chair", "Sofa"])
    models = [
        replace(read_judged()[0], shape_id=f"{JUDGED[0]}-{number:03d}", group="other")
        for number in (1, 2)
    ]
    monkeypatch.setattr(photos, "read_judged", lambda: models)
    monkeypatch.setattr(photos, "BlenderProcess", _DrawnBlender)
    monkeypatch.setattr(_DrawnBlender, "asked", [])
    assert photos.make_photos(tmp_path, Path("python"), tmp_path) == 3
    assert photos.make_photos(tmp_path, Path("python"), tmp_path) == 4
    assert len(_DrawnBlender.asked) == 5  # only the one that failed was asked for again
    record = photos.read_photo_record(tmp_path / "photos" / "judgement" / f"{JUDGED[0]}-002-1")
    assert record.matte.min() == 1.0
    assert not list((tmp_path / "photos").rglob("*.raw.png"))
