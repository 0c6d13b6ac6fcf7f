"""Rooms that a merchant designed, finished as `showroom build` finishes its own: baked, pictured, toured, filled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from layout.errors import LayoutError
from showroom.catalog.product import CatalogProduct
from showroom.errors import DesignError
from showroom.output import json_bytes, write_atomic
from showroom.problem import Problem
from showroom.product.outcome import ROOM_LEVEL, ProductFileOptions, ProductOutcome
from showroom.product.recipe import light_key
from showroom.room.design import RoomDesign, footprints_for
from showroom.room.house_rooms import house_selections
from showroom.room.plan import arranged, plan_of
from showroom.room.selection import HOUSE, Piece, RoomSelection
from showroom.run import BuildReport, Progress, Run
from showroom.showroom_outcome import ShowroomJob
from showroom.style.wish import StyleWish

__all__ = ["build_rooms", "house_style", "remove_showroom"]

THOROUGH_S = 20.0
"""Wall-clock seconds for a plan that nobody waits for."""


def build_rooms(
    products: Sequence[CatalogProduct],
    designs: Sequence[RoomDesign],
    out: Path | str,
    *,
    seed: int = 0,
    files: ProductFileOptions | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    keep: Sequence[str] = (),
    finished: Sequence[str] = (),
) -> BuildReport:
    """Finish designed rooms, as their designs have them; a design without a plan is arranged first.

    Parameters
    ----------
    products
        Catalog rows; what is finished already is taken over, the rest is made.
    designs
        Rooms and houses of these products. A house is a showroom of the whole and one of each room.
    out
        Folder for the results.
    seed
        Of what the design does not say: fillers, and the like.
    files
        How fine products are.
    jobs
        Worker processes; None for one a core.
    progress
        Told of each finished item.
    keep
        Ids of showrooms of an earlier run in the same folder that still count.
    finished
        SKUs of products that an earlier run left in the folder, and whose photos are not at hand.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    run = Run(Path(out), seed=seed, jobs=jobs, progress=progress)
    run.settings = {"designs": len(designs)}
    run.keep(keep)
    run.make_products(products, files)
    run.take_products(finished)
    made = {outcome.sku: outcome for outcome in run.products if outcome.facts is not None}
    known = {sku: _piece(outcome) for sku, outcome in made.items()}
    work: list[ShowroomJob] = []
    for design in designs:
        missing = sorted(sku for sku, _ in design.products if sku not in made)
        if missing:
            message = (
                f"{design.showroom_id}: {', '.join(missing)} could not be made. "
                "Put right what is said of them, or take them out of the room."
            )
            run.problems.append(Problem(design.showroom_id, "showroom_failed", message, "error"))
            continue
        try:
            whole = design if design.pieces else arranged(design, known, limit_s=THOROUGH_S)
            selections = _selections(whole, known)
        except (DesignError, LayoutError) as error:
            run.problems.append(Problem(design.showroom_id, "showroom_failed", str(error), "error"))
            continue
        own = {sku: made[sku] for sku, _ in design.products}
        wish = house_style(run, design.style, own) if design.is_house else design.style
        work += [
            ShowroomJob(
                selection=selection,
                facts={sku: o.facts for sku, o in own.items() if o.facts},
                keys={sku: o.key for sku, o in own.items() if o.key},
                levels={sku: o.levels for sku, o in own.items()},
                out=run.out,
                store=run.store,
                style=wish,
                seed=seed,
                fill=design.fill,
            )
            for selection in selections
        ]
    run.make_showrooms(work)
    return run.finish()


def remove_showroom(out: Path, showroom_id: str) -> None:
    """Take a finished showroom, and those of its rooms if it is a house, out of a results folder.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    manifest = out / "manifest.json"
    if not manifest.is_file():
        return
    told = json.loads(manifest.read_bytes())
    gone = {
        room["id"]
        for room in told["showrooms"]
        if room["id"] == showroom_id or room["id"].startswith(f"{showroom_id}-")
    }
    folders = tuple(f"showrooms/{name}/" for name in gone)
    told["showrooms"] = [room for room in told["showrooms"] if room["id"] not in gone]
    told["problems"] = [p for p in told["problems"] if p["item"] not in gone]
    told["files"] = {f: v for f, v in told["files"].items() if not f.startswith(folders)}
    write_atomic(manifest, json_bytes(told))
    for name in sorted(gone):
        shutil.rmtree(out / "showrooms" / name, ignore_errors=True)


def house_style(run: Run, wish: StyleWish, outcomes: Mapping[str, ProductOutcome]) -> StyleWish:
    """The wish with one style for all rooms of a house, by the colours of all its products."""
    if wish.name is not None:
        return wish
    from showroom.product.store import ProductStore  # torch by way of the products
    from showroom.style.choice import suiting_style

    store = ProductStore(run.store)
    keys = {sku: light_key(o.key, ROOM_LEVEL) for sku, o in sorted(outcomes.items()) if o.key}
    loaded = {sku: store.load(key) for sku, key in keys.items()}
    products = {sku: product for sku, product in loaded.items() if product is not None}
    return replace(wish, name=suiting_style(products, HOUSE))


def _piece(outcome: ProductOutcome) -> Piece:
    assert outcome.facts is not None
    width_m, height_m, depth_m = outcome.facts.size_m
    return Piece(outcome.sku, outcome.category, width_m, depth_m, height_m)


def _selections(design: RoomDesign, known: Mapping[str, Piece]) -> tuple[RoomSelection, ...]:
    """What is made of a design: a showroom, or those of a house."""
    plan, boxes = plan_of(design, known), footprints_for(design, known)
    if plan.house is None:
        room = RoomSelection(design.showroom_id, design.room_type, boxes, arrangement=plan.rooms[0])
        return (room,)
    return house_selections(design.showroom_id, plan.house, boxes)
