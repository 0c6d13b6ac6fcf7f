"""A framed picture: a slim frame, a mat, and abstract art in the style's colours; wide ones are a pair."""

from __future__ import annotations

import numpy as np

from layout.footprint import Footprint
from showroom.fillers.art import DESIGNS, painted
from showroom.fillers.facets import Facets
from showroom.fillers.palette import to_pixels
from showroom.scene import Material, Mesh, Primitive, Texture
from showroom.style.style import Style, srgb_to_linear

__all__ = ["picture_mesh"]

_FRAME_M = 0.016
_RECESS_M = 0.008
_GAP_M = 0.08
_PAIR_ASPECT = 1.52  # wider than this, and two upright pictures hang side by side
_PICTURE_PX = 512


def picture_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """Framed art in this box, its back at -Z."""
    pair = box.width_m / box.height_m > _PAIR_ASPECT
    width_m = (box.width_m - _GAP_M) / 2 if pair else box.width_m
    centres = (-(width_m + _GAP_M) / 2, (width_m + _GAP_M) / 2) if pair else (0.0,)
    design = DESIGNS[int(rng.integers(0, len(DESIGNS)))]
    dark = bool(rng.random() < 0.4)
    colour = srgb_to_linear(style.palette[3] if dark else "#b08d62")
    rail = Material(
        "frame", base_colour=(*colour, 1.0), roughness=0.45 if dark else 0.6, double_sided=False
    )
    frame = Facets()
    primitives: list[Primitive] = []
    for number, x in enumerate(centres):
        _frame(frame, x, width_m, box)
        paper = Facets()
        _paper(paper, x, width_m, box)
        inner = (width_m - 2 * _FRAME_M, box.height_m - 2 * _FRAME_M)
        pixels = to_pixels(painted(design, inner, _PICTURE_PX, style, rng))
        texture = Texture(f"{box.item_id} {design} {number + 1}", pixels)
        paper_look = Material(f"print {number + 1}", base_colour_texture=texture, roughness=0.6)
        primitives.append(paper.primitive(paper_look))
    return Mesh("framed picture", (frame.primitive(rail), *primitives))


def _frame(facets: Facets, x_m: float, width_m: float, box: Footprint) -> None:
    """Four rails: two over the whole height, two between them; and a back."""
    x0, x1 = x_m - width_m / 2, x_m + width_m / 2
    z0, z1, f, high = -box.depth_m / 2, box.depth_m / 2, _FRAME_M, box.height_m
    whole = (0.0, 0.0, 1.0, 1.0)
    facets.box((x0, 0.0, z0), (x0 + f, high, z1), whole)
    facets.box((x1 - f, 0.0, z0), (x1, high, z1), whole)
    facets.box((x0 + f, 0.0, z0), (x1 - f, f, z1), whole, "yYzZ")
    facets.box((x0 + f, high - f, z0), (x1 - f, high, z1), whole, "yYzZ")
    facets.box((x0 + f, f, z0), (x1 - f, high - f, z0 + 0.002), whole, "z")


def _paper(facets: Facets, x_m: float, width_m: float, box: Footprint) -> None:
    z = box.depth_m / 2 - _RECESS_M
    x0, x1 = x_m - width_m / 2 + _FRAME_M, x_m + width_m / 2 - _FRAME_M
    facets.box(
        (x0, _FRAME_M, z - 0.001),
        (x1, box.height_m - _FRAME_M, z),
        (0.0, 0.0, 1.0, 1.0),
        "Z",
    )
