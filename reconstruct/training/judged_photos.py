"""The photos that shapes are judged by: with their true mattes, or as our own cut-out sees them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float32, UInt8

from reconstruct.crop import matte_bounds
from reconstruct.cutout import Cutout, cut_out
from reconstruct.errors import CutoutError
from reconstruct.photo import Photo
from reconstruct.training.photos import read_photo_record
from reconstruct.training.render import render_views
from reconstruct.training.shape_file import TrainingShape, read_shape
from reconstruct.viewpoint import canonical

__all__ = ["Shot", "as_cutout", "own_cutout", "read_shots", "true_shape"]


@dataclass(frozen=True)
class Shot:
    """One photo to judge by: the product with its true matte, and where the photographer stood."""

    cutout: Cutout
    azimuth_rad: float
    elevation_rad: float


def true_shape(cache: Path, shape_id: str) -> TrainingShape:
    """The true shape of a model."""
    library = shape_id.rsplit("-", 1)[0]
    return read_shape(cache / "shapes" / library / f"{shape_id}.npz")


def read_shots(
    cache: Path, shape: TrainingShape, kind: Literal["traced", "simple"]
) -> dict[int, Shot]:
    """The photos of one model by view, all that are in the cache or four renders."""
    if kind == "traced":
        stems = {
            view: cache / "photos" / "judgement" / f"{shape.shape_id}-{view}" for view in range(4)
        }
        photos = {
            view: read_photo_record(stem)
            for view, stem in stems.items()
            if stem.with_suffix(".jpg").exists()
        }
        return {
            view: Shot(as_cutout(p.rgb, p.matte, shape.shape_id), p.azimuth_rad, p.elevation_rad)
            for view, p in photos.items()
        }
    views = render_views(
        canonical(shape.vertices_m.astype(np.float64)),
        shape.faces.astype(np.int64),
        shape.material.astype(np.int64),
        shape.colours,
        count=4,
        rng=np.random.default_rng(zlib.crc32(shape.shape_id.encode())),
    )
    return {
        number: Shot(
            as_cutout(
                image[..., :3].copy(), image[..., 3].astype(np.float32) / 255, shape.shape_id
            ),
            float(view[0]),
            float(view[1]),
        )
        for number, (image, view) in enumerate(zip(views.images, views.view, strict=True))
    }


def as_cutout(
    rgb: UInt8[np.ndarray, "H W 3"], matte: Float32[np.ndarray, "H W"], name: str
) -> Cutout:
    """A photo with its true matte."""
    return Cutout(
        photo_name=name,
        rgb=rgb,
        matte=matte,
        method="alpha",
        confidence=1.0,
        touches_edge=(False, False, False, False),
        box=matte_bounds(matte),
    )


def own_cutout(shot: Shot, category: str) -> Cutout | None:
    """The photo as we cut it out ourselves, its category told; None if nothing is found in it."""
    rgb = shot.cutout.rgb
    photo = Photo(shot.cutout.photo_name, rgb, None, (rgb.shape[1], rgb.shape[0]))
    try:
        return cut_out(photo, category=category)
    except CutoutError:
        return None
