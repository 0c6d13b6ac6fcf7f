from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

from layout.footprint import Footprint
from layout.house import HouseArrangement, arrange_house
from layout.house_floor import as_one_room
from layout.placement import Arrangement
from reconstruct.product import TexturedProduct
from showroom.gltf import write_glb
from showroom.gltf_validator import find_node
from showroom.picture.geometry import trace_scene
from showroom.room.house_scene import house_scene, wall_thicknesses
from showroom.scene import Scene, rotation_about_y, walk
from showroom.scene_check import check_scene
from showroom.style.style import load_style
from tests.gltf_validation import assert_valid_glb
from tests.layout.test_house_floor import two_rooms
from tests.showroom.scene_fixtures import box_product

SIZES = {"S": (2.0, 0.8, 0.9), "B": (1.6, 0.9, 2.05), "T": (0.9, 0.45, 0.6)}
KINDS = {"S": "sofa", "B": "bed", "T": "coffee_table"}


@pytest.fixture(scope="module")
def furnished() -> HouseArrangement:
    goods = [Footprint(sku, KINDS[sku], w, d, h) for sku, (w, h, d) in SIZES.items()]
    return arrange_house(two_rooms(), goods)


@pytest.fixture(scope="module")
def whole(furnished: HouseArrangement) -> Arrangement:
    return as_one_room(furnished)


@pytest.fixture(scope="module")
def scene(furnished: HouseArrangement, whole: Arrangement) -> Scene:
    products: dict[str, TexturedProduct] = {sku: box_product(sku, *SIZES[sku]) for sku in SIZES}
    return house_scene(whole, furnished.arrangements, products, load_style("classic"))


def test_walls_between_rooms_are_shared(furnished: HouseArrangement) -> None:
    living, bed = furnished.house.rooms
    assert wall_thicknesses(living, [living, bed], 0.2) == pytest.approx([0.2, 0.05, 0.2, 0.2])
    assert wall_thicknesses(bed, [living, bed], 0.2) == pytest.approx([0.2, 0.2, 0.2, 0.05])


def test_one_can_walk_through_the_door(scene: Scene) -> None:
    """Nothing stands in the doorway between shin and head."""
    solids = trace_scene(scene).caster
    heights = np.linspace(0.1, 1.9, 10)
    start = np.stack([np.full(10, 3.8), heights, np.full(10, 1.45)], axis=1)
    hits = solids.cast(start, np.tile([1.0, 0.0, 0.0], (10, 1)))
    assert hits.distance_m.min() > 0.5


def test_no_light_leaks_but_through_windows(scene: Scene) -> None:
    """Rays from inside in all directions end inside of the house; glass counts as closed."""
    traced = trace_scene(scene, glass=True)
    ways = np.random.default_rng(0).standard_normal((40_000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    for eye in ((1.0, 1.5, 0.5), (6.8, 0.4, 2.8), (4.05, 1.0, 1.45)):
        hits = traced.caster.cast(np.tile(eye, (len(ways), 1)), ways)
        assert hits.hit.all()


def test_nothing_collides_floats_or_leaves_the_house(scene: Scene, whole: Arrangement) -> None:
    assert check_scene(scene, whole) == ()


def test_parts_say_which_room_they_are_of(scene: Scene) -> None:
    names = {node.name for node, _ in walk(scene)}
    assert {"shell-living-floor", "shell-bed-floor", "shell-bed-ceiling"} <= names
    suns = [node for node, _ in walk(scene) if node.light and node.light.kind == "directional"]
    assert len(suns) == 1


def test_trimesh_and_three_find_every_sku_at_its_placement(
    scene: Scene, whole: Arrangement, tmp_path: Path
) -> None:
    path = tmp_path / "house.glb"
    path.write_bytes(write_glb(scene))
    assert_valid_glb(path)
    read = trimesh.load_scene(path)
    script = Path(__file__).with_name("three_placements.mjs")
    frontend = Path(__file__).resolve().parents[2] / "viewer" / "frontend"
    command = [str(find_node()), str(script), str(frontend), str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    three = json.loads(told.stdout)
    assert set(three) == {p.item_id for p in whole.placements} == set(SIZES)
    for placement in whole.placements:
        expected = np.eye(4)
        expected[:3, :3] = rotation_about_y(placement.yaw_rad)
        expected[:3, 3] = (placement.x_m, placement.y_m, placement.z_m)
        in_trimesh, _ = read.graph.get(placement.item_id)
        in_three = np.array(three[placement.item_id]).reshape(4, 4).T
        for found in (in_trimesh, in_three):
            assert found == pytest.approx(expected, abs=1e-3)


def test_a_room_that_is_missing_a_product_is_told(
    furnished: HouseArrangement, whole: Arrangement
) -> None:
    from showroom.errors import SceneError

    moved = replace(whole, placements=whole.placements[:1])
    with pytest.raises(SceneError, match="leave it out of the plan"):
        house_scene(moved, furnished.arrangements, {}, load_style("classic"))
