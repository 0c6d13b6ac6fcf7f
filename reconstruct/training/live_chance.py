"""Random numbers on a device, from one seed."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["Chance"]


class Chance:
    """A stream of random numbers."""

    def __init__(self, device: torch.device, seed: int) -> None:
        self.device = device
        self._generator = torch.Generator(device=device)
        self._generator.manual_seed(seed)

    def normal(self, *shape: int) -> Tensor:
        """Of mean 0 and variance 1."""
        return torch.randn(*shape, generator=self._generator, device=self.device)

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """Between two bounds."""
        drawn = torch.rand(*shape, generator=self._generator, device=self.device)
        return low + (high - low) * drawn

    def share(self, share: float, *shape: int) -> Tensor:
        """Ones in this share of the places, else zeros."""
        return (self.uniform(*shape) < share).float()

    def below(self, end: int, *shape: int) -> Tensor:
        """Whole numbers from 0."""
        return torch.randint(end, shape, generator=self._generator, device=self.device)
