"""What is detected in a photo before anything is built: the product, what else it may be, what is wrong with it."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from reconstruct.cutout import Cutout, cut_out
from reconstruct.errors import CutoutError, ReconstructError
from reconstruct.photo import read_photo
from reconstruct.photo_role import photo_role
from reconstruct.photo_warnings import photo_warnings
from reconstruct.see.detector import detect
from reconstruct.see.thing import Thing
from showroom.output import write_atomic
from showroom.problem import Problem
from showroom.product.category_guess import GraphGuess
from showroom.product.photo_preview import guess_category_and_size
from showroom.product.photo_things import PhotoThing, in_original

__all__ = ["PhotoLook", "box_px", "look_at_photo"]

SIDES = ("left", "top", "right", "bottom")
TRANSPARENCY = "cut out by its transparency"
"""Label of a product that the picture's own transparency shows."""


@dataclass(frozen=True)
class PhotoLook:
    """What is detected in a photo.

    Attributes
    ----------
    photo
        As it was named.
    chosen
        What is taken for the product; None if nothing is.
    things
        Everything that may be it, the likeliest first; what the photo shows instead if nothing is.
    category
        Categories of the furniture graph that it may be, the likeliest first.
    cut_off
        Sides of the photo that cut the product off: "left", "top", "right", "bottom".
    occluded
        Share of the product's box where something else may cover it, in [0, 1].
    refused
        Why no product can be made of this photo; None if one can.
    cutout
        File of the cut-out product, the photo's size; None if none was written.
    warnings
        What to look at.
    """

    photo: str
    chosen: PhotoThing | None = None
    things: tuple[PhotoThing, ...] = ()
    category: tuple[GraphGuess, ...] = ()
    cut_off: tuple[str, ...] = ()
    occluded: float = 0.0
    refused: str | None = None
    cutout: Path | None = None
    warnings: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """All but the warnings, for programs."""
        return {
            "photo": self.photo,
            "chosen": _thing_json(self.chosen) if self.chosen else None,
            "things": [_thing_json(thing) for thing in self.things],
            "category": [
                {"name": guess.category, "probability": guess.probability}
                for guess in self.category
            ],
            "cut_off": list(self.cut_off),
            "occluded": self.occluded,
            "refused": self.refused,
            "cutout": None if self.cutout is None else str(self.cutout),
        }


def look_at_photo(
    path: Path, *, category: str | None = None, cutout_file: Path | None = None
) -> PhotoLook:
    """Look at a photo; whatever is wrong with it is in the answer.

    Parameters
    ----------
    path
        The picture file.
    category
        What the product is, in a word of the furniture graph, if it is known.
    cutout_file
        Where the cut-out product is written as a PNG with transparency; None if it is not wanted.

    Raises
    ------
    OutputError
        If the cut-out cannot be written.
    WeightsError
        If a network's file is missing or damaged.
    """
    look = PhotoLook(photo=str(path))
    try:
        photo = read_photo(path)
    except ReconstructError as error:
        return replace(look, refused=str(error))
    except OSError as error:
        reason = f"{path}: cannot be read ({error.strerror}). Check the file's permissions."
        return replace(look, refused=reason)
    try:
        cutout = cut_out(photo, category=category)
    except CutoutError as error:
        shown = tuple(in_original(thing, photo) for thing in detect(photo.rgb))
        return replace(look, things=shown, refused=str(error))
    role, why = photo_role(photo, cutout)
    if cutout_file is not None:
        write_atomic(cutout_file, _png(cutout))
    guesses, _ = guess_category_and_size(cutout, category)
    chosen = cutout.chosen or Thing(TRANSPARENCY, 1.0, cutout.box)
    told = photo_warnings(photo.name, photo, cutout)
    return replace(
        look,
        chosen=in_original(chosen, photo),
        things=tuple(in_original(thing, photo) for thing in cutout.things or (chosen,)),
        category=guesses,
        cut_off=tuple(side for side, cut in zip(SIDES, cutout.touches_edge, strict=True) if cut),
        occluded=round(cutout.occluded, 4),
        refused=f"{photo.name} is a drawing ({why}). Use a photo of the product."
        if role == "drawing"
        else None,
        cutout=cutout_file,
        warnings=tuple(Problem(photo.name, w.code, w.message, "warning") for w in told),
    )


def box_px(thing: PhotoThing) -> list[int]:
    """Left, top, width and height of a thing in whole pixels of the upright photo."""
    box = thing.box
    return [round(side) for side in (box.x, box.y, box.width, box.height)]


def _thing_json(thing: PhotoThing) -> dict[str, Any]:
    return {"box_px": box_px(thing), "label": thing.label, "score": thing.score}


def _png(cutout: Cutout) -> bytes:
    alpha = np.rint(255 * cutout.matte).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(np.dstack([cutout.rgb, alpha])).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
