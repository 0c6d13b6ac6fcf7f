from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layout.footprint import Footprint
from layout.placement import Placement
from layout.room import Opening, Room
from showroom.room.light import lamp_nodes, sun_node
from showroom.style.style import load_style
from tests.showroom.scene_fixtures import furnished_room

STYLE = load_style("scandinavian")


def test_lamps_shine_where_the_products_are_lamps() -> None:
    room = furnished_room(
        Placement("L", 1.0, 0.0, 2.0, 0.0, ""), Placement("T", 3.0, 0.0, 1.0, 0.0, "")
    )
    arrangement = replace(
        room,
        footprints=(
            Footprint("L", "floor_lamp", 0.4, 0.4, 1.5),
            Footprint("T", "coffee_table", 1.0, 0.6, 0.4),
        ),
        categories=(("L", "floor_lamp"), ("T", "coffee_table")),
    )
    (lamp,) = lamp_nodes(arrangement, STYLE)
    assert lamp.translation_m == pytest.approx((1.0, 0.82 * 1.5, 2.0))
    assert lamp.light is not None
    assert lamp.light.kind == "point"
    red, _, blue = lamp.light.colour
    assert red > blue


def test_a_room_without_lamps_is_lit_from_the_ceiling() -> None:
    nodes = lamp_nodes(furnished_room(), STYLE)
    assert nodes
    assert all(node.translation_m[1] == pytest.approx(2.25) for node in nodes)
    assert len(lamp_nodes(furnished_room(), STYLE, most=1)) == 1


def test_a_terrace_has_no_ceiling_to_hang_lights_on() -> None:
    terrace = replace(furnished_room().room, room_type="terrace")
    assert lamp_nodes(replace(furnished_room(), room=terrace), STYLE) == []


def test_the_sun_comes_in_by_the_largest_window() -> None:
    small = furnished_room().room
    large = Room.rectangle(
        "other", "bedroom", 4.0, 3.0, 2.6, (Opening("window", 1, 0.5, 2.0, 0.5, 1.8),)
    )
    for rooms, inward in (([small], (0.0, 1.0)), ([small, large], (-1.0, 0.0))):
        node = sun_node(rooms, STYLE)
        assert node.rotation is not None
        travels = -node.rotation[:, 2]
        assert travels[1] < 0
        flat = travels[[0, 2]] / np.linalg.norm(travels[[0, 2]])
        assert flat @ inward == pytest.approx(np.cos(STYLE.light.sun_azimuth_rad))
