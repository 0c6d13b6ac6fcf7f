"""Joints: what touches, what rests on what, what mirrors what."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.joints import Joints, find_joints, part_bounds
from reconstruct.parts.primitives.board import block

TOP, LEFT, RIGHT, KNOB = range(4)


def _table() -> Joints:
    """A top on two legs, and a knob in the middle of the air."""
    builder = Builder()
    builder.add("top", "", block((-0.5, 0.7, -0.3), (0.5, 0.75, 0.3)))
    builder.add("leg", "left", block((0.4, 0.0, -0.05), (0.5, 0.72, 0.05)))
    builder.add("leg", "right", block((-0.5, 0.0, -0.05), (-0.4, 0.72, 0.05)))
    builder.add("handle", "", block((0.0, 0.3, 0.2), (0.02, 0.32, 0.22)))
    made = builder.assemble(np.array([1.0, 0.75, 0.6]))
    return find_joints(
        *part_bounds(made.vertices_m, np.array([p.first_vertex for p in made.parts]))
    )


def _place(joints: Joints, one: int, other: int) -> int:
    (found,) = np.flatnonzero((joints.pairs[0] == one) & (joints.pairs[1] == other))
    return int(found)


def test_a_top_rests_on_its_legs() -> None:
    joints = _table()
    there, back = _place(joints, TOP, LEFT), _place(joints, LEFT, TOP)
    assert joints.rests[there] == 1
    assert joints.rests[back] == -1
    np.testing.assert_allclose(joints.reaches_in[there], [0.1, 0.02, 0.1], atol=1e-9)
    assert not joints.mirrored[there]


def test_legs_mirror_each_other_without_touching() -> None:
    joints = _table()
    pair = _place(joints, LEFT, RIGHT)
    assert joints.mirrored[pair]
    assert joints.rests[pair] == 0
    np.testing.assert_allclose(joints.reaches_in[pair], 0)


def test_what_touches_nothing_has_no_joint() -> None:
    assert KNOB not in _table().pairs


def test_one_part_has_no_joints() -> None:
    low, high = np.zeros((1, 3)), np.ones((1, 3))
    assert find_joints(low, high).pairs.shape == (2, 0)
