"""Contact sheets of finding and cutting out: the photo with what was detected, today's matte, the new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image, ImageDraw

from reconstruct.cutout import cut_out
from reconstruct.errors import ReconstructError
from reconstruct.kinds import look_alikes
from reconstruct.photo import Photo, read_photo
from reconstruct.see.thing import Thing
from reconstruct.training.earlier_cutout import FILE, EarlierCutout
from reconstruct.training.see_composites import Case

__all__ = ["case_tiles", "folder_tiles", "see_sheet", "told_category"]

TILE_PX = 288
ROWS = 12  # of tiles on a page; a sheet has as many columns of them as it needs
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic"})
_PLAIN_WORDS = {"table": "dining_table", "lamp": "table_lamp", "shelf": "bookcase"}
_LINE = 18

Tile = UInt8[np.ndarray, "H W 3"]


def see_sheet(tiles: Sequence[Tile], path: Path) -> None:
    """All tiles below each other, in as many columns as needed."""
    columns = -(-len(tiles) // ROWS)
    high, wide = tiles[0].shape[:2]
    sheet = Image.new("RGB", (wide * columns, high * min(ROWS, len(tiles))), "white")
    for index, tile in enumerate(tiles):
        sheet.paste(Image.fromarray(tile), (index // ROWS * wide, index % ROWS * high))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def folder_tiles(folder: Path, cache: Path) -> Iterator[Tile]:
    """Tiles of real photos; their file names tell what they sell, as `orange_wing_armchair.jpg`.

    Raises
    ------
    FileNotFoundError
        If the folder holds no photo.
    """
    files = sorted(f for f in folder.iterdir() if f.suffix.lower() in _SUFFIXES)
    if not files:
        raise FileNotFoundError(f"{folder}: expected photos, found none; name a folder of pictures")
    earlier = _earlier(cache)
    for file in files:
        photo = read_photo(file)
        yield _tile(photo, told_category(file.stem), earlier, None)


def case_tiles(cases: Iterator[Case], cache: Path) -> Iterator[Tile]:
    """Tiles of judgement pictures, with the true matte on the right."""
    earlier = _earlier(cache)
    for case in cases:
        photo = Photo(case.name, case.rgb, None, (case.rgb.shape[1], case.rgb.shape[0]))
        told = None if case.judged.group == "other" else case.judged.category
        yield _tile(photo, told, earlier, case.matte)


def told_category(stem: str) -> str | None:
    """The category that a file's name ends in, or holds; None if it holds no known one."""
    words = stem.lower().split("_")
    spans = [words[first:last] for last in range(len(words), 0, -1) for first in range(last)]
    for span in spans:
        name = _PLAIN_WORDS.get("_".join(span), "_".join(span))
        if look_alikes(name):
            return name
    return None


def _earlier(cache: Path) -> EarlierCutout | None:
    file = cache / FILE
    return EarlierCutout(file) if file.is_file() else None


def _tile(
    photo: Photo,
    category: str | None,
    earlier: EarlierCutout | None,
    truth: Float32[np.ndarray, "H W"] | None,
) -> Tile:
    before = earlier.cut_out(photo.rgb) if earlier else None
    shown = [(_drawn(photo.rgb, (), None), f"{photo.name} ({category or 'no name'})")]
    shown.append(
        (_cut(photo.rgb, before[0]), f"today {before[1]:.2f}")
        if before
        else (_blank(photo.rgb), "today: nothing")
    )
    try:
        found = cut_out(photo, category=category)
        shown[0] = (_drawn(photo.rgb, found.things, found.chosen), shown[0][1])
        shown.append((_cut(photo.rgb, found.matte), f"new {found.confidence:.2f}"))
    except ReconstructError as error:
        shown.append((_blank(photo.rgb), f"new: {type(error).__name__}"))
    if truth is not None:
        shown.append((_cut(photo.rgb, truth), "true"))
    tile = Image.new("RGB", (TILE_PX * len(shown), TILE_PX + _LINE), "white")
    draw = ImageDraw.Draw(tile)
    for column, (pixels, text) in enumerate(shown):
        picture = Image.fromarray(pixels)
        picture.thumbnail((TILE_PX - 4, TILE_PX))
        tile.paste(picture, (column * TILE_PX, 0))
        draw.text((column * TILE_PX + 3, TILE_PX + 3), text, fill="black")
    return np.asarray(tile)


def _drawn(
    rgb: UInt8[np.ndarray, "H W 3"], things: tuple[Thing, ...], chosen: Thing | None
) -> UInt8[np.ndarray, "H W 3"]:
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    unit = max(rgb.shape[:2]) / TILE_PX
    for thing in (*things, *([chosen] if chosen else [])):
        mine = thing is chosen
        box = thing.box
        draw.rectangle(
            (box[0], box[1], box[2] - 1, box[3] - 1),
            outline="lime" if mine else "orange",
            width=max(round((3 if mine else 1) * unit), 1),
        )
        label = f"{thing.label} {thing.score:.2f}"
        size = 9 * unit
        draw.text((box[0] + 2 * unit, box[1] + unit), label, fill="red", font_size=size)
    return np.asarray(picture)


def _cut(
    rgb: UInt8[np.ndarray, "H W 3"], matte: Float32[np.ndarray, "H W"]
) -> UInt8[np.ndarray, "H W 3"]:
    """The product on magenta, which no shop sells."""
    share = matte[..., None]
    coloured = rgb * share + np.array([255, 0, 255]) * (1 - share)
    return np.asarray(np.round(coloured), dtype=np.uint8)


def _blank(rgb: UInt8[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "H W 3"]:
    return np.full_like(rgb, 200)
