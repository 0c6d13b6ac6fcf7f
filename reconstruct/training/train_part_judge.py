"""Trains the graph network that judges candidates by their parts, on the graphs in the cache, for some minutes."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from scipy.stats import spearmanr
from torch import Tensor
from torch.nn import functional

from reconstruct.network.part_judge import PartJudge, PartJudgement, batch_part_graphs
from reconstruct.training.dataset import is_held_out
from reconstruct.training.part_graph_data import PartGraphSample, read_part_graphs

__all__ = ["TrainPartJudgeOptions", "part_judge_loss", "train_part_judge"]

FARTHEST = 0.12
"""Ways are learned up to this far, in longest sides."""
ENOUGH_POINTS = 30.0
"""A part that is measured on so many points counts in full."""
RANK_SCALE = 0.04


@dataclass(frozen=True)
class TrainPartJudgeOptions:
    """How to train.

    Attributes
    ----------
    minutes
        Wall time.
    views
        A step; all candidates of each.
    rate
        Highest learning rate.
    seed, threads
        Of the order and the first weights; of the CPU.
    """

    minutes: float = 15.0
    views: int = 8
    rate: float = 2e-3
    seed: int = 0
    threads: int = 1


def part_judge_loss(
    judged: PartJudgement, samples: list[PartGraphSample], rivals: list[int]
) -> tuple[Tensor, dict[str, float]]:
    """Loss of a batch whose candidates come in groups of rivals for one view.

    A part should know how much of it is right and which way it is off; the whole its F-scores, and above all which
    of the rivals is best.
    """
    near = torch.from_numpy(np.concatenate([s.near for s in samples]))
    move = torch.from_numpy(np.concatenate([s.move for s in samples]))
    seen = torch.from_numpy(np.concatenate([s.seen for s in samples])).float()
    good = torch.from_numpy(np.stack([s.good for s in samples]))
    weight = (seen / ENOUGH_POINTS).clamp(max=1)[:, None]
    total = weight.sum().clamp(min=1)
    far = move.norm(dim=1, keepdim=True)
    wanted = move * (FARTHEST / far.clamp(min=1e-6)).clamp(max=1)
    of_parts = functional.binary_cross_entropy_with_logits(judged.near, near, reduction="none")
    off = functional.smooth_l1_loss(judged.move, wanted, beta=0.02, reduction="none")
    losses = {
        "near": (weight * of_parts).sum() / total / 2,
        "move": 20 * (weight * off).sum() / total / 3,
        "good": 4 * functional.binary_cross_entropy_with_logits(judged.good, good),
        "rank": _rank_loss(torch.sigmoid(judged.good), good, rivals),
    }
    told = {name: float(value.detach()) for name, value in losses.items()}
    return torch.stack(list(losses.values())).sum(), told


def _rank_loss(said: Float[Tensor, "B 2"], good: Float[Tensor, "B 2"], rivals: list[int]) -> Tensor:
    losses = []
    for mine, truth in zip(
        torch.split(said.mean(1), rivals), torch.split(good.mean(1), rivals), strict=True
    ):
        which = torch.softmax(truth / RANK_SCALE, dim=0)
        chosen = torch.log_softmax(mine / RANK_SCALE, dim=0)
        losses.append(functional.kl_div(chosen, which, reduction="sum"))
    return 0.5 * torch.stack(losses).mean()


def _mirrored(sample: PartGraphSample, roles: int) -> PartGraphSample:
    """The same product in a mirror: x changes its sign."""
    graph = sample.graph
    nodes, edge_features = graph.nodes.copy(), graph.edge_features.copy()
    nodes[:, roles] *= -1
    edge_features[:, 3] *= -1
    return replace(
        sample,
        graph=replace(graph, nodes=nodes, edge_features=edge_features),
        move=sample.move * np.array([-1, 1, 1], dtype=np.float32),
    )


def train_part_judge(cache: Path, options: TrainPartJudgeOptions) -> Path:
    """Train; returns the checkpoint. Goes on from one if there is one."""
    from reconstruct.parts.assembly import ROLES

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    learned: list[list[PartGraphSample]] = []
    held: list[list[PartGraphSample]] = []
    for path in sorted((cache / "part_graphs").glob("*.npz")):
        if ".tmp" not in path.name:
            shape_id = path.stem.rsplit("-", 1)[0] if path.stem.count("-") > 1 else path.stem
            (held if is_held_out(shape_id) else learned).append(read_part_graphs(path))
    if not learned:
        raise FileNotFoundError(
            f"{cache / 'part_graphs'}: expected graphs, found none; run `part-graphs`"
        )
    model = PartJudge()
    path = cache / "checkpoints" / "part_judge.pt"
    path.parent.mkdir(exist_ok=True, parents=True)
    if path.exists():
        model.load_state_dict(torch.load(path, weights_only=True))
        print(f"goes on from {path}", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.1)
    print(f"{len(learned)} views, {len(held)} held out", flush=True)
    begun, step, spent = time.monotonic(), 0, 0.0
    means: dict[str, float] = {}
    order, at = rng.permutation(len(learned)), 0
    while spent < 1:
        spent = (time.monotonic() - begun) / (60 * options.minutes)
        warm = min(1.0, (step + 1) / 50)
        for group in optimiser.param_groups:
            falling = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(spent, 1)))
            group["lr"] = options.rate * warm * falling
        if at + options.views > len(order):
            order, at = rng.permutation(len(learned)), 0
        groups = [learned[i] for i in order[at : at + options.views]]
        at += options.views
        if rng.random() < 0.5:
            groups = [[_mirrored(s, len(ROLES)) for s in group] for group in groups]
        samples = [s for group in groups for s in group]
        judged = model(batch_part_graphs([s.graph for s in samples]))
        loss, told = part_judge_loss(judged, samples, [len(group) for group in groups])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        for key, value in told.items():
            means[key] = value if key not in means else 0.98 * means[key] + 0.02 * value
        if step % 100 == 0:
            text = " ".join(f"{k} {v:.3f}" for k, v in means.items())
            print(f"{step} {spent:.0%} {text}", flush=True)
        if step % 400 == 0 or spent >= 1:
            temporary = path.with_suffix(".tmp")
            torch.save(model.state_dict(), temporary)
            temporary.rename(path)
            if held:
                print(validate(model, held), flush=True)
            model.train()
    return path


@torch.no_grad()
def validate(model: PartJudge, held: list[list[PartGraphSample]]) -> str:
    """Figures on held-out models and pieces, in one line."""
    model.eval()
    picked, best, anything, by_cost, said, truth = [], [], [], [], [], []
    for group in held:
        judged = model(batch_part_graphs([s.graph for s in group]))
        guess = torch.sigmoid(judged.good).numpy().mean(axis=1)
        good = np.stack([s.good for s in group]).mean(axis=1)
        picked.append(good[guess.argmax()])
        best.append(good.max())
        anything.append(good.mean())
        by_cost.append(good[0])
        said.append(guess)
        truth.append(good)
    rank = spearmanr(np.concatenate(said), np.concatenate(truth)).statistic
    return (
        f"held out: F of the pick {np.mean(picked):.3f}, of the least cost {np.mean(by_cost):.3f}, of the best "
        f"{np.mean(best):.3f}, of any {np.mean(anything):.3f}, rank correlation {rank:.3f}"
    )
