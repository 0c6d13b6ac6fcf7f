"""Why a product is not good enough to be sold, and what is told of it, whether it is refused or built on request."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.problem import Problem

__all__ = ["KEEP_DOUBTFUL", "Doubt", "photo_doubt"]

KEEP_DOUBTFUL = " (--keep-doubtful)"
"""How the command line builds it anyway, as messages end; the app has a switch instead and leaves this out."""

_NEEDED = {
    "whole_product": "a photo that shows the whole product",
    "another_side": "a photo of it from another side",
    "plain_background": "a photo of it in front of a plain wall",
}


@dataclass(frozen=True)
class Doubt:
    """One reason not to sell a product.

    Attributes
    ----------
    code
        "needs_another_photo" or "implausible_size".
    reason
        What is wrong, to follow "because".
    remedy
        What to do, as the beginning of a sentence.
    needs_photo
        The photo that would help, as `reconstruct.Refusal` has it; None if no photo would.
    """

    code: str
    reason: str
    remedy: str
    needs_photo: str | None = None

    def error(self, sku: str) -> Problem:
        """What is told of a product that was not built."""
        message = (
            f"{sku}: it was not built, because {self.reason}. {self.remedy}, or build it anyway"
            f"{KEEP_DOUBTFUL}."
        )
        return Problem(sku, self.code, message, "error")

    def warning(self, sku: str) -> Problem:
        """What is told of a product that was built all the same."""
        message = f"{sku}: it was built although {self.reason}. {self.remedy} before you sell it."
        return Problem(sku, "doubtful_product", message, "warning")


def photo_doubt(needs: str, reason: str) -> Doubt:
    """A refusal of `reconstruct` as a doubt."""
    return Doubt("needs_another_photo", reason, f"Add {_NEEDED[needs]}", needs_photo=needs)
