"""Trains the graph network that judges candidates, on the graphs in the cache, for a given number of minutes."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from scipy.stats import spearmanr
from torch import Tensor
from torch.nn import functional

from reconstruct.network.graph_judge import GraphJudge, Judgement, batch_graphs
from reconstruct.shape_graph import ShapeGraph
from reconstruct.training.dataset import is_held_out
from reconstruct.training.graph_data import THRESHOLDS, GraphSample, read_graphs

__all__ = ["TrainGraphOptions", "graph_loss", "train_graph"]

FARTHEST = 0.12  # moves are learned up to this far, in longest sides


@dataclass(frozen=True)
class TrainGraphOptions:
    """How to train.

    Attributes
    ----------
    minutes
        Wall time.
    rivals
        Graphs of one view lie together, so many of them.
    views
        A step.
    rate
        Highest learning rate.
    seed, threads
        Of the order and the first weights; of the CPU.
    """

    minutes: float = 20.0
    rivals: int = 6
    views: int = 6
    rate: float = 2e-3
    seed: int = 0
    threads: int = 1


def graph_loss(
    judged: Judgement,
    move: Float[Tensor, "N 3"],
    good: Float[Tensor, "B 2"],
    rivals: int,
) -> tuple[Tensor, dict[str, float]]:
    """Loss of a batch whose graphs come in groups of rivals for one view.

    A node that is on the true surface should say so and stay; one that is off should know the way; the whole
    should know its F-scores, and above all which of the rivals is best.
    """
    far = move.norm(dim=1, keepdim=True)
    wanted = move * (FARTHEST / far.clamp(min=1e-6)).clamp(max=1)
    near = (far < torch.tensor(THRESHOLDS)).float()
    which = torch.softmax(good.mean(dim=1).view(-1, rivals) / 0.04, dim=1)
    chosen = torch.log_softmax(torch.sigmoid(judged.good).mean(dim=1).view(-1, rivals) / 0.04, 1)
    parts = {
        "move": 20 * functional.smooth_l1_loss(judged.move, wanted, beta=0.02),
        "near": functional.binary_cross_entropy_with_logits(judged.near, near),
        "good": 4 * functional.binary_cross_entropy_with_logits(judged.good, good),
        "rank": 0.5 * functional.kl_div(chosen, which, reduction="batchmean"),
    }
    return torch.stack(list(parts.values())).sum(), {k: float(v.detach()) for k, v in parts.items()}


def _mirrored(sample: GraphSample) -> GraphSample:
    """The same product in a mirror."""
    graph = sample.graph
    flip = np.array([-1.0, 1.0, 1.0], dtype=np.float32)
    nodes, edge_features = graph.nodes.copy(), graph.edge_features.copy()
    nodes[:, [0, 3]] *= -1
    edge_features[:, 0] *= -1
    mirrored = ShapeGraph(
        graph.points * flip, graph.normals * flip, nodes, graph.edges, edge_features, graph.whole
    )
    return GraphSample(mirrored, sample.move * flip, sample.good)


def train_graph(cache: Path, options: TrainGraphOptions) -> Path:
    """Train; returns the checkpoint. Goes on from one if there is one."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    learned: list[GraphSample] = []
    held: list[GraphSample] = []
    for path in sorted((cache / "graphs").glob("*.npz")):
        if not path.name.endswith(".tmp.npz"):
            (held if is_held_out(path.stem) else learned).extend(read_graphs(path))
    if not learned:
        raise FileNotFoundError(f"{cache / 'graphs'}: expected graphs, found none; run `graphs`")
    model = GraphJudge()
    path = cache / "checkpoints" / "judge.pt"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        model.load_state_dict(torch.load(path, weights_only=True))
        print(f"goes on from {path}", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.02)
    groups = len(learned) // options.rivals
    print(f"{len(learned)} graphs, {len(held)} held out", flush=True)
    begun, step, spent = time.monotonic(), 0, 0.0
    means: dict[str, float] = {}
    order = rng.permutation(groups)
    at = 0
    while spent < 1:
        spent = (time.monotonic() - begun) / (60 * options.minutes)
        warm = min(1.0, (step + 1) / 50)
        for group in optimiser.param_groups:
            falling = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(spent, 1)))
            group["lr"] = options.rate * warm * falling
        if at + options.views > groups:
            order, at = rng.permutation(groups), 0
        some = order[at : at + options.views]
        at += options.views
        samples = [learned[g * options.rivals + i] for g in some for i in range(options.rivals)]
        if rng.random() < 0.5:
            samples = [_mirrored(s) for s in samples]
        loss, parts = _batch_loss(model, samples, options.rivals)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        for key, value in parts.items():
            means[key] = value if key not in means else 0.98 * means[key] + 0.02 * value
        if step % 50 == 0:
            text = " ".join(f"{k} {v:.3f}" for k, v in means.items())
            print(f"{step} {spent:.0%} {text}", flush=True)
        if step % 400 == 0 or spent >= 1:
            temporary = path.with_suffix(".tmp")
            torch.save(model.state_dict(), temporary)
            temporary.rename(path)
            if held:
                print(validate(model, held, options.rivals), flush=True)
            model.train()
    return path


def _batch_loss(
    model: GraphJudge, samples: list[GraphSample], rivals: int
) -> tuple[Tensor, dict[str, float]]:
    move = torch.from_numpy(np.concatenate([s.move for s in samples]))
    good = torch.from_numpy(np.stack([s.good for s in samples]))
    return graph_loss(model(batch_graphs([s.graph for s in samples])), move, good, rivals)


@torch.no_grad()
def validate(model: GraphJudge, held: list[GraphSample], rivals: int) -> str:
    """Figures on held-out shapes, in one line."""
    model.eval()
    said, left, total = [], 0.0, 0.0
    for start in range(0, len(held), rivals):
        samples = held[start : start + rivals]
        judged = model(batch_graphs([s.graph for s in samples]))
        said.append(torch.sigmoid(judged.good).numpy())
        move = np.concatenate([s.move for s in samples])
        left += float(np.linalg.norm(move - judged.move.numpy(), axis=1).sum())
        total += float(np.linalg.norm(move, axis=1).sum())
    guess = np.stack(said).mean(axis=2)
    truth = np.stack([s.good for s in held]).reshape(-1, rivals, 2).mean(axis=2)
    pick = np.take_along_axis(truth, guess.argmax(axis=1)[:, None], 1).mean()
    return (
        f"held out: F of the pick {pick:.3f}, of the best {truth.max(axis=1).mean():.3f}, of any {truth.mean():.3f}, "
        f"rank correlation {spearmanr(guess.ravel(), truth.ravel()).statistic:.3f}, "
        f"distance left after the move {left / total:.3f}"
    )
