"""Trains the heads for parts, for a given number of minutes; resumable.

From the pictures of `parts-data` and the features kept beside them: the reader itself stays as it is, so that its
camera does too, and a step costs a CPU core a few milliseconds a picture. The checkpoint carries the vocabulary: a
later run with other families takes over the rows it knows by name, and new options begin at their usual odds. The
learning rate falls along the time that is left, so that any budget ends annealed. On a GPU `--live` draws the pieces
on the way, see `part_live.py`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from reconstruct.network.model import load_reader
from reconstruct.network.part_heads import CODE, PartHeads, PartOutputs, log_odds, new_heads
from reconstruct.network.reader import (
    AZIMUTH_BINS,
    ELEVATION_BINS,
    ProductReader,
    azimuth_centres,
    elevation_centres,
)
from reconstruct.parts.families import all_families
from reconstruct.parts.reading import NONE, usual_reading
from reconstruct.parts.vocabulary import Vocabulary, vocabulary_of
from reconstruct.training.part_feed import PartBatch, PartTargets, PartViews, without_size
from reconstruct.training.part_figures import PartFigures
from reconstruct.training.part_live import live_batches

__all__ = ["CHECKPOINT", "TrainPartsOptions", "part_loss", "take_over_rows", "train_parts"]

CHECKPOINT = "checkpoints/part_heads.pt"
JUDGED = 3000  # pictures kept aside that are looked at
MEAN_OVER = 400  # steps over which the weights that ship are a running mean


@dataclass(frozen=True)
class TrainPartsOptions:
    """How to train.

    Attributes
    ----------
    minutes
        Wall time.
    batch
        Pictures a step.
    rate
        Highest learning rate.
    threads
        Of the CPU.
    seed
        Order of pictures, first weights.
    live
        Make new pictures all the time, instead of learning from the cache's.
    """

    minutes: float = 30.0
    batch: int = 64
    rate: float = 1.5e-3
    threads: int = 1
    seed: int = 0
    live: bool = False


def part_loss(out: PartOutputs, targets: PartTargets, vocabulary: Vocabulary) -> dict[str, Tensor]:
    """Cross entropy of family and options, negative log likelihood of genes; what does not apply counts for nothing.

    Options and genes are summed over a picture's own and divided by what a picture has on average, so that a family
    with many of them counts for more, as it has more to be learned.
    """
    rows = torch.from_numpy(vocabulary.choice_of_option).to(out.options.device)
    odds = log_odds(out.options, rows, len(vocabulary.choices))
    applies = targets.options >= 0
    taken = odds.gather(1, targets.options.clamp(min=0))
    choices = -(taken * applies).sum() / applies.sum().clamp(min=1)
    there = targets.genes.isfinite()
    off = (out.mean - torch.where(there, targets.genes, out.mean.detach())) * torch.exp(
        -out.log_spread
    )
    measures = ((0.5 * off**2 + out.log_spread) * there).sum() / there.sum().clamp(min=1)
    # Of a shape of the bank only the families are known that it may be of: those together are right.
    may_be = out.family.log_softmax(1).masked_fill(~targets.family, -torch.inf)
    return {
        "family": -may_be.logsumexp(1).mean(),
        "choices": 3 * choices,
        "measures": 2 * measures,
    }


class _CameraCheck(nn.Module):
    """Azimuth and elevation from the heads' code: it has to keep where the photo was taken from."""

    def __init__(self) -> None:
        super().__init__()
        self.azimuth = nn.Linear(CODE, AZIMUTH_BINS)
        self.elevation = nn.Linear(CODE, ELEVATION_BINS)

    def loss(self, code: Float[Tensor, "B K"], view: Float[Tensor, "B 3"]) -> Tensor:
        """Cross entropy of both."""
        total = code.new_zeros(())
        for column, (head, centres, width) in enumerate(
            ((self.azimuth, azimuth_centres(), 5.0), (self.elevation, elevation_centres(), 4.0))
        ):
            apart = view[:, column : column + 1] - centres.to(view.device)
            near = -0.5 * (apart / math.radians(width)) ** 2
            total = total + functional.cross_entropy(head(code), torch.softmax(near, 1))
        return total


def train_parts(cache: Path, options: TrainPartsOptions) -> str:
    """Train, or go on; returns a line on how well it does."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    vocabulary = vocabulary_of(all_families())
    reader = load_reader().to(device)
    heads, camera = new_heads(vocabulary), _CameraCheck()
    _begin_usual(heads, vocabulary)
    path = cache / CHECKPOINT
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        kept = torch.load(path, weights_only=True)
        known = Vocabulary.from_json(kept["vocabulary"])
        take_over_rows(heads, vocabulary, kept["net"], known)
        camera.load_state_dict(kept["camera"])
        print(f"goes on from {path}", flush=True)
    heads.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    camera.to(device)
    mean = {name: value.detach().clone() for name, value in heads.state_dict().items()}
    optimiser = torch.optim.AdamW(
        [*heads.parameters(), *camera.parameters()], lr=options.rate, weight_decay=0.05
    )
    batches, judged = _batches(cache, reader, vocabulary, device, options)
    means: dict[str, float] = {}
    begun, step, spent = time.monotonic(), 0, 0.0
    heads.train()
    while spent < 1:
        spent = (time.monotonic() - begun) / (60 * options.minutes)
        warm = min(1.0, (step + 1) / 60)
        for group in optimiser.param_groups:
            group["lr"] = (
                options.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(spent, 1))))
            )
        batch = next(batches)
        out = read_batch(heads, reader, batch)
        parts = part_loss(out, batch.targets, vocabulary)
        parts["camera"] = 0.1 * camera.loss(out.code, batch.targets.view)
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(heads.parameters(), 5.0)
        optimiser.step()
        step += 1
        _average(mean, heads, 1 / min(step, MEAN_OVER))
        if step % 10 == 0:
            for key, value in parts.items():
                now = float(value.detach())
                means[key] = 0.9 * means.get(key, now) + 0.1 * now
        if step % 100 == 0:
            pace = step * options.batch / (time.monotonic() - begun)
            text = " ".join(f"{key} {value:.3f}" for key, value in means.items())
            print(f"{step} {spent:.0%} {pace:.0f}/s {text}", flush=True)
        if step % 1000 == 0 or spent >= 1:
            _save(path, heads, mean, camera, vocabulary)
            print(validate(mean, reader, judged[:16], vocabulary).line(), flush=True)
    unsized = validate(mean, reader, [without_size(batch) for batch in judged], vocabulary)
    table = validate(mean, reader, judged, vocabulary).table()
    return f"{table}\nwithout the size, {unsized.line()}"


def _batches(
    cache: Path,
    reader: ProductReader,
    vocabulary: Vocabulary,
    device: torch.device,
    options: TrainPartsOptions,
) -> tuple[Iterator[PartBatch], list[PartBatch]]:
    """Batches to learn from, endless, and those to validate on."""
    if options.live:
        live = partial(live_batches, reader, vocabulary, device, batch=options.batch)
        return live(seed=options.seed + 1), list(islice(live(seed=0), JUDGED // options.batch))
    views = PartViews(cache, vocabulary)
    print(f"{len(views.learned)} pictures, {len(views.held_out)} held out", flush=True)
    rng = np.random.default_rng(options.seed)
    judged = views.validating(JUDGED)
    order = np.random.default_rng(1).permutation(len(judged))

    def learning() -> Iterator[PartBatch]:
        while True:  # `parts-data` may be adding pictures meanwhile
            yield from PartViews(cache, vocabulary).learning(options.batch, rng)

    return learning(), [judged[i] for i in order]


def read_batch(heads: PartHeads, reader: ProductReader, batch: PartBatch) -> PartOutputs:
    """What the heads say of a batch."""
    with torch.no_grad():
        code = reader.merged(batch.maps, batch.size)
    answer: PartOutputs = heads(batch.maps, batch.alpha, code, batch.size)
    return answer


def _begin_usual(heads: PartHeads, vocabulary: Vocabulary) -> None:
    """Outputs begin at the families' own odds."""
    usual = usual_reading(all_families())
    odds = torch.from_numpy(np.concatenate([usual.choices[key] for key in vocabulary.choices]))
    genes = torch.tensor([usual.measures[m.family, m.name] for m in vocabulary.measures])
    with torch.no_grad():
        for layer in (heads.family, heads.options, heads.measures):
            layer.weight.mul_(0.3)
            layer.bias.zero_()
        heads.options.bias.copy_(odds.clamp(min=1e-3).log())
        heads.measures.bias.copy_(torch.cat([genes[:, 0], genes[:, 1].log()]))


def take_over_rows(
    heads: PartHeads, vocabulary: Vocabulary, state: dict[str, Tensor], known: Vocabulary
) -> None:
    """Load weights that were trained with another vocabulary, rows by name; rows of new names stay as they are."""
    rows: dict[str, tuple[list[Any], list[Any]]] = {
        "family": ([*vocabulary.families, NONE], [*known.families, NONE]),
        "options": (list(vocabulary.options), list(known.options)),
        "measures": (_measure_rows(vocabulary), _measure_rows(known)),
    }
    ours = heads.state_dict()
    for name, value in state.items():
        layer = name.split(".")[0]
        if layer not in rows:
            ours[name] = value
            continue
        new, old = rows[layer]
        at = {key: row for row, key in enumerate(old)}
        for row, key in enumerate(new):
            if key in at:
                ours[name][row] = value[at[key]]
    heads.load_state_dict(ours)


def _measure_rows(vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    """What each row of the measures' layer stands for: means, then spreads."""
    return [(m.family, m.name, part) for part in ("mean", "spread") for m in vocabulary.measures]


@torch.no_grad()
def _average(mean: dict[str, Tensor], heads: PartHeads, share: float) -> None:
    for name, value in heads.state_dict().items():
        if value.is_floating_point():
            mean[name].lerp_(value, share)
        else:
            mean[name].copy_(value)


def _save(
    path: Path,
    heads: PartHeads,
    mean: dict[str, Tensor],
    camera: nn.Module,
    vocabulary: Vocabulary,
) -> None:
    kept = {
        "net": heads.state_dict(),
        "mean": mean,
        "camera": camera.state_dict(),
        "vocabulary": vocabulary.to_json(),
    }
    torch.save(kept, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


@torch.no_grad()
def validate(
    state: dict[str, Tensor],
    reader: ProductReader,
    judged: list[PartBatch],
    vocabulary: Vocabulary,
) -> PartFigures:
    """Figures on batches kept aside."""
    heads = new_heads(vocabulary)
    heads.load_state_dict(state)
    heads.to(judged[0].alpha.device).eval()
    figures = PartFigures(vocabulary, usual_reading(all_families()))
    for batch in judged:
        figures.add(read_batch(heads, reader, batch), batch.targets)
    return figures
