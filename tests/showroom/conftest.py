"""What tests of whole products share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from showroom.picture import picture


@pytest.fixture(scope="module")
def small_posters() -> Iterator[None]:
    """Products' posters of 96 px, for tests of everything else; a poster is half of a product's files' time."""
    with pytest.MonkeyPatch.context() as patch:
        small = picture.PictureOptions(width_px=96, height_px=96, gather_rays=4, edge_rays=1)
        patch.setattr(picture, "_PRODUCT", small)
        yield
