"""A path-traced picture of a room, for a shop's front page: `python -m showroom.hero ROOM.glb --out hero.webp`.

Blender's Cycles carries the light, in a process of its own; camera, what is hidden, sun, sky, light meter and tone
curve are those of our own poster, so that product colours stay true and the two can be compared.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from reconstruct.camera import Camera
from showroom.cli_options import json_option, wrong_use
from showroom.errors import ShowroomError
from showroom.hero.process import find_blender, path_trace
from showroom.hero.request import (
    HeroOptions,
    HeroRoom,
    blender_lens,
    blender_light,
    chosen_view,
    read_hero_room,
)
from showroom.outlook import outlook
from showroom.picture.filter import developed
from showroom.picture.layered_exr import read_layers
from showroom.picture.picture import webp_bytes
from showroom.picture.render import PAGE, metered_balance

__all__ = ["hero_picture"]

_METERED_PX, _METERED_SAMPLES = 160, 24
_COVERED = 0.5
_DARK = 0.03  # colours darker than this say little about the light that falls on them


def hero_picture(
    room: HeroRoom, blender: Path, options: HeroOptions | None = None
) -> UInt8[np.ndarray, "H W 3"]:
    """Path-trace the room; the same seed gives the same picture on the same kind of machine."""
    options = options or HeroOptions()
    view = chosen_view(room, options)
    request = {
        "glb": str(room.path.resolve()),
        "light": blender_light(room),
        "hidden": sorted(view.hidden),
        "hidden_radiance": [0.0, 0.0, 0.0],
        "open": options.from_above or not room.roofed,
        "seed": options.seed,
        "threads": options.threads,
    }
    if view.hidden and not request["open"]:
        small = view.camera.scaled(_METERED_PX / view.camera.width_px)
        fast = {"lens": blender_lens(small), "samples": _METERED_SAMPLES, "denoise": False}
        layers = _path_traced(blender, {**request, **fast})
        seen = layers[_name(layers, "Combined", "A")] > _COVERED
        request["hidden_radiance"] = (
            _layer(layers, "Combined")[seen].mean(axis=0, dtype=np.float64).tolist()
        )
    lens = {"lens": blender_lens(view.camera), "samples": options.samples, "denoise": True}
    layers = _path_traced(blender, {**request, **lens})
    return _developed(layers, view.camera, room, page=options.from_above)


def _path_traced(
    blender: Path, request: Mapping[str, Any]
) -> dict[str, Float32[np.ndarray, "H W"]]:
    with tempfile.TemporaryDirectory(prefix="showroom-hero-") as folder:
        return read_layers(path_trace(blender, request, Path(folder)), "path-traced picture")


def _developed(
    layers: dict[str, Float32[np.ndarray, "H W"]], camera: Camera, room: HeroRoom, *, page: bool
) -> UInt8[np.ndarray, "H W 3"]:
    """Exposed as the poster is, by the light that falls on what is seen, before the poster's backdrop."""
    colour, alpha = _layer(layers, "Combined"), layers[_name(layers, "Combined", "A")]
    fallen = _layer(layers, "DiffDir") + _layer(layers, "DiffInd")
    known = (alpha > _COVERED) & (_layer(layers, "DiffCol").min(axis=2) > _DARK)
    environment = room.environment
    balance = metered_balance(_calmed(fallen, known), environment.exposure_ev)
    away = np.broadcast_to(PAGE, colour.shape)
    if not page:
        _, directions = camera.rays()
        away = outlook(environment, directions).reshape(colour.shape)
    return developed((colour * balance + (1 - alpha)[..., None] * away).astype(np.float32))


def _layer(
    layers: dict[str, Float32[np.ndarray, "H W"]], name: str
) -> Float32[np.ndarray, "H W 3"]:
    return np.stack([layers[_name(layers, name, channel)] for channel in "RGB"], axis=2)


def _name(layers: dict[str, Float32[np.ndarray, "H W"]], name: str, channel: str) -> str:
    found = [full for full in layers if full.endswith(f"{name}.{channel}")]
    if not found:
        raise ShowroomError(
            f"path-traced picture: expected a layer {name}.{channel}, found {', '.join(sorted(layers))}; "
            "Blender 4.2 to 4.5 is known to work"
        )
    return found[0]


def _calmed(
    fallen: Float32[np.ndarray, "H W 3"], known: np.ndarray, block_px: int = 8
) -> Float32[np.ndarray, "Q 3"]:
    """Means over blocks of pixels: single paths are far too noisy for a percentile."""
    height, width = (side // block_px * block_px for side in known.shape)
    shape = (height // block_px, block_px, width // block_px, block_px)
    weight = known[:height, :width].reshape(shape).astype(np.float32)
    total = (fallen[:height, :width].reshape(*shape, 3) * weight[..., None]).sum(axis=(1, 3))
    count = weight.sum(axis=(1, 3))
    mostly = count > block_px**2 / 2
    return np.asarray(total[mostly] / count[mostly][:, None], dtype=np.float32)


@click.command()
@click.argument("glb", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="WebP or PNG to write.")
@click.option(
    "--blender", type=click.Path(path_type=Path), help="Python that has bpy, or a blender."
)
@click.option("--camera", help="One of the file's cameras; the poster's if none is named.")
@click.option("--from-above", is_flag=True, help="As the dollhouse picture sees the room.")
@click.option(
    "--width-px", default=HeroOptions.width_px, type=click.IntRange(64, 8192), show_default=True
)
@click.option(
    "--samples", default=HeroOptions.samples, type=click.IntRange(1, 8192), show_default=True
)
@click.option("--seed", default=HeroOptions.seed, show_default=True)
@click.option("--threads", default=0, type=click.IntRange(0, 256), help="0: all cores.")
@json_option
def main(
    glb: Path, out: Path, blender: Path | None, as_json: bool, **told: int | str | bool | None
) -> None:
    """Path-trace a hero picture of a room's showroom.glb with Blender."""
    options = HeroOptions(**told)  # type: ignore[arg-type]
    if out.suffix.lower() not in (".webp", ".png"):
        wrong_use(f"--out {out}: expected a name that ends in .webp or .png")
    if options.camera and options.from_above:
        wrong_use("--camera and --from-above: choose one of the two views")
    try:
        room = read_hero_room(glb)
        chosen_view(room, options)
        start = time.perf_counter()
        picture = hero_picture(room, find_blender(blender), options)
    except ShowroomError as error:
        wrong_use(str(error))
    seconds = round(time.perf_counter() - start, 1)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() == ".webp":
        out.write_bytes(webp_bytes(picture, quality=92))
    else:
        Image.fromarray(picture).save(out)
    height, width = picture.shape[:2]
    result = {"out": str(out), "width_px": width, "height_px": height, "seconds": seconds}
    click.echo(json.dumps(result) if as_json else f"{out}: {width} x {height} in {seconds} s")
