"""The canvas on which a merchant corrects a cut-out, and what comes back from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viewer.component import element_view
from viewer.draft import PhotoDraft
from viewer.photo_picture import photo_picture
from viewer.project import Project
from viewer.words import Words

__all__ = ["cutout_editor", "repair_wish"]

_MOST_STROKES = 400
_MOST_POINTS = 4000


def cutout_editor(project: Project, photo: PhotoDraft, t: Words) -> dict[str, Any] | None:
    """Show the editor; gives what was drawn once the merchant has finished, as `PhotoDraft.repair` keeps it."""
    told = element_view(
        "cutout-editor",
        {
            "photo": project.url(photo_picture(project, photo)),
            "mask": project.url(f"masks/{photo.mask}") if photo.mask else None,
            "lang": t.language,
        },
        key=f"cutout-{photo.file}-{photo.mask}",
        height_px=560,
        events=("cutout",),
    )["cutout"]
    return None if told is None else repair_wish(told)


def repair_wish(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser sent, made sure of: numbers only, in bounds, no more of them than a hand can draw.

    Raises
    ------
    ValueError
        If it is anything else; only a page that was tampered with sends such a thing.
    """
    box = told.get("box")
    strokes = told.get("strokes", [])
    if not isinstance(strokes, list) or len(strokes) > _MOST_STROKES:
        raise ValueError("too many strokes")
    return {
        "box_px": None if box is None else [_number(side) for side in _list(box, 4)],
        "strokes": [
            {
                "kind": "keep" if stroke["kind"] == "keep" else "drop",
                "radius_px": _number(stroke["radius_px"]),
                "points_px": [
                    [_number(x), _number(y)] for x, y in _list(stroke["points_px"], _MOST_POINTS)
                ],
            }
            for stroke in strokes
        ],
    }


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list of that length")
    return value


def _number(value: Any) -> float:
    number = float(value)
    if not -1e5 < number < 1e5:
        raise ValueError("out of bounds")
    return round(number, 1)
