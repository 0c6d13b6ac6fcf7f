"""Parts united to one surface: closed, no inner faces, each triangle knows its part and its texture in metres."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.atlas import unwrap
from reconstruct.errors import ShapeError
from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import FINE, LIGHT, PRODUCT_DETAILS, Detail
from reconstruct.parts.families import all_families
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.part_surface import design_surface, part_surface
from reconstruct.parts.primitives.board import block
from reconstruct.parts.texture_coordinates import metric_uv

SIZE_M = np.array([1.0, 0.8, 0.6])


def _table(detail: Detail) -> Builder:
    """A top of 10 cm with a leg under it, which reaches 5 cm into the top."""
    builder = Builder(detail)
    builder.add("top", "", block((-0.5, 0.7, -0.3), (0.5, 0.8, 0.3), edge_m=0.005, detail=detail))
    builder.add("leg", "", block((-0.1, 0.0, -0.1), (0.1, 0.75, 0.1), edge_m=0.005, detail=detail))
    return builder


def _area(surface) -> float:
    a, b, c = (surface.vertices_m[surface.faces[:, corner]] for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def test_what_lies_inside_another_part_is_gone() -> None:
    surface = part_surface(_table(LIGHT).assemble(SIZE_M))
    assert surface.watertight
    top = 2 * (1.0 * 0.6 + 1.0 * 0.1 + 0.6 * 0.1)
    leg = 4 * 0.2 * 0.7  # its sides up to the top; its lower end replaces what it covers of the top
    assert _area(surface) == pytest.approx(top + leg)
    assert surface.parts is not None
    below = surface.vertices_m[surface.faces].mean(axis=1)[:, 1] < 0.69
    assert set(surface.parts.part_of_face[below]) == {1}
    assert set(surface.parts.part_of_face[~below]) == {0}


def test_edges_are_rounded_and_normals_are_unit() -> None:
    light, fine = (part_surface(_table(d).assemble(SIZE_M)) for d in (LIGHT, FINE))
    np.testing.assert_allclose(np.linalg.norm(fine.normals, axis=1), 1, atol=1e-6)
    slanted = [float((np.abs(s.normals).max(axis=1) < 0.99).mean()) for s in (light, fine)]
    assert slanted[0] == 0
    assert slanted[1] > 0.3


def test_texture_runs_in_metres_along_the_grain() -> None:
    assembly = _table(Detail(bevel=0, around=8, along=1, textured=True)).assemble(SIZE_M)
    uv_m = metric_uv(assembly)
    corners = assembly.vertices_m[assembly.faces]
    for end in (1, 2):
        # On flat faces a metre of texture is a metre of surface.
        np.testing.assert_allclose(
            np.linalg.norm(uv_m[:, end] - uv_m[:, 0], axis=1),
            np.linalg.norm(corners[:, end] - corners[:, 0], axis=1),
            atol=1e-9,
        )
    leg_side = (assembly.part_of_face == 1) & (np.ptp(corners[:, :, 1], axis=1) > 0.5)
    assert np.ptp(uv_m[leg_side, :, 0], axis=1).max() == pytest.approx(0.75), "u runs up the leg"


def test_parts_survive_the_unwrap() -> None:
    surface = part_surface(_table(FINE).assemble(SIZE_M))
    atlas = unwrap(surface, 256)
    assert surface.parts is not None
    assert atlas.surface.parts is not None
    before = surface.vertices_m[surface.faces], surface.parts.uv_m[surface.faces]
    after = (
        atlas.surface.vertices_m[atlas.surface.faces],
        atlas.surface.parts.uv_m[atlas.surface.faces],
    )
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_what_no_one_sees_gets_few_texels() -> None:
    """The underside of the top against its upper side."""
    surface = part_surface(_table(FINE).assemble(SIZE_M))
    texels = unwrap(surface, 256).texels
    down = (texels.normals[:, 1] < -0.9) & (texels.points[:, 1] > 0.6)
    up = texels.normals[:, 1] > 0.9
    assert 0 < down.sum() < 0.6 * up.sum()


@pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)
def test_every_family_gives_a_closed_product(family) -> None:
    rng = np.random.default_rng(7)
    for _ in range(6):
        kind = family.draw_kind(rng)
        design, size_m = family.draw(rng, kind), kind.draw_size(rng)
        assembly, surface = design_surface(design, size_m, triangles=12_000)
        assert surface.watertight, design
        assert len(surface.faces) <= 12_000, design
        np.testing.assert_allclose(np.ptp(surface.vertices_m, axis=0), size_m, rtol=1e-6)
        assert surface.parts is not None
        assert surface.parts.part_of_face.max() < len(assembly.parts)
        assert np.isfinite(surface.parts.uv_m).all()


def test_fewer_triangles_take_a_coarser_detail() -> None:
    family = all_families()[0]
    design, size_m = family.complete({}, {}), np.array([1.0, 0.5, 0.8])
    counts = [len(design_surface(design, size_m, triangles=most)[1].faces) for most in (100_000, 1)]
    coarsest = part_surface(family.build(design, size_m, PRODUCT_DETAILS[-1]))
    assert counts[1] == len(coarsest.faces) < counts[0]


def test_an_open_part_is_named() -> None:
    cube = block((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    builder = Builder()
    builder.add("door", "left", PartMesh(cube.vertices_m, cube.faces[:-1], cube.axes))
    with pytest.raises(ShapeError, match=r"door left: expected a closed part"):
        part_surface(builder.assemble(np.ones(3)))
