"""The job "products": make what is new or was changed, and write each product down as it is finished."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reconstruct.errors import DesignFileError
from showroom.batch import available_cores
from showroom.problem import Problem, has_errors
from showroom.run import Run
from viewer.catalog_row import catalog_row
from viewer.draft import ProductDraft
from viewer.job_kinds import JobReport
from viewer.project import Project, ProjectState
from viewer.server_options import server_file_options

__all__ = ["run", "to_make"]


def to_make(state: ProjectState) -> tuple[ProductDraft, ...]:
    """Products that are not there as the merchant wants them now, those that failed included."""
    return tuple(
        product
        for product in state.wanted
        if (product.photos or product.model) and (not product.made or product.outdated)
    )


def run(project: Project, report: JobReport, arguments: Mapping[str, Any]) -> None:
    """Make the products of `skus`, or all that need it."""
    begun = time.time()
    skus = arguments.get("skus")
    state = project.state()
    drafts = to_make(state) if skus is None else tuple(p for p in state.wanted if p.sku in skus)
    by_sku = {draft.sku: draft for draft in drafts}
    cores = available_cores()
    report.progress(0, len(drafts), stage="products", workers=cores)

    def finished(done: int, total: int, sku: str) -> None:
        path = project.out / "products" / sku / "product.json"
        # One that failed now may still have the files of an earlier time.
        if path.is_file() and path.stat().st_mtime >= begun - 1:
            _write_down(project, by_sku[sku], json.loads(path.read_bytes()))
        report.progress(done, total, by_sku[sku].name, stage="products", workers=cores)

    rows = []
    for draft in drafts:
        try:
            rows.append(catalog_row(project, draft))
        except DesignFileError as error:
            fault = Problem(draft.sku, "bad_parts", str(error), "error")
            _write_failure(project, draft, (fault,), None)
            report.problem(fault)
    work = Run(project.out, seed=0, jobs=cores, progress=finished)
    work.make_products(rows, server_file_options())
    for outcome in work.products:
        draft = by_sku[outcome.sku]
        path = project.out / "products" / outcome.sku / "product.json"
        if outcome.made and path.is_file():
            _write_down(project, draft, json.loads(path.read_bytes()), outcome.problems)
        elif has_errors(outcome.problems):
            _write_failure(project, draft, outcome.problems, outcome.needs_photo)
        for problem in outcome.problems:
            report.problem(problem)


def _write_down(
    project: Project,
    draft: ProductDraft,
    told: Mapping[str, Any],
    problems: tuple[Problem, ...] | None = None,
) -> None:
    """Keep what was made, with the fingerprint of the draft it was made of, whatever was typed meanwhile."""
    with project.change() as change:
        now = change.state.product(draft.sku)
        if now is None:
            return
        if problems is None:
            problems = tuple(
                Problem(draft.sku, warning["code"], warning["message"], "warning")
                for warning in told["warnings"]
            )
        made = replace(
            now,
            status="made",
            made_of=draft.fingerprint(),
            made_turn_deg=draft.turn_deg,
            problems=problems,
            needs_photo=None,
        )
        if (now.category_guessed or now.category is None) and told["category"]:
            made = replace(made, category=told["category"], category_guessed=True)
        if now.size_guessed or (now.width_m, now.height_m, now.depth_m) == (None, None, None):
            width_m, height_m, depth_m = told["size_m"]
            made = replace(
                made, width_m=width_m, height_m=height_m, depth_m=depth_m, size_guessed=True
            )
        # A guess that was written in does not make the product another one.
        if draft.fingerprint() == now.fingerprint():
            made = replace(made, made_of=made.fingerprint())
        change.state = change.state.with_product(made)


def _write_failure(
    project: Project, draft: ProductDraft, problems: tuple[Problem, ...], needs_photo: str | None
) -> None:
    # What was made of it before is gone if it was refused as not good enough.
    there = (project.out / "products" / draft.sku / "product.json").is_file()
    with project.change() as change:
        now = change.state.product(draft.sku)
        if now is not None:
            failed = replace(
                now,
                status="failed",
                made_of=now.made_of if there else None,
                problems=problems,
                needs_photo=needs_photo,
            )
            change.state = change.state.with_product(failed)
