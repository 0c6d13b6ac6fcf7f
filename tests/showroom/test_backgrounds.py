"""Furnished rooms from inside, as backgrounds."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from showroom.backgrounds import FurnishedRoom, choose_views, furnished_room
from showroom.backgrounds.views import depth_m, visible_pieces
from showroom.picture.geometry import TracedScene, trace_scene


@pytest.fixture(scope="module")
def room() -> FurnishedRoom:
    return furnished_room("bedroom", "japandi", {}, 4)


@pytest.fixture(scope="module")
def traced(room: FurnishedRoom) -> TracedScene:
    return trace_scene(room.scene)


def test_views_stand_inside_at_eye_height_and_show_floor(
    room: FurnishedRoom, traced: TracedScene
) -> None:
    views = choose_views(room, traced, ["furnished", "bare"], 96, np.random.default_rng(0))
    assert views
    for view in views:
        told = view.as_json()
        x, y, z = told["position_m"]
        assert 1.1 <= y <= 1.7
        assert room.arrangement.room.shape.buffer(0.01).covers(shapely.Point(x, z))
        assert max(told["size_px"]) == 96
        assert sum(place["seen"] for place in told["floor_places"]) >= 4


def test_places_lie_on_the_floor_that_the_depth_shows(
    room: FurnishedRoom, traced: TracedScene
) -> None:
    view = choose_views(room, traced, ["furnished"], 96, np.random.default_rng(0))[0]
    depth = depth_m(view.camera, traced)
    assert depth.shape == (view.camera.height_px, view.camera.width_px)
    for place in view.places:
        # A metre at the place is as large as the camera says, and steeper means lower in the picture.
        assert place.px_per_m == pytest.approx(view.camera.focal_px / place.depth_m)
        assert 0 < place.down_rad < np.pi / 2
        if place.seen:
            shown = depth[int(place.v_px), int(place.u_px)]
            assert shown == pytest.approx(place.depth_m, rel=0.15)


def test_pieces_are_told_with_what_the_picture_shows_of_them(
    room: FurnishedRoom, traced: TracedScene
) -> None:
    view = choose_views(room, traced, ["furnished"], 96, np.random.default_rng(0))[0]
    pieces = visible_pieces(room, view.camera, traced)
    assert pieces
    assert sum(piece["share"] for piece in pieces) < 1
    for piece in pieces:
        left, top, right, bottom = piece["box_px"]
        assert 0 <= left < right <= view.camera.width_px
        assert 0 <= top < bottom <= view.camera.height_px


def test_the_seed_decides_the_room(room: FurnishedRoom) -> None:
    again = furnished_room("bedroom", "japandi", {}, 4)
    other = furnished_room("bedroom", "japandi", {}, 5)
    assert again.arrangement.placements == room.arrangement.placements
    assert other.arrangement.placements != room.arrangement.placements
