"""One run: its folder, its clock, and what has been made so far."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from showroom.batch import available_cores, run_batch
from showroom.catalog.product import CatalogProduct
from showroom.errors import ShowroomError
from showroom.manifest import manifest_json, run_json
from showroom.output import OutputFolder, WrittenFile, json_bytes
from showroom.problem import Problem, has_errors
from showroom.product.embed import MODEL_VIEWER, model_viewer_script
from showroom.product.finished import finished_outcome
from showroom.product.outcome import (
    ROOM_LEVEL,
    ProductFileOptions,
    ProductJob,
    ProductOutcome,
)
from showroom.product.recipe import default_store_root, light_key
from showroom.product.record import taken_over
from showroom.showroom_outcome import ShowroomJob, ShowroomOutcome

__all__ = ["BuildReport", "Progress", "Run"]

Progress = Callable[[int, int, str], None]
"""Called with the number of finished items, of all items, and the name of what was finished last."""


@dataclass(frozen=True)
class BuildReport:
    """What a run made.

    Attributes
    ----------
    out
        The output folder; `manifest.json` and `run.json` lie there.
    products, showrooms
        The outcome of each, in catalog order.
    problems
        Everything to tell the merchant: of the catalog, the products and the showrooms.
    wall_seconds
        Time of the whole run.
    """

    out: Path
    products: tuple[ProductOutcome, ...]
    showrooms: tuple[ShowroomOutcome, ...]
    problems: tuple[Problem, ...]
    wall_seconds: float

    @property
    def all_good(self) -> bool:
        """Whether every item was made (there may be warnings)."""
        return not has_errors(self.problems)


class Run:
    """One run: its folder, its clock, and what has been made so far."""

    def __init__(
        self, out: Path, *, seed: int, jobs: int | None, progress: Progress | None
    ) -> None:
        self._begun = time.perf_counter()
        self._started_utc = datetime.now(UTC).isoformat(timespec="seconds")
        self._folder = OutputFolder(out)
        self.out = out
        self.store = default_store_root()
        self.seed = seed
        self.jobs = jobs or available_cores()
        self.progress = progress or (lambda _done, _total, _item: None)
        self.settings: dict[str, str | int | None] = {}
        self.problems: list[Problem] = []
        self.products: list[ProductOutcome] = []
        self.showrooms: list[ShowroomOutcome] = []
        self._environment_files: list[WrittenFile] = []
        self._kept: dict[str, Any] = {"showrooms": [], "problems": [], "files": {}}

    def keep(self, showroom_ids: Sequence[str]) -> None:
        """Let showrooms of an earlier run in the same folder count on; those that are made anew replace them."""
        try:
            before: dict[str, Any] = json.loads((self.out / "manifest.json").read_bytes())
        except FileNotFoundError:
            return
        rooms = [room for room in before["showrooms"] if room["id"] in showroom_ids]
        names = {room["id"] for room in rooms}
        folders = ("environments/", *(f"showrooms/{name}/" for name in names))
        self._kept = {
            "showrooms": rooms,
            "problems": [p for p in before["problems"] if p["item"] in names],
            "files": {
                path: told
                for path, told in before["files"].items()
                if path.startswith(folders) and (self.out / path).is_file()
            },
        }

    def make_products(
        self, rows: Sequence[CatalogProduct], files: ProductFileOptions | None
    ) -> None:
        """Make every product that is not there already as it would be made; what failed is a problem."""
        options = files or ProductFileOptions()
        jobs = [ProductJob(row, self.out, self.store, options) for row in rows]
        outcomes: dict[int, ProductOutcome] = {}
        # Mostly reading and hashing, which threads do side by side.
        with ThreadPoolExecutor(self.jobs) as pool:
            for index, found in enumerate(pool.map(taken_over, jobs)):
                if found is not None:
                    outcomes[index] = found
                    self.progress(len(outcomes), len(jobs), found.sku)
        left = [index for index in range(len(jobs)) if index not in outcomes]
        if left:
            from showroom.product.files import make_product  # torch: not where nothing is made

            for place, outcome in run_batch(
                make_product, [jobs[index] for index in left], jobs=self.jobs
            ):
                index = left[place]
                sku = rows[index].sku
                if isinstance(outcome, Exception):
                    outcome = ProductOutcome(sku, (_unexpected(sku, outcome),))
                outcomes[index] = outcome
                self.progress(len(outcomes), len(jobs), sku)
        made = [outcomes[index] for index in range(len(jobs))]
        self.products += made
        self.problems += [problem for outcome in made for problem in outcome.problems]

    def take_products(self, skus: Sequence[str]) -> None:
        """Count finished products of this folder in, whose photos are not at hand; what cannot be is a problem."""
        from showroom.product.store import ProductStore  # torch by way of the products

        store = ProductStore(self.store)
        for sku in skus:
            try:
                outcome = finished_outcome(self.out, sku)
            except ShowroomError as error:
                self.problems.append(Problem(sku, "not_finished", str(error), "error"))
                continue
            if outcome.key is None or store.load(light_key(outcome.key, ROOM_LEVEL)) is None:
                message = (
                    f"{sku}: it was finished on another computer, or this one has forgotten it, so it can be shown "
                    "but not put into a room. Give its photos and make it again."
                )
                self.problems.append(Problem(sku, "not_in_store", message, "error"))
                continue
            self.products.append(outcome)

    def make_showrooms(self, jobs: Sequence[ShowroomJob]) -> None:
        """Make every showroom; what failed is a problem."""
        from showroom.environment import MOODS, environment_name, garden_name, shipped_environment
        from showroom.outlook import outlook_webp
        from showroom.showroom_files import make_showroom
        from showroom.style.style import load_style

        outcomes: dict[int, ShowroomOutcome] = {}
        for index, outcome in run_batch(make_showroom, jobs, jobs=self.jobs):
            selection = jobs[index].selection
            if isinstance(outcome, Exception):
                outcome = ShowroomOutcome(
                    selection.showroom_id,
                    selection.room_type,
                    (_unexpected(selection.showroom_id, outcome),),
                )
            outcomes[index] = outcome
            self.progress(len(outcomes), len(jobs), selection.showroom_id)
        self.showrooms = [outcomes[index] for index in range(len(jobs))]
        self.problems += [problem for outcome in self.showrooms for problem in outcome.problems]
        styles = sorted({outcome.style for outcome in self.showrooms if outcome.made})
        pictures = {
            environment_name(style, mood): shipped_environment(style, mood)
            for style in styles
            for mood in MOODS
        } | {garden_name(style): outlook_webp(load_style(style).light.sky) for style in styles}
        self._environment_files = [
            self._folder.write(f"environments/{name}", data) for name, data in pictures.items()
        ]

    def finish(self) -> BuildReport:
        """Write the manifest and the run's record."""
        files = [file for outcome in self.products for file in outcome.files]
        files += [file for outcome in self.showrooms for file in outcome.files]
        files += self._environment_files
        files += self._page_script()
        new = {outcome.showroom_id for outcome in self.showrooms}
        kept = [room for room in self._kept["showrooms"] if room["id"] not in new]
        written = {file.path for file in files}
        stays = ("environments/", *(f"showrooms/{room['id']}/" for room in kept))
        files += [
            WrittenFile(path, told["bytes"], told["sha256"])
            for path, told in self._kept["files"].items()
            if path.startswith(stays) and path not in written
        ]
        names = {room["id"] for room in kept}
        said = [Problem(**p) for p in self._kept["problems"] if p["item"] in names]
        manifest = manifest_json(
            seed=self.seed,
            settings=self.settings,
            products=[
                {"sku": o.sku, "made": o.made, "category": o.category, "triangles": o.triangles}
                for o in self.products
            ],
            showrooms=[
                {
                    "id": o.showroom_id,
                    "room_type": o.room_type,
                    "made": o.made,
                    "products": list(o.skus),
                    "left_out": [{"item": item, "reason": why} for item, why in o.left_out],
                    "triangles": o.triangles,
                }
                for o in self.showrooms
            ]
            + kept,
            problems=[*self.problems, *said],
            files=files,
        )
        self._folder.write("manifest.json", json_bytes(manifest))
        wall_seconds = time.perf_counter() - self._begun
        run = run_json(
            started_utc=self._started_utc,
            wall_seconds=wall_seconds,
            jobs=self.jobs,
            seconds={o.sku: o.seconds for o in self.products}
            | {o.showroom_id: o.seconds for o in self.showrooms},
        )
        self._folder.write("run.json", json_bytes(run))
        return BuildReport(
            out=self.out,
            products=tuple(self.products),
            showrooms=tuple(self.showrooms),
            problems=tuple(self.problems),
            wall_seconds=wall_seconds,
        )

    def _page_script(self) -> list[WrittenFile]:
        """What the products' pages share; without it, a warning, for nothing else needs it."""
        script = model_viewer_script()
        if script is not None:
            return [self._folder.write(f"products/{MODEL_VIEWER}", script)]
        message = (
            "the products' pages (embed.html) stay empty: their script has not been built. "
            "Run `make web`, or install the finished package, and run this again."
        )
        self.problems.append(Problem("embed.html", "no_page_script", message, "warning"))
        return []


def _unexpected(item: str, error: Exception) -> Problem:
    """An error nobody foresaw, told as what it is."""
    message = (
        f"{item}: an unexpected error stopped it ({type(error).__name__}: {error}). "
        "The rest was finished. Please report it with the photo."
    )
    return Problem(item, "unexpected", message, "error")
