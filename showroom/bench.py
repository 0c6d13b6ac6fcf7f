"""Measure the main job on the sample catalog: the table of the README."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from showroom.batch import run_batch
from showroom.errors import ShowroomError
from showroom.gltf_validator import validate_files
from showroom.pipeline import BuildReport, Progress, build_showroom
from showroom.room.house_rooms import furnish_houses
from showroom.room.selection import Piece
from showroom.shipped_assets import assets_folder
from showroom.showroom_files import make_showroom
from showroom.showroom_outcome import ShowroomJob
from showroom.style.wish import StyleWish

__all__ = ["Figure", "measure", "table"]

_SHAPE_STAGES = ("shape", "surface", "texture")


@dataclass(frozen=True)
class Figure:
    """One row of the table.

    Attributes
    ----------
    what
        What was measured.
    value
        In `unit`.
    unit
        "s", "MB", "GB" or "" for a count.
    budget
        The most it should be; None where nothing was promised.
    """

    what: str
    value: float | int
    unit: str
    budget: float | int | None = None

    @property
    def kept(self) -> bool:
        """Whether the value is within its budget."""
        return self.budget is None or self.value <= self.budget


def measure(progress: Progress | None = None) -> tuple[Figure, ...]:
    """Build the sample catalog into an empty folder, with an empty store, and measure it.

    Raises
    ------
    ShowroomError
        If any item of the sample catalog was not made.
    CheckUnavailableError
        If Khronos' validator is not here.
    """
    catalog = assets_folder("samples") / "catalog.csv"
    with tempfile.TemporaryDirectory(prefix="showroom-bench-") as folder:
        with patch.dict(os.environ, {"SHOWROOM_CACHE": str(Path(folder, "store"))}):
            report = build_showroom(catalog, Path(folder, "out"), progress=progress)
        if not report.all_good:
            raise ShowroomError("the sample catalog was not made whole, so nothing is measured.")
        run = json.loads((report.out / "run.json").read_bytes())
        faults = sum(
            len(found.of("error", "warning"))
            for found in validate_files(sorted(report.out.rglob("*.glb")))
        )
        house = _house_seconds(report, Path(folder, "house"), Path(folder, "store"))
        return tuple(_figures(report, run, faults, house))


def _house_seconds(report: BuildReport, out: Path, store: Path) -> dict[str, float]:
    """Stages of a house for all products, from finished ones, in this process."""
    made = [product for product in report.products if product.facts and product.key]
    pieces = [
        Piece(product.sku, product.category, size[0], size[2], size[1])
        for product in made
        if product.facts and (size := product.facts.size_m)
    ]
    begun = time.perf_counter()
    (house,) = furnish_houses(pieces, count=1, seed=0)
    solved = time.perf_counter() - begun
    job = ShowroomJob(
        selection=house.rooms[0],
        facts={p.sku: p.facts for p in made if p.facts},
        keys={p.sku: p.key for p in made if p.key},
        levels={p.sku: p.levels for p in made},
        out=out,
        store=store,
        style=StyleWish(),
        seed=0,
    )
    ((_, outcome),) = run_batch(make_showroom, [job], jobs=1)
    if isinstance(outcome, Exception) or not outcome.made:
        raise ShowroomError("the house of the sample catalog was not made, so nothing is measured.")
    return {**outcome.seconds, "layout": solved, "rooms": len(house.arrangement.arrangements)}


def table(figures: tuple[Figure, ...]) -> str:
    """The figures as a Markdown table, with the machine they were measured on."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"| Measured on {machine} | Figure | Budget |", "|---|---|---|"]
    for figure in figures:
        budget = "" if figure.budget is None else f"{figure.budget:,g} {figure.unit}".strip()
        missed = "" if figure.kept else ": missed"
        value = f"{figure.value:,.2f}" if figure.unit else f"{figure.value:,.0f}"
        lines.append(f"| {figure.what} | {value} {figure.unit} | {budget}{missed} |")
    return "\n".join(line.replace("  ", " ") for line in lines)


def _figures(
    report: BuildReport, run: Mapping[str, Any], faults: int, house: Mapping[str, float]
) -> Iterator[Figure]:
    products = [run["seconds"][product.sku] for product in report.products]
    largest = max(report.showrooms, key=lambda showroom: len(showroom.skus))
    room = run["seconds"][largest.showroom_id]
    counts = f"{len(products)} products and {len(report.showrooms)} showrooms"

    def middle(*stages: str) -> float:
        return float(median(sum(product[stage] for stage in stages) for product in products))

    yield Figure(f"{counts}, pictures included", report.wall_seconds, "s", 120)
    yield Figure("a product: read and cut out (median)", middle("photo", "cutout"), "s", 0.7)
    yield Figure("a product: shape, surface, texture (median)", middle(*_SHAPE_STAGES), "s", 4.1)
    yield Figure("a product: its files with the poster (median)", middle("files"), "s", 1.2)
    yield Figure("a product: photo to files (median)", middle("total"), "s", 6.0)
    yield Figure(f"a room of {len(largest.skus)}: layout", room["layout"], "s", 0.3)
    without_poster = sum(seconds for stage, seconds in room.items() if stage != "poster")
    yield Figure(
        f"a room of {len(largest.skus)} from finished products, poster apart",
        without_poster,
        "s",
        4.8,
    )
    yield Figure("its poster", room["poster"], "s")
    yield Figure("the room's triangles", largest.triangles, "", 150_000)
    yield Figure(
        f"a house of {house['rooms']:.0f} rooms from finished products, poster apart",
        sum(seconds for stage, seconds in house.items() if stage not in ("poster", "rooms")),
        "s",
        20,
    )
    yield Figure("the room's GLB", largest.bytes / 1e6, "MB", 8)
    yield Figure(
        "largest web file of a product", max(p.web_bytes for p in report.products) / 1e6, "MB", 1
    )
    yield Figure(
        "most triangles of a product", max(p.triangles for p in report.products), "", 20_000
    )
    if run["peak_memory_mib"] is not None:
        yield Figure("peak memory of a process", run["peak_memory_mib"] / 1024, "GB")
    yield Figure("faults that Khronos' validator finds", faults, "", 0)
