from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.cutout import cut_out
from reconstruct.photo import read_photo
from reconstruct.shape import find_shape
from reconstruct.surface import make_surface
from reconstruct.texture import TextureOptions, bleed, make_texture

from .test_baselines import SIZE


def test_no_background_colour_reaches_the_product(stool_cutout: Path) -> None:
    cutout = cut_out(read_photo(stool_cutout))
    surface = make_surface(find_shape(cutout, SIZE), SIZE)
    textured, uvs, material = make_texture(surface, cutout, SIZE)
    assert uvs.shape == (len(textured.vertices_m), 2)
    assert uvs.min() >= 0
    assert uvs.max() <= 1
    colours = material.base_colour
    assert max(colours.shape) <= 1024
    at = (uvs * [colours.shape[1] - 1, colours.shape[0] - 1]).round().astype(int)
    seen = colours[at[:, 1], at[:, 0]].astype(int)
    assert np.abs(seen - [126, 74, 38]).max() <= 3


def test_the_photo_is_upright_and_not_mirrored_on_the_front(stool_cutout: Path) -> None:
    photo = read_photo(stool_cutout)
    photo.rgb[:, 250:] = (
        0,
        0,
        250,
    )  # the picture's right half, the product's left: -X... +X is right
    photo.rgb[150:] = (250, 0, 0)
    cutout = cut_out(photo)
    surface = make_surface(find_shape(cutout, SIZE), SIZE)
    textured, uvs, material = make_texture(surface, cutout, SIZE)
    front = textured.normals[:, 2] > 0.9
    colours = material.base_colour
    at = (uvs * [colours.shape[1], colours.shape[0]]).astype(int)
    seen = colours[at[:, 1], at[:, 0]]
    top_right = front & (textured.vertices_m[:, 0] > 0.05) & (textured.vertices_m[:, 1] > 0.69)
    top_left = front & (textured.vertices_m[:, 0] < -0.05) & (textured.vertices_m[:, 1] > 0.69)
    low = front & (textured.vertices_m[:, 1] < 0.5)
    assert top_right.any()
    assert (seen[top_right, 2] > 200).all()
    assert (seen[top_left, 2] < 60).all()
    assert (seen[low, 0] > 200).all()


def test_splitting_keeps_the_surface(stool_cutout: Path) -> None:
    cutout = cut_out(read_photo(stool_cutout))
    surface = make_surface(find_shape(cutout, SIZE), SIZE)
    textured, _, _ = make_texture(surface, cutout, SIZE, TextureOptions(texture_px=128))
    np.testing.assert_array_equal(
        textured.vertices_m[textured.faces], surface.vertices_m[surface.faces]
    )
    np.testing.assert_array_equal(textured.normals[textured.faces], surface.normals[surface.faces])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_bleeding_invents_no_colour(seed: int, margin_px: float) -> None:
    rng = np.random.default_rng(seed)
    share = (rng.random((30, 40)) > 0.5).astype(np.float32)
    share[10:20, 10:20] = 1
    rgb = np.zeros((30, 40, 3), np.uint8)
    rgb[share > 0.5] = (10, 200, 30)
    assert (bleed(rgb, share, margin_px) == (10, 200, 30)).all()
