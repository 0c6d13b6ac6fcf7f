"""Pictures for people, by the project's own ray caster: rooms at eye height and from above, and products.

It runs anywhere, needs no display and no driver, and the same scene gives the same pixels.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image as PillowImage

from reconstruct.camera import Camera
from showroom.picture.filter import Guide, smoothed, to_srgb, toned
from showroom.picture.geometry import trace_scene
from showroom.picture.light import RoomLight
from showroom.picture.render import PictureOptions, SmallPicture, edges, render, shade
from showroom.picture.saved_view import SavedView
from showroom.picture.view import dollhouse_view, product_view, room_view
from showroom.scene import (
    Environment,
    Material,
    Mesh,
    Node,
    Primitive,
    PunctualLight,
    Scene,
    rotation_looking_along,
    walk,
)

__all__ = [
    "TURNTABLE_FRAMES",
    "PictureOptions",
    "above_view",
    "dollhouse_poster",
    "on_white",
    "poster_view",
    "product_poster",
    "render",
    "room_poster",
    "turntable",
    "webp_bytes",
]

# A photographer's studio: soft light all around, a key light over the left shoulder.
_STUDIO = Environment(sky=(1.25, 1.25, 1.25), horizon=(0.85, 0.85, 0.85), ground=(0.6, 0.6, 0.6))
_KEY_LIGHT = PunctualLight("key", "directional", (1.0, 0.98, 0.95), 0.55)
_ABOVE = PictureOptions(width_px=1200, height_px=750)
_PRODUCT = PictureOptions(width_px=1024, height_px=1024, gather_rays=12, edge_rays=4)
_GROUND = Material("ground", base_colour=(0.8, 0.8, 0.8, 1.0), roughness=1.0)


def room_poster(
    scene: Scene, options: PictureOptions | None = None, view: SavedView | None = None
) -> UInt8[np.ndarray, "H W 3"]:
    """The room at eye height from its best side; walls between the viewer and the room are left away.

    `view` is what `poster_view` found, where that is known already.
    """
    options = options or PictureOptions()
    view = view or poster_view(scene, options)
    roofed = any(node.extras.get("kind") == "ceiling" for node, _ in walk(scene))
    return render(scene, view.camera, hidden=view.hidden, options=options, open_to_sky=not roofed)


def poster_view(scene: Scene, options: PictureOptions | None = None) -> SavedView:
    """Where `room_poster` looks from."""
    options = options or PictureOptions()
    return SavedView(*room_view(scene, options.width_px, options.height_px))


def dollhouse_poster(
    scene: Scene, options: PictureOptions | None = None, view: SavedView | None = None
) -> UInt8[np.ndarray, "H W 3"]:
    """The room from above, without its ceiling and the walls in front, on a pale ground.

    `view` is what `above_view` found, where that is known already.
    """
    options = replace(options or _ABOVE, backdrop="page")
    view = view or above_view(scene, options)
    return render(scene, view.camera, hidden=view.hidden, options=options, open_to_sky=True)


def above_view(scene: Scene, options: PictureOptions | None = None) -> SavedView:
    """Where `dollhouse_poster` looks from."""
    options = options or _ABOVE
    return SavedView(*dollhouse_view(scene, options.width_px, options.height_px))


def product_poster(
    scene: Scene, options: PictureOptions | None = None, *, turn_rad: float | None = None
) -> UInt8[np.ndarray, "H W 4"]:
    """The product from its front left on a clear ground that keeps its shadow; alpha is not premultiplied.

    With `turn_rad` from that far round, 0 before its front, so that all turns make a film.
    """
    options = replace(options or _PRODUCT, backdrop="page")
    rng = np.random.default_rng([options.seed, 11])
    camera = product_view(scene, options.width_px, options.height_px, turn_rad)
    studio, open_studio = _studio(scene, camera)
    view = trace_scene(scene)
    light = RoomLight(trace_scene(studio), studio, closed=False, options=options.light, rng=rng)
    small = SmallPicture.of(view, light, camera, options, rng)
    v, u = np.mgrid[0 : camera.height_px, 0 : camera.width_px]
    centres = np.stack([u.ravel() + 0.5, v.ravel() + 0.5], 1).astype(np.float32)
    colour, _, points = shade(view, light, small, camera, centres, options, rng)
    covered = points.found.astype(np.float32)
    edge = edges(points, camera)
    for _ in range(options.edge_rays):
        jitter = rng.random((len(edge), 2), dtype=np.float32) - 0.5
        more, _, extra = shade(view, light, small, camera, centres[edge] + jitter, options, rng)
        colour[edge] += more
        covered[edge] += extra.found
    colour[edge] /= options.edge_rays + 1
    covered[edge] /= options.edge_rays + 1
    exposure = np.float32(1.02) / open_studio
    size = (camera.height_px, camera.width_px)
    shadow = _shadow(light, camera, open_studio, options, rng).ravel() * (1 - covered)
    alpha = covered + shadow
    linear = toned((colour * exposure / np.maximum(covered, 1e-3)[:, None]).reshape(*size, 3))
    share = (covered / np.maximum(alpha, 1e-3)).reshape(*size, 1)
    picture = np.empty((*size, 4), dtype=np.uint8)
    picture[..., :3] = np.round(to_srgb(linear) * share)
    picture[..., 3] = np.round(255 * np.clip(alpha, 0, 1)).reshape(size)
    picture[picture[..., 3] == 0] = (255, 255, 255, 0)
    return picture


def _studio(scene: Scene, camera: Camera) -> tuple[Scene, np.float32]:
    """The product on a large ground in the studio's light, and the light that falls on the empty ground."""
    reach = 60.0
    corners = np.array([[-1.0, 0, 1], [1, 0, 1], [1, 0, -1], [-1, 0, -1]]) * reach
    ground = Primitive(
        corners, np.tile([0.0, 1.0, 0.0], (4, 1)), np.array([[0, 1, 2], [0, 2, 3]]), _GROUND
    )
    right, backward = camera.T_world_camera[:3, 0], camera.T_world_camera[:3, 2]
    towards = -(0.9 * backward - 0.75 * right + np.array([0.0, 1.5, 0.0]))
    key = Node("key", rotation=rotation_looking_along(towards), light=_KEY_LIGHT)
    studio = replace(
        scene,
        roots=(*scene.roots, Node("ground", mesh=Mesh("ground", (ground,))), key),
        environment=_STUDIO,
    )
    steep = -towards[1] / np.linalg.norm(towards)
    # Mean of the sky over the upper half, weighted by the cosine, and the key light.
    share = 2 / 2.6
    sky = _STUDIO.horizon[1] + (_STUDIO.sky[1] - _STUDIO.horizon[1]) * share
    return studio, np.float32(sky + 2.2 * _KEY_LIGHT.intensity * steep / math.pi)


def _shadow(
    light: RoomLight,
    camera: Camera,
    open_light: np.float32,
    options: PictureOptions,
    rng: np.random.Generator,
) -> Float32[np.ndarray, "H W"]:
    """How dark the product makes the ground, 0 to 1, at the picture's size."""
    width, height = (camera.width_px + 3) // 4, (camera.height_px + 3) // 4
    v, u = np.mgrid[0:height, 0:width]
    origins, directions = camera.rays(np.stack([u.ravel() * 4.0 + 2, v.ravel() * 4.0 + 2], 1))
    down = directions[:, 1] < -1e-3
    distance = np.where(down, -origins[:, 1] / np.where(down, directions[:, 1], -1.0), 1.0)
    place = (origins + directions * distance[:, None]).astype(np.float32)
    place[:, 1] = 2e-3
    rows = np.flatnonzero(down)
    up = np.tile(np.array([0.0, 1.0, 0.0], dtype=np.float32), (len(rows), 1))
    fallen = light.gathered(place[rows], up, rng, options.gather_rays)
    fallen += light.sun(place[rows], up, rng, 4)
    dark = np.zeros((len(place), 3), dtype=np.float32)
    dark[rows] = np.clip(1 - fallen / open_light, 0, 1)
    flat = np.zeros((height, width, 3), dtype=np.float32)
    flat[..., 1] = 1
    guide = Guide(
        place.reshape(height, width, 3),
        flat,
        down.reshape(height, width),
        np.full((height, width), 0.01, dtype=np.float32),
    )
    soft = smoothed(dark.reshape(height, width, 3), guide, 3).mean(axis=2)
    # What little the noise leaves far away must not grey the page.
    soft = 0.85 * np.clip((soft - 0.04) / 0.96, 0, 1)
    large = PillowImage.fromarray(soft.astype(np.float32)).resize(
        (width * 4, height * 4), PillowImage.Resampling.BICUBIC
    )
    cut = np.asarray(large, dtype=np.float32)[: camera.height_px, : camera.width_px]
    return np.clip(cut, 0, 1)


TURNTABLE_FRAMES = 36


def turntable(scene: Scene, frames: int = TURNTABLE_FRAMES) -> Iterator[UInt8[np.ndarray, "H W 3"]]:
    """The product turned once round on white, counter-clockwise from its front."""
    options = PictureOptions(width_px=512, height_px=512, gather_rays=12, edge_rays=3)
    for frame in range(frames):
        yield on_white(product_poster(scene, options, turn_rad=2 * math.pi * frame / frames))


def on_white(picture: UInt8[np.ndarray, "H W 4"]) -> UInt8[np.ndarray, "H W 3"]:
    """A picture with alpha on a white page."""
    alpha = picture[..., 3:].astype(np.float32) / 255
    return np.asarray(np.rint(picture[..., :3] * alpha + 255 * (1 - alpha)), dtype=np.uint8)


def webp_bytes(picture: UInt8[np.ndarray, "H W C"], quality: int = 86) -> bytes:
    """WebP file of a picture of three or four channels."""
    buffer = io.BytesIO()
    PillowImage.fromarray(picture).save(buffer, "WEBP", quality=quality, method=4)
    return buffer.getvalue()
