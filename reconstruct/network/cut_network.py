"""U²-Net-p with a fourth input channel that marks the product: the network that cuts it out of its photo.

Inference runs on onnxruntime (`reconstruct.see.cut_out_network`); this is the same network for training. Batch
normalisation is folded into the convolutions, as in the released weights.

Source: Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020, Table 1
(U²-Net†).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["CutNetwork"]

WIDTH = 16
"""Channels inside each block."""
BLOCK_OUT = 64


class _Conv(nn.Module):
    """3 x 3 convolution and ReLU."""

    def __init__(self, inside: int, out: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, out, 3, padding=dilation, dilation=dilation)

    def forward(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B D H W"]:
        return functional.relu(self.conv(x))


class _Block(nn.Module):
    """A residual U-block: a small U-Net of `depth` levels whose output is added to its first convolution's.

    With `dilated`, levels are dilated instead of pooled (RSU-4F of the paper).
    """

    def __init__(self, inside: int, depth: int, dilated: bool = False) -> None:
        super().__init__()
        self.dilated = dilated
        self.first = _Conv(inside, BLOCK_OUT)
        dilations = [2**k if dilated else 1 for k in range(depth - 1)]
        self.down = nn.ModuleList(
            _Conv(BLOCK_OUT if k == 0 else WIDTH, WIDTH, d) for k, d in enumerate(dilations)
        )
        self.bottom = _Conv(WIDTH, WIDTH, 2 ** (depth - 1) if dilated else 2)
        self.up = nn.ModuleList(
            _Conv(2 * WIDTH, BLOCK_OUT if k == 0 else WIDTH, d)
            for k, d in reversed(list(enumerate(dilations)))
        )

    def forward(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B 64 H W"]:
        first = self.first(x)
        x, levels = first, []
        for level, conv in enumerate(self.down):
            if level and not self.dilated:
                x = _halved(x)
            x = conv(x)
            levels.append(x)
        x = self.bottom(x)
        for conv, level_x in zip(self.up, reversed(levels), strict=True):
            x = conv(torch.cat([_resized_like(x, level_x), level_x], dim=1))
        answer: Tensor = first + x
        return answer


class CutNetwork(nn.Module):
    """How much each pixel belongs to the product: logits, finest answer first, then the six side answers.

    Parameters
    ----------
    channels
        3 for the released network, 4 with the channel that marks the product.
    """

    def __init__(self, channels: int = 4) -> None:
        super().__init__()
        self.encoder = nn.ModuleList(
            [
                _Block(channels, 7),
                _Block(BLOCK_OUT, 6),
                _Block(BLOCK_OUT, 5),
                _Block(BLOCK_OUT, 4),
                _Block(BLOCK_OUT, 4, dilated=True),
                _Block(BLOCK_OUT, 4, dilated=True),
            ]
        )
        self.decoder = nn.ModuleList(
            [
                _Block(2 * BLOCK_OUT, 4, dilated=True),
                _Block(2 * BLOCK_OUT, 4),
                _Block(2 * BLOCK_OUT, 5),
                _Block(2 * BLOCK_OUT, 6),
                _Block(2 * BLOCK_OUT, 7),
            ]
        )
        self.sides = nn.ModuleList(nn.Conv2d(BLOCK_OUT, 1, 3, padding=1) for _ in range(6))
        self.merge = nn.Conv2d(6, 1, 1)

    def forward(self, x: Float[Tensor, "B C H W"]) -> list[Float[Tensor, "B 1 H W"]]:
        """Logits: the merged answer, then those of the decoder's levels, all at the input's size."""
        levels = []
        for depth, block in enumerate(self.encoder):
            x = block(_halved(x) if depth else x)
            levels.append(x)
        answers = [x]
        for block, level in zip(self.decoder, reversed(levels[:-1]), strict=True):
            x = block(torch.cat([_resized_like(x, level), level], dim=1))
            answers.append(x)
        size = answers[-1]
        sides = [
            _resized_like(conv(answer), size)
            for conv, answer in zip(self.sides, reversed(answers), strict=True)
        ]
        return [self.merge(torch.cat(sides, dim=1)), *sides]

    def convolutions(self) -> Sequence[nn.Conv2d]:
        """All convolutions in the order in which they run, which is that of the released file."""
        order: list[nn.Conv2d] = []
        for block in (*self.encoder, *self.decoder):
            order += [m for m in block.modules() if isinstance(m, nn.Conv2d)]
        return [*order, *(m for m in self.sides if isinstance(m, nn.Conv2d)), self.merge]


def _halved(x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B C h w"]:
    return functional.max_pool2d(x, 2, stride=2, ceil_mode=True)


def _resized_like(
    x: Float[Tensor, "B C h w"], like: Float[Tensor, "B D H W"]
) -> Float[Tensor, "B C H W"]:
    if x.shape[-2:] == like.shape[-2:]:
        return x
    return functional.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)
