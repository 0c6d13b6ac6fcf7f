"""Sizes, turns and boxes as merchants write them: centimetres to metres, degrees to radians."""

from __future__ import annotations

import math
import re

from reconstruct.see.thing import PhotoBox

__all__ = [
    "LARGEST_CM",
    "SMALLEST_CM",
    "parse_cm",
    "parse_photo_box",
    "parse_size_cm",
    "parse_turn_deg",
]

SMALLEST_CM = 0.5
LARGEST_CM = 2000.0

_DECIMAL_POINT = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_size_cm(text: str) -> tuple[float | None, float | None, float | None]:
    """Width, height and depth in metres from "WxHxD" in centimetres; "?" stands for an unknown one.

    Raises
    ------
    ValueError
        If the text has another form or a number is out of range; the message is meant for people.
    """
    parts = re.split(r"[xX×*]", text.strip())
    if len(parts) != 3:
        raise ValueError(
            f"{text!r} is not a size: write width x height x depth in cm, as 80x75x60; '?' for an unknown one"
        )
    width_m, height_m, depth_m = (
        None if part.strip() == "?" else parse_cm(part.strip()) for part in parts
    )
    return width_m, height_m, depth_m


def parse_turn_deg(text: str) -> float:
    """Radians from degrees, as a merchant writes them: counter-clockwise seen from above.

    Raises
    ------
    ValueError
        If the text is not a number of degrees within a full turn; the message is meant for people.
    """
    if not _DECIMAL_POINT.fullmatch(text) or abs(float(text)) > 360:
        raise ValueError(
            f"{text!r} is not a turn: write degrees from -360 to 360, as 90; counter-clockwise seen from above"
        )
    return math.radians(float(text))


def parse_photo_box(text: str) -> PhotoBox:
    """The box around a product in its photo, from "x y w h" in pixels, or in percent with % on all four.

    Raises
    ------
    ValueError
        If the text has another form or the box is empty; the message is meant for people.
    """
    remedy = (
        "write x, y, width and height from the top left of the upright photo, as 120 80 600 400 in pixels or "
        "10% 20% 50% 60%"
    )
    parts = text.split()
    shares = [part.endswith("%") for part in parts]
    numbers = [part.removesuffix("%") for part in parts]
    if len(parts) != 4 or not all(map(_DECIMAL_POINT.fullmatch, numbers)):
        raise ValueError(f"{text!r} is not a box: {remedy}")
    if any(shares) and not all(shares):
        raise ValueError(f"{text!r} mixes pixels and percent: {remedy}")
    x, y, width, height = map(float, numbers)
    if not all(map(math.isfinite, (x, y, width, height))):
        # More digits than a float holds become infinity, which no photo's pixels can be counted against.
        raise ValueError(f"{text[:40]!r} has a number that is too large: {remedy}")
    if x < 0 or y < 0:
        raise ValueError(f"{text!r} begins outside the photo: {remedy}")
    if width <= 0 or height <= 0:
        raise ValueError(f"{text!r} has no area: {remedy}")
    return PhotoBox(x, y, width, height, "percent" if all(shares) else "px")


def parse_cm(text: str) -> float:
    """Metres from centimetres, as a merchant writes them.

    Raises
    ------
    ValueError
        If the text is not a number or out of range; the message is meant for people.
    """
    if not _DECIMAL_POINT.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a number: write centimetres with a decimal point, as 80.5"
        )
    value_cm = float(text)
    if value_cm <= 0:
        raise ValueError(f"{text} cm is not a size: write how large the product is, above zero")
    if not SMALLEST_CM <= value_cm <= LARGEST_CM:
        raise ValueError(
            f"{text} cm is outside {SMALLEST_CM:g} to {LARGEST_CM:g} cm: is it written in mm or m? "
            "Write centimetres"
        )
    return value_cm / 100
