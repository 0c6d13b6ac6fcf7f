"""EfficientNet-Lite0 as ImageNet's photographs taught it, and the categories that it tells.

The reader's trunk began as this one, but its upper blocks now know renders; this one still knows photographs. On
shop photos its words named 12 products of 20 where the reader named 3.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from safetensors import SafetensorError
from torch import Tensor, nn

from reconstruct.errors import WeightsError
from reconstruct.network.encoder import STAGE_CHANNELS, EfficientNetLite0
from reconstruct.network.model import read_categories, read_state
from reconstruct.weights import read_checked, weights_folder

__all__ = ["FEATURES", "IMAGENET", "ImageNetModel", "ImageNetTrunk", "load_imagenet_model"]

IMAGENET = "imagenet.safetensors"
FEATURES = 1280


class ImageNetTrunk(nn.Module):
    """Trunk, the release's last convolution, and the mean over the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = EfficientNetLite0()
        self.last = nn.Sequential(
            nn.Conv2d(STAGE_CHANNELS[-1], FEATURES, 1, bias=False),
            nn.BatchNorm2d(FEATURES, eps=1e-3),
            nn.ReLU6(),
        )

    def forward(self, levels: Float[Tensor, "B 3 H W"]) -> Float[Tensor, "B 1280"]:
        """Features of pictures whose levels go from 0 to 255."""
        answer: Tensor = self.last(self.trunk((levels - 127) / 128)[-1]).mean(dim=(2, 3))
        return answer

    def load_release(self, state: dict[str, Tensor]) -> None:
        """Take over the weights of the PyTorch release.

        Raises
        ------
        ValueError
            If the release does not have the tensors that this network has.
        """
        self.trunk.load_release(state)
        names = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
        own = {"0.weight": state["_conv_head.weight"]}
        own |= {f"1.{name}": state[f"_bn1.{name}"] for name in names}
        self.last.load_state_dict(own)


class ImageNetModel(nn.Module):
    """The trunk and a linear layer that tells our categories from its features."""

    def __init__(self, categories: tuple[str, ...]) -> None:
        super().__init__()
        self.categories = categories
        self.eye = ImageNetTrunk()
        self.head = nn.Linear(FEATURES, len(categories))

    @torch.no_grad()
    def read(self, squares: UInt8[np.ndarray, "B H W 3"]) -> Float32[np.ndarray, " C"]:
        """Logarithm of the probability of each category: the mean of the squares' logits, normalised."""
        features = self.eye(as_levels(squares))
        return np.asarray(torch.log_softmax(self.head(features).mean(dim=0), 0).numpy())


def as_levels(squares: UInt8[np.ndarray, "B H W 3"]) -> Float[Tensor, "B 3 H W"]:
    """Pictures as the trunk takes them."""
    return torch.from_numpy(squares.astype(np.float32)).permute(0, 3, 1, 2).contiguous()


@cache
def load_imagenet_model(folder: Path | None = None) -> ImageNetModel:
    """Load the model, once a process.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not the one this version was made for.
    """
    data = read_checked(folder or weights_folder(), IMAGENET)
    try:
        model = ImageNetModel(read_categories(data))
        missing, unexpected = model.load_state_dict(read_state(data), strict=False)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise _other(f"others ({error})") from error
    lost = [key for key in missing if not key.endswith("num_batches_tracked")]
    if lost or unexpected:
        raise _other(f"{len(lost)} tensors missing, {len(unexpected)} unknown")
    return model.eval()


def _other(found: str) -> WeightsError:
    return WeightsError(
        IMAGENET,
        expected="weights of this version's network",
        found=found,
        remedy="Install the package again.",
    )
