"""Mean colours of parts."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.parameters import Design
from reconstruct.parts.part_colours import part_colours
from reconstruct.parts.product_parts import NamedPart, ProductParts


def test_a_parts_colour_is_the_mean_of_its_triangles_by_area() -> None:
    vertices_m = np.array(
        [[0, 0, 0], [3, 0, 0], [0, 2, 0], [0, 0, 0], [1, 0, 0], [0, 2, 0], [5, 0, 0]], dtype=float
    )
    # The large triangle of part 0 looks at the left of the texture, its small one and part 1 at the right.
    faces = np.array([[0, 1, 2], [3, 4, 5], [3, 6, 5]])
    uvs = np.array([[0.2, 0.5]] * 3 + [[0.8, 0.5]] * 4)
    texture = np.zeros((4, 4, 3), np.uint8)
    texture[:, :2] = (200, 0, 0)
    texture[:, 2:] = (0, 100, 0)
    parts = ProductParts(
        design=Design("table", {}, {}),
        size_m=np.ones(3),
        turn_rad=0.0,
        parts=tuple(NamedPart(name, "leg", "legs") for name in ("a", "b", "inside")),
        part_of_face=np.array([0, 0, 1]),
        uvs_m=np.zeros((7, 2)),
    )
    # Areas 3 and 1: three quarters of 200, one quarter of 100.
    assert part_colours(parts, vertices_m, faces, uvs, texture) == ["#961900", "#006400", None]
