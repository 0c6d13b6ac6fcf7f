"""When a product is not good enough for a shop: the reason, and which photo would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["NeededPhoto", "Refusal"]

NeededPhoto = Literal["whole_product", "another_side", "plain_background"]


@dataclass(frozen=True)
class Refusal:
    """Why a product needs another photo before it can be sold.

    Attributes
    ----------
    needs
        The photo that would help: one of the whole product, one from another side, or one in front of a plain wall.
    reason
        One sentence for the merchant, which names the photo.
    """

    needs: NeededPhoto
    reason: str
