"""A solved plan becomes a place: shell, products at their placements, daylight, lamps, and the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layout.placement import Arrangement
from reconstruct.product import TexturedProduct
from showroom.catalog.product import CatalogProduct
from showroom.errors import SceneError
from showroom.fillers.grounded import grounded, is_rug, rug_part
from showroom.fillers.placed import PlacedFiller
from showroom.picture.geometry import trace_scene
from showroom.product.scene import product_extras, product_mesh, product_xmp
from showroom.room.entrance import (
    EYE_HEIGHT_M,
    Entrance,
    entrance,
    entrance_node,
    environment_of,
    sku_of,
)
from showroom.room.light import lamp_nodes, sun_node
from showroom.scene import (
    Mesh,
    Node,
    Scene,
    rotation_about_y,
)
from showroom.shell.bake import bake_shell
from showroom.shell.room_shell import shell_node, shell_nodes
from showroom.shell.shell import build_shell
from showroom.style.style import Style

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
