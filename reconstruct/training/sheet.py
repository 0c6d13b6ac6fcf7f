"""Contact sheets for looking: the photo, the prediction from eight sides, the truth from three."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float, Int, UInt8
from PIL import Image

from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout
from reconstruct.fit import fit_shape
from reconstruct.network.model import load_shape_model
from reconstruct.raycast import RayCaster
from reconstruct.training.evaluate import Row, read_shots
from reconstruct.training.shape_file import read_shape
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera

__all__ = ["drawn", "sheet_row", "worst_sheet"]

TILE_PX = 128
LIGHT = np.array([0.4, 0.8, 0.45])


def drawn(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], view: Viewpoint
) -> UInt8[np.ndarray, "H W 3"]:
    """A shape in plain grey light from one side."""
    placed = canonical(vertices)
    camera, _ = frame_camera(placed, view, (10.0, 10.0, TILE_PX - 10.0, TILE_PX - 10.0), TILE_PX)
    corners = placed[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
    hits = RayCaster(placed, faces).cast(*camera.rays())
    shade = np.full(TILE_PX * TILE_PX, 255.0)
    lit = normal[hits.face[hits.hit]] @ LIGHT
    shade[hits.hit] = 90 + 60 * lit + 60 * np.maximum(lit, 0)
    grey = np.clip(shade, 0, 255).astype(np.uint8).reshape(TILE_PX, TILE_PX)
    return np.repeat(grey[..., None], 3, axis=2)


def sheet_row(
    cutout: Cutout,
    found: tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]],
    truth: tuple[Float[np.ndarray, "W 3"], Int[np.ndarray, "G 3"]] | None,
) -> UInt8[np.ndarray, "H W 3"]:
    """Photo, prediction from eight sides, truth from three."""
    photo = Image.fromarray(cutout.rgb)
    photo.thumbnail((TILE_PX, TILE_PX))
    first = Image.new("RGB", (TILE_PX, TILE_PX), "white")
    first.paste(photo)
    tiles = [np.asarray(first)]
    tiles += [drawn(*found, Viewpoint(np.deg2rad(45 * i), 0.3, 3.0)) for i in range(8)]
    if truth is not None:
        tiles += [drawn(*truth, Viewpoint(np.deg2rad(a), 0.3, 3.0)) for a in (0, 45, 180)]
    return np.concatenate(tiles, axis=1)


def worst_sheet(
    cache: Path,
    model_folder: Path | None,
    rows: list[Row],
    path: Path,
    *,
    photos: str = "traced",
    count: int = 10,
) -> None:
    """The photos with the lowest F@0.05, as a picture; `photos` as in `EvaluateOptions`."""
    model = load_shape_model(model_folder)
    strips = []
    for row in sorted(rows, key=lambda r: r.scores["model"][1])[:count]:
        library = row.shape_id.rsplit("-", 1)[0]
        shape = read_shape(cache / "shapes" / library / f"{row.shape_id}.npz")
        cutout = read_shots(cache, row.shape_id, shape, photos)[row.view].cutout
        size = shape.size_m.astype(np.float64)
        reading = model.read(crop_product(cutout.rgb, cutout.matte), size)
        found = fit_shape(model, [cutout], [reading], size)
        truth = (shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64))
        strips.append(sheet_row(cutout, (found.vertices, found.faces), truth))
    Image.fromarray(np.concatenate(strips, axis=0)).save(path)
