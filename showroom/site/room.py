"""A room's files for a site: models, light and pictures as hashed assets, and its `showroom.json` that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from showroom.output import json_bytes
from showroom.site.content import SiteProduct, SiteRoom
from showroom.site.folder import ASSETS, Kind, SiteFolder
from showroom.site.pictures import (
    PRODUCT_WIDTHS_PX,
    ROOM_WIDTHS_PX,
    SitePicture,
    preview_picture,
    site_picture,
)

__all__ = ["ProductAssets", "RoomAssets", "RoomPublisher"]

_MERCHANTS_OWN = ("warnings", "left_out", "layout", "dollhouse", "plan")
"""What `showroom.json` says for the merchant, or names for others than the viewer."""


@dataclass(frozen=True)
class ProductAssets:
    """A product's files on the site, as paths from its root; None where there is none.

    Attributes
    ----------
    product
        What it is.
    picture
        Its poster.
    web_glb, store_glb, usdz
        For the walkable room, for Android's Scene Viewer, for Apple's Quick Look.
    master_glb
        For download, where that was asked for.
    """

    product: SiteProduct
    picture: SitePicture | None
    web_glb: str | None
    store_glb: str | None
    usdz: str | None
    master_glb: str | None


@dataclass(frozen=True)
class RoomAssets:
    """A room's files on the site, as paths from its root.

    Attributes
    ----------
    room
        What it is.
    data
        Its `showroom.json`.
    first
        What the viewer asks for first: fetched beside the script.
    poster, above
        Its picture, and the one from above where there is one.
    preview
        Its picture for links in chats and social networks.
    products
        In the order of their article numbers.
    master_glb
        For download, where that was asked for.
    first_view_bytes
        The most that goes over the network until the first view is complete: script apart.
    """

    room: SiteRoom
    data: str
    first: tuple[str, ...]
    poster: SitePicture
    above: SitePicture | None
    preview: str
    products: tuple[ProductAssets, ...]
    master_glb: str | None
    first_view_bytes: int


class RoomPublisher:
    """Writes rooms' files; a product that stands in several rooms is written once."""

    def __init__(self, folder: SiteFolder, *, downloads: bool) -> None:
        self._folder = folder
        self._downloads = downloads
        self._products: dict[str, ProductAssets] = {}

    def publish(self, room: SiteRoom) -> RoomAssets:
        """Write one room's files."""
        told = {key: value for key, value in room.told.items() if key not in _MERCHANTS_OWN}
        name = room.showroom_id
        shell = self._file(room, told["shell"], f"{name}.shell.glb", "model")
        light = {
            when: self._file(room, path, path.rpartition("/")[2], "light")
            for when, path in (told.get("environment") or {}).items()
        }
        poster = site_picture(
            self._folder, room.poster, f"{name}.poster", ROOM_WIDTHS_PX, whole=True
        )
        above = room.folder / "dollhouse.webp"
        products = [self._product(product) for product in room.products]
        told |= {
            "scene": _beside(shell),
            "shell": _beside(shell),
            "poster": _beside(poster.sources[-1][1]),
            "environment": {when: _beside(path) for when, path in light.items()} or None,
            "products": [
                self._product_json(room, said, assets)
                for said, assets in zip(told["products"], products, strict=True)
            ],
        }
        data = self._folder.asset(f"{name}.json", json_bytes(told), "data")
        first = [shell, *([light["day"]] if "day" in light else [])]
        levels = [said["lods"][0] for said in told["products"] if said["lods"]]
        coarsest = [said["lods"][-1] for said in told["products"] if len(said["lods"]) > 1]
        return RoomAssets(
            room=room,
            data=data,
            first=tuple(first),
            poster=poster,
            above=site_picture(self._folder, above, f"{name}.above", ROOM_WIDTHS_PX, whole=True)
            if above.is_file()
            else None,
            preview=preview_picture(self._folder, room.poster, name),
            products=tuple(products),
            master_glb=self._file(room, "showroom.glb", f"{name}.glb", "model")
            if self._downloads
            else None,
            first_view_bytes=sum(self._folder.size_bytes(p) for p in (data, *first, poster.widest))
            + sum(
                self._folder.size_bytes(f"{ASSETS}/{lod['glb']}") for lod in (*levels, *coarsest)
            ),
        )

    def _file(self, room: SiteRoom, path: str, name: str, kind: Kind) -> str:
        return self._folder.asset(name, (room.folder / path).read_bytes(), kind)

    def _product_json(
        self, room: SiteRoom, said: Mapping[str, Any], assets: ProductAssets
    ) -> dict[str, Any]:
        levels = [
            {**level, "glb": _beside(self._file(room, level["glb"], _level_name(level), "model"))}
            for level in said["lods"]
        ]
        return {
            **said,
            "url": assets.product.url,
            "glb": _beside(assets.web_glb) if assets.web_glb else None,
            "lods": levels,
            "poster": _beside(assets.picture.sources[0][1]) if assets.picture else None,
            "ar": {
                "usdz": _beside(assets.usdz) if assets.usdz else None,
                "glb": _beside(assets.store_glb) if assets.store_glb else None,
            },
        }

    def _product(self, product: SiteProduct) -> ProductAssets:
        if product.sku not in self._products:
            self._products[product.sku] = ProductAssets(
                product=product,
                picture=site_picture(
                    self._folder, product.poster, product.sku, PRODUCT_WIDTHS_PX, whole=False
                )
                if product.poster
                else None,
                web_glb=self._of(product, ".web.glb", "model"),
                store_glb=self._of(product, ".store.glb", "ar"),
                usdz=self._of(product, ".usdz", "ar"),
                master_glb=self._of(product, ".glb", "model") if self._downloads else None,
            )
        return self._products[product.sku]

    def _of(self, product: SiteProduct, suffix: str, kind: Kind) -> str | None:
        file = product.file(suffix)
        return self._folder.asset(file.name, file.read_bytes(), kind) if file else None


def _beside(path: str) -> str:
    """An asset's address from another asset."""
    return path.removeprefix(f"{ASSETS}/")


def _level_name(level: Mapping[str, Any]) -> str:
    return str(level["glb"]).rpartition("/")[2]
