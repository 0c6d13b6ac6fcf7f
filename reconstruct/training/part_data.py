"""Pictures of random furniture of the families with what it is made of, for the part heads to learn from.

::

    CACHE/parts/<family>-<number>/crops.npy      uint8, N 128 128 4: straight colour and matte
    CACHE/parts/<family>-<number>/features.npy   half precision, N F: what the reader's trunk makes of them
    CACHE/parts/<family>-<number>/truth.json     what they show: `Shown`

Resumable and seeded: a folder depends on its name, the seed, the families' code and the reader alone. Designs and
options are kept by name, so that a family may gain options later. A family that has changed much is drawn anew when
its folders are deleted. Half of the designs are as usual as a shop's, half lean to what is rare, so that it is learned
too. The features take 7 ms a picture, drawing 18.

`known-<number>` holds pictures of the bank's shapes, and of artists' where CACHE/shapes has them: nothing is known of
their parts, but of which category they are, so of which families they can be, and which are of none.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, UInt8

from reconstruct.network.model import load_reader
from reconstruct.network.part_heads import trunk_features
from reconstruct.network.reader import ProductReader
from reconstruct.parts.detail import Detail
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family
from reconstruct.training.part_pieces import (
    KNOWN,
    Piece,
    Shown,
    draw_piece,
    family_weight,
    known_pieces,
)
from reconstruct.training.part_scene import PartScene, part_view

__all__ = ["PARTS", "PartDataOptions", "make_part_data", "read_truth"]

PARTS = "parts"
KNOWN_WEIGHT = 9.0
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


_Draws = Callable[[np.random.Generator], Piece]


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
    weight = {KNOWN: KNOWN_WEIGHT, **{f.name: family_weight(f) for f in families}}
    drawn_by: dict[str, _Draws] = {KNOWN: known_pieces(cache)}
    drawn_by |= {f.name: partial(draw_piece, f, detail=DRAWN) for f in families}
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


def _make_folder(
    draw: _Draws, target: Path, reader: ProductReader, options: PartDataOptions
) -> None:
    rng = np.random.default_rng([options.seed, zlib.crc32(target.name.encode())])
    crops, truth = [], []
    for _ in range(options.folder):
        piece = draw(rng)
        scene = PartScene(piece.vertices_m, piece.faces, piece.material, piece.names, piece.axes)
        view = part_view(scene, rng, unseen=options.unseen)
        at = (view.view.azimuth_rad, view.view.elevation_rad, view.view.distance)
        crops.append(view.crop)
        truth.append(asdict(replace(piece.shown, view=at, seen=view.seen)))
    temporary = target.with_name(target.name + ".tmp")
    temporary.mkdir(exist_ok=True)
    np.save(temporary / "crops.npy", np.stack(crops))
    np.save(temporary / "features.npy", _features(np.stack(crops), reader))
    (temporary / "truth.json").write_text(json.dumps(truth))
    temporary.rename(target)


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
