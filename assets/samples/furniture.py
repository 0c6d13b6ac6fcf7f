"""Builds one procedural piece of furniture in Blender, standing on the floor and facing the camera's side.

Frame of everything built here: Blender's Z up, metres, the product's front towards -Y and its left at +X, origin at
the floor centre of its bounds. Blender's glTF exporter turns that into the project's `product` frame (+Y up, front
+Z, left +X) without a further turn. Infinigen itself builds with the front towards +X.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np
from infinigen.core.util import blender as butil
from infinigen.core.util.math import FixedSeed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OBJECTS = "infinigen.assets.objects"
FACTORY_MODULES: dict[str, str] = {
    "SofaFactory": "seating",
    "ArmChairFactory": "seating",
    "ChairFactory": "seating",
    "BarChairFactory": "seating",
    "OfficeChairFactory": "seating",
    "BedFrameFactory": "seating",
    "MattressFactory": "seating",
    "PillowFactory": "seating",
    "CoffeeTableFactory": "tables.dining_table",
    "SideTableFactory": "tables.dining_table",
    "TableDiningFactory": "tables.dining_table",
    "TableCocktailFactory": "tables.cocktail_table",
    "TVStandFactory": "shelves.cell_shelf",
    "CellShelfFactory": "shelves.cell_shelf",
    "SimpleBookcaseFactory": "shelves.simple_bookcase",
    "LargeShelfFactory": "shelves.large_shelf",
    "CabinetFactory": "shelves.cabinet",
    "SingleCabinetFactory": "shelves.single_cabinet",
    "KitchenCabinetFactory": "shelves.kitchen_cabinet",
    "SimpleDeskFactory": "shelves.simple_desk",
    "SidetableDeskFactory": "shelves.simple_desk",
    "FloorLampFactory": "lamp.lamp",
    "DeskLampFactory": "lamp.lamp",
    "VaseFactory": "table_decorations.vase",
}

# The same generators with a size of ours: KitchenCabinetFactory draws lengths of 1 to 4 m by itself.
VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "Sideboard": ("KitchenCabinetFactory", {"dimensions": (0.42, 1.5, 0.72)}),
    "Nightstand": (
        "KitchenCabinetFactory",
        {"dimensions": (0.38, 0.46, 0.42), "drawer_only": True},
    ),
}

LARGEST_M = 3.0
"""Some seeds of bed frames have a spike metres, or kilometres, long (seeds 0, 7 and 15)."""

Spawn = Callable[[int], list["bpy.types.Object"]]


@dataclass(frozen=True)
class Piece:
    """A product in the scene."""

    root: Any
    """Empty at the floor centre of the product's bounds; every part hangs below it."""
    parts: tuple[Any, ...]
    """The mesh objects that are visible."""
    points_m: NDArray[np.float64]
    """Vertices of all parts, `(V, 3)`, Blender axes, metres."""

    @property
    def width_m(self) -> float:
        """Left to right, metres."""
        return float(np.ptp(self.points_m[:, 0]))

    @property
    def depth_m(self) -> float:
        """Front to back, metres."""
        return float(np.ptp(self.points_m[:, 1]))

    @property
    def height_m(self) -> float:
        """Floor to top, metres."""
        return float(np.ptp(self.points_m[:, 2]))


def make_factory(name: str, seed: int) -> Any:
    """Infinigen's factory of that class (or variant) name; its parameters are drawn from the seed."""
    name, options = VARIANTS.get(name, (name, {}))
    module = importlib.import_module(f"{_OBJECTS}.{FACTORY_MODULES[name]}")
    with FixedSeed(seed):
        factory = getattr(module, name)(seed, **options)
    # Half of the seeds are scratched or worn at the edges; a store sells new things.
    for wear in ("scratch", "edge_wear"):
        if hasattr(factory, wear):
            setattr(factory, wear, None)
    return factory


def spawn(factory: Any) -> Any:
    """One finished asset of a factory, materials assigned."""
    with FixedSeed(factory.factory_seed):
        asset = factory.spawn_asset(0)
        factory.finalize_assets([asset])
    return asset


def build(name: str, seed: int, yaw_deg: float = 0.0) -> Piece:
    """Clears the scene and builds one product.

    `yaw_deg` corrects a generator whose front is not at +X (counter-clockwise from above).
    """
    butil.clear_scene()
    assets = COMPOSED[name](seed) if name in COMPOSED else [spawn(make_factory(name, seed))]
    return _stand(assets, yaw_deg)


def _tree(asset: Any) -> Iterator[Any]:
    yield asset
    for child in asset.children:
        yield from _tree(child)


def _points(parts: list[Any]) -> NDArray[np.float64]:
    graph = bpy.context.evaluated_depsgraph_get()
    clouds: list[NDArray[np.float64]] = []
    for part in parts:
        evaluated = part.evaluated_get(graph)
        mesh = evaluated.to_mesh()
        flat = np.empty(len(mesh.vertices) * 3)
        mesh.vertices.foreach_get("co", flat)
        world = np.array(part.matrix_world)
        clouds.append(flat.reshape(-1, 3) @ world[:3, :3].T + world[:3, 3])
        evaluated.to_mesh_clear()
    return np.concatenate(clouds)


def _stand(assets: list[Any], yaw_deg: float) -> Piece:
    """Turns the front to -Y and puts the floor centre of the bounds at the origin."""
    # The parts stay separate objects below one empty: joining them would change the bounds that the procedural
    # materials take their "generated" coordinates from, and so the look.
    objects = [o for asset in assets for o in _tree(asset)]
    parts = [o for o in objects if o.type == "MESH" and len(o.data.polygons) and not o.hide_render]
    keep = {o.name for o in objects}
    for stray in [o for o in bpy.context.scene.objects if o.name not in keep]:
        bpy.data.objects.remove(stray, do_unlink=True)

    root = bpy.data.objects.new("product", None)
    bpy.context.scene.collection.objects.link(root)
    for asset in assets:
        asset.parent = root
    root.rotation_euler[2] = math.radians(yaw_deg - 90.0)
    bpy.context.view_layer.update()
    points = _points(parts)
    low, high = points.min(axis=0), points.max(axis=0)
    if float((high - low).max()) > LARGEST_M:
        extent = " x ".join(f"{side:.2f}" for side in high - low)
        raise ValueError(
            f"expected furniture below {LARGEST_M} m, found {extent} m; choose another seed"
        )
    offset = -np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    root.location = offset
    bpy.context.view_layer.update()
    return Piece(root=root, parts=tuple(parts), points_m=points + offset)


def _bed(seed: int) -> list[Any]:
    """Bed frame, mattress and two pillows, laid together (`BedFactory` simulates cloth for minutes)."""
    rng = np.random.default_rng(seed)
    frame_factory = make_factory("BedFrameFactory", seed)
    frame = spawn(frame_factory)
    mattress_factory = make_factory("MattressFactory", seed)
    mattress_factory.type = "wrapped"
    mattress_factory.width = frame_factory.width * 0.93
    mattress_factory.size = frame_factory.size * 0.93
    mattress_factory.thickness = float(rng.uniform(0.2, 0.26))
    mattress = spawn(mattress_factory)
    # As in BedFactory: the frame's head is at x = 0 and its foot at x = size.
    mattress.rotation_euler[2] = math.pi / 2
    mattress.location = (frame_factory.size / 2, 0.0, mattress_factory.thickness / 2)
    bpy.context.view_layer.update()
    top_m = float(_points([mattress])[:, 2].max())

    pillows: list[Any] = []
    pillow_factory = make_factory("PillowFactory", seed)
    pillow_factory.shape = "rectangle"
    pillow_factory.width, pillow_factory.size = 0.62, 0.42
    pillow_factory.has_seam = False
    for side in (-1.0, 1.0):
        pillow = spawn(pillow_factory)
        # Long side across the bed, far edge raised against the head.
        pillow.rotation_euler = (0.3, 0.0, math.pi / 2 + float(rng.uniform(-0.06, 0.06)))
        pillow.location = (0.36, side * mattress_factory.width * 0.24, top_m + 0.5)
        bpy.context.view_layer.update()
        pillow.location.z += top_m - float(_points([pillow])[:, 2].min()) - 0.015
        pillows.append(pillow)
    return [frame, mattress, *pillows]


COMPOSED: dict[str, Spawn] = {"Bed": _bed}


def export_glb(piece: Piece, path: Path) -> None:
    """Writes the visible parts with their material names, in the project's `product` frame."""
    bpy.ops.object.select_all(action="DESELECT")
    for part in piece.parts:
        part.select_set(True)
    bpy.ops.export_scene.gltf(
        filepath=str(path),
        export_format="GLB",
        use_selection=True,
        export_apply=True,
        export_yup=True,
        export_animations=False,
    )
