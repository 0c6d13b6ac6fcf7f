"""One room from one camera by several renderers, side by side, with figures against the path-traced picture.

`python -m tests.benchmarks.picture_comparison DIR/showrooms/ID --out sheet.png [--hero hero.webp] [--filament PYTHON]`
takes the poster's camera: our ray-cast poster, the shipped viewer in Chromium, Filament (by a Python that has
`filly`, an environment of its own) and the picture of `python -m showroom.hero.hero`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import numpy as np
from flip_evaluator import evaluate
from jaxtyping import Float, UInt8
from PIL import Image, ImageDraw

from showroom.picture.filter import to_srgb
from showroom.picture.saved_view import SavedView
from tests.benchmarks.centred import cut, whole
from tests.benchmarks.viewer_picture import viewer_picture

__all__ = ["figures", "sheet"]

Picture = UInt8[np.ndarray, "H W 3"]
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def linear(picture: Picture) -> Float[np.ndarray, "H W 3"]:
    """Linear light of an sRGB picture, 0 to 1."""
    curve = picture / 255
    return np.where(curve <= 0.04045, curve / 12.92, ((curve + 0.055) / 1.055) ** 2.4)


def figures(picture: Picture, truth: Picture | None) -> dict[str, float]:
    """Brightness, share of pixels burnt out and near black, tint; and the distance from the truth.

    `tint` is red over blue of the mean light; `level` the mean luminance over the truth's, `bias` the mean of FLIP
    after the picture was brought to the truth's level.
    """
    light = linear(picture)
    luminance = light @ _LUMINANCE
    red, _, blue = light.mean(axis=(0, 1))
    told = {
        "luminance": float(luminance.mean()),
        "burnt": float((picture.min(axis=2) >= 250).mean()),
        "black": float((luminance < 0.01).mean()),
        "tint": float(red / blue),
    }
    if truth is not None:
        aim = linear(truth)
        level = float(luminance.mean() / (aim @ _LUMINANCE).mean())
        levelled = to_srgb((light / level).astype(np.float32))
        told |= {"level": level, "flip": _flip(truth, picture), "bias": _flip(truth, levelled)}
    return told


def _flip(truth: Picture, picture: Picture) -> float:
    pair = [np.asarray(side / 255, dtype=np.float32) for side in (truth, picture)]
    return float(evaluate(*pair, "LDR")[1])


def sheet(pictures: dict[str, Picture], told: dict[str, dict[str, float]]) -> Image.Image:
    """The pictures two in a row, each with its name and figures beneath."""
    height, width = next(iter(pictures.values())).shape[:2]
    rows = (len(pictures) + 1) // 2
    page = Image.new("RGB", (2 * width, rows * (height + 24)), "white")
    draw = ImageDraw.Draw(page)
    for number, (name, picture) in enumerate(pictures.items()):
        at = (number % 2 * width, number // 2 * (height + 24))
        page.paste(Image.fromarray(picture), at)
        words = "  ".join(f"{key} {value:.3f}" for key, value in told[name].items())
        draw.text((at[0] + 8, at[1] + height + 6), f"{name}: {words}", fill="black")
    return page


def _filament(python: Path, room: Path, view: SavedView, environment: Path) -> Picture:
    camera = whole(view.camera)
    with tempfile.TemporaryDirectory() as folder:
        told, out = Path(folder) / "request.json", Path(folder) / "filament.png"
        request = {
            "glb": str(room / "showroom.glb"),
            "T": camera.T_world_camera.tolist(),
            "fov_deg": float(np.degrees(2 * np.arctan(camera.height_px / 2 / camera.focal_px))),
            "size_px": [camera.width_px, camera.height_px],
            "hidden": sorted(view.hidden),
            "environment": str(environment),
            "out": str(out),
        }
        told.write_text(json.dumps(request))
        script = Path(__file__).with_name("filament_picture.py")
        run = subprocess.run(
            [str(python), str(script), str(told)], capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise click.UsageError(
                f"--filament {python}: expected a picture, it ended with {run.returncode}: {run.stderr[-400:]}; "
                "it needs `pip install filly pillow` and OpenGL 4.1 (Mesa's software will do)"
            )
        return cut(np.asarray(Image.open(out).convert("RGB")), view.camera)


def _read(path: Path, size: tuple[int, int]) -> Picture:
    return np.asarray(
        Image.open(path).convert("RGB").resize(size, Image.Resampling.LANCZOS), dtype=np.uint8
    )


@click.command()
@click.argument("room", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Sheet to write.")
@click.option("--hero", type=click.Path(path_type=Path, exists=True), help="The truth.")
@click.option("--filament", type=click.Path(path_type=Path), help="Python that has filly.")
@click.option("--width-px", default=1280, show_default=True, help="Of each picture.")
def main(room: Path, out: Path, hero: Path | None, filament: Path | None, width_px: int) -> None:
    """Put one room's pictures side by side."""
    room = room.resolve()
    told = json.loads((room / "showroom.json").read_text())
    if "poster" not in told.get("views", {}):
        raise click.UsageError(f"{room}: its showroom.json has no view 'poster'; build it again")
    kept = SavedView.from_json(told["views"]["poster"], "poster")
    view = SavedView(kept.camera.scaled(width_px / kept.camera.width_px), kept.hidden)
    size = (view.camera.width_px, view.camera.height_px)
    pictures = {"poster": _read(room / "poster.webp", size), "viewer": viewer_picture(room, view)}
    if filament is not None:
        environment = room / told["environment"]["day"]
        pictures["filament"] = _filament(filament, room, view, environment.resolve())
    truth = None if hero is None else _read(hero, size)
    if truth is not None:
        pictures["path-traced"] = truth
    found = {name: figures(picture, truth) for name, picture in pictures.items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet(pictures, found).save(out)
    for name, picture in pictures.items():
        Image.fromarray(picture).save(out.with_name(f"{out.stem}.{name}.png"))
    click.echo(json.dumps(found, indent=2))


if __name__ == "__main__":
    sys.exit(main())
