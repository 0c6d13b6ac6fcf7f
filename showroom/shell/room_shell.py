"""The shell of one room as nodes of a scene: each part with the finishes of a style and its baked occlusion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from layout.room import Room
from showroom.scene import Json, Material, Mesh, Node, Primitive
from showroom.shell.baked import BakedShell
from showroom.shell.quads import Surface
from showroom.shell.shell import ShellPart
from showroom.style.style import Style, in_room, tiled_material

__all__ = ["shell_node", "shell_nodes"]

_GLASS = Material(
    name="glass",
    base_colour=(0.95, 0.98, 1.0, 0.08),
    roughness=0.02,
    alpha_mode="BLEND",
    double_sided=True,
)
_AS_WALLS = ("wall", "reveal", "column", "column_top")


def shell_node(children: Sequence[Node]) -> Node:
    """The node `shell` that holds the parts of all rooms."""
    return Node(name="shell", children=tuple(children), extras={"kind": "shell"})


def shell_nodes(
    room: Room,
    parts: Sequence[ShellPart],
    style: Style,
    baked: BakedShell | None = None,
    prefix: str = "",
) -> list[Node]:
    """A node for each part; extras tell viewers what to hide and where daylight enters.

    Parameters
    ----------
    room
        Whose shell it is: its focal wall gets the style's accent.
    parts
        What `build_shell` made of it, frame `room`.
    style
        Finishes.
    baked
        Occlusion of the same parts; none for a shell without.
    prefix
        Before the names of the parts, where a scene has several rooms.
    """
    accent = f"wall-{_focal_wall(room)}"
    looks = _Looks(in_room(style, room.room_type), baked)
    children = []
    for part in parts:
        primitives = tuple(
            looks.primitive(part, index, surface, accent=part.name == accent)
            for index, surface in enumerate(part.surfaces)
        )
        extras: dict[str, Json] = {"kind": part.kind}
        if part.outward is not None:
            extras["outward"] = [round(c, 6) for c in part.outward]
        extras |= _glass_extras(part)
        name = f"shell-{prefix}{part.name}"
        children.append(Node(name=name, mesh=Mesh(name, primitives), extras=extras))
    return children


class _Looks:
    """Materials of one shell; those that carry its occlusion are made once."""

    def __init__(self, style: Style, baked: BakedShell | None) -> None:
        self._style = style
        self._baked = baked
        self._occluded: dict[int, Material] = {}

    def primitive(
        self, part: ShellPart, index: int, surface: Surface, *, accent: bool
    ) -> Primitive:
        if surface.role == "glass":
            return Primitive(surface.positions_m, surface.normals, surface.faces, _GLASS)
        role = "wall" if surface.role in _AS_WALLS else surface.role
        if role == "wall" and accent:
            role = "accent"
        tiled = tiled_material(role, self._style.finishes[role])
        uvs = None
        if tiled.material.base_colour_texture is not None:
            c, s = math.cos(tiled.angle_rad), math.sin(tiled.angle_rad)
            uvs = surface.uvs_m @ [[c, s], [-s, c]] / tiled.tile_m
        material, uvs_second = tiled.material, None
        if self._baked is not None and (part.name, index) in self._baked.uvs:
            material = self._with_occlusion(material, self._baked)
            own = self._baked.uvs[part.name, index]
            uvs, uvs_second = (own, None) if material.occlusion_uv_set == 0 else (uvs, own)
        return Primitive(
            surface.positions_m,
            surface.normals,
            surface.faces,
            material,
            uvs=uvs,
            uvs_second=uvs_second,
        )

    def _with_occlusion(self, material: Material, baked: BakedShell) -> Material:
        if id(material) not in self._occluded:
            # glTF has no UV set 1 without a set 0; plain paint reads the picture on its only set.
            self._occluded[id(material)] = replace(
                material,
                occlusion_texture=baked.texture,
                occlusion_uv_set=0 if material.base_colour_texture is None else 1,
            )
        return self._occluded[id(material)]


def _glass_extras(part: ShellPart) -> dict[str, Json]:
    """Clear opening of a window, four corners in metres, so that a viewer can let daylight in there."""
    for surface in part.surfaces if part.kind == "window" else ():
        if surface.role == "glass":
            corners: list[Json] = [[round(float(c), 4) for c in p] for p in surface.positions_m[:4]]
            return {"opening_m": corners}
    return {}


def _focal_wall(room: Room) -> int:
    """The wall that gets the accent: the longest without any opening, or the one with the fewest."""

    def rank(index: int) -> tuple[float, float, int]:
        taken = sum((o.width_m for o in room.openings if o.wall == index), 0.0)
        return (round(taken, 3), -round(room.walls[index].length_m, 3), index)

    return min(range(len(room.walls)), key=rank)
