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
    from showroom.pipeline import BuildReport, build_showroom, convert_catalog, convert_photos
    from showroom.problem import Problem
    from showroom.room_design import RoomDesign
    from showroom.site import SiteReport, publish_site

__all__ = [
    "BuildReport",
    "Catalog",
    "CatalogProduct",
    "Price",
    "Problem",
    "RoomDesign",
    "ShowroomError",
    "SiteReport",
    "build_rooms",
    "build_showroom",
    "convert_catalog",
    "convert_photos",
    "publish_site",
    "read_catalog",
]

_HOME = {
    "BuildReport": "pipeline",
    "Catalog": "catalog",
    "CatalogProduct": "catalog_product",
    "Price": "catalog_product",
    "Problem": "problem",
    "RoomDesign": "room_design",
    "ShowroomError": "errors",
    "SiteReport": "site",
    "build_rooms": "designed_rooms",
    "build_showroom": "pipeline",
    "convert_catalog": "pipeline",
    "convert_photos": "pipeline",
    "publish_site": "site",
    "read_catalog": "catalog",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'showroom' has no attribute {name!r}")
    return getattr(import_module(f"showroom.{_HOME[name]}"), name)
