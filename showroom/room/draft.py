"""A quick draft of a room for the 3D view, while it is being designed: no bake, no pictures, no tour.

`drafts/<id>/` beside `products/` and `environments/` holds `showroom.json` and a shell named by its content, so that
`<showroom-view>` opens it as any showroom and a browser never shows an old shell.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from layout import Room, as_one_room
from showroom.environment import MOODS, environment_name, garden_name, shipped_environment
from showroom.gltf import write_glb
from showroom.output import OutputFolder, json_bytes
from showroom.product.finished import FinishedProduct
from showroom.room.design import RoomDesign
from showroom.room.entrance import entrance_node, environment_of
from showroom.room.furnished_json import furnished_json
from showroom.room.light import ceiling_lights, sun_node
from showroom.room.plan import plan_of
from showroom.scene import Node, Scene
from showroom.shell.room_shell import shell_node, shell_nodes
from showroom.shell.shell import build_shell
from showroom.shell.wall_thickness import wall_thicknesses
from showroom.style.style import Style, load_style
from showroom.style.wished import with_wishes

__all__ = ["DRAFTS", "DraftRoom", "write_draft"]

DRAFTS = "drafts"
"""Folder of the drafts in a results folder."""


@dataclass(frozen=True)
class DraftRoom:
    """A written draft.

    Attributes
    ----------
    path
        Its `showroom.json`.
    version
        Changes when the view has to load it again: with the shell, the style, or which pieces there are. Where they
        stand is told to the view as they move.
    """

    path: Path
    version: str


def write_draft(
    design: RoomDesign, products: Mapping[str, FinishedProduct], style_name: str, out: Path
) -> DraftRoom:
    """Write the draft of a design that has a floor plan.

    Parameters
    ----------
    products
        Finished products by SKU; more than the design's do no harm.
    style_name
        The shipped style, chosen by the merchant or by `suiting_style`; the design's own finishes are laid over it.
    out
        The results folder.

    Raises
    ------
    DesignError
        If the design has no floor plan yet, or a product is missing.
    StyleError
        If the style does not exist, or a finish cannot be used.
    OutputError
        If the folder cannot be written.
    """
    plan = plan_of(design, {sku: product.piece for sku, product in products.items()})
    whole = as_one_room(plan.house) if plan.house else plan.rooms[0]
    style = with_wishes(load_style(style_name), design.style)
    files = OutputFolder(out)
    folder = f"{DRAFTS}/{design.showroom_id}"
    shell = _write_shell(design, style, files, folder)
    _write_light(style, files)
    told = furnished_json(
        design.showroom_id,
        style.name,
        whole,
        {sku: product.facts for sku, product in products.items()},
        {sku: product.levels for sku, product in products.items()},
    ) | {"scene": shell, "shell": shell, "warnings": []}
    # The garden takes four seconds to paint: a draft has one where a finished room of its style left one.
    if not (out / "environments" / garden_name(style.name)).is_file():
        del told["environment"]["garden"]
    files.write(f"{folder}/showroom.json", json_bytes(told))
    there = [shell, style.name, sorted(p.item_id for p in design.pieces)]
    version = hashlib.sha256(json.dumps(there).encode()).hexdigest()[:12]
    return DraftRoom(out / folder / "showroom.json", version)


def _write_shell(design: RoomDesign, style: Style, files: OutputFolder, folder: str) -> str:
    """Write the shell of the design's rooms, unless it is there, and return its file name."""
    told = design.as_json()
    said = json.dumps([told["room_type"], told["rooms"], told["style"], style.name])
    name = f"shell-{hashlib.sha256(said.encode()).hexdigest()[:16]}.glb"
    if not (files.root / folder / name).is_file():
        old = list((files.root / folder).glob("shell-*.glb"))
        files.write(f"{folder}/{name}", write_glb(_shell_scene(design.rooms, style)))
        for file in old:
            file.unlink(missing_ok=True)
    return name


def _write_light(style: Style, files: OutputFolder) -> None:
    """Write the pictures of the light around, unless they are there."""
    for mood in MOODS:
        path = f"environments/{environment_name(style.name, mood)}"
        if not (files.root / path).is_file():
            files.write(path, shipped_environment(style.name, mood))


def _shell_scene(rooms: tuple[Room, ...], style: Style) -> Scene:
    """Walls, floors and light of the rooms, without any occlusion."""
    several = len(rooms) > 1
    parts: list[Node] = []
    lamps: list[Node] = []
    for room in rooms:
        if several:
            thick = wall_thicknesses(room, rooms, style.joinery.wall_thickness_m)
            shell = build_shell(room, style.joinery, thickness_m=thick, doors_open=True)
        else:
            shell = build_shell(room, style.joinery)
        prefix = f"{room.room_id}-" if several else ""
        parts += shell_nodes(room, shell, style, None, prefix)
        lamps += ceiling_lights(room, style, prefix, most=1 if several else None)
    return Scene(
        name=rooms[0].room_id,
        roots=(shell_node(parts), sun_node(rooms, style), *lamps, entrance_node(rooms[0])),
        environment=environment_of(style),
        extras={"style": style.name, "room_type": rooms[0].room_type},
    )
