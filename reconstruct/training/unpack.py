"""Puts the model that ships back into an empty cache, so that training goes on from it.

Its weights become a checkpoint, the shapes of its bank become shapes to render.

The bank keeps no materials; its shapes are painted in regions that look like parts. What the cache has already, with
the materials it was made with, is left as it is.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int, Int32

from reconstruct.bank import BankShape, read_bank
from reconstruct.network.model import BANK, READER, read_state
from reconstruct.training.dataset import LEARNED_FOLDERS
from reconstruct.training.shape_file import TrainingShape, write_shape
from reconstruct.weights import read_checked, weights_folder

__all__ = ["paint_regions", "unpack"]

COLOURS = 4


def unpack(cache: Path, folder: Path | None = None) -> int:
    """Write `shapes/bank` and `checkpoints/reader.pt`; returns the number of shapes written.

    An existing checkpoint is kept: it is newer than what ships.
    """
    folder = folder or weights_folder()
    bank = read_bank(folder / BANK)
    out = cache / "shapes" / "bank"
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for row, name in enumerate(bank.names):
        if any(
            (cache / "shapes" / f / f"{name}.npz").exists() for f in LEARNED_FOLDERS if f != "bank"
        ):
            continue
        write_shape(_training_shape(bank.shape(row)), out / f"{name}.npz")
        written += 1
    checkpoint = cache / "checkpoints" / "reader.pt"
    checkpoint.parent.mkdir(exist_ok=True)
    if not checkpoint.exists():
        state = read_state(read_checked(folder, READER))
        torch.save({"model": state, "bank": list(bank.names)}, checkpoint)
    return written


def _training_shape(shape: BankShape) -> TrainingShape:
    rng = np.random.default_rng(zlib.crc32(shape.name.encode()))
    vertices = (shape.vertices + np.array([0.0, 0.5, 0.0])) * shape.size_m
    return TrainingShape(
        shape_id=shape.name,
        category=shape.category,
        source="the bank that ships",
        licence="as in the bank's SOURCE.md",
        credit="",
        vertices_m=vertices.astype(np.float32),
        faces=shape.faces.astype(np.int32),
        material=paint_regions(shape.vertices, shape.faces, rng),
        materials=tuple(f"region {i}" for i in range(COLOURS)),
        colours=rng.integers(20, 236, (COLOURS, 3), dtype=np.uint8),
    )


def paint_regions(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], rng: np.random.Generator
) -> Int32[np.ndarray, " F"]:
    """A region for each face: below and above a height, and tops apart from sides, each by chance."""
    corners = vertices[faces]
    height = corners[:, :, 1].mean(axis=1)
    height = (height - height.min()) / max(float(np.ptp(height)), 1e-9)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    upward = cross[:, 1] / np.maximum(np.linalg.norm(cross, axis=1), 1e-12)
    region = np.zeros(len(faces), dtype=np.int32)
    if rng.random() < 0.7:  # legs of another colour than the body
        region[height < rng.uniform(0.15, 0.6)] = 1
    if rng.random() < 0.4:  # a top, a seat, cushions
        region[(upward > 0.8) & (height > rng.uniform(0.2, 0.7))] = 2
    if rng.random() < 0.25:  # a back, a shade, a headboard
        region[height > rng.uniform(0.6, 0.9)] = 3
    return region
