"""Finished products, kept by the content they were made from (`product_recipe`), so that nothing is made twice."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from reconstruct import (
    PbrMaterial,
    PhotoUse,
    ProductSize,
    ProductWarning,
    Refusal,
    TexturedProduct,
)
from showroom.output import json_bytes, write_atomic

__all__ = ["ProductStore"]

_ARRAYS = ("vertices_m", "normals", "uvs", "faces")


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
            thin = bool(told["double_sided"])
            looks = [
                PbrMaterial(name, base_colour, orm, double_sided=thin)
                for index, name in enumerate(told["materials"])
                for base_colour, orm in [[_read_picture(folder / f) for f in _picture_names(index)]]
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
            category_odds=dict(told["category_odds"]),
            warnings=tuple(ProductWarning(**warning) for warning in told["warnings"]),
            refusal=Refusal(**told["refusal"]) if told["refusal"] else None,
            **mesh,
        )

    def picture(self, key: str, name: str, draw: Callable[[], bytes]) -> bytes:
        """A picture of a product, drawn once; `key` also names the code that draws."""
        path = self.root / "pictures" / key[:2] / key / name
        try:
            return path.read_bytes()
        except OSError:
            data = draw()
            write_atomic(path, data)
            return data

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
            "double_sided": product.material.double_sided,
            "photos": [asdict(use) for use in product.photo_uses],
            "size_m": asdict(product.size_m),
            "size_source": product.size_source,
            "stage_seconds": dict(product.stage_seconds),
            "shape_confidence": product.shape_confidence,
            "known_shape": product.known_shape,
            "category_odds": [[category, odds] for category, odds in product.category_odds.items()],
            "warnings": [asdict(warning) for warning in product.warnings],
            "refusal": asdict(product.refusal) if product.refusal else None,
        }
        write_atomic(folder / "product.json", json_bytes(told))


def _picture_names(index: int) -> tuple[str, str]:
    return f"base_colour_{index}.png", f"orm_{index}.png"


def _read_picture(path: Path) -> UInt8[np.ndarray, "H W 3"]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
