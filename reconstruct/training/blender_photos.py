"""Path-traces product photos of artists' models inside Blender's own Python, one for each line of JSON on its input.

Like `blender_shapes.py` a separate process in an environment of its own that imports nothing of the project but the
studio beside it. A request is `{"obj", "turn", "size_m", "seed", "azimuth_deg", "elevation_deg", "lens_mm", "px",
"samples", "threads", "out"}`; `out` is a path without suffix. The photo (`.jpg`), its true matte (`.png`) and the
camera (`.json`) are written; the answer is a line that begins with `@@`.
"""
# mypy: ignore-errors

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

import blender_studio as studio
import bpy
import numpy as np
from mathutils import Matrix

T_BLENDER_PRODUCT = np.linalg.inv(studio.T_PRODUCT_BLENDER)[:3, :3]


def load(request: dict[str, Any]) -> SimpleNamespace:
    """The model in its true size, standing on the floor with its front towards -Y, as one piece."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.wm.obj_import(filepath=request["obj"], forward_axis="NEGATIVE_Z", up_axis="Y")
    parts = [o for o in bpy.context.scene.objects if o.type == "MESH" and len(o.data.polygons)]
    turn = np.array(request["turn"])
    raw = []
    for part in parts:
        corners = np.empty(len(part.data.vertices) * 3)
        part.data.vertices.foreach_get("co", corners)
        world = np.array(part.matrix_world)
        corners = corners.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3]
        raw.append(
            corners @ T_BLENDER_PRODUCT @ turn.T
        )  # Blender to the file's own axes, then upright
    low, high = np.concatenate(raw).min(axis=0), np.concatenate(raw).max(axis=0)
    scale = np.array(request["size_m"]) / np.maximum(high - low, 1e-9)
    middle = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    points = []
    for part, corners in zip(parts, raw, strict=True):
        placed = (corners - middle) * scale @ T_BLENDER_PRODUCT.T
        part.matrix_world = Matrix.Identity(4)
        part.data.vertices.foreach_set("co", placed.ravel())
        part.data.update()
        if part.data.has_custom_normals:
            part.select_set(True)
            bpy.context.view_layer.objects.active = part
            bpy.ops.mesh.customdata_custom_splitnormals_clear()
        points.append(placed)
    mend_materials(parts, np.random.default_rng(request["seed"] + 1))
    cloud = np.concatenate(points)
    return SimpleNamespace(points_m=cloud, height_m=float(cloud[:, 2].max()))


def mend_materials(parts: list[Any], rng: np.random.Generator) -> None:
    """Some artists left out their textures, which would render magenta: such a material gets a colour of wood."""
    for material in {slot.material for part in parts for slot in part.material_slots}:
        if material is None or not material.use_nodes:
            continue
        tree = material.node_tree
        for node in list(tree.nodes):
            if node.type == "TEX_IMAGE" and (node.image is None or not node.image.has_data):
                if node.image is not None and node.image.size[0]:
                    continue  # there, only not read yet
                for link in list(node.outputs["Color"].links):
                    if link.to_socket.name == "Base Color":
                        wood = np.array([0.38, 0.2, 0.09]) * np.exp(rng.normal(0, 0.4))
                        link.to_socket.default_value = (*np.clip(wood, 0.02, 0.8), 1.0)
                    tree.links.remove(link)


def draw_set(rng: np.random.Generator) -> studio.Set:
    """A merchant's studio: mostly white or grey paper, now and then a coloured one or a corner of a room."""
    backdrop = str(rng.choice(["sweep", "sweep", "sweep", "plaster", "wood"]))
    tone = float(rng.uniform(0.3, 0.82))
    colour = studio.WHITE if rng.random() < 0.4 else (tone, tone, tone)
    if rng.random() < 0.3:
        colour = tuple(float(c) for c in rng.uniform(0.2, 0.8, 3))
    return studio.Set(
        backdrop=backdrop,
        colour=colour,
        exposure=float(rng.normal(0, 0.25)),
        key_side=float(rng.choice([-1.0, 1.0])),
    )


def photograph(request: dict[str, Any]) -> None:
    """One photo with its matte and camera."""
    rng = np.random.default_rng(request["seed"])
    piece = load(request)
    products = [o for o in bpy.context.scene.objects if o.type == "MESH"]
    view = studio.View(request["azimuth_deg"], request["elevation_deg"], request["lens_mm"])
    setting = draw_set(rng)
    studio.dress(piece, setting, view.azimuth_deg)
    shot = studio.place_camera(piece, view, request["px"])
    out = Path(request["out"])
    scene = bpy.context.scene
    studio.render(
        out.with_suffix(".raw.png"),
        samples=request["samples"],
        threads=request["threads"],
        exposure=setting.exposure,
        alpha=False,
    )
    for other in scene.objects:
        if other.type == "MESH" and other not in products:
            other.hide_render = True
    scene.cycles.max_bounces = 0
    studio.render(
        out.with_suffix(".matte.png"),
        samples=8,
        threads=request["threads"],
        exposure=0.0,
        alpha=True,
    )
    record = {
        "T_product_camera": (studio.T_PRODUCT_BLENDER @ shot.T_blender_camera).tolist(),
        "focal_px": shot.focal_px,
        "width_px": shot.width_px,
        "height_px": shot.height_px,
        "azimuth_deg": view.azimuth_deg,
        "elevation_deg": view.elevation_deg,
        "backdrop": setting.backdrop,
    }
    out.with_suffix(".json").write_text(json.dumps(record))


def main() -> None:
    """Answers requests until the input ends."""
    print('@@{"ready": true}', flush=True)
    for line in sys.stdin:
        try:
            photograph(json.loads(line))
            answer = {"ok": True, "error": ""}
        except Exception as error:
            answer = {"ok": False, "error": repr(error)[:300]}
        print("@@" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
