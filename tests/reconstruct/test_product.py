from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import reconstruct
from reconstruct import (
    InvalidSizeError,
    PhotoMissingError,
    ProductSizeHint,
    ReconstructOptions,
    SurfaceOptions,
    TexturedProduct,
    TextureOptions,
    read_photo,
    reconstruct_product,
)
from reconstruct.lod import LodOptions, lighter
from reconstruct.parts.families import family_named
from reconstruct.turn import turned

from .conftest import draw_stool
from .test_baselines import SIZE, assert_fills

HINT = ProductSizeHint(SIZE.width_m, SIZE.height_m, SIZE.depth_m)
COARSE = ReconstructOptions(
    surface=SurfaceOptions(triangles=2000), texture=TextureOptions(texture_px=256)
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> TexturedProduct:
    """The stool as it is made for merchants."""
    photo = tmp_path_factory.mktemp("stool") / "stool.jpg"
    draw_stool()[0].save(photo, quality=92)
    return reconstruct_product([photo], product_id="STOOL-1", size=HINT)


def test_a_photo_becomes_a_product_of_true_size(product: TexturedProduct) -> None:
    assert product.size_m == SIZE
    assert product.size_source == "given"
    assert {w.code for w in product.warnings} <= {"doubtful_shape"}
    assert 0 <= product.shape_confidence <= 1
    assert_fills(product.vertices_m, SIZE)
    assert len(product.uvs) == len(product.normals) == len(product.vertices_m)
    assert 500 < len(product.faces) <= 20_000
    assert product.material.base_colour.dtype == np.uint8
    assert list(product.stage_seconds) == ["photo", "cutout", "shape", "surface", "texture"]


def test_an_unknown_size_is_guessed_and_said(stool_cutout: Path) -> None:
    product = reconstruct_product(
        [stool_cutout],
        product_id="STOOL-1",
        size=None,
        options=replace(COARSE, typical_height_m=0.72),
    )
    assert product.size_source == "guessed"
    size_m = product.size_m
    assert size_m.height_m == pytest.approx(0.72)
    assert 0.2 < size_m.width_m < 1.0
    assert 0.2 < size_m.depth_m < 1.2
    assert product.warnings[0].code == "unknown_size"
    assert product.warnings[0].message.startswith("STOOL-1: no size was given, so ")
    assert " x 72 x " in product.warnings[0].message


def test_a_partly_known_size_is_completed_and_said(stool_cutout: Path) -> None:
    product = reconstruct_product(
        [stool_cutout],
        product_id="STOOL-1",
        size=ProductSizeHint(height_m=0.36),
        options=COARSE,
    )
    assert product.size_m.height_m == 0.36
    assert 0.1 < product.size_m.width_m < 0.6
    assert product.warnings[0].code == "partial_size"


def test_a_cropped_photo_is_left_out_where_there_is_a_whole_one(
    stool_photo: Path, stool_cutout: Path
) -> None:
    cropped = read_photo(stool_photo)
    cropped = reconstruct.Photo("cropped.jpg", cropped.rgb[:400].copy(), None, (500, 400))
    product = reconstruct_product(
        [cropped, stool_cutout], product_id="S", size=HINT, options=COARSE
    )
    assert len(product.cutouts) == 2
    unused = [w for w in product.warnings if w.code == "unused_photos"]
    assert unused[0].message.startswith(
        "S: not used for the shape: cropped.jpg (whole: it shows most"
    )
    assert [use.used_for for use in product.photo_uses] == [(), ("shape", "texture")]
    alone = reconstruct_product([cropped], product_id="S", size=HINT, options=COARSE)
    assert "cropped_photo" in [w.code for w in alone.warnings]


def test_two_whole_photos_are_both_used(stool_photo: Path, stool_cutout: Path) -> None:
    product = reconstruct_product(
        [stool_photo, stool_cutout], product_id="S", size=HINT, options=COARSE
    )
    assert "unused_photos" not in [w.code for w in product.warnings]


def test_the_same_photo_gives_the_same_product(product: TexturedProduct, stool_photo: Path) -> None:
    second = reconstruct_product([stool_photo], product_id="S", size=HINT)
    for name in ("vertices_m", "normals", "uvs", "faces"):
        assert np.array_equal(getattr(product, name), getattr(second, name))
    assert np.array_equal(product.material.base_colour, second.material.base_colour)


def test_bad_input_is_named(stool_cutout: Path) -> None:
    with pytest.raises(PhotoMissingError, match="S: expected at least one photo"):
        reconstruct_product([], product_id="S", size=HINT)
    with pytest.raises(InvalidSizeError, match="S: expected a width"):
        reconstruct_product([stool_cutout], product_id="S", size=ProductSizeHint(-1.0, 1.0, 1.0))


def test_every_public_name_exists() -> None:
    assert sorted(reconstruct.__all__) == reconstruct.__all__
    for name in reconstruct.__all__:
        assert getattr(reconstruct, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = reconstruct.nothing


def test_given_parts_are_built_as_they_are(stool_cutout: Path) -> None:
    design = family_named("rug").complete({"outline": "round"}, {})
    product = reconstruct_product(
        [stool_cutout], product_id="RUG-1", size=HINT, design=design, options=COARSE
    )
    assert product.parts is not None
    assert product.parts.design == design
    assert product.refusal is None
    assert_fills(product.vertices_m, SIZE)
    assert len(product.parts.part_of_face) == len(product.faces)
    assert len(product.parts.uvs_m) == len(product.uvs)
    light = lighter(product, LodOptions(triangles=100, texture_px=64))
    assert light.parts is not None
    assert len(light.parts.part_of_face) == len(light.faces) < len(product.faces)
    assert len(light.parts.uvs_m) == len(light.vertices_m)
    assert_fills(light.vertices_m, SIZE)
    on_its_side = turned(product, np.pi / 2)
    again = lighter(on_its_side, LodOptions(triangles=100, texture_px=64))
    np.testing.assert_allclose(
        np.ptp(again.vertices_m, axis=0), np.ptp(on_its_side.vertices_m, axis=0), rtol=1e-6
    )
