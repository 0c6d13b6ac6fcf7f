"""Tours: a hand-made room with known stops, and what holds for every room."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from layout import Arrangement, Footprint, Opening, Placement, Room, arrange_room
from layout.bench_rooms import make_task
from showroom.catalog.product import CatalogProduct, Price
from showroom.gltf import read_glb, write_glb
from showroom.product.facts import ProductFacts
from showroom.room.scene import room_scene, sku_of
from showroom.style.style import load_style
from showroom.tour.files import tour_json, with_tour
from showroom.tour.order import short_walk
from showroom.tour.tour import Tour, plan_tour
from showroom.web_glb import web_glb
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product

KNEE_M = 0.5
HEAD_M = 1.9


def facts_of(arrangement: Arrangement, **texts: Any) -> dict[str, ProductFacts]:
    """Plain facts of what stands in a room."""
    return {
        sku_of(f.item_id): ProductFacts(
            CatalogProduct(sku_of(f.item_id), (), f"The {f.category}", f.category, **texts),
            (f.width_m, f.height_m, f.depth_m),
        )
        for f in arrangement.footprints
    }


def placed(
    room: Room, *pieces: tuple[str, str, Sequence[float], Sequence[float], float]
) -> Arrangement:
    """A room with pieces (id, category, (w, h, d), (x, y, z), yaw) where they are said to stand."""
    footprints = tuple(Footprint(i, c, w, d, h) for i, c, (w, h, d), _, _ in pieces)
    placements = tuple(Placement(i, x, y, z, yaw, "") for i, _, _, (x, y, z), yaw in pieces)
    categories = tuple((i, c) for i, c, *_ in pieces)
    return Arrangement(room, footprints, placements, (), "optimal", 0.0, 0.0, 0.0, categories)


def living_room() -> Arrangement:
    """5 m by 4 m, the door in the south wall; a sofa, its table with a vase, two armchairs, a picture, a lamp."""
    door = Opening("door", 2, 0.5, 0.9, 0.0, 2.05)
    room = Room.rectangle("hand-made", "living_room", 5.0, 4.0, 2.6, (door,))
    return placed(
        room,
        ("SOFA", "sofa", (2.0, 0.8, 0.9), (2.5, 0.0, 0.45), 0.0),
        ("TABLE", "coffee_table", (1.0, 0.4, 0.6), (2.5, 0.0, 1.7), 0.0),
        ("VASE", "vase", (0.15, 0.3, 0.15), (2.5, 0.4, 1.7), 0.0),
        ("ART", "picture", (0.8, 0.6, 0.03), (0.015, 1.2, 2.0), math.pi / 2),
        ("CHAIR", "armchair", (0.8, 0.9, 0.8), (4.3, 0.0, 2.0), -math.pi / 2),
        ("CHAIR#2", "armchair", (0.8, 0.9, 0.8), (4.3, 0.0, 3.2), -math.pi / 2),
        ("LAMP", "pendant_lamp", (0.4, 0.4, 0.4), (2.5, 2.2, 1.7), 0.0),
    )


@cache
def solved(number: int) -> tuple[Arrangement, dict[str, ProductFacts], Tour]:
    """A room of the layout's benchmark, furnished, and its tour."""
    task = make_task(number, seed=11)
    arrangement = arrange_room(task.room, task.footprints, seed=0)
    facts = facts_of(arrangement)
    return arrangement, facts, plan_tour(arrangement, facts)


def outline(arrangement: Arrangement, placement: Placement) -> shapely.Polygon:
    """A placed piece on the plan, written down independently of the tour's own boxes."""
    f = arrangement.footprint(placement.item_id)
    c, s = math.cos(placement.yaw_rad), math.sin(placement.yaw_rad)
    corners = [(1, 1), (1, -1), (-1, -1), (-1, 1)]
    return shapely.Polygon(
        [
            (
                placement.x_m + u * f.width_m / 2 * c + v * f.depth_m / 2 * s,
                placement.z_m - u * f.width_m / 2 * s + v * f.depth_m / 2 * c,
            )
            for u, v in corners
        ]
    )


def test_a_hand_made_room() -> None:
    arrangement = living_room()
    tour = plan_tour(arrangement, facts_of(arrangement))
    assert not tour.warnings
    assert [stop.kind for stop in tour.stops][:2] == ["entrance", "focal"]
    assert tour.stops[-1].kind == "overview"
    shown = [stop.product for stop in tour.stops if stop.kind == "product"]
    assert sorted(map(str, shown)) == ["ART", "CHAIR", "LAMP", "SOFA", "TABLE", "VASE"]
    stops = {stop.product: stop for stop in tour.stops if stop.kind == "product"}
    # The sofa faces +Z: it is seen from there, from a little aside, at 1.45 to 1.6 m.
    x, y, z = stops["SOFA"].position_m
    turn = math.degrees(abs(math.atan2(x - 2.5, z - 0.45)))
    assert 15 <= turn <= 50
    assert 1.45 <= y <= 1.6
    # A small vase is looked at from nearer and lower down.
    vase = stops["VASE"]
    assert vase.position_m[1] < 1.2
    assert math.dist(vase.position_m, vase.target_m) < 1.6
    # The picture hangs on the west wall and is seen from the room.
    assert stops["ART"].position_m[0] > 0.8
    assert stops["ART"].target_m == pytest.approx((0.015, 1.5, 2.0))
    # The door is in the south wall: the tour begins there and looks in.
    first = tour.stops[0]
    assert first.position_m[2] > 3.4
    assert first.target_m[2] < first.position_m[2]


@pytest.mark.parametrize("number", range(8))
def test_the_way_is_clear_and_calm(number: int) -> None:
    arrangement, facts, tour = solved(number)
    path = tour.path
    assert path is not None
    between = np.linspace(0, 1, 5)[:, None]
    points = np.concatenate([a + (b - a) * between for a, b in pairwise(path.positions_m)])
    plan = shapely.points(points[:, [0, 2]])
    assert shapely.contains(arrangement.room.shape, plan).all()
    assert shapely.distance(arrangement.room.shape.exterior, plan).min() >= 0.2
    for placement in arrangement.placements:
        top = placement.y_m + arrangement.footprint(placement.item_id).height_m
        if top > KNEE_M and placement.y_m < HEAD_M:
            gap = float(shapely.distance(outline(arrangement, placement), plan).min())
            assert gap >= 0.2, placement.item_id
    for element in arrangement.room.fixed:
        assert shapely.distance(shapely.Polygon(element.polygon_m), plan).min() >= 0.2
    steps = np.diff(path.times_s)
    assert steps.min() >= 0.099
    assert (np.linalg.norm(np.diff(path.positions_m, axis=0), axis=1) / steps).max() <= 1.2
    assert np.degrees(np.abs(np.diff(path.yaw_rad)) / steps).max() <= 90
    assert np.degrees(np.abs(np.diff(path.pitch_rad)) / steps).max() <= 90
    told = {w.message.split()[0] for w in tour.warnings if w.code == "tour_no_view"}
    shown = {stop.product for stop in tour.stops if stop.kind == "product"}
    placed_skus = {sku_of(p.item_id) for p in arrangement.placements}
    assert shown | told == placed_skus
    assert len(told) <= 0.1 * len(placed_skus)
    assert facts.keys() >= shown


def test_the_camera_rests_at_its_stops() -> None:
    _, _, tour = solved(0)
    path = tour.path
    assert path is not None
    for stop in tour.stops:
        for time_s in (stop.time_s, stop.time_s + stop.dwell_s):
            at = [np.interp(time_s, path.times_s, path.positions_m[:, k]) for k in range(3)]
            assert at == pytest.approx(stop.position_m, abs=2e-3)
        yaw = np.interp(stop.time_s + 1, path.times_s, path.yaw_rad)
        towards = np.subtract(stop.target_m, stop.position_m)
        assert math.cos(yaw - math.atan2(towards[0], towards[2])) > 0.9999


def test_the_same_room_gives_the_same_tour() -> None:
    arrangement, facts, tour = solved(1)
    again = plan_tour(arrangement, dict(reversed(facts.items())))
    assert json.dumps(tour_json(tour)) == json.dumps(tour_json(again))


def test_no_floor_is_a_warning() -> None:
    room = Room.rectangle("full", "living_room", 2.0, 2.0)
    arrangement = placed(room, ("BED", "bed", (1.9, 0.5, 1.9), (1.0, 0.0, 1.0), 0.0))
    tour = plan_tour(arrangement, facts_of(arrangement))
    assert not tour.stops
    assert [warning.code for warning in tour.warnings] == ["tour_no_floor"]
    assert tour_json(tour) == {}


def test_what_cannot_be_seen_is_told() -> None:
    room = Room.rectangle("walled", "living_room", 4.0, 4.0)
    arrangement = placed(
        room,
        ("CUP", "vase", (0.1, 0.1, 0.1), (0.2, 0.0, 0.2), 0.0),
        ("CASE", "wardrobe", (1.5, 2.2, 0.4), (0.75, 0.0, 0.8), 0.0),
        ("SIDE", "wardrobe", (0.3, 2.2, 0.5), (0.8, 0.0, 0.3), 0.0),
    )
    tour = plan_tour(arrangement, facts_of(arrangement))
    assert [warning.code for warning in tour.warnings] == ["tour_no_view"]
    assert "CUP has no stop" in tour.warnings[0].message
    assert [stop.product for stop in tour.stops if stop.kind == "product"] == ["CASE", "SIDE"]


def test_an_empty_room_has_a_short_tour() -> None:
    tour = plan_tour(placed(Room.rectangle("empty", "bedroom", 3.0, 3.0)), {})
    assert [stop.kind for stop in tour.stops] == ["entrance", "overview"]


def test_words_in_all_languages_of_the_catalog() -> None:
    arrangement = living_room()
    facts = facts_of(arrangement)
    row = replace(
        facts["SOFA"].details,
        names={"zh": "沙发", "fr": "Canapé", "de": "Sofa"},
        descriptions={"fr": "Un {count} doux."},
        price=Price("1149.00", "EUR"),
    )
    tour = plan_tour(arrangement, {**facts, "SOFA": ProductFacts(row, (2.0, 0.8, 0.9))})
    assert all(set(stop.title) == set(stop.text) == {"en", "zh", "fr", "de"} for stop in tour.stops)
    sofa = next(stop for stop in tour.stops if stop.product == "SOFA" and stop.kind == "product")
    assert sofa.title == {"en": "The sofa", "zh": "沙发", "fr": "Canapé", "de": "Sofa"}
    assert sofa.text["fr"] == "Un {count} doux."
    assert sofa.text["zh"] == "沙发：200 × 80 × 90 cm（宽 × 高 × 深），1,149.00\u00a0EUR。"
    assert tour.stops[0].title == {
        "en": "Welcome", "zh": "欢迎光临", "fr": "Bienvenue", "de": "Welcome"
    }  # fmt: skip
    assert "Living room, 6 products" in tour.stops[0].text["en"]
    (warning,) = tour.warnings
    assert warning.code == "tour_language"
    assert "no sentences in de" in warning.message


def test_files_with_cameras_and_an_animation(tmp_path: Path) -> None:
    arrangement = living_room()
    tour = plan_tour(arrangement, facts_of(arrangement))
    products = {
        sku: box_product(sku, *facts.size_m) for sku, facts in facts_of(arrangement).items()
    }
    scene = room_scene(arrangement, products, load_style("scandinavian"))
    master = write_glb(with_tour(scene, tour))
    (tmp_path / "room.glb").write_bytes(master)
    assert_valid_glb(tmp_path / "room.glb")
    for data in (master, web_glb(master)):
        document, _ = read_glb(data)
        nodes = {node["name"]: node for node in document["nodes"]}
        for number, stop in enumerate(tour.stops, start=1):
            node = nodes[f"tour-{number}"]
            assert "camera" in node
            assert node["extras"].get("product") == stop.product
            assert node["extras"]["title"] == stop.title
        (animation,) = document["animations"]
        assert animation["name"] == "tour"
        targets = [channel["target"] for channel in animation["channels"]]
        assert [target["path"] for target in targets] == ["translation", "rotation"]
        moving = document["nodes"].index(nodes["tour-camera"])
        assert {target["node"] for target in targets} == {moving}
        times = document["accessors"][animation["samplers"][0]["input"]]
        assert times["max"][0] == pytest.approx(tour.duration_s, abs=1e-3)


def test_a_product_may_bear_a_cameras_name() -> None:
    room = Room.rectangle("named", "living_room", 4.0, 4.0)
    arrangement = placed(room, ("tour-1", "sofa", (2.0, 0.8, 0.9), (2.0, 0.0, 0.45), 0.0))
    tour = plan_tour(arrangement, facts_of(arrangement))
    products = {"tour-1": box_product("tour-1", 2.0, 0.8, 0.9)}
    write_glb(with_tour(room_scene(arrangement, products, load_style("scandinavian")), tour))
    assert tour.stops[0].camera == "tour-1 (camera)"


def test_the_json_is_as_the_viewer_reads_it() -> None:
    _, _, planned = solved(2)
    tour = json.loads(json.dumps(tour_json(planned)))["tour"]
    assert set(tour) == {"duration_s", "stops", "path"}
    path = tour["path"]
    assert set(path) == {"times_s", "positions_m", "yaw_rad", "pitch_rad"}
    assert len({len(column) for column in path.values()}) == 1
    assert all(len(position) == 3 for position in path["positions_m"])
    assert path["times_s"] == sorted(set(path["times_s"]))
    assert tour["duration_s"] == path["times_s"][-1]
    keys = {
        *("camera", "kind", "time_s", "dwell_s"),
        *("position_m", "target_m", "product", "title", "text"),
    }
    for stop in tour["stops"]:
        assert set(stop) == keys
        assert stop["kind"] in ("entrance", "focal", "product", "overview")
        assert all(
            isinstance(text, str) for text in (*stop["title"].values(), *stop["text"].values())
        )
    ends = [stop["time_s"] + stop["dwell_s"] for stop in tour["stops"]]
    assert all(end <= later["time_s"] for end, later in zip(ends, tour["stops"][1:], strict=False))


@pytest.mark.parametrize("seed", range(12))
def test_the_walk_is_nearly_the_shortest(seed: int) -> None:
    places = np.random.default_rng(seed).uniform(0, 5, (8, 2))
    costs = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    order = short_walk(costs)
    assert order[0] == 0
    assert order[-1] == 7
    assert sorted(order) == list(range(8))

    def length(walk: Sequence[int]) -> float:
        return sum(float(costs[a, b]) for a, b in pairwise(walk))

    best = min(length([0, *middle, 7]) for middle in permutations(range(1, 7)))
    assert length(order) <= 1.1 * best
