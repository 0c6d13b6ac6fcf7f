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
from reconstruct.parts.parameters import Design
from reconstruct.parts.product_parts import NamedPart, ProductParts
from showroom.output import json_bytes, write_atomic

__all__ = ["ProductStore"]

_ARRAYS = ("vertices_m", "normals", "uvs", "faces")
_PART_ARRAYS = ("part_of_face", "uvs_m")


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
                parts = _read_parts(told["parts"], arrays)
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
            parts=parts,
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
        mesh = {name: getattr(product, name) for name in _ARRAYS}
        if product.parts is not None:
            mesh |= {name: getattr(product.parts, name) for name in _PART_ARRAYS}
        np.savez(arrays, **mesh)
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
            "parts": _parts_as_json(product.parts) if product.parts else None,
        }
        write_atomic(folder / "product.json", json_bytes(told))


def _parts_as_json(parts: ProductParts) -> dict[str, Any]:
    """All that `_read_parts` needs besides the arrays; measures to the last digit."""
    return {
        "family": parts.design.family,
        "choices": dict(parts.design.choices),
        "measures": dict(parts.design.measures),
        "size_m": [float(side) for side in parts.size_m],
        "turn_rad": parts.turn_rad,
        "parts": [asdict(part) for part in parts.parts],
    }


def _read_parts(told: dict[str, Any] | None, arrays: Any) -> ProductParts | None:
    if told is None:
        return None
    return ProductParts(
        design=Design(told["family"], told["choices"], told["measures"]),
        size_m=np.array(told["size_m"], dtype=np.float64),
        turn_rad=told["turn_rad"],
        parts=tuple(NamedPart(**part) for part in told["parts"]),
        **{name: arrays[name] for name in _PART_ARRAYS},
    )


def _picture_names(index: int) -> tuple[str, str]:
    return f"base_colour_{index}.png", f"orm_{index}.png"


def _read_picture(path: Path) -> UInt8[np.ndarray, "H W 3"]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
