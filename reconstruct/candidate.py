"""A shape of the bank stretched to a product's box, and how it looks beside the product's matte."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int16, UInt8
from scipy import ndimage

from reconstruct.bank import ShapeBank
from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, crop_bounds
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint, frame_camera
from reconstruct.warp import Warp

__all__ = ["Candidate", "Target", "compare_outline"]

SILHOUETTE_PX = 64


@dataclass(frozen=True)
class Target:
    """A photo's matte as the judge sees it.

    Attributes
    ----------
    solid
        Where the product is.
    to_outline
        Distance of each pixel to its outline.
    outline
        Row and column of the outline's pixels.
    bounds_px
        Left, top, right and bottom in the crop.
    """

    solid: Bool[np.ndarray, "64 64"]
    to_outline: Float[np.ndarray, "64 64"]
    outline: Int16[np.ndarray, "N 2"]
    bounds_px: tuple[float, float, float, float]

    @classmethod
    def of(cls, crop: UInt8[np.ndarray, "128 128 4"]) -> Target:
        """The matte of a crop."""
        factor = CROP_PX // SILHOUETTE_PX
        alpha = crop[..., 3].reshape(SILHOUETTE_PX, factor, SILHOUETTE_PX, factor)
        solid = alpha.mean(axis=(1, 3)) > 127
        outline = _outline(solid)
        return cls(
            solid,
            ndimage.distance_transform_edt(~outline),
            _places(outline),
            crop_bounds(crop[..., 3]),
        )


def _outline(solid: Bool[np.ndarray, "H W"]) -> Bool[np.ndarray, "H W"]:
    """Solid pixels beside one that is not, or at the picture's edge."""
    inside = np.zeros_like(solid)
    inside[1:-1, 1:-1] = (
        solid[1:-1, 1:-1] & solid[:-2, 1:-1] & solid[2:, 1:-1] & solid[1:-1, :-2] & solid[1:-1, 2:]
    )
    return np.asarray(solid & ~inside)


def _places(outline: Bool[np.ndarray, "64 64"]) -> Int16[np.ndarray, "N 2"]:
    return np.argwhere(outline).astype(np.int16)


def _nearest_px(
    places: Int16[np.ndarray, "N 2"], others: Int16[np.ndarray, "M 2"]
) -> Float[np.ndarray, " N"]:
    """Distance of each place to the nearest of the others; of so few, pair by pair is faster than any tree."""
    off = places[:, None] - others
    off *= off
    return np.asarray(np.sqrt((off[..., 0] + off[..., 1]).min(axis=1), dtype=np.float64))


class Candidate:
    """A bank shape stretched to the product's box, its parts by a warp.

    Attributes
    ----------
    row, name
        Which shape of the bank.
    size
        Width, height and depth of the box that it fills; only their proportions count.
    warp
        How its parts are stretched.
    vertices, faces
        In the `canonical` frame.
    caster
        Of its surface.
    """

    def __init__(
        self, bank: ShapeBank, row: int, size: Float[np.ndarray, "3"], warp: Warp | None = None
    ) -> None:
        shape = bank.shape(row)
        self._bank = bank
        self.size = size
        self._known = bank.occupancy[row].astype(np.float32) / 255
        self.row = row
        self.name = shape.name
        self.warp = warp or Warp.none()
        self.vertices = self.warp.apply(shape.vertices * (size / size.max()))
        self.faces = shape.faces
        self.caster = RayCaster(self.vertices, self.faces)

    def warped(self, warp: Warp) -> Candidate:
        """The same shape with other proportions."""
        return Candidate(self._bank, self.row, self.size, warp)

    def stretched(self, axis: int, factor: float) -> Candidate:
        """The same shape in a wider, higher or deeper box."""
        size = self.size.copy()
        size[axis] *= factor
        return Candidate(self._bank, self.row, size, self.warp)

    def agreement(self, occupancy: Float32[np.ndarray, "32 32 32"]) -> float:
        """Overlap of its matter with the matter that the network predicts."""
        coarse = occupancy.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5))
        mine = self.warp.warped_grid(self._known)
        return float(
            np.minimum(mine, coarse).sum() / max(float(np.maximum(mine, coarse).sum()), 1e-6)
        )

    def look(self, view: Viewpoint, target: Target) -> tuple[float, float, Camera]:
        """Overlap and outline distance (shares of the crop) from a viewpoint, and the camera that frames it."""
        return compare_outline(self.vertices, self.caster, view, target)


def compare_outline(
    vertices: Float[np.ndarray, "V 3"], caster: RayCaster, view: Viewpoint, target: Target
) -> tuple[float, float, Camera]:
    """A mesh of the `canonical` frame beside a matte, seen from a viewpoint.

    Returns the overlap of the silhouettes, the distance of their outlines (a share of the crop), and the camera.
    """
    camera, _ = frame_camera(vertices, view, target.bounds_px, CROP_PX)
    small = camera.scaled(SILHOUETTE_PX / CROP_PX)
    hit = caster.occluded(*small.rays()).reshape(SILHOUETTE_PX, SILHOUETTE_PX)
    both = int(np.count_nonzero(hit & target.solid))
    overlap = both / max(int(np.count_nonzero(hit | target.solid)), 1)
    outline = _outline(hit)
    if not outline.any():
        return 0.0, 1.0, camera
    there = np.minimum(target.to_outline[outline], 10).mean()
    back = np.minimum(_nearest_px(target.outline, _places(outline)), 10).mean()
    return overlap, float(there + back) / 2 / SILHOUETTE_PX, camera
