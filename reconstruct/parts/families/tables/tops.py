"""Table tops: their outlines and edges, and tops of glass, planks or slats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.board import block, board
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle, superellipse
from reconstruct.parts.primitives.rings import ringed

__all__ = [
    "Frame",
    "add_top",
    "corner_share",
    "edged_top",
    "framed_top",
    "planked_top",
    "top_outline",
]


AMOUNTS = {"rounded": "corner", "superellipse": "squareness", "boat": "bow", "live_edge": "wave"}
ROUND = ("round", "superellipse")


@dataclass(frozen=True)
class Frame:
    """Room for what carries a top.

    Attributes
    ----------
    width_m, depth_m
        Of the top.
    top_y_m
        Height of its lower face.
    reach_x, reach_z
        How far out legs at its corners can stand, as shares of the half sides.
    is_round
        Whether it has no corners.
    thickness_m
        Of the top.
    """

    width_m: float
    depth_m: float
    top_y_m: float
    reach_x: float
    reach_z: float
    is_round: bool
    thickness_m: float


def add_top(builder: Builder, values: Values, width: float, height: float, depth: float) -> Frame:
    """Add the top of a table of some size; returns the room under it."""
    surface, edge = values.of("surface"), values.of("edge")
    if values.of("legs") == "picnic":
        # The rest of the depth is benches.
        surface, depth = "planks", depth * values["picnic_top"]
    shape = values.of("outline")
    amount = values[AMOUNTS[shape]] if shape in AMOUNTS else 0.0
    thickness = min(values["top_thickness"], 0.3 * height)
    if surface in ("framed_glass", "slatted", "planks"):
        low = height - thickness
        if surface == "planks":
            many = values.of("slats") == "many"
            planked_top(
                builder, 7 if many else 4, width, depth, low, thickness, values["plank_gap"]
            )
        else:
            fill = "glass" if surface == "framed_glass" else "slatted"
            frame_m, slats = values["frame_width"], 15 if values.of("slats") == "many" else 9
            framed_top(builder, fill, slats, width, depth, low, thickness, frame_m)
        return Frame(width, depth, low, 1.0, 1.0, False, thickness)
    outline = top_outline(shape, width, depth, amount, builder.detail)
    rim = min(values["rim_height"], 0.2 * height) if edge == "tray" else 0.0
    run = rim if edge == "tray" else min(values["bevel_run"], 0.15 * depth, 0.15 * width)
    made = edged_top(outline, edge, thickness, run, values["bevel_share"], builder.detail)
    low = height - thickness - rim
    role = "glass" if surface == "glass" else "top"
    name = "top" if role == "glass" else ""
    builder.add(role, name, made.moved(y_m=low), role)
    reach_x, reach_z = corner_share(shape, amount, width, depth)
    if edge == "bevelled":  # legs stand under the lower face, which a bevel makes smaller
        reach_x, reach_z = reach_x - 2 * run / width, reach_z - 2 * run / depth
    return Frame(width, depth, low, reach_x, reach_z, shape in ROUND, thickness)


def top_outline(
    shape: str, width_m: float, depth_m: float, amount: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """The outline of a top.

    Parameters
    ----------
    shape
        "rectangle", "rounded", "round", "superellipse", "boat" or "live_edge".
    amount
        Of rounded corners, their radius over the shorter side; of a superellipse, its power; of a boat, how much
        narrower the ends are; of a live edge, how far it waves over the depth.
    """
    if shape == "rounded":
        return rounded_rectangle(width_m, depth_m, amount * min(width_m, depth_m), detail)
    if shape == "round":
        return ellipse(width_m, depth_m, detail)
    if shape == "superellipse":
        return superellipse(width_m, depth_m, amount, detail)
    if shape in ("boat", "live_edge"):
        share = np.linspace(1, -1, 6 + 8 * detail.along)
        if shape == "boat":
            front = back = 1 - amount * share**2
        else:
            front = 1 - amount * (1 - np.sin(4.1 * share + 0.7) * np.cos(2.3 * share)) / 2
            back = 1 - amount * (1 - np.sin(3.3 * share + 2.4) * np.cos(4.6 * share + 1)) / 2
        half_x, half_z = width_m / 2, depth_m / 2
        return np.concatenate(
            [
                np.stack([share * half_x, front * half_z], axis=1),
                np.stack([share[::-1] * half_x, -back[::-1] * half_z], axis=1),
            ]
        )
    return rounded_rectangle(width_m, depth_m, 0.0, detail)


def corner_share(shape: str, amount: float, width_m: float, depth_m: float) -> tuple[float, float]:
    """How far out along x and z, as a share of the half sides, a leg can stand at a corner of a top."""
    if shape == "rounded":
        # A round corner is 0.29 of its radius away from where the sharp one would be, along x and along z.
        lost_m = 0.59 * amount * min(width_m, depth_m)
        return 1 - lost_m / width_m, 1 - lost_m / depth_m
    if shape == "round":
        return 0.72, 0.72
    if shape == "superellipse":
        share = 0.5 ** (1 / max(amount, 2.0)) + 0.01
        return share, share
    if shape == "boat":
        return 0.97, 1 - 0.85 * amount
    if shape == "live_edge":
        return 0.97, 1 - amount
    return 1.0, 1.0


def edged_top(
    outline: Float[np.ndarray, "N 2"],
    edge: str,
    thickness_m: float,
    run_m: float,
    share: float,
    detail: Detail,
) -> PartMesh:
    """A top of one board, its lower face at y = 0.

    Parameters
    ----------
    edge
        "square"; "bevelled" from below; "bullnose"; "tray" with a rim around.
    thickness_m
        Of the board; a tray's rim stands above it.
    run_m
        How far a bevel runs inwards; how high a rim is.
    share
        How much of the thickness a bevel takes.
    """
    if edge == "bevelled":
        heights = [0.0, thickness_m * share, thickness_m]
        insets = [run_m, 0.0, 0.0]
        if detail.bevel:
            heights, insets = (
                [*heights[:2], thickness_m - 0.0015, thickness_m],
                [*insets[:2], 0, 0.0015],
            )
        return _profiled(outline, heights, insets)
    if edge == "bullnose":
        angle = np.linspace(-np.pi / 2, np.pi / 2, 5 + 4 * detail.bevel)
        half = thickness_m / 2
        return _profiled(outline, half + half * np.sin(angle), half * (1 - np.cos(angle)))
    if edge == "tray":
        high = thickness_m + run_m
        rim = 0.012
        return _profiled(outline, [0.0, high, high, thickness_m], [0.0, 0.0, rim, rim])
    return board(outline, thickness_m, edge_m=0.003, detail=detail)


def _profiled(
    outline: Float[np.ndarray, "N 2"], heights_m: ArrayLike, insets_m: ArrayLike
) -> PartMesh:
    """A lying board whose outline is drawn in by so much at each height."""
    reach = np.maximum(np.abs(outline).max(axis=0), 1e-9)
    turned = outline[::-1]
    inner = turned * np.maximum(1 - np.asarray(insets_m)[:, None, None] / reach, 0.1)
    rings = np.empty((len(inner), len(outline), 3))
    rings[:, :, 0], rings[:, :, 2] = inner[:, :, 0], inner[:, :, 1]
    rings[:, :, 1] = np.asarray(heights_m)[:, None]
    long = 0 if reach[0] >= reach[1] else 2
    return ringed(rings, np.eye(3)[[long, 2 - long, 1]])


def planked_top(
    builder: Builder,
    count: int,
    width_m: float,
    depth_m: float,
    low_m: float,
    thickness_m: float,
    gap_m: float,
) -> None:
    """Boards side by side along x, over two battens."""
    pitch = (depth_m + gap_m) / count
    detail = builder.detail
    for index in range(count):
        z = -depth_m / 2 + index * pitch
        a = (-width_m / 2, low_m, z)
        b = (width_m / 2, low_m + thickness_m, z + max(pitch - gap_m, 0.3 * pitch))
        builder.add("top", f"plank {index + 1}", block(a, b, edge_m=0.003, detail=detail), "top")
    for name, side in (("left", 1), ("right", -1)):
        x = side * 0.36 * width_m
        a = (x - 0.03, low_m - 0.5 * thickness_m, -0.47 * depth_m)
        b = (x + 0.03, low_m + 0.001, 0.47 * depth_m)
        builder.add("frame", f"batten {name}", block(a, b, detail=detail), "top")


def framed_top(
    builder: Builder,
    fill: str,
    count: int,
    width_m: float,
    depth_m: float,
    low_m: float,
    thickness_m: float,
    frame_m: float,
) -> None:
    """A frame around a pane of "glass" or around slats ("slatted") that run along z."""
    detail = builder.detail
    x, z = width_m / 2, depth_m / 2
    wide = min(frame_m, 0.3 * x, 0.3 * z)
    high = low_m + thickness_m
    for name, a, b in (
        ("front", (-x, low_m, z - wide), (x, high, z)),
        ("back", (-x, low_m, -z), (x, high, wide - z)),
        ("left", (x - wide, low_m, wide - z), (x, high, z - wide)),
        ("right", (-x, low_m, wide - z), (wide - x, high, z - wide)),
    ):
        builder.add("top", f"frame {name}", block(a, b, edge_m=0.003, detail=detail), "top")
    inner_x, inner_z = x - wide, z - wide
    if fill == "glass":
        a = (-inner_x - 0.003, low_m, -inner_z - 0.003)
        b = (inner_x + 0.003, high - 0.05 * thickness_m, inner_z + 0.003)
        builder.add("glass", "top", block(a, b, edge_m=0.001, detail=detail), "glass")
        return
    pitch = 2 * inner_x / count
    for index in range(count):
        middle = -inner_x + (index + 0.5) * pitch
        a = (middle - 0.42 * pitch, low_m, -inner_z - 0.002)
        b = (middle + 0.42 * pitch, high - 0.02 * thickness_m, inner_z + 0.002)
        builder.add("slat", f"{index + 1}", block(a, b, detail=detail), "top")
