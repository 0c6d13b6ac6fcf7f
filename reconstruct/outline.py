"""A mesh's outline beside that of a matte: how a photo sees the mesh, and how far its rim would have to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from scipy import ndimage
from scipy.spatial import KDTree

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, crop_bounds
from reconstruct.framing import framed_camera
from reconstruct.known_part import KnownPart
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint

__all__ = ["PhotoView", "Pulls", "SeenFrom", "Sight", "look", "pulls"]


@dataclass(frozen=True)
class PhotoView:
    """How a photo sees the product.

    Attributes
    ----------
    view
        Where the photographer stood.
    camera
        The same as a camera of the crop, `canonical` frame.
    overlap
        Intersection over union of the fitted silhouette and the matte, where the photo shows either.
    """

    view: Viewpoint
    camera: Camera
    overlap: float


def look(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    views: Sequence[Viewpoint],
    crops: Sequence[UInt8[np.ndarray, "128 128 4"]],
    parts: Sequence[KnownPart | None] | None = None,
) -> list[PhotoView]:
    """How each photo sees a mesh of the `canonical` frame; `parts` is what each crop shows, None for all."""
    caster = RayCaster(vertices, faces)
    found = []
    for view, crop, part in zip(views, crops, parts or [None] * len(crops), strict=True):
        sight = SeenFrom.of(view, crop, part).sight(caster, vertices)
        found.append(PhotoView(view, sight.camera, sight.overlap))
    return found


@dataclass(frozen=True)
class Outline:
    """The rim of a silhouette where it is seen to end: its pixels, and the way out at each."""

    solid: Bool[np.ndarray, "H W"]
    pixel: Int[np.ndarray, " B"]
    normal: Float[np.ndarray, "B 2"]

    @classmethod
    def of(
        cls, solid: Bool[np.ndarray, "H W"], known: Bool[np.ndarray, "H W"] | None = None
    ) -> Outline:
        """The rim of what is solid; against what is not known there is none."""
        if known is None:
            rim = solid & ~ndimage.binary_erosion(solid)
            soft = ndimage.gaussian_filter(solid.astype(np.float64), 1.2)
        else:
            solid = solid & known
            rim = solid & ~ndimage.binary_erosion(solid | ~known)
            # What is not known leans neither way: it has no say in the mean.
            soft = ndimage.gaussian_filter(solid.astype(np.float64), 1.2)
            soft /= np.maximum(ndimage.gaussian_filter(known.astype(np.float64), 1.2), 1e-3)
        down, right = np.gradient(-soft)
        pixel = np.flatnonzero(rim)
        normal = np.stack([right.ravel()[pixel], down.ravel()[pixel]], axis=1)
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        return cls(solid, pixel, normal / np.maximum(length, 1e-9))

    @property
    def places(self) -> Float[np.ndarray, "B 2"]:
        width = self.solid.shape[1]
        return np.stack([self.pixel % width, self.pixel // width], axis=1) + 0.5


@dataclass(frozen=True)
class Sight:
    """A mesh as a camera sees it: its outline, and what each ray hits first."""

    camera: Camera
    outline: Outline
    overlap: float
    face: Int[np.ndarray, " P"]
    corners: Float[np.ndarray, "P 3"]


@dataclass(frozen=True)
class SeenFrom:
    """A viewpoint and the matte seen from it."""

    view: Viewpoint
    outline: Outline
    bounds_px: tuple[float, float, float, float]
    part: KnownPart | None = None

    @classmethod
    def of(
        cls,
        view: Viewpoint,
        crop: UInt8[np.ndarray, "128 128 4"],
        part: KnownPart | None = None,
    ) -> SeenFrom:
        """The matte of a crop, from where its photographer stood; `part` is what the crop shows, None for all."""
        solid = crop[..., 3] > 127
        if part is None:
            return cls(view, Outline.of(solid), crop_bounds(crop[..., 3]))
        return cls(view, Outline.of(solid, part.pixels), part.bounds_px, part)

    def sight(self, caster: RayCaster, vertices: Float[np.ndarray, "V 3"]) -> Sight:
        """The mesh from here, framed as the matte is."""
        part = self.part
        camera = framed_camera(vertices, caster, self.view, self.bounds_px, part)
        hits = caster.cast(*camera.rays())
        outline = Outline.of(
            hits.hit.reshape(CROP_PX, CROP_PX), None if part is None else part.pixels
        )
        solid = outline.solid
        both, either = solid & self.outline.solid, solid | self.outline.solid
        corners = np.concatenate(
            [1 - hits.barycentric.sum(axis=1, keepdims=True), hits.barycentric], axis=1
        )
        overlap = float(both.sum() / max(either.sum(), 1))
        return Sight(camera, outline, overlap, hits.face, corners)


@dataclass(frozen=True)
class Pulls:
    """Rays of a mesh's outline and how far, along which way, they should move."""

    ray: Int[np.ndarray, " R"]
    normal: Float[np.ndarray, "R 2"]
    off_px: Float[np.ndarray, " R"]


def pulls(sight: Sight, target: Outline, reach_px: float) -> Pulls:
    """The nearest of the other outline that faces alike, from both sides."""
    mine = sight.outline
    if not len(mine.pixel) or not len(target.pixel):
        return Pulls(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0))
    lean = 6.0  # a normal turned round costs as much as twice this many pixels
    here = np.concatenate([mine.places, lean * mine.normal], axis=1)
    there = np.concatenate([target.places, lean * target.normal], axis=1)
    _, to = KDTree(there).query(here)
    _, back = KDTree(here).query(there)
    pairs = np.concatenate(
        [np.stack([np.arange(len(here)), to], 1), np.stack([back, np.arange(len(there))], 1)]
    )
    way = target.places[pairs[:, 1]] - mine.places[pairs[:, 0]]
    normal = target.normal[pairs[:, 1]]
    alike = (normal * mine.normal[pairs[:, 0]]).sum(axis=1) > 0.5
    kept = alike & (np.linalg.norm(way, axis=1) < reach_px)
    return Pulls(mine.pixel[pairs[kept, 0]], normal[kept], (normal[kept] * way[kept]).sum(axis=1))
