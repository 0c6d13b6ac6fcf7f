"""One picture of a scene: rays, looks, light, and what becomes of them in the pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, UInt8
from scipy.ndimage import maximum_filter

from reconstruct.camera import Camera
from showroom.outlook import outlook
from showroom.picture.filter import Guide, developed, enlarged, smoothed
from showroom.picture.geometry import Points, TracedScene, dot, trace_scene
from showroom.picture.light import LightOptions, RoomLight, frame_around
from showroom.scene import Scene

__all__ = [
    "PAGE",
    "PictureOptions",
    "SmallPicture",
    "edges",
    "lit_picture",
    "metered_balance",
    "render",
    "shade",
]


_LONE_RAYS = 8
_SEAM = 0.5  # baked occlusion counts this much again: at half size the seam under furniture comes out too pale
PAGE = np.array([0.85, 0.84, 0.82], dtype=np.float32)  # behind a room seen from above


@dataclass(frozen=True)
class PictureOptions:
    """Size and effort of a picture.

    Attributes
    ----------
    width_px, height_px
        Size.
    gather_rays, window_rays, sun_rays, mirror_rays
        Rays from each place: for passed-on light, to each window, to the sun, for reflections.
    edge_rays
        Extra rays of pixels on an edge.
    seed
        Of all randomness.
    backdrop
        What is seen behind the scene: the world outside, or the page it is printed on.
    light
        Balance of the light.
    """

    width_px: int = 1600
    height_px: int = 1000
    gather_rays: int = 16
    window_rays: int = 3
    sun_rays: int = 2
    mirror_rays: int = 2
    edge_rays: int = 6
    seed: int = 0
    backdrop: Literal["garden", "page"] = "garden"
    light: LightOptions = field(default_factory=LightOptions)


def render(
    scene: Scene,
    camera: Camera,
    *,
    hidden: frozenset[str] = frozenset(),
    options: PictureOptions | None = None,
    open_to_sky: bool = False,
) -> UInt8[np.ndarray, "H W 3"]:
    """Picture of a scene.

    Parameters
    ----------
    scene
        What to show.
    camera
        From where, and how large.
    hidden
        Nodes that the camera does not see. In a closed room they still give shade and pass light on.
    options
        Effort and balance; its size is not used, the camera has one.
    open_to_sky
        Whether the hidden nodes are away for the light too, which then comes from the whole sky.
    """
    options = options or PictureOptions()
    rng = np.random.default_rng([options.seed, 7])
    view = trace_scene(scene, hidden=hidden)
    lit = trace_scene(scene, hidden=hidden if open_to_sky else frozenset(), longest_edge_m=0.3)
    light = RoomLight(
        lit, scene, closed=not open_to_sky, options=options.light, rng=rng, unseen=hidden
    )
    return lit_picture(view, light, camera, options, rng)


def lit_picture(
    view: TracedScene,
    light: RoomLight,
    camera: Camera,
    options: PictureOptions,
    rng: np.random.Generator,
) -> UInt8[np.ndarray, "H W 3"]:
    """Picture of a scene whose light is known; many pictures of one room share it.

    Parameters
    ----------
    view
        What the camera sees.
    light
        The light of the whole scene.
    camera
        From where, and how large.
    options
        Effort and balance; its size is not used.
    rng
        Source of randomness.
    """
    small = SmallPicture.of(view, light, camera, options, rng)
    v, u = np.mgrid[0 : camera.height_px, 0 : camera.width_px]
    centres = np.stack([u.ravel() + 0.5, v.ravel() + 0.5], 1).astype(np.float32)
    colour, away, points = shade(view, light, small, camera, centres, options, rng, whole=True)
    edge = edges(points, camera)
    for _ in range(options.edge_rays):
        jitter = rng.random((len(edge), 2), dtype=np.float32) - 0.5
        more, far, _ = shade(view, light, small, camera, centres[edge] + jitter, options, rng)
        colour[edge] += more
        away[edge] += far
    colour[edge] /= options.edge_rays + 1
    away[edge] /= options.edge_rays + 1
    size = (camera.height_px, camera.width_px, 3)
    balance = small.balance(light.environment.exposure_ev)
    return developed((colour * balance + away).reshape(size))


@dataclass(frozen=True, eq=False)
class SmallPicture:
    """Smooth light at half size: what falls on each place and its mirror image (3 channels each), and as metered.

    The light that falls is kept over the baked openness of the place: smoothing would wash out the dark seam under
    furniture, but what is baked has no noise, so it is taken out before and multiplied again at full size.
    """

    lights: Float32[np.ndarray, "H W 6"]
    guide: Guide
    metered: Float32[np.ndarray, "Q 3"]

    @classmethod
    def of(
        cls,
        view: TracedScene,
        light: RoomLight,
        camera: Camera,
        options: PictureOptions,
        rng: np.random.Generator,
    ) -> SmallPicture:
        """Cast the rays for every second pixel and smooth what they bring."""
        width, height = (camera.width_px + 1) // 2, (camera.height_px + 1) // 2
        v, u = np.mgrid[0:height, 0:width]
        centres = np.stack([u.ravel() * 2.0 + 1.0, v.ravel() * 2.0 + 1.0], 1)
        origins, directions = _rays(camera, centres)
        points = view.look(origins, directions, 2 / camera.focal_px, rng)
        rows = np.flatnonzero(points.found)
        position = points.position_m[rows]
        position = position + (points.flat_normal[rows] - directions[rows]) * np.float32(1e-3)
        normal = points.flat_normal[rows] * np.float32(0.4) + points.normal[rows] * np.float32(0.6)
        normal /= np.sqrt(dot(normal, normal))[:, None]
        fallen = np.zeros((len(centres), 3), dtype=np.float32)
        fallen[rows] = light.gathered(position, normal, rng, options.gather_rays)
        fallen[rows] += light.soft(position, normal, rng, options.window_rays)
        metered = fallen[rows] + light.sun(position, normal, rng, 1)
        fallen /= _known_openness(points)
        mirrored = np.zeros_like(fallen)
        shiny = rows[points.roughness[rows] < 0.65]
        mirrored[shiny] = _mirrored(light, points, shiny, directions, options.mirror_rays, rng)
        guide = Guide(
            position_m=points.position_m.reshape(height, width, 3),
            normal=points.flat_normal.reshape(height, width, 3),
            found=points.found.reshape(height, width),
            reach_m=(0.004 + 0.004 * points.depth_m).reshape(height, width),
        )
        lights = np.concatenate([fallen, mirrored], axis=1).reshape(height, width, 6)
        return cls(smoothed(lights, guide, 5), guide, metered)

    def balance(self, exposure_ev: float) -> Float32[np.ndarray, " 3"]:
        """Exposure and white balance, as a light meter held in the room would choose them."""
        return metered_balance(self.metered, exposure_ev)


def metered_balance(
    metered: Float32[np.ndarray, "Q 3"], exposure_ev: float
) -> Float32[np.ndarray, " 3"]:
    """Exposure and white balance for the light metered at places of a picture (radiance of white matt surfaces)."""
    mean = np.maximum(metered.mean(axis=0), 1e-6)
    # Three quarters of the light's tint are taken out; all of it would make lamps look dead.
    tint = (mean / mean.mean()) ** np.float32(0.75)
    level = np.percentile(metered.mean(axis=1), 65)
    gain = np.float32(0.74 * 2**exposure_ev / max(float(level), 1e-6))
    return np.asarray(gain / tint, dtype=np.float32)


def _mirrored(
    light: RoomLight,
    points: Points,
    rows: Int[np.ndarray, " Q"],
    directions: Float32[np.ndarray, "P 3"],
    samples: int,
    rng: np.random.Generator,
) -> Float32[np.ndarray, "Q 3"]:
    """Radiance from around the mirror direction, spread as the roughness asks (GGX half vectors)."""
    normal, position = points.normal[rows], points.position_m[rows]
    position = position + points.flat_normal[rows] * np.float32(1e-3)
    a, b = frame_around(normal)
    alpha = points.roughness[rows] ** 2
    out = np.zeros((len(rows), 3), dtype=np.float32)
    for k in range(samples):
        u = ((rng.random(len(rows), dtype=np.float32) + k) / samples).astype(np.float32) * 0.9
        turn = np.float32(2 * np.pi) * rng.random(len(rows), dtype=np.float32)
        cosine = np.sqrt((1 - u) / (1 + (alpha**2 - 1) * u))
        sine = np.sqrt(np.maximum(1 - cosine**2, 0))
        half = (sine * np.cos(turn))[:, None] * a + (sine * np.sin(turn))[:, None] * b
        half += cosine[:, None] * normal
        along = directions[rows]
        mirror = along - 2 * dot(along, half)[:, None] * half
        below = dot(mirror, points.flat_normal[rows]) <= 0.01
        mirror[below] = normal[below]
        seen = light.seen_along(position, mirror.astype(np.float32), windows=True)
        out += np.minimum(seen, 4.0)
    mean: Float32[np.ndarray, "Q 3"] = out / np.float32(samples)
    return mean


def _rays(
    camera: Camera, places_px: Float[np.ndarray, "P 2"]
) -> tuple[Float32[np.ndarray, "P 3"], Float32[np.ndarray, "P 3"]]:
    origins, directions = camera.rays(places_px.astype(np.float64))
    return origins.astype(np.float32), directions.astype(np.float32)


def shade(
    view: TracedScene,
    light: RoomLight,
    small: SmallPicture,
    camera: Camera,
    places_px: Float32[np.ndarray, "P 2"],
    options: PictureOptions,
    rng: np.random.Generator,
    *,
    whole: bool = False,
) -> tuple[Float32[np.ndarray, "P 3"], Float32[np.ndarray, "P 3"], Points]:
    """Radiance of places of the picture, and apart from it what is seen of the world outside, exposed already.

    `whole` says that the places are all pixels, row by row: the edges of sunlight then get more rays.
    """
    origins, directions = _rays(camera, places_px)
    points = view.look(origins, directions, 1 / camera.focal_px, rng)
    colour, away = np.zeros_like(origins), np.zeros_like(origins)
    rows = np.flatnonzero(points.found)
    position, normal = points.position_m[rows], points.normal[rows]
    flat = points.flat_normal[rows]
    lights, weight = enlarged(small.lights, small.guide, places_px[rows] / 2, position, flat)
    # Towards the eye as well: in a corner, a step along one surface's normal can end behind the other one.
    start = position + (flat - directions[rows]) * np.float32(1e-3)
    lights[:, :3] *= _known_openness(points)[rows] ** np.float32(1 + _SEAM)
    # Slim things fall between the small picture's pixels: ask for their light itself.
    lone = np.flatnonzero(weight < 0.03)
    lights[lone, :3] = light.gathered(start[lone], flat[lone], rng, _LONE_RAYS)
    lights[lone, :3] += light.soft(start[lone], flat[lone], rng, 2)
    # Relief shows where light comes from one side: the sun sees it fully, the sky by a third.
    relief = dot(normal, flat)[:, None]
    fallen = lights[:, :3] * (np.float32(0.4) + np.float32(0.6) * relief)
    share = light.sun_share(start, normal, rng, options.sun_rays, flat)
    if whole:
        mixed = np.flatnonzero(_half_lit(share, points.found, rows, camera))
        share[mixed] = light.sun_share(
            start[mixed], normal[mixed], rng, 8 * options.sun_rays, flat[mixed]
        )
    fallen += share[:, None] * light.sun_light
    base, metal = points.colour[rows], points.metallic[rows, None]
    cosine = np.abs(dot(normal, directions[rows]))[:, None]
    straight = np.float32(0.04) * (1 - metal) + base * metal
    rough = points.roughness[rows, None]
    grazing = np.maximum(1 - rough, straight) - straight
    fresnel = straight + grazing * np.clip(1 - cosine, 0, 1) ** 5
    shiny = rough < 0.65
    mirror = np.where(shiny, lights[:, 3:], lights[:, :3])
    colour[rows] = base * (1 - metal) * fallen * (1 - fresnel) + fresnel * mirror
    out = ~points.found
    # The outside is overexposed on purpose, as a photographer exposing for the room gets it.
    garden = options.backdrop == "garden"
    away[out] = outlook(light.environment, directions[out]) if garden else PAGE
    return colour, away, points


def _known_openness(points: Points) -> Float32[np.ndarray, "P 1"]:
    """Baked openness as a divisor: never near 0, where light and openness vanish together."""
    known: Float32[np.ndarray, "P 1"] = np.maximum(points.openness, np.float32(0.3))[:, None]
    return known


def _half_lit(
    share: Float32[np.ndarray, " Q"],
    found: Bool[np.ndarray, " P"],
    rows: Int[np.ndarray, " Q"],
    camera: Camera,
) -> Bool[np.ndarray, " Q"]:
    """Pixels with both sun and shade around them."""
    shape = (camera.height_px, camera.width_px)
    lit, shaded = np.zeros(found.shape, dtype=bool), np.zeros(found.shape, dtype=bool)
    lit[rows], shaded[rows] = share > 1e-4, share <= 1e-4
    both = maximum_filter(lit.reshape(shape), 7) & maximum_filter(shaded.reshape(shape), 7)
    return np.asarray(both.ravel()[rows], dtype=bool)


def edges(points: Points, camera: Camera) -> Int[np.ndarray, " E"]:
    """Pixels beside another surface: numbers, row by row."""
    shape = (camera.height_px, camera.width_px)
    normal = points.normal.reshape(*shape, 3)
    position = points.position_m.reshape(*shape, 3)
    found = points.found.reshape(shape)
    reach = (0.003 + 0.004 * points.depth_m).reshape(shape)
    edge = np.zeros(shape, dtype=bool)
    for axis in (0, 1):
        here = (slice(None, -1), slice(None)) if axis == 0 else (slice(None), slice(None, -1))
        there = (slice(1, None), slice(None)) if axis == 0 else (slice(None), slice(1, None))
        turned = (normal[here] * normal[there]).sum(2) < 0.9
        offset = np.abs(((position[there] - position[here]) * normal[here]).sum(2)) > reach[here]
        other = (turned | offset) & (found[here] | found[there])
        other |= found[here] != found[there]
        edge[here] |= other
        edge[there] |= other
    return np.flatnonzero(edge)
