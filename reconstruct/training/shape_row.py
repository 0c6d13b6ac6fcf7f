"""What is measured of the shapes that are made from one judgement photo, and how it is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from reconstruct.metrics import (
    SampledSurface,
    compare_edges,
    compare_shapes,
    normalise,
    sample_visible,
)
from reconstruct.sharp_edges import sample_sharp_edges

__all__ = ["Figures", "ShapeRow", "ShapeSample", "kept_rows", "read_rows"]


@dataclass(frozen=True)
class ShapeSample:
    """A shape as it is compared: its longest side 2, its bounds centred, only what can be seen from outside.

    Attributes
    ----------
    surface
        Points on it.
    edges
        Points on its sharp edges.
    """

    surface: SampledSurface
    edges: Float[np.ndarray, "E 3"]

    @classmethod
    def of(
        cls,
        vertices: Float[np.ndarray, "V 3"],
        faces: Int[np.ndarray, "F 3"],
        points: int,
        seed: int = 0,
    ) -> ShapeSample:
        """Sampled from a mesh of any unit; the same at each call."""
        placed = normalise(vertices)
        surface = sample_visible(placed, faces, count=points, rng=np.random.default_rng(seed))
        return cls(surface, sample_sharp_edges(placed, faces))


@dataclass(frozen=True)
class Figures:
    """How close one shape is to the truth; the fields are those of `ShapeScores` and of `compare_edges`."""

    f_02: float
    f_05: float
    f_10: float
    f_20: float
    chamfer: float
    normal_consistency: float
    edge_f_02: float
    edge_f_05: float
    flat_share: float

    @classmethod
    def of(cls, predicted: ShapeSample, truth: ShapeSample) -> Figures:
        """Of a prediction."""
        surface = compare_shapes(predicted.surface, truth.surface)
        edges = compare_edges(predicted.edges, truth.edges)
        return cls(
            f_02=surface.f_score[0.02],
            f_05=surface.f_score[0.05],
            f_10=surface.f_score[0.1],
            f_20=surface.f_score[0.2],
            chamfer=surface.chamfer,
            normal_consistency=surface.normal_consistency,
            edge_f_02=edges[0.02],
            edge_f_05=edges[0.05],
            flat_share=surface.flat_share,
        )

    @classmethod
    def of_nothing(cls) -> Figures:
        """Where no shape was made: no score, and the longest side for the distance."""
        return cls(
            f_02=0.0,
            f_05=0.0,
            f_10=0.0,
            f_20=0.0,
            chamfer=2.0,
            normal_consistency=0.0,
            edge_f_02=0.0,
            edge_f_05=0.0,
            flat_share=0.0,
        )


@dataclass(frozen=True)
class ShapeRow:
    """One photo's figures.

    Attributes
    ----------
    shape_id, view, category
        Which photo, and what it shows.
    figures
        By method.
    azimuth_off_rad
        Error of the predicted azimuth.
    width_off, height_off, depth_off
        Relative error of each side when no size is given; the height is the network's, the rest as fitted.
    category_rank
        Place of the true category among the network's guesses, from 0.
    overlap, confidence, known_shape
        Of the model with size given: silhouette IoU, F@0.1 that it expects, and what it made the shape from.
    seconds
        From cut-out to shape, of one core: processor time, which work beside does not lengthen.
    own_matte_iou
        Intersection over union of our own cut-out and the true matte, 0 if nothing was cut out; None if not asked for.
    """

    shape_id: str
    view: int
    category: str
    figures: Mapping[str, Figures]
    azimuth_off_rad: float
    width_off: float
    height_off: float
    depth_off: float
    category_rank: int
    overlap: float
    confidence: float
    known_shape: str
    seconds: float
    own_matte_iou: float | None = None


_FIGURES = [field.name for field in fields(Figures)]
_PHOTO = [field.name for field in fields(ShapeRow) if field.name != "figures"]


def kept_rows(
    rows: Iterable[ShapeRow], path: Path, before: Sequence[ShapeRow] = ()
) -> Iterator[ShapeRow]:
    """The same rows, each written to a CSV file as it comes, a line for each photo and method; `before` come first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*_PHOTO, "method", *_FIGURES])
        writer.writeheader()
        for row in chain(before, rows):
            photo = {name: getattr(row, name) for name in _PHOTO}
            for method, figures in row.figures.items():
                writer.writerow({**photo, "method": method, **asdict(figures)})
            file.flush()
            yield row


def read_rows(path: Path) -> list[ShapeRow]:
    """Load what `kept_rows` wrote.

    Raises
    ------
    ValueError
        If the file has other columns.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = {*_PHOTO, "method", *_FIGURES} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(
                f"{path}: expected a file of `evaluate --csv`, found one without the columns "
                f"{', '.join(sorted(missing))}; write it again"
            )
        photos: dict[tuple[str, str], dict[str, str]] = {}
        figures: dict[tuple[str, str], dict[str, Figures]] = {}
        for line in reader:
            key = line["shape_id"], line["view"]
            photos[key] = {name: line[name] for name in _PHOTO}
            found = Figures(**{name: float(line[name]) for name in _FIGURES})
            figures.setdefault(key, {})[line["method"]] = found
    return [_row(photo, figures[key]) for key, photo in photos.items()]


def _row(photo: dict[str, str], figures: dict[str, Figures]) -> ShapeRow:
    return ShapeRow(
        figures=figures,
        shape_id=photo["shape_id"],
        view=int(photo["view"]),
        category=photo["category"],
        azimuth_off_rad=float(photo["azimuth_off_rad"]),
        width_off=float(photo["width_off"]),
        height_off=float(photo["height_off"]),
        depth_off=float(photo["depth_off"]),
        category_rank=int(photo["category_rank"]),
        overlap=float(photo["overlap"]),
        confidence=float(photo["confidence"]),
        known_shape=photo["known_shape"],
        seconds=float(photo["seconds"]),
        own_matte_iou=float(photo["own_matte_iou"]) if photo["own_matte_iou"] else None,
    )
