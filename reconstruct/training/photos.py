"""The judgement set: path-traced photos of artists' models that training never saw. Resumable and seeded.

`judgement.csv` lists the models with their licences. Views 0 and 1 are made of all, views 2 and 3 of every third
piece of furniture; all models get a first view before any gets its second, so that a run cut short is of use.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Float32, UInt8
from PIL import Image

from reconstruct.camera import Camera
from reconstruct.training.blender_process import BlenderProcess
from reconstruct.training.sweethome import JUDGED, read_library

__all__ = ["Judged", "TracedPhoto", "make_photos", "read_judged", "read_photo_record", "requests"]

PX = 512
LIMIT_S = 240.0
RECYCLE = 12


@dataclass(frozen=True)
class Judged:
    """A model to judge by.

    Attributes
    ----------
    shape_id, name, category
        Which one and what it is.
    group
        "furniture", or "other" for things that are none.
    creator, licence
        Whose, and on which terms.
    """

    shape_id: str
    name: str
    category: str
    group: str
    creator: str
    licence: str


@dataclass(frozen=True)
class TracedPhoto:
    """A path-traced photo and its truth.

    Attributes
    ----------
    rgb
        The photo, JPEG faults included.
    matte
        The true matte.
    camera
        The true camera, in the `product` frame and pixels of the photo.
    azimuth_rad, elevation_rad
        Where it stood.
    """

    rgb: UInt8[np.ndarray, "H W 3"]
    matte: Float32[np.ndarray, "H W"]
    camera: Camera
    azimuth_rad: float
    elevation_rad: float


def read_judged() -> list[Judged]:
    """The models of the judgement set."""
    with Path(__file__).with_name("judgement.csv").open(encoding="utf-8", newline="") as file:
        return [Judged(**row) for row in csv.DictReader(file)]


def requests(judged: list[Judged], *, seed: int) -> list[tuple[Judged, int, dict[str, Any]]]:
    """Model, view number and camera of every photo, in the order they are made."""
    furniture = [j for j in judged if j.group == "furniture"]
    third = {j.shape_id for j in furniture[::3]}
    found = []
    for view in range(4):
        for model in judged:
            if view > 1 and model.shape_id not in third:
                continue
            rng = np.random.default_rng([seed, view, zlib.crc32(model.shape_id.encode())])
            camera = {
                "azimuth_deg": float(rng.uniform(-70, 70)),
                "elevation_deg": float(rng.uniform(0, 40)),
                "lens_mm": float(rng.uniform(35, 85)),
                "seed": int(rng.integers(2**31)),
            }
            found.append((model, view, camera))
    return found


def make_photos(
    cache: Path,
    python: Path,
    sweethome: Path,
    *,
    seed: int = 0,
    samples: int = 20,
    threads: int = 1,
) -> int:
    """Make what is missing of the judgement set; returns how many photos are there."""
    folder = cache / "photos" / "judgement"
    folder.mkdir(parents=True, exist_ok=True)
    there = made = 0
    begun = time.monotonic()
    process: BlenderProcess | None = None
    with tempfile.TemporaryDirectory() as scratch:
        entries = {}
        for stem in JUDGED:
            with zipfile.ZipFile(sweethome / f"{stem}.sh3f") as archive:
                archive.extractall(Path(scratch) / stem)
            entries.update(
                {m.shape_id: (stem, m) for m in read_library(sweethome / f"{stem}.sh3f")}
            )
        for model, view, camera in requests(read_judged(), seed=seed):
            out = folder / f"{model.shape_id}-{view}"
            if out.with_suffix(".jpg").exists():
                there += 1
                continue
            stem, entry = entries[model.shape_id]
            if process is None or not process.alive or process.made >= RECYCLE:
                if process is not None:
                    process.end()
                process = BlenderProcess(python, "blender_photos.py")
                process.wait(120.0)
            answer = process.ask(
                {
                    **camera,
                    "obj": str(Path(scratch) / stem / entry.member),
                    "turn": entry.turn.tolist(),
                    "size_m": entry.size_m.tolist(),
                    "px": PX,
                    "samples": samples,
                    "threads": threads,
                    "out": str(out),
                },
                LIMIT_S,
            )
            if not answer["ok"]:
                print(f"{model.shape_id} view {view}: {answer['error']}", flush=True)
                if answer.get("stuck"):
                    process.end()
                continue
            _finish(out)
            there, made = there + 1, made + 1
            if made % 10 == 0:
                print(f"{there} photos, {(time.monotonic() - begun) / made:.1f} s each", flush=True)
    if process is not None:
        process.end()
    return there


def _finish(out: Path) -> None:
    """The renders as JPEG and 8-bit matte; the photo comes last, for it says that all is there."""
    raw, alpha = out.with_suffix(".raw.png"), out.with_suffix(".matte.png")
    Image.open(alpha).getchannel("A").save(out.with_suffix(".png"))
    photo = out.with_suffix(".tmp.jpg")
    Image.open(raw).convert("RGB").save(photo, quality=90)
    photo.rename(out.with_suffix(".jpg"))
    raw.unlink()
    alpha.unlink()


def read_photo_record(out: Path) -> TracedPhoto:
    """Load a photo of the set; `out` is its path without suffix."""
    record = json.loads(out.with_suffix(".json").read_text())
    pose: Float[np.ndarray, "4 4"] = np.array(record["T_product_camera"])
    width, height = int(record["width_px"]), int(record["height_px"])
    return TracedPhoto(
        rgb=np.asarray(Image.open(out.with_suffix(".jpg")).convert("RGB")),
        matte=np.asarray(Image.open(out.with_suffix(".png")), dtype=np.float32) / 255,
        camera=Camera(pose, float(record["focal_px"]), (width / 2, height / 2), width, height),
        azimuth_rad=float(np.deg2rad(record["azimuth_deg"])),
        elevation_rad=float(np.deg2rad(record["elevation_deg"])),
    )
