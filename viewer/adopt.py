"""Projects that begin with something in them: the sample catalog, or results that `showroom build` left."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from showroom import Problem
from showroom.errors import DesignError
from showroom.room.of_showroom import design_of_showroom
from showroom.room.selection import HOUSE
from showroom.shipped_assets import assets_folder
from viewer.draft import ProductDraft, VariantDraft
from viewer.finished import finished_showrooms
from viewer.intake import take
from viewer.project import Project, ProjectFolder
from viewer.rooms_job import design_print
from viewer.upload import Upload

__all__ = ["open_results", "sample_project"]


def sample_project(projects: ProjectFolder, *, name: str, language: str | None) -> Project:
    """A project of the shipped sample: its photos and its catalog, nothing made yet."""
    project = projects.create(name=name, language=language)
    samples = assets_folder("samples")
    photos = sorted((samples / "photos").iterdir())
    files = [samples / "catalog.csv", *photos]
    take(project, [Upload.of(f"{file.name}", file.read_bytes()) for file in files])
    return project


def open_results(projects: ProjectFolder, results: Path, *, language: str | None) -> Project:
    """A project of finished results; they are linked, so that nothing is stored twice and the folder stays as it is.

    Everything that is written later replaces a file and never writes into one, so the results do not change.
    """
    project = projects.create(name=results.name, language=language)
    for folder in ("products", "showrooms", "environments"):
        if (results / folder).is_dir():
            shutil.copytree(results / folder, project.out / folder, copy_function=_link)
    for file in ("manifest.json", "run.json"):
        if (results / file).is_file():
            shutil.copyfile(results / file, project.out / file)
    made = {
        p["sku"]
        for p in json.loads((results / "manifest.json").read_bytes())["products"]
        if p["made"]
    }
    told = [
        json.loads((project.out / "products" / sku / "product.json").read_bytes())
        for sku in sorted(made)
        if (project.out / "products" / sku / "product.json").is_file()
    ]
    designs = _designs(project)
    with project.change() as change:
        for product in told:
            change.state = change.state.with_product(_draft(product))
        change.state = replace(change.state, rooms=tuple(designs)).with_settings(
            "rooms", **{design["showroom_id"]: design_print(design) for design in designs}
        )
    return project


def _designs(project: Project) -> list[dict[str, Any]]:
    """Designs of the finished rooms; houses can be walked through but are not taken apart."""
    rooms = finished_showrooms(project)
    houses = tuple(f"{room.showroom_id}-" for room in rooms if room.room_type == HOUSE)
    designs = []
    for room in rooms:
        if room.room_type == HOUSE or room.showroom_id.startswith(houses):
            continue
        with suppress(DesignError):  # it stays a finished showroom, to see and to publish
            designs.append(design_of_showroom(room.told).as_json())
    return designs


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)


def _draft(told: dict[str, Any]) -> ProductDraft:
    width_m, height_m, depth_m = told["size_m"]
    price = told.get("price") or {"amount": "", "currency": ""}
    draft = ProductDraft(
        sku=told["sku"],
        name=told["name"],
        category=told["category"],
        category_guessed=told.get("category_source") not in (None, "given"),
        width_m=width_m,
        height_m=height_m,
        depth_m=depth_m,
        size_guessed=told.get("size_source") not in (None, "given"),
        price=price["amount"],
        currency=price["currency"],
        url=told.get("url") or "",
        description=told.get("description") or "",
        variants=tuple(
            VariantDraft(sku=variant["sku"], name=variant["name"])
            for variant in told.get("variants", ())
            if "sku" in variant
        ),
        # Whoever built it has asked for it.
        keep_doubtful=bool(told.get("doubtful")),
        status="made",
        problems=tuple(
            Problem(told["sku"], warning["code"], warning["message"], "warning")
            for warning in told.get("warnings", ())
        ),
    )
    return replace(draft, made_of=draft.fingerprint())
