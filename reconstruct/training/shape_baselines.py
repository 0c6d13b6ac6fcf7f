"""What the shape model has to beat, and how far retrieval could go: shapes in the true box, a few lines each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float, Int, UInt8

from reconstruct.bank import ShapeBank
from reconstruct.baselines import Solid, box, inflate_silhouette
from reconstruct.cutout import Cutout
from reconstruct.iso_surface import iso_surface
from reconstruct.network.model import CropReading, ShapeModel
from reconstruct.occupancy_grid import occupancy_grid
from reconstruct.size import ProductSize
from reconstruct.training.imagenet import ImageNetRetrieval
from reconstruct.training.likeness import surface_bits
from reconstruct.training.shape_file import TrainingShape

__all__ = ["ShapeBaselines"]


class ShapeBaselines:
    """The baselines, what they need loaded once.

    Parameters
    ----------
    model
        Its bank of known shapes is what they look in.
    cache
        Where the grids of the bank's shapes are kept, once made (a minute), and its renders.
    trunk
        EfficientNet-Lite0's release, for retrieval by ImageNet features; without it that is left out.
    """

    def __init__(self, model: ShapeModel, cache: Path, trunk: Path | None) -> None:
        self._bank = model.bank
        self._grids = _bank_grids(model.bank, cache / "bank_grids.npz")
        bits = [surface_bits(_upsampled(grid)) for grid in self._grids]
        self._surfaces = np.stack([surface for surface, _ in bits])
        self._near = np.stack([near for _, near in bits])
        self._plain = ImageNetRetrieval(trunk, cache, model.bank.names) if trunk else None

    def of(
        self,
        cutout: Cutout,
        crop: UInt8[np.ndarray, "128 128 4"],
        reading: CropReading,
        truth: TrainingShape,
        category: str,
    ) -> dict[str, Solid]:
        """Each baseline's shape; `category` is the true one."""
        size = truth.size_m.astype(np.float64)
        sides = ProductSize(*(float(side) for side in size))
        left, top, right, bottom = cutout.box
        solids = {
            "box": box(sides),
            "inflation": inflate_silhouette(cutout.matte[top:bottom, left:right], sides),
            "category mean": self._category_mean(category, size),
            "first by embedding": self._known(int(reading.likeness.argmax()), size),
            "oracle": self._known(self._most_alike(truth), size),
        }
        if self._plain is not None:
            solids["nearest by ImageNet features"] = self._known(self._plain.find(crop), size)
        return solids

    def _known(self, row: int, size: Float[np.ndarray, "3"]) -> Solid:
        shape = self._bank.shape(row)
        return Solid(shape.vertices * size, shape.faces)

    def _category_mean(self, category: str, size: Float[np.ndarray, "3"]) -> Solid:
        """Iso-surface of the mean occupancy of the bank's shapes of a category; the box if it has none."""
        mine = [i for i, c in enumerate(self._bank.categories) if c == category]
        if not mine:
            return box(ProductSize(*(float(side) for side in size)))
        mean = self._grids[mine].astype(np.float64).mean(axis=0) / 255
        field = np.pad(mean, 1) - min(0.5, 0.6 * float(mean.max()))
        vertices, faces = iso_surface(field)
        share = (vertices - vertices.min(axis=0)) / np.maximum(np.ptp(vertices, axis=0), 1e-9)
        return Solid(share * size, faces)

    def _most_alike(self, truth: TrainingShape) -> int:
        """Row of the bank's shape most alike to the truth."""
        grid = _coarse_grid(truth.vertices_m.astype(np.float64), truth.faces.astype(np.int64))
        surface, near = surface_bits(_upsampled(grid))
        precision = self._surfaces @ near / np.maximum(self._surfaces.sum(axis=1), 1)
        recall = self._near @ surface / max(float(surface.sum()), 1)
        return int((precision * recall / np.maximum(precision + recall, 1e-9)).argmax())


def _upsampled(grid: UInt8[np.ndarray, "16 16 16"]) -> UInt8[np.ndarray, "32 32 32"]:
    return np.asarray(grid.repeat(2, 0).repeat(2, 1).repeat(2, 2))


def _coarse_grid(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> UInt8[np.ndarray, "16 16 16"]:
    """Share of matter in 16 cells along each axis of a shape's box, 255 for all."""
    grid = occupancy_grid(vertices, faces, rng=np.random.default_rng(0))
    coarse = grid.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5))
    return np.asarray(np.round(255 * coarse).astype(np.uint8))


def _bank_grids(bank: ShapeBank, path: Path) -> UInt8[np.ndarray, "N 16 16 16"]:
    """The grids of all shapes of the bank, from a file that was made for these very shapes, or made anew."""
    if path.exists():
        with np.load(path) as kept:
            if kept["names"].tolist() == list(bank.names):
                return np.asarray(kept["grids"])
    shapes = [bank.shape(row) for row in range(len(bank))]
    grids = np.stack([_coarse_grid(shape.vertices, shape.faces) for shape in shapes])
    np.savez_compressed(path, names=np.array(bank.names), grids=grids)
    return grids
