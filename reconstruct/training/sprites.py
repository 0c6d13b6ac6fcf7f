"""Pictures of artists' textured models with exact alpha, to learn cutting out from: `CACHE/sprites/*.png`, RGBA.

Only libraries that training may see are used (`sweethome.LEARNED`). Each picture has its own viewpoint and light.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from reconstruct.raycast import RayCaster
from reconstruct.training.relight import Light, TexturedMesh, lit_picture
from reconstruct.training.render import draw_viewpoint
from reconstruct.training.sweethome import LEARNED, LibraryModel, load_textured, read_library
from reconstruct.viewpoint import Viewpoint, frame_camera

__all__ = ["make_sprites", "sprite_picture"]

SPRITE_PX = 400
"""Longest side of the product in its picture."""
FINE = 2
"""Rays per pixel and axis."""


def make_sprites(cache: Path, sweethome: Path, *, views: int = 4, seed: int = 0) -> int:
    """Draw what is missing, all models' first views before any second; returns how many pictures are there.

    A picture's name is `<category>.<shape_id>-<view>.png`.

    Raises
    ------
    FileNotFoundError
        If a library is missing.
    """
    folder = cache / "sprites"
    folder.mkdir(parents=True, exist_ok=True)
    there = 0
    with tempfile.TemporaryDirectory() as scratch:
        models: list[tuple[Path, LibraryModel]] = []
        for stem in LEARNED:
            home = Path(scratch) / stem
            with zipfile.ZipFile(sweethome / f"{stem}.sh3f") as archive:
                archive.extractall(home)
            models += [(home, model) for model in read_library(sweethome / f"{stem}.sh3f")]
        for view in range(views):
            for home, model in models:
                path = folder / f"{model.category}.{model.shape_id}-{view}.png"
                if not path.exists():
                    rng = np.random.default_rng([seed, view, zlib.crc32(model.shape_id.encode())])
                    rgba = sprite_picture(load_textured(home, model), draw_viewpoint(rng), rng)
                    Image.fromarray(rgba).save(path.with_suffix(".tmp"), "PNG", compress_level=3)
                    path.with_suffix(".tmp").rename(path)
                there += 1
    return there


def sprite_picture(
    mesh: TexturedMesh, view: Viewpoint, rng: np.random.Generator
) -> UInt8[np.ndarray, "H W 4"]:
    """A model in a random light: straight colour and alpha, cropped to the product."""
    size = np.ptp(mesh.vertices, axis=0)
    centre = np.array([0.0, size[1] / 2, 0.0])
    box = (2.0, 2.0, SPRITE_PX - 2.0, SPRITE_PX - 2.0)
    camera, _ = frame_camera((mesh.vertices - centre) / size.max(), view, box, SPRITE_PX)
    pose = camera.T_world_camera.copy()
    pose[:3, 3] = pose[:3, 3] * size.max() + centre
    fine = replace(camera, T_world_camera=pose).scaled(float(FINE))
    picture = lit_picture(
        mesh, RayCaster(mesh.vertices, mesh.faces), fine, _light(rng), oversampling=1
    )
    solid = picture.solid.astype(np.float32)[..., None]
    folded = (SPRITE_PX, FINE, SPRITE_PX, FINE, -1)
    cover = solid.reshape(folded).mean(axis=(1, 3))
    colour = (picture.rgb * solid).reshape(folded).mean(axis=(1, 3)) / np.maximum(cover, 1e-3)
    tint = np.exp(rng.normal(0, 0.05, 3))
    rgba = np.concatenate([np.clip(colour * tint, 0, 255), 255 * cover], axis=2)
    rows, columns = np.flatnonzero(cover.any(axis=(1, 2))), np.flatnonzero(cover.any(axis=(0, 2)))
    product = rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.asarray(np.rint(product), dtype=np.uint8)


def _light(rng: np.random.Generator) -> Light:
    """A key light from above the camera's half, brighter or softer; a lit white card comes out nearly white."""
    around, white = rng.uniform(-np.pi / 1.5, np.pi / 1.5), rng.uniform(0.7, 1.05)
    key = white * rng.uniform(0.15, 0.7)
    return Light(
        (float(np.sin(around)), float(rng.uniform(0.4, 1.6)), float(np.cos(around))),
        float(key),
        float(white - key),
    )
