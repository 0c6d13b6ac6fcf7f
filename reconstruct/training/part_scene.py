"""Pictures of drawn furniture as the networks see merchants' photos: lit, cropped, covered, cut out with errors.

The light is `render.py`'s. Of the four rays of a pixel two at most are shaded: half the time, and the matte keeps all
four. What a photo crops or another thing covers is missing in the matte, and what is left fills the crop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, FILL_PX, matte_bounds
from reconstruct.raycast import Hits
from reconstruct.training.part_looks import Look, draw_looks
from reconstruct.training.render import (
    OVERSAMPLING,
    RenderScene,
    develop,
    disturb,
    draw_viewpoint,
    true_aspect,
)
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera

__all__ = ["PartScene", "PartView", "part_view"]

SHADED = 2  # of a pixel's rays
COARSE_PX = 48  # of the silhouette by which the visible part is framed
SMOOTH_PX = 0.9
LEAST_SEEN = 0.4  # of the product's pixels that a crop or a cover leaves

_Hides = Callable[[Float[np.ndarray, "H W"], Float[np.ndarray, "H W"]], Bool[np.ndarray, "H W"]]


@dataclass(frozen=True)
class PartView:
    """One picture of one piece.

    Attributes
    ----------
    crop
        Straight colour and alpha matte, errors included.
    view
        Where the camera stood.
    seen
        Share of the product's pixels that the photo shows.
    """

    crop: UInt8[np.ndarray, "128 128 4"]
    view: Viewpoint
    seen: float


class PartScene(RenderScene):
    """A piece of furniture, coloured by material.

    Parameters
    ----------
    vertices_m, faces
        The piece, in metres or any other unit.
    material
        Index of each face's material.
    names
        Of the materials.
    axes
        Of each face's part: the way its grain runs, across it, and out of its main face.
    """

    def __init__(
        self,
        vertices_m: Float[np.ndarray, "V 3"],
        faces: Int[np.ndarray, "F 3"],
        material: Int[np.ndarray, " F"],
        names: tuple[str, ...],
        axes: Float[np.ndarray, "F 3 3"],
    ) -> None:
        super().__init__(canonical(vertices_m), faces, material)
        self._names = names
        self._axes = axes

    def lit(
        self, camera: Camera, colours: UInt8[np.ndarray, "M 3"], rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, "H W 3"], Float[np.ndarray, "H W"]]:
        """Linear colour and true matte in a random light."""
        height, width = camera.height_px, camera.width_px
        origins, directions = camera.scaled(float(OVERSAMPLING)).rays()
        hits = self._caster.cast(origins, directions)
        pixel = np.arange(height * width * OVERSAMPLING**2)
        row, column = np.divmod(pixel, width * OVERSAMPLING)
        pixel = row // OVERSAMPLING * width + column // OVERSAMPLING
        at = np.flatnonzero(hits.hit)
        alpha = np.bincount(pixel[at], minlength=height * width) / OVERSAMPLING**2
        # The first two rays of each pixel that hit: sorted by pixel, those less than two after their pixel's first.
        at = at[np.argsort(pixel[at], kind="stable")]
        mine = pixel[at]
        first = np.searchsorted(mine, mine)
        at = at[np.arange(len(at)) - first < SHADED]
        mine = pixel[at]
        base, light = np.zeros((2, height * width, 3))
        if len(at):
            points = origins[at] + directions[at] * hits.distance_m[at, None]
            normal = self._normal[hits.face[at]]
            normal = normal * -np.sign((normal * directions[at]).sum(axis=1, keepdims=True))
            own = self.base_colour(points, hits, at, colours, rng)
            shaded = self._shade(points, normal, directions[at], own, rng) / own
            for channel in range(3):
                base[:, channel] = np.bincount(mine, own[:, channel], minlength=height * width)
                light[:, channel] = np.bincount(mine, shaded[:, channel], minlength=height * width)
        # Few rays are noise that no photo has: the light is smoothed, the colours stay sharp.
        smooth = (SMOOTH_PX, SMOOTH_PX, 0)
        count = np.bincount(mine, minlength=height * width).reshape(height, width, 1).astype(float)
        around = np.maximum(ndimage.gaussian_filter(count, smooth), 1e-6)
        light = ndimage.gaussian_filter(light.reshape(height, width, 3), smooth) / around
        colour = base.reshape(height, width, 3) / np.maximum(count, 1) * light
        return colour, alpha.reshape(height, width)

    def base_colour(
        self,
        points: Float[np.ndarray, "P 3"],
        hits: Hits,
        at: Int[np.ndarray, " P"],
        colours: UInt8[np.ndarray, "M 3"],
        rng: np.random.Generator,
    ) -> Float[np.ndarray, "P 3"]:
        """Colour of each material, drawn anew, with its pattern along the parts; `colours` counts for nothing."""
        face = hits.face[at]
        material = self._material[face]
        looks = draw_looks(self._names, rng)
        table = np.stack([looks[name].colour for name in self._names])
        base = table[material]
        for row, name in enumerate(self._names):
            look = looks[name]
            mine = np.flatnonzero(material == row)
            if look.pattern == "plain" or not len(mine):
                continue
            axes = self._axes[face[mine]]
            along = np.einsum("pij,pj->pi", axes, points[mine])
            base[mine] *= np.exp(look.strength * _waves(along, look, rng))[:, None]
        return np.asarray(np.clip(base, 0.01, 0.97))

    def silhouette(self, camera: Camera) -> Bool[np.ndarray, "H W"]:
        """Pixels whose middle ray hits the piece."""
        hit = self._caster.cast(*camera.rays()).hit
        return np.asarray(hit.reshape(camera.height_px, camera.width_px))


def _waves(
    along: Float[np.ndarray, "P 3"], look: Look, rng: np.random.Generator
) -> Float[np.ndarray, " P"]:
    """A pattern of about unit strength at places in the parts' own frames."""
    stretch = {"grain": [0.05, 1.0, 1.0], "weave": [1.0, 1.0, 1.0], "bands": [0.0, 1.0, 0.0]}
    ways = rng.normal(0, 1, (4, 3)) * stretch[look.pattern] * look.waves_per_m
    if look.pattern == "bands":
        return np.asarray(np.sign(np.sin(along @ ways[0] + rng.uniform(0, 2 * np.pi))))
    phases = along @ ways.T + rng.uniform(0, 2 * np.pi, 4)
    return np.asarray(np.sin(phases).sum(axis=1) * 0.7)


def part_view(scene: PartScene, rng: np.random.Generator, *, unseen: float) -> PartView:
    """One picture from a random place; this share of all is cropped or covered."""
    view = draw_viewpoint(rng)
    whole = np.array([8.0, 8.0, CROP_PX - 8.0, CROP_PX - 8.0])
    camera, _ = frame_camera(scene.vertices, view, tuple(true_aspect(scene, view, whole)), CROP_PX)
    hides, seen = None, 1.0
    if rng.random() < unseen:
        camera, hides, seen = _partly(scene, camera, rng)
    else:
        jitter = rng.normal(0, 1.0, 4) + np.array([-1, -1, 1, 1]) * FILL_PX / 2 + CROP_PX / 2
        camera, _ = frame_camera(
            scene.vertices, view, tuple(true_aspect(scene, view, jitter)), CROP_PX
        )
    colour, alpha = scene.lit(camera, np.zeros((1, 3), dtype=np.uint8), rng)
    if hides is not None:
        u, v = np.meshgrid(np.arange(CROP_PX) + 0.5, np.arange(CROP_PX) + 0.5)
        alpha = alpha * ~hides(u, v)
    matte = disturb(alpha, rng)
    if rng.random() < 0.12:
        matte = _holes_filled(matte, rng)
    behind = np.clip(rng.uniform(0, 1) + rng.normal(0, 0.1, 3), 0, 1)
    if (
        rng.random() < 0.5
    ):  # what stands behind shines through at the edge, and shows where the matte errs
        colour = colour * alpha[..., None] + behind * (1 - alpha[..., None])
    else:
        colour = np.where(alpha[..., None] > 0, colour, behind)
    return PartView(develop(colour, matte, rng), view, seen)


def _partly(
    scene: PartScene, camera: Camera, rng: np.random.Generator
) -> tuple[Camera, _Hides | None, float]:
    """The camera in whose crop the visible part of the piece fills the frame, and what hides the rest."""
    coarse = camera.scaled(COARSE_PX / CROP_PX)
    solid = scene.silhouette(coarse)
    if solid.sum() < 20:
        return camera, None, 1.0
    factor = CROP_PX / COARSE_PX
    u, v = np.meshgrid((np.arange(COARSE_PX) + 0.5) * factor, (np.arange(COARSE_PX) + 0.5) * factor)
    bounds = np.array(matte_bounds(solid.astype(np.float32))) * factor
    for _ in range(6):
        hides = _draw_cover(bounds, rng)
        left = solid & ~hides(u, v)
        seen = float(left.sum() / solid.sum())
        if LEAST_SEEN < seen < 0.97:
            break
    else:
        return camera, None, 1.0
    shown = np.array(matte_bounds(left.astype(np.float32))) * factor
    side = max(shown[2] - shown[0], shown[3] - shown[1])
    zoom = FILL_PX / side
    middle = (shown[:2] + shown[2:]) / 2 + rng.normal(0, 0.7, 2)
    centre = CROP_PX / 2 + zoom * (np.array(camera.centre_px) - middle)
    framed = replace(
        camera, focal_px=camera.focal_px * zoom, centre_px=(float(centre[0]), float(centre[1]))
    )

    def moved(u: Float[np.ndarray, "H W"], v: Float[np.ndarray, "H W"]) -> Bool[np.ndarray, "H W"]:
        return hides((u - CROP_PX / 2) / zoom + middle[0], (v - CROP_PX / 2) / zoom + middle[1])

    return framed, moved, seen


def _draw_cover(bounds: Float[np.ndarray, "4"], rng: np.random.Generator) -> _Hides:
    """The photo's edge at a side or two, or a thing of some outline before the piece."""
    left, top, right, bottom = bounds
    wide, high = right - left, bottom - top
    what = rng.random()
    if what < 0.6:
        cut = rng.uniform(0.05, 0.4, 2)
        aside = what < 0.25 or what > 0.5
        below = what >= 0.25
        at_left = rng.random() < 0.5
        edge = left + cut[0] * wide if at_left else right - cut[0] * wide
        floor = bottom - cut[1] * high if rng.random() < 0.85 else top + cut[1] * high
        from_above = floor < (top + bottom) / 2

        def frame(
            u: Float[np.ndarray, "H W"], v: Float[np.ndarray, "H W"]
        ) -> Bool[np.ndarray, "H W"]:
            gone = np.zeros(u.shape, dtype=bool)
            if aside:
                gone |= u < edge if at_left else u > edge
            if below:
                gone |= v < floor if from_above else v > floor
            return gone

        return frame
    middle = np.array([rng.uniform(left, right), rng.uniform(top + 0.3 * high, bottom)])
    reach = rng.uniform(0.12, 0.35, 2) * max(wide, high)
    tilt = rng.uniform(-0.6, 0.6)
    power = 2.0 if what < 0.8 else 8.0  # an ellipse, or nearly a rectangle that reaches down
    down = power > 2 and rng.random() < 0.7

    def thing(u: Float[np.ndarray, "H W"], v: Float[np.ndarray, "H W"]) -> Bool[np.ndarray, "H W"]:
        across = (u - middle[0] + tilt * (v - middle[1])) / reach[0]
        upright = (v - middle[1]) / reach[1]
        if down:
            upright = np.minimum(upright, 0.0)
        return np.asarray(np.abs(across) ** power + np.abs(upright) ** power < 1)

    return thing


def _holes_filled(
    alpha: Float[np.ndarray, "H W"], rng: np.random.Generator
) -> Float[np.ndarray, "H W"]:
    """A matte that closes over what shows between slats and legs, some of its holes or all."""
    solid = alpha > 0.5
    if rng.random() < 0.5:
        solid = ndimage.binary_closing(solid, iterations=int(rng.integers(1, 4)))
    filled = ndimage.binary_fill_holes(solid)
    return np.asarray(np.where(filled, np.maximum(alpha, 1.0 * filled), alpha))
