"""What surrounds a product in a room, as a small picture of light: one for each style and time of day.

A viewer lights a room with it (image-based light). It is what one sees in the middle of an empty room in the style's
finishes, lit through a window by day and by a lamp in the evening: one bounce by form factors, the further ones as
in an integrating sphere. Tracing paths instead changed no pixel's light by more than a viewer's blur hides.

Frame: that of glTF, +Y up. The window lies towards +X, which is the middle column of the picture; a viewer turns the
picture so that the window comes to lie where the room's sun comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np
from jaxtyping import Bool, Float, UInt8

from showroom.errors import StyleError
from showroom.scene import Material, Rgb
from showroom.shipped_assets import assets_folder
from showroom.style.style import Style, kelvin_rgb, tiled_material

__all__ = [
    "MOODS",
    "EnvironmentOptions",
    "Mood",
    "environment_name",
    "environment_radiance",
    "garden_name",
    "hdr_bytes",
    "shipped_environment",
]

Mood = Literal["day", "evening"]
"""Time of day."""
MOODS: tuple[Mood, ...] = get_args(Mood)

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_ROOM_M = np.array([5.0, 2.6, 4.0])  # usual size; the eye is in its middle
_RESOLUTION = 5  # samples along each side of an emitter


@dataclass(frozen=True)
class EnvironmentOptions:
    """How the picture is made.

    Attributes
    ----------
    width_px, height_px
        Size; twice as wide as high, for it shows all directions.
    oversampling
        Rays along each side of a pixel.
    kept_cast
        Share of the light's colour cast that an adapted eye still sees, by day and in the evening.
    fill
        Share of the light that comes evenly from everywhere. One picture lights the whole room, and walls and ceiling
        are lit more evenly than the middle: without it, a wall facing the window burns out and its opposite is dark.
    """

    width_px: int = 128
    height_px: int = 64
    oversampling: int = 2
    kept_cast: tuple[float, float] = (0.35, 0.35)
    fill: float = 0.4


@dataclass(frozen=True, eq=False)
class _Emitter:
    """A rectangle that gives light: centre and half sides in metres from the eye, its normal, radiance up and down."""

    centre: Float[np.ndarray, " 3"]
    half: Float[np.ndarray, " 3"]
    normal: Float[np.ndarray, " 3"]
    upwards: Float[np.ndarray, " 3"]
    downwards: Float[np.ndarray, " 3"]

    def radiance(self, rising: Float[np.ndarray, " N"]) -> Float[np.ndarray, "N 3"]:
        """What is seen through it by who looks along directions with this y; the horizon is a soft edge."""
        share = np.clip(rising / 0.16 + 0.5, 0, 1)[:, None]
        radiance: Float[np.ndarray, "N 3"] = share * self.upwards + (1 - share) * self.downwards
        return radiance


def environment_name(style_name: str, mood: Mood) -> str:
    """File name of a picture."""
    return f"{style_name}.{mood}.hdr"


@cache
def garden_name(style_name: str) -> str:
    """File name of what is seen through the windows."""
    return f"{style_name}.garden.webp"


def shipped_environment(style_name: str, mood: Mood) -> bytes:
    """The picture that comes with a shipped style, as a file.

    Raises
    ------
    StyleError
        If there is none.
    """
    path = assets_folder("styles") / "environments" / environment_name(style_name, mood)
    try:
        return path.read_bytes()
    except OSError as error:
        raise StyleError(
            f"style {style_name!r}: its light by {mood} is missing ({path.name}: {error.strerror}); "
            "make it with `python assets/styles/make_environments.py`, or install the package again"
        ) from error


def environment_radiance(
    style: Style, mood: Mood, options: EnvironmentOptions | None = None
) -> Float[np.ndarray, "H W 3"]:
    """Linear radiance from all directions, row 0 up; its mean luminance over the sphere is 1.

    The column's middle u in 0..1 looks along azimuth `2 pi (u - 1/2)` from +X towards +Z, as equirectangular
    pictures do in glTF viewers.
    """
    options = options or EnvironmentOptions()
    fine = options.oversampling
    directions = _directions(options.height_px * fine, options.width_px * fine)
    seen = _seen(directions.reshape(-1, 3), _albedos(style), _emitters(style, mood))
    shape = (options.height_px, fine, options.width_px, fine, 3)
    picture = seen.reshape(shape).mean(axis=(1, 3))
    mean = _sphere_mean(picture)
    kept = options.kept_cast[MOODS.index(mood)]
    adapted = (mean / (mean @ _LUMINANCE)) ** (kept - 1)
    picture = ((1 - options.fill) * picture + options.fill * mean) * adapted
    normalised: Float[np.ndarray, "H W 3"] = picture / (_sphere_mean(picture) @ _LUMINANCE)
    return normalised


def hdr_bytes(radiance: Float[np.ndarray, "H W 3"]) -> bytes:
    """A Radiance file (RGBE, run-length coded): three mantissas and one exponent for each pixel.

    Mantissas are multiples of three, for longer runs: 1.2 % of the largest channel at most, and a quarter fewer bytes.

    Source: Ward, "Real Pixels", Graphics Gems II, 1991; scanlines as in Radiance's color.c.
    """
    height, width, _ = radiance.shape
    rgbe = _rgbe(radiance)
    rows = [bytes([2, 2, width >> 8, width & 255]) for _ in range(height)]
    lines = [
        row + b"".join(_run_length(rgbe[y, :, channel]) for channel in range(4))
        for y, row in enumerate(rows)
    ]
    head = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n"
    return head.encode() + b"".join(lines)


def _rgbe(radiance: Float[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "H W 4"]:
    largest = radiance.max(axis=2)
    _, exponent = np.frexp(np.maximum(largest, 1e-32))
    mantissas = 3 * np.rint(radiance * np.ldexp(256.0 / 3, -exponent)[..., None])
    rgbe = np.concatenate([np.clip(mantissas, 0, 255), exponent[..., None] + 128.0], axis=2)
    rgbe[largest < 1e-32] = 0
    return rgbe.astype(np.uint8)


def _run_length(values: UInt8[np.ndarray, " W"]) -> bytes:
    """One channel of a scanline: runs of four or more as (128 + length, value), the rest as (length, values)."""
    data = values.tobytes()
    out = bytearray()
    literal = bytearray()

    def flush() -> None:
        for start in range(0, len(literal), 128):
            part = literal[start : start + 128]
            out.extend(bytes([len(part)]) + part)
        literal.clear()

    at = 0
    while at < len(data):
        end = at
        while end < len(data) and data[end] == data[at] and end - at < 127:
            end += 1
        if end - at >= 4:
            flush()
            out.extend(bytes([128 + end - at, data[at]]))
        else:
            literal.extend(data[at:end])
        at = end
    flush()
    return bytes(out)


def _directions(height: int, width: int) -> Float[np.ndarray, "H W 3"]:
    azimuth = 2 * np.pi * ((np.arange(width) + 0.5) / width - 0.5)
    elevation = np.pi * (0.5 - (np.arange(height) + 0.5) / height)
    flat = np.cos(elevation)[:, None]
    up = np.broadcast_to(np.sin(elevation)[:, None], (height, width))
    return np.stack([flat * np.cos(azimuth), up, flat * np.sin(azimuth)], axis=2)


def _sphere_mean(picture: Float[np.ndarray, "H W 3"]) -> Float[np.ndarray, " 3"]:
    height = len(picture)
    weights = np.cos(np.pi * (0.5 - (np.arange(height) + 0.5) / height))
    mean: Float[np.ndarray, " 3"] = np.average(picture.mean(axis=1), axis=0, weights=weights)
    return mean


def _albedos(style: Style) -> Float[np.ndarray, "6 3"]:
    """Mean reflectance of the sides +X, -X, +Y, -Y, +Z, -Z; furniture in all colours covers half of the floor."""
    wall, accent, ceiling, floor = (
        np.array(_mean_colour(tiled_material(role, style.finishes[role]).material))
        for role in ("wall", "accent", "ceiling", "floor")
    )
    furnished = (floor + floor @ _LUMINANCE) / 2
    return np.stack([wall, accent, ceiling, furnished, wall, wall])


def _mean_colour(material: Material) -> Rgb:
    mean = np.array(material.base_colour[:3])
    if material.base_colour_texture is not None:
        srgb = np.arange(256) / 255
        linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
        channels = np.moveaxis(material.base_colour_texture.pixels, 2, 0)
        counts = np.stack([np.bincount(c.reshape(-1), minlength=256) for c in channels])
        mean = mean * (counts @ linear) / counts.sum(axis=1)
    return float(mean[0]), float(mean[1]), float(mean[2])


def _emitters(style: Style, mood: Mood) -> list[_Emitter]:
    light = style.light
    sky, ground = np.array(light.sky), np.array(light.ground)
    lamp = np.array(kelvin_rgb(light.lamp_kelvin))
    half = _ROOM_M / 2
    window = (
        np.array([half[0], 0.25, 0.0]),
        np.array([0.0, 0.75, 1.35]),
        np.array([-1.0, 0.0, 0.0]),
    )
    if mood == "day":
        # The sun's warmth reaches the room by way of what it lights outside.
        outside = ground * np.array(kelvin_rgb(light.sun_kelvin)) * 1.5
        return [_Emitter(*window, sky, outside)]
    dusk = sky * np.array([0.55, 0.75, 1.0]) * 0.05
    ceiling = (
        np.array([0.0, half[1] - 0.02, 0.0]),
        np.array([0.45, 0.0, 0.45]),
        np.array([0.0, -1.0, 0.0]),
    )
    shade = (
        np.array([-half[0] + 0.35, 0.15, -half[2] + 0.35]),
        np.array([0.16, 0.2, 0.16]),
        np.array([0.7071, 0.0, 0.7071]),
    )
    return [
        _Emitter(*window, dusk, dusk * 0.3),
        _Emitter(*ceiling, lamp, lamp),
        _Emitter(*shade, lamp * 0.8, lamp * 0.8),
    ]


def _seen(
    directions: Float[np.ndarray, "N 3"],
    albedos: Float[np.ndarray, "6 3"],
    emitters: list[_Emitter],
) -> Float[np.ndarray, "N 3"]:
    """Radiance along each ray from the middle of the room."""
    with np.errstate(divide="ignore"):
        distances = (_ROOM_M / 2) / np.abs(directions)
    axis = distances.argmin(axis=1)
    rays = np.arange(len(directions))
    points = directions * distances[rays, axis][:, None]
    signs = np.sign(directions[rays, axis])
    normals = np.zeros_like(directions)
    normals[rays, axis] = -signs
    side = 2 * axis + (signs < 0)
    light = sum((_direct(points, normals, e) for e in emitters), np.zeros_like(points))
    light = light + _bounced(albedos, emitters)
    radiance: Float[np.ndarray, "N 3"] = albedos[side] * light / np.pi
    for emitter in emitters:
        inside = _hits(directions, emitter)
        radiance[inside] = emitter.radiance(directions[inside, 1])
    return radiance


def _hits(directions: Float[np.ndarray, "N 3"], emitter: _Emitter) -> Bool[np.ndarray, " N"]:
    facing = directions @ emitter.normal
    with np.errstate(divide="ignore"):
        t = (emitter.centre @ emitter.normal) / facing
    offset = np.abs(directions * t[:, None] - emitter.centre)
    hits: Bool[np.ndarray, " N"] = (
        (facing < 0) & (t > 0) & np.all(offset <= emitter.half + 1e-6, axis=1)
    )
    return hits


def _direct(
    points: Float[np.ndarray, "N 3"], normals: Float[np.ndarray, "N 3"], emitter: _Emitter
) -> Float[np.ndarray, "N 3"]:
    """Irradiance from one emitter, summed over its samples; the nearest are held off by a hand's breadth."""
    places, area_m2 = _samples(emitter)
    total = np.zeros_like(points)
    for place in places:
        to = place - points
        square = np.maximum((to**2).sum(axis=1), 0.01)
        to = to / np.sqrt(square)[:, None]
        leaving = np.maximum(-(to @ emitter.normal), 0)
        arriving = np.maximum((to * normals).sum(axis=1), 0)
        factor = leaving * arriving * area_m2 / square
        total += factor[:, None] * emitter.radiance(to[:, 1])
    return total


def _samples(emitter: _Emitter) -> tuple[Float[np.ndarray, "S 3"], float]:
    """Places spread over an emitter, and the area of each."""
    steps = (np.arange(_RESOLUTION) + 0.5) / _RESOLUTION * 2 - 1
    flat = np.flatnonzero(emitter.half > 0)
    if len(flat) == 3:  # a lamp's shade: its broad side stands for it
        breadth = np.array([emitter.normal[2], 0.0, -emitter.normal[0]]) * emitter.half[0]
        along = (breadth, np.array([0.0, emitter.half[1], 0.0]))
    else:
        along = (np.eye(3)[flat[0]] * emitter.half, np.eye(3)[flat[1]] * emitter.half)
    grid = steps[:, None, None] * along[0] + steps[None, :, None] * along[1]
    places = emitter.centre + grid.reshape(-1, 3)
    sides = [2 * float(np.linalg.norm(side)) for side in along]
    return places, sides[0] * sides[1] / len(places)


def _bounced(
    albedos: Float[np.ndarray, "6 3"], emitters: list[_Emitter]
) -> Float[np.ndarray, " 3"]:
    """Irradiance by all bounces after the first, as in an integrating sphere of the room's area and mean albedo."""
    w, h, d = _ROOM_M
    areas = np.array([h * d, h * d, w * d, w * d, w * h, w * h])
    mean = np.average(albedos, axis=0, weights=areas)
    flux = np.zeros(3)
    for emitter in emitters:
        places, area_m2 = _samples(emitter)
        level = (emitter.upwards + emitter.downwards) / 2
        flux += np.pi * area_m2 * len(places) * level
    bounced: Float[np.ndarray, " 3"] = flux / areas.sum() * mean / (1 - mean)
    return bounced
