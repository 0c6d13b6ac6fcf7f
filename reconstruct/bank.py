"""The bank of known shapes: light closed meshes, found by the network's embedding and stretched to the product's size.

One file: positions in 16 bits, faces packed. Made by `python -m reconstruct.training pack`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int, UInt16

from reconstruct.errors import WeightsError

__all__ = ["BankShape", "ShapeBank", "pack_bank", "read_bank"]

STEPS = 65535  # of a 16-bit position along each axis of a shape's box


@dataclass(frozen=True)
class BankShape:
    """One known shape.

    Attributes
    ----------
    name, category
        Which one and what it is.
    vertices
        Positions in the shape's own box, each axis from -0.5 to 0.5; +Y up, front +Z.
    faces
        Counter-clockwise from outside.
    size_m
        Width, height and depth that it was made with.
    """

    name: str
    category: str
    vertices: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    size_m: Float[np.ndarray, "3"]


@dataclass(frozen=True)
class ShapeBank:
    """All known shapes, in the order of the network's bank rows.

    Attributes
    ----------
    names, categories
        One each.
    sizes_m
        Width, height and depth.
    """

    names: tuple[str, ...]
    categories: tuple[str, ...]
    sizes_m: Float[np.ndarray, "N 3"]
    _vertices: UInt16[np.ndarray, "V 3"]
    _faces: UInt16[np.ndarray, "F 3"]
    _first_vertex: Int[np.ndarray, " N1"]
    _first_face: Int[np.ndarray, " N1"]

    def __len__(self) -> int:
        """Number of shapes."""
        return len(self.names)

    def shape(self, row: int) -> BankShape:
        """One shape."""
        corners = self._vertices[self._first_vertex[row] : self._first_vertex[row + 1]]
        faces = self._faces[self._first_face[row] : self._first_face[row + 1]]
        return BankShape(
            self.names[row],
            self.categories[row],
            corners.astype(np.float64) / STEPS - 0.5,
            faces.astype(np.int64),
            self.sizes_m[row],
        )


def pack_bank(shapes: list[BankShape], path: Path) -> None:
    """Write a bank; positions are rounded to 1/65535 of each axis."""
    corners = [np.round((s.vertices + 0.5) * STEPS).astype(np.uint16) for s in shapes]
    np.savez_compressed(
        path,
        names=np.array([s.name for s in shapes]),
        categories=np.array([s.category for s in shapes]),
        sizes_m=np.stack([s.size_m for s in shapes]).astype(np.float32),
        # Planes of bytes and differences pack better than what they stand for.
        vertices=np.concatenate(corners).T.copy(),
        faces=np.concatenate([s.faces for s in shapes]).astype(np.uint16).T.copy(),
        vertex_counts=np.array([len(c) for c in corners]),
        face_counts=np.array([len(s.faces) for s in shapes]),
    )


def read_bank(path: Path) -> ShapeBank:
    """Load a bank.

    Raises
    ------
    WeightsError
        If the file is missing or damaged.
    """
    try:
        with np.load(path) as data:
            return ShapeBank(
                names=tuple(str(n) for n in data["names"]),
                categories=tuple(str(c) for c in data["categories"]),
                sizes_m=data["sizes_m"].astype(np.float64),
                _vertices=data["vertices"].T,
                _faces=data["faces"].T,
                _first_vertex=np.concatenate([[0], np.cumsum(data["vertex_counts"])]),
                _first_face=np.concatenate([[0], np.cumsum(data["face_counts"])]),
            )
    except FileNotFoundError as error:
        raise WeightsError(
            path.name,
            expected=f"the bank of shapes at {path}",
            found="no file",
            remedy="Install the package again.",
        ) from error
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise WeightsError(
            path.name,
            expected="a readable bank of shapes",
            found=f"a damaged file ({error})",
            remedy="Install the package again.",
        ) from error
