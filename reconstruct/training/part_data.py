"""Pictures of random furniture of the families with what it is made of, for the part heads to learn from.

::

    CACHE/parts/<family>-<number>/crops.npy      uint8, N 128 128 4: straight colour and matte
    CACHE/parts/<family>-<number>/features.npy   half precision, N F: what the reader's trunk makes of them
    CACHE/parts/<family>-<number>/truth.json     what they show: `Shown`

Resumable and seeded: a folder depends on its name, the seed, the families' code and the reader alone. Designs and
options are kept by name, so that a family may gain options later. A family that has changed much is drawn anew when
its folders are deleted. Half of the designs are as usual as a shop's, half lean to what is rare, so that it is learned
too. The features take 7 ms a picture, drawing 12.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, UInt8

from reconstruct.network.model import load_reader
from reconstruct.network.part_heads import trunk_features
from reconstruct.network.reader import ProductReader
from reconstruct.parts.detail import Detail
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family, Kind
from reconstruct.training.part_scene import PartScene, PartView, part_view

__all__ = ["PartDataOptions", "Shown", "draw_rare", "make_part_data", "read_truth"]

PARTS = "parts"
DRAWN = Detail(bevel=1, around=14, along=2, textured=False)
FEATURE_BATCH = 32


@dataclass(frozen=True)
class PartDataOptions:
    """How much to draw.

    Attributes
    ----------
    minutes
        Wall time after which no further folder is begun.
    count
        Pictures in all after which none is drawn.
    folder
        Pictures of one folder.
    unseen
        Share of pictures that are cropped or covered.
    seed
        Of designs and pictures.
    """

    minutes: float = 60.0
    count: int = 100_000
    folder: int = 500
    unseen: float = 0.3
    seed: int = 0


@dataclass(frozen=True)
class Shown:
    """What one picture shows.

    Attributes
    ----------
    family, category
        What it is.
    choices, measures
        Of its design, by name.
    size_m
        Width, height and depth.
    view
        Azimuth and elevation in radians, distance in longest sides.
    seen
        Share of its pixels that the photo shows.
    """

    family: str
    category: str
    choices: Mapping[str, str]
    measures: Mapping[str, float]
    size_m: tuple[float, float, float]
    view: tuple[float, float, float]
    seen: float


def make_part_data(
    cache: Path, options: PartDataOptions, families: Iterable[Family] | None = None
) -> int:
    """Draw further folders, the families in turn; returns how many pictures there are."""
    torch.set_num_threads(1)
    families = tuple(families or all_families())
    reader = load_reader()
    folder = cache / PARTS
    folder.mkdir(parents=True, exist_ok=True)
    begun, made = time.monotonic(), 0
    while True:
        counts = {f.name: len(list(folder.glob(f"{f.name}-[0-9]*[0-9]"))) for f in families}
        total = sum(counts.values()) * options.folder
        if total >= options.count or time.monotonic() - begun > 60 * options.minutes:
            return total
        family = min(families, key=lambda f: (counts[f.name] + 1) / _weight(f))
        number = next(n for n in range(10**6) if not (folder / f"{family.name}-{n:04d}").exists())
        name = f"{family.name}-{number:04d}"
        _make_folder(family, folder / name, reader, options)
        made += options.folder
        rate = (time.monotonic() - begun) / made
        print(f"{name}: {total + options.folder} pictures, {1000 * rate:.0f} ms each", flush=True)


def _weight(family: Family) -> float:
    """How often a family is drawn: those with many options need more pictures to be learned."""
    return (sum(len(choice.odds) for choice in family.choices) + 4) ** 0.5


def _make_folder(
    family: Family, target: Path, reader: ProductReader, options: PartDataOptions
) -> None:
    rng = np.random.default_rng([options.seed, zlib.crc32(target.name.encode())])
    drawn = [_draw(family, rng, options.unseen) for _ in range(options.folder)]
    crops = np.stack([view.crop for view, _ in drawn])
    temporary = target.with_name(target.name + ".tmp")
    temporary.mkdir(exist_ok=True)
    np.save(temporary / "crops.npy", crops)
    np.save(temporary / "features.npy", _features(crops, reader))
    (temporary / "truth.json").write_text(json.dumps([asdict(shown) for _, shown in drawn]))
    temporary.rename(target)


def _draw(family: Family, rng: np.random.Generator, unseen: float) -> tuple[PartView, Shown]:
    kind = family.draw_kind(rng)
    size_m = kind.draw_size(rng)
    design = family.draw(rng, draw_rare(family, kind) if rng.random() < 0.5 else kind)
    view = part_view(PartScene(family.build(design, size_m, DRAWN)), rng, unseen=unseen)
    return view, Shown(
        family=family.name,
        category=kind.category,
        choices=dict(design.choices),
        measures={name: float(value) for name, value in design.measures.items()},
        size_m=(float(size_m[0]), float(size_m[1]), float(size_m[2])),
        view=(view.view.azimuth_rad, view.view.elevation_rad, view.view.distance),
        seen=view.seen,
    )


def draw_rare(family: Family, kind: Kind) -> Kind:
    """The kind with odds nearer to each other: the square root of its own."""
    odds = {
        choice.name: {
            option: weight**0.5
            for option, weight in {**choice.odds, **kind.odds.get(choice.name, {})}.items()
        }
        for choice in family.choices
    }
    return replace(kind, odds=odds)


@torch.no_grad()
def _features(
    crops: UInt8[np.ndarray, "N 128 128 4"], reader: ProductReader
) -> Float[np.ndarray, "N F"]:
    batches = []
    for begin in range(0, len(crops), FEATURE_BATCH):
        images = torch.from_numpy(crops[begin : begin + FEATURE_BATCH]).permute(0, 3, 1, 2)
        images = (images.float() / 255).contiguous(memory_format=torch.channels_last)
        batches.append(trunk_features(reader, images).half().numpy())
    return np.concatenate(batches)


def read_truth(folder: Path) -> list[Shown]:
    """What the pictures of a folder show."""
    return [
        Shown(**{**entry, "size_m": tuple(entry["size_m"]), "view": tuple(entry["view"])})
        for entry in json.loads((folder / "truth.json").read_text())
    ]
