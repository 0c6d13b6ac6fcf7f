"""Pictures of random furniture of the families with what it is made of, for the part heads to learn from.

::

    CACHE/parts/<family>-<number>/crops.npy      uint8, N 128 128 4: straight colour and matte
    CACHE/parts/<family>-<number>/features.npy   half precision, N F: what the reader's trunk makes of them
    CACHE/parts/<family>-<number>/truth.json     what they show: `Shown`

Resumable and seeded: a folder depends on its name, the seed, the families' code and the reader alone. Designs and
options are kept by name, so that a family may gain options later. A family that has changed much is drawn anew when
its folders are deleted. Half of the designs are as usual as a shop's, half lean to what is rare, so that it is learned
too. The features take 7 ms a picture, drawing 18.

`known-<number>` holds pictures of the bank's shapes: nothing is known of their parts, but of which category they are,
so of which families they can be, and which are of none.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, UInt8

from reconstruct.bank import read_bank
from reconstruct.network.model import BANK, load_reader
from reconstruct.network.part_heads import trunk_features
from reconstruct.network.reader import ProductReader
from reconstruct.parts.detail import Detail
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family, Kind
from reconstruct.training.part_scene import PartScene, PartView, part_view
from reconstruct.training.unpack import paint_regions
from reconstruct.weights import weights_folder

__all__ = [
    "KNOWN",
    "PARTS",
    "PartDataOptions",
    "Shown",
    "draw_rare",
    "make_part_data",
    "read_truth",
]

PARTS = "parts"
KNOWN = "known"
KNOWN_WEIGHT = 4.0
DRAWN = Detail(bevel=1, around=14, along=2, textured=False)
FEATURE_BATCH = 32
MATERIALS = ("legs", "top", "frame", "upholstery", "metal")


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
        What it is; the family is `KNOWN` for a shape of the bank.
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


_Drawn = Callable[[np.random.Generator, float], tuple[PartView, Shown]]


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
    weight = {KNOWN: KNOWN_WEIGHT, **{f.name: _weight(f) for f in families}}
    drawn_by: dict[str, _Drawn] = {
        KNOWN: _known_drawn(),
        **{f.name: partial(_draw, f) for f in families},
    }
    while True:
        counts = {name: len(list(folder.glob(f"{name}-[0-9]*[0-9]"))) for name in weight}
        total = sum(counts.values()) * options.folder
        if total >= options.count or time.monotonic() - begun > 60 * options.minutes:
            return total
        first = min(weight, key=lambda name: (counts[name] + 1) / weight[name])
        number = next(n for n in range(10**6) if not (folder / f"{first}-{n:04d}").exists())
        name = f"{first}-{number:04d}"
        _make_folder(drawn_by[first], folder / name, reader, options)
        made += options.folder
        rate = (time.monotonic() - begun) / made
        print(f"{name}: {total + options.folder} pictures, {1000 * rate:.0f} ms each", flush=True)


def _weight(family: Family) -> float:
    """How often a family is drawn: those with many options need more pictures to be learned."""
    return (sum(len(choice.odds) for choice in family.choices) + 4) ** 0.5


def _make_folder(
    draw: _Drawn, target: Path, reader: ProductReader, options: PartDataOptions
) -> None:
    rng = np.random.default_rng([options.seed, zlib.crc32(target.name.encode())])
    drawn = [draw(rng, options.unseen) for _ in range(options.folder)]
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
    view = part_view(PartScene.of(family.build(design, size_m, DRAWN)), rng, unseen=unseen)
    return view, Shown(
        family=family.name,
        category=kind.category,
        choices=dict(design.choices),
        measures={name: float(value) for name, value in design.measures.items()},
        size_m=(float(size_m[0]), float(size_m[1]), float(size_m[2])),
        view=(view.view.azimuth_rad, view.view.elevation_rad, view.view.distance),
        seen=view.seen,
    )


def _known_drawn() -> _Drawn:
    """Draws shapes of the bank, each category as often as any other of those that have ten."""
    bank = read_bank(weights_folder() / BANK)
    shapes = [bank.shape(row) for row in range(len(bank))]
    share = Counter(shape.category for shape in shapes)
    odds = np.array([1 / max(share[shape.category], 10) for shape in shapes])
    odds /= odds.sum()

    def draw(rng: np.random.Generator, unseen: float) -> tuple[PartView, Shown]:
        shape = shapes[int(rng.choice(len(shapes), p=odds))]
        material = paint_regions(shape.vertices, shape.faces, rng)
        names = tuple(rng.choice(MATERIALS, int(material.max()) + 1).tolist())
        scene = PartScene(
            shape.vertices * shape.size_m,
            shape.faces,
            material,
            tuple(f"{name} {row}" for row, name in enumerate(names)),
            np.broadcast_to(np.eye(3), (len(shape.faces), 3, 3)),
        )
        view = part_view(scene, rng, unseen=unseen)
        return view, Shown(
            family=KNOWN,
            category=shape.category,
            choices={},
            measures={},
            size_m=(float(shape.size_m[0]), float(shape.size_m[1]), float(shape.size_m[2])),
            view=(view.view.azimuth_rad, view.view.elevation_rad, view.view.distance),
            seen=view.seen,
        )

    return draw


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
