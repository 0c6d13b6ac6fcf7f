"""Desks in an L: a top along the back and another one along a side, or both in one with a curved front."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import post
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.rings import ringed

__all__ = ["construct_corner"]


def construct_corner(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """Add the parts of an L-shaped desk whose return runs to the front on its left or right."""
    side = 1.0 if values.of("layout").endswith("left") else -1.0
    is_curved = values.of("layout").startswith("wave")
    detail = builder.detail
    thick = min(values["top_thickness"], 0.3 * height)
    low = height - thick
    main = max(values["corner_depth"] * depth, 0.15)
    wing = max(values["corner_width"] * width, 0.15)
    x, z = width / 2, depth / 2
    edge = main - z  # front edge of the main top
    inner = x - wing

    def box(
        role: str,
        name: str,
        a: tuple[float, float, float],
        b: tuple[float, float, float],
        material: str,
    ) -> None:
        # Described with the return on the left; mirrored for the right.
        low_m, high_m = (side * a[0], a[1], a[2]), (side * b[0], b[1], b[2])
        builder.add(role, name, block(low_m, high_m, edge_m=0.003, detail=detail), material)

    if is_curved:
        curved = _curved_top(x, z, edge, inner, thick, detail).moved(y_m=low)
        builder.add("top", "", curved if side > 0 else curved.mirrored(), "top")
    else:
        box("top", "main", (-x, low, -z), (x, height, edge), "top")
        box("top", "return", (inner, low, edge), (x, height, z), "top")
    style = values.of("corner_legs")
    leg = values["corner_leg"]
    if style == "panels":
        board = min(0.5 * leg, 0.04)
        box("side", "far end", (-x, 0.0, -z), (board - x, low, edge), "legs")
        box("side", "near end", (inner, 0.0, z - board), (x, low, z), "legs")
        box("side", "corner", (x - board, 0.0, -z), (x, low, edge), "legs")
    else:
        places = {
            "far back": (leg / 2 - x, leg / 2 - z),
            "far front": (leg / 2 - x, edge - leg / 2),
            "corner": (x - leg / 2, leg / 2 - z),
            "near inner": (inner + leg / 2, z - leg / 2),
            "near outer": (x - leg / 2, z - leg / 2),
            "inside": (inner + leg / 2, edge - leg / 2),
        }
        if is_curved:  # the top carries itself there
            del places["inside"]
        for name, (at_x, at_z) in places.items():
            bottom, top = (side * at_x, 0.0, at_z), (side * at_x, low, at_z)
            builder.add("leg", name, post(bottom, top, (leg, leg), detail=detail), "legs")
        if style == "frames":
            box("foot", "far", (-x, 0.0, leg - z), (leg - x, leg, edge - leg), "legs")
            box("foot", "near", (inner + leg, 0.0, z - leg), (x - leg, leg, z), "legs")
            box("frame", "far", (-x, low - leg, leg - z), (leg - x, low, edge - leg), "legs")
            box("frame", "near", (inner + leg, low - leg, z - leg), (x - leg, low, z), "legs")
    if values.of("back_panel") == "panel":
        rise = low * (1 - values["back_panel_height"])
        inset = 0.02 + 0.2 * values["back_panel_inset"] * main
        box(
            "panel", "back", (leg - x, rise, inset - z), (x - leg, low, inset + 0.016 - z), "panels"
        )
        box(
            "panel", "side", (x - inset - 0.016, rise, leg - z), (x - inset, low, z - leg), "panels"
        )


def _curved_top(
    x_m: float, z_m: float, edge_m: float, inner_m: float, thick_m: float, detail: Detail
) -> PartMesh:
    """A top whose front runs from `edge_m` in a curve to the very front from where x is `inner_m`."""
    stations = np.linspace(-1, 1, 10 + 14 * detail.along)
    x = stations * x_m
    bend = 0.6 * (inner_m + x_m)
    share = np.clip((x - inner_m) / bend + 1, 0, 1)
    front = edge_m + (z_m - edge_m) * share * share * (3 - 2 * share)
    rings = np.empty((len(x), 4, 3))
    rings[:, :, 0] = x[:, None]
    rings[:, :, 1] = (0.0, thick_m, thick_m, 0.0)
    rings[:, :2, 2], rings[:, 2:, 2] = -z_m, front[:, None]
    return ringed(rings, np.eye(3)[[0, 2, 1]])
