"""A sheet for judging shapes by eye: photo, truth and prediction, the worst products left, the best right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from PIL import Image, ImageDraw

from reconstruct.crop import crop_square
from reconstruct.cutout import Cutout
from reconstruct.raycast import RayCaster
from reconstruct.training.evaluate import EvaluateOptions, ShapeJudge
from reconstruct.training.judged_photos import read_shots, true_shape
from reconstruct.training.shape_row import ShapeRow
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera

__all__ = ["drawn", "shape_sheet"]

TILE_PX, MARGIN_PX, TEXT_PX = 190, 8, 16
FINE = 2
"""Pictures are cast at so many times their size, and averaged."""
LIGHT = np.array([0.35, 0.8, 0.5])
DISTANCE = 3.0


def shape_sheet(
    cache: Path,
    model_folder: Path | None,
    rows: Sequence[ShapeRow],
    path: Path,
    options: EvaluateOptions,
    *,
    count: int = 10,
) -> None:
    """Write the `count` photos with the lowest F@0.05 beside those with the highest.

    A line: the photo, the truth and the prediction seen from where the photo was taken, both from the other side.
    Edges are drawn dark where the surface turns by more than 30 degrees.
    """
    judge = ShapeJudge(cache, model_folder, options)
    ranked = sorted(rows, key=lambda row: row.figures["model"].f_05)
    worst = ranked[:count]
    best = [row for row in ranked[::-1][:count] if row not in worst]
    columns = [
        np.concatenate([_strip(cache, judge, row, options) for row in column])
        for column in (worst, best)
        if column
    ]
    height = max(len(column) for column in columns)
    filled = [
        np.pad(column, ((0, height - len(column)), (0, MARGIN_PX), (0, 0)), constant_values=255)
        for column in columns
    ]
    Image.fromarray(np.concatenate(filled, axis=1)).save(path)


def _strip(
    cache: Path, judge: ShapeJudge, row: ShapeRow, options: EvaluateOptions
) -> UInt8[np.ndarray, "H W 3"]:
    shape = true_shape(cache, row.shape_id)
    shot = read_shots(cache, shape, options.photos)[row.view]
    found = judge.fitted([shot.cutout], shape.size_m.astype(np.float64))
    truth = (shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64))
    front = Viewpoint(shot.azimuth_rad, max(shot.elevation_rad, 0.15), DISTANCE)
    other = Viewpoint(shot.azimuth_rad + np.pi, max(shot.elevation_rad, 0.3), DISTANCE)
    tiles = [_photo(shot.cutout)]
    for view in (front, other):
        tiles += [drawn(*truth, view), drawn(found.vertices, found.faces, view)]
    figures = row.figures["model"]
    text = Image.new("RGB", (TILE_PX * len(tiles), TEXT_PX), "white")
    ImageDraw.Draw(text).text(
        (4, 2),
        f"{row.shape_id} {row.category}: F@0.05 {figures.f_05:.2f}, F@0.02 {figures.f_02:.2f}, "
        f"edges {figures.edge_f_05:.2f}, confidence {row.confidence:.2f}, azimuth off "
        f"{np.rad2deg(row.azimuth_off_rad):.0f} deg; photo, truth, ours, other side: truth, ours",
        fill="black",
    )
    return np.concatenate([np.asarray(text), np.concatenate(tiles, axis=1)])


def _photo(cutout: Cutout) -> UInt8[np.ndarray, "H W 3"]:
    """The square around the product, white beyond the photo's rim."""
    x, y, side = crop_square(cutout.matte)
    picture = Image.fromarray(cutout.rgb).transform(
        (FINE * TILE_PX, FINE * TILE_PX),
        Image.Transform.EXTENT,
        (x, y, x + side, y + side),
        Image.Resampling.BILINEAR,
        fillcolor="white",
    )
    return np.asarray(picture.resize((TILE_PX, TILE_PX), Image.Resampling.BOX))


def drawn(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], view: Viewpoint
) -> UInt8[np.ndarray, "H W 3"]:
    """A shape in plain grey light from one side, its edges dark."""
    placed = canonical(vertices)
    px, rim = FINE * TILE_PX, float(FINE * MARGIN_PX)
    camera, _ = frame_camera(placed, view, (rim, rim, px - rim, px - rim), px)
    corners = placed[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
    hits = RayCaster(placed, faces).cast(*camera.rays())
    seen = np.zeros((px * px, 3))
    seen[hits.hit] = normal[hits.face[hits.hit]]
    lit = seen @ LIGHT
    shade = np.where(hits.hit, 120 + 55 * lit + 45 * np.maximum(lit, 0), 255.0).reshape(px, px)
    distance = np.where(hits.hit, hits.distance_m, 2 * DISTANCE).reshape(px, px)
    shade[_lines(seen.reshape(px, px, 3), distance)] *= 0.35
    fine = np.clip(shade, 0, 255).reshape(TILE_PX, FINE, TILE_PX, FINE)
    grey = fine.mean(axis=(1, 3)).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _lines(
    normals: Float[np.ndarray, "H W 3"], distance: Float[np.ndarray, "H W"]
) -> Bool[np.ndarray, "H W"]:
    """Pixels whose right or lower neighbour shows a surface that is turned by over 30 degrees, or far behind."""
    found = np.zeros(distance.shape, dtype=bool)
    for axis in (0, 1):
        cosine = (normals * np.roll(normals, -1, axis=axis)).sum(axis=2)
        behind = np.abs(distance - np.roll(distance, -1, axis=axis)) > 0.05
        here = (distance < 2 * DISTANCE) | (np.roll(distance, -1, axis=axis) < 2 * DISTANCE)
        found |= here & (behind | (cosine < np.cos(np.deg2rad(30.0))))
    return found
