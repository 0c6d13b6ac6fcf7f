"""Product photos to one textured product of true size.

Names are loaded on first use, so that importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconstruct.cutout import Cutout
    from reconstruct.errors import (
        CutoutError,
        DesignFileError,
        EmptyAlphaError,
        InvalidSizeError,
        NoProductFoundError,
        NotAnImageError,
        PhotoError,
        PhotoMissingError,
        PhotoTooLargeError,
        PhotoTooSmallError,
        ReconstructError,
        ShapeError,
        TruncatedPhotoError,
        WeightsError,
    )
    from reconstruct.fit import FitOptions
    from reconstruct.parts.design_file import read_design
    from reconstruct.parts.parameters import Design
    from reconstruct.photo import Photo, PhotoOptions, read_photo
    from reconstruct.photo_role import PhotoUse
    from reconstruct.product import (
        ReconstructOptions,
        TexturedProduct,
        VariantSource,
        reconstruct_product,
    )
    from reconstruct.product_warnings import ProductWarning
    from reconstruct.refusal import Refusal
    from reconstruct.size import ProductSize, ProductSizeHint
    from reconstruct.surface import SurfaceOptions
    from reconstruct.texture import PbrMaterial, TextureOptions

__all__ = [
    "Cutout",
    "CutoutError",
    "Design",
    "DesignFileError",
    "EmptyAlphaError",
    "FitOptions",
    "InvalidSizeError",
    "NoProductFoundError",
    "NotAnImageError",
    "PbrMaterial",
    "Photo",
    "PhotoError",
    "PhotoMissingError",
    "PhotoOptions",
    "PhotoTooLargeError",
    "PhotoTooSmallError",
    "PhotoUse",
    "ProductSize",
    "ProductSizeHint",
    "ProductWarning",
    "ReconstructError",
    "ReconstructOptions",
    "Refusal",
    "ShapeError",
    "SurfaceOptions",
    "TextureOptions",
    "TexturedProduct",
    "TruncatedPhotoError",
    "VariantSource",
    "WeightsError",
    "read_design",
    "read_photo",
    "reconstruct_product",
]

_HOMES = {
    "cutout": ("Cutout",),
    "errors": tuple(name for name in __all__ if name.endswith("Error")),
    "fit": ("FitOptions",),
    "parts.design_file": ("read_design",),
    "parts.parameters": ("Design",),
    "photo": ("Photo", "PhotoOptions", "read_photo"),
    "product": (
        "ReconstructOptions",
        "TexturedProduct",
        "VariantSource",
        "reconstruct_product",
    ),
    "product_warnings": ("ProductWarning",),
    "photo_role": ("PhotoUse",),
    "refusal": ("Refusal",),
    "size": ("ProductSize", "ProductSizeHint"),
    "surface": ("SurfaceOptions",),
    "texture": ("PbrMaterial", "TextureOptions"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from the file it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'reconstruct' has no attribute {name!r}")
    return getattr(import_module(f"reconstruct.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
