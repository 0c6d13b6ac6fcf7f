"""What went wrong with one item, or deserves a second look, in words for a merchant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

__all__ = ["Problem", "error_code", "has_errors"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to tell the merchant about one item.

    Attributes
    ----------
    item
        What it is about: a SKU, a catalog row ("row 7"), a showroom.
    code
        Stable name of the kind of problem, for programs: "duplicate_sku", "doubtful_cutout".
    message
        What was found, what was expected and what to do, in one or two sentences.
    severity
        An "error" means that the item was not made; a "warning" that it was made, with this reservation.
    """

    item: str
    code: str
    message: str
    severity: Literal["error", "warning"]

    def as_json(self) -> dict[str, str]:
        """The problem as the manifest holds it."""
        return asdict(self)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any item was not made."""
    return any(problem.severity == "error" for problem in problems)


def error_code(error: Exception) -> str:
    """The `code` of a problem that an error became: `NoProductFoundError` -> `no_product_found`."""
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
