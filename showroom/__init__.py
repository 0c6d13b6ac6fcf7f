"""A catalog in, finished products and furnished showrooms out.

Names are loaded on first use, so that importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from showroom.catalog import Catalog, read_catalog
    from showroom.catalog_product import CatalogProduct, Price
    from showroom.designed_rooms import build_rooms
    from showroom.errors import ShowroomError
    from showroom.photo_preview import PhotoPreview, Stroke, preview_photo, repair_cutout
    from showroom.pipeline import BuildReport, build_showroom, convert_catalog, convert_photos
    from showroom.problem import Problem
    from showroom.room_design import RoomDesign
    from showroom.site import SiteReport, publish_site

__all__ = [
    "BuildReport",
    "Catalog",
    "CatalogProduct",
    "PhotoPreview",
    "Price",
    "Problem",
    "RoomDesign",
    "ShowroomError",
    "SiteReport",
    "Stroke",
    "build_rooms",
    "build_showroom",
    "convert_catalog",
    "convert_photos",
    "preview_photo",
    "publish_site",
    "read_catalog",
    "repair_cutout",
]

_HOME = {
    "BuildReport": "pipeline",
    "Catalog": "catalog",
    "CatalogProduct": "catalog_product",
    "PhotoPreview": "photo_preview",
    "Price": "catalog_product",
    "Problem": "problem",
    "RoomDesign": "room_design",
    "ShowroomError": "errors",
    "SiteReport": "site",
    "Stroke": "photo_preview",
    "build_rooms": "designed_rooms",
    "build_showroom": "pipeline",
    "convert_catalog": "pipeline",
    "convert_photos": "pipeline",
    "preview_photo": "photo_preview",
    "publish_site": "site",
    "read_catalog": "catalog",
    "repair_cutout": "photo_preview",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'showroom' has no attribute {name!r}")
    return getattr(import_module(f"showroom.{_HOME[name]}"), name)
