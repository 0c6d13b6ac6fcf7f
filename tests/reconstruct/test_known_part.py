"""What a photo does not show is unknown: cropped sides, things in front."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.baselines import box
from reconstruct.camera import Camera
from reconstruct.candidate import Target, compare_outline
from reconstruct.crop import crop_product, crop_square, matte_bounds
from reconstruct.cutout import Cutout
from reconstruct.fit import fit_shape
from reconstruct.known_part import KnownPart
from reconstruct.lattice import drape
from reconstruct.network.model import load_shape_model
from reconstruct.outline import Outline, look
from reconstruct.pose import find_viewpoint
from reconstruct.raycast import RayCaster
from reconstruct.shape import find_camera
from reconstruct.size import ProductSize
from reconstruct.surface import subdivided
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera, viewpoint_camera

VIEW = Viewpoint(0.5, 0.3, 3.0)
SOFA = box(ProductSize(2.0, 0.8, 0.9))
VERTICES = canonical(SOFA.vertices_m)
PX = 240


def photo_of_sofa(
    keep: tuple[slice, slice] = (slice(None), slice(None)), hidden: np.ndarray | None = None
) -> Cutout:
    """A sofa-sized box at `VIEW`; `keep` is the part of the photo that is left, `hidden` what something covers."""
    camera = sofa_camera()
    seen = RayCaster(VERTICES, SOFA.faces).occluded(*camera.rays()).reshape(PX, PX)
    if hidden is not None:
        seen = seen & ~hidden
    matte = np.ascontiguousarray(seen[keep].astype(np.float32))
    bounds = matte_bounds(matte)
    height, width = matte.shape
    rgb = np.full((*matte.shape, 3), 120, dtype=np.uint8)
    touches = (bounds[0] == 0, bounds[1] == 0, bounds[2] == width, bounds[3] == height)
    return Cutout("sofa.jpg", rgb, matte, "mask", 1.0, touches, bounds, hidden=hidden)


def sofa_camera() -> Camera:
    camera, _ = frame_camera(VERTICES, VIEW, (20.0, 70.0, 220.0, 170.0), PX)
    return camera


def in_photo(camera: Camera, cutout: Cutout) -> tuple[float, float, float]:
    """Focal length and principal point of a camera of the crop, in the photo's pixels."""
    x, y, side = crop_square(cutout.matte)
    scale = side / 128
    return camera.focal_px * scale, camera.centre_px[0] * scale + x, camera.centre_px[1] * scale + y


def seen_part(cutout: Cutout) -> tuple[np.ndarray, KnownPart]:
    crop = crop_product(cutout.rgb, cutout.matte)
    part = KnownPart.of(cutout, crop)
    assert part is not None
    return crop, part


CUT = {
    "left": (slice(None), slice(80, None)),
    "right": (slice(None), slice(None, 150)),
    "bottom": (slice(None, 140), slice(None)),
    "top": (slice(95, None), slice(None)),
}


@pytest.mark.parametrize("side", list(CUT))
def test_a_cropped_box_gets_the_camera_of_the_whole_one(side: str) -> None:
    keep = CUT[side]
    cutout = photo_of_sofa(keep)
    crop, part = seen_part(cutout)
    assert part.own_bounds == tuple(s != side for s in ("left", "top", "right", "bottom"))
    seen = look(VERTICES, SOFA.faces, [VIEW], [crop], [part])[0]
    true = sofa_camera()
    focal_px, u, v = in_photo(seen.camera, cutout)
    left, top = keep[1].start or 0, keep[0].start or 0
    assert focal_px == pytest.approx(true.focal_px, rel=0.04)
    assert u + left == pytest.approx(true.centre_px[0], abs=0.03 * PX)
    assert v + top == pytest.approx(true.centre_px[1], abs=0.03 * PX)
    assert seen.overlap > 0.96
    # Taken at its word, the cropped matte gives another camera.
    naive = look(VERTICES, SOFA.faces, [VIEW], [crop])[0]
    off = abs(focal_px / true.focal_px - 1)
    assert abs(in_photo(naive.camera, cutout)[0] / true.focal_px - 1) > max(0.06, 2 * off)
    assert naive.overlap < seen.overlap


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-1.2, 1.2),
    st.floats(-0.1, 0.8),
    st.floats(1.5, 8),
    st.sampled_from([0, 1, 2, 3]),
    st.floats(0.0, 0.4),
)
def test_three_sides_tell_the_camera(
    azimuth: float, elevation: float, distance: float, side: int, share: float
) -> None:
    view = Viewpoint(azimuth, elevation, distance)
    true = viewpoint_camera(view, focal_px=200.0, centre_px=(70.0, 55.0), picture_px=128)
    seen = true.project(VERTICES)[:, :2]
    bounds = [*seen.min(axis=0), *seen.max(axis=0)]
    bounds[side] += share * (bounds[(side + 2) % 4] - bounds[side])
    own = tuple(i != side for i in range(4))
    camera, left_over = frame_camera(VERTICES, view, bounds, 128, own)  # type: ignore[arg-type]
    np.testing.assert_allclose(camera.project(VERTICES), true.project(VERTICES), atol=0.1)
    assert left_over < 1e-3


def test_the_product_reaches_at_least_as_far_as_it_is_seen() -> None:
    """A cropped side seen further out than the other three allow counts as any other."""
    view = Viewpoint(0.0, 0.0, 4.0)
    bounds = (10.0, 40.0, 120.0, 60.0)  # wider than the sofa at this height
    three, _ = frame_camera(VERTICES, view, bounds, 128, (False, True, True, True))
    four, _ = frame_camera(VERTICES, view, bounds, 128)
    assert three.focal_px == pytest.approx(four.focal_px)


def test_a_corner_leaves_the_scale_open_and_zoom_decides() -> None:
    view, bounds = Viewpoint(0.0, 0.0, 4.0), (30.0, 40.0, 120.0, 60.0)
    corner = (True, True, False, False)
    least, _ = frame_camera(VERTICES, view, bounds, 128, corner)
    seen = least.project(VERTICES)
    assert seen[:, 0].min() == pytest.approx(30, abs=0.1)
    assert seen[:, 1].min() == pytest.approx(40, abs=0.1)
    assert seen[:, 0].max() == pytest.approx(120, abs=0.1)
    assert seen[:, 1].max() > 60
    larger, _ = frame_camera(VERTICES, view.zoomed(1.5), bounds, 128, corner)
    assert larger.focal_px == pytest.approx(1.5 * least.focal_px)
    assert larger.project(VERTICES)[:, 0].min() == pytest.approx(30, abs=0.1)
    # Where the bounds tell the scale, there is nothing to zoom.
    told, _ = frame_camera(VERTICES, view.zoomed(1.5), bounds, 128, (True, True, True, False))
    assert told.focal_px == pytest.approx(least.focal_px, rel=1e-3)
    assert view.zoomed(0.1).zoom == 1.0


def test_overlap_and_outline_count_known_pixels_only() -> None:
    """A square of 100 x 100 px fills the crop's middle; its left half is hidden, and taken as not there."""
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[14:114, 64:114] = 255
    known = np.ones((128, 128), dtype=bool)
    known[:, :64] = False
    part = KnownPart(known, (False, True, True, True), (64.0, 14.0, 114.0, 114.0))
    target = Target.of(crop, part)
    # Of the right half's rim: 25 pixels above, 25 below, 50 at the right, two corners counted twice.
    assert len(target.outline) == 25 + 25 + 50 - 2
    assert target.outline[:, 1].min() == 32
    square = box(ProductSize(1.0, 1.0, 0.02))
    vertices = canonical(square.vertices_m)
    front = Viewpoint(0.0, 0.0, 8.0)
    overlap, outline, camera = compare_outline(
        vertices, RayCaster(vertices, square.faces), front, target
    )
    assert camera.project(vertices)[:, 0].min() == pytest.approx(14, abs=0.5)
    assert overlap == 1.0
    assert outline == 0.0
    naive, _, _ = compare_outline(
        vertices, RayCaster(vertices, square.faces), front, Target.of(crop)
    )
    assert naive < 0.75


def test_an_outline_against_the_unknown_is_none() -> None:
    solid = np.zeros((20, 20), dtype=bool)
    solid[5:15, 5:15] = True
    known = np.ones((20, 20), dtype=bool)
    known[:, 12:] = False
    rim = Outline.of(solid, known)
    assert len(Outline.of(solid).pixel) == 36
    assert len(rim.pixel) == 7 + 7 + 8
    assert rim.places[:, 0].max() == 11.5
    # Beside the unknown the way out is still straight up or down.
    last = rim.places[:, 0] == 11.5
    assert np.abs(rim.normal[last, 0]).max() < 0.2


def test_a_hidden_side_is_not_the_products_own() -> None:
    v, u = np.mgrid[0:PX, 0:PX]
    plant = (u > 190) & (v > 60)
    _, part = seen_part(photo_of_sofa(hidden=plant))
    assert part.own_bounds == (True, True, False, True)
    cushion = (u - 120) ** 2 + (v - 110) ** 2 < 15**2
    _, part = seen_part(photo_of_sofa(hidden=cushion))
    assert part.own_bounds == (True, True, True, True)
    assert not part.pixels.all()


def test_what_is_far_from_the_product_changes_nothing() -> None:
    far = np.zeros((PX, PX), dtype=bool)
    far[:10, :10] = True
    for hidden in (None, np.zeros((PX, PX), dtype=bool), far):
        cutout = photo_of_sofa(hidden=hidden)
        assert KnownPart.of(cutout, crop_product(cutout.rgb, cutout.matte)) is None


def test_all_known_gives_the_same_floats() -> None:
    """The way through masks and the way without agree to the last bit when everything is shown."""
    cutout = photo_of_sofa()
    crop = crop_product(cutout.rgb, cutout.matte)
    left, top, right, bottom = Target.of(crop).bounds_px
    part = KnownPart(
        np.ones((128, 128), dtype=bool), (True, True, True, True), (left, top, right, bottom)
    )
    caster = RayCaster(VERTICES, SOFA.faces)
    for view in (VIEW, Viewpoint(0.2, 0.1, 2.0), Viewpoint(-1.0, 0.6, 5.0)):
        plain = compare_outline(VERTICES, caster, view, Target.of(crop))
        masked = compare_outline(VERTICES, caster, view, Target.of(crop, part))
        assert plain[:2] == masked[:2]
        assert plain[2].focal_px == masked[2].focal_px
        assert plain[2].centre_px == masked[2].centre_px
    fine, faces = subdivided(VERTICES, SOFA.faces, least=800)
    off = Viewpoint(0.6, 0.25, 3.0)
    without = drape(fine, faces, [off], [crop])
    assert np.array_equal(drape(fine, faces, [off], [crop], None, [part]), without)


def test_an_unhidden_product_is_fitted_to_the_same_bit() -> None:
    """A mask in which nothing is hidden is no mask."""
    model = load_shape_model()
    size = np.array([2.0, 0.8, 0.9])
    fits = []
    for hidden in (None, np.zeros((PX, PX), dtype=bool)):
        cutout = photo_of_sofa(hidden=hidden)
        reading = model.read(crop_product(cutout.rgb, cutout.matte), size)
        fits.append(fit_shape(model, [cutout], [reading], size))
    assert np.array_equal(fits[0].vertices, fits[1].vertices)
    assert fits[0].views[0].camera.focal_px == fits[1].views[0].camera.focal_px
    assert fits[0].confidence == fits[1].confidence


def test_a_cropped_sofa_is_fitted_with_its_unseen_half() -> None:
    """The half that is seen lies where the whole one does, and the fitted sofa reaches beyond the frame."""
    size = ProductSize(2.0, 0.8, 0.9)
    cutout = photo_of_sofa(CUT["left"])
    camera, overlap = find_camera(cutout, SOFA, size)
    seen = camera.project(SOFA.vertices_m)
    assert overlap > 0.93
    assert seen[:, 0].min() < -20
    assert seen[:, 0].max() == pytest.approx(140, abs=6)


def test_the_viewpoint_of_a_half_hidden_box_is_found() -> None:
    v, u = np.mgrid[0:PX, 0:PX]
    crop, part = seen_part(photo_of_sofa(hidden=(u < 110) & (v > 90)))
    start = Viewpoint(0.8, 0.2, 3.0)
    found = find_viewpoint(VERTICES, SOFA.faces, crop, [start], part)
    assert abs(found.view.azimuth_rad - VIEW.azimuth_rad) < 0.15
    assert found.overlap > 0.95
