"""A family of furniture: its parameters, the code that builds it, and how its pieces usually are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Assembly, Builder
from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.parameters import Choice, Design, Measure

__all__ = ["Family", "Kind", "Relate", "Values"]

Relate = Callable[
    [np.random.Generator, str, Mapping[str, str], Mapping[str, float]], Mapping[str, float]
]
"""From a generator, a category, choices and drawn measures: the measures that change."""


@dataclass(frozen=True)
class Kind:
    """What a family is sold as.

    Attributes
    ----------
    category
        As the reader's categories are called: "dining_table".
    low_m, high_m
        Width, height and depth from the smallest to the largest usual piece, metres.
    odds
        Options that are more or less usual than in the family at large: by choice, then option.
    weight
        How often it is drawn beside the family's other kinds.
    usual
        Measures that are usually of another value than in the family at large, by name.
    square
        Whether its depth is its width, as of round tables.
    depth_of_width
        Depth as a share of the width, least and most, where they go together. None: the depth is drawn by itself.
    alike
        How far the sides go together: 0 draws each by itself, 1 makes pieces small or large in all of them.
    """

    category: str
    low_m: tuple[float, float, float]
    high_m: tuple[float, float, float]
    odds: Mapping[str, Mapping[str, float | int]] = field(default_factory=dict)
    weight: float | int = 1.0
    usual: Mapping[str, float] = field(default_factory=dict)
    square: bool = False
    depth_of_width: tuple[float, float] | None = None
    alike: float = 0.0

    def draw_size(self, rng: np.random.Generator) -> Float[np.ndarray, "3"]:
        """A random width, height and depth, metres."""
        low, high = np.log(self.low_m), np.log(self.high_m)
        share = rng.random(3)
        share += self.alike * (share[0] - share)
        size_m = np.asarray(np.exp(low + (high - low) * share))
        if self.square:
            size_m[2] = size_m[0]
        elif self.depth_of_width is not None:
            least, most = self.depth_of_width
            size_m[2] = size_m[0] * (least + (most - least) * float(rng.random()))
        return size_m


class Values:
    """A design's values while it is built: options by `of`, measures by `[]`; of what does not apply, the middle."""

    def __init__(self, family: Family, design: Design) -> None:
        self._options = design.choices
        self._measures = {**family.middles, **design.measures}

    def of(self, choice: str) -> str:
        """The option taken; empty if the choice does not apply."""
        return self._options.get(choice, "")

    def __getitem__(self, measure: str) -> float:
        return self._measures[measure]


@dataclass(frozen=True)
class Family:
    """Furniture that is built alike.

    Attributes
    ----------
    name
        As "table".
    kinds
        What it is sold as.
    choices, measures
        Its parameters; what a choice depends on comes before it.
    construct
        Adds the parts to a builder, given the values and the width, height and depth in metres. What it makes may miss
        that size a little: the parts are stretched to it.
    relate
        Changes the drawn measures of a random design so that they go together, as the radii of a vase do. Given the
        generator, the category (empty if none is known), the choices and the measures; returns those that change.
    """

    name: str
    kinds: tuple[Kind, ...]
    choices: tuple[Choice, ...]
    measures: tuple[Measure, ...]
    construct: Callable[[Builder, Values, Float[np.ndarray, "3"]], None]
    relate: Relate | None = None

    @property
    def middles(self) -> dict[str, float]:
        """A usual value of each measure."""
        return {m.name: m.value(0.5) if m.usual is None else m.usual for m in self.measures}

    def active_measures(self, choices: Mapping[str, str]) -> list[Measure]:
        """The measures that apply with these choices."""
        return [measure for measure in self.measures if measure.applies(choices)]

    def nearest_usual(self, size_m: Float[np.ndarray, "3"]) -> Float[np.ndarray, "3"]:
        """The usual size of any of its kinds that is nearest to this one; metres."""
        lows, highs = (
            np.array([getattr(k, end) for k in self.kinds]) for end in ("low_m", "high_m")
        )
        usual = np.clip(size_m, lows, highs)
        return np.asarray(usual[int((np.log(usual / size_m) ** 2).sum(axis=1).argmin())])

    def size_misfit(self, size_m: Float[np.ndarray, "3"]) -> float:
        """Sum of the squared logarithms by which the sides miss the nearest usual size; 0 if they are usual."""
        return float((np.log(self.nearest_usual(size_m) / size_m) ** 2).sum())

    def build(
        self, design: Design, size_m: Float[np.ndarray, "3"], detail: Detail = LIGHT
    ) -> Assembly:
        """The parts of a design, their bounds exactly the given width, height and depth."""
        builder = Builder(detail)
        self.construct(builder, Values(self, design), np.asarray(size_m, dtype=np.float64))
        return builder.assemble(np.asarray(size_m, dtype=np.float64))

    def complete(self, options: Mapping[str, str], measures: Mapping[str, float]) -> Design:
        """A design from some of its values, the rest as usual; values that do not apply are left out."""
        choices: dict[str, str] = {}
        for choice in self.choices:
            if choice.applies(choices):
                usual = max(choice.odds, key=lambda option: choice.odds[option])
                wanted = options.get(choice.name, usual)
                choices[choice.name] = wanted if wanted in choice.odds else usual
        middles = self.middles
        return Design(
            self.name,
            choices,
            {m.name: measures.get(m.name, middles[m.name]) for m in self.active_measures(choices)},
        )

    def draw(self, rng: np.random.Generator, kind: Kind | None = None) -> Design:
        """A random design as a shop might sell it, of a kind if one is given."""
        odds = kind.odds if kind is not None else {}
        choices: dict[str, str] = {}
        for choice in self.choices:
            if choice.applies(choices):
                usual = {**choice.odds, **odds.get(choice.name, {})}
                weights = np.array([usual[option] for option in choice.options], dtype=np.float64)
                pick = rng.choice(len(weights), p=weights / weights.sum())
                choices[choice.name] = choice.options[int(pick)]
        others = kind.usual if kind is not None else {}
        active = self.active_measures(choices)
        measures = {m.name: m.draw(rng, others.get(m.name)) for m in active}
        if self.relate is not None:
            category = kind.category if kind is not None else ""
            related = self.relate(rng, category, choices, measures)
            measures |= {m.name: related[m.name] for m in active if m.name in related}
        return Design(self.name, choices, measures)

    def draw_kind(self, rng: np.random.Generator) -> Kind:
        """A random kind, by weight."""
        weights = np.array([kind.weight for kind in self.kinds])
        return self.kinds[int(rng.choice(len(weights), p=weights / weights.sum()))]

    def genes(self, design: Design) -> Float[np.ndarray, " M"]:
        """The measures that apply as genes in [0, 1], in the family's order."""
        active = self.active_measures(design.choices)
        return np.array([m.gene(design.measures[m.name]) for m in active])

    def with_genes(self, design: Design, genes: Float[np.ndarray, " M"]) -> Design:
        """The same structure with other measures."""
        active = self.active_measures(design.choices)
        return Design(
            self.name,
            design.choices,
            {m.name: m.value(float(g)) for m, g in zip(active, genes, strict=True)},
        )
