"""What a catalog row says of its photos: their files, own cut-outs, boxes around the product; and an own 3D model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reconstruct.errors import DesignFileError
from reconstruct.parts.design_file import read_design
from reconstruct.parts.parameters import Design
from reconstruct.see.thing import PhotoBox
from showroom.catalog.measures import parse_photo_box

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
    boxes
        The merchant's own box around the product in each, likewise.
    model
        The merchant's own GLB.
    design
        The merchant's own list of parts.
    missing
        Photos that are named and not there, while others are.
    """

    photos: tuple[Path, ...] = ()
    cutouts: tuple[Path | None, ...] = ()
    boxes: tuple[PhotoBox | None, ...] = ()
    model: Path | None = None
    design: Design | None = None
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
            found = "this is a folder" if path.is_dir() else "there is no such file"
            raise RowFaultError(
                self.sku,
                f"missing_{column}",
                f"{where}: {found}. Paths are relative to the catalog file.",
            )
        return path

    def box(self, text: str) -> PhotoBox:
        """A box as the merchant wrote it."""
        try:
            return parse_photo_box(text)
        except ValueError as error:
            raise RowFaultError(
                self.sku,
                "bad_box",
                f"row {self.number}, column box: {error}; or leave it empty.",
            ) from None

    def design(self, name: str) -> Design:
        """The design in a parts file."""
        path = self.file("parts", name)
        try:
            return read_design(path)
        except DesignFileError as error:
            raise RowFaultError(
                self.sku, "bad_parts", f"row {self.number}, column parts: {error}"
            ) from None

    def parts(self, column: str, text: str, photos: int) -> list[str]:
        """The parts of a cell that has one for each photo, as many as there are photos."""
        parts = [part.strip() for part in text.split("|")] if text else []
        where = f"row {self.number}, column {column}"
        code = f"too_many_{_SAID_OF_PHOTOS[column]}"
        if parts and not photos:
            raise RowFaultError(
                self.sku,
                code,
                f"{where}: {text!r} has no photo to go with. Leave it empty.",
            )
        if len(parts) > photos:
            raise RowFaultError(
                self.sku,
                code,
                f"{where}: {len(parts)} parts for {photos} photo{'s' * (photos > 1)}. Give one for each photo, "
                "separated by |; an empty part leaves that photo to be cut out automatically.",
            )
        return parts + [""] * (photos - len(parts))


_SAID_OF_PHOTOS = {"cutout": "cutouts", "box": "boxes"}


def read_row_files(
    root: Path,
    number: int,
    sku: str,
    *,
    photo: str,
    cutout: str,
    box: str,
    model: str,
    parts: str,
    bare: bool,
) -> RowFiles:
    """Find the files of one row; `bare` rows need none.

    Raises
    ------
    RowFaultError
        If no photo and no model is there, or a cut-out or a parts file that is named is not, or a box is none, or the
        parts file cannot be used.
    """
    row = _Row(root, number, sku)
    own_model = row.file("model", model) if model else None
    design = row.design(parts) if parts else None
    if design is not None and own_model is not None:
        raise RowFaultError(
            sku,
            "parts_and_model",
            f"row {number}, columns parts and model: both are given. Leave one of them empty.",
        )
    names = [part.strip() for part in photo.split("|")] if photo else []
    if not any(names) and own_model is None and not (bare and not photo):
        raise RowFaultError(
            sku,
            "missing_photo",
            f"row {number}, column photo: empty. Name a picture file; several separated by |.",
        )
    masks = row.parts("cutout", cutout, len(names))
    boxes = row.parts("box", box, len(names))
    found: dict[Path, tuple[Path | None, PhotoBox | None]] = {}
    missing: list[RowFaultError] = []
    for name, mask_name, box_text in zip(names, masks, boxes, strict=True):
        if not name:
            continue
        mask = row.file("cutout", mask_name) if mask_name else None
        own_box = row.box(box_text) if box_text else None
        try:
            path = row.file("photo", name)
        except RowFaultError as fault:
            missing.append(fault)
        else:
            earlier = found.get(path, (None, None))
            found[path] = earlier[0] or mask, earlier[1] or own_box
    if missing and not found and own_model is None:
        raise missing[0]
    cutouts = tuple(mask for mask, _ in found.values())
    own_boxes = tuple(own_box for _, own_box in found.values())
    return RowFiles(
        photos=tuple(found),
        cutouts=cutouts if any(cutouts) else (),
        boxes=own_boxes if any(own_boxes) else (),
        model=own_model,
        design=design,
        missing=tuple(missing),
    )
