"""What hangs on the wall: frame, glass or picture, mat and back."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.families.mirror.outline import face_outline
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.upright import inset, upright_board, upright_frame

__all__ = ["face"]

RAYS = 24


def face(
    values: Values, width_m: float, height_m: float, thick_m: float, detail: Detail
) -> list[tuple[str, str, PartMesh, str]]:
    """Role, name, mesh and material of its parts, around the origin, front to +Z."""
    low, high = -0.5 * thick_m, 0.5 * thick_m
    content, form = values.of("content"), values.of("frame")
    outline = face_outline(values, width_m, height_m, detail)
    if content == "canvas":
        board = upright_board(outline, low, high, edge_m=0.003, detail=detail)
        return [("picture", "", board, "picture")]
    look = "glass" if content == "mirror" else "picture"
    if form == "none":
        inner = inset(outline, 0.06 * min(width_m, height_m))
        split = low + 0.7 * thick_m
        return [
            (look, "", upright_board(outline, split, high, edge_m=0.002, detail=detail), look),
            ("back", "", upright_board(inner, low, split + 0.001, detail=detail), "back"),
        ]
    rays: list[tuple[str, str, PartMesh, str]] = []
    if form == "rays":
        share = 1 - values["ray_length"]
        rays = _rays(width_m, height_m, share, thick_m)
        outline = outline * share
    short = float(np.abs(outline).max(axis=0).min())
    width = soft_least(values["frame_width"], 0.33 * short)
    level = low + thick_m * min(values["glass_depth"], 0.95)
    sheet = min(0.004, 0.15 * thick_m)
    section = _section(form, low, high, level - sheet, width, detail)
    parts = [("frame", "", upright_frame(outline, width, section), "frame"), *rays]
    behind = inset(outline, 0.3 * width)
    inner = inset(outline, 0.97 * width)
    parts.append(
        (
            "back",
            "",
            upright_board(behind, low + 0.1 * thick_m, level - sheet, detail=detail),
            "back",
        )
    )
    if content == "mat":
        gap = values["mat_width"] * 2 * short
        mat = np.array(
            [[0.0, level - sheet - 0.0005], [0.0, level], [1.0, level], [1.0, level - sheet]]
        )
        parts.append(("panel", "mat", upright_frame(inner, gap, mat), "mat"))
        inner = inset(inner, 0.98 * gap)
        level -= 0.6 * sheet
    board = upright_board(inner, level - sheet - 0.001, level, edge_m=0.0005, detail=detail)
    parts.append((look, "", board, look))
    return parts


def _section(
    form: str, low_m: float, high_m: float, level_m: float, width_m: float, detail: Detail
) -> Float[np.ndarray, "K 2"]:
    """Cross section of a frame: share of its width inwards, and depth."""
    thick = high_m - low_m
    if form == "rounded":
        angle = np.linspace(0, np.pi, 5 + 4 * detail.along)
        waist = high_m - min(0.6 * thick, 0.5 * width_m)
        bow = np.stack(
            [0.5 - 0.5 * np.cos(angle), waist + (high_m - waist) * np.sin(angle)], axis=1
        )
        return np.concatenate([[[0.0, low_m]], bow, [[1.0, low_m + 0.02 * thick]]])
    if form == "bevelled":
        rim = np.array([[0.0, low_m], [0.0, high_m], [0.18, high_m], [1.0, level_m + 0.1 * thick]])
        return np.concatenate([rim, [[1.0, low_m + 0.02 * thick]]])
    if form == "stepped":
        step = level_m + 0.5 * (high_m - level_m)
        steps = [[0.0, low_m], [0.0, step], [0.12, high_m], [0.5, high_m]]
        return np.array(
            [*steps, [0.56, step], [0.94, step], [1.0, level_m], [1.0, low_m + 0.02 * thick]]
        )
    if detail.bevel == 0:
        return np.array([[0.0, low_m], [0.0, high_m], [1.0, high_m], [1.0, low_m]])
    edge = min(0.002, 0.2 * width_m, 0.2 * thick)
    angle = np.linspace(0, np.pi / 2, detail.bevel + 1)
    share = edge / width_m * (1 - np.cos(angle))
    depth = high_m - edge * (1 - np.sin(angle))
    outer = np.stack([share, depth], axis=1)
    inner = np.stack([1 - share[::-1], depth[::-1]], axis=1)
    return np.concatenate([[[0.0, low_m]], outer, inner, [[1.0, low_m]]])


def _rays(
    width_m: float, height_m: float, share: float, thick_m: float
) -> list[tuple[str, str, PartMesh, str]]:
    """Rays around a mirror, long and short ones in turn."""
    parts = []
    for place in range(RAYS):
        angle = 2 * math.pi * place / RAYS
        way = np.array([0.5 * width_m * math.cos(angle), 0.5 * height_m * math.sin(angle), 0.0])
        far = 1.0 if place % 2 == 0 else share + 0.72 * (1 - share)
        path = np.stack([way * 0.97 * share, way * far])
        thick = np.array([0.5, 0.22]) * thick_m
        mesh = tube(path, thick, detail=_THIN)
        parts.append(("frame", f"ray {place + 1}", mesh, "frame"))
    return parts


_THIN = Detail(bevel=0, around=4, along=1, textured=False)
