"""Which way a model faces that another program made from a photo: the photo's silhouette decides.

Programs that make a model from a photo do not agree on where its front is: some turn it to +Z or +X, some leave it as
the camera saw it. Three steps find it. First, from where in the model's own frame the photo was taken: a ring of
viewpoints at the height and distance that the network reads, the best of them searched closer. Silhouettes of a
cupboard from the front and from the back are alike, so colours decide between equals. Second, where that camera stood
about the product: the network's azimuth. Third, the exact angle: the network is good to several degrees only, but most
products have walls along their sides, so the model's own walls are laid along the axes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, UInt8

from reconstruct.candidate import SILHOUETTE_PX, Target
from reconstruct.crop import CROP_PX
from reconstruct.framing import framed_camera
from reconstruct.known_part import KnownPart
from reconstruct.network.model import CropReading, load_shape_model
from reconstruct.outline import look
from reconstruct.pose import closer_viewpoint, silhouette_merit
from reconstruct.product import TexturedProduct
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSizeHint
from reconstruct.viewpoint import Viewpoint, canonical

__all__ = ["ModelOrientation", "find_orientation"]

RING = 36
SEARCHED = 6
APART_RAD = math.radians(25)
COLOUR = 0.05
"""What agreeing colours count beside the silhouette's merit; 2 % of overlap count 0.007."""
AS_IT_IS = 0.004
"""What half a turn costs: a model that looks the same from all sides is left as it came."""
NETWORK_RAD = math.radians(12)
WALLS = 0.2
"""From this share on, the walls have a direction: 1 for a box, 0 for a cylinder."""
GIVEN_PROPORTION, READ_PROPORTION = 3.0, 1.5
"""What a wrong proportion of width to depth costs, against the logarithm of the network's likelihood."""


@dataclass(frozen=True)
class ModelOrientation:
    """How to turn a model.

    Attributes
    ----------
    yaw_rad
        Turned so far (right-handed about +Y), its front faces +Z.
    overlap
        Intersection over union of its silhouette and the photo's matte, from where the photo was taken.
    """

    yaw_rad: float
    overlap: float


def find_orientation(
    made: TexturedProduct,
    crop: UInt8[np.ndarray, "128 128 4"],
    reading: CropReading,
    given: ProductSizeHint,
    part: KnownPart | None = None,
) -> ModelOrientation:
    """Find the front of a model made from a photo.

    Parameters
    ----------
    made
        The model as a product, upright, its front anywhere.
    crop
        The photo's product, cut out.
    reading
        What the network reads in the crop.
    given
        What the merchant says of the size: width and depth help to tell the front from a side.
    part
        What the crop shows of the product; None for all of it.
    """
    vertices = canonical(made.vertices_m)
    azimuth, overlap = _camera_azimuth(made, vertices, crop, reading, part)
    likely = load_shape_model().viewpoints(reading, 1)[0].azimuth_rad
    wall, share = _wall_direction(vertices, made.faces)
    yaw = likely - azimuth
    if share >= WALLS:
        turns = [quarter * math.pi / 2 - wall for quarter in range(4)]
        yaw = max(
            turns,
            key=lambda turn: (
                _likelihood(reading, azimuth + turn) - _misfit(vertices, turn, reading, given)
            ),
        )
    return ModelOrientation(math.remainder(yaw, 2 * math.pi), overlap)


def _camera_azimuth(
    made: TexturedProduct,
    vertices: Float[np.ndarray, "V 3"],
    crop: UInt8[np.ndarray, "128 128 4"],
    reading: CropReading,
    part: KnownPart | None,
) -> tuple[float, float]:
    """Where the photo was taken from, in the model's own frame, and the silhouettes' overlap there."""
    start = load_shape_model().viewpoints(reading, 1)[0]
    merit = silhouette_merit(vertices, made.faces, crop, part)
    ring = [
        Viewpoint(2 * math.pi * step / RING, start.elevation_rad, start.distance)
        for step in range(RING)
    ]
    colours = _ColourMatch(made, vertices, crop, part)

    def total(view: Viewpoint) -> float:
        turn = abs(math.remainder(view.azimuth_rad - start.azimuth_rad, 2 * math.pi)) / math.pi
        return merit(view) + COLOUR * colours.of(view) - AS_IT_IS * turn

    best = max((closer_viewpoint(view, merit, part) for view in _peaks(ring, merit)), key=total)
    return best.azimuth_rad, look(vertices, made.faces, [best], [crop], [part])[0].overlap


def _peaks(ring: Sequence[Viewpoint], merit: Callable[[Viewpoint], float]) -> list[Viewpoint]:
    """The best of a ring, apart from each other."""
    peaks: list[Viewpoint] = []
    for view in sorted(ring, key=merit, reverse=True):
        off = [abs(math.remainder(view.azimuth_rad - p.azimuth_rad, 2 * math.pi)) for p in peaks]
        if all(angle >= APART_RAD for angle in off):
            peaks.append(view)
    return peaks[:SEARCHED]


class _ColourMatch:
    """How well the model's colours agree with the photo's, whatever the light."""

    def __init__(
        self,
        made: TexturedProduct,
        vertices: Float[np.ndarray, "V 3"],
        crop: UInt8[np.ndarray, "128 128 4"],
        part: KnownPart | None,
    ) -> None:
        self._made = made
        self._vertices = vertices
        self._caster = RayCaster(vertices, made.faces)
        self._target = Target.of(crop, part)
        factor = CROP_PX // SILHOUETTE_PX
        blocks = crop[..., :3].reshape(SILHOUETTE_PX, factor, SILHOUETTE_PX, factor, 3)
        self._photo = blocks.mean(axis=(1, 3))

    def of(self, view: Viewpoint) -> float:
        """1 where the model's colours, made as bright as the photo's on the whole, are the photo's; less if not."""
        target = self._target
        camera = framed_camera(self._vertices, self._caster, view, target.bounds_px, target.part)
        hits = self._caster.cast(*camera.scaled(SILHOUETTE_PX / CROP_PX).rays())
        both = hits.hit & target.solid.ravel()
        if not both.any():
            return 0.0
        second, third = hits.barycentric[both].T
        weights = np.stack([1 - second - third, second, third], axis=1)
        corners = self._made.uvs[self._made.faces[hits.face[both]]]
        picture = self._made.material.base_colour
        height, width = picture.shape[:2]
        u, v = np.clip(np.einsum("pc,pci->ip", weights, corners), 0, 1)
        across = np.minimum((u * width).astype(np.int64), width - 1)
        down = np.minimum((v * height).astype(np.int64), height - 1)
        shown = picture[down, across].astype(np.float64)
        photo = self._photo.reshape(-1, 3)[both]
        shown *= photo.mean() / max(float(shown.mean()), 1.0)
        return 1.0 - float(np.abs(shown - photo).mean()) / max(float(photo.mean()), 1.0)


def _wall_direction(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> tuple[float, float]:
    """Azimuth that the walls face, up to quarter turns, and how far they agree on it.

    The mean of the faces' azimuths, four times the angle so that quarter turns fall together, each by its area and by
    how upright it stands. A shape with a mirror plane has its mean along that plane, whatever its taper.
    """
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    x, _, z = np.cross(b - a, c - a).T
    across = np.hypot(x, z)
    mean = (across * np.exp(4j * np.arctan2(x, z))).sum() / max(float(across.sum()), 1e-12)
    return float(np.angle(mean)) / 4, float(abs(mean))


def _likelihood(reading: CropReading, azimuth_rad: float) -> float:
    """Logarithm of how likely the network finds an azimuth; it knows those from -90 to 90 degrees."""
    off = np.remainder(load_shape_model().azimuths - azimuth_rad + math.pi, 2 * math.pi) - math.pi
    near = np.exp(-((off / NETWORK_RAD) ** 2) / 2)
    return math.log(float((reading.azimuth * near).sum()) + 1e-4)


def _misfit(
    vertices: Float[np.ndarray, "V 3"],
    yaw_rad: float,
    reading: CropReading,
    given: ProductSizeHint,
) -> float:
    """How far the turned model's width over depth is from the merchant's, or else from what the network reads."""
    width_m, depth_m, weight = float(reading.size_m[0]), float(reading.size_m[2]), READ_PROPORTION
    if given.width_m is not None and given.depth_m is not None:
        width_m, depth_m, weight = given.width_m, given.depth_m, GIVEN_PROPORTION
    cos, sin = math.cos(yaw_rad), math.sin(yaw_rad)
    width = float(np.ptp(cos * vertices[:, 0] + sin * vertices[:, 2]))
    depth = float(np.ptp(cos * vertices[:, 2] - sin * vertices[:, 0]))
    return weight * abs(math.log(max(width, 1e-6) / max(depth, 1e-6) * depth_m / width_m))
