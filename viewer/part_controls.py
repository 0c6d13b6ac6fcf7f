"""Which of a design's kinds and measures concern which of its parts: what a merchant sees after a click on a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import ROLES, Assembly
from reconstruct.parts.detail import LIGHT
from reconstruct.parts.families import family_named
from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Choice, Design, Measure

__all__ = ["RoleControls", "role_controls", "usual_design"]

_STEP = 0.2
"""By how much of its range a measure is moved to see what it moves."""
_CLEARLY = 0.5
"""Parts that move by this share of the one that moves most are concerned too."""
_OPTIONS_TRIED = 3
_OTHER_NAMES = {"head": "headboard", "duvet": "bedding", "post": "leg", "mesh": "back"}


@dataclass(frozen=True)
class RoleControls:
    """Parts of one role, and what can be changed about them.

    Attributes
    ----------
    role
        As "leg".
    names
        The parts.
    choices, measures
        Names of the kinds and measures that concern them.
    """

    role: str
    names: tuple[str, ...]
    choices: tuple[str, ...]
    measures: tuple[str, ...]


def role_controls(design: Design, size_m: Float[np.ndarray, "3"]) -> tuple[RoleControls, ...]:
    """The roles that a design has, in its own order, each with what concerns it.

    A name says it ("leg_width"); else the design is built with another value, and what moves is concerned.
    """
    family = family_named(design.family)
    assembly = family.build(design, size_m, LIGHT)
    roles = tuple(dict.fromkeys(part.role for part in assembly.parts))
    choices = {
        choice.name: _named_roles(choice.name, roles)
        or _changed_roles(family, design, choice, size_m, assembly)
        for choice in family.choices
        if choice.name in design.choices
    }
    measures = {
        measure.name: _named_roles(measure.name, roles)
        or _moved_roles(family, design, measure, size_m, assembly)
        for measure in family.active_measures(design.choices)
    }
    return tuple(
        RoleControls(
            role=role,
            names=tuple(part.name for part in assembly.parts if part.role == role),
            choices=tuple(name for name, concerned in choices.items() if role in concerned),
            measures=tuple(name for name, concerned in measures.items() if role in concerned),
        )
        for role in roles
    )


def usual_design(family: Family, category: str | None) -> Design:
    """The most usual design of a family; of those sold as the category, if it is sold as that."""
    kind = next((kind for kind in family.kinds if kind.category == category), None)
    odds: Mapping[str, Mapping[str, float | int]] = {} if kind is None else kind.odds
    options: dict[str, str] = {}
    for choice in family.choices:
        if choice.applies(options):
            own = {**choice.odds, **odds.get(choice.name, {})}
            options[choice.name] = max(choice.options, key=lambda option: own[option])
    return family.complete(options, {} if kind is None else kind.usual)


def _named_roles(name: str, roles: Iterable[str]) -> frozenset[str]:
    words = [word.removesuffix("s") if word != "glass" else word for word in name.split("_")]
    said = {_OTHER_NAMES.get(word, word) for word in words}
    return frozenset(said & set(ROLES) & set(roles))


def _moved_roles(
    family: Family,
    design: Design,
    measure: Measure,
    size_m: Float[np.ndarray, "3"],
    assembly: Assembly,
) -> frozenset[str]:
    gene = measure.gene(design.measures[measure.name])
    value = measure.value(gene + _STEP if gene < 0.5 else gene - _STEP)
    changed = Design(design.family, design.choices, {**design.measures, measure.name: value})
    other = family.build(changed, size_m, LIGHT)
    moved_m = np.abs(other.vertices_m - assembly.vertices_m).max(axis=1)
    by_role: dict[str, float] = {}
    for part in assembly.parts:
        own_m = float(moved_m[part.first_vertex : part.first_vertex + part.vertices].max())
        by_role[part.role] = max(by_role.get(part.role, 0.0), own_m)
    most = max(by_role.values())
    if most <= 0:
        return frozenset()
    return frozenset(role for role, own_m in by_role.items() if own_m >= _CLEARLY * most)


def _changed_roles(
    family: Family,
    design: Design,
    choice: Choice,
    size_m: Float[np.ndarray, "3"],
    assembly: Assembly,
) -> frozenset[str]:
    """Roles whose parts are others with another option; none if those are most of the piece."""
    before = _outlines(assembly)
    changed: set[str] = set()
    others = [option for option in choice.options if option != design.choices[choice.name]]
    for option in others[:_OPTIONS_TRIED]:
        tried = family.complete({**design.choices, choice.name: option}, design.measures)
        after = _outlines(family.build(tried, size_m, LIGHT))
        changed |= {role for role, parts in before.items() if after.get(role) != parts}
    return frozenset() if len(changed) > max(1, len(before) // 2) else frozenset(changed)


def _outlines(assembly: Assembly) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for part in assembly.parts:
        found[part.role] = (*found.get(part.role, ()), (part.name, part.vertices))
    return found
