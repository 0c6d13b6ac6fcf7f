"""A design under the merchant's hands: what is changed, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.families import family_named
from reconstruct.parts.parameters import Design, Measure
from viewer.draft import ProductDraft
from viewer.part_controls import usual_design

__all__ = ["PartsEdit", "design_size_m", "shown_range"]

_SCALE = {"m": 100.0, "share": 100.0, "degrees": 1.0}
"""From a measure's unit to the one that is shown: centimetres, percent, degrees."""


@dataclass(frozen=True)
class PartsEdit:
    """One state of the work.

    Attributes
    ----------
    design
        As it is now.
    role
        Which parts are picked; "" for the whole.
    options, measures
        Everything that was ever chosen, so that a kind tried and left again brings its measures back.
    before
        The designs before each change, the last one last.
    version
        Counts the changes that the page's controls do not show by themselves.
    """

    design: Design
    role: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    before: tuple[Design, ...] = ()
    version: int = 0

    @classmethod
    def of(cls, design: Design) -> PartsEdit:
        """Begin with a design."""
        return cls(design, options=dict(design.choices), measures=dict(design.measures))

    def with_option(self, choice: str, option: str) -> PartsEdit:
        """Another kind; measures that it brings are as they were, or as usual."""
        options = {**self.options, choice: option}
        return self._with(family_named(self.design.family).complete(options, self.measures))

    def with_measure(self, name: str, value: float) -> PartsEdit:
        """Another measure, in its own unit, moved into its range."""
        family = family_named(self.design.family)
        measure = next(m for m in family.measures if m.name == name)
        value = min(max(value, measure.low), measure.high)
        return self._with(
            Design(family.name, self.design.choices, {**self.design.measures, name: value})
        )

    def with_family(self, family: str, category: str | None) -> PartsEdit:
        """The usual design of another family."""
        changed = PartsEdit.of(usual_design(family_named(family), category))
        return replace(changed, before=(*self.before, self.design), version=self.version + 1)

    def picked(self, role: str) -> PartsEdit:
        """With other parts picked."""
        return replace(self, role=role)

    def undone(self) -> PartsEdit:
        """As before the last change."""
        if not self.before:
            return self
        last = self.before[-1]
        return replace(
            self,
            design=last,
            options={**self.options, **last.choices},
            measures={**self.measures, **last.measures},
            before=self.before[:-1],
            version=self.version + 1,
        )

    def _with(self, design: Design) -> PartsEdit:
        if design == self.design:
            return self
        return replace(
            self,
            design=design,
            options={**self.options, **design.choices},
            measures={**self.measures, **design.measures},
            before=(*self.before, self.design),
        )


def shown_range(measure: Measure, value: float) -> tuple[float, float, float, float, float]:
    """Least, most, value and step in the unit that is shown (centimetres, percent, degrees), and the scale to it."""
    scale = _SCALE[measure.unit]
    low, high = measure.low * scale, measure.high * scale
    step = 0.1 if measure.unit == "m" and high - low <= 15 else 0.5 if measure.unit == "m" else 1.0
    low, high = np.floor(low / step) * step, np.ceil(high / step) * step
    shown = np.clip(np.round(value * scale / step) * step, low, high)
    return round(float(low), 3), round(float(high), 3), round(float(shown), 3), step, scale


def design_size_m(draft: ProductDraft, design: Design) -> Float[np.ndarray, "3"]:
    """Width, height and depth that the design is built to; sides that nobody knows are usual for what it is sold as."""
    family = family_named(design.family)
    kind = next((kind for kind in family.kinds if kind.category == draft.category), family.kinds[0])
    usual_m = np.sqrt(np.asarray(kind.low_m) * np.asarray(kind.high_m))
    told = (draft.width_m, draft.height_m, draft.depth_m)
    # A guess is of the product as it was made; the merchant's own size is that of the turned product.
    turn_deg = draft.made_turn_deg if draft.size_guessed else draft.turn_deg
    if turn_deg % 180:
        told = told[::-1]
    return np.array([u if side is None else side for side, u in zip(told, usual_m, strict=True)])
