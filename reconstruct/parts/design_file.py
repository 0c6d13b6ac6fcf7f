"""`parts.json`: the design of a product as a file, to be read by people and given again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from reconstruct.errors import DesignFileError
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Design, Measure
from reconstruct.parts.product_parts import ProductParts

__all__ = [
    "DESIGN_SCHEMA_VERSION",
    "design_as_json",
    "design_from_json",
    "parts_as_json",
    "read_design",
]

DESIGN_SCHEMA_VERSION = 1
LARGEST_BYTES = 1 << 20
_FIELDS = ("schema_version", "family", "choices", "measures")
SLACK = 1e-4
"""Values may lie so far out of their range: they were rounded when they were written."""


def design_as_json(design: Design) -> dict[str, Any]:
    """What a design says, measures rounded to a tenth of a millimetre."""
    return {
        "schema_version": DESIGN_SCHEMA_VERSION,
        "family": design.family,
        "choices": dict(design.choices),
        "measures": {name: round(float(value), 4) for name, value in design.measures.items()},
    }


def parts_as_json(
    parts: ProductParts,
    vertices_m: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    colours: Sequence[str | None] = (),
) -> dict[str, Any]:
    """The design of a product, and its parts with the corners of their bounds in the `product` frame, metres.

    `colours` has each part's mean colour as `part_colours` gives it; the list of parts leaves out what is not known.
    """
    listed: list[dict[str, Any]] = []
    for index, part in enumerate(parts.parts):
        corners = vertices_m[faces[parts.part_of_face == index].ravel()]
        if len(corners):  # else it lies within other parts
            listed.append(
                {
                    "name": part.name,
                    "role": part.role,
                    "material": part.material,
                    "low_m": [round(float(v), 4) for v in corners.min(axis=0)],
                    "high_m": [round(float(v), 4) for v in corners.max(axis=0)],
                }
            )
            if index < len(colours) and colours[index] is not None:
                listed[-1]["colour"] = colours[index]
    return {**design_as_json(parts.design), "parts": listed}


def read_design(path: Path) -> Design:
    """Read a `parts.json`; what it leaves out is as usual in its family. The list of parts is not read.

    Raises
    ------
    DesignFileError
        If the file is missing or no such file, or says what its family does not have; it names the field.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise DesignFileError(
                path.name,
                expected="a parts file of at most 1 MiB",
                found=f"{path.stat().st_size >> 20} MiB",
                remedy="Give the parts.json that lies in a product's folder.",
            )
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DesignFileError(
            path.name,
            expected="a parts file",
            found=f"none that can be read ({error.strerror})",
            remedy="Check the path.",
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise DesignFileError(
            path.name,
            expected="a parts file in JSON",
            found=f"something else ({error})",
            remedy="Give the parts.json that lies in a product's folder.",
        ) from error
    return design_from_json(told, path.name)


def design_from_json(told: Any, name: str) -> Design:
    """Read what `design_as_json` or `parts_as_json` wrote; what it leaves out is as usual in its family.

    Parameters
    ----------
    told
        The content.
    name
        Of the file or the product, for errors.

    Raises
    ------
    DesignFileError
        If it says what its family does not have; it names the field.
    """
    return _Reader(name).design(told)


class _Reader:
    """Checks a file's fields; every error names the file and the field."""

    def __init__(self, name: str) -> None:
        self._name = name

    def design(self, told: Any) -> Design:
        if not isinstance(told, Mapping):
            raise self._fault("an object with the field 'family'", repr(told)[:60], _TEMPLATE)
        version = told.get("schema_version")
        if version != DESIGN_SCHEMA_VERSION:
            raise self._fault(
                f"the field 'schema_version' to be {DESIGN_SCHEMA_VERSION}",
                repr(version),
                "Write it, or make the file again with this version.",
            )
        unknown = [name for name in told if name not in (*_FIELDS, "parts")]
        if unknown:
            raise self._fault(
                f"the fields {', '.join(_FIELDS)}", f"{unknown[0]!r}", "Remove that field."
            )
        family = self._family(told.get("family"))
        choices = self._choices(family, self._object(told, "choices"))
        design = family.complete(choices, {})
        needless = [name for name in choices if name not in design.choices]
        if needless:
            raise self._fault(
                f"choices that go together in {family.name!r}",
                f"'choices.{needless[0]}', which does not apply with the others",
                "Remove it, or change what it depends on.",
            )
        measures = self._measures(family, design, self._object(told, "measures"))
        return family.complete(choices, measures)

    def _object(self, told: Mapping[str, Any], field: str) -> Mapping[str, Any]:
        value = told.get(field, {})
        if not isinstance(value, Mapping):
            raise self._fault(f"the field {field!r} to be an object", repr(value)[:60], _TEMPLATE)
        return value

    def _family(self, name: Any) -> Family:
        for family in all_families():
            if family.name == name:
                return family
        known = ", ".join(family.name for family in all_families())
        raise self._fault(f"the field 'family' to be one of {known}", repr(name)[:60], "Change it.")

    def _choices(self, family: Family, told: Mapping[str, Any]) -> dict[str, str]:
        known = {choice.name: choice for choice in family.choices}
        for name, option in told.items():
            if name not in known:
                raise self._fault(
                    f"in 'choices' of {family.name!r} only {', '.join(known) or 'nothing'}",
                    repr(name),
                    "Remove it or correct its name.",
                )
            if option not in known[name].options:
                raise self._fault(
                    f"'choices.{name}' to be one of {', '.join(known[name].options)}",
                    repr(option)[:60],
                    "Change it.",
                )
        return dict(told)

    def _measures(
        self, family: Family, design: Design, told: Mapping[str, Any]
    ) -> dict[str, float]:
        known = {measure.name: measure for measure in family.active_measures(design.choices)}
        found = {}
        for name, value in told.items():
            if name not in known:
                raise self._fault(
                    f"in 'measures' of this {family.name} only {', '.join(known) or 'nothing'}",
                    repr(name),
                    "Remove it or correct its name; some measures only apply with some choices.",
                )
            found[name] = self._measure(known[name], value)
        return found

    def _measure(self, measure: Measure, value: Any) -> float:
        low, high = measure.low, measure.high
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low - SLACK <= value <= high + SLACK:
            unit = {"m": " m", "degrees": " degrees", "share": ""}[measure.unit]
            raise self._fault(
                f"'measures.{measure.name}' to be a number from {low:g} to {high:g}{unit}",
                repr(value)[:60],
                "Change it, or leave it out to have it as usual.",
            )
        return min(max(float(value), low), high)

    def _fault(self, expected: str, found: str, remedy: str) -> DesignFileError:
        return DesignFileError(self._name, expected=expected, found=found, remedy=remedy)


_TEMPLATE = 'Write {"schema_version": 1, "family": "table", "choices": {}, "measures": {}}.'
