"""Learns what regions are made of from artists' named materials: two libraries to learn from, two to judge by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int

from reconstruct.material import CLASSES, FEATURES, MATERIALS, SURE_METAL, MaterialModel, Region
from reconstruct.raycast import RayCaster
from reconstruct.training.pack import write_checksums
from reconstruct.training.shape_file import TrainingShape, read_shape
from reconstruct.training.sweethome import JUDGED, LEARNED

__all__ = ["learn_materials", "named_class", "regions"]

# Words in the languages of the artists; the first that matches decides.
_WORDS = (
    ("foliage", r"leaf|leaves|foliage|grass|stem"),
    ("leather", r"leather|cuero|vinyl|piel"),
    ("glass", r"glass|cristal|vidr|verre"),
    ("ceramic", r"ceramic|porcelain|enamel|china"),
    ("stone", r"marble|stone|concrete|granit|marmol"),
    (
        "metal",
        r"metal|chrom|cromo|alum|alu$|steel|iron|inox|brass|gold|silver|argent|screw|copper|tap",
    ),
    ("wood", r"wood|fusta|madera|oak|walnut|pine|holz|birch|trunk|venge|bois"),
    (
        "fabric",
        r"fabric|cloth|cosin|cushion|pillow|mat+ress|colch|textile|sheet|couch|curtain|towel|seat",
    ),
    ("plastic", r"plasti|rubber|nylon"),
)


def named_class(name: str) -> str | None:
    """The class that a material's name tells, or None."""
    for kind, words in _WORDS:
        if re.search(words, name.lower()):
            return kind
    return None


def regions(shape: TrainingShape) -> Iterator[tuple[str, Region]]:
    """Name and region of each material of a shape."""
    vertices, faces = shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64)
    corners = vertices[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    normals = cross / np.maximum(area[:, None], 1e-20)
    middle = corners.mean(axis=1)
    extent = float(np.ptp(vertices, axis=0).max())
    hits = RayCaster(vertices, faces).cast(middle - 1e-4 * extent * normals, -normals)
    thickness = np.minimum(np.where(hits.hit, hits.distance_m, extent) / extent, 0.3)
    height = (middle[:, 1] - vertices[:, 1].min()) / max(float(np.ptp(vertices[:, 1])), 1e-9)
    for index, name in enumerate(shape.materials):
        mine = (shape.material == index) & (area > 0)
        if not mine.any():
            continue
        weight = area[mine] / area[mine].sum()
        yield (
            name,
            Region(
                colour=(shape.colours[index] / 255.0) ** 2.2,
                thickness=float((thickness[mine] * weight).sum()),
                height=float((height[mine] * weight).sum()),
                share=float(area[mine].sum() / area.sum()),
                longest_m=extent,
                category=shape.category,
            ),
        )


def _examples(
    cache: Path, libraries: tuple[str, ...]
) -> tuple[Float[np.ndarray, "N F"], Int[np.ndarray, " N"], Float[np.ndarray, " N"]]:
    """Features and classes, and what each counts: screws are many, but they are not what a shopper sees."""
    order = list(CLASSES)
    found = [
        (region.features, order.index(kind), region.share + LEAST_SHARE)
        for library in libraries
        for path in sorted((cache / "shapes" / library).glob("*.npz"))
        for name, region in regions(read_shape(path))
        if (kind := named_class(name)) is not None
    ]
    features, kinds, counts = zip(*found, strict=True)
    return np.stack(features), np.array(kinds), np.array(counts)


LEAST_SHARE = 0.05


def learn_materials(cache: Path, to: Path, *, shy: float = 3e-3) -> str:
    """Fit the classes to the learned libraries, write the weights, and say how they do on the judged ones."""
    features, kinds, counts = _examples(cache, LEARNED)
    weights = torch.zeros(len(CLASSES), FEATURES, dtype=torch.float64, requires_grad=True)
    x, y, share = (torch.from_numpy(a) for a in (features, kinds, counts))
    search = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        each = torch.nn.functional.cross_entropy(x @ weights.T, y, reduction="none")
        value = (each * share).sum() / share.sum() + shy * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    search.step(loss)  # type: ignore[no-untyped-call]
    rounded = np.round(weights.detach().numpy(), 4)
    told = json.dumps({"classes": list(CLASSES), "weights": rounded.tolist()})
    (to / MATERIALS).write_text(told + "\n", encoding="utf-8")
    write_checksums(to)
    model = MaterialModel(rounded)
    lines = [f"{len(kinds)} named materials learned from"]
    for name, libraries in (("learned", LEARNED), ("judged", JUDGED)):
        features, kinds, counts = _examples(cache, libraries)
        odds = features @ model.weights.T
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        right = odds.argmax(axis=1) == kinds
        common = max(float(counts[kinds == kind].sum()) for kind in set(kinds.tolist()))
        metal = odds[:, 1] > SURE_METAL
        lines.append(
            f"{name}: {len(kinds)} materials, of their area {(right * counts).sum() / counts.sum():.2f} right (the "
            f"commonest: {common / counts.sum():.2f}); sure of metal {int(metal.sum())}, right "
            f"{(kinds[metal] == 1).mean() if metal.any() else 1.0:.2f}"
        )
    return "\n".join(lines)
