"""Fills the cache with shapes: procedural ones from a Blender process, artists' ones from Sweet Home 3D libraries.

About one object a second on one core. Resumable: what lies in the cache is not made again; the order of
objects depends on the seed alone, and any prefix of it is balanced by category.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reconstruct.training.blender_process import BlenderProcess
from reconstruct.training.shape_file import TrainingShape, as_solid, write_shape
from reconstruct.training.sources import GENERATORS, Generator

__all__ = ["GenerateOptions", "generate_shapes", "store_shape"]


@dataclass(frozen=True)
class GenerateOptions:
    """How to generate.

    Attributes
    ----------
    count
        Objects in all, those in the cache included.
    seed
        Decides order and parameters.
    limit_s
        Seconds an object may take before its process is ended.
    recycle
        Objects that one Blender process makes before a fresh one takes over.
    target_faces
        Triangles to keep of an object.
    kinds
        Only these categories; all of them if empty.
    """

    count: int = 6000
    seed: int = 0
    limit_s: float = 45.0
    recycle: int = 80
    target_faces: int = 2500
    kinds: tuple[str, ...] = ()


def draws(seed: int, kinds: tuple[str, ...] = ()) -> Iterator[tuple[Generator, int]]:
    """Generators and their seeds, endless; any prefix keeps the shares."""
    rng = np.random.default_rng([seed, 0x5A])
    generators = [g for g in GENERATORS if not kinds or g.category in kinds]
    due = np.array([rng.random() / g.share for g in generators])
    while True:
        index = int(due.argmin())
        due[index] += 1 / generators[index].share
        yield generators[index], int(rng.integers(2**31))


def generate_shapes(cache: Path, python: Path, options: GenerateOptions) -> int:
    """Make what is missing of the first `options.count` objects; returns how many are there."""
    folder = cache / "shapes" / "infinigen"
    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / f"raw-{options.seed}.npz"
    worker: BlenderProcess | None = None
    there = failed = 0
    started = time.monotonic()
    drawn = draws(options.seed, options.kinds)
    for number, (generator, seed) in zip(range(options.count), drawn, strict=False):
        shape_id = f"infinigen-{options.seed}-{number:05d}"
        path, mark = folder / f"{shape_id}.npz", folder / f"{shape_id}.failed"
        if path.exists() or mark.exists():
            there += path.exists()
            continue
        if worker is None or not worker.alive or worker.made >= options.recycle:
            if worker is not None:
                worker.end()
            worker = BlenderProcess(python, "blender_shapes.py")
            worker.wait(180.0)
        answer = worker.ask(
            {
                "module": generator.module,
                "factory": generator.factory,
                "options": dict(generator.options),
                "seed": seed,
                "composed": generator.composed,
                "out": str(raw),
            },
            options.limit_s,
        )
        if answer.get("stuck"):
            worker.end()
        error = (
            answer["error"]
            if not answer["ok"]
            else _finish(raw, path, shape_id, generator, options)
        )
        if error:
            failed += 1
            mark.write_text(f"{generator.factory} {seed}: {error}\n")
        else:
            there += 1
        if number % 25 == 0:
            rate = (time.monotonic() - started) / max(there + failed, 1)
            print(f"{number}: {there} made, {failed} failed, {rate:.2f} s each", flush=True)
    if worker is not None:
        worker.end()
    return there


def _finish(
    raw: Path, path: Path, shape_id: str, generator: Generator, options: GenerateOptions
) -> str:
    """Lighten and store what Blender wrote; returns what is wrong with it, or nothing."""
    with np.load(raw) as data:
        linear = np.clip(data["colours"], 0, 1)
        shape = TrainingShape(
            shape_id=shape_id,
            category=generator.category,
            source=f"infinigen {generator.factory}",
            licence="generated",
            credit="",
            vertices_m=data["vertices_m"],
            faces=data["faces"],
            material=data["material"].astype(np.int32),
            materials=tuple(str(n) for n in data["names"]),
            colours=np.round(255 * linear ** (1 / 2.2)).astype(np.uint8),
        )
    longest = float(shape.size_m.max())
    if not 0.03 < longest < generator.longest_m or float(shape.size_m.min()) < 1e-3:
        return f"size {shape.size_m.round(3)} m"
    return store_shape(shape, path, target_faces=options.target_faces)


def store_shape(shape: TrainingShape, path: Path, *, target_faces: int) -> str:
    """Close, lighten, stand it on the floor's centre and save; returns what went wrong."""
    if not np.isfinite(shape.vertices_m).all():
        return "corners that are not numbers"
    try:
        vertices, faces, material = as_solid(
            shape.vertices_m, shape.faces, shape.material, target_faces=target_faces
        )
    except ValueError as error:
        return str(error)
    if len(faces) < 8:
        return f"{len(faces)} faces are left"
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    centre = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2], dtype=np.float32)
    write_shape(
        TrainingShape(
            shape.shape_id,
            shape.category,
            shape.source,
            shape.licence,
            shape.credit,
            (vertices - centre).astype(np.float32),
            faces,
            material,
            shape.materials,
            shape.colours,
        ),
        path,
    )
    return ""
