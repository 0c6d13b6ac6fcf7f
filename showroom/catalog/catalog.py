"""Read a merchant's catalog: one CSV row is one product.

Only `sku` and `photo` are required. Sizes are centimetres in the file and metres everywhere after it. A row that
cannot be used becomes a `Problem` that names row, column, value and remedy; the other rows are read all the same.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

from showroom.catalog.files import RowFaultError, read_row_files
from showroom.catalog.languages import find_language_columns
from showroom.catalog.measures import parse_cm, parse_turn_deg
from showroom.catalog.product import CatalogProduct, Price
from showroom.catalog.variants import join_variants, parse_colour
from showroom.errors import CatalogError
from showroom.problem import Problem, has_errors

__all__ = [
    "COLUMNS",
    "Catalog",
    "named_photos",
    "read_catalog",
    "sku_fault",
]

COLUMNS = (
    "sku",
    "name",
    "category",
    "width_cm",
    "height_cm",
    "depth_cm",
    "photo",
    "price",
    "currency",
    "url",
    "description",
    "variant_of",
    "variant_name",
    "variant_colour",
    "cutout",
    "box",
    "turn_deg",
    "model",
    "parts",
)
REQUIRED_COLUMNS = ("sku", "photo")

SKU_MAX_LENGTH = 64
LARGEST_CATALOG_BYTES = 256 * 1024 * 1024

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
# A SKU becomes a folder name, a glTF node name and a part of links, so it keeps to what all of them allow;
# "#" is ours, for the second piece of the same SKU.
_SKU = re.compile(r"[^\W_](?:[\w.+-]*[\w+-])?")
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{k}" for port in ("com", "lpt") for k in range(1, 10)]
)


@dataclass(frozen=True)
class Catalog:
    """All usable rows of a catalog file, in file order, and what was wrong with it."""

    path: Path
    products: tuple[CatalogProduct, ...]
    problems: tuple[Problem, ...]


def read_catalog(path: Path) -> Catalog:
    """Read a CSV catalog.

    Raises
    ------
    CatalogError
        If the file as a whole cannot be used: missing, empty, not text, no header, a required column missing.
    """
    text = _read_text(path)
    rows = _table(text, path)
    header = next(rows, None)
    if header is None:
        raise CatalogError(
            f"{path}: the catalog is empty. Its first line must name the columns, at least sku,photo."
        )
    names = [cell.strip().lower() for cell in header]
    for column in REQUIRED_COLUMNS:
        if column not in names and not (column == "photo" and "model" in names):
            raise CatalogError(
                f"{path}: the column '{column}' is missing; the first line has {', '.join(names)!r}. "
                f"Name at least the columns {', '.join(REQUIRED_COLUMNS)}."
            )
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise CatalogError(
            f"{path}: the column '{repeated[0]}' stands twice in the first line. Rename or remove one of them."
        )
    reader = _RowReader(path.resolve().parent, path.name, names)
    read = [product for number, row in _numbered(rows) if (product := reader.read(number, row))]
    if not read and not has_errors(reader.problems):
        raise CatalogError(f"{path}: the catalog has a header but no products. Add a row for each.")
    products, problems = join_variants(read)
    return Catalog(path=path, products=products, problems=(*reader.problems, *problems))


def named_photos(path: Path) -> tuple[str, ...]:
    """Every photo that a catalog asks for, as it is written there, whether the file exists or not.

    Raises
    ------
    CatalogError
        If the file cannot be read as a table at all.
    """
    rows = _table(_read_text(path), path)
    names = [cell.strip().lower() for cell in next(rows, [])]
    if "photo" not in names:
        return ()
    column = names.index("photo")
    cells = [_clean(row[column]) for row in rows if column < len(row)]
    parts = [part.strip() for cell in cells for part in cell.split("|")]
    return tuple(dict.fromkeys(part for part in parts if part))


def sku_fault(sku: str) -> str | None:
    """Why a text cannot be a SKU, as the end of a sentence, or None if it can."""
    if len(sku) > SKU_MAX_LENGTH:
        return f"is longer than {SKU_MAX_LENGTH} characters"
    if not _SKU.fullmatch(sku):
        return (
            "may only hold letters, digits, '.', '_', '-' and '+', beginning with a letter or digit "
            "and not ending with '.'"
        )
    if sku.split(".")[0].lower() in _WINDOWS_DEVICES:
        return "is a name that some computers reserve for devices"
    return None


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise CatalogError(f"{path}: there is no such catalog file. Give the path of a CSV file.")
    if path.stat().st_size > LARGEST_CATALOG_BYTES:
        raise CatalogError(
            f"{path}: the catalog is larger than {LARGEST_CATALOG_BYTES >> 20} MiB. Split it in several files."
        )
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CatalogError(
            f"{path}: not a text file in UTF-8 (byte {error.start} is {data[error.start : error.start + 1]!r}). "
            "In the spreadsheet, save as 'CSV UTF-8'."
        ) from None
    if "\x00" in text:
        raise CatalogError(
            f"{path}: this is not a text file. In the spreadsheet, save as 'CSV UTF-8'."
        )
    return text


def _table(text: str, path: Path) -> Iterator[list[str]]:
    first_line = text.lstrip().split("\n", 1)[0]
    # The header decides: spreadsheets of countries with a decimal comma separate by ";".
    delimiter = max(",;\t", key=first_line.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise CatalogError(
            f"{path}: the table breaks off: {error}. Is a quotation mark opened and not closed?"
        ) from None


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Data rows with the number a spreadsheet shows for them (the header is 1); blank rows are left out."""
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            yield number, row


class _RowReader:
    """Turns rows to products and remembers what was wrong and which SKUs were seen."""

    def __init__(self, root: Path, file_name: str, names: list[str]) -> None:
        self.root = root
        self.names = names
        self.languages, problems = find_language_columns(names, file_name)
        self.problems: list[Problem] = list(problems)
        self._row_of_sku: dict[str, int] = {}

    def read(self, number: int, row: list[str]) -> CatalogProduct | None:
        """The product of one row; None, with a problem noted, if the row cannot be used."""
        try:
            return self._product(number, row)
        except RowFaultError as fault:
            code, message = fault.code, fault.message
            if len(row) > len(self.names) and code != "too_many_cells":
                # Empty cells at the end are harmless; with a fault they say that the columns have slipped.
                code = "too_many_cells"
                message = f"{message} {_slipped(row, self.names)}"
            self.problems.append(Problem(fault.item, code, message, "error"))
            return None

    def _product(self, number: int, row: list[str]) -> CatalogProduct:
        if len(row) > len(self.names) and any(cell.strip() for cell in row[len(self.names) :]):
            raise RowFaultError(
                f"row {number}",
                "too_many_cells",
                f"row {number}: {_slipped(row, self.names)}",
            )
        padded = row + [""] * (len(self.names) - len(row))
        cells = {name: _clean(cell) for name, cell in zip(self.names, padded, strict=False)}
        sku = self._sku(number, cells)
        sizes = {
            field: self._size_m(number, sku, column, cells.get(column, ""))
            for field, column in (
                ("width_m", "width_cm"),
                ("height_m", "height_cm"),
                ("depth_m", "depth_cm"),
            )
        }
        variant_of = cells.get("variant_of") or None
        colour = self._colour(number, sku, cells.get("variant_colour", ""))
        # A variant may have only a colour.
        files = read_row_files(
            self.root,
            number,
            sku,
            photo=cells.get("photo", ""),
            cutout=cells.get("cutout", ""),
            box=cells.get("box", ""),
            model=cells.get("model", ""),
            parts=cells.get("parts", ""),
            bare=variant_of is not None and colour is not None,
        )
        for absent in files.missing:
            self._warn(sku, absent.code, f"{absent.message} The product was made without it.")
        self._row_of_sku[sku.casefold()] = number
        names = self.languages.texts(self.languages.names, cells)
        return CatalogProduct(
            sku=sku,
            photos=files.photos,
            cutouts=files.cutouts,
            boxes=files.boxes,
            model=files.model,
            design=files.design,
            turn_rad=self._turn_rad(number, sku, cells.get("turn_deg", "")),
            # A catalog may name its products in languages only; the first of them is as good as a plain name.
            name=cells.get("name") or next(iter(names.values()), sku),
            category=cells.get("category") or None,
            price=self._price(number, sku, cells),
            url=self._url(number, sku, cells.get("url", "")),
            description=cells.get("description", ""),
            names=names,
            descriptions=self.languages.texts(self.languages.descriptions, cells),
            variant_of=variant_of,
            variant_name=cells.get("variant_name") or None,
            variant_rgb=colour,
            width_m=sizes["width_m"],
            height_m=sizes["height_m"],
            depth_m=sizes["depth_m"],
        )

    def _sku(self, number: int, cells: Mapping[str, str]) -> str:
        sku = cells["sku"]
        if not sku:
            raise RowFaultError(
                f"row {number}",
                "missing_sku",
                f"row {number}, column sku: empty. Give every product an article number of its own.",
            )
        fault = sku_fault(sku)
        if fault:
            raise RowFaultError(
                f"row {number}",
                "bad_sku",
                f"row {number}, column sku: {sku!r} {fault}. Replace the other characters, for example by '-'.",
            )
        earlier = self._row_of_sku.get(sku.casefold())
        if earlier is not None:
            raise RowFaultError(
                f"row {number}",
                "duplicate_sku",
                f"row {number}, column sku: {sku!r} was used in row {earlier} already; that row is kept. "
                "Give this product its own SKU, or list all photos in one row, separated by |.",
            )
        return sku

    def _size_m(self, number: int, sku: str, column: str, text: str) -> float | None:
        if not text:
            return None
        if _DECIMAL_COMMA.fullmatch(text):
            point = text.replace(",", ".")
            self._warn(
                sku,
                "decimal_comma",
                f"row {number}, column {column}: {text!r} has a decimal comma and was read as {point}. "
                "Write a decimal point.",
            )
            text = point
        try:
            return parse_cm(text)
        except ValueError as error:
            raise RowFaultError(
                sku, "bad_size", f"row {number}, column {column}: {error}, or leave the cell empty."
            ) from None

    def _turn_rad(self, number: int, sku: str, text: str) -> float:
        if not text:
            return 0.0
        try:
            return parse_turn_deg(text)
        except ValueError as error:
            raise RowFaultError(
                sku,
                "bad_turn",
                f"row {number}, column turn_deg: {error}, or leave the cell empty.",
            ) from None

    def _colour(self, number: int, sku: str, text: str) -> tuple[int, int, int] | None:
        if not text:
            return None
        try:
            return parse_colour(text)
        except ValueError as error:
            raise RowFaultError(
                sku, "bad_colour", f"row {number}, column variant_colour: {error}."
            ) from None

    def _price(self, number: int, sku: str, cells: Mapping[str, str]) -> Price | None:
        text, currency = cells.get("price", ""), cells.get("currency", "").upper()
        if not text:
            return None
        if _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = None
        if amount is None or not amount.is_finite() or amount < 0:
            self._warn(
                sku,
                "bad_price",
                f"row {number}, column price: {text!r} is not a price, so none is shown. Write it as 199.00.",
            )
            return None
        if not re.fullmatch(r"[A-Z]{3}", currency):
            self._warn(
                sku,
                "bad_currency",
                f"row {number}, column currency: {currency!r} is not a currency code, so no price is shown. "
                "Write three letters, as EUR.",
            )
            return None
        return Price(amount=f"{amount:f}", currency=currency)

    def _url(self, number: int, sku: str, text: str) -> str | None:
        if not text:
            return None
        try:
            parts = urlsplit(text)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable or any(c.isspace() for c in text):
            self._warn(
                sku,
                "bad_url",
                f"row {number}, column url: {text!r} is not a web address, so no link is shown. "
                "Begin it with https://.",
            )
            return None
        return text

    def _warn(self, item: str, code: str, message: str) -> None:
        self.problems.append(Problem(item, code, message, "warning"))


def _slipped(row: list[str], names: list[str]) -> str:
    return (
        f"The row has {len(row)} cells where the header has {len(names)}: is there a decimal comma or a comma in a "
        'text without quotation marks? Write 80.5, or "80,5".'
    )


def _clean(cell: str) -> str:
    """The text of a cell: one Unicode form, no control characters, no space around it."""
    text = unicodedata.normalize("NFC", cell)
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text).strip()
