"""From what the network reads to one shape and one camera for each photo: find candidates, look, judge, refine.

The network proposes shapes and viewpoints; each proposal is stretched to the product's size, cast as a silhouette and
judged by four things that err differently: the network's likeness, agreement with the occupancy it predicts,
overlap with the matte, and distance between the outlines. Overlap alone chooses worse than chance, for thin legs
hardly count in it. The weights are a regression of the true likeness of 6,600 candidates of 110 held-out training
shapes. There, likeness of the pick: the network's first .781, most occupancy .786, most overlap .812, nearest outline
.803, all four .821, best of the 30 candidates .906.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, UInt8
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, crop_bounds, crop_product
from reconstruct.cutout import Cutout
from reconstruct.network.model import CropReading, ShapeModel
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint, frame_camera

__all__ = ["FitOptions", "FittedShape", "PhotoView", "fit_shape"]

SILHOUETTE_PX = 64


@dataclass(frozen=True)
class FitOptions:
    """How long to search.

    Attributes
    ----------
    candidates
        Shapes of the bank that are looked at.
    viewpoints
        Azimuths tried for each.
    refined
        Best candidates whose camera is refined.
    likeness, occupancy, overlap, outline
        Weights of the judge; `outline` weighs a distance in shares of the crop, so it is negative.
    """

    candidates: int = 40
    viewpoints: int = 3
    refined: int = 8
    likeness: float = 0.026
    occupancy: float = 0.28
    overlap: float = 0.36
    outline: float = -2.9


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
        Intersection over union of the fitted silhouette and the matte.
    """

    view: Viewpoint
    camera: Camera
    overlap: float


@dataclass(frozen=True)
class FittedShape:
    """The answer.

    Attributes
    ----------
    vertices
        Corners in the `canonical` frame (longest side 1, centred), stretched to the product's proportions.
    faces
        Triangles, counter-clockwise from outside.
    bank_name
        The known shape that it comes from.
    category, category_probability
        What the network takes the product for, and how surely.
    views
        One for each photo.
    confidence
        Chance in [0, 1] that the shape is right, from the fit.
    """

    vertices: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    bank_name: str
    category: str
    category_probability: float
    views: tuple[PhotoView, ...]
    confidence: float


@dataclass(frozen=True)
class _Target:
    """A photo's matte as the judge sees it."""

    solid: Bool[np.ndarray, "64 64"]
    to_outline: Float[np.ndarray, "64 64"]
    outline: Bool[np.ndarray, "64 64"]
    bounds_px: tuple[float, float, float, float]

    @classmethod
    def of(cls, crop: UInt8[np.ndarray, "128 128 4"]) -> _Target:
        factor = CROP_PX // SILHOUETTE_PX
        alpha = crop[..., 3].reshape(SILHOUETTE_PX, factor, SILHOUETTE_PX, factor)
        solid = alpha.mean(axis=(1, 3)) > 127
        outline = _outline(solid)
        return cls(
            solid, ndimage.distance_transform_edt(~outline), outline, crop_bounds(crop[..., 3])
        )


def _outline(solid: Bool[np.ndarray, "H W"]) -> Bool[np.ndarray, "H W"]:
    return np.asarray(solid & ~ndimage.binary_erosion(solid))


class _Candidate:
    """A bank shape stretched to the product's box."""

    def __init__(self, model: ShapeModel, row: int, size: Float[np.ndarray, "3"]) -> None:
        shape = model.bank.shape(row)
        self.row = row
        self.name = shape.name
        self.vertices = shape.vertices * (size / size.max())
        self.faces = shape.faces
        self._caster = RayCaster(self.vertices, self.faces)

    def look(self, view: Viewpoint, target: _Target) -> tuple[float, float, Camera]:
        """Overlap and outline distance (shares of the crop) from a viewpoint, and the camera that frames it."""
        camera, _ = frame_camera(self.vertices, view, target.bounds_px, CROP_PX)
        share = SILHOUETTE_PX / CROP_PX
        small = Camera(
            camera.T_world_camera,
            camera.focal_px * share,
            (camera.centre_px[0] * share, camera.centre_px[1] * share),
            SILHOUETTE_PX,
            SILHOUETTE_PX,
        )
        hit = self._caster.cast(*small.rays()).hit.reshape(SILHOUETTE_PX, SILHOUETTE_PX)
        overlap = float((hit & target.solid).sum() / max((hit | target.solid).sum(), 1))
        outline = _outline(hit)
        if not outline.any():
            return 0.0, 1.0, camera
        there = np.minimum(target.to_outline[outline], 10).mean()
        back = np.minimum(ndimage.distance_transform_edt(~outline)[target.outline], 10).mean()
        return overlap, float(there + back) / 2 / SILHOUETTE_PX, camera


def fit_shape(
    model: ShapeModel,
    cutouts: Sequence[Cutout],
    readings: Sequence[CropReading],
    size: Float[np.ndarray, "3"],
    options: FitOptions | None = None,
) -> FittedShape:
    """Find the bank's shape that explains all photos best, and where each was taken from.

    Parameters
    ----------
    cutouts, readings
        One each for each photo.
    size
        Width, height and depth of the product, any unit.
    """
    options = options or FitOptions()
    crops = [crop_product(c.rgb, c.matte) for c in cutouts]
    targets = [_Target.of(crop) for crop in crops]
    likeness = np.mean([r.likeness for r in readings], axis=0)
    rows = np.argsort(-likeness)[: options.candidates]
    candidates = [_Candidate(model, int(row), size) for row in rows]
    viewpoints = [_viewpoints(model, reading, options.viewpoints) for reading in readings]
    grid = _agreed_occupancy(model, crops, readings, viewpoints, targets, size)
    scores = np.empty(len(candidates))
    looks: list[list[tuple[float, Viewpoint]]] = []
    for index, candidate in enumerate(candidates):
        known = model.bank.occupancy[candidate.row].astype(np.float32) / 255
        agreement = float(np.minimum(known, grid).sum() / max(np.maximum(known, grid).sum(), 1e-6))
        seen = [
            max(
                (_merit(candidate, view, target, options) for view in views),
                key=lambda merit: merit[0],
            )
            for views, target in zip(viewpoints, targets, strict=True)
        ]
        looks.append(seen)
        scores[index] = (
            options.likeness * likeness[candidate.row]
            + options.occupancy * agreement
            + float(np.mean([merit for merit, _ in seen]))
        )
    best: tuple[float, _Candidate, list[PhotoView]] | None = None
    for index in np.argsort(-scores)[: options.refined]:
        candidate = candidates[index]
        score = scores[index] - np.mean([merit for merit, _ in looks[index]])
        views = []
        for (_, view), target in zip(looks[index], targets, strict=True):
            merit, found = _refine(candidate, view, target, options)
            score += merit / len(targets)
            overlap, _, camera = candidate.look(found, target)
            views.append(PhotoView(found, camera, overlap))
        if best is None or score > best[0]:
            best = (float(score), candidate, views)
    assert best is not None
    category = np.mean([r.category for r in readings], axis=0)
    return FittedShape(
        vertices=best[1].vertices,
        faces=best[1].faces,
        bank_name=best[1].name,
        category=model.categories[int(category.argmax())],
        category_probability=float(category.max()),
        views=tuple(best[2]),
        confidence=_confidence(best[0], options),
    )


def _viewpoints(model: ShapeModel, reading: CropReading, count: int) -> list[Viewpoint]:
    """The likeliest azimuths, apart from each other, at the expected elevation and distance."""
    elevation = float((reading.elevation * model.elevations).sum())
    smooth = ndimage.gaussian_filter1d(reading.azimuth.astype(np.float64), 1.0)
    found: list[Viewpoint] = []
    for _ in range(count):
        peak = int(smooth.argmax())
        near = slice(max(peak - 1, 0), peak + 2)
        weight = reading.azimuth[near].astype(np.float64) + 1e-6
        azimuth = float((weight * model.azimuths[near]).sum() / weight.sum())
        found.append(Viewpoint(azimuth, elevation, max(reading.distance, 1.2)))
        smooth[max(peak - 3, 0) : peak + 4] = -1
    return found


def _agreed_occupancy(
    model: ShapeModel,
    crops: Sequence[UInt8[np.ndarray, "128 128 4"]],
    readings: Sequence[CropReading],
    viewpoints: Sequence[Sequence[Viewpoint]],
    targets: Sequence[_Target],
    size: Float[np.ndarray, "3"],
) -> Float32[np.ndarray, "16 16 16"]:
    """Mean of the occupancy that each photo lets the network predict, on the bank's grid."""
    total = np.zeros((16, 16, 16), dtype=np.float32)
    half = size / size.max() / 2
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half
    for crop, reading, views, target in zip(crops, readings, viewpoints, targets, strict=True):
        camera, _ = frame_camera(corners, views[0], target.bounds_px, CROP_PX)
        fine = model.occupancy(crop, reading, camera, size)
        total += fine.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5)) / len(crops)
    return total


def _merit(
    candidate: _Candidate, view: Viewpoint, target: _Target, options: FitOptions
) -> tuple[float, Viewpoint]:
    overlap, outline, _ = candidate.look(view, target)
    return options.overlap * overlap + options.outline * outline, view


def _refine(
    candidate: _Candidate, view: Viewpoint, target: _Target, options: FitOptions
) -> tuple[float, Viewpoint]:
    """Coordinate search for the viewpoint, steps halved twice."""
    merit, _ = _merit(candidate, view, target, options)
    for scale in (1.0, 0.5, 0.25):
        for azimuth, elevation, distance in (
            (8, 0, 1), (-8, 0, 1), (0, 6, 1), (0, -6, 1), (0, 0, 1.3), (0, 0, 1 / 1.3),
        ):  # fmt: skip
            moved = Viewpoint(
                view.azimuth_rad + math.radians(azimuth * scale),
                min(max(view.elevation_rad + math.radians(elevation * scale), -0.3), 1.3),
                min(max(view.distance * distance**scale, 1.1), 12.0),
            )
            better, _ = _merit(candidate, moved, target, options)
            if better > merit:
                merit, view = better, moved
    return merit, view


def _confidence(score: float, options: FitOptions) -> float:
    """The score as a chance: a logistic curve fitted on held-out training shapes."""
    del options
    return float(1 / (1 + np.exp(-8.0 * (score - 0.55))))
