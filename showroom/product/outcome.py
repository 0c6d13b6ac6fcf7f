"""What is asked of one product's files, and what became of them; light, for it travels between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from showroom.catalog.product import CatalogProduct
from showroom.output import WrittenFile
from showroom.problem import Problem
from showroom.product.doubt import Doubt
from showroom.product.facts import ProductFacts
from showroom.product.shape_command import ShapeCommand

__all__ = ["ROOM_LEVEL", "ProductFileOptions", "ProductJob", "ProductLevel", "ProductOutcome"]

ROOM_LEVEL = "lod1"
"""Which of a product's lighter copies rooms are furnished with."""


@dataclass(frozen=True)
class ProductFileOptions:
    """How fine products are, and what is made on request.

    Attributes
    ----------
    texture_px
        Side of the textures.
    triangles
        At most this many.
    white_poster
        Also a poster on white (`poster.white.webp`).
    turntable
        Also 36 pictures round the product (`turntable/00.webp` and on).
    shape_command
        A program that makes the models of products without one; None to make them here.
    keep_doubtful
        Whether products that are not good enough to be sold are built all the same, with a warning.
    """

    texture_px: int = 1024
    triangles: int = 20_000
    white_poster: bool = False
    turntable: bool = False
    shape_command: ShapeCommand | None = None
    keep_doubtful: bool = False


@dataclass(frozen=True)
class ProductJob:
    """What one worker needs to make one product.

    Attributes
    ----------
    product
        The catalog row.
    out
        The run's output folder.
    store
        Folder of finished products.
    options
        What is made beyond the usual, and how fine.
    """

    product: CatalogProduct
    out: Path
    store: Path
    options: ProductFileOptions = ProductFileOptions()

    @property
    def keep_doubtful(self) -> bool:
        """Whether it is built even if it is not good enough to be sold."""
        return self.options.keep_doubtful or self.product.keep_doubtful


@dataclass(frozen=True)
class ProductLevel:
    """One file of a product, finest first in a list of them.

    Attributes
    ----------
    file
        Its name in the product's folder.
    size_bytes
        Length of the file.
    triangles
        Of the mesh in it.
    enough_from_m
        Distance of the eye from which it looks as sharp as a finer one, in a picture 1080 pixels high that shows 60
        degrees; 0 for the finest.
    """

    file: str
    size_bytes: int
    triangles: int
    enough_from_m: float

    def as_json(self, folder: str) -> dict[str, Any]:
        """The level as `showroom.json` holds it; `folder` leads from there to the file."""
        return {
            "glb": f"{folder}/{self.file}",
            "bytes": self.size_bytes,
            "triangles": self.triangles,
            "enough_from_m": self.enough_from_m,
        }


@dataclass(frozen=True)
class ProductOutcome:
    """What became of one product; small, since it travels between processes.

    Attributes
    ----------
    sku
        The product.
    problems
        Errors and warnings about it.
    key
        Where the store keeps it; None if it was not made.
    category
        Category of the graph, or None.
    facts
        What the shopper is told; None if it was not made.
    triangles
        Of the master.
    files
        Written files, relative to the output folder.
    levels
        Its files for rooms, finest first.
    seconds
        Wall seconds of each stage in this run.
    from_store
        Whether the reconstruction was found finished.
    doubts
        Why it is not good enough to be sold: it was refused for them, or built although.
    """

    sku: str
    problems: tuple[Problem, ...]
    key: str | None = None
    category: str | None = None
    facts: ProductFacts | None = None
    triangles: int = 0
    files: tuple[WrittenFile, ...] = ()
    levels: tuple[ProductLevel, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    from_store: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of the master GLB."""
        return self._size_of(f"{self.sku}.glb")

    @property
    def web_bytes(self) -> int:
        """Size of the web file."""
        return self._size_of(f"{self.sku}.web.glb")

    def _size_of(self, name: str) -> int:
        return next((f.size_bytes for f in self.files if f.path.endswith(f"/{name}")), 0)

    @property
    def made(self) -> bool:
        """Whether the product exists."""
        return self.key is not None

    @property
    def needs_photo(self) -> str | None:
        """The photo that it needs before it is made, as `reconstruct.Refusal` has it; None if it needs none."""
        needed = [doubt.needs_photo for doubt in self.doubts if doubt.needs_photo]
        return needed[0] if needed and not self.made else None
