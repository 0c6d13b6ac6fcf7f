"""A variant's own photos are searched for what the merchant says the product is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from reconstruct import ReconstructOptions, VariantSource, product
from reconstruct.atlas import Atlas
from reconstruct.errors import NoProductFoundError
from reconstruct.shape import ShapeFinding
from reconstruct.texture import Painted


def test_its_photo_is_searched_for_the_category_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "red.png"
    Image.fromarray(np.full((300, 300, 3), 200, dtype=np.uint8)).save(path)
    asked: list[str | None] = []

    def look_at(*_: Any, category: str | None, **__: Any) -> None:
        asked.append(category)
        raise NoProductFoundError("red.png", expected="sofa", found="a plant", remedy="Another.")

    monkeypatch.setattr(product, "look_at", look_at)
    # None of the three is looked at before the photo.
    atlas, painted, found = (object.__new__(kind) for kind in (Atlas, Painted, ShapeFinding))
    source = VariantSource("red", (path,))
    material, warning = product._variant(
        "A-1", source, atlas, painted, found, "sofa", ReconstructOptions()
    )
    assert (material, asked) == (None, ["sofa"])
    assert warning is not None
    assert "variant 'red' is left out: no sofa was found in red.png" in warning.message
