"""A whole house as one place: its rooms share walls, and the doors between them stand open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from layout.placement import Arrangement
from reconstruct.product import TexturedProduct
from showroom.catalog.product import CatalogProduct
from showroom.fillers.grounded import grounded, is_rug, rug_part
from showroom.fillers.placed import PlacedFiller
from showroom.picture.geometry import trace_scene
from showroom.room.light import lamp_nodes, sun_node
from showroom.room.scene import entrance_node, environment_of, filler_node, product_nodes
from showroom.scene import Node, Scene
from showroom.shell.bake import bake_shell
from showroom.shell.room_shell import shell_node, shell_nodes
from showroom.shell.shell import build_shell
from showroom.shell.wall_thickness import wall_thicknesses
from showroom.style.style import Style

__all__ = ["house_scene", "wall_thicknesses"]

_LAMPS_A_ROOM = 1  # for rooms without lamp: each light of a scene costs a phone time in every pixel


def house_scene(
    whole: Arrangement,
    rooms: Sequence[Arrangement],
    products: Mapping[str, TexturedProduct],
    style: Style,
    details: Mapping[str, CatalogProduct] | None = None,
    fillers: Mapping[str, Sequence[PlacedFiller]] | None = None,
) -> Scene:
    """The furnished house as a scene, frame `room` of all its rooms.

    Parameters
    ----------
    whole
        The house as one room (`layout.as_one_room`), for its entrance and name.
    rooms
        Where each piece stands, room by room.
    products
        Finished products by SKU.
    style
        Finishes and light, the same in all rooms.
    details
        What the catalog says, by SKU; for the nodes' extras.
    fillers
        Things that are not for sale, by room id; their names are unique in the house.

    Raises
    ------
    SceneError
        If a placed piece has no product.
    """
    plans = [arrangement.room for arrangement in rooms]
    shells = {
        plan.room_id: build_shell(
            plan,
            style.joinery,
            thickness_m=wall_thicknesses(plan, plans, style.joinery.wall_thickness_m),
            doors_open=True,
        )
        for plan in plans
    }
    for_sale = product_nodes(whole, products, details or {})
    lamps: list[Node] = []
    added: dict[str, list[Node]] = {}
    for arrangement in rooms:
        name = arrangement.room.room_id
        added[name] = [filler_node(filler) for filler in (fillers or {}).get(name, ())]
        lamps += lamp_nodes(arrangement, style, f"{name}-", most=_LAMPS_A_ROOM)
    bare = [
        node
        for plan in plans
        for node in shell_nodes(plan, shells[plan.room_id], style, None, f"{plan.room_id}-")
    ]
    standing = (*for_sale, *chain.from_iterable(added.values()))
    solids = trace_scene(Scene(whole.room.room_id, (shell_node(bare), *standing)))
    parts: list[Node] = []
    shaded: list[Node] = []
    for plan in plans:
        shell, own = shells[plan.room_id], added[plan.room_id]
        rugs = [rug_part(node) for node in own if is_rug(node)]
        baked = bake_shell([*shell, *rugs], solids, plan.shape)
        parts += shell_nodes(plan, shell, style, baked, f"{plan.room_id}-")
        shaded += [grounded(node, baked) if is_rug(node) else node for node in own]
    return Scene(
        name=whole.room.room_id,
        roots=(
            shell_node(parts),
            *for_sale,
            *shaded,
            sun_node(plans, style),
            *lamps,
            entrance_node(whole.room),
        ),
        environment=environment_of(style),
        extras={"style": style.name, "room_type": whole.room.room_type},
    )
