"""A model that another program made: its front and its size come from the photo."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import trimesh

from reconstruct import (
    InvalidSizeError,
    PhotoMissingError,
    ProductSizeHint,
    ReconstructOptions,
    TexturedProduct,
    TextureOptions,
    VariantSource,
)
from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout
from reconstruct.model_orientation import find_orientation
from reconstruct.model_product import product_of_model
from reconstruct.network.model import load_shape_model
from reconstruct.photo import Photo
from reconstruct.photo_model import product_of_photo_model
from tests.one_armed_chair import SIZE_M, chair_glb, chair_picture, off_m, write_chair_photo

OPTIONS = ReconstructOptions(texture=TextureOptions(texture_px=256))
TRUE_SIZE = ProductSizeHint(*SIZE_M)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_chair_photo(tmp_path / "chair.png")


def _made(photo: Path, glb: bytes, size: ProductSizeHint | None) -> TexturedProduct:
    path = photo.with_name("made.glb")
    path.write_bytes(glb)
    return product_of_photo_model(
        [photo], lambda _photo, _cutout: path, product_id="C-1", size=size, options=OPTIONS
    )


@pytest.mark.parametrize("yaw_deg", [0, 90, 137, 180, -71])
def test_the_front_is_found_whichever_way_the_model_is_turned(tmp_path: Path, yaw_deg: int) -> None:
    path = tmp_path / "made.glb"
    path.write_bytes(chair_glb(math.radians(yaw_deg)))
    made = product_of_model(path, product_id="C-1", options=OPTIONS)
    picture = chair_picture()
    crop = crop_product(picture[..., :3], picture[..., 3].astype(np.float32) / 255)
    found = find_orientation(made, crop, load_shape_model().read(crop, None), ProductSizeHint())
    off = math.remainder(found.yaw_rad + math.radians(yaw_deg), 2 * math.pi)
    assert abs(math.degrees(off)) < 3
    assert found.overlap > 0.9


def test_colours_decide_where_silhouettes_are_equal(tmp_path: Path) -> None:
    """A cupboard, red in front: its silhouette from behind is the same."""
    box = trimesh.creation.box((1.0, 0.8, 0.4))
    colours = np.full((len(box.faces), 4), (120, 120, 120, 255), dtype=np.uint8)
    colours[box.face_normals[:, 2] > 0.5] = (200, 30, 30, 255)
    box.visual.face_colors = colours
    box.unmerge_vertices()
    path = tmp_path / "cupboard.glb"
    for yaw_deg in (0, 180):
        turned = box.copy()
        turned.apply_transform(
            trimesh.transformations.rotation_matrix(math.radians(yaw_deg), (0, 1, 0))
        )
        path.write_bytes(trimesh.Scene(turned).export(file_type="glb"))
        made = product_of_model(path, product_id="B-1", options=OPTIONS)
        # Seen straight from the front: red, with a grey strip of the top above.
        crop = np.zeros((128, 128, 4), dtype=np.uint8)
        crop[24:104, 8:120] = (205, 40, 40, 255)
        crop[20:24, 12:116] = (120, 120, 120, 255)
        found = find_orientation(
            made, crop, load_shape_model().read(crop, None), ProductSizeHint(1.0, 0.8, 0.4)
        )
        off = math.remainder(found.yaw_rad + math.radians(yaw_deg), 2 * math.pi)
        assert abs(math.degrees(off)) < 3


def test_the_size_is_the_merchants(photo: Path) -> None:
    product = _made(photo, chair_glb(math.radians(137), scale=7.0), TRUE_SIZE)
    assert np.ptp(product.vertices_m, axis=0) == pytest.approx(SIZE_M, abs=1e-6)
    assert off_m(product.vertices_m) < 0.01
    assert (product.size_source, product.warnings) == ("given", ())
    (use,) = product.photo_uses
    assert (use.name, use.used_for) == ("chair.png", ("shape", "texture"))
    assert max(product.category_odds.values()) <= 1.0
    np.testing.assert_allclose(np.linalg.norm(product.normals, axis=1), 1.0, atol=1e-6)


def test_sides_that_are_not_given_keep_the_models_proportions(photo: Path) -> None:
    product = _made(photo, chair_glb(math.radians(-71), scale=0.01), ProductSizeHint(height_m=1.8))
    assert np.ptp(product.vertices_m, axis=0) == pytest.approx([1.2, 1.8, 1.0], rel=1e-3)
    assert [w.code for w in product.warnings] == ["partial_size"]
    assert product.size_source == "guessed"


def test_without_a_size_it_is_as_large_as_the_photo_suggests(photo: Path) -> None:
    product = _made(photo, chair_glb(0.0, scale=50.0), None)
    width, height, depth = np.ptp(product.vertices_m, axis=0)
    assert 0.4 < height < 1.8
    assert [width / height, depth / height] == pytest.approx([0.6 / 0.9, 0.5 / 0.9], rel=1e-3)
    assert [w.code for w in product.warnings] == ["unknown_size"]


def test_a_model_of_something_else_is_told(photo: Path) -> None:
    pole = trimesh.creation.box((0.1, 2.0, 0.1))
    product = _made(
        photo, trimesh.Scene(pole).export(file_type="glb"), ProductSizeHint(height_m=0.9)
    )
    misfit = next(w for w in product.warnings if w.code == "model_misfit")
    assert "chair.png" in misfit.message
    assert "+Y up" in misfit.message


def test_other_looks_are_left_out_with_a_word(photo: Path) -> None:
    path = photo.with_name("made.glb")
    path.write_bytes(chair_glb(0.0))
    seen: list[tuple[Photo, Cutout]] = []

    def make(picture: Photo, cutout: Cutout) -> Path:
        seen.append((picture, cutout))
        return path

    product = product_of_photo_model(
        [photo],
        make,
        product_id="C-1",
        size=TRUE_SIZE,
        variants=[VariantSource("blue", rgb=(0, 0, 200))],
        options=OPTIONS,
    )
    ((picture, cutout),) = seen
    assert picture.name == cutout.photo_name == "chair.png"
    assert product.variants == ()
    (warning,) = product.warnings
    assert warning.code == "variant_failed"
    assert "'blue'" in warning.message


def test_what_is_wrong_before_the_model_is_told_before_it_is_made(photo: Path) -> None:
    def never(_photo: Photo, _cutout: Cutout) -> Path:
        raise AssertionError("called")

    with pytest.raises(InvalidSizeError):
        product_of_photo_model([photo], never, product_id="C-1", size=ProductSizeHint(width_m=90.0))
    with pytest.raises(PhotoMissingError):
        product_of_photo_model([], never, product_id="C-1")
