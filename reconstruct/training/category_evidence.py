"""What each source says of the pictures of named products, kept in the cache for the vote to be fitted to.

::

    CACHE/category/seen/<shape_id>.npz    category, size_m, reader (K C), features (K 1280), labels (80, of an
    artist's first picture)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Float32, Int

from reconstruct.crop import crop_product, matte_bounds
from reconstruct.network.imagenet import ImageNetTrunk, as_levels
from reconstruct.network.model import load_shape_model
from reconstruct.see.category import product_labels
from reconstruct.see.detector import LABELS, detect
from reconstruct.see.product_square import product_squares
from reconstruct.training.category_views import read_views, view_count
from reconstruct.training.sweethome import LEARNED

__all__ = ["Evidence", "gather_evidence", "read_evidence"]

LEAST_PX = 50


@dataclass(frozen=True)
class Evidence:
    """What the sources say of N pictures.

    Attributes
    ----------
    shape_ids
        Of the product that each picture shows.
    category
        Index of its category among the reader's.
    reader
        Probability of each category, size not told.
    features
        Of ImageNet's network, mean of the two squares.
    labels
        The detector's best score of each of its classes; zero where it was not asked.
    size_m
        Width, height and depth.
    """

    shape_ids: tuple[str, ...]
    category: Int[np.ndarray, " N"]
    reader: Float32[np.ndarray, "N C"]
    features: Float32[np.ndarray, "N F"]
    labels: Float32[np.ndarray, "N L"]
    size_m: Float[np.ndarray, "N 3"]


@torch.no_grad()
def gather_evidence(cache: Path, trunk: ImageNetTrunk, *, views: int) -> int:
    """Ask every source what is missing; returns how many products have answers.

    The detector is asked about artists' models only: it learned from photographs, and others have no textures.
    """
    reader = load_shape_model()
    out = cache / "category" / "seen"
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted((cache / "category").glob("*.npz")):
        if path.name.endswith(".tmp.npz") or (out / path.name).exists():
            continue
        named = read_views(path)
        mattes = named.matte[: view_count(path.stem, views)].astype(np.float32) / 255
        shown = [k for k, matte in enumerate(mattes) if (matte >= 0.5).sum() >= LEAST_PX]
        if not shown:
            continue
        readings, features = [], []
        for k in shown:
            crop = crop_product(named.rgb[k], mattes[k])
            readings.append(reader.read(crop, None).category)
            squares = product_squares(named.rgb[k], mattes[k])
            features.append(trunk(as_levels(squares)).mean(dim=0).numpy())
        first = shown[0]
        asked = path.stem.startswith(LEARNED)
        things = detect(named.rgb[first]) if asked else ()
        found = product_labels(matte_bounds(mattes[first]), things)
        temporary = out / f"{path.stem}.tmp"
        with temporary.open("wb") as file:
            np.savez(
                file,
                category=np.array(named.category),
                size_m=named.size_m,
                reader=np.stack(readings),
                features=np.stack(features),
                labels=np.array([found.get(label, 0.0) for label in LABELS], dtype=np.float32),
            )
        temporary.rename(out / path.name)
    return len(list(out.glob("*.npz")))


def read_evidence(cache: Path, categories: tuple[str, ...]) -> Evidence:
    """Everything that was gathered.

    Raises
    ------
    FileNotFoundError
        If nothing was.
    """
    names: list[str] = []
    kinds: list[int] = []
    sizes, readers, features, labels = [], [], [], []
    for path in sorted((cache / "category" / "seen").glob("*.npz")):
        with np.load(path) as data:
            count = len(data["reader"])
            names += [path.stem] * count
            kinds += [categories.index(str(data["category"]))] * count
            sizes.append(np.repeat(data["size_m"][None], count, axis=0))
            readers.append(data["reader"])
            features.append(data["features"])
            seen = np.zeros((count, len(LABELS)), dtype=np.float32)
            seen[0] = data["labels"]
            labels.append(seen)
    if not names:
        raise FileNotFoundError(
            f"{cache / 'category' / 'seen'}: expected what the sources say of products, found nothing; is the folder "
            "of the Sweet Home 3D libraries right?"
        )
    return Evidence(
        tuple(names),
        np.array(kinds),
        np.concatenate(readers),
        np.concatenate(features),
        np.concatenate(labels),
        np.concatenate(sizes).astype(np.float64),
    )
