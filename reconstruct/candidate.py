"""A shape of the bank stretched to a product's box, and how it looks beside the product's matte."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int16, UInt8
from scipy import ndimage

from reconstruct.bank import ShapeBank
from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, crop_bounds
from reconstruct.framing import framed_camera
from reconstruct.known_part import KnownPart
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint
from reconstruct.warp import Warp

__all__ = ["SILHOUETTE_PX", "Candidate", "Target", "compare_outline"]

SILHOUETTE_PX = 64
FAR_PX = 10  # outlines further apart than this are as far apart as any


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
    part
        Which part of the crop the photo shows; None if it shows all of the product.
    known
        The same, for each pixel of the silhouette.
    """

    solid: Bool[np.ndarray, "64 64"]
    to_outline: Float[np.ndarray, "64 64"]
    outline: Int16[np.ndarray, "N 2"]
    bounds_px: tuple[float, float, float, float]
    part: KnownPart | None = None
    known: Bool[np.ndarray, "64 64"] | None = None

    @classmethod
    def of(cls, crop: UInt8[np.ndarray, "128 128 4"], part: KnownPart | None = None) -> Target:
        """The matte of a crop, and which part of the crop counts."""
        factor = CROP_PX // SILHOUETTE_PX
        alpha = crop[..., 3].reshape(SILHOUETTE_PX, factor, SILHOUETTE_PX, factor)
        solid = alpha.mean(axis=(1, 3)) > 127
        if part is not None:
            fine = part.pixels.reshape(SILHOUETTE_PX, factor, SILHOUETTE_PX, factor)
            known = np.asarray(fine.all(axis=(1, 3)))
            outline = _known_outline(solid, known)
            far = np.full(solid.shape, float(FAR_PX))
            if outline.any():
                far = ndimage.distance_transform_edt(~outline)
            return cls(solid & known, far, _places(outline), part.bounds_px, part, known)
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


def _known_outline(
    solid: Bool[np.ndarray, "H W"], known: Bool[np.ndarray, "H W"]
) -> Bool[np.ndarray, "H W"]:
    """Known solid pixels beside one that is known and not solid: where a silhouette is seen to end."""
    return np.asarray(_outline(solid | ~known) & known)


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

    def look(self, view: Viewpoint, target: Target) -> tuple[float, float, Camera]:
        """Overlap and outline distance (shares of the crop) from a viewpoint, and the camera that frames it."""
        return compare_outline(self.vertices, self.caster, view, target)


def compare_outline(
    vertices: Float[np.ndarray, "V 3"], caster: RayCaster, view: Viewpoint, target: Target
) -> tuple[float, float, Camera]:
    """A mesh of the `canonical` frame beside a matte, seen from a viewpoint.

    Returns the overlap of the silhouettes, the distance of their outlines (a share of the crop), and the camera.
    """
    camera = framed_camera(vertices, caster, view, target.bounds_px, target.part)
    small = camera.scaled(SILHOUETTE_PX / CROP_PX)
    hit = caster.occluded(*small.rays()).reshape(SILHOUETTE_PX, SILHOUETTE_PX)
    if target.known is None:
        outline = _outline(hit)
    else:
        outline = _known_outline(hit, target.known)
        hit &= target.known
    if not hit.any():
        return 0.0, 1.0, camera
    both = int(np.count_nonzero(hit & target.solid))
    overlap = both / max(int(np.count_nonzero(hit | target.solid)), 1)
    return overlap, _apart_px(outline, target) / SILHOUETTE_PX, camera


def _apart_px(outline: Bool[np.ndarray, "64 64"], target: Target) -> float:
    """Mean distance of two outlines, both ways; one of which no end is seen is far from any that is seen."""
    places = _places(outline)
    there = np.minimum(target.to_outline[outline], FAR_PX)
    back = np.full(len(target.outline), float(FAR_PX))
    if len(places):
        back = np.minimum(_nearest_px(target.outline, places), FAR_PX)
    return float(sum(way.mean() for way in (there, back) if len(way))) / 2
