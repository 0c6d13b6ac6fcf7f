"""A sheet for judging shapes by eye: photo, truth and prediction, the worst products left, the best right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from PIL import Image, ImageDraw

from reconstruct.camera import Camera
from reconstruct.crop import crop_square
from reconstruct.cutout import Cutout
from reconstruct.raycast import RayCaster
from reconstruct.training.evaluate import ShapeJudge
from reconstruct.training.judged_photos import read_shots, true_shape
from reconstruct.training.shape_row import ShapeRow
from reconstruct.viewpoint import Viewpoint, canonical, viewpoint_camera

__all__ = ["drawn", "shape_sheet"]

TILE_PX, MARGIN_PX, TEXT_PX = 190, 8, 16
TILES = ("photo", "truth", "ours", "truth, other side", "ours, other side")
FINE = 2
"""Pictures are cast at so many times their size, and averaged."""
LIGHT = np.array([-0.45, 0.7, 0.55])
"""In the `camera` frame, so that all sides are lit alike."""
DISTANCE = 3.0


def shape_sheet(
    judge: ShapeJudge, rows: Sequence[ShapeRow], path: Path, *, count: int = 10
) -> None:
    """Write the `count` photos with the lowest F@0.05 beside those with the highest.

    A line: the photo, the truth and the prediction seen from where the photo was taken, both from the other side.
    Edges are drawn dark where the surface turns by more than 30 degrees.
    """
    ranked = sorted(rows, key=lambda row: row.figures["model"].f_05)
    worst = ranked[:count]
    best = [row for row in ranked[::-1][:count] if row not in worst]
    columns = [
        np.concatenate([_line(TILES), *(_strip(judge, row) for row in column)])
        for column in (worst, best)
        if column
    ]
    height = max(len(column) for column in columns)
    filled = [
        np.pad(column, ((0, height - len(column)), (0, MARGIN_PX), (0, 0)), constant_values=255)
        for column in columns
    ]
    Image.fromarray(np.concatenate(filled, axis=1)).save(path)


def _strip(judge: ShapeJudge, row: ShapeRow) -> UInt8[np.ndarray, "H W 3"]:
    shape = true_shape(judge.cache, row.shape_id)
    shot = read_shots(judge.cache, shape, judge.options.photos)[row.view]
    found = judge.fitted([shot.cutout], shape.size_m.astype(np.float64))
    truth = (shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64))
    front = Viewpoint(shot.azimuth_rad, max(shot.elevation_rad, 0.15), DISTANCE)
    other = Viewpoint(shot.azimuth_rad + np.pi, max(shot.elevation_rad, 0.3), DISTANCE)
    tiles = [_photo(shot.cutout)]
    for view in (front, other):
        tiles += [drawn(*truth, view), drawn(found.vertices, found.faces, view)]
    figures = row.figures["model"]
    text = (
        f"{row.shape_id} {row.category}: F@0.05 {figures.f_05:.2f}, F@0.02 {figures.f_02:.2f}, "
        f"edges {figures.edge_f_05:.2f}, confidence {row.confidence:.2f}, azimuth off "
        f"{np.rad2deg(row.azimuth_off_rad):.0f} deg"
    )
    return np.concatenate([_line([text]), np.concatenate(tiles, axis=1)])


def _line(texts: Sequence[str]) -> UInt8[np.ndarray, "H W 3"]:
    """Texts above the tiles, each from the left of its own."""
    picture = Image.new("RGB", (TILE_PX * len(TILES), TEXT_PX), "white")
    for number, text in enumerate(texts):
        ImageDraw.Draw(picture).text((4 + number * TILE_PX, 2), text, fill="black")
    return np.asarray(picture)


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
    camera = _whole_in_view(placed, view, px, rim)
    corners = placed[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
    hits = RayCaster(placed, faces).cast(*camera.rays())
    seen = np.zeros((px * px, 3))
    seen[hits.hit] = normal[hits.face[hits.hit]]
    lit = seen @ (camera.T_world_camera[:3, :3] @ LIGHT)
    shade = np.where(hits.hit, 120 + 55 * lit + 45 * np.maximum(lit, 0), 255.0).reshape(px, px)
    distance = np.where(hits.hit, hits.distance_m, 2 * DISTANCE).reshape(px, px)
    shade[_lines(seen.reshape(px, px, 3), distance)] *= 0.35
    fine = np.clip(shade, 0, 255).reshape(TILE_PX, FINE, TILE_PX, FINE)
    grey = fine.mean(axis=(1, 3)).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _whole_in_view(
    points: Float[np.ndarray, "P 3"], view: Viewpoint, picture_px: int, rim_px: float
) -> Camera:
    """The camera at a viewpoint in whose square picture the points just fit."""
    plain = viewpoint_camera(view, focal_px=1.0, centre_px=(0.0, 0.0), picture_px=picture_px)
    u, v, _ = plain.project(points).T
    focal_px = (picture_px - 2 * rim_px) / max(float(np.ptp(u)), float(np.ptp(v)), 1e-9)
    middle_u, middle_v = (float(x.min() + x.max()) / 2 for x in (u, v))
    centre = (picture_px / 2 - focal_px * middle_u, picture_px / 2 - focal_px * middle_v)
    return replace(plain, focal_px=focal_px, centre_px=centre)


def _lines(
    normals: Float[np.ndarray, "H W 3"], distance: Float[np.ndarray, "H W"]
) -> Bool[np.ndarray, "H W"]:
    """Pixels whose right or lower neighbour shows a surface that is turned by over 30 degrees, or far behind."""
    found = np.zeros(distance.shape, dtype=bool)
    for axis in (0, 1):
        cosine = (normals * np.roll(normals, -1, axis=axis)).sum(axis=2)
        behind = np.abs(distance - np.roll(distance, -1, axis=axis)) > 0.05
        here = np.minimum(distance, np.roll(distance, -1, axis=axis)) < 2 * DISTANCE
        found |= here & (behind | (cosine < np.cos(np.deg2rad(30.0))))
    return found
