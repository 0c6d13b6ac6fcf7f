"""Slabs: many blocks at once are the same as one at a time, and keep their corners' order."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.assembly import Assembly, Builder
from reconstruct.parts.detail import FINE, LIGHT, Detail
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.slabs import Slabs

DETAILS = pytest.mark.parametrize("detail", [LIGHT, FINE], ids=["light", "fine"])


def _assembled(slabs: Slabs, detail: Detail, size_m: tuple[float, float, float]) -> Assembly:
    builder = Builder(detail)
    slabs.finish(builder)
    return builder.assemble(np.array(size_m))


def _volume(assembly: Assembly, part: int = 0) -> float:
    faces = assembly.faces[assembly.part_of_face == part]
    a, b, c = (assembly.vertices_m[faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize("thin", ["x", "y", "z"])
def test_a_slab_is_the_block_of_its_corners(thin) -> None:
    slabs = Slabs(LIGHT)
    grain = "y" if thin == "x" else "x"
    slabs.add("shelf", "", (-0.3, 0.3), (0.0, 0.2), (-0.1, 0.1), thin=thin, grain=grain)
    one = _assembled(slabs, LIGHT, (0.6, 0.2, 0.2))
    builder = Builder(LIGHT)
    builder.add("shelf", "", block((-0.3, 0.0, -0.1), (0.3, 0.2, 0.1), detail=LIGHT))
    other = builder.assemble(np.array([0.6, 0.2, 0.2]))
    assert _volume(one) == pytest.approx(0.6 * 0.2 * 0.2)
    assert _volume(one) == pytest.approx(_volume(other))
    corners = {tuple(np.round(v, 6)) for v in one.vertices_m}
    assert {(x, y, z) for x in (-0.3, 0.3) for y in (0.0, 0.2) for z in (-0.1, 0.1)} <= corners


@DETAILS
def test_a_batch_is_the_same_as_one_by_one(detail: Detail) -> None:
    spans = [((-0.5, 0.5), (0.1 * i, 0.1 * i + 0.02), (-0.2, 0.2)) for i in range(5)]
    together = Slabs(detail)
    for index, (x, y, z) in enumerate(spans):
        together.add("shelf", str(index), x, y, z)
    made = Builder(detail)
    together.finish(made)
    singly = Builder(detail)
    for index, (x, y, z) in enumerate(spans):
        alone = Slabs(detail)
        alone.add("shelf", str(index), x, y, z)
        alone.finish(singly)
    size_m = np.array([1.0, 0.42, 0.4])
    np.testing.assert_allclose(
        made.assemble(size_m).vertices_m, singly.assemble(size_m).vertices_m, atol=1e-12
    )


@DETAILS
def test_a_frame_has_a_hole(detail: Detail) -> None:
    slabs = Slabs(detail)
    slabs.add(
        "door",
        "",
        (-0.2, 0.2),
        (0.0, 0.6),
        (0.0, 0.02),
        thin="z",
        grain="y",
        profile=((0.05, 0.0),),
        is_frame=True,
        edge_m=0.0,
    )
    made = _assembled(slabs, detail, (0.4, 0.6, 0.02))
    assert _volume(made) == pytest.approx((0.4 * 0.6 - 0.3 * 0.5) * 0.02)


def test_a_recess_lies_behind_the_face_and_never_reaches_the_back() -> None:
    for wanted, found in ((0.004, 0.004), (0.5, 0.016)):
        slabs = Slabs(LIGHT)
        slabs.add(
            "door",
            "",
            (-0.2, 0.2),
            (0.0, 0.6),
            (0.0, 0.02),
            thin="z",
            grain="y",
            profile=((0.05, 0.0), (0.05, wanted)),
        )
        made = _assembled(slabs, LIGHT, (0.4, 0.6, 0.02))
        inside = (np.abs(made.vertices_m[:, 0]) < 0.16) & (made.vertices_m[:, 2] > -0.009)
        assert 0.01 - made.vertices_m[inside, 2].min() == pytest.approx(found)


def test_corners_keep_their_order_when_the_sides_change_places() -> None:
    shapes = []
    for wide, deep in ((0.04, 0.0399999), (0.0399999, 0.04)):
        slabs = Slabs(LIGHT)
        slabs.add("leg", "", (0.0, wide), (0.0, 0.5), (0.0, deep), thin="x", grain="y")
        builder = Builder(LIGHT)
        slabs.finish(builder)
        shapes.append(builder.assemble(np.array([wide, 0.5, deep])).vertices_m)
    assert np.abs(shapes[0] - shapes[1]).max() < 1e-6
