"""EfficientNet-Lite0: the convolutional trunk that reads a product's crop.

Source: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, in the
Lite variant of the authors' release: no squeeze-and-excitation, ReLU6.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

__all__ = ["STAGE_CHANNELS", "EfficientNetLite0"]

# (repeats, kernel, stride, expansion, channels in, channels out) of each stage.
_STAGES = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)
STAGE_CHANNELS = tuple(stage[-1] for stage in _STAGES)


class _SameConv(nn.Conv2d):
    """Convolution with the padding of the original release: more below and right where it is uneven."""

    def forward(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B D h w"]:
        kernel, stride = self.kernel_size[0], self.stride[0]
        pads = []
        for size in (x.shape[3], x.shape[2]):
            total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        if pads[0] == pads[1] == pads[2] == pads[3]:
            return nn.functional.conv2d(x, self.weight, self.bias, stride, pads[0], 1, self.groups)
        x = nn.functional.pad(x, pads)
        return nn.functional.conv2d(x, self.weight, self.bias, stride, 0, 1, self.groups)


def _unit(inside: int, out: int, kernel: int, stride: int, groups: int, *, act: bool) -> nn.Module:
    layers: list[nn.Module] = [
        _SameConv(inside, out, kernel, stride, groups=groups, bias=False),
        nn.BatchNorm2d(out, eps=1e-3, momentum=0.01),
    ]
    if act:
        layers.append(nn.ReLU6(inplace=True))
    return nn.Sequential(*layers)


class _Block(nn.Module):
    """Inverted residual: widen, filter each channel, narrow."""

    def __init__(self, kernel: int, stride: int, expansion: int, inside: int, out: int) -> None:
        super().__init__()
        wide = inside * expansion
        layers = []
        if expansion != 1:
            layers.append(_unit(inside, wide, 1, 1, 1, act=True))
        layers += [
            _unit(wide, wide, kernel, stride, wide, act=True),
            _unit(wide, out, 1, 1, 1, act=False),
        ]
        self.layers = nn.Sequential(*layers)
        self.skip = stride == 1 and inside == out

    def forward(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B D h w"]:
        y: Tensor = self.layers(x)
        return x + y if self.skip else y


class EfficientNetLite0(nn.Module):
    """The trunk, without the classifier.

    Shapes
    ------
    forward: `B C H W` pixels, normalised to about [-1, 1], to the outputs of its seven stages, at strides
    2, 4, 8, 16, 16, 32 and 32.
    """

    def __init__(self, in_channels: int = 3) -> None:
        super().__init__()
        self.stem = _unit(in_channels, 32, 3, 2, 1, act=True)
        self.stages = nn.ModuleList()
        for repeats, kernel, stride, expansion, inside, out in _STAGES:
            blocks: list[nn.Module] = [_Block(kernel, stride, expansion, inside, out)]
            blocks += [_Block(kernel, 1, expansion, out, out) for _ in range(repeats - 1)]
            self.stages.append(nn.Sequential(*blocks))

    def forward(self, x: Float[Tensor, "B C H W"]) -> list[Float[Tensor, "B ..."]]:
        """Outputs of all stages."""
        x = self.stem(x)
        outputs = []
        for stage in self.stages:
            x = stage(x)
            outputs.append(x)
        return outputs

    def load_release(self, state: dict[str, Tensor]) -> None:
        """Take over the weights of the PyTorch release; further input channels start at zero.

        Raises
        ------
        ValueError
            If the release does not have the tensors that this trunk has.
        """
        ours = self.state_dict()
        theirs = [
            (name, tensor)
            for name, tensor in state.items()
            if not name.startswith(("_fc", "_conv_head", "_bn1."))
            and not name.endswith("num_batches_tracked")
        ]
        names = [name for name in ours if not name.endswith("num_batches_tracked")]
        if len(names) != len(theirs):
            raise ValueError(
                f"EfficientNet-Lite0: expected {len(names)} tensors in the release, found {len(theirs)}"
            )
        with torch.no_grad():
            for name, (_, tensor) in zip(names, theirs, strict=True):
                if name == "stem.0.weight":
                    ours[name].zero_()
                    ours[name][:, : tensor.shape[1]] = tensor
                elif ours[name].shape != tensor.shape:
                    raise ValueError(f"{name}: expected {ours[name].shape}, found {tensor.shape}")
                else:
                    ours[name].copy_(tensor)
