"""Photos projected on a product."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.atlas import Atlas, unwrap
from reconstruct.baselines import box
from reconstruct.camera import Camera
from reconstruct.cutout import Cutout
from reconstruct.projection import Projection, ProjectionOptions, bleed
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSize
from reconstruct.surface import Surface, make_surface
from reconstruct.texture import Painted, TextureOptions, paint, recoloured

SIZE = ProductSize(0.6, 0.8, 0.4)
# These photos were taken in no light.
OPTIONS = TextureOptions(texture_px=256, projection=ProjectionOptions(delight=None))
LEFT, RIGHT, GREEN = (220, 30, 30), (30, 30, 220), (0, 255, 0)


@pytest.fixture(scope="module")
def surface() -> Surface:
    return make_surface(box(SIZE), SIZE)


def photograph(surface: Surface, eye_m: tuple[float, float, float]) -> Projection:
    """The box from `eye_m`: red where x < 0, blue where x > 0, before a green wall."""
    camera = Camera.looking_at(
        np.array(eye_m),
        np.array([0.0, 0.4, 0.0]),
        vertical_fov_rad=0.6,
        width_px=300,
        height_px=300,
    )
    origins, ways = camera.rays()
    hits = RayCaster(surface.vertices_m, surface.faces).cast(origins, ways)
    x = np.where(hits.hit, origins[:, 0] + ways[:, 0] * np.where(hits.hit, hits.distance_m, 0), 0)
    rgb = np.full((300 * 300, 3), GREEN, dtype=np.uint8)
    rgb[hits.hit & (x < 0)] = LEFT
    rgb[hits.hit & (x >= 0)] = RIGHT
    matte = hits.hit.reshape(300, 300)
    rows, columns = np.flatnonzero(matte.any(axis=1)), np.flatnonzero(matte.any(axis=0))
    cutout = Cutout(
        photo_name="box.png",
        rgb=rgb.reshape(300, 300, 3),
        matte=matte.astype(np.float32),
        method="alpha",
        confidence=1.0,
        touches_edge=(False, False, False, False),
        box=(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1),
    )
    return Projection(cutout, camera)


def painted_box(surface: Surface, eye_m: tuple[float, float, float]) -> tuple[Atlas, Painted]:
    atlas = unwrap(surface, OPTIONS.texture_px)
    return atlas, paint(atlas, [photograph(surface, eye_m)], OPTIONS)


def colours_at(
    atlas: Atlas, picture: np.ndarray, weights: tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Points inside each face and the texture's colour there."""
    share = np.array(weights)
    faces = atlas.surface.faces
    points = np.einsum("i,fij->fj", share, atlas.surface.vertices_m[faces])
    at = np.einsum("i,fij->fj", share, atlas.uvs[faces])
    side = picture.shape[0]
    pixel = np.clip((at * side).astype(int), 0, side - 1)
    return points, picture[pixel[:, 1], pixel[:, 0]].astype(int)


def test_the_photo_lies_where_the_camera_saw_it(surface: Surface) -> None:
    atlas, painted = painted_box(surface, (0.4, 0.9, 2.5))
    material = painted.material
    assert atlas.uvs.min() >= 0
    assert atlas.uvs.max() <= 1
    assert material.orm.shape == (256, 256, 3)
    assert material.base_colour.shape == (256, 256, 3)
    # Two corners of each front triangle lie on one side: sample near each corner in turn.
    for weights in ((0.9, 0.05, 0.05), (0.05, 0.9, 0.05), (0.05, 0.05, 0.9)):
        points, seen = colours_at(atlas, material.base_colour, weights)
        front = (points[:, 2] > 0.199) & (np.abs(points[:, 0]) > 0.1)
        assert front.any()
        for point, colour in zip(points[front], seen[front], strict=True):
            assert np.abs(colour - (LEFT if point[0] < 0 else RIGHT)).max() <= 3


def test_no_background_colour_reaches_the_product(surface: Surface) -> None:
    _, painted = painted_box(surface, (0.9, 1.2, 2.2))
    assert painted.material.base_colour[..., 1].max() <= 33


def test_the_unseen_side_is_the_mirror_image_of_the_seen_one(surface: Surface) -> None:
    """Seen from its left, the product's right side takes the left side's colour."""
    atlas, painted = painted_box(surface, (2.0, 0.8, 1.6))
    points, seen = colours_at(atlas, painted.material.base_colour, (0.34, 0.33, 0.33))
    right_side = points[:, 0] < -0.299
    assert right_side.any()
    assert np.abs(seen[right_side] - RIGHT).max() <= 3


def test_splitting_keeps_the_surface(surface: Surface) -> None:
    textured = unwrap(surface, 256).surface

    def triangles(mesh: Surface) -> np.ndarray:
        rows = np.round(mesh.vertices_m[mesh.faces].reshape(-1, 9), 6)
        return rows[np.lexsort(rows.T)]

    np.testing.assert_allclose(triangles(textured), triangles(surface), atol=1e-6)


def test_no_chart_is_mirrored(surface: Surface) -> None:
    atlas = unwrap(surface, 256)
    first, second, third = (atlas.uvs[atlas.surface.faces[:, corner]] for corner in range(3))
    one, other = second - first, third - first
    assert (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0] < 0).all()


def test_charts_do_not_overlap(surface: Surface) -> None:
    """The charts' areas add up to the texels that rays find."""
    atlas = unwrap(surface, 256)
    first, second, third = (256 * atlas.uvs[atlas.surface.faces[:, c]] for c in range(3))
    one, other = second - first, third - first
    area = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum() / 2
    assert len(atlas.texels.row) == pytest.approx(area, rel=0.02)


def test_a_variant_of_another_colour_changes_one_region_only(surface: Surface) -> None:
    atlas, painted = painted_box(surface, (1.2, 0.9, 2.2))
    made = recoloured(atlas, painted, (20, 160, 60), name="Green")
    assert made.name == "Green"
    before, after = painted.material.base_colour.astype(int), made.base_colour.astype(int)
    was_red, was_blue = (np.abs(before - c).max(axis=2) < 5 for c in (LEFT, RIGHT))
    assert was_red.any()
    assert was_blue.any()
    is_green = np.abs(after - (20, 160, 60)).max(axis=2) < 40
    changed, kept = (was_red, was_blue) if is_green[was_red].mean() > 0.5 else (was_blue, was_red)
    assert is_green[changed].mean() > 0.9
    assert (np.abs(after - before).max(axis=2)[kept] < 12).mean() > 0.9


def test_a_mirror_is_silver_and_not_the_room_in_it(surface: Surface) -> None:
    atlas = unwrap(surface, OPTIONS.texture_px)
    photo = photograph(surface, (1.2, 0.9, 2.2))
    made = paint(atlas, [photo], OPTIONS, mirror=True).material
    shiny = made.orm[..., 2] == 255
    assert shiny.mean() > 0.3
    assert made.orm[shiny][:, 1].max() <= 6
    grey = np.ptp(made.base_colour.astype(int), axis=2) < 4
    assert grey.mean() > 0.3
    plain = paint(atlas, [photo], OPTIONS, category="mirror").material
    assert plain.orm[..., 2].max() == 0


def test_occlusion_and_materials_are_half_as_fine_but_not_too_coarse(surface: Surface) -> None:
    for texture_px, wanted in ((512, 512), (1024, 512)):
        atlas = unwrap(surface, texture_px)
        photo = photograph(surface, (0.4, 0.9, 2.5))
        made = paint(atlas, [photo], replace(OPTIONS, texture_px=texture_px)).material
        assert made.base_colour.shape == (texture_px, texture_px, 3)
        assert made.orm.shape == (wanted, wanted, 3)


def test_of_two_photos_the_finer_one_counts_more(surface: Surface) -> None:
    near = photograph(surface, (0.4, 0.9, 2.5))
    far = photograph(surface, (1.2, 2.7, 7.5))
    turned = replace(far, cutout=replace(far.cutout, rgb=far.cutout.rgb[..., ::-1].copy()))
    atlas = unwrap(surface, OPTIONS.texture_px)
    painted = paint(atlas, [near, turned], OPTIONS)
    points, seen = colours_at(atlas, painted.material.base_colour, (0.9, 0.05, 0.05))
    left = (points[:, 2] > 0.199) & (points[:, 0] < -0.1)
    assert (seen[left, 0] > seen[left, 2]).all()


def test_base_colours_are_those_of_real_surfaces(surface: Surface) -> None:
    _, painted = painted_box(surface, (0.4, 0.9, 2.5))
    value = painted.material.base_colour.max(axis=2)
    assert value.min() >= 30
    assert value.max() <= 243


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_bleeding_invents_no_colour(seed: int, margin_px: float) -> None:
    rng = np.random.default_rng(seed)
    share = (rng.random((30, 40)) > 0.5).astype(np.float32)
    share[10:20, 10:20] = 1
    rgb = np.zeros((30, 40, 3), np.uint8)
    rgb[share > 0.5] = (10, 200, 30)
    assert (bleed(rgb, share, margin_px) == (10, 200, 30)).all()


def test_what_covers_the_product_is_not_painted_on_it(surface: Surface) -> None:
    """A yellow cup before the red half: that place takes red from around it, from the mirror or from the fill."""
    plain = photograph(surface, (0.0, 0.6, 2.5))
    rgb, hidden = plain.cutout.rgb.copy(), np.zeros((300, 300), dtype=bool)
    hidden[130:170, 90:130] = True
    assert (rgb[hidden] == LEFT).all(axis=1).mean() > 0.5
    rgb[hidden] = (250, 220, 0)
    matted = plain.cutout  # the matte takes the cup for a part of the product
    covered = Projection(replace(matted, rgb=rgb, hidden=hidden), plain.camera)
    atlas = unwrap(surface, OPTIONS.texture_px)
    careless = Projection(replace(matted, rgb=rgb), plain.camera)
    yellow = [
        int((np.abs(p.material.base_colour.astype(int) - (250, 220, 0)).max(axis=2) < 60).sum())
        for p in (paint(atlas, [careless], OPTIONS), paint(atlas, [covered], OPTIONS))
    ]
    assert yellow[0] > 100
    assert yellow[1] == 0


def test_a_photo_says_nothing_beyond_its_frame(surface: Surface) -> None:
    """Cut off in its middle, the photo shows the blue half; the other one is its mirror image, not a smear."""
    whole = photograph(surface, (0.0, 0.6, 2.5))
    rgb, matte = whole.cutout.rgb[:, 165:].copy(), whole.cutout.matte[:, 165:].copy()
    rgb[:, :6] = LEFT  # what a smear of the frame's edge would spread
    _, top, right, bottom = whole.cutout.box
    cutout = replace(
        whole.cutout,
        rgb=rgb,
        matte=matte,
        touches_edge=(True, False, False, False),
        box=(0, top, right - 165, bottom),
    )
    u, v = whole.camera.centre_px
    camera = replace(whole.camera, centre_px=(u - 165, v), width_px=135)
    atlas = unwrap(surface, OPTIONS.texture_px)
    painted = paint(atlas, [Projection(cutout, camera)], OPTIONS)
    points, seen = colours_at(atlas, painted.material.base_colour, (0.9, 0.05, 0.05))
    left = (points[:, 2] > 0.199) & (points[:, 0] < -0.12)
    assert left.any()
    assert np.abs(seen[left] - RIGHT).max() <= 12
