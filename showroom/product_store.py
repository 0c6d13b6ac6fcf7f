"""Finished products, kept by the content they were made from, so that nothing is made twice.

The key is a hash of everything that decides the result: the photos' bytes, what the merchant said of size and
category, the source of `reconstruct` and the versions of the libraries it computes with. A change of any of them
is another key; there is nothing to invalidate.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from jaxtyping import UInt8
from PIL import Image

import reconstruct
from reconstruct import (
    PbrMaterial,
    PhotoUse,
    ProductSize,
    ProductWarning,
    TexturedProduct,
    VariantSource,
)
from reconstruct.weights import CHECKSUMS, weights_folder
from showroom.output import json_bytes, write_atomic

__all__ = ["ProductRecipe", "ProductStore", "default_store_root", "light_key"]

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
_FORMAT = 3  # of the files in the store; another number is another key
_ARRAYS = ("vertices_m", "normals", "uvs", "faces")


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
    variants: tuple[VariantSource, ...] = ()

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
            if name not in ("photos", "variants")
        }
        said["variants"] = [[v.name, v.rgb, len(v.photos)] for v in self.variants]
        digest = hashlib.sha256()
        digest.update(json.dumps(said, sort_keys=True).encode())
        for photo in (*self.photos, *(p for v in self.variants for p in v.photos)):
            digest.update(hashlib.sha256(photo.read_bytes()).digest())
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


class ProductStore:
    """A folder of finished products."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def load(self, key: str) -> TexturedProduct | None:
        """The finished product of a key, without its cut-outs, or None if it is not there whole."""
        folder = self.root / "products" / key[:2] / key
        try:
            told: dict[str, Any] = json.loads((folder / "product.json").read_bytes())
            with np.load(io.BytesIO((folder / "mesh.npz").read_bytes())) as arrays:
                mesh = {name: arrays[name] for name in _ARRAYS}
            looks = [
                PbrMaterial(name, *(_read_picture(folder / f) for f in _picture_names(index)))
                for index, name in enumerate(told["materials"])
            ]
        except (OSError, ValueError, KeyError, BadZipFile):
            return None  # never made, or cut off half way: it is made again
        return TexturedProduct(
            product_id=told["product_id"],
            material=looks[0],
            size_m=ProductSize(**told["size_m"]),
            size_source=told["size_source"],
            variants=tuple(looks[1:]),
            cutouts=(),
            photo_uses=tuple(
                PhotoUse(**{**use, "used_for": tuple(use["used_for"])}) for use in told["photos"]
            ),
            stage_seconds=told["stage_seconds"],
            shape_confidence=told["shape_confidence"],
            known_shape=told["known_shape"],
            warnings=tuple(ProductWarning(**warning) for warning in told["warnings"]),
            **mesh,
        )

    def save(self, key: str, product: TexturedProduct) -> None:
        """Keep a finished product; the file that makes it count is written last."""
        folder = self.root / "products" / key[:2] / key
        arrays = io.BytesIO()
        np.savez(arrays, **{name: getattr(product, name) for name in _ARRAYS})
        write_atomic(folder / "mesh.npz", arrays.getvalue())
        looks = (product.material, *product.variants)
        for index, look in enumerate(looks):
            for name, pixels in zip(
                _picture_names(index), (look.base_colour, look.orm), strict=True
            ):
                picture = io.BytesIO()
                Image.fromarray(pixels).save(picture, "PNG", compress_level=1)
                write_atomic(folder / name, picture.getvalue())
        told = {
            "product_id": product.product_id,
            "materials": [look.name for look in looks],
            "photos": [asdict(use) for use in product.photo_uses],
            "size_m": asdict(product.size_m),
            "size_source": product.size_source,
            "stage_seconds": dict(product.stage_seconds),
            "shape_confidence": product.shape_confidence,
            "known_shape": product.known_shape,
            "warnings": [asdict(warning) for warning in product.warnings],
        }
        write_atomic(folder / "product.json", json_bytes(told))


def _picture_names(index: int) -> tuple[str, str]:
    return f"base_colour_{index}.png", f"orm_{index}.png"


def _read_picture(path: Path) -> UInt8[np.ndarray, "H W 3"]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
