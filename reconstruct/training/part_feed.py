"""Batches for the part heads: kept features and mattes, and what is true of them in the rows of a vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from reconstruct.network.lift import size_inputs
from reconstruct.network.part_heads import split_features
from reconstruct.network.reader import TrunkMaps
from reconstruct.parts.families import all_families
from reconstruct.parts.reading import NONE
from reconstruct.parts.vocabulary import Vocabulary
from reconstruct.training.part_data import PARTS, read_truth
from reconstruct.training.part_pieces import KNOWN, Shown

__all__ = ["HELD_OUT_OF", "PartBatch", "PartTargets", "PartViews", "part_targets", "without_size"]

HELD_OUT_OF = 25  # one of a folder's pictures in this many validates


@dataclass(frozen=True)
class PartTargets:
    """What is true of B pictures.

    Attributes
    ----------
    family
        True for the rows of the families that it may be.
    options
        Row of the option taken, for each choice; -1 where the choice does not apply.
    genes
        Of each measure; not a number where it does not apply.
    view
        Azimuth and elevation in radians, distance in longest sides.
    """

    family: Bool[Tensor, "B F"]
    options: Int[Tensor, "B K"]
    genes: Float[Tensor, "B M"]
    view: Float[Tensor, "B 3"]


@dataclass(frozen=True)
class PartBatch:
    """What the heads are given of B pictures, and the truth."""

    maps: TrunkMaps
    alpha: Float[Tensor, "B 1 128 128"]
    size: Float[Tensor, "B 7"]
    targets: PartTargets


def without_size(batch: PartBatch) -> PartBatch:
    """The same pictures, the size not given: of what `size_inputs` makes, the matte's aspect is left."""
    kept = batch.size.new_tensor([0.0] * 5 + [1.0] * 2)
    return replace(batch, size=batch.size * kept)


def part_targets(shown: list[Shown], vocabulary: Vocabulary) -> PartTargets:
    """The truth in rows; what the vocabulary does not know is masked.

    A known shape may be of any family that is sold as its category. If there is none it is of `NONE`; what is of the
    category "other" may be that too.
    """
    sold = defaultdict(set)
    for family in all_families():
        for kind in family.kinds:
            sold[kind.category].add(family.name)
    sold["other"].add(NONE)
    family_row = {name: row for row, name in enumerate((*vocabulary.families, NONE))}
    choice_row = {key: row for row, key in enumerate(vocabulary.choices)}
    option_row = {key: row for row, key in enumerate(vocabulary.options)}
    measure_row = {(m.family, m.name): row for row, m in enumerate(vocabulary.measures)}
    ranges = [m.measure for m in vocabulary.measures]
    families = np.zeros((len(shown), len(family_row)), dtype=bool)
    options = np.full((len(shown), len(vocabulary.choices)), -1, dtype=np.int64)
    genes = np.full((len(shown), len(ranges)), np.nan, dtype=np.float32)
    for row, entry in enumerate(shown):
        those = (sold[entry.category] or {NONE}) if entry.family == KNOWN else {entry.family}
        families[row, [family_row[name] for name in those & family_row.keys()]] = True
        for name, option in entry.choices.items():
            column = option_row.get((entry.family, name, option))
            if column is not None:
                options[row, choice_row[entry.family, name]] = column
        for name, value in entry.measures.items():
            column = measure_row.get((entry.family, name))
            if column is not None:
                genes[row, column] = ranges[column].gene(value)
    return PartTargets(
        family=torch.from_numpy(families),
        options=torch.from_numpy(options),
        genes=torch.from_numpy(genes),
        view=torch.tensor([entry.view for entry in shown]),
    )


class PartViews:
    """All pictures of a cache, read from their files as they are needed.

    Parameters
    ----------
    cache
        With the folders that `parts-data` made.
    vocabulary
        Folders of families that it lacks are passed over.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """

    def __init__(self, cache: Path, vocabulary: Vocabulary) -> None:
        self._crops: list[np.ndarray] = []
        self._features: list[np.ndarray] = []
        self.shown: list[Shown] = []
        place: list[tuple[int, int]] = []
        known = {*vocabulary.families, KNOWN}
        for folder in sorted((cache / PARTS).glob("*-[0-9]*[0-9]")):
            if folder.name.rsplit("-", 1)[0] not in known:
                continue
            truth = read_truth(folder)
            self._crops.append(np.load(folder / "crops.npy", mmap_mode="r"))
            self._features.append(np.load(folder / "features.npy", mmap_mode="r"))
            place += [(len(self._crops) - 1, row) for row in range(len(truth))]
            self.shown += truth
        if not place:
            raise FileNotFoundError(
                f"{cache / PARTS}: expected pictures of the families, found none; run `parts-data`"
            )
        self._place = np.array(place)
        self._targets = part_targets(self.shown, vocabulary)
        self._size_m = torch.tensor([entry.size_m for entry in self.shown])
        validates = self._place[:, 1] % HELD_OUT_OF == 0
        self.held_out = np.flatnonzero(validates)
        self.learned = np.flatnonzero(~validates)

    def batch(
        self, rows: Int[np.ndarray, " B"], rng: np.random.Generator, *, given: float, noise: bool
    ) -> PartBatch:
        """Some pictures; the size is told of this share, a little wrong if there is noise."""
        crops = np.stack([self._crops[f][r][..., 3] for f, r in self._place[rows]])
        features = np.stack([self._features[f][r] for f, r in self._place[rows]])
        alpha = torch.from_numpy(crops).float()[:, None] / 255
        solid = alpha[:, 0] > 0.5
        wide = solid.any(dim=1).sum(dim=1).clamp(min=1).float()
        high = solid.any(dim=2).sum(dim=1).clamp(min=1).float()
        size_m = self._size_m[rows]
        if noise:
            size_m = size_m * torch.from_numpy(np.exp(rng.normal(0, 0.02, size_m.shape))).float()
        told = torch.from_numpy((rng.random(len(rows)) < given).astype(np.float32))
        maps = split_features(torch.from_numpy(features).float())
        targets = self._targets
        return PartBatch(
            maps=maps,
            alpha=alpha,
            size=size_inputs(size_m, told, wide / high),
            targets=PartTargets(
                targets.family[rows], targets.options[rows], targets.genes[rows], targets.view[rows]
            ),
        )

    def learning(self, batch: int, rng: np.random.Generator) -> Iterator[PartBatch]:
        """Batches to learn from, each picture once."""
        order = rng.permutation(self.learned)
        for start in range(0, max(len(order) - batch + 1, 1), batch):
            yield self.batch(order[start : start + batch], rng, given=0.6, noise=True)

    def validating(self, most: int) -> list[PartBatch]:
        """The pictures kept aside, at most so many, with their sizes."""
        rows = self.held_out
        if len(rows) > most:
            rows = rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
        rng = np.random.default_rng(0)
        return [
            self.batch(rows[start : start + 64], rng, given=1.0, noise=False)
            for start in range(0, len(rows), 64)
        ]
