"""Trains the network that cuts products out, from U²-Net-p's released weights, on composites made on the way.

Resumable: the checkpoint `CACHE/cut.pt` holds weights, their running mean, the optimiser and the step.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from reconstruct.network.cut_network import CutNetwork
from reconstruct.see.cut_out_network import DEVIATION, MARK, MEAN
from reconstruct.training.composites import CompositeMaker, Sample

__all__ = ["TrainCutOptions", "cut_loss", "load_released", "network_input", "train_cut"]

CHECKPOINT = "cut.pt"
FIRST_LAYER = 4.0
"""How much faster the first layer learns, into which the mark is fed."""
VALIDATION = 48
"""Composites that are made once, from a seed of their own, to watch the training by."""


@dataclass(frozen=True)
class TrainCutOptions:
    """How to train.

    Attributes
    ----------
    minutes
        Of this call.
    total_minutes
        Of all calls together: the learning rate falls to nothing by then.
    side_px
        Of the network's square.
    batch
        Samples a step.
    rate
        Highest learning rate.
    threads
        Of torch.
    seed
        Of samples and steps.
    """

    minutes: float = 60.0
    total_minutes: float = 60.0
    side_px: int = 256
    batch: int = 6
    rate: float = 3e-4
    threads: int = 1
    seed: int = 0


def load_released(path: Path) -> CutNetwork:
    """The network with U²-Net-p's released weights and a fourth channel that counts for nothing yet.

    Parameters
    ----------
    path
        The release as ONNX, `u2netp.onnx`; reading it needs `pip install showroom[training]`.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = [
        [torch.from_numpy(arrays[name].copy()) for name in node.input[1:3]]
        for node in graph.node
        if node.op_type == "Conv"
    ]
    net = CutNetwork(4)
    with torch.no_grad():
        for index, (conv, (kernel, bias)) in enumerate(
            zip(net.convolutions(), weights, strict=True)
        ):
            # The mark begins with no weight at all.
            extra = [torch.zeros_like(kernel[:, :1])] if index == 0 else []
            conv.weight.copy_(torch.cat([kernel, *extra], dim=1))
            assert conv.bias is not None
            conv.bias.copy_(bias)
    return net


def train_cut(cache: Path, released: Path, options: TrainCutOptions) -> str:
    """Train, or go on; returns a line on how well it does.

    Parameters
    ----------
    cache
        With `sprites/` and `backgrounds/train/`; the checkpoint is kept here.
    released
        U²-Net-p's weights, as `load_released` reads them.
    """
    torch.set_num_threads(options.threads)
    path = cache / CHECKPOINT
    net = load_released(released)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    mean = {name: value.detach().clone() for name, value in net.named_parameters()}
    first = net.convolutions()[0].weight
    others = [value for value in net.parameters() if value is not first]
    optimiser = torch.optim.AdamW(
        [{"params": others, "speed": 1.0}, {"params": [first], "speed": FIRST_LAYER}],
        weight_decay=1e-4,
    )
    step, spent_s = 0, 0.0
    if path.exists():
        kept = torch.load(path, map_location="cpu", weights_only=True)
        net.load_state_dict(kept["net"])
        mean = kept["mean"]
        optimiser.load_state_dict(kept["optimiser"])
        step, spent_s = int(kept["step"]), float(kept["spent_s"])
    maker = CompositeMaker(cache / "sprites", cache / "backgrounds" / "train")
    checked = [maker.sample(320, np.random.default_rng([99, k])) for k in range(VALIDATION)]
    begun, saved, losses = time.monotonic(), time.monotonic(), []
    while (now := time.monotonic()) - begun < 60 * options.minutes:
        share = min((spent_s + now - begun) / (60 * options.total_minutes), 1.0)
        warm = min((step + 1) / 50, 1.0)
        for group in optimiser.param_groups:
            group["lr"] = (
                group["speed"] * options.rate * warm * (0.5 + 0.5 * math.cos(math.pi * share))
                + 1e-6
            )
        samples = [
            maker.sample(options.side_px, np.random.default_rng([options.seed, step, k]))
            for k in range(options.batch)
        ]
        loss = cut_loss(net(network_input(samples)), _wanted(samples))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        losses.append(float(loss.detach()))
        decay = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():
            for name, value in net.named_parameters():
                mean[name].lerp_(value, 1 - decay)
        if now - saved > 240:
            saved = now
            _save(path, net, mean, optimiser, step, spent_s + now - begun)
            print(
                f"step {step}, loss {np.mean(losses[-60:]):.4f}, {_checked(net, mean, checked)}",
                flush=True,
            )
            maker = CompositeMaker(cache / "sprites", cache / "backgrounds" / "train")
    _save(path, net, mean, optimiser, step, spent_s + time.monotonic() - begun)
    return f"{step} steps of {options.batch}, {_checked(net, mean, checked)}"


def network_input(samples: list[Sample]) -> Float[Tensor, "B 4 S S"]:
    """As `reconstruct.see.cut_out_network` makes it."""
    rgb = np.stack([s.rgb for s in samples]).astype(np.float32)
    rgb /= np.maximum(rgb.max(axis=(1, 2, 3), keepdims=True), 1)
    rgb = (rgb - MEAN) / DEVIATION
    marked = MARK * np.stack([s.marked for s in samples])[..., None]
    batch = torch.from_numpy(np.concatenate([rgb, marked], axis=3).transpose(0, 3, 1, 2).copy())
    return batch.contiguous(memory_format=torch.channels_last)


def _wanted(samples: list[Sample]) -> Float[Tensor, "B 1 S S"]:
    return torch.from_numpy(np.stack([s.alpha for s in samples]))[:, None]


def cut_loss(
    answers: list[Float[Tensor, "B 1 S S"]], alpha: Float[Tensor, "B 1 S S"]
) -> Float[Tensor, ""]:
    """Cross entropy, three times as dear near the outline and on thin parts, and soft overlap, of every answer."""
    near = functional.max_pool2d(alpha, 9, 1, 4) - (-functional.max_pool2d(-alpha, 9, 1, 4))
    weight = 1 + 2 * near
    total = alpha.new_zeros(())
    for index, answer in enumerate(answers):
        entropy = (
            functional.binary_cross_entropy_with_logits(answer, alpha, reduction="none") * weight
        ).mean()
        share = torch.sigmoid(answer)
        both = (share * alpha).sum(dim=(1, 2, 3))
        either = (share + alpha - share * alpha).sum(dim=(1, 2, 3))
        overlap = 1 - (both / either.clamp(min=1)).mean()
        total = total + (1.0 if index == 0 else 0.25) * (entropy + 0.5 * overlap)
    return total


@torch.no_grad()
def _checked(net: CutNetwork, mean: dict[str, Tensor], samples: list[Sample]) -> str:
    """Overlap on the composites kept aside, with the running mean of the weights."""
    now = {name: value.detach().clone() for name, value in net.named_parameters()}
    net.load_state_dict(mean)
    scores = []
    for sample in samples:
        found = torch.sigmoid(net(network_input([sample]))[0])[0, 0].numpy() > 0.5
        true = sample.alpha > 0.5
        scores.append((found & true).sum() / max((found | true).sum(), 1))
    net.load_state_dict(now)
    over = np.mean(np.array(scores) > 0.9)
    return (
        f"overlap median {np.median(scores):.3f}, mean {np.mean(scores):.3f}, over 0.9 {over:.2f}"
    )


def _save(
    path: Path,
    net: CutNetwork,
    mean: dict[str, Tensor],
    optimiser: torch.optim.Optimizer,
    step: int,
    spent_s: float,
) -> None:
    kept = {
        "net": net.state_dict(),
        "mean": mean,
        "optimiser": optimiser.state_dict(),
        "step": step,
        "spent_s": spent_s,
    }
    torch.save(kept, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)
