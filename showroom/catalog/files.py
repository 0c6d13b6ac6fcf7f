"""The files a catalog row names: photos, the merchant's own cut-outs of them, a 3D model of the merchant's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["RowFaultError", "RowFiles", "read_row_files"]


class RowFaultError(Exception):
    """Ends the reading of one row; the catalog reader turns it to a problem."""

    def __init__(self, item: str, code: str, message: str) -> None:
        super().__init__(message)
        self.item = item
        self.code = code
        self.message = message


@dataclass(frozen=True)
class RowFiles:
    """Files of one product.

    Attributes
    ----------
    photos
        Those that are there, in file order, each once.
    cutouts
        The merchant's own mask of each, or None; empty if there are none at all.
    model
        The merchant's own GLB.
    missing
        Photos that are named and not there, while others are.
    """

    photos: tuple[Path, ...] = ()
    cutouts: tuple[Path | None, ...] = ()
    model: Path | None = None
    missing: tuple[RowFaultError, ...] = ()


@dataclass(frozen=True)
class _Row:
    root: Path
    number: int
    sku: str

    def file(self, column: str, name: str) -> Path:
        """The file of a name; it must lie in the catalog's folder."""
        code = "photo_outside_catalog" if column == "photo" else "file_outside_catalog"
        where = f"row {self.number}, column {column}: {name!r}"
        try:
            path = (self.root / name).resolve()
            inside = path.is_relative_to(self.root)
            is_file = path.is_file()
        except OSError as error:
            raise RowFaultError(
                self.sku,
                f"missing_{column}",
                f"{where} is not a path that can be read ({error.strerror}).",
            ) from None
        if not inside:
            raise RowFaultError(
                self.sku,
                code,
                f"{where} leaves the catalog's folder. Put the files into {self.root.name}/ beside the catalog.",
            )
        if not is_file:
            raise RowFaultError(
                self.sku,
                f"missing_{column}",
                f"{where}: there is no such file. Paths are relative to the catalog file.",
            )
        return path


def read_row_files(
    root: Path, number: int, sku: str, *, photo: str, cutout: str, model: str, bare: bool
) -> RowFiles:
    """Find the files of one row; `bare` rows need none.

    Raises
    ------
    RowFaultError
        If no photo and no model is there, or a cut-out that is named is not.
    """
    row = _Row(root, number, sku)
    own_model = row.file("model", model) if model else None
    names = [part.strip() for part in photo.split("|")]
    masks = [part.strip() for part in cutout.split("|")] if cutout else []
    if own_model is not None or (bare and not photo):
        if masks and not photo:
            raise RowFaultError(
                sku,
                "too_many_cutouts",
                f"row {number}, column cutout: {cutout!r} cuts out no photo, for the row has none. Leave it empty.",
            )
        if not photo:
            return RowFiles(model=own_model)
    if not any(names):
        raise RowFaultError(
            sku,
            "missing_photo",
            f"row {number}, column photo: empty. Name a picture file; several separated by |.",
        )
    if len(masks) > len(names):
        raise RowFaultError(
            sku,
            "too_many_cutouts",
            f"row {number}, column cutout: {len(masks)} parts for {len(names)} photos. Name one mask for each photo, "
            "separated by |; an empty part leaves that photo to be cut out automatically.",
        )
    found: dict[Path, Path | None] = {}
    missing: list[RowFaultError] = []
    for index, name in enumerate(names):
        if not name:
            continue
        mask = row.file("cutout", masks[index]) if index < len(masks) and masks[index] else None
        try:
            path = row.file("photo", name)
        except RowFaultError as fault:
            missing.append(fault)
        else:
            found[path] = found.get(path) or mask
    if not found and own_model is None:
        raise missing[0]
    cutouts = tuple(found.values()) if any(found.values()) else ()
    return RowFiles(tuple(found), cutouts, own_model, tuple(missing))
