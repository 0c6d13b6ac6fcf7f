"""Padding, cloth and quilting, and the sofas and beds made of them."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.detail import FINE, LIGHT
from reconstruct.parts.families.beds.bed import BED
from reconstruct.parts.families.soft.sofa import SOFA
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.drape import drape
from reconstruct.parts.primitives.padding import padded, throw_pillow
from reconstruct.parts.primitives.quilted import quilted

DETAILS = pytest.mark.parametrize("detail", [LIGHT, FINE], ids=["light", "fine"])
FACINGS = pytest.mark.parametrize("facing", ["x", "y", "z"])


def _volume(mesh: PartMesh) -> float:
    a, b, c = (mesh.vertices_m[mesh.faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


@DETAILS
@FACINGS
def test_padding_fills_its_bounds_whichever_way_it_faces(facing: str, detail) -> None:
    mesh = padded(
        (-0.1, 0.2, 0.3), (0.5, 0.7, 0.5), facing=facing, edge_m=0.02, corner_m=0.03, detail=detail
    )
    np.testing.assert_allclose(mesh.vertices_m.min(axis=0), [-0.1, 0.2, 0.3], atol=1e-9)
    np.testing.assert_allclose(mesh.vertices_m.max(axis=0), [0.5, 0.7, 0.5], atol=1e-9)
    assert 0.9 * 0.06 < _volume(mesh) < 0.06


def test_hardly_rounded_padding_has_the_volume_of_its_block() -> None:
    mesh = padded((0.0, 0.0, 0.0), (0.5, 0.4, 0.2), edge_m=1e-4, corner_m=1e-4, detail=FINE)
    assert _volume(mesh) == pytest.approx(0.04, rel=1e-3)


def test_a_crown_raises_the_middle_and_a_bulge_widens_the_sides() -> None:
    plain = padded((-0.3, 0.0, -0.3), (0.3, 0.2, 0.3), detail=FINE)
    crowned = padded((-0.3, 0.0, -0.3), (0.3, 0.2, 0.3), crown_m=0.05, detail=FINE)
    bulged = padded((-0.3, 0.0, -0.3), (0.3, 0.2, 0.3), bulge_m=0.02, detail=FINE)
    assert _volume(crowned) < _volume(plain) < _volume(bulged)
    assert bulged.vertices_m[:, 0].max() == pytest.approx(0.32)
    rim = np.abs(crowned.vertices_m[:, 0]) > 0.25
    assert crowned.vertices_m[rim, 1].max() < 0.19


@DETAILS
def test_a_pillow_is_thickest_in_its_middle(detail) -> None:
    mesh = throw_pillow(0.5, 0.4, 0.16, detail=detail)
    assert np.ptp(mesh.vertices_m[:, 2]) == pytest.approx(0.16)
    thick = mesh.vertices_m[np.abs(mesh.vertices_m[:, 2]) > 0.079]
    assert np.abs(thick[:, :2]).max() < 1e-6
    assert _volume(mesh) > 0


@DETAILS
def test_cloth_hangs_as_far_as_told_and_covers_what_it_lies_on(detail) -> None:
    mesh = drape(0.8, -0.6, 1.0, 0.5, hang_m=0.3, thickness_m=0.04, detail=detail)
    low, high = mesh.vertices_m.min(axis=0), mesh.vertices_m.max(axis=0)
    assert high[1] == pytest.approx(0.54)
    assert low[1] == pytest.approx(0.54 - 0.3, abs=0.01)
    np.testing.assert_allclose([low[0], high[0], high[2]], [-0.84, 0.84, 1.04], atol=1e-6)
    assert low[2] == pytest.approx(-0.6, abs=0.01)
    assert _volume(mesh) > 0


def test_quilting_sinks_its_seams() -> None:
    mesh = quilted((0.0, 0.0, 0.0), (1.0, 0.5, 0.1), columns=4, rows=2, depth_m=0.03, edge_m=0.001)
    front = mesh.vertices_m[: len(mesh.vertices_m) // 2]
    middle = front[np.isclose(front[:, 0], 0.125) & np.isclose(front[:, 1], 0.125)]
    seam = front[np.isclose(front[:, 0], 0.25) & np.isclose(front[:, 1], 0.125)]
    assert middle[0, 2] == pytest.approx(0.1)
    assert seam[0, 2] == pytest.approx(0.07)


def test_a_chaise_on_the_other_side_is_the_mirror_image() -> None:
    size_m = np.array([2.6, 0.85, 1.6])
    left, right = (
        SOFA.build(SOFA.complete({"seats": "three", "shape": f"chaise_{side}"}, {}), size_m)
        for side in ("left", "right")
    )
    np.testing.assert_allclose(left.vertices_m * [-1, 1, 1], right.vertices_m, atol=1e-9)
    ahead = left.vertices_m[left.vertices_m[:, 2] > 0.6]
    assert (ahead[:, 0] > 0).all(), "the product's left is +x"


def test_seats_have_a_cushion_each() -> None:
    for seats, count in (("one", 1), ("two", 2), ("three", 3)):
        options = {"seats": seats, "shape": "straight", "back": "cushions", "arms": "box"}
        made = SOFA.build(SOFA.complete(options, {}), np.array([0.8 * count + 0.3, 0.85, 0.9]))
        names = [part.name for part in made.parts if part.role == "cushion"]
        assert names == [
            f"cushion {place} {n + 1}" for place in ("seat", "back") for n in range(count)
        ]


def test_a_bed_has_its_mattress_inside_and_its_headboard_behind() -> None:
    made = BED.build(BED.complete({"headboard": "board"}, {}), np.array([1.6, 1.0, 2.1]))
    spans = {
        part.name: made.vertices_m[part.first_vertex : part.first_vertex + part.vertices]
        for part in made.parts
    }
    mattress, head = spans["mattress"], spans["headboard"]
    assert np.abs(mattress[:, 0]).max() < 0.81
    assert head[:, 2].min() == pytest.approx(-1.05)
    assert head[:, 1].max() == pytest.approx(1.0)
    assert mattress[:, 2].min() > head[:, 2].min()
