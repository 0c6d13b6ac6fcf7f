"""One selection of products to one folder of finished files: `showrooms/<id>/`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layout import Arrangement, arrange_room, plan_png, plan_svg, room_for
from layout.errors import LayoutError
from reconstruct import TexturedProduct
from showroom.environment import MOODS, environment_name
from showroom.errors import ShowroomError
from showroom.fillers.furnish import make_fillers
from showroom.fillers.placed import PlacedFiller
from showroom.gltf import write_glb
from showroom.output import OutputFolder, WrittenFile, json_bytes
from showroom.picture import room_poster, webp_bytes
from showroom.problem import Problem
from showroom.product_facts import ProductFacts
from showroom.product_files import ROOM_LEVEL
from showroom.product_levels import ProductLevel
from showroom.product_store import ProductStore, light_key
from showroom.room_scene import entrance, room_scene, sku_of
from showroom.scene import Scene, walk, without
from showroom.scene_check import check_scene
from showroom.seeds import derive_seed, taste_seed
from showroom.selection import RoomSelection
from showroom.settle import settled
from showroom.style import load_style
from showroom.tour import Tour, plan_tour
from showroom.tour_files import tour_json, with_tour
from showroom.web_glb import web_glb

__all__ = [
    "SHOWROOM_SCHEMA_VERSION",
    "ShowroomJob",
    "ShowroomOutcome",
    "make_showroom",
    "shell_scene",
]

SHOWROOM_SCHEMA_VERSION = 1


@dataclass(frozen=True)
class ShowroomJob:
    """What one worker needs to make one showroom.

    Attributes
    ----------
    selection
        Room type and boxes.
    facts
        What the shopper is told of each product, by SKU.
    keys
        Where the store keeps each product, by SKU.
    levels
        Each product's files for rooms, finest first, by SKU.
    out, store
        The run's output folder and the folder of finished products.
    style
        Name of the style.
    seed
        The run's seed.
    fill
        Whether the merchant allows plain things that are not for sale to complete the room.
    """

    selection: RoomSelection
    facts: Mapping[str, ProductFacts]
    keys: Mapping[str, str]
    levels: Mapping[str, tuple[ProductLevel, ...]]
    out: Path
    store: Path
    style: str
    seed: int
    fill: bool = False


@dataclass(frozen=True)
class ShowroomOutcome:
    """What became of one showroom.

    Attributes
    ----------
    showroom_id
        Its folder's name.
    room_type
        Type of room.
    problems
        Errors and warnings about it.
    skus
        Products that stand in it.
    left_out
        SKU and reason of those that do not.
    files
        Written files.
    triangles
        Of the whole room, instances counted each.
    seconds
        Wall seconds of each stage.
    made
        Whether the showroom exists.
    """

    showroom_id: str
    room_type: str
    problems: tuple[Problem, ...]
    skus: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    files: tuple[WrittenFile, ...] = ()
    triangles: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    made: bool = False

    @property
    def bytes(self) -> int:
        """Size of the master GLB."""
        return next((file.size_bytes for file in self.files if file.path.endswith(".glb")), 0)


def make_showroom(job: ShowroomJob) -> ShowroomOutcome:
    """Arrange, build and write one showroom; what is wrong with it is in the outcome."""
    selection = job.selection
    try:
        return _make(job)
    except (LayoutError, ShowroomError) as error:
        problem = Problem(selection.showroom_id, "showroom_failed", str(error), "error")
        return ShowroomOutcome(selection.showroom_id, selection.room_type, (problem,))


def _make(job: ShowroomJob) -> ShowroomOutcome:
    selection = job.selection
    clock = _Clock()
    arrangement = selection.arrangement or _arranged(job)
    clock.lap("layout")
    products = _load_products(job, arrangement)
    on_boxes, arrangement = arrangement, settled(arrangement, products)
    clock.lap("load")
    details = {sku: facts.details for sku, facts in job.facts.items()}
    style = load_style(job.style)
    fillers: tuple[PlacedFiller, ...] = ()
    if job.fill:
        seed = derive_seed(job.seed, "fill", selection.showroom_id)
        fillers = make_fillers(on_boxes, arrangement, products, style, seed=seed)
        clock.lap("fill")
    scene = room_scene(arrangement, products, style, details, fillers)
    tour = plan_tour(arrangement, job.facts)
    problems = [
        Problem(selection.showroom_id, warning.code, warning.message, "warning")
        for warning in arrangement.warnings
    ]
    problems += [
        Problem(
            selection.showroom_id,
            "left_out",
            f"{left.item_id} was left out of {selection.showroom_id}: {left.reason}",
            "warning",
        )
        for left in arrangement.left_out
    ]
    problems += [
        Problem(selection.showroom_id, finding.code, finding.message, "warning")
        for finding in check_scene(scene, arrangement)
    ]
    problems += [
        Problem(selection.showroom_id, warning.code, warning.message, "warning")
        for warning in tour.warnings
    ]
    clock.lap("scene")
    out = OutputFolder(job.out)
    folder = f"showrooms/{selection.showroom_id}"
    master = write_glb(with_tour(scene, tour))
    files = [
        out.write(f"{folder}/showroom.glb", master),
        out.write(f"{folder}/showroom.web.glb", web_glb(master)),
        out.write(f"{folder}/shell.web.glb", web_glb(write_glb(shell_scene(scene)))),
        out.write(f"{folder}/plan.svg", plan_svg(arrangement).encode()),
        out.write(f"{folder}/plan.png", plan_png(arrangement)),
    ]
    clock.lap("files")
    files.append(out.write(f"{folder}/poster.webp", webp_bytes(room_poster(scene))))
    clock.lap("poster")
    told = _showroom_json(job, arrangement, tour, problems)
    if job.fill:
        told["fillers"] = [filler.as_json() for filler in fillers]
    files.append(out.write(f"{folder}/showroom.json", json_bytes(told)))
    placed = tuple(dict.fromkeys(sku_of(p.item_id) for p in arrangement.placements))
    return ShowroomOutcome(
        showroom_id=selection.showroom_id,
        room_type=selection.room_type,
        problems=tuple(problems),
        skus=placed,
        left_out=tuple((left.item_id, left.reason) for left in arrangement.left_out),
        files=tuple(files),
        triangles=scene.triangles,
        seconds=clock.seconds,
        made=True,
    )


def shell_scene(scene: Scene) -> Scene:
    """The room without the catalog's products: shell, lights, cameras, and whatever else has no SKU."""
    products = frozenset(node.name for node, _ in walk(scene) if "sku" in node.extras)
    return without(scene, products)


def _arranged(job: ShowroomJob) -> Arrangement:
    """A usual room for the selection, furnished."""
    selection = job.selection
    seed = derive_seed(job.seed, "arrange", selection.showroom_id)
    room = room_for(selection.footprints, selection.room_type, seed)
    return arrange_room(
        room, selection.footprints, seed=taste_seed(job.seed, seed, selection.again)
    )


def _load_products(job: ShowroomJob, arrangement: Arrangement) -> dict[str, TexturedProduct]:
    """Finished products of all placed pieces, by SKU."""
    store = ProductStore(job.store)
    products: dict[str, TexturedProduct] = {}
    for placement in arrangement.placements:
        sku = sku_of(placement.item_id)
        if sku not in products:
            product = store.load(light_key(job.keys[sku], ROOM_LEVEL))
            if product is None:
                raise ShowroomError(
                    f"{sku}: its finished product has gone from the store {job.store}. Run the command again."
                )
            products[sku] = product
    return products


def _showroom_json(
    job: ShowroomJob, arrangement: Arrangement, tour: Tour, problems: list[Problem]
) -> dict[str, Any]:
    """`showroom.json`: what the viewer and a store need beside the geometry."""
    placements: dict[str, list[dict[str, Any]]] = {}
    for placement in arrangement.placements:
        placements.setdefault(sku_of(placement.item_id), []).append(
            {
                "node": placement.item_id,
                "position_m": [placement.x_m, placement.y_m, placement.z_m],
                "yaw_rad": placement.yaw_rad,
                "reason": placement.reason,
            }
        )
    room = arrangement.room
    start = entrance(room)
    return {
        "schema_version": SHOWROOM_SCHEMA_VERSION,
        "id": job.selection.showroom_id,
        "room": {
            "type": room.room_type,
            "polygon_m": [list(corner) for corner in room.polygon_m],
            "height_m": room.height_m,
            "openings": [
                {
                    "kind": opening.kind,
                    "wall": opening.wall,
                    "offset_m": opening.offset_m,
                    "width_m": opening.width_m,
                    "sill_m": opening.sill_m,
                    "height_m": opening.height_m,
                }
                for opening in room.openings
            ],
        },
        "style": job.style,
        "scene": "showroom.web.glb",
        "shell": "shell.web.glb",
        "environment": {
            mood: f"../../environments/{environment_name(job.style, mood)}" for mood in MOODS
        },
        "plan": "plan.svg",
        "poster": "poster.webp",
        "entrance": {"position_m": list(start.position_m), "yaw_rad": start.yaw_rad},
        **tour_json(tour),
        "layout": {"status": arrangement.status, "gap": arrangement.gap},
        "products": [
            {
                **job.facts[sku].as_json(),
                "glb": f"../../products/{sku}/{sku}.web.glb",
                "lods": [level.as_json(f"../../products/{sku}") for level in job.levels[sku]],
                "placements": pieces,
            }
            for sku, pieces in sorted(placements.items())
        ],
        "left_out": [
            {"sku": sku_of(left.item_id), "reason": left.reason} for left in arrangement.left_out
        ],
        "warnings": [{"code": p.code, "message": p.message} for p in problems],
    }


class _Clock:
    """Seconds since the last lap, by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now
