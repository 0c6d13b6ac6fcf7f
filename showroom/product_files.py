"""One catalog row to one folder of finished files: `products/<sku>/`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from layout import canonical_category, typical_size
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
from showroom.catalog_product import CatalogProduct
from showroom.errors import ShowroomError
from showroom.gltf import write_glb
from showroom.output import OutputFolder, WrittenFile, json_bytes
from showroom.picture import on_white, product_poster, turntable, webp_bytes
from showroom.problem import Problem
from showroom.product_embed import embed_html
from showroom.product_facts import ProductFacts
from showroom.product_jsonld import product_jsonld
from showroom.product_levels import ProductLevel, enough_from_m
from showroom.product_scene import product_scene, store_scene
from showroom.product_store import ProductRecipe, ProductStore, light_key
from showroom.usd import usdz
from showroom.web_glb import web_glb

__all__ = [
    "PRODUCT_SCHEMA_VERSION",
    "ROOM_LEVEL",
    "ProductFileOptions",
    "ProductJob",
    "ProductOutcome",
    "make_product",
]

PRODUCT_SCHEMA_VERSION = 2


@dataclass(frozen=True)
class ProductFileOptions:
    """How fine products are, and what is made on request.

    Attributes
    ----------
    texture_px
        Side of the textures.
    triangles
        At most this many.
    white_poster
        Also a poster on white (`poster.white.webp`).
    turntable
        Also 36 pictures round the product (`turntable/00.webp` and on).
    """

    texture_px: int = 1024
    triangles: int = SurfaceOptions().triangles
    white_poster: bool = False
    turntable: bool = False


@dataclass(frozen=True)
class ProductJob:
    """What one worker needs to make one product.

    Attributes
    ----------
    product
        The catalog row.
    out
        The run's output folder.
    store
        Folder of finished products.
    options
        What is made beyond the usual, and how fine.
    """

    product: CatalogProduct
    out: Path
    store: Path
    options: ProductFileOptions = ProductFileOptions()


@dataclass(frozen=True)
class ProductOutcome:
    """What became of one product; small, since it travels between processes.

    Attributes
    ----------
    sku
        The product.
    problems
        Errors and warnings about it.
    key
        Where the store keeps it; None if it was not made.
    category
        Category of the graph, or None.
    facts
        What the shopper is told; None if it was not made.
    triangles
        Of the master.
    files
        Written files, relative to the output folder.
    levels
        Its files for rooms, finest first.
    seconds
        Wall seconds of each stage in this run.
    from_store
        Whether the reconstruction was found finished.
    """

    sku: str
    problems: tuple[Problem, ...]
    key: str | None = None
    category: str | None = None
    facts: ProductFacts | None = None
    triangles: int = 0
    files: tuple[WrittenFile, ...] = ()
    levels: tuple[ProductLevel, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    from_store: bool = False

    @property
    def bytes(self) -> int:
        """Size of the master GLB."""
        return self._size_of(f"{self.sku}.glb")

    @property
    def web_bytes(self) -> int:
        """Size of the web file."""
        return self._size_of(f"{self.sku}.web.glb")

    def _size_of(self, name: str) -> int:
        return next((f.size_bytes for f in self.files if f.path.endswith(f"/{name}")), 0)

    @property
    def made(self) -> bool:
        """Whether the product exists."""
        return self.key is not None


def make_product(job: ProductJob) -> ProductOutcome:
    """Reconstruct one product, or take it from the store, and write its files.

    Whatever is wrong with the product is in the outcome; only a full disk or a missing permission raises.
    """
    row = job.product
    begun = time.perf_counter()
    category, problems = _category(row)
    recipe = ProductRecipe(
        product_id=row.sku,
        photos=row.photos,
        category=category,
        typical_height_m=_typical_height_m(category),
        width_m=row.width_m,
        height_m=row.height_m,
        depth_m=row.depth_m,
        texture_px=job.options.texture_px,
        triangles=job.options.triangles,
        variant_name=row.variant_name or "product",
        variants=tuple(VariantSource(v.name, v.photos, v.rgb) for v in row.variants),
    )
    try:
        store = ProductStore(job.store)
        key = recipe.key()
        product = store.load(key)
        from_store = product is not None
        if product is None:
            product = _reconstruct(recipe)
            store.save(key, product)
    except (ReconstructError, LayoutError) as error:
        problems.append(Problem(row.sku, _code(error), str(error), "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    except OSError as error:
        message = (
            f"{row.sku}: {error.filename or 'a photo'} cannot be read ({error.strerror}). "
            "Check that the file is there and readable."
        )
        problems.append(Problem(row.sku, "unreadable_photo", message, "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    seconds = {} if from_store else dict(product.stage_seconds)
    problems += [Problem(row.sku, w.code, w.message, "warning") for w in product.warnings]
    facts = _facts(row, category, product)
    files_begun = time.perf_counter()
    try:
        copies = _lighter_copies(store, key, product)
        files = _write_files(job, product, copies, facts, problems)
    except (ShowroomError, ReconstructError) as error:
        problems.append(Problem(row.sku, _code(error), str(error), "error"))
        return ProductOutcome(sku=row.sku, problems=tuple(problems))
    seconds["files"] = time.perf_counter() - files_begun
    seconds["total"] = time.perf_counter() - begun
    return ProductOutcome(
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
    )


def _reconstruct(recipe: ProductRecipe) -> TexturedProduct:
    return reconstruct_product(
        recipe.photos,
        product_id=recipe.product_id,
        size=ProductSizeHint(recipe.width_m, recipe.height_m, recipe.depth_m),
        category=recipe.category,
        name=recipe.variant_name,
        variants=recipe.variants,
        options=ReconstructOptions(
            typical_height_m=recipe.typical_height_m,
            surface=SurfaceOptions(triangles=recipe.triangles),
            texture=TextureOptions(texture_px=recipe.texture_px),
        ),
    )


def _category(row: CatalogProduct) -> tuple[str | None, list[Problem]]:
    """The graph's category for the merchant's words; from the name where no category was given."""
    said = row.category or row.name
    match = canonical_category(said)
    if match.category is not None and not match.doubtful:
        return match.category, []
    near = ", ".join(name for name, _ in match.candidates)
    instead = f" Near to it: {near}." if near else ""
    if row.category is None and match.category is None:
        message = f"{row.sku}: no category was given and the name {row.name!r} tells none.{instead} Give one."
        return None, [Problem(row.sku, "no_category", message, "warning")]
    if match.category is None:
        message = f"{row.sku}, column category: {said!r} is not known.{instead} Use a known word, or leave it empty."
        return None, [Problem(row.sku, "unknown_category", message, "warning")]
    message = f"{row.sku}: {said!r} was taken for {match.category}.{instead} Correct the category if that is wrong."
    return match.category, [Problem(row.sku, "doubtful_category", message, "warning")]


def _typical_height_m(category: str | None) -> float | None:
    size_m = typical_size(category) if category else None
    return size_m[1] if size_m else None


def _facts(row: CatalogProduct, category: str | None, product: TexturedProduct) -> ProductFacts:
    size_m = product.size_m
    return ProductFacts(
        details=replace(row, category=category or row.category),
        size_m=(size_m.width_m, size_m.height_m, size_m.depth_m),
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
    product: TexturedProduct,
    copies: Mapping[str, TexturedProduct],
    facts: ProductFacts,
    problems: list[Problem],
) -> tuple[WrittenFile, ...]:
    out = OutputFolder(job.out)
    sku = facts.details.sku
    folder = f"products/{sku}"
    scene = product_scene(product, facts.details)
    master = write_glb(scene)
    store = write_glb(store_scene(product, facts.details))
    poster = product_poster(scene)
    files = [
        out.write(f"{folder}/{sku}.glb", master),
        out.write(f"{folder}/{sku}.store.glb", store),
        out.write(f"{folder}/{sku}.web.glb", web_glb(master)),
        out.write(f"{folder}/{sku}.usdz", usdz(store, sku)),
        out.write(f"{folder}/poster.webp", webp_bytes(poster)),
        out.write(f"{folder}/product.jsonld", json_bytes(product_jsonld(facts))),
        out.write(f"{folder}/embed.html", embed_html(facts, _looks(product))),
    ]
    levels = {}
    for name, light in copies.items():
        levels[name] = len(light.faces)
        packed = web_glb(write_glb(product_scene(light, facts.details)))
        files.append(out.write(f"{folder}/{sku}.{name}.glb", packed))
    if job.options.white_poster:
        files.append(out.write(f"{folder}/poster.white.webp", webp_bytes(on_white(poster))))
    if job.options.turntable:
        for frame, picture in enumerate(turntable(scene)):
            files.append(out.write(f"{folder}/turntable/{frame:02}.webp", webp_bytes(picture)))
    told: dict[str, Any] = {
        "schema_version": PRODUCT_SCHEMA_VERSION,
        **facts.as_json(),
        "size_source": product.size_source,
        "photos": [asdict(use) for use in product.photo_uses],
        "looks": _looks(product),
        "triangles": {"master": len(product.faces), **levels},
        "texture_px": product.material.base_colour.shape[0],
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
        ROOM_LEVEL: LodOptions(triangles=min(triangles // 3, LARGEST_IN_ROOM), texture_px=512),
        "lod2": LodOptions(triangles=max(triangles // 16, 12), texture_px=128),
    }


ROOM_LEVEL = "lod1"  # what rooms are furnished with
LARGEST_IN_ROOM = 10_000


def _code(error: Exception) -> str:
    """`NoProductFoundError` -> `no_product_found`."""
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
