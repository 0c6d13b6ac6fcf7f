"""The whole photo of a product, to draw a correction of its cut-out on."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from reconstruct.photo import read_photo
from showroom.output import write_atomic
from viewer.draft import PhotoDraft
from viewer.project import Project

__all__ = ["photo_picture"]

_QUALITY = 82


def photo_picture(project: Project, photo: PhotoDraft) -> Path:
    """The photo upright and of the size the engine works at, as the browser can show it; made when first asked for."""
    path = project.folder / "previews" / f"{Path(photo.file).stem}.webp"
    if not path.is_file():
        stream = io.BytesIO()
        rgb = read_photo(project.folder / "photos" / photo.file).rgb
        Image.fromarray(rgb).save(stream, "WEBP", quality=_QUALITY)
        write_atomic(path, stream.getvalue())
    return path
