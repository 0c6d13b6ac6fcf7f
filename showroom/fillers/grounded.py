"""Rugs carry the contact shadows of what stands on them, as the floor does: a filler is of one room only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from showroom.scene import Mesh, Node
from showroom.shell.baked import BakedShell
from showroom.shell.quads import Surface
from showroom.shell.shell import ShellPart

__all__ = ["grounded", "is_rug", "rug_part"]


def is_rug(node: Node) -> bool:
    """Whether a node is a rug that the project made."""
    return node.extras.get("kind") == "filler" and node.extras.get("category") == "rug"


def rug_part(node: Node) -> ShellPart:
    """A rug's top as one level surface, frame `room`, to be baked with the shell."""
    assert node.mesh is not None
    (primitive,) = node.mesh.primitives
    positions = primitive.positions_m @ node.T_parent_node[:3, :3].T + node.T_parent_node[:3, 3]
    # All of it is seen from above: its edges take the light of the top beside them.
    positions[:, 1] = positions[:, 1].max()
    normals = np.tile([0.0, 1.0, 0.0], (len(positions), 1))
    surface = Surface("rug", positions, normals, positions[:, [0, 2]], primitive.faces)
    return ShellPart(node.name, "floor", (surface,))


def grounded(node: Node, baked: BakedShell) -> Node:
    """The node with the occlusion that was baked for it."""
    assert node.mesh is not None
    (primitive,) = node.mesh.primitives
    material = replace(primitive.material, occlusion_texture=baked.texture, occlusion_uv_set=1)
    made = replace(primitive, material=material, uvs_second=baked.uvs[node.name, 0])
    return replace(node, mesh=Mesh(node.mesh.name, (made,)))
