"""Products that are finished already: taken over whole, where making them again would write the same bytes.

A record says what became of a product and which files were written. It lies in the store under a key of everything
that decides those files: the recipe of the product, the merchant's words, what was asked for, and the code that
writes. It counts only while every file it names is still there with the same content, so a run killed half way, a
file deleted or a file changed is made again.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import layout
import showroom
from layout.knowledge import knowledge_folder
from showroom.catalog.product import CatalogProduct
from showroom.output import WrittenFile, json_bytes, write_atomic
from showroom.problem import Problem
from showroom.product.category import category_of
from showroom.product.doubt import Doubt
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ProductJob, ProductLevel, ProductOutcome
from showroom.product.recipe import recipe_of

__all__ = ["keep_record", "taken_over", "writing_hash"]

_LIBRARIES = (
    *("fast-simplification", "mapbox-earcut", "meshopt", "numpy", "open3d-cpu", "pillow"),
    *("pygltflib", "scipy", "usd-core"),
)


def taken_over(job: ProductJob) -> ProductOutcome | None:
    """What became of the product in an earlier run, or None if it has to be made."""
    begun = time.perf_counter()
    try:
        told: dict[str, Any] = json.loads(_path(job).read_bytes())
        outcome = _outcome(job, told)
        whole = all(_still_there(job.out, file) for file in outcome.files)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # never made, or not to be read: whatever is wrong is told by making it
    if not whole or (outcome.doubts and not job.keep_doubtful):
        return None
    return replace(outcome, seconds={"total": time.perf_counter() - begun})


def keep_record(job: ProductJob, outcome: ProductOutcome) -> None:
    """Remember what became of a product, once all its files are written.

    Raises
    ------
    OutputError
        If the store cannot be written.
    """
    if outcome.facts is None:
        return
    told = {
        "problems": [problem.as_json() for problem in outcome.problems],
        "key": outcome.key,
        "category": outcome.category,
        "said_category": outcome.facts.details.category,
        "size_m": list(outcome.facts.size_m),
        "category_source": outcome.facts.category_source,
        "category_probability": outcome.facts.category_probability,
        "size_source": outcome.facts.size_source,
        "triangles": outcome.triangles,
        "files": [asdict(file) for file in outcome.files],
        "levels": [asdict(level) for level in outcome.levels],
        "doubts": [asdict(doubt) for doubt in outcome.doubts],
    }
    try:
        path = _path(job)
    except OSError:
        return  # a photo was taken away meanwhile: there is no key to remember it by
    write_atomic(path, json_bytes(told))


def _outcome(job: ProductJob, told: dict[str, Any]) -> ProductOutcome:
    return ProductOutcome(
        sku=job.product.sku,
        problems=tuple(Problem(**problem) for problem in told["problems"]),
        key=told["key"],
        category=told["category"],
        facts=ProductFacts(
            details=replace(job.product, category=told["said_category"]),
            size_m=tuple(told["size_m"]),
            category_source=told["category_source"],
            category_probability=told["category_probability"],
            size_source=told["size_source"],
        ),
        triangles=told["triangles"],
        files=tuple(WrittenFile(**file) for file in told["files"]),
        levels=tuple(ProductLevel(**level) for level in told["levels"]),
        from_store=True,
        doubts=tuple(Doubt(**doubt) for doubt in told["doubts"]),
    )


def _still_there(out: Path, file: WrittenFile) -> bool:
    path = out / file.path
    if path.stat().st_size != file.size_bytes:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def _path(job: ProductJob) -> Path:
    category, _ = category_of(job.product)
    recipe = recipe_of(job.product, category, job.options)
    options = asdict(job.options)
    # Other than the rest it changes no file of a product that is good enough; the record says which are not.
    del options["keep_doubtful"]
    said = {
        "recipe": recipe.key(),
        "product": _words(job.product),
        "options": options,
        "writing": writing_hash(),
    }
    key = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return job.store / "records" / key[:2] / f"{key}.json"


def _words(row: CatalogProduct) -> dict[str, Any]:
    """What the merchant said, without the files, whose content is in the recipe."""
    words = asdict(row)
    for name in ("photos", "cutouts", "model", "design", "variant_of", "keep_doubtful"):
        del words[name]
    words["variants"] = [
        {name: value for name, value in variant.items() if name != "photos"}
        for variant in words["variants"]
    ]
    return words


@cache
def writing_hash() -> str:
    """Hash of the code and libraries that turn a finished product to files."""
    digest = hashlib.sha256()
    for package in (showroom, layout):
        root = Path(str(package.__file__)).parent
        for source in sorted(root.rglob("*.py")):
            digest.update(source.relative_to(root).as_posix().encode())
            digest.update(source.read_bytes())
    digest.update((knowledge_folder() / "furniture.jsonld").read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}=={_version(library)}".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # open3d-cpu is open3d elsewhere
        return "none"
