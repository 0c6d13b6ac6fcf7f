"""A finished product, read back from its folder: what a room needs to know of it without its mesh."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from showroom.errors import SceneError
from showroom.output import WrittenFile
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ProductLevel, ProductOutcome
from showroom.room.selection import Piece
from showroom.style.palette import hex_srgb, lab, style_near

__all__ = ["FinishedProduct", "finished_outcome", "read_finished_product", "style_for"]


@dataclass(frozen=True)
class FinishedProduct:
    """A finished product as a room's plan and draft need it.

    Attributes
    ----------
    key
        Where the store of the computer that made it keeps it.
    facts
        What the shopper is told of it; its category is the graph's where the merchant's word was understood.
    levels
        Its files for rooms, finest first.
    colours
        Of evenly spread places of its surface, "#rrggbb".
    """

    key: str
    facts: ProductFacts
    levels: tuple[ProductLevel, ...]
    colours: tuple[str, ...] = ()

    @property
    def sku(self) -> str:
        """Which product it is."""
        return self.facts.details.sku

    @property
    def piece(self) -> Piece:
        """The same as a box to place."""
        width_m, height_m, depth_m = self.facts.size_m
        return Piece(self.sku, self.facts.details.category, width_m, depth_m, height_m)


def read_finished_product(folder: Path) -> FinishedProduct:
    """Read `products/<sku>/` of a results folder.

    Raises
    ------
    SceneError
        If it holds no finished product, or one of an earlier version.
    """
    try:
        told = json.loads((folder / "product.json").read_bytes())
        levels = tuple(
            ProductLevel(
                level["file"],
                int(level["bytes"]),
                int(level["triangles"]),
                float(level["enough_from_m"]),
            )
            for level in told["levels"]
        )
        return FinishedProduct(
            told["store_key"], ProductFacts.from_json(told), levels, tuple(told["colours"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SceneError(
            f"{folder.name}: expected a finished product of this version ({error!r}); make it again"
        ) from error


def finished_outcome(out: Path, sku: str) -> ProductOutcome:
    """The product of a results folder as the outcome of a run that found all of it finished.

    Raises
    ------
    SceneError
        If it holds no finished product of that SKU, or one of an earlier version.
    """
    folder = out / "products" / sku
    product = read_finished_product(folder)
    files = tuple(
        WrittenFile(f"products/{sku}/{name}", len(data), hashlib.sha256(data).hexdigest())
        for name, data in ((path.name, path.read_bytes()) for path in sorted(folder.glob("*.*")))
    )
    return ProductOutcome(
        sku=sku,
        problems=(),
        key=product.key,
        category=product.facts.details.category,
        facts=product.facts,
        triangles=product.levels[0].triangles,
        files=files,
        levels=product.levels,
        from_store=True,
    )


def style_for(products: Iterable[FinishedProduct], room_type: str) -> str:
    """Name of the shipped style that goes best with the products' colours."""
    colours = [colour for product in products for colour in product.colours]
    return style_near(lab(hex_srgb(colours)), room_type)
