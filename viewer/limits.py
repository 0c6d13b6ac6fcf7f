"""How much a project may hold. One place, so that a host can read what a merchant may ask of the server."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True)
class Limits:
    """Limits of one project.

    Attributes
    ----------
    photo_bytes, model_bytes, catalog_bytes
        Largest file of each kind.
    photos, products
        How many of them.
    megapixels
        Largest picture, told by its header before a pixel is decoded; the engine refuses larger ones too.
    zip_files, zip_bytes
        How many files a zip may hold, and how much they may be when unpacked.
    project_bytes
        The whole folder, results included.
    """

    photo_bytes: int = 40 * 2**20
    model_bytes: int = 60 * 2**20
    catalog_bytes: int = 16 * 2**20
    photos: int = 2000
    products: int = 1000
    megapixels: float = 80.0
    zip_files: int = 5000
    zip_bytes: int = 2 * 2**30
    project_bytes: int = 20 * 2**30


LIMITS = Limits()
