"""Makes the sample catalog: furniture by Infinigen, path-traced as a web store's product photos.

Runs in an environment of its own (Python 3.11, `bpy` 4.2.0, `infinigen` 1.15.5; see SOURCE.md), never in the
project's. Blender is GPL: it stays a separate tool and no dependency of showroom.

    python make_samples.py --cache ~/samples-cache                    # whatever is missing
    python make_samples.py --cache ~/samples-cache --only LIV-SOFA-01 --force
    python make_samples.py --cache ~/samples-cache --preview SofaFactory 0 14

Each product is finished on its own (photos, true mesh as GLB, cameras as JSON, true size) and is skipped the next time
unless its recipe changed. The catalog lists the products that are there, so an interrupted run leaves a valid one.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent.parent / "reconstruct" / "training"))

import blender_studio as studio  # noqa: E402
import furniture  # noqa: E402
from pieces import PRODUCTS, Photo, Product  # noqa: E402
from PIL import Image  # noqa: E402

COLUMNS = (
    "sku",
    "name",
    "category",
    "width_cm",
    "height_cm",
    "depth_cm",
    "photo",
    "price",
    "currency",
    "url",
    "description",
)
JPEG_QUALITY = 90
PREVIEW_PX = 240


def main() -> None:
    """Runs the command line."""
    args = _arguments()
    args.cache.mkdir(parents=True, exist_ok=True)
    if args.preview:
        name, first, last = args.preview
        preview(name, range(int(first), int(last)), args.cache / "previews", args.threads)
        return
    wanted = set(args.only) if args.only else {p.sku for p in PRODUCTS}
    unknown = wanted - {p.sku for p in PRODUCTS}
    if unknown:
        sys.exit(
            f"--only: {', '.join(sorted(unknown))} not in pieces.py; expected SKUs listed there"
        )
    for product in PRODUCTS:
        if product.sku not in wanted:
            continue
        stamp = recipe_hash(product, args.samples, args.longest)
        record = args.cache / product.sku / "product.json"
        if not args.force and _is_done(product, record, stamp, args.out):
            print(f"{product.sku}: up to date", flush=True)
            continue
        started = time.monotonic()
        make_product(product, stamp, record, args)
        print(f"{product.sku}: {time.monotonic() - started:.0f} s", flush=True)
        write_catalog(args.cache, args.out)
    write_catalog(args.cache, args.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Makes the sample catalog.")
    parser.add_argument("--cache", type=Path, required=True, help="meshes, cameras and stamps")
    parser.add_argument("--out", type=Path, default=HERE, help="where catalog.csv and photos/ go")
    parser.add_argument("--only", nargs="+", metavar="SKU", help="make just these")
    parser.add_argument("--force", action="store_true", help="make again what is up to date")
    parser.add_argument("--samples", type=int, default=20, help="paths a pixel, at most")
    parser.add_argument("--longest", type=int, default=1000, help="longest side of a photo, px")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--preview",
        nargs=3,
        metavar=("FACTORY", "FIRST", "END"),
        help="instead: small pictures of a factory's seeds FIRST to END - 1, to choose from",
    )
    return parser.parse_args()


def recipe_hash(product: Product, samples: int, longest_px: int) -> str:
    """Changes when anything that shapes the pictures does; names and prices do not."""
    build = (product.factory, product.seed, product.yaw_deg, product.photos, samples, longest_px)
    return hashlib.sha256(repr(build).encode()).hexdigest()[:16]


def photo_path(product: Product, photo: Photo) -> Path:
    """Relative to the catalog."""
    suffix = "png" if photo.setting.backdrop == "none" else "jpg"
    tail = f"-{photo.label}" if photo.label else ""
    return Path("photos") / f"{product.sku}{tail}.{suffix}"


def _is_done(product: Product, record: Path, stamp: str, out: Path) -> bool:
    return (
        record.exists()
        and json.loads(record.read_text())["stamp"] == stamp
        and all((out / photo_path(product, photo)).exists() for photo in product.photos)
    )


def make_product(product: Product, stamp: str, record: Path, args: argparse.Namespace) -> None:
    """Builds one product; writes its photos, and its truth beside the record, which comes last."""
    folder = record.parent
    folder.mkdir(parents=True, exist_ok=True)
    (args.out / "photos").mkdir(parents=True, exist_ok=True)
    record.unlink(missing_ok=True)
    cameras: list[dict[str, Any]] = []
    size: dict[str, float] = {}
    for index, photo in enumerate(product.photos):
        # Built anew for every photo: the studio of the last one goes with the scene.
        piece = furniture.build(product.factory, product.seed, product.yaw_deg)
        if index == 0:
            size = {
                "width_m": piece.width_m,
                "height_m": piece.height_m,
                "depth_m": piece.depth_m,
            }
            furniture.export_glb(piece, folder / "mesh.glb")
        studio.dress(piece, photo.setting, photo.view.azimuth_deg)
        shot = studio.place_camera(piece, photo.view, args.longest)
        raw = folder / f"raw{index}.png"
        alpha = photo.setting.backdrop == "none"
        studio.render(
            raw,
            samples=args.samples,
            threads=args.threads,
            exposure=photo.setting.exposure,
            alpha=alpha,
        )
        target = args.out / photo_path(product, photo)
        if alpha:
            Image.open(raw).save(target, optimize=True)
        else:
            Image.open(raw).convert("RGB").save(
                target, quality=JPEG_QUALITY, optimize=True, progressive=True
            )
        cameras.append(_camera_record(product, photo, shot))
    (folder / "cameras.json").write_text(json.dumps(cameras, indent=1) + "\n")
    record.write_text(json.dumps({"stamp": stamp, "sku": product.sku, **size}, indent=1) + "\n")


def _camera_record(product: Product, photo: Photo, shot: studio.Shot) -> dict[str, Any]:
    """The camera in the project's frames: `product` (glTF axes) and `camera` (looks along -Z)."""
    return {
        "photo": photo_path(product, photo).as_posix(),
        "T_product_camera": (studio.T_PRODUCT_BLENDER @ shot.T_blender_camera).tolist(),
        "focal_px": shot.focal_px,
        "width_px": shot.width_px,
        "height_px": shot.height_px,
        "azimuth_deg": photo.view.azimuth_deg,
        "elevation_deg": photo.view.elevation_deg,
        "lens_mm": photo.view.lens_mm,
    }


def write_catalog(cache: Path, out: Path) -> None:
    """Lists every product whose record and photos exist, with its measured size."""
    with (out / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for product in PRODUCTS:
            record = cache / product.sku / "product.json"
            photos = [photo_path(product, photo) for photo in product.photos]
            if not record.exists() or not all((out / photo).exists() for photo in photos):
                continue
            size = json.loads(record.read_text())
            rows.writerow(
                [
                    product.sku,
                    product.name,
                    product.category,
                    f"{size['width_m'] * 100:.1f}",
                    f"{size['height_m'] * 100:.1f}",
                    f"{size['depth_m'] * 100:.1f}",
                    "|".join(photo.as_posix() for photo in photos),
                    "" if product.price is None else f"{product.price:.2f}",
                    "EUR" if product.price is not None else "",
                    product.url,
                    product.description,
                ]
            )


def preview(name: str, seeds: range, folder: Path, threads: int) -> None:
    """Small, noisy pictures of many seeds of one factory."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        target = folder / f"{name}_{seed}.png"
        if target.exists():
            continue
        try:
            piece = furniture.build(name, seed)
        except Exception as error:  # a seed that fails is a finding here, not an end
            print(f"{name} {seed}: {error!r}", flush=True)
            continue
        view = studio.View(azimuth_deg=35, elevation_deg=14)
        studio.dress(piece, studio.Set(colour=studio.GREY), view.azimuth_deg)
        studio.place_camera(piece, view, PREVIEW_PX)
        studio.render(target, samples=8, threads=threads, exposure=0.0, alpha=False)
        size = f"{piece.width_m:.2f} x {piece.height_m:.2f} x {piece.depth_m:.2f} m"
        print(f"{name} {seed}: {size}, {len(piece.points_m)} vertices", flush=True)


if __name__ == "__main__":
    main()
    # bpy 4.2 may crash while Python shuts down, when all the work is done and written.
    sys.stdout.flush()
    os._exit(0)
