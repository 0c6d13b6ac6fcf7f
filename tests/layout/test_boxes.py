import math

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.boxes import box_corners, inside_polygon, separation, world_boxes

number = st.floats(-3, 3)
half = st.floats(0.05, 1.5)
boxes = st.tuples(number, number, half, half, st.floats(-4, 4)).map(np.array)


def polygon_of(box):
    return shapely.Polygon(box_corners(box))


@settings(max_examples=150, deadline=None)
@given(boxes, boxes)
def test_separation_tells_overlap_as_shapely_does(a, b):
    gap = float(separation(a, b))
    overlap = polygon_of(a).intersection(polygon_of(b)).area
    if gap > 1e-9:
        assert overlap < 1e-9
    if gap < -1e-3:
        assert overlap > 0
    assert gap <= polygon_of(a).distance(polygon_of(b)) + 1e-9


@settings(max_examples=150, deadline=None)
@given(boxes)
def test_inside_polygon_tells_what_shapely_does(box):
    corners = np.array([(0, 0), (4, 0), (4, 2), (2, 2), (2, 4), (0, 4)], dtype=float) - 1.5
    room = shapely.Polygon(corners)
    ours = bool(inside_polygon(box, corners))
    if ours:
        assert room.buffer(1e-4).covers(polygon_of(box))
    else:
        assert not room.buffer(-1e-4).covers(polygon_of(box))


def test_world_boxes_carries_the_front_of_a_turned_group():
    local = np.array([[-0.2, 0.2, 1.0, 2.0]])  # a box before the front
    at = world_boxes(np.array([[1.0, 1.0, math.pi / 2]]), local)
    np.testing.assert_allclose(at[0, 0, :4], [2.5, 1.0, 0.2, 0.5], atol=1e-12)
