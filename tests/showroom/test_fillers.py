from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from layout.fill import CUSHION, Filler
from layout.footprint import Footprint
from layout.placement import Arrangement, Placement
from reconstruct.product import TexturedProduct
from showroom import pipeline
from showroom.cli import main
from showroom.errors import WrongUseError
from showroom.fillers.furnish import FILLER_OFFERS, filler_mesh, make_fillers
from showroom.fillers.placed import PlacedFiller
from showroom.fillers.seat import leaned, placed_products
from showroom.gltf import encode_texture, read_glb, write_glb
from showroom.profiles import check_glb
from showroom.room.scene import room_scene
from showroom.scene import Mesh, Scene, rotation_about_y, walk
from showroom.scene_check import check_scene
from showroom.shell.quads import Quads, WallFrame
from showroom.showroom_outcome import ShowroomJob
from showroom.style.style import load_style, style_names
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product, furnished_room

TRIANGLES = {
    "rug": 600,
    "houseplant": 3000,
    "table_plant": 3000,
    CUSHION: 400,
    "books": 300,
    "picture": 200,
}
STYLE = load_style("scandinavian")


def box_sofa(sku: str = "SOFA") -> TexturedProduct:
    """A sofa of 2.0 by 0.8 by 0.9 m from four boxes: seat at 0.42 m, back 0.2 m thick, arms 0.15 m."""
    quads = Quads("sofa")
    # A wall's outward side is -Z here: the back has positive outward values.
    frame = WallFrame((0.0, 0.0), (1.0, 0.0), 1.0, 0.0, 0.0, 1.0)
    frame.box(quads, (-0.85, 0.85), (0.0, 0.42), (-0.45, 0.25))
    frame.box(quads, (-0.85, 0.85), (0.0, 0.8), (0.25, 0.45))
    for low, high in ((-1.0, -0.85), (0.85, 1.0)):
        frame.box(quads, (low, high), (0.0, 0.62), (-0.45, 0.45))
    surface = quads.surface()
    assert surface is not None
    plain = box_product(sku, 2.0, 0.8, 0.9)
    return replace(
        plain,
        vertices_m=surface.positions_m,
        normals=surface.normals,
        uvs=np.abs(surface.uvs_m) % 1.0,
        faces=surface.faces,
    )


def _filler(category: str, size_m: tuple[float, float, float], number: int = 1) -> Filler:
    name = f"filler-{category.replace('_', '-')}-{number}"
    width_m, depth_m, height_m = size_m
    box = Footprint(name, category, width_m, depth_m, height_m)
    return Filler(box, category, Placement(name, 0.0, 0.0, 0.0, 0.0, ""))


def _sparse_room(yaw_rad: float = 0.0) -> tuple[Arrangement, dict[str, TexturedProduct]]:
    products = {"SOFA": box_sofa(), "TABLE": box_product("TABLE", 1.0, 0.4, 0.6)}
    room = furnished_room(
        Placement("SOFA", 2.0, 0.0, 0.47, yaw_rad, "test"),
        Placement("TABLE", 2.0, 0.0, 1.6, yaw_rad, "test"),
    )
    boxes = (
        Footprint("SOFA", "sofa", 2.0, 0.9, 0.8),
        Footprint("TABLE", "coffee_table", 1.0, 0.6, 0.4),
    )
    return replace(room, footprints=boxes), products


def _furnished(seed: int = 0) -> tuple[Scene, Arrangement, tuple[PlacedFiller, ...]]:
    room, products = _sparse_room()
    fillers = make_fillers(room, room, products, STYLE, seed=seed)
    return room_scene(room, products, STYLE, None, fillers), room, fillers


@pytest.mark.parametrize("offer", FILLER_OFFERS, ids=lambda offer: offer.category)
def test_every_filler_is_light_true_to_scale_and_small(offer) -> None:  # type: ignore[no-untyped-def]
    for seed, size in enumerate(offer.sizes_m * 2):
        mesh = filler_mesh(_filler(offer.category, size), STYLE, seed)
        points = np.concatenate([p.positions_m for p in mesh.primitives])
        assert sum(len(p.faces) for p in mesh.primitives) < TRIANGLES[offer.category]
        low, high = points.min(axis=0), points.max(axis=0)
        width_m, depth_m, height_m = size
        assert low[1] == pytest.approx(0, abs=1e-9)
        assert high[1] == pytest.approx(height_m, abs=2e-3)
        assert (high - low <= np.array([width_m, height_m, depth_m]) + 1e-6).all()
        assert high[0] - low[0] >= 0.6 * width_m
        for primitive in mesh.primitives:
            assert np.linalg.norm(primitive.normals, axis=1) == pytest.approx(1.0)
            texture = primitive.material.base_colour_texture
            if texture is not None:
                assert max(texture.pixels.shape[:2]) <= 512
                data, kind = encode_texture(texture)
                assert kind == "image/jpeg"
                assert len(data) < 200_000


def test_every_style_has_a_palette_of_its_own() -> None:
    palettes = {load_style(name).palette for name in style_names()}
    assert len(palettes) == len(style_names())


def test_fillers_are_not_for_sale_and_bear_no_sku() -> None:
    scene, _, fillers = _furnished()
    assert {f.filler.category for f in fillers} >= {"rug", CUSHION}
    nodes = {node.name: node for node, _ in walk(scene)}
    for filler in fillers:
        node = nodes[filler.filler.item_id]
        assert node.xmp is None
        assert node.extras == {
            "kind": "filler",
            "category": filler.filler.category,
            "for_sale": False,
            "title": filler.title,
        }


def test_the_room_with_fillers_is_a_valid_file_without_findings(tmp_path: Path) -> None:
    scene, room, fillers = _furnished()
    assert check_scene(scene, room) == ()
    path = tmp_path / "room.glb"
    path.write_bytes(write_glb(scene))
    assert_valid_glb(path)
    assert [f for f in check_glb(path) if f.severity == "error"] == []
    document, _ = read_glb(path.read_bytes())
    sold = [n for n in document["nodes"] if "sku" in n.get("extras", {})]
    assert {n["extras"]["sku"] for n in sold} == {"SOFA", "TABLE"}
    assert len([n for n in document["nodes"] if n["name"].startswith("filler-")]) == len(fillers)


def test_the_same_seed_gives_the_same_bytes_and_products_stay() -> None:
    first, room, _ = _furnished(seed=5)
    again, _, _ = _furnished(seed=5)
    assert write_glb(first) == write_glb(again)
    at = {node.name: node.translation_m for node, _ in walk(first)}
    for placement in room.placements:
        assert at[placement.item_id] == (placement.x_m, placement.y_m, placement.z_m)
    assert write_glb(_furnished(seed=6)[0]) != write_glb(first)


def test_nothing_is_filled_without_permission() -> None:
    room, products = _sparse_room()
    scene = room_scene(room, products, STYLE)
    assert not [n for n, _ in walk(scene) if n.extras.get("kind") == "filler"]
    assert ShowroomJob.__dataclass_fields__["fill"].default is False


def test_only_the_flag_gives_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def stopped(*_: object, **options: object) -> None:
        told.append(options["fill"])
        raise WrongUseError("enough")

    monkeypatch.setattr(pipeline, "build_showroom", stopped)
    for flags in ([], ["--fill"]):
        CliRunner().invoke(main, ["build", "catalog.csv", "--out", "out", *flags])
    assert told == [False, True]


@pytest.mark.parametrize("yaw_rad", [0.0, np.pi / 2, 0.7])
def test_cushions_touch_seat_and_back_and_sink_into_neither(yaw_rad: float) -> None:
    product = box_sofa()
    room = furnished_room(Placement("SOFA", 2.0, 0.0, 1.5, float(yaw_rad), "test"))
    pieces = placed_products(room, {"SOFA": product})
    x, z = 2.0 - 0.5 * np.cos(yaw_rad), 1.5 + 0.5 * np.sin(yaw_rad)
    filler = _filler(CUSHION, (0.45, 0.17, 0.45))
    place = Placement(filler.item_id, float(x), 0.4, float(z), float(yaw_rad), "")
    filler = replace(filler, placement=place, host="SOFA")
    mesh = filler_mesh(filler, STYLE, 0)
    found = leaned(filler, mesh, pieces)
    assert found is not None
    placed, rotation = found
    points = _points(mesh) @ rotation.T + [placed.x_m, placed.y_m, placed.z_m]
    own = (points - [2.0, 0.0, 1.5]) @ rotation_about_y(float(yaw_rad))  # in the sofa's frame
    assert own[:, 1].min() == pytest.approx(0.42, abs=0.003)
    assert own[:, 2].min() == pytest.approx(-0.25, abs=0.003)
    assert np.abs(own[:, 0]).max() < 0.85
    # Its upper edge leans back from its lower one.
    assert own[own[:, 1].argmax(), 2] < own[own[:, 1].argmin(), 2]


def test_a_seat_without_a_back_gets_no_cushion() -> None:
    room = furnished_room(Placement("BOX", 2.0, 0.0, 1.5, 0.0, "test"))
    pieces = placed_products(room, {"BOX": box_product("BOX", 2.0, 0.42, 0.9)})
    filler = _filler(CUSHION, (0.45, 0.17, 0.45))
    place = replace(filler.placement, x_m=1.6, z_m=1.5)
    filler = replace(filler, placement=place, host="BOX")
    assert leaned(filler, filler_mesh(filler, STYLE, 0), pieces) is None


def test_textures_are_woven_not_plain() -> None:
    mesh = filler_mesh(_filler("rug", (2.3, 1.6, 0.012)), STYLE, 1)
    texture = mesh.primitives[0].material.base_colour_texture
    assert texture is not None
    assert Image.open(io.BytesIO(encode_texture(texture)[0])).size == (512, 352)
    assert np.abs(np.diff(texture.pixels.astype(int), axis=0)).mean() > 4


def test_showroom_json_lists_fillers_apart_from_products() -> None:
    _, _, fillers = _furnished()
    told = json.loads(json.dumps([f.as_json() for f in fillers]))
    assert all(entry["for_sale"] is False for entry in told)
    assert set(told[0]) == {
        "node",
        "category",
        "title",
        "for_sale",
        "position_m",
        "yaw_rad",
        "reason",
    }


def _points(mesh: Mesh) -> np.ndarray:
    return np.concatenate([p.positions_m for p in mesh.primitives])
