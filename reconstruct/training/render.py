"""Training renders by the project's own ray caster: light, cheap, and as varied as merchants' photos.

Soft light from a random sky and a key light with shadows, occlusion, a floor that bounces, gloss, textures of
wood, weave and noise, lenses from wide to long. Each view is cast straight into the network's crop, so that a matte
error is a shift of the frame. About 40 views a second on one core.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int, UInt8
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, FILL_PX
from reconstruct.raycast import Hits, RayCaster
from reconstruct.viewpoint import Viewpoint, frame_camera, viewpoint_camera

__all__ = [
    "RenderScene",
    "RenderedViews",
    "develop",
    "disturb",
    "draw_viewpoint",
    "render_views",
    "true_aspect",
]

OVERSAMPLING = 2


@dataclass(frozen=True)
class RenderedViews:
    """K pictures of one shape, as the network sees a photo.

    Attributes
    ----------
    images
        Straight colour and alpha matte, errors included.
    T_canonical_camera, focal_px, centre_px
        The true cameras, in pixels of the crop.
    view
        Azimuth and elevation in radians, distance in longest sides.
    """

    images: UInt8[np.ndarray, "K H W 4"]
    T_canonical_camera: Float32[np.ndarray, "K 4 4"]
    focal_px: Float32[np.ndarray, " K"]
    centre_px: Float32[np.ndarray, "K 2"]
    view: Float32[np.ndarray, "K 3"]


def draw_viewpoint(rng: np.random.Generator) -> Viewpoint:
    """Where a merchant stands: mostly before the product, eye level or somewhat above."""
    azimuth = np.deg2rad(rng.uniform(-75, 75))
    if rng.random() < 0.2:
        azimuth = np.deg2rad(rng.normal(0, 4))
    elevation = np.deg2rad(rng.uniform(-3, 42) if rng.random() < 0.8 else rng.normal(4, 4))
    return Viewpoint(
        float(azimuth), float(elevation), float(np.exp(rng.uniform(*np.log([1.4, 6]))))
    )


def render_views(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    material: Int[np.ndarray, " F"],
    colours: UInt8[np.ndarray, "M 3"],
    *,
    count: int,
    rng: np.random.Generator,
) -> RenderedViews:
    """Render one shape of the `canonical` frame from `count` random viewpoints, each in a new light and colour."""
    scene = RenderScene(vertices, faces, material)
    images = np.empty((count, CROP_PX, CROP_PX, 4), dtype=np.uint8)
    poses = np.empty((count, 4, 4), dtype=np.float32)
    focal = np.empty(count, dtype=np.float32)
    centre = np.empty((count, 2), dtype=np.float32)
    views = np.empty((count, 3), dtype=np.float32)
    for k in range(count):
        view = draw_viewpoint(rng)
        frame = CROP_PX / 2 + rng.normal(0, 1.0, 4) + np.array([-1, -1, 1, 1]) * FILL_PX / 2
        camera, _ = frame_camera(
            scene.vertices, view, tuple(true_aspect(scene, view, frame)), CROP_PX
        )
        images[k] = scene.picture(camera, colours, rng)
        poses[k], focal[k], centre[k] = camera.T_world_camera, camera.focal_px, camera.centre_px
        views[k] = view.azimuth_rad, view.elevation_rad, view.distance
    return RenderedViews(images, poses, focal, centre, views)


def true_aspect(
    scene: RenderScene, view: Viewpoint, frame: Float[np.ndarray, "4"]
) -> Float[np.ndarray, "4"]:
    """The frame narrowed to the aspect that the shape has from this view."""
    plain = viewpoint_camera(view, focal_px=1.0, centre_px=(0.0, 0.0), picture_px=CROP_PX)
    seen = plain.project(scene.vertices)[:, :2]
    sides = np.ptp(seen, axis=0)
    sides = sides / sides.max() * np.array([frame[2] - frame[0], frame[3] - frame[1]])
    middle = (frame[:2] + frame[2:]) / 2
    return np.concatenate([middle - sides / 2, middle + sides / 2])


class RenderScene:
    """One shape with its ray caster.

    Parameters
    ----------
    vertices, faces, material
        A shape, and a material index for each face.
    """

    def __init__(
        self,
        vertices: Float[np.ndarray, "V 3"],
        faces: Int[np.ndarray, "F 3"],
        material: Int[np.ndarray, " F"],
    ) -> None:
        self.vertices = np.asarray(vertices, dtype=np.float64)
        self._material = material
        self._floor = float(self.vertices[:, 1].min())
        corners = self.vertices[faces]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self._normal = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-12)
        self._caster = RayCaster(self.vertices, faces)

    def picture(
        self, camera: Camera, colours: UInt8[np.ndarray, "M 3"], rng: np.random.Generator
    ) -> UInt8[np.ndarray, "H W 4"]:
        """One picture with its matte in a random light; matte and camera err as a merchant's do."""
        colour, alpha = self.lit(camera, colours, rng)
        return develop(colour, disturb(alpha, rng), rng)

    def lit(
        self, camera: Camera, colours: UInt8[np.ndarray, "M 3"], rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, "H W 3"], Float[np.ndarray, "H W"]]:
        """Linear colour and true matte in a random light, at twice the size and averaged."""
        height, width = camera.height_px, camera.width_px
        fine = camera.scaled(float(OVERSAMPLING))
        origins, directions = fine.rays()
        hits = self._caster.cast(origins, directions)
        at = np.flatnonzero(hits.hit)
        rgba = np.zeros((height * width * OVERSAMPLING**2, 4), dtype=np.float32)
        if len(at):
            points = origins[at] + directions[at] * hits.distance_m[at, None]
            normal = self._normal[hits.face[at]]
            normal = normal * -np.sign((normal * directions[at]).sum(axis=1, keepdims=True))
            base = self.base_colour(points, hits, at, colours, rng)
            rgba[at, :3] = self._shade(points, normal, directions[at], base, rng)
            rgba[at, 3] = 1.0
        grid = rgba.reshape(height, OVERSAMPLING, width, OVERSAMPLING, 4).mean(axis=(1, 3))
        alpha = grid[..., 3]
        return grid[..., :3] / np.maximum(alpha[..., None], 1e-6), alpha

    def base_colour(
        self,
        points: Float[np.ndarray, "P 3"],
        hits: Hits,
        at: Int[np.ndarray, " P"],
        colours: UInt8[np.ndarray, "M 3"],
        rng: np.random.Generator,
    ) -> Float[np.ndarray, "P 3"]:
        """Colour of each material, drawn anew, with grain, weave or blotches of the world's space."""
        material = self._material[hits.face[at]]
        kinds = len(colours)
        table = (colours.astype(np.float64) / 255) ** 2.2
        if rng.random() < 0.6:
            table = _furniture_colours(kinds, rng)
        table = np.clip(table * np.exp(rng.normal(0, 0.2, (kinds, 1))), 0.015, 0.95)
        base = table[material]
        for kind in np.unique(material):
            mine = np.flatnonzero(material == kind)
            pattern = rng.random()
            if pattern < 0.35:
                continue
            strength = rng.uniform(0.05, 0.5)
            frequency = np.exp(rng.uniform(np.log(6), np.log(60)))
            stretch = np.ones(3)
            if pattern < 0.7:  # wood: grain along one axis
                stretch[rng.integers(3)] = 0.06
            waves = np.zeros(len(mine))
            for _ in range(4):
                way = rng.normal(0, 1, 3) * stretch * frequency
                waves += np.sin(points[mine] @ way + rng.uniform(0, 2 * np.pi))
            if pattern > 0.92:
                waves = 2 * np.sign(waves)
            base[mine] *= np.exp(strength * 0.5 * waves)[:, None]
        return np.asarray(np.clip(base, 0.01, 0.97))

    def _shade(
        self,
        points: Float[np.ndarray, "P 3"],
        normal: Float[np.ndarray, "P 3"],
        directions: Float[np.ndarray, "P 3"],
        base: Float[np.ndarray, "P 3"],
        rng: np.random.Generator,
    ) -> Float[np.ndarray, "P 3"]:
        """Sky with occlusion, a key light with soft shadow, bounce from the floor, gloss; linear."""
        count = len(points)
        start = points + 2e-3 * normal
        sky = np.zeros(count)
        for _ in range(2):
            way = rng.normal(0, 1, (count, 3))
            way = normal + way / np.linalg.norm(way, axis=1, keepdims=True)
            way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
            free = ~self._caster.occluded(start, way, to_m=1.5)
            sky += free * (0.75 + 0.35 * way[:, 1]) / 2
        azimuth, height = rng.uniform(-np.pi, np.pi), rng.uniform(0.25, 1.4)
        sun = np.array([math.cos(azimuth), height, abs(math.sin(azimuth)) * 1.2 - 0.2])
        spread = rng.uniform(0.02, 0.5)
        ways = sun + rng.normal(0, spread, (count, 3))
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        cosine = np.maximum((normal * ways).sum(axis=1), 0)
        lit = cosine * ~self._caster.occluded(start, ways)
        key = rng.uniform(0.2, 1.5)
        colour = base * (
            rng.uniform(0.3, 1.0) * sky[:, None]
            + key * lit[:, None]
            + (0.15 * (0.6 - 0.4 * normal[:, 1]) * np.exp(-(points[:, 1] - self._floor)))[:, None]
        )
        if rng.random() < 0.6:
            half = ways - directions
            half /= np.maximum(np.linalg.norm(half, axis=1, keepdims=True), 1e-9)
            shine = np.maximum((half * normal).sum(axis=1), 0) ** rng.uniform(8, 200)
            colour = colour + (rng.uniform(0, 0.7) * shine * (lit > 0))[:, None]
        return np.asarray(colour)


def _furniture_colours(count: int, rng: np.random.Generator) -> Float[np.ndarray, "M 3"]:
    """Linear colours: woods, whites, greys, blacks, and now and then something gay."""
    table = np.empty((count, 3))
    for row in range(count):
        kind = rng.random()
        if kind < 0.35:
            table[row] = np.array([0.45, 0.24, 0.11]) * np.exp(rng.normal(0, 0.6)) + rng.uniform(
                0, 0.1
            )
        elif kind < 0.55:
            table[row] = rng.uniform(0.6, 0.92)
        elif kind < 0.8:
            table[row] = np.exp(rng.uniform(np.log(0.02), np.log(0.6)))
        else:
            table[row] = rng.uniform(0.02, 0.8, 3)
    return np.clip(table * rng.uniform(0.93, 1.07, (count, 3)), 0.01, 0.95)


def disturb(alpha: Float[np.ndarray, "H W"], rng: np.random.Generator) -> Float[np.ndarray, "H W"]:
    """Matte errors: soft or eaten edges, a bite, a crumb of background, a cropped side."""
    if rng.random() < 0.5:
        alpha = ndimage.gaussian_filter(alpha, rng.uniform(0.2, 1.0))
    if rng.random() < 0.3:
        alpha = np.clip((alpha - 0.5) * rng.uniform(1, 3) + 0.5 + rng.uniform(-0.3, 0.3), 0, 1) * (
            alpha > 0.02
        )
    if rng.random() < 0.15:
        blob = _blob(alpha.shape, rng)
        alpha = alpha * (1 - blob) if rng.random() < 0.5 else np.maximum(alpha, blob)
    if rng.random() < 0.06:
        side, depth = int(rng.integers(4)), int(rng.integers(8, 26))
        turned = np.rot90(alpha, side).copy()
        turned[:depth] = 0
        alpha = np.rot90(turned, -side)
    return alpha


def _blob(shape: tuple[int, ...], rng: np.random.Generator) -> Float[np.ndarray, "H W"]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    cy, cx = rng.uniform(0, shape[0], 2)
    ry, rx = rng.uniform(3, 14, 2)
    inside = ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1
    return np.asarray(inside, dtype=np.float64)


def develop(
    colour: Float[np.ndarray, "H W 3"], alpha: Float[np.ndarray, "H W"], rng: np.random.Generator
) -> UInt8[np.ndarray, "H W 4"]:
    """Exposure, white balance, contrast and noise of a camera; sRGB."""
    seen = alpha > 0.5
    level = float(np.quantile(colour[seen], 0.9)) if seen.any() else 1.0
    exposed = colour * (rng.uniform(0.35, 1.1) / max(level, 0.05)) ** rng.uniform(0.3, 1.0)
    exposed = exposed * np.exp(rng.normal(0, 0.06, 3))
    display = np.clip(exposed, 0, 1) ** (1 / rng.uniform(1.8, 2.6))
    display = display + rng.normal(0, rng.uniform(0, 0.03), display.shape)
    if rng.random() < 0.3:
        display = ndimage.gaussian_filter(display, (0.6, 0.6, 0))
    rgba = np.concatenate([display, alpha[..., None]], axis=2)
    return np.asarray(np.round(255 * np.clip(rgba, 0, 1)), dtype=np.uint8)
