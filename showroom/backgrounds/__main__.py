"""`python -m showroom.backgrounds --out FOLDER --count N`: furnished rooms from inside, one core, 2 to 3 seconds each.

Each picture is a JPEG with two files beside it. `NAME.json` tells the camera, where on the floor a thing could stand
(`BackgroundView.as_json`), and which pieces are seen. `NAME-depth.png` holds 16 bits: millimetres along the view axis,
0 for the open sky.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import click
import numpy as np
from jaxtyping import UInt8, UInt16
from PIL import Image

from layout import load_knowledge
from showroom.backgrounds.furnished import FurnishedRoom, furnished_room, sample_products
from showroom.backgrounds.views import Kind, choose_views, depth_m, visible_pieces
from showroom.picture.geometry import TracedScene, trace_scene
from showroom.picture.light import LightOptions, RoomLight
from showroom.picture.render import PictureOptions, lit_picture
from showroom.scene import walk
from showroom.seeds import derive_seed
from showroom.style.style import style_names

_VIEWS: list[Kind] = ["furnished", "bare", "furnished", "furnished"]
_LIGHT = LightOptions(points=10, rays=3)
_EFFORT = PictureOptions(
    gather_rays=8, window_rays=2, sun_rays=1, mirror_rays=1, edge_rays=3, light=_LIGHT
)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to fill.")
@click.option("--count", default=60, show_default=True, help="Pictures.")
@click.option("--seed", default=0, show_default=True)
@click.option("--px", default=512, show_default=True, help="Longest side.")
@click.option("--style", "styles", multiple=True, help="Only these styles.")
@click.option(
    "--products",
    type=click.Path(path_type=Path),
    help="Folder for the sample products' files. [default: samples, beside --out]",
)
def main(
    out: Path, count: int, seed: int, px: int, styles: tuple[str, ...], products: Path | None
) -> None:
    """Draw furnished rooms of all types and styles, from inside."""
    samples = sample_products(products or out.parent / "samples")
    out.mkdir(parents=True, exist_ok=True)
    names, types = styles or style_names(), tuple(load_knowledge().room_types)
    order = np.random.default_rng(seed).permutation(len(names) * len(types))
    made, number = 0, 0
    while made < count:
        begun = time.perf_counter()
        # Types in turn, so that a few pictures have many of them; styles in the seed's order.
        room_type = types[(number + int(order[0])) % len(types)]
        style = names[int(order[number % len(order)]) % len(names)]
        room = furnished_room(room_type, style, samples, derive_seed(seed, "room", str(number)))
        number += 1
        before = made
        for told, picture, depth in _pictures(room, count - made, px, seed + number):
            stem = out / f"{seed}-{made:03d}-{room_type}-{style}"
            Image.fromarray(picture).save(stem.with_suffix(".jpg"), quality=93)
            told |= {"room_type": room_type, "style": style}
            stem.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
            Image.fromarray(depth).save(stem.with_name(f"{stem.name}-depth.png"))
            made += 1
        seconds = time.perf_counter() - begun
        click.echo(f"{room_type}, {style}: {made - before} pictures, {seconds:.1f} s", err=True)


def _pictures(
    room: FurnishedRoom, most: int, px: int, seed: int
) -> list[tuple[dict[str, Any], UInt8[np.ndarray, "H W 3"], UInt16[np.ndarray, "H W"]]]:
    """Views of a room: what is told of each, its picture, its depth in millimetres."""
    rng = np.random.default_rng([seed, 3])
    traced = trace_scene(room.scene)
    views = choose_views(room, traced, _VIEWS[:most], px, rng)
    if not views:
        return []
    light = _light(room, rng)
    found = []
    for view in views:
        picture = lit_picture(traced, light, view.camera, _EFFORT, rng)
        depth = depth_m(view.camera, traced)
        mm = np.where(np.isfinite(depth), np.clip(depth * 1000, 1, 65535), 0).astype(np.uint16)
        told = view.as_json() | {"pieces": visible_pieces(room, view.camera, traced)}
        found.append((told, picture, mm))
    return found


def _light(room: FurnishedRoom, rng: np.random.Generator) -> RoomLight:
    roofed = any(node.extras.get("kind") == "ceiling" for node, _ in walk(room.scene))
    lit: TracedScene = trace_scene(room.scene, longest_edge_m=0.3)
    return RoomLight(lit, room.scene, closed=roofed, options=_LIGHT, rng=rng)


if __name__ == "__main__":
    main()
