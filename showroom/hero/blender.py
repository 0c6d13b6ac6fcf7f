"""Path-traces a room inside Blender's own Python: a script for another process, which imports nothing of the project.

Its one argument is a JSON file, written by `showroom.hero.hero.hero`: `{"glb", "out", "lens", "light", "hidden",
"hidden_radiance", "open", "samples", "denoise", "seed", "threads"}`. It writes one uncompressed EXR of floats,
linear and not exposed, with the light apart from the colours that it falls on, for a light meter.
"""
# mypy: ignore-errors

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector

PORTAL_BEFORE_M = 0.02


def main() -> None:
    """Load, light, look, render."""
    request = json.loads(Path(sys.argv[-1]).read_text())
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=request["glb"], import_shading="NORMALS")
    for placed in list(bpy.context.scene.objects):
        if placed.type in ("LIGHT", "CAMERA"):
            bpy.data.objects.remove(placed)
    hide(request["hidden"], away=request["open"], sends_out=request["hidden_radiance"])
    if not request["open"]:
        portals()
    unglaze()
    light(request["light"])
    look(request["lens"])
    render(request)


def hide(names: list[str], *, away: bool, sends_out: list[float]) -> None:
    """Take nodes out of the picture; unless they are `away` they still shade.

    What stands close before such a wall would be black where the camera now looks, so the wall sends out as much
    light as the room does on average.
    """
    glow = bpy.data.materials.new("unseen")
    glow.use_nodes = True
    glow.cycles.emission_sampling = "NONE"
    tree = glow.node_tree
    tree.nodes.clear()
    out, emission = (tree.nodes.new(f"ShaderNode{kind}") for kind in ("OutputMaterial", "Emission"))
    emission.inputs["Color"].default_value = (*sends_out, 1.0)
    tree.links.new(emission.outputs["Emission"], out.inputs["Surface"])
    for name in names:
        placed = bpy.data.objects.get(name)
        if placed is None:
            raise SystemExit(f"expected a node {name!r} to hide, found none in the file")
        placed.hide_render = away
        placed.visible_camera = False
        for slot in placed.material_slots if any(sends_out) else ():
            if slot.material.name.split(".")[0] != "glass":
                slot.material = glow


def panes() -> list:
    """Materials that are glass."""
    return [m for m in bpy.data.materials if m.name.split(".")[0] == "glass"]


def unglaze() -> None:
    """Take the panes out: a clear pane is not seen, and asking it at each step of every path took a third of the time.

    With its mirror image of the opposite window the garden, which is exposed on its own, looked like a screen.
    """
    glass = set(panes())
    for placed in [o for o in bpy.context.scene.objects if o.type == "MESH"]:
        slots = [slot.material for slot in placed.material_slots]
        if not glass & set(slots):
            continue
        bpy.ops.object.select_all(action="DESELECT")
        placed.select_set(True)
        bpy.context.view_layer.objects.active = placed
        if len(slots) > 1:
            bpy.ops.mesh.separate(type="MATERIAL")
        for part in {placed, *bpy.context.selected_objects}:
            if {slot.material for slot in part.material_slots} <= glass:
                part.hide_render = True


def portals() -> None:
    """Tell the path tracer where the sky comes in: a portal over the glass of each window in an outer wall."""
    glass = set(panes())
    for placed in [o for o in bpy.context.scene.objects if o.type == "MESH"]:
        told = placed.get("outward")
        slots = {k for k, s in enumerate(placed.material_slots) if s.material in glass}
        if told is None or not slots:
            continue
        corners = {
            v
            for face in placed.data.polygons
            if face.material_index in slots
            for v in face.vertices
        }
        points = np.array([placed.matrix_world @ placed.data.vertices[v].co for v in corners])
        outward = Vector((told[0], -told[1], 0.0)).normalized()
        along = np.array(outward.cross(Vector((0.0, 0.0, 1.0))))
        across, up = points @ along, points[:, 2]
        lamp = bpy.data.lights.new(f"portal-{placed.name}", "AREA")
        lamp.shape, lamp.size, lamp.size_y = "RECTANGLE", float(np.ptp(across)), float(np.ptp(up))
        lamp.cycles.is_portal = True
        holder = bpy.data.objects.new(lamp.name, lamp)
        depth = float((points @ np.array(outward)).min()) - PORTAL_BEFORE_M
        middle = np.array(outward) * depth + along * (across.min() + across.max()) / 2
        middle[2] = (up.min() + up.max()) / 2
        holder.location = middle
        holder.rotation_euler = (-outward).to_track_quat("-Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(holder)


def light(told: dict) -> None:
    """The sun, the lamps and the sky."""
    for number, sun in enumerate(told["suns"]):
        data = bpy.data.lights.new(f"sun-{number}", "SUN")
        data.energy, data.angle, data.color = sun["strength"], sun["angle_rad"], sun["colour"]
        holder = bpy.data.objects.new(data.name, data)
        holder.matrix_world = Matrix(sun["T"])
        bpy.context.scene.collection.objects.link(holder)
    for number, lamp in enumerate(told["lamps"]):
        data = bpy.data.lights.new(f"lamp-{number}", "POINT")
        data.energy, data.color = lamp["watts"], lamp["colour"]
        data.shadow_soft_size = lamp["radius_m"]
        holder = bpy.data.objects.new(data.name, data)
        holder.location = lamp["place_m"]
        bpy.context.scene.collection.objects.link(holder)
    rows = np.array(told["sky"], dtype=np.float32)
    pixels = np.ones((len(rows), 2 * len(rows), 4), dtype=np.float32)
    pixels[..., :3] = rows[:, None]
    picture = bpy.data.images.new(
        "sky", 2 * len(rows), len(rows), float_buffer=True, is_data=True, alpha=False
    )
    picture.pixels.foreach_set(pixels.ravel())
    world = bpy.data.worlds.new("sky")
    world.use_nodes = True
    tree = world.node_tree
    sky = tree.nodes.new("ShaderNodeTexEnvironment")
    sky.image = picture
    tree.links.new(sky.outputs["Color"], tree.nodes["Background"].inputs["Color"])
    bpy.context.scene.world = world


def look(lens: dict) -> None:
    """The camera."""
    data = bpy.data.cameras.new("hero")
    data.sensor_fit, data.sensor_width, data.lens = "HORIZONTAL", lens["sensor_mm"], lens["lens_mm"]
    data.shift_x, data.shift_y = lens["shift"]
    data.clip_start, data.clip_end = 0.01, 500.0
    holder = bpy.data.objects.new("hero", data)
    holder.matrix_world = Matrix(lens["T_blender_camera"])
    scene = bpy.context.scene
    scene.collection.objects.link(holder)
    scene.camera = holder
    scene.render.resolution_x, scene.render.resolution_y = lens["size_px"]
    scene.render.resolution_percentage = 100


def render(request: dict) -> None:
    """Linear light to an EXR of several layers, denoised."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.samples, cycles.seed = request["samples"], request["seed"]
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.04
    cycles.adaptive_min_samples = min(24, request["samples"])
    cycles.use_light_tree = (
        False  # a handful of lights: the tree cost a fifth of the time and saved no noise
    )
    cycles.use_denoising, cycles.denoiser = request["denoise"], "OPENIMAGEDENOISE"
    cycles.denoising_input_passes, cycles.denoising_prefilter = "RGB_ALBEDO_NORMAL", "ACCURATE"
    # Light that is mirrored onto matt surfaces is where fireflies come from; a room loses little without it.
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.blur_glossy, cycles.sample_clamp_indirect = 1.0, 6.0
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, 5, 3
    cycles.transparent_max_bounces = 16
    scene.render.film_transparent = True
    scene.render.threads_mode = "FIXED" if request["threads"] else "AUTO"
    if request["threads"]:
        scene.render.threads = request["threads"]
    layer = bpy.context.view_layer
    layer.use_pass_diffuse_direct = layer.use_pass_diffuse_indirect = True
    layer.use_pass_diffuse_color = True
    settings = scene.render.image_settings
    settings.file_format, settings.color_depth = "OPEN_EXR_MULTILAYER", "32"
    settings.exr_codec = "NONE"
    scene.render.filepath = request["out"]
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
    # Blender may crash while Python shuts down, when all the work is done and written.
    sys.stdout.flush()
    os._exit(0)
