"""One selection of products to one folder of finished files: `showrooms/<id>/`."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from layout import (
    Arrangement,
    HouseArrangement,
    arrange_room,
    as_one_room,
    house_json,
    house_svg,
    plan_svg,
    room_for,
    svg_png,
)
from layout.errors import LayoutError
from reconstruct import TexturedProduct
from showroom.errors import ShowroomError
from showroom.fillers.furnish import make_fillers
from showroom.fillers.placed import PlacedFiller
from showroom.gltf import write_glb
from showroom.output import OutputFolder, json_bytes
from showroom.picture.picture import (
    above_view,
    dollhouse_poster,
    poster_view,
    room_poster,
    webp_bytes,
)
from showroom.problem import Problem
from showroom.product.outcome import ROOM_LEVEL
from showroom.product.recipe import light_key
from showroom.product.store import ProductStore
from showroom.profiles import PRODUCTS_APART
from showroom.room.house_scene import house_scene
from showroom.room.scene import room_scene, sku_of
from showroom.room.settle import settled
from showroom.scene import Scene, walk, without
from showroom.scene_check import Finding, check_scene
from showroom.seeds import derive_seed, taste_seed
from showroom.showroom_json import ShowroomFacts, showroom_json
from showroom.showroom_outcome import ShowroomJob, ShowroomOutcome
from showroom.style.choice import chosen_style
from showroom.style.style import Style
from showroom.tour.files import with_tour
from showroom.tour.tour import Tour, plan_tour
from showroom.web_glb import web_glb

__all__ = [
    "make_showroom",
    "shell_scene",
]


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
    plan = _planned(job)
    clock.lap("layout")
    products = _load_products(job, plan.whole)
    rooms = tuple(settled(room, products) for room in plan.rooms)
    whole = rooms[0] if plan.house is None else settled(plan.whole, products)
    clock.lap("load")
    style = chosen_style(job.style, products, selection.room_type)
    fillers = _fillers(job, plan.rooms, rooms, products, style) if job.fill else {}
    clock.lap("fill")
    details = {sku: facts.details for sku, facts in job.facts.items()}
    if plan.house is None:
        own = fillers.get(whole.room.room_id, ())
        scene = room_scene(whole, products, style, details, own)
    else:
        scene = house_scene(whole, rooms, products, style, details, fillers)
    tour = plan_tour(whole, job.facts)
    problems = _told(selection.showroom_id, whole, tour, check_scene(scene, whole))
    clock.lap("scene")
    out = OutputFolder(job.out)
    folder = f"showrooms/{selection.showroom_id}"
    master = write_glb(with_tour(scene, tour))
    drawn = plan_svg(whole) if plan.house is None else house_svg(rooms)
    files = [
        out.write(f"{folder}/showroom.glb", master),
        out.write(f"{folder}/showroom.web.glb", web_glb(master)),
        out.write(f"{folder}/shell.web.glb", web_glb(write_glb(shell_scene(scene)))),
        out.write(f"{folder}/plan.svg", drawn.encode()),
        out.write(f"{folder}/plan.png", svg_png(drawn)),
    ]
    if plan.house is not None:
        files.append(out.write(f"{folder}/house.json", json_bytes(house_json(plan.house))))
    clock.lap("files")
    views = {"dollhouse": above_view(scene)}
    above = webp_bytes(dollhouse_poster(scene, view=views["dollhouse"]))
    files.append(out.write(f"{folder}/dollhouse.webp", above))
    views["poster"] = views["dollhouse"] if plan.house is not None else poster_view(scene)
    poster = (
        above if plan.house is not None else webp_bytes(room_poster(scene, view=views["poster"]))
    )
    files.append(out.write(f"{folder}/poster.webp", poster))
    clock.lap("poster")
    told = showroom_json(
        ShowroomFacts(selection.showroom_id, style.name, job.facts, job.levels, views),
        whole,
        tour,
        [filler for own in fillers.values() for filler in own] if job.fill else None,
        problems,
    )
    files.append(out.write(f"{folder}/showroom.json", json_bytes(told)))
    placed = tuple(dict.fromkeys(sku_of(p.item_id) for p in whole.placements))
    return ShowroomOutcome(
        showroom_id=selection.showroom_id,
        room_type=selection.room_type,
        problems=tuple(problems),
        style=style.name,
        skus=placed,
        left_out=tuple((left.item_id, left.reason) for left in whole.left_out),
        files=tuple(files),
        triangles=scene.triangles,
        seconds=clock.seconds,
        made=True,
    )


@dataclass(frozen=True)
class _Plan:
    """A furnished floor: the whole, the rooms it is built of (one, or those of a house), and the house."""

    whole: Arrangement
    rooms: tuple[Arrangement, ...]
    house: HouseArrangement | None = None


def _planned(job: ShowroomJob) -> _Plan:
    """What was solved already, or a usual room for the selection, furnished."""
    selection = job.selection
    if selection.house is not None:
        return _Plan(as_one_room(selection.house), selection.house.arrangements, selection.house)
    if selection.arrangement is not None:
        return _Plan(selection.arrangement, (selection.arrangement,))
    seed = derive_seed(job.seed, "arrange", selection.showroom_id)
    room = room_for(selection.footprints, selection.room_type, seed)
    arrangement = arrange_room(
        room, selection.footprints, seed=taste_seed(job.seed, seed, selection.again)
    )
    return _Plan(arrangement, (arrangement,))


def _fillers(
    job: ShowroomJob,
    on_boxes: Sequence[Arrangement],
    rooms: Sequence[Arrangement],
    products: Mapping[str, TexturedProduct],
    style: Style,
) -> dict[str, tuple[PlacedFiller, ...]]:
    """What completes each room, by room id."""
    made = {}
    for before, after in zip(on_boxes, rooms, strict=True):
        name = after.room.room_id
        seed = derive_seed(job.seed, "fill", f"{job.selection.showroom_id}/{name}")
        own = make_fillers(before, after, products, style, seed=seed)
        # Each room counts its own: in a house the room's name tells them apart.
        made[name] = own if len(rooms) == 1 else tuple(f.named(f"{name}-{f.name}") for f in own)
    return made


def _told(
    showroom_id: str, whole: Arrangement, tour: Tour, findings: Sequence[Finding]
) -> list[Problem]:
    """Everything about the room that the merchant should know."""
    told = [(warning.code, warning.message) for warning in whole.warnings]
    told += [
        ("left_out", f"{left.item_id} was left out of {showroom_id}: {left.reason}")
        for left in whole.left_out
    ]
    told += [(finding.code, finding.message) for finding in findings]
    told += [(warning.code, warning.message) for warning in tour.warnings]
    return [Problem(showroom_id, code, message, "warning") for code, message in told]


def shell_scene(scene: Scene) -> Scene:
    """The room without the catalog's products: shell, lights, cameras, and whatever else has no SKU."""
    products = frozenset(node.name for node, _ in walk(scene) if "sku" in node.extras)
    extras = {**scene.extras, "products": PRODUCTS_APART}
    return replace(without(scene, products), extras=extras)


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


class _Clock:
    """Seconds since the last lap, by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now
