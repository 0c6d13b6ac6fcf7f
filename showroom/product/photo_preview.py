"""A photo before its product is made: its cut-out as a thumbnail, what it seems to show, and repairs by hand.

Importing this is cheap; the first call loads the cut-out's network, the first guess torch.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from PIL import Image

from reconstruct.cutout import Cutout, cut_out
from reconstruct.errors import BadMaskError, CollageError, NoProductFoundError
from reconstruct.own_mask import read_mask
from reconstruct.photo import Photo, read_photo
from reconstruct.photo_role import Role, photo_role
from reconstruct.photo_warnings import photo_warnings
from reconstruct.repair import Stroke, painted, repair_matte
from reconstruct.see.detector import detect
from reconstruct.see.thing import PhotoBox
from showroom.problem import Problem, error_code
from showroom.product.category import typical_height_m
from showroom.product.category_guess import GraphGuess, graph_guesses
from showroom.product.photo_things import PhotoThing, in_original, photo_things, worth_asking

__all__ = [
    "PhotoPreview",
    "Stroke",
    "guess_category_and_size",
    "preview_photo",
    "repair_cutout",
]

THUMBNAIL_PX = 320
"""Longest side of a thumbnail."""


@dataclass(frozen=True)
class PhotoPreview:
    """What a photo shows.

    Attributes
    ----------
    name
        The file's name.
    size_px
        Width and height of the upright photo: what boxes and strokes are told in.
    mask_png
        The cut-out as a greyscale PNG of the photo's proportion, white is the product; None if nothing stands out.
    thumbnail_webp
        The product alone on a clear ground, cropped to it; all of the photo if nothing stands out.
    confidence
        How far to trust the cut-out, in [0, 1]; 1 for the merchant's own mask, 0 if nothing stands out.
    role
        What the photo is of, as `product.json` has it.
    warnings
        What to look at, in words.
    category_guess
        Categories of the furniture graph that it may show, the likeliest first; empty if it is none of them, or
        was not asked for.
    size_guess_m
        Width, height and depth that the product may have, in metres; None if not asked for.
    chosen
        The thing that was cut out; None if nothing was, or without looking for things (a mask, a transparent picture).
    candidates
        The things to choose from, the chosen one first; empty as above, or if nothing was found.
    rival
        Another of them that could as well be the product; None if the choice was clear.
    ask
        Whether a person should say which of them it is.
    """

    name: str
    size_px: tuple[int, int]
    mask_png: bytes | None
    thumbnail_webp: bytes
    confidence: float
    role: Role
    warnings: tuple[Problem, ...]
    category_guess: tuple[GraphGuess, ...] = ()
    size_guess_m: tuple[float, float, float] | None = None
    chosen: PhotoThing | None = None
    candidates: tuple[PhotoThing, ...] = ()
    rival: PhotoThing | None = None
    ask: bool = False


def preview_photo(
    path: Path | str,
    *,
    mask: Path | bytes | None = None,
    category: str | None = None,
    box: PhotoBox | None = None,
    guess: bool = True,
) -> PhotoPreview:
    """Look at a photo.

    Parameters
    ----------
    path
        The picture file.
    mask
        A cut-out of the merchant's own, or one that was repaired: a picture file, or its bytes.
    category
        Category of the furniture graph, if it is known: of several things, one of this kind is cut out, and its
        usual height is the guessed one.
    box
        The merchant's own box around the product; a mask overrides it.
    guess
        Whether category and size are guessed, which takes another network.

    Raises
    ------
    ReconstructError
        If the photo or the mask cannot be used; it says why and what to do.
    """
    photo = read_photo(Path(path))
    cutout: Cutout | None
    own = None if mask is None else read_mask(mask, photo)
    marked = None if box is None else box.in_photo(photo)
    shape = photo.rgb.shape[0], photo.rgb.shape[1]
    try:
        cutout = cut_out(photo, own, category=category, box=marked)
    except (NoProductFoundError, CollageError) as error:
        problem = Problem(photo.name, error_code(error), str(error), "warning")
        instead = photo_things(detect(photo.rgb), shape)
        return PhotoPreview(
            name=photo.name,
            size_px=photo.original_px,
            mask_png=None,
            thumbnail_webp=_thumbnail(photo, None),
            confidence=0.0,
            role=photo_role(photo, None)[0],
            warnings=(problem,),
            candidates=tuple(in_original(thing, photo) for thing in instead),
            ask=box is None and bool(instead),
        )
    told = photo_warnings(photo.name, photo, cutout)
    categories, size_m = guess_category_and_size(cutout, category) if guess else ((), None)
    chosen, rival = cutout.chosen, cutout.rival
    things = photo_things(cutout.things, shape, first=[t for t in (chosen, rival) if t is not None])
    return PhotoPreview(
        name=photo.name,
        size_px=photo.original_px,
        mask_png=_mask_png(cutout.matte),
        thumbnail_webp=_thumbnail(photo, cutout),
        confidence=round(cutout.confidence, 4),
        role=photo_role(photo, cutout)[0],
        warnings=tuple(Problem(photo.name, w.code, w.message, "warning") for w in told),
        category_guess=categories,
        size_guess_m=size_m,
        chosen=None if chosen is None else in_original(chosen, photo),
        candidates=tuple(in_original(thing, photo) for thing in things),
        rival=None if rival is None else in_original(rival, photo),
        ask=chosen is not None and box is None and worth_asking(chosen, rival, things, category),
    )


def repair_cutout(
    photo: Path | str,
    mask: Path | bytes | None,
    *,
    box_px: tuple[float | int, float | int, float | int, float | int] | None = None,
    keep_strokes: Sequence[Stroke] = (),
    drop_strokes: Sequence[Stroke] = (),
) -> bytes:
    """Repair a photo's cut-out; the answer is a mask as `PhotoPreview.mask_png`, and good as the catalog's `cutout`.

    Parameters
    ----------
    photo
        The picture file.
    mask
        As it is, a picture file or its bytes; None if nothing was found.
    box_px
        Left, top, right, bottom of the product in pixels of the upright photo: it is looked for anew, in there only.
    keep_strokes, drop_strokes
        Strokes over what belongs to the product, and over what does not. Each holds where it was painted and goes on
        to what is alike around it; where both were painted, it does not belong.

    Raises
    ------
    ReconstructError
        If the photo or the mask cannot be used, or if nothing of the product is left.
    """
    read = read_photo(Path(photo))
    shape = read.rgb.shape[0], read.rgb.shape[1]
    scale = shape[1] / read.original_px[0]
    keep, drop = (painted(strokes, shape, scale) for strokes in (keep_strokes, drop_strokes))
    box = None
    if box_px is not None:
        left, top, right, bottom = (round(side * scale) for side in box_px)
        box = max(left, 0), max(top, 0), min(right, shape[1]), min(bottom, shape[0])
        if box[0] >= box[2] or box[1] >= box[3]:
            raise BadMaskError(
                read.name,
                expected=f"a box within {read.original_px[0]} x {read.original_px[1]} px",
                found=f"one from ({box_px[0]:g}, {box_px[1]:g}) to ({box_px[2]:g}, {box_px[3]:g})",
                remedy="Draw the box around the product.",
            )
    before = None if mask is None else read_mask(mask, read)
    after = repair_matte(read, before, box=box, keep=keep, drop=drop)
    if not (after > 0.5).any():
        raise BadMaskError(
            read.name,
            expected="something of the product",
            found="a cut-out of which nothing is left",
            remedy="Undo the last stroke, or paint over the product.",
        )
    return _mask_png(after)


def guess_category_and_size(
    cutout: Cutout, category: str | None
) -> tuple[tuple[GraphGuess, ...], tuple[float, float, float]]:
    """Categories that a product may be, the likeliest first, and its guessed width, height and depth in metres.

    A known category gives its usual height.
    """
    # torch, which takes seconds to load, only where something is guessed.
    from reconstruct.shape import guess_categories, guess_size, read_cutouts
    from reconstruct.size import find_size

    readings = read_cutouts([cutout])
    sized = find_size(
        cutout.photo_name,
        None,
        guess=guess_size(readings),
        typical_height_m=typical_height_m(category),
    ).size_m
    size_m = (round(sized.width_m, 3), round(sized.height_m, 3), round(sized.depth_m, 3))
    return graph_guesses(guess_categories(readings)), size_m


def _mask_png(matte: Float32[np.ndarray, "H W"]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.rint(255 * matte).astype(np.uint8)).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def _thumbnail(photo: Photo, cutout: Cutout | None) -> bytes:
    if cutout is None:
        picture = Image.fromarray(photo.rgb)
    else:
        left, top, right, bottom = cutout.box
        margin = round(0.04 * max(right - left, bottom - top))
        height, width = cutout.matte.shape
        rows = slice(max(top - margin, 0), min(bottom + margin, height))
        columns = slice(max(left - margin, 0), min(right + margin, width))
        alpha = np.rint(255 * cutout.matte[rows, columns]).astype(np.uint8)
        picture = Image.fromarray(np.dstack([photo.rgb[rows, columns], alpha]))
    picture.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=82, method=4)
    return buffer.getvalue()
