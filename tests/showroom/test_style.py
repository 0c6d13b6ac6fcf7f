from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from showroom.errors import StyleError
from showroom.style.style import (
    ROLES,
    Finish,
    kelvin_rgb,
    load_style,
    srgb_to_linear,
    style_names,
    tiled_material,
    with_finish,
)


def test_at_least_eight_styles_are_complete() -> None:
    assert len(style_names()) >= 8
    for name in style_names():
        style = load_style(name)
        for role in ROLES:
            made = tiled_material(role, style.finishes[role])
            assert made is tiled_material(role, style.finishes[role])
            assert all(0 <= c <= 1 for c in made.material.base_colour)


def test_a_tint_gives_the_asked_mean_colour() -> None:
    made = tiled_material("wall", Finish(material="plaster", colour="#808080")).material
    assert made.base_colour_texture is not None
    srgb = made.base_colour_texture.pixels / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    mean = linear.mean((0, 1)) * made.base_colour[:3]
    assert mean == pytest.approx(srgb_to_linear("#808080"), abs=0.005)


def test_materials_repeat_without_a_seam() -> None:
    folder = Path(__file__).resolve().parents[2] / "assets" / "materials"
    for name, entry in json.loads((folder / "materials.json").read_text()).items():
        texture = tiled_material("x", Finish(material=name)).material.base_colour_texture
        assert texture is not None
        pixels = texture.pixels.astype(float)
        inside = np.abs(np.diff(pixels, axis=1)).mean(axis=(0, 2))
        seam = np.abs(pixels[:, 0] - pixels[:, -1]).mean()
        # A joint between boards may lie on the border, so the seam may be as strong as the strongest joint.
        assert seam <= inside.max() + 3, name
        assert 0.3 <= entry["tile_m"] <= 4


def test_warm_light_is_red_and_cold_light_blue() -> None:
    warm, noon, cold = kelvin_rgb(2700.0), kelvin_rgb(5500.0), kelvin_rgb(9000.0)
    assert noon == pytest.approx((1, 1, 1), abs=1e-6)
    assert warm[0] == 1 > warm[1] > warm[2]
    assert cold[2] == 1 > cold[0]


def test_a_merchants_own_wall_colour() -> None:
    style = with_finish(load_style("classic"), "wall", Finish("plaster", "#aa3311"))
    assert style.finishes["wall"].colour == "#aa3311"
    with pytest.raises(StyleError, match="no role 'walls'"):
        with_finish(style, "walls", Finish(colour="#aa3311"))


def test_errors_name_style_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match=r"'nope' does not exist; choose one of children"):
        load_style("nope")
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    with pytest.raises(StyleError, match=r"broken\.json.*light"):
        load_style(broken)
    broken.write_text("{")
    with pytest.raises(StyleError, match="not JSON"):
        load_style(broken)
    with pytest.raises(StyleError, match="cannot be read"):
        load_style(tmp_path / "absent.json")
