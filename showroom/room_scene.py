"""A solved plan becomes a place: shell, products at their placements, daylight, lamps, and the way in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from layout.placement import Arrangement
from layout.room import Room
from reconstruct.product import TexturedProduct
from showroom.bake import bake_shell
from showroom.catalog_product import CatalogProduct
from showroom.errors import SceneError
from showroom.fillers.grounded import grounded, is_rug, rug_part
from showroom.fillers.placed import PlacedFiller
from showroom.picture_geometry import trace_scene
from showroom.product_scene import product_extras, product_mesh, product_xmp
from showroom.room_light import lamp_nodes, sun_node
from showroom.room_shell import shell_node, shell_nodes
from showroom.scene import (
    Environment,
    Mesh,
    Node,
    PerspectiveCamera,
    Scene,
    rotation_about_y,
    rotation_looking_along,
)
from showroom.shell import build_shell
from showroom.style import Style

__all__ = [
    "EYE_HEIGHT_M",
    "Entrance",
    "entrance",
    "entrance_node",
    "environment_of",
    "filler_node",
    "product_nodes",
    "room_scene",
    "sku_of",
]

EYE_HEIGHT_M = 1.6


@dataclass(frozen=True)
class Entrance:
    """Where a shopper starts: position in the frame `room`, in metres; yaw 0 looks along +Z."""

    position_m: tuple[float, float, float]
    yaw_rad: float


def sku_of(item_id: str) -> str:
    """SKU of a placed piece: the second piece of `A1` has the id `A1#2`."""
    return item_id.split("#", 1)[0]


def room_scene(
    arrangement: Arrangement,
    products: Mapping[str, TexturedProduct],
    style: Style,
    details: Mapping[str, CatalogProduct] | None = None,
    fillers: Sequence[PlacedFiller] = (),
) -> Scene:
    """The furnished room as a scene.

    Parameters
    ----------
    arrangement
        The room and where each piece stands.
    products
        Finished products by SKU.
    style
        Finishes and light.
    details
        What the catalog says, by SKU; for the nodes' extras.
    fillers
        Things that are not for sale; none without the merchant's permission.

    Raises
    ------
    SceneError
        If a placed piece has no product.
    """
    room = arrangement.room
    parts = build_shell(room, style.joinery)
    placed = [
        *product_nodes(arrangement, products, details or {}),
        *(filler_node(filler) for filler in fillers),
    ]
    bare = shell_node(shell_nodes(room, parts, style))
    solids = trace_scene(Scene(room.room_id, (bare, *placed)))
    rugs = [rug_part(node) for node in placed if is_rug(node)]
    baked = bake_shell([*parts, *rugs], solids, room.shape)
    roots = [
        shell_node(shell_nodes(room, parts, style, baked)),
        *(grounded(node, baked) if is_rug(node) else node for node in placed),
        sun_node([room], style),
        *lamp_nodes(arrangement, style),
        entrance_node(room),
    ]
    return Scene(
        name=room.room_id,
        roots=tuple(roots),
        environment=environment_of(style),
        extras={"style": style.name, "room_type": room.room_type},
    )


def environment_of(style: Style) -> Environment:
    """The light around the room."""
    light = style.light
    horizon = np.minimum(np.array(light.sky) * 0.5 + 0.55, 1.2)
    return Environment(
        sky=light.sky,
        horizon=(float(horizon[0]), float(horizon[1]), float(horizon[2])),
        ground=light.ground,
        exposure_ev=light.exposure_ev,
    )


def entrance(room: Room) -> Entrance:
    """Just inside the first door, looking at the middle of the room; at the first wall if there is no door."""
    middle = room.shape.centroid
    doors = room.doors
    wall = room.walls[doors[0].wall if doors else 0]
    along_m = doors[0].offset_m + doors[0].width_m / 2 if doors else wall.length_m / 2
    x, z = wall.at(along_m, 0.35)
    if not room.shape.contains(shapely.Point(x, z)):
        x, z = wall.at(along_m, 0.05)
    yaw_rad = math.atan2(middle.x - x, middle.y - z)
    return Entrance((round(x, 4), EYE_HEIGHT_M, round(z, 4)), round(yaw_rad, 6))


def entrance_node(room: Room) -> Node:
    """The camera at the entrance."""
    start = entrance(room)
    looking = np.array([math.sin(start.yaw_rad), 0.0, math.cos(start.yaw_rad)])
    return Node(
        name="entrance",
        translation_m=start.position_m,
        rotation=rotation_looking_along(looking),
        camera=PerspectiveCamera("entrance", vertical_fov_rad=math.radians(60)),
    )


def product_nodes(
    arrangement: Arrangement,
    products: Mapping[str, TexturedProduct],
    details: Mapping[str, CatalogProduct],
) -> list[Node]:
    """A node for each placed piece; pieces of one product share its mesh."""
    meshes: dict[str, Mesh] = {}
    nodes = []
    for placement in arrangement.placements:
        sku = sku_of(placement.item_id)
        if sku not in products:
            raise SceneError(
                f"{arrangement.room.room_id}: expected a finished product for every placed piece, found none for "
                f"{placement.item_id!r}; leave it out of the plan or make the product first"
            )
        if sku not in meshes:
            meshes[sku] = product_mesh(products[sku])
        nodes.append(
            Node(
                name=placement.item_id,
                translation_m=(placement.x_m, placement.y_m, placement.z_m),
                rotation=rotation_about_y(placement.yaw_rad),
                mesh=meshes[sku],
                extras=product_extras(products[sku], details.get(sku)),
                xmp=product_xmp(products[sku], details.get(sku)),
            )
        )
    return nodes


def filler_node(placed: PlacedFiller) -> Node:
    """A filler as a node without SKU: the viewer and stores offer only what has one."""
    at = placed.filler.placement
    return Node(
        name=placed.name,
        translation_m=(at.x_m, at.y_m, at.z_m),
        rotation=placed.rotation,
        mesh=placed.mesh,
        extras={
            "kind": "filler",
            "category": placed.filler.category,
            "for_sale": False,
            "title": placed.title,
        },
    )
