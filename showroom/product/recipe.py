"""What one product is made from, and the key that names the result.

The key is a hash of everything that decides the result: the photos' bytes, what the merchant said of size and
category, the command line of a program that makes the model, the source of `reconstruct` and the versions of the
libraries it computes with. A change of any of them is another key; there is nothing to invalidate.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import reconstruct
from reconstruct.parts.parameters import Design
from reconstruct.see.thing import PhotoBox
from reconstruct.weights import CHECKSUMS, weights_folder
from showroom.catalog.product import CatalogProduct, CatalogVariant
from showroom.product.category import typical_height_m
from showroom.product.outcome import ProductFileOptions
from showroom.product.shape_command import ShapeCommand

__all__ = ["ProductRecipe", "default_store_root", "light_key", "recipe_of"]

_LIBRARIES = (
    "numpy",
    "scipy",
    "pillow",
    "pillow-heif",
    "onnxruntime",
    "manifold3d",
    "torch",
    "torch-geometric",
    "xatlas",
)
_FORMAT = 7  # of the files in the store; another number is another key


def default_store_root() -> Path:
    """Folder of the store: `SHOWROOM_CACHE`, or `showroom` in the user's cache folder."""
    chosen = os.environ.get("SHOWROOM_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "showroom"


@dataclass(frozen=True)
class ProductRecipe:
    """What one product is made from; sizes in metres, None where unknown."""

    product_id: str
    photos: tuple[Path, ...]
    category: str | None
    typical_height_m: float | None
    width_m: float | None
    height_m: float | None
    depth_m: float | None
    texture_px: int
    triangles: int
    variant_name: str = "product"
    variants: tuple[CatalogVariant, ...] = ()
    cutouts: tuple[Path | None, ...] = ()
    boxes: tuple[PhotoBox | None, ...] = ()
    model: Path | None = None
    turn_rad: float = 0.0
    shape_command: ShapeCommand | None = None
    design: Design | None = None

    @property
    def on_its_side(self) -> bool:
        """Whether the turn makes width of what the shape calls depth."""
        return round(self.turn_rad / (math.pi / 2)) % 2 == 1

    @property
    def unturned(self) -> ProductRecipe:
        """What is made before it is turned."""
        if not self.turn_rad:
            return self
        sides = (self.width_m, self.depth_m)
        width_m, depth_m = reversed(sides) if self.on_its_side else sides
        return replace(self, turn_rad=0.0, width_m=width_m, depth_m=depth_m)

    def key(self) -> str:
        """Hash that names the finished product.

        Raises
        ------
        OSError
            If a photo cannot be read.
        """
        said = {
            name: value
            for name, value in asdict(self).items()
            if name not in ("photos", "variants", "cutouts", "model")
        }
        # What it may take of time and memory makes no other model.
        said["shape_command"] = self.shape_command and self.shape_command.template
        said["variants"] = [
            [v.name, v.rgb, len(v.photos), [box and asdict(box) for box in v.boxes]]
            for v in self.variants
        ]
        said["files"] = [len(self.photos), len(self.cutouts), self.model is not None]
        digest = hashlib.sha256()
        digest.update(json.dumps(said, sort_keys=True).encode())
        variants = [photo for variant in self.variants for photo in variant.photos]
        for file in (*self.photos, *variants, *self.cutouts, self.model):
            digest.update(hashlib.sha256(file.read_bytes() if file else b"").digest())
        digest.update(_engine_hash().encode())
        return digest.hexdigest()


@cache
def _engine_hash() -> str:
    """Hash of the code, the weights and the libraries that turn photos to products."""
    root = Path(reconstruct.__file__).parent
    digest = hashlib.sha256()
    digest.update(f"format {_FORMAT}".encode())
    for source in sorted(root.rglob("*.py")):
        if source.is_relative_to(root / "training"):
            continue  # makes weights, not products
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update(source.read_bytes())
    digest.update((weights_folder() / CHECKSUMS).read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}=={version(library)}".encode())
    return digest.hexdigest()


def light_key(key: str, level: str) -> str:
    """Where the store keeps a lighter copy of the product of a key."""
    return f"{key}-{level}"


def recipe_of(
    row: CatalogProduct, category: str | None, options: ProductFileOptions
) -> ProductRecipe:
    """The recipe of a catalog row whose words mean a category."""
    return ProductRecipe(
        product_id=row.sku,
        photos=row.photos,
        category=category,
        typical_height_m=typical_height_m(category),
        width_m=row.width_m,
        height_m=row.height_m,
        depth_m=row.depth_m,
        texture_px=options.texture_px,
        triangles=options.triangles,
        variant_name=row.variant_name or "product",
        variants=row.variants,
        cutouts=row.cutouts,
        boxes=row.boxes,
        model=row.model,
        turn_rad=math.remainder(row.turn_rad, 2 * math.pi),
        shape_command=None if row.model or row.design else options.shape_command,
        design=row.design,
    )
