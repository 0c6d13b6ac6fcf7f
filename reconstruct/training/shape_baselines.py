"""What the shape model has to beat, and how far retrieval could go: shapes in the true box, a few lines each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8

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
    cache, trunk
        For retrieval by ImageNet features: where the bank's renders are, and EfficientNet-Lite0's release. Without the
        latter that is left out.
    """

    def __init__(self, model: ShapeModel, cache: Path, trunk: Path | None) -> None:
        self._bank = model.bank
        bits = [surface_bits(_upsampled(grid)) for grid in model.bank.occupancy]
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
        mean = self._bank.occupancy[mine].astype(np.float64).mean(axis=0) / 255
        field = np.pad(mean, 1) - min(0.5, 0.6 * float(mean.max()))
        vertices, faces = iso_surface(field)
        share = (vertices - vertices.min(axis=0)) / np.maximum(np.ptp(vertices, axis=0), 1e-9)
        return Solid(share * size, faces)

    def _most_alike(self, truth: TrainingShape) -> int:
        """Row of the bank's shape most alike to the truth."""
        grid = occupancy_grid(
            truth.vertices_m.astype(np.float64),
            truth.faces.astype(np.int64),
            rng=np.random.default_rng(0),
        )
        coarse = grid.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5))
        surface, near = surface_bits(_upsampled(np.round(255 * coarse).astype(np.uint8)))
        precision = self._surfaces @ near / np.maximum(self._surfaces.sum(axis=1), 1)
        recall = self._near @ surface / max(float(surface.sum()), 1)
        return int((precision * recall / np.maximum(precision + recall, 1e-9)).argmax())


def _upsampled(grid: UInt8[np.ndarray, "16 16 16"]) -> UInt8[np.ndarray, "32 32 32"]:
    return np.asarray(grid.repeat(2, 0).repeat(2, 1).repeat(2, 2))
