"""Trains the network that reads photos, for a given number of minutes; resumable.

On renders from the cache, or on views made on the way (`--live`), of which a GPU makes and learns thousands a second.
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

from reconstruct.network.reader import (
    ProductReader,
    Reading,
    azimuth_centres,
    elevation_centres,
)
from reconstruct.training.dataset import LearnedShape, is_held_out
from reconstruct.training.feed import (
    Batch,
    CachedViews,
    Feeder,
    Likeness,
    live_views,
    read_solids,
)
from reconstruct.training.live_render import LiveOptions, LiveStudio, Views
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
        Of the CPU.
    live
        Make new views all the time, of shapes stretched and mirrored, instead of learning from the cache's.
    artists
        How often artists' shapes are drawn for live views, for each time a generated one is.
    again
        How often a batch of live views is learned again, on average.
    """

    minutes: float = 45.0
    batch: int = 32
    rate: float = 1.5e-3
    seed: int = 0
    threads: int = 1
    live: bool = False
    artists: float = 2.5
    again: int = 1


def _loss(
    model: ProductReader, batch: Batch, category: Int[Tensor, " N"], target: Float[Tensor, "B M"]
) -> tuple[Tensor, dict[str, Tensor]]:
    reading: Reading = model(batch.crops, batch.size)
    few = slice(0, max(1, round(len(batch.shape) * OCCUPANCY_SHARE)))
    assert model.occupancy is not None
    grid = model.occupancy(
        reading.first(few.stop),
        batch.alpha[few],
        batch.outline[few],
        batch.coarse[few],
        batch.fine[few],
    )
    matter = batch.occupancy[few]
    bins = torch.exp(
        -0.5 * ((batch.view[:, :1] - azimuth_centres().to(category.device)) / math.radians(5)) ** 2
    )
    slopes = torch.exp(
        -0.5
        * ((batch.view[:, 1:2] - elevation_centres().to(category.device)) / math.radians(4)) ** 2
    )
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
        "likeness": functional.cross_entropy(model.likeness(reading.embedding), target),
        "occupancy": 6 * functional.binary_cross_entropy_with_logits(grid, matter, weight=weight),
    }
    total = torch.stack(list(parts.values())).sum()
    return total, {k: v.detach() for k, v in parts.items()}


def train_reader(cache: Path, trunk: Path | None, options: TrainOptions) -> Path:
    """Train from the last checkpoint or from the release's trunk; returns the checkpoint.

    Parameters
    ----------
    cache
        Where renders and solids are; checkpoints go to `checkpoints`.
    trunk
        The PyTorch file of EfficientNet-Lite0's release; not needed where there is a checkpoint.
    """
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    rng = np.random.default_rng(options.seed + 1)
    shapes = read_solids(cache)
    held = np.array([is_held_out(s.shape_id) for s in shapes])
    bank = np.flatnonzero(~held)
    names = [shapes[i].shape_id for i in bank]
    alike = Likeness(shapes, bank, device, varied=options.live)
    category = torch.tensor([CATEGORIES.index(s.category) for s in shapes], device=device)
    model = ProductReader(len(CATEGORIES), len(bank))
    path = cache / "checkpoints" / "reader.pt"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        between = alike.table[torch.from_numpy(bank).to(device)].cpu()
        _take_over(model, torch.load(path, weights_only=False), names, between)
        print(f"goes on from {path}", flush=True)
    elif trunk is None:
        raise FileNotFoundError(
            f"{path}: expected a checkpoint or `--trunk`, found neither; run `unpack`"
        )
    else:
        model.trunk.load_release(torch.load(trunk, map_location="cpu", weights_only=True))
    model.to(device)
    model.trunk.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    assert model.occupancy is not None
    for part in model.occupancy.modules():
        if isinstance(part, nn.Conv3d):
            part.to(memory_format=torch.channels_last_3d)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(
        _groups(model), lr=options.rate, weight_decay=0.02, fused=device.type == "cuda"
    )
    feed = Feeder(device, rng, noise=True)
    views, judged = _views(cache, shapes, held, device, rng, options)
    print(f"{len(bank)} shapes, {held.sum()} held out, on {device.type}", flush=True)
    print(validate(model, shapes, judged, alike, device), flush=True)
    begun, step = time.monotonic(), 0
    means: dict[str, Tensor] = {}
    model.train()
    spent = 0.0
    while spent < 1:
        spent = (time.monotonic() - begun) / (60 * options.minutes)
        warm = min(1.0, (step + 1) / 100)
        for group in optimiser.param_groups:
            rate = group["share"] * options.rate
            group["lr"] = (
                rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(spent, 1))))
            )
        batch = feed.batch(next(views), given=0.55)
        with _half_precision(device):
            loss, parts = _loss(model, batch, category, alike.target(batch))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        step += 1
        for key, value in parts.items():
            means[key] = value if key not in means else 0.98 * means[key] + 0.02 * value
        if step % 50 == 0:
            pace = step * options.batch / (time.monotonic() - begun)
            text = " ".join(f"{k} {float(v):.3f}" for k, v in means.items())
            print(f"{step} {spent:.0%} {pace:.0f}/s {text}", flush=True)
        if step % 400 == 0 or spent >= 1:
            _save(model, names, path)
            print(validate(model, shapes, judged, alike, device), flush=True)
            model.train()
    return path


def _views(
    cache: Path,
    shapes: list[LearnedShape],
    held: np.ndarray,
    device: torch.device,
    rng: np.random.Generator,
    options: TrainOptions,
) -> tuple[Iterator[Views], list[Views]]:
    """Views to learn from, endless, and those of the held-out shapes to validate on, four of each."""
    ours, theirs = np.flatnonzero(~held), np.flatnonzero(held)
    parts = [theirs[i : i + 32] for i in range(0, len(theirs), 32)]
    if not options.live:
        cached = CachedViews(cache, shapes)
        return cached.draw(ours, options.batch, rng), [cached.first(p, 4) for p in parts]
    plain = LiveStudio(shapes, device, seed=0, options=LiveOptions().plain())
    judged = [plain.views(torch.from_numpy(p.repeat(4)).to(device)) for p in parts]
    studio = LiveStudio(shapes, device, seed=options.seed + 2)
    drawn = live_views(
        studio, shapes, ours, options.batch, rng, artists=options.artists, again=options.again
    )
    return drawn, judged


def _half_precision(device: torch.device) -> torch.autocast:
    """Half precision where the processor has it; emulated, it is a hundred times slower than none."""
    has_it: bool = device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_it)


def _groups(model: ProductReader) -> list[dict[str, object]]:
    trunk = [p for n, p in model.named_parameters() if n.startswith("trunk")]
    rest = [p for n, p in model.named_parameters() if not n.startswith("trunk")]
    return [{"params": trunk, "share": 0.3}, {"params": rest, "share": 1.0}]


def _save(model: ProductReader, names: list[str], path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save({"model": model.state_dict(), "bank": names}, temporary)
    temporary.rename(path)


def _take_over(
    model: ProductReader,
    saved: dict[str, object],
    names: list[str],
    alike: Float[Tensor, "M M"],
) -> None:
    """Load a checkpoint, matching the bank's rows by name; a new shape starts where those like it are."""
    state = dict(saved["model"])  # type: ignore[call-overload]
    known = {name: row for row, name in enumerate(saved["bank"])}  # type: ignore[arg-type,var-annotated]
    old = [row for row, name in enumerate(names) if name in known]
    rows = model.bank.detach().clone()
    if old:
        kept = state["bank"][[known[names[row]] for row in old]]
        rows = torch.softmax(alike[:, old] / 0.05, dim=1) @ functional.normalize(kept, dim=1)
        rows[old] = kept
    state["bank"] = rows
    missing, unexpected = model.load_state_dict(state, strict=False)
    # What ships has no occupancy head; it is learned anew.
    lost = [name for name in missing if not name.startswith("occupancy.")]
    if lost or unexpected:
        raise ValueError(
            f"the checkpoint: expected the reader's tensors, found {len(lost)} missing and {len(unexpected)} others"
        )


@torch.no_grad()
def validate(
    model: ProductReader,
    shapes: list[LearnedShape],
    judged: list[Views],
    alike: Likeness,
    device: torch.device,
) -> str:
    """Figures on views of held-out shapes, in one line."""
    model.eval()
    feed = Feeder(device, np.random.default_rng(0), noise=False)
    categories = torch.tensor([CATEGORIES.index(s.category) for s in shapes], device=device)
    centres = azimuth_centres().to(device)
    total = torch.zeros(7, device=device)
    for views in judged:
        batch = feed.batch(views, given=1.0)
        with _half_precision(device):
            reading = model(batch.crops, batch.size)
            assert model.occupancy is not None
            grid = model.occupancy(reading, batch.alpha, batch.outline, batch.coarse, batch.fine)
        unsized = model(batch.crops, feed.batch(views, given=0.0).size)
        off = (unsized.log_size_m[:, :3].float() - batch.size_m.log()).abs().median(0)[0].mean()
        angle = centres[reading.azimuth.argmax(1)]
        likeness = alike(batch)
        order = model.likeness(reading.embedding).float().argsort(dim=1, descending=True)
        matter, truth = grid.float() > 0, batch.occupancy > 0.5
        shared = (matter & truth).sum((1, 2, 3)) / (matter | truth).sum((1, 2, 3)).clamp(min=1)
        total += torch.stack(
            [
                (reading.category.argmax(1) == categories[batch.shape]).float().sum(),
                ((angle - batch.view[:, 0]).abs() < math.radians(15)).float().sum(),
                off * len(angle),
                likeness.gather(1, order[:, :1]).sum(),
                likeness.gather(1, order[:, :20]).amax(1).sum(),
                likeness.amax(1).sum(),
                shared.sum(),
            ]
        )
    mean = (total / sum(len(v.shape) for v in judged)).tolist() if judged else [math.nan] * 7
    return (
        "held out: category {:.3f}, azimuth < 15 deg {:.3f}, size off {:.3f}, likeness first {:.3f}, "
        "best of 20 {:.3f}, best of bank {:.3f}, occupancy IoU {:.3f}".format(*mean)
    )
