"""The job "rooms": finish designed rooms in full quality, and write down what they were made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from showroom.batch import available_cores
from showroom.product.finished import FinishedProduct, style_for
from showroom.room.design import RoomDesign
from showroom.room.designed import build_rooms
from viewer.catalog_row import catalog_row
from viewer.job_kinds import JobReport
from viewer.kept_design import design_fault
from viewer.project import Project, ProjectState
from viewer.room_studio import finished_products
from viewer.server_options import server_file_options

__all__ = ["design_print", "is_finished", "run"]


def design_print(design: Mapping[str, Any]) -> str:
    """A text that changes with everything that goes into a finished room."""
    told = {key: value for key, value in design.items() if key != "title"}
    told["pieces"] = [{k: v for k, v in p.items() if k != "locked"} for p in design["pieces"]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def is_finished(state: ProjectState, design: Mapping[str, Any]) -> bool:
    """Whether the room was finished as it is now."""
    prints = state.settings.get("rooms", {})
    return bool(prints.get(design["showroom_id"]) == design_print(design))


def run(project: Project, report: JobReport, arguments: Mapping[str, Any]) -> None:
    """Finish the rooms of `ids`."""
    state = project.state()
    wanted = [room for room in state.rooms if room["showroom_id"] in arguments["ids"]]
    products, _ = finished_products(project, state)
    designs = [_as_shown(RoomDesign.from_json(room), products) for room in wanted]
    needed = {sku for design in designs for sku, _ in design.products}
    there = [
        draft
        for draft in state.wanted
        if draft.sku in needed or (draft.made and not draft.outdated)
    ]
    # One whose parts cannot be read today stands in the room as it was built.
    drafts = [d for d in there if (d.photos or d.model) and design_fault(d) is None]
    skus = {draft.sku for draft in drafts}
    cores = available_cores()
    report.progress(0, len(designs), stage="rooms", workers=cores)
    made = build_rooms(
        [catalog_row(project, draft) for draft in drafts],
        designs,
        project.out,
        files=server_file_options(),
        jobs=cores,
        keep=_others(project, arguments["ids"]),
        finished=[draft.sku for draft in there if draft.sku not in skus],
        progress=lambda done, total, item: report.progress(
            done, total, item, stage="rooms", workers=cores
        ),
    )
    finished = {outcome.showroom_id for outcome in made.showrooms if outcome.made}
    with project.change() as change:
        prints = dict(change.state.settings.get("rooms", {}))
        prints |= {
            room["showroom_id"]: design_print(room)
            for room in wanted
            if room["showroom_id"] in finished
        }
        change.state = change.state.with_settings("rooms", **prints)
    for problem in made.problems:
        report.problem(problem)


def _as_shown(design: RoomDesign, products: Mapping[str, FinishedProduct]) -> RoomDesign:
    """The design in the very style that its draft was shown in."""
    own = [products[sku] for sku, _ in design.products if sku in products]
    name = design.style.name or style_for(own, design.room_type)
    return replace(design, style=replace(design.style, name=name))


def _others(project: Project, ids: Sequence[str]) -> tuple[str, ...]:
    """Finished showrooms that are not made anew, and not rooms of a house that is."""
    manifest = project.out / "manifest.json"
    if not manifest.is_file():
        return ()
    names = [room["id"] for room in json.loads(manifest.read_bytes())["showrooms"]]
    anew = tuple(f"{name}-" for name in ids)
    return tuple(n for n in names if n not in ids and not n.startswith(anew))
