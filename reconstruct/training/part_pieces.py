"""Random pieces of furniture to learn parts from: of the families with their designs, and known shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from reconstruct.bank import BankShape, read_bank
from reconstruct.network.model import BANK
from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family, Kind
from reconstruct.training.shape_file import read_shape
from reconstruct.training.sweethome import LEARNED
from reconstruct.training.unpack import paint_regions
from reconstruct.weights import weights_folder

__all__ = ["KNOWN", "Piece", "Shown", "draw_piece", "draw_rare", "family_weight", "known_pieces"]

KNOWN = "known"
KNOWN_MATERIALS = ("legs", "top", "frame", "upholstery", "metal")


@dataclass(frozen=True)
class Shown:
    """What one picture shows.

    Attributes
    ----------
    family, category
        What it is; the family is `KNOWN` for a shape of the bank.
    choices, measures
        Of its design, by name.
    size_m
        Width, height and depth.
    view
        Azimuth and elevation in radians, distance in longest sides.
    seen
        Share of its pixels that the photo shows.
    """

    family: str
    category: str
    choices: Mapping[str, str]
    measures: Mapping[str, float]
    size_m: tuple[float, float, float]
    view: tuple[float, float, float]
    seen: float


@dataclass(frozen=True)
class Piece:
    """A drawn piece, in the `product` frame, and what is true of it; it has not been seen from anywhere yet.

    Attributes
    ----------
    vertices_m, faces
        Its surface.
    material
        Index of each face's material.
    names
        Of the materials.
    axes
        Of each face's part: the way its grain runs, across it, and out of its main face.
    shown
        Its design.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    material: Int[np.ndarray, " F"]
    names: tuple[str, ...]
    axes: Float[np.ndarray, "F 3 3"]
    shown: Shown


def family_weight(family: Family) -> float:
    """How often a family is drawn: those with many options need more pictures to be learned."""
    return float((sum(len(choice.odds) for choice in family.choices) + 4) ** 0.5)


def draw_piece(family: Family, rng: np.random.Generator, detail: Detail = LIGHT) -> Piece:
    """A random piece of a family: half are as usual as a shop's, half lean to what is rare."""
    kind = family.draw_kind(rng)
    size_m = kind.draw_size(rng)
    design = family.draw(rng, draw_rare(family, kind) if rng.random() < 0.5 else kind)
    assembly = family.build(design, size_m, detail)
    names = tuple(sorted({part.material for part in assembly.parts}))
    index = np.array([names.index(part.material) for part in assembly.parts])
    axes = np.stack([part.axes for part in assembly.parts])
    shown = Shown(
        family=family.name,
        category=kind.category,
        choices=dict(design.choices),
        measures={name: float(value) for name, value in design.measures.items()},
        size_m=(float(size_m[0]), float(size_m[1]), float(size_m[2])),
        view=(0.0, 0.0, 0.0),
        seen=1.0,
    )
    part = assembly.part_of_face
    return Piece(assembly.vertices_m, assembly.faces, index[part], names, axes[part], shown)


def draw_rare(family: Family, kind: Kind) -> Kind:
    """The kind with odds nearer to each other: the square root of its own."""
    odds = {
        choice.name: {
            option: weight**0.5
            for option, weight in {**choice.odds, **kind.odds.get(choice.name, {})}.items()
        }
        for choice in family.choices
    }
    return replace(kind, odds=odds)


def known_pieces(cache: Path | None = None) -> Callable[[np.random.Generator], Piece]:
    """Draws shapes of the bank, and artists' shapes where the cache has them (`shapes --sweethome`).

    A third are of no category that a family is sold as, or "other", if there are any; in both groups each category is
    drawn as often as any other of those that have ten shapes or more.
    """
    bank = read_bank(weights_folder() / BANK)
    shapes: list[BankShape | Path] = [bank.shape(row) for row in range(len(bank))]
    categories = [shape.category for shape in shapes if isinstance(shape, BankShape)]
    folders = [] if cache is None else [cache / "shapes" / stem for stem in LEARNED]
    for path in (path for folder in folders for path in sorted(folder.glob("*.npz"))):
        if not path.stem.startswith("raw") and not path.name.endswith(".tmp.npz"):
            shapes.append(path)
            categories.append(read_shape(path).category)
    sold = {kind.category for family in all_families() for kind in family.kinds} - {"other"}
    share = Counter(categories)
    odds = np.array([1 / max(share[category], 10) for category in categories])
    strange = np.array([category not in sold for category in categories])
    if strange.any():
        odds[strange] *= 0.5 * odds[~strange].sum() / odds[strange].sum()
    odds /= odds.sum()

    def draw(rng: np.random.Generator) -> Piece:
        shape = shapes[int(rng.choice(len(shapes), p=odds))]
        if isinstance(shape, Path):
            read = read_shape(shape)
            vertices_m, faces = read.vertices_m.astype(np.float64), read.faces.astype(np.int64)
            material, category = read.material.astype(np.int64), read.category
        else:
            vertices_m, faces = shape.vertices * shape.size_m, shape.faces
            material = paint_regions(shape.vertices, faces, rng).astype(np.int64)
            category = shape.category
        drawn = rng.choice(KNOWN_MATERIALS, int(material.max()) + 1).tolist()
        width, height, depth = (float(side) for side in np.ptp(vertices_m, axis=0))
        return Piece(
            vertices_m=vertices_m,
            faces=faces,
            material=material,
            names=tuple(f"{name} {row}" for row, name in enumerate(drawn)),
            axes=np.broadcast_to(np.eye(3), (len(faces), 3, 3)),
            shown=Shown(
                family=KNOWN,
                category=category,
                choices={},
                measures={},
                size_m=(width, height, depth),
                view=(0.0, 0.0, 0.0),
                seen=1.0,
            ),
        )

    return draw
