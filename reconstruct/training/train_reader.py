"""Trains the network that reads photos, on renders from the cache; resumable, for a given number of minutes.

The learning rate falls along the time that is left, so that any budget ends annealed. Checkpoints carry the names
of the bank's shapes: a later run with more shapes takes over the rows it knows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from reconstruct.network.lift import project_cells, signed_outline, size_inputs
from reconstruct.network.reader import (
    ProductReader,
    Reading,
    azimuth_centres,
    elevation_centres,
)
from reconstruct.training.dataset import LearnedShape, is_held_out, read_renders, read_solid
from reconstruct.training.likeness import likeness_matrix
from reconstruct.training.sources import CATEGORIES

__all__ = ["TrainOptions", "train_reader"]

# Of a batch's views: the occupancy head costs as much as the trunk, and one view in four teaches it enough.
OCCUPANCY_SHARE = 0.25


@dataclass(frozen=True)
class TrainOptions:
    """How to train.

    Attributes
    ----------
    minutes
        Wall time.
    batch
        Views a step.
    rate
        Highest learning rate of the heads; the trunk learns at a third of it.
    seed
        Order of views, noise, first weights.
    threads
        Of the CPU, if there is no GPU.
    """

    minutes: float = 45.0
    batch: int = 32
    rate: float = 1.5e-3
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True)
class _Data:
    """All shapes and views in memory; the views of shape i are rows `i * views` to `(i + 1) * views`."""

    shapes: list[LearnedShape]
    images: np.ndarray
    pose: Tensor
    focal: Tensor
    centre: Tensor
    view: Tensor
    views: int

    @classmethod
    def load(cls, cache: Path) -> _Data:
        shapes, rendered = [], []
        for path in sorted((cache / "renders").glob("*.npz")):
            if path.name.endswith(".tmp.npz"):
                continue
            shapes.append(read_solid(cache / "solids" / path.name))
            rendered.append(read_renders(path))
        if not shapes:
            raise FileNotFoundError(
                f"{cache / 'renders'}: expected renders, found none; run `render`"
            )
        views = min(len(r.images) for r in rendered)

        def stack(name: str) -> Tensor:
            return torch.from_numpy(np.concatenate([getattr(r, name)[:views] for r in rendered]))

        return cls(
            shapes=shapes,
            images=np.concatenate([r.images[:views] for r in rendered]),
            pose=stack("T_canonical_camera"),
            focal=stack("focal_px"),
            centre=stack("centre_px"),
            view=stack("view"),
            views=views,
        )


@dataclass(frozen=True)
class _Batch:
    crops: Float[Tensor, "B 4 128 128"]
    size: Float[Tensor, "B 7"]
    alpha: Float[Tensor, "B 1 128 128"]
    outline: Float[Tensor, "B 1 64 64"]
    coarse: Float[Tensor, "B 4096 2 2"]
    fine: Float[Tensor, "B 32768 2 2"]
    shape: Int[Tensor, " B"]
    view: Float[Tensor, "B 3"]
    size_m: Float[Tensor, "B 3"]
    given: Float[Tensor, " B"]
    occupancy: Float[Tensor, "B 32 32 32"]


class _Feeder:
    """Batches with noise, from rows."""

    def __init__(self, data: _Data, rng: np.random.Generator, *, noise: bool) -> None:
        self._data, self._rng, self._noise = data, rng, noise
        self._grids = torch.from_numpy(np.stack([s.occupancy for s in data.shapes]))
        self._sizes = torch.from_numpy(np.stack([s.size_m for s in data.shapes]))

    def batch(self, rows: np.ndarray, *, given: float) -> _Batch:
        data, rng = self._data, self._rng
        count = len(rows)
        images = torch.from_numpy(data.images[rows]).permute(0, 3, 1, 2).float() / 255
        if self._noise:
            images[:, :3] = _recolour(images[:, :3], rng)
        alpha = images[:, 3:]
        shape = torch.from_numpy(rows // data.views)
        size_m = self._sizes[shape]
        half = size_m / size_m.amax(dim=1, keepdim=True) / 2
        told = size_m
        pose = data.pose[rows]
        if self._noise:
            told = size_m * torch.from_numpy(np.exp(rng.normal(0, 0.02, (count, 3)))).float()
            pose = _shaken(pose, rng)
        is_given = torch.from_numpy((rng.random(count) < given).astype(np.float32))
        solid = alpha[:, 0] > 0.5
        wide = solid.any(dim=1).sum(dim=1).clamp(min=1).float()
        high = solid.any(dim=2).sum(dim=1).clamp(min=1).float()
        outline = np.stack([signed_outline(a) for a in alpha[:, 0].numpy()])
        camera = (half, pose, data.focal[rows], data.centre[rows])
        return _Batch(
            crops=images.contiguous(memory_format=torch.channels_last),
            size=size_inputs(told, is_given, wide / high),
            alpha=alpha,
            outline=torch.from_numpy(outline)[:, None],
            coarse=project_cells(*camera, 16),
            fine=project_cells(*camera, 32),
            shape=shape,
            view=data.view[rows],
            size_m=size_m,
            given=is_given,
            occupancy=self._grids[shape].float() / 255,
        )


def _recolour(rgb: Tensor, rng: np.random.Generator) -> Tensor:
    """Brightness, contrast, saturation and hue of other cameras."""
    count = len(rgb)
    gain = torch.from_numpy(np.exp(rng.normal(0, 0.2, (count, 1, 1, 1)))).float()
    tint = torch.from_numpy(np.exp(rng.normal(0, 0.06, (count, 3, 1, 1)))).float()
    gamma = torch.from_numpy(np.exp(rng.normal(0, 0.2, (count, 1, 1, 1)))).float()
    grey = rgb.mean(dim=1, keepdim=True)
    keep = torch.from_numpy(rng.choice([0.0, 0.6, 1.0, 1.3], (count, 1, 1, 1))).float()
    mixed = (grey + keep * (rgb - grey)).clamp(1e-4, 1)
    return (mixed**gamma * gain * tint).clamp(0, 1)


def _shaken(pose: Float[Tensor, "B 4 4"], rng: np.random.Generator) -> Float[Tensor, "B 4 4"]:
    """Cameras turned about the product by what the camera head is usually wrong by."""
    count = len(pose)
    yaw = torch.from_numpy(rng.normal(0, np.deg2rad(4), count)).float()
    turn = torch.zeros(count, 4, 4)
    turn[:, 0, 0] = turn[:, 2, 2] = yaw.cos()
    turn[:, 0, 2], turn[:, 2, 0] = yaw.sin(), -yaw.sin()
    turn[:, 1, 1] = turn[:, 3, 3] = 1
    return turn @ pose


def _loss(
    model: ProductReader, batch: _Batch, category: Int[Tensor, " N"], target: Float[Tensor, "N M"]
) -> tuple[Tensor, dict[str, float]]:
    reading: Reading = model(batch.crops, batch.size)
    few = slice(0, max(1, round(len(batch.shape) * OCCUPANCY_SHARE)))
    grid = model.occupancy(
        reading.first(few.stop),
        batch.alpha[few],
        batch.outline[few],
        batch.coarse[few],
        batch.fine[few],
    )
    matter = batch.occupancy[few]
    bins = torch.exp(-0.5 * ((batch.view[:, :1] - azimuth_centres()) / math.radians(5)) ** 2)
    slopes = torch.exp(-0.5 * ((batch.view[:, 1:2] - elevation_centres()) / math.radians(4)) ** 2)
    scale = reading.log_size_m[:, 3:].clamp(-4, 2)
    off = (reading.log_size_m[:, :3] - batch.size_m.log()).abs()
    weight = 1 + 2 * (matter > 0.3)
    parts = {
        "category": functional.cross_entropy(reading.category, category[batch.shape]),
        "azimuth": functional.cross_entropy(
            reading.azimuth, bins / bins.sum(1, keepdim=True).clamp(min=1e-6)
        ),
        "elevation": 0.5
        * functional.cross_entropy(
            reading.elevation, slopes / slopes.sum(1, keepdim=True).clamp(min=1e-6)
        ),
        "distance": 0.5 * (reading.log_distance - batch.view[:, 2].log()).abs().mean(),
        # Where the size is given there is nothing to learn of it.
        "size": ((1 - batch.given[:, None]) * (off * torch.exp(-scale) + scale)).mean(),
        "likeness": functional.cross_entropy(
            model.likeness(reading.embedding), target[batch.shape]
        ),
        "occupancy": 6 * functional.binary_cross_entropy_with_logits(grid, matter, weight=weight),
    }
    total = torch.stack(list(parts.values())).sum()
    return total, {k: float(v.detach()) for k, v in parts.items()}


def train_reader(cache: Path, trunk: Path, options: TrainOptions) -> Path:
    """Train from the release's trunk or from the last checkpoint; returns the checkpoint.

    Parameters
    ----------
    cache
        Where renders and solids are; checkpoints go to `checkpoints`.
    trunk
        The PyTorch file of EfficientNet-Lite0's release.
    """
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed + 1)
    data = _Data.load(cache)
    held = np.array([is_held_out(s.shape_id) for s in data.shapes])
    bank = np.flatnonzero(~held)
    names = [data.shapes[i].shape_id for i in bank]
    alike = likeness_matrix(
        [s.occupancy for s in data.shapes], np.stack([s.size_m for s in data.shapes])
    )
    target = torch.softmax(torch.from_numpy(alike[:, bank]) / 0.05, dim=1)
    category = torch.tensor([CATEGORIES.index(s.category) for s in data.shapes])
    model = ProductReader(len(CATEGORIES), len(bank))
    path = cache / "checkpoints" / "reader.pt"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        _take_over(model, torch.load(path, weights_only=False), names)
        print(f"goes on from {path}", flush=True)
    else:
        model.trunk.load_release(torch.load(trunk, map_location="cpu", weights_only=True))
    model.trunk.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    for part in model.occupancy.modules():
        if isinstance(part, nn.Conv3d):
            part.to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(_groups(model), lr=options.rate, weight_decay=0.02)
    feed = _Feeder(data, rng, noise=True)
    print(f"{len(bank)} shapes, {held.sum()} held out, {data.views} views each", flush=True)
    begun, step = time.monotonic(), 0
    means: dict[str, float] = {}
    model.train()
    rows = _rows(np.flatnonzero(~held), data, options.batch, rng)
    spent = 0.0
    while spent < 1:
        spent = (time.monotonic() - begun) / (60 * options.minutes)
        warm = min(1.0, (step + 1) / 100)
        for group in optimiser.param_groups:
            rate = group["share"] * options.rate
            group["lr"] = (
                rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(spent, 1))))
            )
        batch = feed.batch(next(rows), given=0.55)
        with _half_precision():
            loss, parts = _loss(model, batch, category, target)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        step += 1
        for key, value in parts.items():
            means[key] = value if key not in means else 0.98 * means[key] + 0.02 * value
        if step % 50 == 0:
            pace = step * options.batch / (time.monotonic() - begun)
            text = " ".join(f"{k} {v:.3f}" for k, v in means.items())
            print(f"{step} {spent:.0%} {pace:.0f}/s {text}", flush=True)
        if step % 400 == 0 or spent >= 1:
            _save(model, names, path)
            print(validate(model, data, held, alike, bank), flush=True)
            model.train()
    return path


def _half_precision() -> torch.autocast:
    """Half precision where the processor has it; emulated, it is a hundred times slower than none."""
    has_it: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_it)


def _groups(model: ProductReader) -> list[dict[str, object]]:
    trunk = [p for n, p in model.named_parameters() if n.startswith("trunk")]
    rest = [p for n, p in model.named_parameters() if not n.startswith("trunk")]
    return [{"params": trunk, "share": 0.3}, {"params": rest, "share": 1.0}]


def _rows(
    shapes: np.ndarray, data: _Data, batch: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Rows of random views, each view once before any comes again."""
    rows = (shapes[:, None] * data.views + np.arange(data.views)).ravel()
    while True:
        order = rng.permutation(rows)
        for start in range(0, len(order) - batch + 1, batch):
            yield order[start : start + batch]


def _save(model: ProductReader, names: list[str], path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save({"model": model.state_dict(), "bank": names}, temporary)
    temporary.rename(path)


def _take_over(model: ProductReader, saved: dict[str, object], names: list[str]) -> None:
    """Load a checkpoint, matching the bank's rows by name."""
    state = dict(saved["model"])  # type: ignore[call-overload]
    known = {name: row for row, name in enumerate(saved["bank"])}  # type: ignore[arg-type,var-annotated]
    rows = model.bank.detach().clone()
    for row, name in enumerate(names):
        if name in known:
            rows[row] = state["bank"][known[name]]
    state["bank"] = rows
    model.load_state_dict(state)


@torch.no_grad()
def validate(
    model: ProductReader,
    data: _Data,
    held: np.ndarray,
    alike: np.ndarray,
    bank: np.ndarray,
    views: int = 4,
) -> str:
    """Figures on the held-out shapes' renders, in one line."""
    model.eval()
    feed = _Feeder(data, np.random.default_rng(0), noise=False)
    shapes = np.flatnonzero(held)
    rows = (shapes[:, None] * data.views + np.arange(views)).ravel()
    right = azimuth = size = found = best = first = overlap = 0.0
    for start in range(0, len(rows), 32):
        some = rows[start : start + 32]
        batch = feed.batch(some, given=1.0)
        with _half_precision():
            reading = model(batch.crops, batch.size)
            grid = model.occupancy(reading, batch.alpha, batch.outline, batch.coarse, batch.fine)
        category = torch.tensor([CATEGORIES.index(data.shapes[i].category) for i in batch.shape])
        right += float((reading.category.argmax(1) == category).sum())
        angle = azimuth_centres()[reading.azimuth.argmax(1)]
        azimuth += float(((angle - batch.view[:, 0]).abs() < math.radians(15)).sum())
        unsized = model(batch.crops, feed.batch(some, given=0.0).size)
        size += float(
            (unsized.log_size_m[:, :3].float() - batch.size_m.log()).abs().median(0)[0].mean()
        ) * len(some)
        logits = model.likeness(reading.embedding).float().numpy()
        likeness = alike[np.ix_(batch.shape.numpy(), bank)]
        order = np.argsort(-logits, axis=1)
        first += float(np.take_along_axis(likeness, order[:, :1], 1).sum())
        found += float(np.take_along_axis(likeness, order[:, :20], 1).max(axis=1).sum())
        best += float(likeness.max(axis=1).sum())
        matter, truth = grid.float() > 0, batch.occupancy > 0.5
        overlap += float(
            ((matter & truth).sum((1, 2, 3)) / (matter | truth).sum((1, 2, 3)).clamp(min=1)).sum()
        )
    n = len(rows)
    return (
        f"held out: category {right / n:.3f}, azimuth < 15 deg {azimuth / n:.3f}, size off {size / n:.3f}, "
        f"likeness first {first / n:.3f}, best of 20 {found / n:.3f}, best of bank {best / n:.3f}, "
        f"occupancy IoU {overlap / n:.3f}"
    )
