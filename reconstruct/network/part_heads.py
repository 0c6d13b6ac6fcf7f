"""The network's heads for parts: which family, which options, which measures.

They sit on three resolutions of the reader's trunk, on the matte at full resolution and on the reader's code, all
of which stay as they are: the camera is the reader's. Outputs are rows by name (`Vocabulary`), all linear in one code.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from reconstruct.network.reader import SIZE_INPUTS, ProductReader, Reading, TrunkMaps
from reconstruct.parts.families import all_families
from reconstruct.parts.reading import PartReading
from reconstruct.parts.vocabulary import Vocabulary

__all__ = [
    "PartHeads",
    "PartOutputs",
    "PartReader",
    "log_odds",
    "new_heads",
    "split_features",
    "trunk_features",
]

LOW, MIDDLE, TOP = (40, 16), (112, 8), (320, 4)  # channels and cells of the trunk's maps
CODE = 384
FORGOTTEN = 0.15


@dataclass(frozen=True)
class PartOutputs:
    """What the heads say of B crops.

    Attributes
    ----------
    family
        Logits of the known families and of none.
    options
        Logits of all options; a softmax over each choice's own.
    mean, log_spread
        Of each measure's gene, and the logarithm of its standard deviation.
    code
        What all of them are linear in.
    """

    family: Float[Tensor, "B F"]
    options: Float[Tensor, "B T"]
    mean: Float[Tensor, "B M"]
    log_spread: Float[Tensor, "B M"]
    code: Float[Tensor, "B K"]


def _unit(inside: int, out: int, kernel: int = 1, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inside, out, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(out),
        nn.ReLU6(inplace=True),
    )


class _Block(nn.Module):
    """Inverted residual: widen, filter each channel, narrow."""

    def __init__(self, channels: int, expansion: int = 3) -> None:
        super().__init__()
        wide = channels * expansion
        self.layers = nn.Sequential(
            _unit(channels, wide),
            nn.Conv2d(wide, wide, 5, padding=2, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(inplace=True),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B C H W"]:
        y: Tensor = self.layers(x)
        return x + y


class PartHeads(nn.Module):
    """Reads parts from the reader's maps.

    Parameters
    ----------
    families, options, measures
        How many are known.
    reader_code
        Width of the reader's code.
    """

    def __init__(self, families: int, options: int, measures: int, reader_code: int = 512) -> None:
        super().__init__()
        self.matte = _unit(64, 32)
        self.low = _unit(LOW[0] + 32, 64, 3)
        self.block16 = _Block(64, 2)
        self.down8 = _unit(64, 128, 3, 2)
        self.middle = nn.Conv2d(MIDDLE[0], 128, 1)
        self.blocks8 = nn.Sequential(_Block(128), _Block(128))
        self.flat8 = nn.Sequential(nn.Conv2d(128, 20, 1), nn.Flatten())
        self.down4 = _unit(128, 160, 3, 2)
        self.top = nn.Conv2d(TOP[0], 160, 1)
        self.block4 = _Block(160)
        self.flat4 = nn.Sequential(nn.Conv2d(160, 56, 1), nn.Flatten())
        self.merge = nn.Sequential(
            nn.Linear(20 * 64 + 56 * 16 + reader_code + SIZE_INPUTS, CODE),
            nn.LayerNorm(CODE),
            nn.ReLU(),
            nn.Dropout(0.15),
            nn.Linear(CODE, CODE),
            nn.LayerNorm(CODE),
            nn.ReLU(),
        )
        self.family = nn.Linear(CODE, families + 1)
        self.options = nn.Linear(CODE, options)
        self.measures = nn.Linear(CODE, 2 * measures)

    def forward(
        self,
        maps: TrunkMaps,
        alpha: Float[Tensor, "B 1 128 128"],
        code: Float[Tensor, "B C"],
        size: Float[Tensor, "B 7"],
    ) -> PartOutputs:
        """Read parts; `code` and `size` are the reader's code and what went into it."""
        matte = self.matte(functional.pixel_unshuffle(alpha, 8))
        x = self.block16(self.low(torch.cat([maps.low, matte], dim=1)))
        x = self.blocks8(self.down8(x) + self.middle(maps.middle))
        flat = [self.flat8(x)]
        x = self.block4(self.down4(x) + self.top(maps.top))
        flat.append(self.flat4(x))
        known = torch.cat([*flat, code], dim=1)
        # Most of what the heads can learn by heart is learned here.
        known = functional.dropout(known, FORGOTTEN, self.training)
        own = self.merge(torch.cat([known, size], dim=1))
        mean, log_spread = self.measures(own).chunk(2, dim=1)
        return PartOutputs(
            family=self.family(own),
            options=self.options(own),
            mean=mean,
            log_spread=log_spread.clamp(-4.0, 0.0),
            code=own,
        )


def log_odds(
    options: Float[Tensor, "B T"], choice_of_option: Int[Tensor, " T"], choices: int
) -> Float[Tensor, "B T"]:
    """Logarithm of each option's probability among its choice's options."""
    rows = choice_of_option[None].expand(len(options), -1)
    most = options.new_full((len(options), choices), -torch.inf)
    most = most.scatter_reduce(1, rows, options.detach(), "amax")
    shifted = options - most.gather(1, rows)
    total = options.new_zeros((len(options), choices)).scatter_add(1, rows, shifted.exp())
    return shifted - total.log().gather(1, rows)


class PartReader:
    """Trained heads and what their outputs stand for."""

    def __init__(self, heads: PartHeads, vocabulary: Vocabulary) -> None:
        self._heads = heads.eval()
        self._vocabulary = vocabulary
        self._choice = torch.from_numpy(vocabulary.choice_of_option)

    @torch.no_grad()
    def read(self, reading: Reading, alpha: Float[Tensor, "1 1 128 128"]) -> PartReading:
        """What one crop is built of, for the families of today."""
        out: PartOutputs = self._heads(reading.maps, alpha, reading.code, reading.size)
        odds = log_odds(out.options, self._choice, len(self._vocabulary.choices))[0].exp()
        genes = torch.stack([out.mean[0].clamp(0, 1), out.log_spread[0].exp()], dim=1)
        return self._vocabulary.reading(
            all_families(),
            torch.softmax(out.family[0], 0).double().numpy(),
            odds.double().numpy(),
            genes.double().numpy(),
        )


def trunk_features(
    reader: ProductReader, crops: Float[Tensor, "B 4 128 128"]
) -> Float[Tensor, "B F"]:
    """The trunk's maps in one row each, to be kept in a file."""
    maps = reader.maps(crops)
    return torch.cat([maps.low.flatten(1), maps.middle.flatten(1), maps.top.flatten(1)], dim=1)


def split_features(features: Float[Tensor, "B F"]) -> TrunkMaps:
    """The maps from rows that `trunk_features` made."""
    sizes = [channels * cells**2 for channels, cells in (LOW, MIDDLE, TOP)]
    low, middle, top = (
        part.reshape(len(features), channels, cells, cells)
        for part, (channels, cells) in zip(
            torch.split(features, sizes, dim=1), (LOW, MIDDLE, TOP), strict=True
        )
    )
    return TrunkMaps(low=low, middle=middle, top=top)


def new_heads(vocabulary: Vocabulary) -> PartHeads:
    """Untrained heads for a vocabulary."""
    return PartHeads(len(vocabulary.families), len(vocabulary.options), len(vocabulary.measures))
