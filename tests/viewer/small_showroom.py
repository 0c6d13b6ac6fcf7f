"""A small results folder as `showroom build` writes it, made in a second: four boxes in a room of 5 x 4 m."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image
from trimesh.visual.material import PBRMaterial

from showroom.environment import MOODS, environment_name, shipped_environment
from showroom.web_glb import web_glb

ROOM_M = (5.0, 4.0, 2.7)
STYLE = "scandinavian"
HOSTILE_NAME = "<img src=x onerror=alert(1)>"
WALL_COLOURS = [238, 234, 226, 255]

# sku, name, category, (w, h, d), colour, [(x, z, yaw)], url
PRODUCTS: list[
    tuple[str, str, str, tuple[float, float, float], list[int], list[Any], str | None]
] = [
    ("SOFA-1", "Sofa Nord", "sofa", (2.0, 0.8, 0.9), [94, 122, 112, 255], [(2.5, 0.55, 0.0)], None),
    (
        "TABLE 2",
        HOSTILE_NAME,
        "coffee_table",
        (1.0, 0.42, 0.6),
        [176, 134, 92, 255],
        [(2.5, 1.9, 0.0)],
        "https://example.com/table",
    ),
    (
        "CHAIR.3",
        'Chair "Ava" 椅子 🪑',
        "armchair",
        (0.7, 0.85, 0.7),
        [190, 92, 66, 255],
        [(0.6, 2.4, np.pi / 2), (4.4, 2.4, -np.pi / 2)],
        "javascript:alert(1)",
    ),
    (
        "CASE-4",
        "Bookcase",
        "bookcase",
        (0.8, 1.9, 0.35),
        [120, 96, 76, 255],
        [(0.8, 3.8, np.pi)],
        None,
    ),
]


def write_small_showroom(folder: Path) -> Path:
    """Write the folder and return it."""
    for sku, name, category, size, colour, _, url in PRODUCTS:
        product = folder / "products" / sku
        product.mkdir(parents=True)
        scene = trimesh.Scene()
        scene.add_geometry(_box(size, colour), node_name=sku, geom_name=sku)
        _write_glb(scene, product / f"{sku}.glb")
        _press(product / f"{sku}.glb")
        (product / f"{sku}.lod1.glb").write_bytes((product / f"{sku}.web.glb").read_bytes())
        Image.new("RGB", (64, 64), tuple(colour[:3])).save(product / "poster.webp")
        levels = [
            {
                "file": f"{sku}.{level}.glb",
                "bytes": (product / f"{sku}.{level}.glb").stat().st_size,
                "triangles": 12,
                "enough_from_m": enough_from_m,
            }
            for level, enough_from_m in (("web", 0.0), ("lod1", 2.0))
        ]
        told = _facts(sku, name, category, size, url) | {
            "variants": [],
            "levels": levels,
            "colours": ["#{:02x}{:02x}{:02x}".format(*colour[:3])],
            "store_key": f"key-of-{sku}",
            "warnings": [],
        }
        (product / "product.json").write_text(json.dumps(told))
    room = folder / "showrooms" / "living-1"
    room.mkdir(parents=True)
    _write_glb(_room_scene(), room / "showroom.glb")
    _press(room / "showroom.glb")
    _write_glb(_shell_scene(), room / "shell.glb")
    _press(room / "shell.glb")
    (folder / "environments").mkdir()
    for mood in MOODS:
        name = environment_name(STYLE, mood)
        (folder / "environments" / name).write_bytes(shipped_environment(STYLE, mood))
    Image.new("RGB", (320, 180), (222, 216, 206)).save(room / "poster.webp")
    (room / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 4"><rect width="5" height="4" fill="#eee"/></svg>'
    )
    (room / "showroom.json").write_text(json.dumps(_showroom_json(), ensure_ascii=False))
    manifest = {
        "schema_version": 1,
        "seed": 0,
        "products": [
            {"sku": p[0], "made": True, "category": p[2], "triangles": 12} for p in PRODUCTS
        ],
        "showrooms": [{"id": "living-1", "made": True}],
        "problems": [],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def _press(master: Path) -> None:
    master.with_suffix(".web.glb").write_bytes(web_glb(master.read_bytes()))


def _facts(
    sku: str, name: str, category: str, size: tuple[float, float, float], url: str | None
) -> dict[str, Any]:
    return {
        "sku": sku,
        "name": name,
        "category": category,
        "size_m": list(size),
        "price": {"amount": "199.00", "currency": "EUR"},
        "url": url,
        "description": None,
    }


def _showroom_json() -> dict[str, Any]:
    products = []
    for sku, name, category, size, _, places, url in PRODUCTS:
        placements = [
            {
                "node": sku if i == 0 else f"{sku}#{i + 1}",
                "position_m": [x, 0.0, z],
                "yaw_rad": yaw,
                "reason": "stands against the wall",
            }
            for i, (x, z, yaw) in enumerate(places)
        ]
        facts = _facts(sku, name, category, size, url)
        products.append(
            {
                **facts,
                "glb": f"../../products/{sku}/{sku}.web.glb",
                "poster": f"../../products/{sku}/poster.webp",
                "lods": [
                    {
                        "glb": f"../../products/{sku}/{sku}.{name}.glb",
                        "bytes": 1000,
                        "triangles": 12,
                        "enough_from_m": distance_m,
                    }
                    for name, distance_m in (("web", 0.0), ("lod1", 2.5))
                ],
                "placements": placements,
            }
        )
    width, depth, height = ROOM_M
    return {
        "schema_version": 1,
        "id": "living-1",
        "room": {
            "type": "living_room",
            "polygon_m": [[0, 0], [width, 0], [width, depth], [0, depth]],
            "height_m": height,
            "openings": [
                {
                    "kind": "door",
                    "wall": 2,
                    "offset_m": 0.6,
                    "width_m": 0.9,
                    "sill_m": 0,
                    "height_m": 2.0,
                }
            ],
        },
        "style": STYLE,
        "scene": "showroom.web.glb",
        "shell": "shell.web.glb",
        "environment": {
            mood: f"../../environments/{environment_name(STYLE, mood)}" for mood in MOODS
        },
        "plan": "plan.svg",
        "poster": "poster.webp",
        "entrance": {"position_m": [3.6, 1.6, 3.5], "yaw_rad": float(np.pi * 1.1)},
        "products": products,
        "left_out": [],
        "warnings": [],
    }


def _box(size: tuple[float, float, float], colour: list[int]) -> trimesh.Trimesh:
    mesh = trimesh.creation.box(size)
    mesh.apply_translation([0, size[1] / 2, 0])
    mesh.unmerge_vertices()
    mesh.visual = trimesh.visual.TextureVisuals(
        material=PBRMaterial(baseColorFactor=colour, roughnessFactor=0.8, metallicFactor=0.0)
    )
    return mesh


def _slab(low: tuple[float, float, float], high: tuple[float, float, float]) -> trimesh.Trimesh:
    size = tuple(h - lo for lo, h in zip(low, high, strict=True))
    mesh = _box((size[0], size[1], size[2]), WALL_COLOURS)
    mesh.apply_translation([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    return mesh


def _shell_scene() -> trimesh.Scene:
    width, depth, height = ROOM_M
    t = 0.1
    scene = trimesh.Scene()
    scene.graph.update(frame_to="shell", frame_from=scene.graph.base_frame)
    slabs = {
        "floor": _slab((0, -t, 0), (width, 0, depth)),
        "ceiling": _slab((0, height, 0), (width, height + t, depth)),
        "wall-0": _slab((0, 0, -t), (width, height, 0)),
        "wall-1": _slab((width, 0, 0), (width + t, height, depth)),
        "wall-2": _slab((0, 0, depth), (width, height, depth + t)),
        "wall-3": _slab((-t, 0, 0), (0, height, depth)),
    }
    for name, slab in slabs.items():
        scene.add_geometry(slab, node_name=name, geom_name=name, parent_node_name="shell")
    return scene


def _room_scene() -> trimesh.Scene:
    scene = _shell_scene()
    for sku, _, _, size, colour, places, _ in PRODUCTS:
        mesh = _box(size, colour)
        for i, (x, z, yaw) in enumerate(places):
            matrix = trimesh.transformations.rotation_matrix(yaw, [0, 1, 0])
            matrix[:3, 3] = [x, 0, z]
            node = sku if i == 0 else f"{sku}#{i + 1}"
            scene.add_geometry(mesh, node_name=node, geom_name=node, transform=matrix)
    return scene


def _write_glb(scene: trimesh.Scene, path: Path) -> None:
    path.write_bytes(scene.export(file_type="glb", include_normals=True))
