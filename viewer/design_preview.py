"""A design drawn plainly: each part a node of its own, one colour for each material, light enough to follow a hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.delight import linear
from reconstruct.parts.assembly import Assembly
from reconstruct.parts.detail import PRODUCT_DETAILS
from reconstruct.parts.families import family_named
from reconstruct.parts.parameters import Design
from reconstruct.surface import corner_normals
from showroom.gltf import write_glb
from showroom.scene import Material, Mesh, Node, Primitive, Scene

__all__ = ["preview_assembly", "preview_glb"]

Rgb = tuple[float, float, float]

# The finest of a product costs four times as much and looks alike without its texture.
_DETAIL = PRODUCT_DETAILS[1]
_CREASE_RAD = np.deg2rad(40)

_USUAL: Mapping[str, Rgb] = {
    "upholstery": (0.62, 0.60, 0.56),
    "cushion": (0.66, 0.64, 0.60),
    "pillows": (0.80, 0.76, 0.70),
    "pillow": (0.70, 0.68, 0.64),
    "mattress": (0.93, 0.92, 0.89),
    "sheet": (0.95, 0.94, 0.92),
    "bedding": (0.90, 0.88, 0.85),
    "throw": (0.55, 0.58, 0.55),
    "rug": (0.70, 0.65, 0.57),
    "fringe": (0.82, 0.78, 0.70),
    "border": (0.45, 0.42, 0.38),
    "glass": (0.78, 0.86, 0.88),
    "screen": (0.07, 0.07, 0.08),
    "ceramic": (0.95, 0.95, 0.94),
    "metal": (0.50, 0.50, 0.51),
    "handle": (0.36, 0.35, 0.34),
    "handles": (0.36, 0.35, 0.34),
    "wheels": (0.16, 0.16, 0.17),
    "mesh": (0.22, 0.23, 0.24),
    "shade": (0.92, 0.88, 0.80),
    "bulb": (1.00, 0.96, 0.86),
    "cord": (0.20, 0.20, 0.20),
    "leaves": (0.28, 0.42, 0.22),
    "stalks": (0.36, 0.46, 0.24),
    "trunk": (0.40, 0.30, 0.21),
    "soil": (0.22, 0.17, 0.13),
    "pot": (0.72, 0.48, 0.36),
    "shell": (0.80, 0.79, 0.76),
    "legs": (0.52, 0.38, 0.26),
    "picture": (0.60, 0.66, 0.66),
    "mat": (0.95, 0.94, 0.91),
    "white keys": (0.95, 0.94, 0.90),
    "black keys": (0.08, 0.08, 0.08),
}
_WOOD: Rgb = (0.68, 0.52, 0.36)
"""Of every other material, where the photos do not tell."""


def preview_assembly(design: Design, size_m: Float[np.ndarray, "3"]) -> Assembly:
    """The parts of a design as the preview shows them; width, height and depth in metres."""
    return family_named(design.family).build(design, size_m, _DETAIL)


def preview_glb(assembly: Assembly, colours: Mapping[str, Rgb]) -> bytes:
    """A GLB with a node for each part, named as the part is.

    Parameters
    ----------
    assembly
        The parts, in the `product` frame.
    colours
        By material, sRGB from 0 to 1; a usual colour is taken for the others.
    """
    vertices_m, faces, normals = corner_normals(assembly.vertices_m, assembly.faces, _CREASE_RAD)
    nodes = []
    for part in assembly.parts:
        own = faces[part.first_face : part.first_face + part.faces]
        corners, places = np.unique(own, return_inverse=True)
        colour = colours.get(part.material, _USUAL.get(part.material, _WOOD))
        red, green, blue = (float(channel) for channel in linear(255 * np.asarray(colour)))
        primitive = Primitive(
            positions_m=vertices_m[corners],
            normals=normals[corners],
            faces=places.reshape(-1, 3),
            material=Material(
                name=part.material,
                base_colour=(red, green, blue, 1.0),
                double_sided=True,
            ),
        )
        nodes.append(Node(part.name, mesh=Mesh(part.name, (primitive,))))
    return write_glb(Scene("design", tuple(nodes)))
