"""Known shapes made into new ones: stretched, mirrored, and each axis warped by pieces, as the fit will warp them.

Longer legs, a lower seat, wider arms, a shelf elsewhere: two thousand shapes are too few to learn what furniture is.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from reconstruct.training.live_chance import Chance

__all__ = ["PIECES", "Variation"]

PIECES = 6


@dataclass(frozen=True)
class Variation:
    """How B shapes are varied.

    Attributes
    ----------
    stretch
        Factors of width, height and depth.
    mirrored
        Whether across x = 0.
    before, after
        Places in the box (0 to 1 along each axis) that the warp moves, ascending, and where to; ends stay ends.
    """

    stretch: Float[Tensor, "B 3"]
    mirrored: Int[Tensor, " B"]
    before: Float[Tensor, "B 3 K"]
    after: Float[Tensor, "B 3 K"]

    @classmethod
    def drawn(
        cls, count: int, chance: Chance, *, stretch: float, warp: float, mirrored: float
    ) -> Variation:
        """By chance: spreads of the logarithms of sides and of pieces, the latter at most; share mirrored.

        Left and right are warped alike.
        """
        widths = (0.5 * chance.normal(count, 3, PIECES)).exp()
        factors = (warp * chance.uniform(count, 1, 1) * chance.normal(count, 3, PIECES)).exp()
        widths[:, 0] = (widths[:, 0] + widths[:, 0].flip(1)) / 2
        factors[:, 0] = (factors[:, 0] + factors[:, 0].flip(1)) / 2
        return cls(
            stretch=(stretch * chance.normal(count, 3)).exp(),
            mirrored=(chance.uniform(count) < mirrored).long(),
            before=_places(widths),
            after=_places(widths * factors),
        )

    def sizes(self, sizes_m: Float[Tensor, "B 3"]) -> Float[Tensor, "B 3"]:
        """Sizes of the stretched shapes."""
        return sizes_m * self.stretch

    def apply(
        self,
        sizes_m: Float[Tensor, "B 3"],
        view: Int[Tensor, " T"],
        corners: Float[Tensor, "T 3 3"],
        normals: Float[Tensor, "T 3 3"],
    ) -> tuple[Float[Tensor, "T 3 3"], Float[Tensor, "T 3 3"]]:
        """Corners in the `canonical` frame, and their unit normals, of triangles of these views."""
        sizes = self.sizes(sizes_m)
        old = (sizes_m / sizes_m.amax(1, keepdim=True))[view, None]
        new = (sizes / sizes.amax(1, keepdim=True))[view, None]
        side = 1.0 - 2.0 * self.mirrored[view, None, None]
        sign = torch.cat([side, torch.ones_like(side), torch.ones_like(side)], dim=2)
        share = (corners / old.clamp(min=1e-6) + 0.5).clamp(0, 1)
        before, after = self.before[view], self.after[view]
        moved, slope = _interpolated(share.mT, before, after)
        factor = slope.mT * new / old.clamp(min=1e-6)
        turned = functional.normalize(normals * sign / factor.clamp(min=1e-6), dim=2)
        return (moved.mT - 0.5) * new * sign, turned

    def grids(self, occupancy: Float[Tensor, "B X Y Z"]) -> Float[Tensor, "B X Y Z"]:
        """Occupancy of the varied shapes in their own boxes."""
        cells = occupancy.shape[1]
        centre = (torch.arange(cells, device=occupancy.device) + 0.5) / cells
        place, _ = _interpolated(centre.expand(len(occupancy), 3, -1), self.after, self.before)
        x, y, z = (2 * place - 1).unbind(1)
        x = torch.where(self.mirrored[:, None] > 0, x.flip(1), x)
        where = torch.stack(
            [
                z[:, None, None, :].expand(-1, cells, cells, -1),
                y[:, None, :, None].expand(-1, cells, -1, cells),
                x[:, :, None, None].expand(-1, -1, cells, cells),
            ],
            dim=-1,
        )
        return functional.grid_sample(
            occupancy[:, None], where, padding_mode="border", align_corners=False
        )[:, 0]


def _places(widths: Float[Tensor, "B 3 N"]) -> Float[Tensor, "B 3 K"]:
    """Ends of pieces of these widths, from 0 to 1."""
    ends = widths.cumsum(2) / widths.sum(2, keepdim=True)
    return torch.cat([torch.zeros_like(ends[..., :1]), ends], dim=2)


def _interpolated(
    places: Float[Tensor, "B 3 P"], before: Float[Tensor, "B 3 K"], after: Float[Tensor, "B 3 K"]
) -> tuple[Float[Tensor, "B 3 P"], Float[Tensor, "B 3 P"]]:
    """Where places go, and the slope there."""
    piece = (places[..., None] >= before[..., None, 1:-1]).sum(-1)
    low, wide = before.gather(2, piece), before.diff(dim=2).gather(2, piece)
    base, slope = after.gather(2, piece), after.diff(dim=2).gather(2, piece) / wide
    return base + (places - low) * slope, slope
