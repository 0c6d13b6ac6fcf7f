"""A catalog in, finished products and furnished showrooms out.

Names are loaded on first use, so that importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from showroom.catalog.catalog import Catalog, read_catalog
    from showroom.catalog.product import CatalogProduct, Price
    from showroom.errors import ShowroomError
    from showroom.pipeline import BuildReport, build_showroom, convert_catalog, convert_photos
    from showroom.problem import Problem
    from showroom.product.photo_preview import PhotoPreview, Stroke, preview_photo, repair_cutout
    from showroom.product.photo_things import PhotoThing
    from showroom.room.design import RoomDesign
    from showroom.room.designed import build_rooms
    from showroom.site.publish import SiteReport, publish_site

__all__ = [
    "BuildReport",
    "Catalog",
    "CatalogProduct",
    "PhotoPreview",
    "PhotoThing",
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
    "Catalog": "catalog.catalog",
    "CatalogProduct": "catalog.product",
    "PhotoPreview": "product.photo_preview",
    "PhotoThing": "product.photo_things",
    "Price": "catalog.product",
    "Problem": "problem",
    "RoomDesign": "room.design",
    "ShowroomError": "errors",
    "SiteReport": "site.publish",
    "Stroke": "product.photo_preview",
    "build_rooms": "room.designed",
    "build_showroom": "pipeline",
    "convert_catalog": "pipeline",
    "convert_photos": "pipeline",
    "preview_photo": "product.photo_preview",
    "publish_site": "site.publish",
    "read_catalog": "catalog.catalog",
    "repair_cutout": "product.photo_preview",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'showroom' has no attribute {name!r}")
    return getattr(import_module(f"showroom.{_HOME[name]}"), name)
