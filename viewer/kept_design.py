"""The parts that a draft keeps, read for the families of today, and those that a finished product was built from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconstruct.errors import DesignFileError
from reconstruct.parts.design_file import design_from_json
from reconstruct.parts.parameters import Design
from viewer.draft import ProductDraft
from viewer.project import Project

__all__ = ["BuiltParts", "built_parts", "design_fault", "kept_design"]


@dataclass(frozen=True)
class BuiltParts:
    """What a finished product was built from.

    Attributes
    ----------
    design
        Its family, kinds and measures.
    colours
        Mean colour (sRGB, 0 to 1) of the parts of each material, where it is known.
    """

    design: Design
    colours: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)


def kept_design(draft: ProductDraft) -> Design | None:
    """The merchant's own parts of a product; None where those are built that are found in its photos.

    Raises
    ------
    DesignFileError
        If the draft says what its family does not have: it is of another version, or was damaged.
    """
    return None if draft.design is None else design_from_json(draft.design, draft.sku)


def design_fault(draft: ProductDraft) -> DesignFileError | None:
    """Why the merchant's own parts cannot be built; None if they can."""
    try:
        kept_design(draft)
    except DesignFileError as error:
        return error
    return None


def built_parts(project: Project, sku: str) -> BuiltParts | None:
    """The parts of a finished product by its `parts.json`; None if it has none that can be read today."""
    path = project.out / "products" / sku / "parts.json"
    try:
        told = json.loads(path.read_bytes())
        return BuiltParts(design_from_json(told, path.name), _colours(told.get("parts", [])))
    except (OSError, ValueError, DesignFileError):
        return None


def _colours(parts: Any) -> dict[str, tuple[float, float, float]]:
    """By material: the mean of its parts' colours."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for part in parts:
        if "colour" in part:
            channels = bytes.fromhex(part["colour"][1:])
            rgb = (channels[0] / 255, channels[1] / 255, channels[2] / 255)
            found.setdefault(part["material"], []).append(rgb)
    return {
        material: (
            sum(c[0] for c in seen) / len(seen),
            sum(c[1] for c in seen) / len(seen),
            sum(c[2] for c in seen) / len(seen),
        )
        for material, seen in found.items()
    }
