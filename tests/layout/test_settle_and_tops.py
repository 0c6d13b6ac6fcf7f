"""The continuous end: rows of storage closed up, things on tops in rows, what hangs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout import Opening, Room, arrange_room, broken_rules
from layout.items import items_of, wanted_relations
from layout.knowledge import load_knowledge
from layout.rows import slots_beside
from layout.site import make_site
from layout.top_rows import GAP_M, rows_of
from layout.tops import place_on_top
from layout.views import view_m
from tests.layout.rooms import box

KITCHEN = Room.rectangle("k", "kitchen", 4.6, 3.4, 2.6, (Opening("door", 2, 0.2, 0.9, 0.0, 2.05),))


def test_a_kitchen_stands_in_a_row():
    goods = [
        box("c1", "kitchen_cabinet", 1.2, 0.6, 0.9),
        box("stove", "stove", 0.6, 0.6, 0.9),
        box("wash", "dishwasher", 0.6, 0.6, 0.85),
    ]
    arrangement = arrange_room(KITCHEN, goods)
    at = {p.item_id: p for p in arrangement.placements}
    assert len({round(p.yaw_rad, 3) for p in at.values()}) == 1
    for other in ("stove", "wash"):
        away = np.hypot(at[other].x_m - at["c1"].x_m, at[other].z_m - at["c1"].z_m)
        assert away < 0.9 + 0.06
    assert broken_rules(arrangement, hard_only=True) == []


def test_slots_are_measured_to_neighbours_and_walls():
    site = make_site(Room.rectangle("r", "bedroom", 4.0, 3.0))
    boxes = {
        "a": np.array([1.0, 0.3, 0.5, 0.3, 0.0]),
        "b": np.array([2.25, 0.3, 0.5, 0.3, 0.0]),
    }
    left, right = slots_beside(site, boxes, "a")
    assert left == pytest.approx(0.25)
    assert right == pytest.approx(0.5)


def test_a_view_ends_at_the_wall_ahead():
    site = make_site(Room.rectangle("r", "living_room", 4.0, 3.0))
    seats = np.array([[2.0, 0.5, 1.0, 0.5, 0.0], [2.0, 0.5, 1.0, 0.5, np.pi]])
    assert np.allclose(view_m(site, seats), [2.0, 0.0])


sizes = st.floats(0.05, 0.6)


@given(st.lists(st.tuples(sizes, sizes, st.floats(0.05, 0.8)), min_size=1, max_size=7))
def test_things_on_a_top_neither_hang_over_nor_overlap(things):
    table = box("t", "sideboard", 1.4, 0.5, 0.8)
    goods = [box(f"v{k}", "vase", w, d, h) for k, (w, d, h) in enumerate(things)]
    rows = rows_of(table, goods)
    if rows is None:
        return
    items, _ = items_of([table, *goods], load_knowledge())
    placed = place_on_top(items[0], items[1:])
    assert len(placed) == len(goods)
    boxes = []
    for p in placed:
        w, d = p.item.footprint.width_m / 2, p.item.footprint.depth_m / 2
        assert abs(p.x_m) + w <= 0.7 + 1e-6
        assert abs(p.z_m) + d <= 0.25 + 1e-6
        boxes.append((p.x_m - w, p.x_m + w, p.z_m - d, p.z_m + d))
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert (
                a[1] <= b[0] + 1e-6
                or b[1] <= a[0] + 1e-6
                or a[3] <= b[2] + 1e-6
                or b[3] <= a[2] + 1e-6
            )


def test_two_rows_fit_where_one_does_not():
    table = box("t", "desk", 1.0, 0.6, 0.75)
    wide = [box(f"w{k}", "books", 0.45, 0.2, 0.1 + 0.1 * k) for k in range(4)]
    rows = rows_of(table, wide)
    assert rows is not None
    assert [len(row) for row in rows] == [2, 2]
    assert rows[0][0].height_m > rows[1][0].height_m
    assert rows_of(table, [*wide, box("w9", "books", 0.45, 0.2, 0.1)]) is None
    assert GAP_M > 0


def test_a_top_takes_no_more_wishes_than_it_holds():
    goods = [
        box("p", "plinth", 0.4, 0.4, 1.0),
        *(box(f"v{k}", "vase", 0.3, 0.3, 0.4) for k in range(3)),
    ]
    items, _ = items_of(goods, load_knowledge())
    wishes = [w for w in wanted_relations(items, load_knowledge()) if w.object == "p"]
    assert len(wishes) == 1
