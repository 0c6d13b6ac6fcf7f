"""The shipped shape model: the reader's weights and the bank of shapes, loaded once a process and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from safetensors import SafetensorError
from safetensors.torch import load
from scipy import ndimage
from torch import nn

from reconstruct.bank import ShapeBank, read_bank
from reconstruct.errors import WeightsError
from reconstruct.network.lift import size_inputs
from reconstruct.network.part_heads import PartReader, new_heads
from reconstruct.network.reader import (
    ProductReader,
    Reading,
    azimuth_centres,
    elevation_centres,
)
from reconstruct.parts.part_graph import PartGraph
from reconstruct.parts.reading import PartReading
from reconstruct.parts.vocabulary import Vocabulary
from reconstruct.viewpoint import Viewpoint
from reconstruct.weights import read_checked, weights_folder

__all__ = [
    "CropReading",
    "PartVerdict",
    "ShapeModel",
    "load_reader",
    "load_shape_model",
    "read_categories",
    "read_state",
]

READER, JUDGE, BANK = "reader.safetensors", "part_judge.safetensors", "bank.npz"
PART_HEADS = "part_heads.safetensors"
_T = TypeVar("_T")


@dataclass(frozen=True)
class CropReading:
    """What the network says of one crop.

    Attributes
    ----------
    category
        Probability of each category of the model.
    azimuth, elevation
        Probability of each bin.
    distance
        Of the camera from the box's centre, in longest sides.
    size_m
        Guess of width, height and depth.
    likeness
        Logarithm of the probability of each shape of the bank.
    raw
        All tensors.
    """

    category: Float32[np.ndarray, " C"]
    azimuth: Float32[np.ndarray, " A"]
    elevation: Float32[np.ndarray, " E"]
    distance: float
    size_m: Float32[np.ndarray, "3"]
    likeness: Float32[np.ndarray, " N"]
    raw: Reading


@dataclass(frozen=True)
class PartVerdict:
    """What the judge says of one candidate in one photo.

    Attributes
    ----------
    near
        Share of each part's surface that is expected within 0.05 and 0.1 of the product's, the longest side being 2.
    good
        Expected F-score at 0.05 and at 0.1.
    """

    near: Float32[np.ndarray, "K 2"]
    good: Float32[np.ndarray, "2"]


class ShapeModel:
    """Reads crops and judges candidates; one thread, one crop at a time, so that a batch changes no float.

    The judge and the heads for parts are loaded when they are asked for the first time.
    """

    def __init__(
        self,
        net: ProductReader,
        judge: Callable[[], nn.Module],
        part_reader: Callable[[], PartReader],
        categories: tuple[str, ...],
        bank: ShapeBank,
    ) -> None:
        self._net = net.eval()
        self._judge = cache(judge)
        self._part_reader = cache(part_reader)
        self.categories = categories
        self.bank = bank
        self.azimuths = azimuth_centres().numpy()
        self.elevations = elevation_centres().numpy()

    @torch.no_grad()
    def read(
        self, crop: UInt8[np.ndarray, "128 128 4"], size_m: Float[np.ndarray, "3"] | None
    ) -> CropReading:
        """Read one crop; `size_m` is None if the merchant gave none."""
        image = _as_tensor(crop)
        solid = crop[..., 3] > 127
        wide, high = solid.any(axis=0).sum(), solid.any(axis=1).sum()
        aspect = torch.tensor([max(float(wide), 1.0) / max(float(high), 1.0)])
        told = torch.ones(1, 3) if size_m is None else torch.tensor(size_m)[None].float()
        given = torch.tensor([0.0 if size_m is None else 1.0])
        raw: Reading = self._net(image, size_inputs(told, given, aspect))
        return CropReading(
            category=torch.softmax(raw.category[0], 0).numpy(),
            azimuth=torch.softmax(raw.azimuth[0], 0).numpy(),
            elevation=torch.softmax(raw.elevation[0], 0).numpy(),
            distance=float(raw.log_distance[0].clamp(0.1, 2.2).exp()),
            size_m=raw.log_size_m[0, :3].clamp(-4, 2).exp().numpy(),
            likeness=torch.log_softmax(self._net.likeness(raw.embedding)[0], 0).numpy(),
            raw=raw,
        )

    def read_parts(self, crop: UInt8[np.ndarray, "128 128 4"], reading: CropReading) -> PartReading:
        """What a crop that has been read is built of: odds of families, options and measures."""
        return self._part_reader().read(reading.raw, _as_tensor(crop)[:, 3:])

    def viewpoints(self, reading: CropReading, count: int) -> list[Viewpoint]:
        """The likeliest azimuths, apart from each other, at the expected elevation and distance."""
        elevation = float((reading.elevation * self.elevations).sum())
        smooth = ndimage.gaussian_filter1d(reading.azimuth.astype(np.float64), 1.0)
        found: list[Viewpoint] = []
        for _ in range(count):
            peak = int(smooth.argmax())
            near = slice(max(peak - 1, 0), peak + 2)
            weight = reading.azimuth[near].astype(np.float64) + 1e-6
            azimuth = float((weight * self.azimuths[near]).sum() / weight.sum())
            found.append(Viewpoint(azimuth, elevation, max(reading.distance, 1.2)))
            smooth[max(peak - 3, 0) : peak + 4] = -1
        return found

    @torch.no_grad()
    def judge_parts(self, graph: PartGraph) -> PartVerdict:
        """How good a candidate is, and which of its parts are wrong."""
        from reconstruct.network.part_judge import batch_part_graphs

        judged = self._judge()(batch_part_graphs([graph]))
        return PartVerdict(
            torch.sigmoid(judged.near).numpy(),
            torch.sigmoid(judged.good[0]).numpy(),
        )


def _as_tensor(crop: UInt8[np.ndarray, "128 128 4"]) -> torch.Tensor:
    return torch.from_numpy(crop.astype(np.float32) / 255).permute(2, 0, 1)[None].contiguous()


def read_state(data: bytes) -> dict[str, torch.Tensor]:
    """Tensors of a safetensors file, in single precision."""
    return {key: value.float() for key, value in load(data).items()}


def read_categories(data: bytes) -> tuple[str, ...]:
    """The categories that the reader tells apart, from its file's header."""
    return tuple(json.loads(_header(data)["categories"]))


def _header(data: bytes) -> dict[str, str]:
    """What was written about a safetensors file in its header."""
    length = int.from_bytes(data[:8], "little")
    return dict(json.loads(data[8 : 8 + length])["__metadata__"])


@cache
def load_shape_model(folder: Path | None = None) -> ShapeModel:
    """Load the model, once a process.

    Raises
    ------
    WeightsError
        If a file is missing, damaged, or not the one this version was made for.
    """
    torch.set_num_threads(
        1
    )  # many products run side by side, and sums do not depend on the thread count
    folder = folder or weights_folder()
    files = {name: read_checked(folder, name) for name in (READER, JUDGE, BANK)}
    return ShapeModel(
        _reader(files[READER]),
        lambda: _judge(files[JUDGE]),
        lambda: load_part_reader(folder),
        _read(read_categories, files[READER], READER),
        read_bank(folder / BANK),
    )


def load_reader(folder: Path | None = None) -> ProductReader:
    """The reader alone, for training on top of it.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not the one this version was made for.
    """
    return _reader(read_checked(folder or weights_folder(), READER)).eval()


def _reader(data: bytes) -> ProductReader:
    state = _read(read_state, data, READER)
    categories = len(_read(read_categories, data, READER))
    net = ProductReader(categories, len(state["bank"]), occupancy=False)
    _fill(net, state, READER)
    return net


def load_part_reader(folder: Path | None = None) -> PartReader:
    """The heads for parts.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not the one this version was made for.
    """
    data = read_checked(folder or weights_folder(), PART_HEADS)
    vocabulary = _read(
        lambda read: Vocabulary.from_json(_header(read)["vocabulary"]), data, PART_HEADS
    )
    heads = new_heads(vocabulary)
    _fill(heads, _read(read_state, data, PART_HEADS), PART_HEADS)
    return PartReader(heads, vocabulary)


def _judge(data: bytes) -> nn.Module:
    # torch-geometric takes longer to import than all the rest; reading a photo needs none of it.
    from reconstruct.network.part_judge import PartJudge

    judge = PartJudge()
    _fill(judge, _read(read_state, data, JUDGE), JUDGE)
    return judge.eval()


def _read(reader: Callable[[bytes], _T], data: bytes, name: str) -> _T:
    try:
        return reader(data)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise WeightsError(
            name,
            expected="weights of this version's network",
            found=f"others ({error})",
            remedy="Install the package again.",
        ) from error


def _fill(net: nn.Module, state: dict[str, torch.Tensor], name: str) -> None:
    """Put the tensors in, all of them and no other."""
    try:
        missing, unexpected = net.load_state_dict(state, strict=False)
    except RuntimeError as error:
        raise WeightsError(
            name,
            expected="weights of this version's network",
            found=f"others ({error})",
            remedy="Install the package again.",
        ) from error
    lost = [key for key in missing if not key.endswith("num_batches_tracked")]
    if lost or unexpected:
        raise WeightsError(
            name,
            expected="weights of this version's network",
            found=f"{len(lost)} tensors missing, {len(unexpected)} unknown",
            remedy="Install the package again.",
        )
