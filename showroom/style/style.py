"""Styles as data: which finish each part of a room has, how it is trimmed, and the colour of its light.

A style is a JSON file in `assets/styles`; its materials are pictures in `assets/materials`. A finish names a
material, a colour, or both: with both, the material is tinted so that its mean becomes that colour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from showroom.errors import StyleError
from showroom.scene import Material, Rgb, Texture
from showroom.shell.shell import ShellOptions
from showroom.shipped_assets import assets_folder
from showroom.style.floor_photo import KEPT_SHARE, repeating_photo

__all__ = [
    "Finish",
    "Style",
    "StyleLight",
    "TiledMaterial",
    "in_room",
    "kelvin_rgb",
    "load_style",
    "srgb_to_linear",
    "style_names",
    "tiled_material",
    "with_finish",
]

ROLES = ("floor", "wall", "accent", "ceiling", "trim", "door", "window_frame", "metal", "outside")
_PHOTO_ROUGHNESS = 0.5
DEFAULT_PALETTE = ("#f2ede4", "#8fa39a", "#d9a48a", "#3f4a50", "#cdbfa9")
"""For a merchant's own style that names none."""


@dataclass(frozen=True)
class Finish:
    """What a surface is made of.

    Attributes
    ----------
    material
        Name in `assets/materials/materials.json`; none for plain paint.
    colour
        Colour as "#rrggbb": of the paint, or the mean that the material is tinted to.
    roughness
        From 0 (mirror) to 1; the material's own if none.
    metallic
        0 or 1, in between for worn coatings.
    angle_rad
        How far the material is turned on its surface.
    photo, photo_m
        A merchant's own picture in place of a shipped material, and the breadth of what it shows in metres.
    """

    material: str | None = None
    colour: str | None = None
    roughness: float | None = None
    metallic: float = 0.0
    angle_rad: float = 0.0
    photo: Path | None = None
    photo_m: float = 1.0


@dataclass(frozen=True)
class StyleLight:
    """Daylight and lamps of a style.

    Attributes
    ----------
    sun_kelvin, lamp_kelvin
        Colour temperatures.
    sun_lux
        Strength of the sun in the file, where 1 is a viewer's usual key light.
    sun_elevation_rad
        Height of the sun.
    sun_azimuth_rad
        How far the sun stands aside of the largest window's axis.
    sky, ground
        Linear radiance of the world outside, upwards and downwards.
    exposure_ev
        Stops added to the automatic exposure of pictures.
    """

    sun_kelvin: float
    lamp_kelvin: float
    sun_lux: float
    sun_elevation_rad: float
    sun_azimuth_rad: float
    sky: Rgb
    ground: Rgb
    exposure_ev: float


@dataclass(frozen=True)
class Style:
    """One style: a finish for each role, joinery measures and light.

    Attributes
    ----------
    name
        File stem, as given to `--style`.
    title, mood
        For people.
    finishes
        By role: floor, wall, accent (the focal wall), ceiling, trim, door, window_frame, metal, outside.
    joinery
        Measures of skirting, casings, bars.
    light
        Daylight and lamps.
    rooms
        Finishes that differ in a type of room (tiles in a bathroom), by type and role.
    palette
        Colours of textiles and pictures as "#rrggbb": pale ground, two accents, dark, muted.
    """

    name: str
    title: str
    mood: str
    finishes: Mapping[str, Finish]
    joinery: ShellOptions
    light: StyleLight
    rooms: Mapping[str, Mapping[str, Finish]]
    palette: tuple[str, str, str, str, str] = DEFAULT_PALETTE


@dataclass(frozen=True, eq=False)
class TiledMaterial:
    """A material and the size of its picture on the surface.

    Attributes
    ----------
    material
        What the file gets.
    tile_m
        Side of the square that the picture covers, in metres.
    angle_rad
        How far it is turned.
    """

    material: Material
    tile_m: float
    angle_rad: float


def style_names() -> tuple[str, ...]:
    """Names of the shipped styles, in alphabetical order."""
    return tuple(sorted(path.stem for path in assets_folder("styles").glob("*.json")))


@cache
def load_style(name: str | Path) -> Style:
    """A shipped style by name, or one's own by the path of its JSON file.

    Raises
    ------
    StyleError
        If there is no such style or its file is not complete.
    """
    own = isinstance(name, Path) or str(name).endswith(".json")
    path = Path(name) if own else assets_folder("styles") / f"{name}.json"
    if not own and name not in style_names():
        raise StyleError(f"style {name!r} does not exist; choose one of {', '.join(style_names())}")
    try:
        return _parse(path.stem, json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise StyleError(
            f"style {path}: cannot be read ({error.strerror}); check the path"
        ) from error
    except json.JSONDecodeError as error:
        raise StyleError(f"style {path}: not JSON ({error}); correct that line") from error
    except (KeyError, TypeError, ValueError) as error:
        raise StyleError(
            f"style {path}: {error!r}; expected title, mood, joinery, light and the finishes {', '.join(ROLES)}"
        ) from error


def with_finish(style: Style, role: str, finish: Finish) -> Style:
    """The style with another finish for one role in all rooms, such as a merchant's own wall colour."""
    if role not in ROLES:
        raise StyleError(f"style {style.name}: no role {role!r}; choose one of {', '.join(ROLES)}")
    rooms = {
        kind: {own: made for own, made in finishes.items() if own != role}
        for kind, finishes in style.rooms.items()
    }
    return replace(style, finishes={**style.finishes, role: finish}, rooms=rooms)


def in_room(style: Style, room_type: str) -> Style:
    """The style as it is in one type of room."""
    return replace(style, finishes={**style.finishes, **style.rooms.get(room_type, {})})


def _parse(name: str, doc: Mapping[str, Any]) -> Style:
    light = doc["light"]
    joinery = doc["joinery"]
    unknown = set(joinery) - {f.name for f in fields(ShellOptions)}
    if unknown:
        raise ValueError(f"joinery has unknown measures {sorted(unknown)}")
    return Style(
        name=name,
        title=doc["title"],
        mood=doc["mood"],
        finishes={role: _finish(doc[role]) for role in ROLES},
        joinery=ShellOptions(**joinery),
        light=StyleLight(
            sun_kelvin=float(light["sun_kelvin"]),
            lamp_kelvin=float(light["lamp_kelvin"]),
            sun_lux=float(light["sun_lux"]),
            sun_elevation_rad=float(np.radians(light["sun_elevation_deg"])),
            sun_azimuth_rad=float(np.radians(light["sun_azimuth_deg"])),
            sky=_rgb(light["sky"]),
            ground=_rgb(light["ground"]),
            exposure_ev=float(light["exposure_ev"]),
        ),
        rooms={kind: _room_finishes(own) for kind, own in doc.get("rooms", {}).items()},
        palette=_palette(doc.get("palette", DEFAULT_PALETTE)),
    )


def _room_finishes(doc: Mapping[str, Any]) -> dict[str, Finish]:
    unknown = set(doc) - set(ROLES)
    if unknown:
        raise ValueError(f"rooms name the unknown roles {sorted(unknown)}")
    return {role: _finish(finish) for role, finish in doc.items()}


def _palette(colours: Any) -> tuple[str, str, str, str, str]:
    for colour in colours:
        srgb_to_linear(colour)
    ground, accent, second, dark, muted = colours
    return ground, accent, second, dark, muted


def _finish(doc: Mapping[str, Any]) -> Finish:
    if "material" not in doc and "colour" not in doc:
        raise ValueError(f"a finish needs a material or a colour, found {dict(doc)}")
    if "material" in doc:
        _material_entry(doc["material"])
    if "colour" in doc:
        srgb_to_linear(doc["colour"])
    roughness = doc.get("roughness")
    return Finish(
        material=doc.get("material"),
        colour=doc.get("colour"),
        roughness=None if roughness is None else float(roughness),
        metallic=float(doc.get("metallic", 0.0)),
        angle_rad=float(np.radians(doc.get("angle_deg", 0.0))),
    )


def _rgb(values: Any) -> Rgb:
    r, g, b = (float(v) for v in values)
    return r, g, b


@cache
def _index() -> dict[str, dict[str, Any]]:
    index: dict[str, dict[str, Any]] = json.loads(
        (assets_folder("materials") / "materials.json").read_text(encoding="utf-8")
    )
    return index


def _material_entry(name: str) -> dict[str, Any]:
    if name not in _index():
        raise ValueError(f"no material {name!r}; choose one of {', '.join(_index())}")
    return _index()[name]


@cache
def _picture(file_name: str) -> Texture:
    data = (assets_folder("materials") / file_name).read_bytes()
    pixels = np.asarray(PillowImage.open(BytesIO(data)).convert("RGB"))
    return Texture(name=Path(file_name).stem, pixels=pixels, encoded=data, encoding="jpeg")


@cache
def tiled_material(role: str, finish: Finish) -> TiledMaterial:
    """The material of a finish; equal finishes share one object, and so one entry in the file."""
    if finish.photo is not None:
        return _photographed(role, finish, finish.photo)
    target = None if finish.colour is None else srgb_to_linear(finish.colour)
    if finish.material is None:
        r, g, b = target or (0.8, 0.8, 0.8)
        plain = Material(
            name=role,
            base_colour=(r, g, b, 1.0),
            roughness=0.6 if finish.roughness is None else finish.roughness,
            metallic=finish.metallic,
        )
        return TiledMaterial(plain, 1.0, finish.angle_rad)
    entry = _material_entry(finish.material)
    mean = entry["mean_linear"]
    r, g, b = (1.0, 1.0, 1.0) if target is None else _tint(target, mean)
    made = Material(
        name=f"{role} {finish.material}",
        base_colour=(r, g, b, 1.0),
        base_colour_texture=_picture(entry["base_colour"]),
        normal_texture=_picture(entry["normal"]) if "normal" in entry else None,
        roughness=entry["roughness"] if finish.roughness is None else finish.roughness,
        metallic=finish.metallic,
    )
    return TiledMaterial(made, float(entry["tile_m"]), finish.angle_rad)


def _photographed(role: str, finish: Finish, photo: Path) -> TiledMaterial:
    picture = Texture(photo.stem, repeating_photo(photo))
    roughness = _PHOTO_ROUGHNESS if finish.roughness is None else finish.roughness
    material = Material(f"{role} {photo.stem}", base_colour_texture=picture, roughness=roughness)
    # The photo's middle square is used, and its borders go into the blend.
    return TiledMaterial(material, finish.photo_m * KEPT_SHARE, finish.angle_rad)


def _tint(target: Rgb, mean: list[float]) -> Rgb:
    r, g, b = (min(1.0, t / m) for t, m in zip(target, mean, strict=True))
    return r, g, b


def srgb_to_linear(colour: str) -> Rgb:
    """Linear colour of "#rrggbb"."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"a colour is written #rrggbb, found {colour!r}")
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return _rgb(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def kelvin_rgb(kelvin: float) -> Rgb:
    """Linear colour of a black body as a camera balanced for 5,500 K would see it, half adapted, largest channel 1.

    Source: Krystek, "An algorithm to calculate correlated colour temperature", 1985 (chromaticity of the
    Planckian locus in CIE 1960 u, v).
    """

    def linear(t: float) -> Any:
        u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (
            1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t
        )
        v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (
            1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t
        )
        x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
        X, Z = x / y, (1 - x - y) / y
        to_rgb = [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
        return np.maximum(np.array(to_rgb) @ [X, 1.0, Z], 0.02)

    # Eyes adapt to lamp light: the square root keeps half of its colour.
    rgb = np.sqrt(linear(kelvin) / linear(5500.0))
    return _rgb(rgb / rgb.max())
