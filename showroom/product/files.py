"""One catalog row to one folder of finished files: `products/<sku>/`."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache, cached_property, partial
from typing import Any

import numpy as np
from jaxtyping import UInt8

from layout.errors import LayoutError
from reconstruct import (
    ProductSizeHint,
    ReconstructError,
    ReconstructOptions,
    SurfaceOptions,
    TexturedProduct,
    TextureOptions,
    VariantSource,
    reconstruct_product,
)
from reconstruct.lod import LodOptions, lighter
from reconstruct.model_product import product_of_model
from reconstruct.parts.design_file import parts_as_json
from reconstruct.parts.part_colours import part_colours
from reconstruct.turn import turned
from showroom.catalog.product import CatalogProduct
from showroom.errors import ShapeCommandError, ShowroomError
from showroom.gltf import write_glb
from showroom.output import OutputFolder, WrittenFile, json_bytes
from showroom.picture.picture import (
    TURNTABLE_FRAMES,
    on_white,
    product_poster,
    turntable,
    webp_bytes,
)
from showroom.problem import Problem, error_code
from showroom.product.category import category_of, guessed_category
from showroom.product.category_guess import GraphGuess, graph_guesses
from showroom.product.command_model import product_of_command
from showroom.product.doubt import Doubt, photo_doubt
from showroom.product.embed import embed_html
from showroom.product.facts import CategorySource, ProductFacts
from showroom.product.given_size import given_size_doubt
from showroom.product.jsonld import product_jsonld
from showroom.product.levels import enough_from_m
from showroom.product.model_size import model_size_problem
from showroom.product.outcome import ROOM_LEVEL, ProductJob, ProductLevel, ProductOutcome
from showroom.product.recipe import ProductRecipe, light_key, recipe_of
from showroom.product.record import keep_record, writing_hash
from showroom.product.scene import product_scene, store_scene
from showroom.product.store import ProductStore
from showroom.scene import Scene
from showroom.style.choice import colours_of
from showroom.usd import usdz
from showroom.web_glb import web_glb

__all__ = ["PRODUCT_SCHEMA_VERSION", "levels_of_detail", "make_product"]

PRODUCT_SCHEMA_VERSION = 2


def make_product(job: ProductJob) -> ProductOutcome:
    """Reconstruct one product, or take it from the store, and write its files.

    Whatever is wrong with the product is in the outcome; only a full disk or a missing permission raises.
    """
    row = job.product
    begun = time.perf_counter()
    category, problems = category_of(row)
    doubts: list[Doubt] = []
    sized = given_size_doubt(row, category, sure=not problems)
    if isinstance(sized, Doubt):
        doubts.append(sized)
        if not job.keep_doubtful:
            return _refused(job, problems, doubts)
    elif sized is not None:
        problems.append(sized)
    recipe = recipe_of(row, category, job.options)
    try:
        store = ProductStore(job.store)
        key = recipe.key()
        product, from_store = _finished(store, recipe, key)
    except (ReconstructError, LayoutError, ShapeCommandError) as error:
        problems.append(Problem(row.sku, error_code(error), str(error), "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    except OSError as error:
        message = (
            f"{row.sku}: {error.filename or 'a photo'} cannot be read ({error.strerror}). "
            "Check that the file is there and readable."
        )
        problems.append(Problem(row.sku, "unreadable_photo", message, "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    if product.refusal is not None:
        doubts.append(photo_doubt(product.refusal.needs, product.refusal.reason))
        if not job.keep_doubtful:
            problems += [
                Problem(row.sku, w.code, w.message, "warning")
                for w in product.warnings
                if w.code in _SAYS_WHY
            ]
            return _refused(job, problems, doubts)
    problems += [doubt.warning(row.sku) for doubt in doubts]
    seconds = {} if from_store else dict(product.stage_seconds)
    problems += [Problem(row.sku, w.code, w.message, "warning") for w in product.warnings]
    guesses = graph_guesses(product.category_odds) if category is None else ()
    if guesses:
        category = guesses[0].category
        # Nobody said anything that the guess contradicts, so one warning is enough.
        problems = [p for p in problems if p.code != "no_category"]
        problems.append(guessed_category(row, guesses))
    facts = _facts(row, category, product, guesses)
    doubt = model_size_problem(row, category, facts.size_m)
    if doubt is not None:
        problems.append(doubt)
    files_begun = time.perf_counter()
    try:
        copies = _lighter_copies(store, key, product)
        files = _write_files(job, key, product, copies, facts, problems, doubts)
    except (ShowroomError, ReconstructError) as error:
        problems.append(Problem(row.sku, error_code(error), str(error), "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    seconds["files"] = time.perf_counter() - files_begun
    seconds["total"] = time.perf_counter() - begun
    outcome = ProductOutcome(
        sku=row.sku,
        problems=tuple(problems),
        key=key,
        category=category,
        facts=facts,
        triangles=len(product.faces),
        files=files,
        levels=_levels(row.sku, files, product, copies),
        seconds=seconds,
        from_store=from_store,
        doubts=tuple(doubts),
    )
    keep_record(job, outcome)
    return outcome


_SAYS_WHY = ("two_candidates", "person_in_photo")
"""Warnings of a photo that may explain why its product is refused."""


def _refused(
    job: ProductJob, problems: Sequence[Problem], doubts: Sequence[Doubt]
) -> ProductOutcome:
    """A product that is not built: what an earlier run made of it must not be sold as this one."""
    sku = job.product.sku
    told = [*problems, *(doubt.error(sku) for doubt in doubts)]
    try:
        OutputFolder(job.out).remove(f"products/{sku}")
    except ShowroomError as error:
        told.append(Problem(sku, error_code(error), str(error), "error"))
    return ProductOutcome(sku=sku, problems=tuple(told), doubts=tuple(doubts))


def _finished(store: ProductStore, recipe: ProductRecipe, key: str) -> tuple[TexturedProduct, bool]:
    """The product of a recipe, and whether it cost no reconstruction; what is made is kept."""
    product = store.load(key)
    if product is not None:
        return product, True
    found = False
    if recipe.turn_rad:
        upright = recipe.unturned
        product, found = _finished(store, upright, upright.key())
        size = ProductSizeHint(recipe.width_m, recipe.height_m, recipe.depth_m)
        product = turned(product, recipe.turn_rad, size)
    else:
        product = _reconstruct(store, recipe)
    store.save(key, product)
    return product, found


def _reconstruct(store: ProductStore, recipe: ProductRecipe) -> TexturedProduct:
    size = ProductSizeHint(recipe.width_m, recipe.height_m, recipe.depth_m)
    options = ReconstructOptions(
        typical_height_m=recipe.typical_height_m,
        surface=SurfaceOptions(triangles=recipe.triangles),
        texture=TextureOptions(texture_px=recipe.texture_px),
    )
    if recipe.model is not None:
        return product_of_model(
            recipe.model,
            product_id=recipe.product_id,
            size=size,
            name=recipe.variant_name,
            options=options,
        )
    variants = [VariantSource(v.name, v.photos, v.rgb, v.boxes) for v in recipe.variants]
    if recipe.shape_command is not None:
        return product_of_command(
            recipe.shape_command,
            recipe,
            size=size,
            variants=variants,
            options=options,
            lock=store.root / "shape_command.lock",
        )
    return reconstruct_product(
        recipe.photos,
        product_id=recipe.product_id,
        masks=recipe.cutouts,
        boxes=recipe.boxes,
        size=size,
        category=recipe.category,
        design=recipe.design,
        name=recipe.variant_name,
        variants=variants,
        options=options,
    )


def _facts(
    row: CatalogProduct,
    category: str | None,
    product: TexturedProduct,
    guesses: Sequence[GraphGuess],
) -> ProductFacts:
    size_m = product.size_m
    source: CategorySource | None = None
    if category is not None:
        words: CategorySource = "merchant" if row.category else "name"
        source = "photo" if guesses else words
    return ProductFacts(
        details=replace(row, category=category or row.category),
        size_m=(size_m.width_m, size_m.height_m, size_m.depth_m),
        category_source=source,
        category_probability=guesses[0].probability if guesses else None,
        size_source=product.size_source,
    )


def _lighter_copies(
    store: ProductStore, key: str, product: TexturedProduct
) -> dict[str, TexturedProduct]:
    """The lighter copies, made or taken from the store, where rooms find them."""
    copies = {}
    for name, options in levels_of_detail(len(product.faces)).items():
        copy = store.load(light_key(key, name))
        if copy is None:
            copy = lighter(product, options)
            store.save(light_key(key, name), copy)
        copies[name] = copy
    return copies


def _write_files(
    job: ProductJob,
    key: str,
    product: TexturedProduct,
    copies: Mapping[str, TexturedProduct],
    facts: ProductFacts,
    problems: Sequence[Problem],
    doubts: Sequence[Doubt],
) -> tuple[WrittenFile, ...]:
    out = OutputFolder(job.out)
    sku = facts.details.sku
    folder = f"products/{sku}"
    scene = product_scene(product, facts.details)
    master = write_glb(scene)
    store = write_glb(store_scene(product, facts.details))
    pictures = _Pictures(ProductStore(job.store), key, scene)
    files = [
        out.write(f"{folder}/{sku}.glb", master),
        out.write(f"{folder}/{sku}.store.glb", store),
        out.write(f"{folder}/{sku}.web.glb", web_glb(master)),
        out.write(f"{folder}/{sku}.usdz", usdz(store, sku)),
        out.write(f"{folder}/poster.webp", pictures.poster()),
        out.write(f"{folder}/product.jsonld", json_bytes(product_jsonld(facts))),
        out.write(f"{folder}/embed.html", embed_html(facts, _looks(product))),
    ]
    if product.parts is not None:
        mesh = product.vertices_m, product.faces
        colours = part_colours(product.parts, *mesh, product.uvs, product.material.base_colour)
        listed = parts_as_json(product.parts, *mesh, colours)
        files.append(out.write(f"{folder}/parts.json", json_bytes(listed)))
    levels = {}
    for name, light in copies.items():
        levels[name] = len(light.faces)
        packed = web_glb(write_glb(product_scene(light, facts.details)))
        files.append(out.write(f"{folder}/{sku}.{name}.glb", packed))
    if job.options.white_poster:
        files.append(out.write(f"{folder}/poster.white.webp", pictures.white_poster()))
    if job.options.turntable:
        for frame, picture in enumerate(pictures.turntable()):
            files.append(out.write(f"{folder}/turntable/{frame:02}.webp", picture))
    told: dict[str, Any] = {
        "schema_version": PRODUCT_SCHEMA_VERSION,
        "store_key": key,
        **facts.as_json(),
        "category_source": facts.category_source,
        "category_probability": facts.category_probability,
        "size_source": facts.size_source,
        "doubtful": bool(doubts),
        "doubt": "; ".join(doubt.reason for doubt in doubts) or None,
        "photos": [asdict(use) for use in product.photo_uses],
        "looks": _looks(product),
        "triangles": {"master": len(product.faces), **levels},
        "texture_px": product.material.base_colour.shape[0],
        "colours": colours_of(product),
        "levels": [
            {
                "file": level.file,
                "bytes": level.size_bytes,
                "triangles": level.triangles,
                "enough_from_m": level.enough_from_m,
            }
            for level in _levels(sku, tuple(files), product, copies)
        ],
        "warnings": [{"code": problem.code, "message": problem.message} for problem in problems],
        "files": {file.path.removeprefix(f"{folder}/"): file.sha256 for file in files},
    }
    return (*files, out.write(f"{folder}/product.json", json_bytes(told)))


class _Pictures:
    """The product's pictures, drawn at most once: they show its shape and look, whatever it costs or is called."""

    def __init__(self, store: ProductStore, key: str, scene: Scene) -> None:
        self._store = store
        self._key = hashlib.sha256(f"{key} {writing_hash()}".encode()).hexdigest()
        self._scene = scene

    def poster(self) -> bytes:
        return self._store.picture(self._key, "poster.webp", lambda: webp_bytes(self._drawn))

    def white_poster(self) -> bytes:
        return self._store.picture(
            self._key, "poster.white.webp", lambda: webp_bytes(on_white(self._drawn))
        )

    def turntable(self) -> list[bytes]:
        frames = cache(lambda: list(turntable(self._scene)))

        def frame(number: int) -> bytes:
            return webp_bytes(frames()[number])

        return [
            self._store.picture(self._key, f"turntable-{number:02}.webp", partial(frame, number))
            for number in range(TURNTABLE_FRAMES)
        ]

    @cached_property
    def _drawn(self) -> UInt8[np.ndarray, "H W 4"]:
        return product_poster(self._scene)


def _levels(
    sku: str,
    files: tuple[WrittenFile, ...],
    product: TexturedProduct,
    copies: Mapping[str, TexturedProduct],
) -> tuple[ProductLevel, ...]:
    """The web file and the lighter ones, with the distance from which each is enough."""
    size_bytes = {file.path.rsplit("/", 1)[-1]: file.size_bytes for file in files}
    meshes = {"web": product, **copies}
    return tuple(
        ProductLevel(
            file=(file := f"{sku}.{name}.glb"),
            size_bytes=size_bytes[file],
            triangles=len(mesh.faces),
            enough_from_m=0.0 if mesh is product else enough_from_m(mesh),
        )
        for name, mesh in meshes.items()
    )


def _looks(product: TexturedProduct) -> list[str]:
    """Names of all looks, the product's own first; none where there is only one."""
    return [look.name for look in (product.material, *product.variants)] if product.variants else []


def levels_of_detail(triangles: int) -> dict[str, LodOptions]:
    """Lighter copies: one for rooms, one for far away."""
    return {
        ROOM_LEVEL: LodOptions(
            triangles=min(max(triangles // 3, ROUND_IN_ROOM), LARGEST_IN_ROOM), texture_px=512
        ),
        "lod2": LodOptions(triangles=max(triangles // 16, 12), texture_px=128),
    }


LARGEST_IN_ROOM = 10_000
ROUND_IN_ROOM = 4_000
"""So few triangles cost a room little, and with fewer, round parts show corners from near by."""
