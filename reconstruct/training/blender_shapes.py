"""Makes procedural furniture inside Blender's own Python, one object for each line of JSON on its input.

Runs in an environment of its own (`bpy` 4.2.0, `infinigen` 1.15.5), as a separate process, and imports nothing
of this project: Blender is GPL and no dependency of ours. `shapes.py` starts it, times it and recycles it.

A request is `{"module", "factory", "options", "seed", "composed", "out"}`; the answer is one line that begins with
`@@` and holds `{"ok": bool, "error": str}`. The file is a plain npz: corners in the `product` frame (+Y up, front
+Z, left +X, metres), triangles, a part and a material index of each, names and mean colours of the materials.
"""
# mypy: ignore-errors

from __future__ import annotations

import importlib
import json
import math
import sys
from typing import Any

import bpy
import numpy as np
from infinigen.core.util import blender as butil
from infinigen.core.util.math import FixedSeed

OBJECTS = "infinigen.assets.objects"


def make_factory(module: str, name: str, seed: int, options: dict[str, Any]) -> Any:
    """A factory whose parameters are drawn from the seed."""
    kind = getattr(importlib.import_module(f"{OBJECTS}.{module}"), name)
    with FixedSeed(seed):
        return kind(seed, **options)


def spawn(factory: Any) -> Any:
    """One finished asset, materials assigned."""
    with FixedSeed(factory.factory_seed):
        asset = factory.spawn_asset(0)
        factory.finalize_assets([asset])
    return asset


def tree(asset: Any) -> list[Any]:
    """The object and all below it: lamps come as parents with children."""
    return [asset, *(o for child in asset.children for o in tree(child))]


def triangles(part: Any, graph: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """World corners, triangles and material slots of one evaluated mesh object."""
    evaluated = part.evaluated_get(graph)
    mesh = evaluated.to_mesh()
    mesh.calc_loop_triangles()
    corners = np.empty(len(mesh.vertices) * 3)
    mesh.vertices.foreach_get("co", corners)
    faces = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", faces)
    slots = np.empty(len(mesh.loop_triangles), dtype=np.int32)
    mesh.loop_triangles.foreach_get("material_index", slots)
    evaluated.to_mesh_clear()
    world = np.array(part.matrix_world)
    corners = corners.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3]
    return corners, faces.reshape(-1, 3), slots


def mean_colour(material: Any) -> list[float]:
    """A rough mean of a procedural material's linear base colour: the constants upstream of its shader."""
    if material is None or not material.use_nodes:
        return [0.5, 0.5, 0.5]
    nodes = material.node_tree.nodes
    shaders = [n for n in nodes if n.type.startswith("BSDF")]
    for shader in shaders:
        socket = shader.inputs.get("Base Color") or shader.inputs.get("Color")
        if socket is None:
            continue
        if not socket.is_linked:
            return [float(c) for c in socket.default_value[:3]]
        found = upstream(socket.links[0].from_node, 0)
        if found:
            return [float(c) for c in np.mean(found, axis=0)]
    return [0.5, 0.5, 0.5]


def upstream(node: Any, depth: int) -> list[list[float]]:
    """Colour constants that feed a node."""
    if node.type == "VALTORGB":
        return [list(e.color[:3]) for e in node.color_ramp.elements]
    if node.type == "RGB":
        return [list(node.outputs[0].default_value[:3])]
    found: list[list[float]] = []
    for socket in node.inputs:
        if socket.type != "RGBA":
            continue
        if socket.is_linked and depth < 8:
            found += upstream(socket.links[0].from_node, depth + 1)
        elif not socket.is_linked:
            found.append(list(socket.default_value[:3]))
    return found


def write(assets: list[Any], path: str) -> None:
    """Saves the visible parts as one mesh in the `product` frame."""
    bpy.context.view_layer.update()
    graph = bpy.context.evaluated_depsgraph_get()
    parts = [
        o
        for asset in assets
        for o in tree(asset)
        if o.type == "MESH" and len(o.data.polygons) and not o.hide_render
    ]
    corners, faces, part_of, material_of = [], [], [], []
    names: list[str] = []
    colours: list[list[float]] = []
    base = 0
    for index, part in enumerate(parts):
        points, triangle, slots = triangles(part, graph)
        table = []
        for slot in part.material_slots or [None]:
            material = slot.material if slot is not None else None
            name = material.name.split(".")[0] if material is not None else "unnamed"
            if name not in names:
                names.append(name)
                colours.append(mean_colour(material))
            table.append(names.index(name))
        corners.append(points)
        faces.append(triangle + base)
        part_of.append(np.full(len(triangle), index))
        material_of.append(np.array(table)[np.clip(slots, 0, len(table) - 1)])
        base += len(points)
    xyz = np.concatenate(corners)[:, [1, 2, 0]]  # front +X, Z up -> front +Z, Y up, left +X
    np.savez(
        path,
        vertices_m=xyz.astype(np.float32),
        faces=np.concatenate(faces).astype(np.int32),
        part=np.concatenate(part_of).astype(np.int16),
        material=np.concatenate(material_of).astype(np.int16),
        names=np.array(names),
        colours=np.array(colours, dtype=np.float32),
    )


def bed(seed: int) -> list[Any]:
    """Bed frame, mattress and pillows laid together: `BedFactory` simulates cloth for minutes."""
    rng = np.random.default_rng(seed)
    frame_factory = make_factory("seating", "BedFrameFactory", seed, {})
    frame = spawn(frame_factory)
    mattress_factory = make_factory("seating", "MattressFactory", seed, {})
    mattress_factory.type = "wrapped"
    mattress_factory.width = frame_factory.width * 0.93
    mattress_factory.size = frame_factory.size * 0.93
    mattress_factory.thickness = float(rng.uniform(0.18, 0.3))
    mattress = spawn(mattress_factory)
    mattress.rotation_euler[2] = math.pi / 2
    mattress.location = (frame_factory.size / 2, 0.0, mattress_factory.thickness / 2)
    bpy.context.view_layer.update()
    top_m = top_of(mattress)
    pillows = []
    sides = ((-1.0, 1.0), (-1.0, 1.0), (0.0,), ())[int(rng.integers(4))]
    factory = make_factory("seating", "PillowFactory", seed, {})
    factory.shape, factory.has_seam = "rectangle", False
    factory.width, factory.size = 0.62, 0.42
    for side in sides:
        pillow = spawn(factory)
        pillow.rotation_euler = (0.0, -0.3, math.pi / 2)
        pillow.location = (0.36, side * mattress_factory.width * 0.24, top_m + 0.5)
        bpy.context.view_layer.update()
        pillow.location.z += top_m - bottom_of(pillow) - 0.015
        pillows.append(pillow)
    return [frame, mattress, *pillows]


def heights(part: Any) -> np.ndarray:
    """Heights of an object's corners in the world."""
    return triangles(part, bpy.context.evaluated_depsgraph_get())[0][:, 2]


def top_of(part: Any) -> float:
    """Highest corner, in metres."""
    return float(heights(part).max())


def bottom_of(part: Any) -> float:
    """Lowest corner, in metres."""
    return float(heights(part).min())


def main() -> None:
    """Answers requests until the input ends."""
    print('@@{"ready": true}', flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            butil.clear_scene()
            seed = int(request["seed"])
            if request["composed"] == "bed":
                assets = bed(seed)
            else:
                factory = make_factory(
                    request["module"], request["factory"], seed, request["options"]
                )
                assets = [spawn(factory)]
            write(assets, request["out"])
            answer = {"ok": True, "error": ""}
        except Exception as error:
            answer = {"ok": False, "error": repr(error)[:300]}
        print("@@" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
