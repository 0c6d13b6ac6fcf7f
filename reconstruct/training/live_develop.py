"""From light to what the network is given: matte errors; exposure, white balance, contrast and noise of a camera."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from reconstruct.crop import CROP_PX
from reconstruct.training.live_chance import Chance

__all__ = ["blurred", "developed"]


def developed(
    colour: Float[Tensor, "B 3 H W"], cover: Float[Tensor, "B H W"], chance: Chance
) -> Float[Tensor, "B 4 H W"]:
    """Matte errors; exposure, white balance, contrast and noise of a camera; sRGB."""
    count = len(colour)
    seen = (cover > 0.5).float()
    grey = colour.mean(1) * seen
    total = seen.sum((1, 2)).clamp(min=1)
    mean = grey.sum((1, 2)) / total
    spread = ((grey**2).sum((1, 2)) / total - mean**2).clamp(min=0).sqrt()
    level = (mean + 1.28 * spread).clamp(min=0.05)
    gain = (chance.uniform(count, low=0.35, high=1.1) / level) ** chance.uniform(count, low=0.3)
    exposed = colour * gain[:, None, None, None] * (0.06 * chance.normal(count, 3, 1, 1)).exp()
    display = exposed.clamp(0, 1) ** (1 / chance.uniform(count, 1, 1, 1, low=1.8, high=2.6))
    around = _background(count, chance)
    # What the matte lets in: the background at the edge, all of it where the matte errs.
    bleeding = chance.share(0.5, count, 1, 1, 1)
    clear = 1 - cover[:, None]
    display = torch.where(
        cover[:, None] > 0, display + bleeding * clear * (around - display), around
    )
    display = display + chance.uniform(count, 1, 1, 1, high=0.03) * chance.normal(*display.shape)
    width = chance.share(0.3, count) * 0.6
    display = blurred(display, width)
    alpha = _disturbed(cover, chance)
    return torch.cat([display, alpha[:, None]], dim=1).clamp(0, 1)


def _background(count: int, chance: Chance) -> Float[Tensor, "B 3 H W"]:
    """Mostly white, else any colour; darker to below."""
    plain = chance.uniform(count, 3, 1, 1)
    grey = chance.uniform(count, 1, 1, 1, low=0.5)
    drawn = chance.uniform(count, 1, 1, 1)
    colour = torch.where(drawn < 0.5, 0.97, torch.where(drawn < 0.75, grey, plain))
    ramp = torch.linspace(0, 1, CROP_PX, device=chance.device)[:, None].expand(-1, CROP_PX)
    darker = chance.uniform(count, 1, 1, 1, high=0.6) * chance.share(0.5, count, 1, 1, 1)
    return colour * (1 - darker * ramp**4)


def _disturbed(alpha: Float[Tensor, "B H W"], chance: Chance) -> Float[Tensor, "B H W"]:
    """Soft or eaten edges, a bite, a crumb of background, a cropped side."""
    count = len(alpha)
    soft = chance.uniform(count, low=0.2) * chance.share(0.5, count)
    alpha = blurred(alpha[:, None], soft)[:, 0]
    slope = chance.uniform(count, 1, 1, low=1.0, high=3.0)
    eaten = (alpha - 0.5) * slope + 0.5 + chance.uniform(count, 1, 1, low=-0.3, high=0.3)
    alpha = torch.where(
        chance.uniform(count, 1, 1) < 0.3, eaten.clamp(0, 1) * (alpha > 0.02), alpha
    )
    place = torch.arange(CROP_PX, device=chance.device)
    y, x = place[:, None], place[None]
    middle = chance.uniform(2, count, 1, 1, high=float(CROP_PX))
    radius = chance.uniform(2, count, 1, 1, low=3.0, high=14.0)
    blob = ((y - middle[0]) / radius[0]) ** 2 + ((x - middle[1]) / radius[1]) ** 2 < 1
    what = chance.uniform(count, 1, 1)
    alpha = torch.where(blob & (what < 0.15), (what < 0.075).float(), alpha)
    depth = chance.uniform(count, 1, 1, low=8.0, high=26.0) * chance.share(0.06, count, 1, 1)
    side = chance.below(4, count, 1, 1)
    rim = torch.where(side < 2, x, y).float()
    rim = torch.where(side % 2 == 0, rim, CROP_PX - 1 - rim)
    return alpha * (rim >= depth)


def blurred(
    picture: Float[Tensor, "B C H W"], sigma_px: Float[Tensor, " B"]
) -> Float[Tensor, "B C H W"]:
    """Each picture under a Gaussian of its own."""
    high, wide = picture.shape[2:]
    taps = torch.arange(-3, 4, device=picture.device)
    weights = (-0.5 * (taps / sigma_px.clamp(min=1e-3)[:, None]) ** 2).exp()
    weights = weights / weights.sum(1, keepdim=True)
    padded = functional.pad(picture, (3, 3, 3, 3), mode="replicate")
    across = sum(weights[:, k, None, None, None] * padded[..., k : k + wide] for k in range(7))
    assert isinstance(across, Tensor)
    down = sum(weights[:, k, None, None, None] * across[..., k : k + high, :] for k in range(7))
    assert isinstance(down, Tensor)
    return down
