"""How well parts are read: by family, by choice and by measure, beside the families' own odds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields

import numpy as np
import torch

from reconstruct.network.part_heads import PartOutputs, log_odds
from reconstruct.parts.reading import NONE, PartReading
from reconstruct.parts.vocabulary import Vocabulary
from reconstruct.training.part_feed import PartTargets

__all__ = ["PartFigures"]


class PartFigures:
    """Counts what is right, picture by picture.

    Parameters
    ----------
    vocabulary
        What the outputs stand for.
    usual
        What is said where nothing is seen.
    """

    def __init__(self, vocabulary: Vocabulary, usual: PartReading) -> None:
        self._vocabulary = vocabulary
        self._usual = usual
        self._families = (*vocabulary.families, NONE)
        self._choice = torch.from_numpy(vocabulary.choice_of_option)
        self._first = np.searchsorted(
            vocabulary.choice_of_option, np.arange(len(vocabulary.choices))
        )
        # Of each name: right at once, (among three,) the same by odds alone.
        self._family: dict[str, list[bool]] = defaultdict(list)
        self._option: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
        self._gene: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)

    def add(self, out: PartOutputs, targets: PartTargets) -> None:
        """Count a batch."""
        out = PartOutputs(*(getattr(out, f.name).cpu() for f in fields(out)))
        targets = PartTargets(*(getattr(targets, f.name).cpu() for f in fields(targets)))
        odds = log_odds(out.options, self._choice, len(self._vocabulary.choices)).numpy()
        guess = out.family.argmax(1)
        for row, may_be in enumerate(targets.family):
            rows = np.flatnonzero(may_be.numpy())
            name = " or ".join(self._families[family] for family in rows)
            self._family[name].append(bool(may_be[guess[row]]))
            for choice in np.flatnonzero(targets.options[row].numpy() >= 0):
                key = self._vocabulary.choices[choice]
                usual = self._usual.choices[key]
                first = self._first[choice]
                mine = odds[row, first : first + len(usual)]
                taken = int(targets.options[row, choice]) - first
                rank = int((mine > mine[taken]).sum())
                # Equal odds count half each.
                blind = (usual > usual[taken]).sum() + ((usual == usual[taken]).sum() - 1) / 2
                self._option[key].append(
                    (
                        rank < 1,
                        rank < 3,
                        blind < 1,
                        blind < 3,
                        -mine[taken],
                        -np.log(max(usual[taken], 1e-4)),
                    )
                )
            for measure in np.flatnonzero(targets.genes[row].isfinite().numpy()):
                known = self._vocabulary.measures[measure]
                true = float(targets.genes[row, measure])
                middle = self._usual.measures[known.family, known.name][0]
                read = float(out.mean[row, measure].clamp(0, 1))
                self._gene[known.family, known.name].append((abs(read - true), abs(middle - true)))

    @property
    def summary(self) -> dict[str, float]:
        """Means over all pictures; nats are of the option taken, the logarithm of its odds without its sign."""
        family = np.concatenate([np.array(v, dtype=float) for v in self._family.values()])
        option = np.concatenate([np.array(v, dtype=float) for v in self._option.values()])
        gene = np.concatenate([np.array(v) for v in self._gene.values()] or [np.zeros((1, 2))])
        return {
            "family": float(family.mean()),
            "option": float(option[:, 0].mean()),
            "option of three": float(option[:, 1].mean()),
            "option by odds": float(option[:, 2].mean()),
            "nats": float(option[:, 4].mean()),
            "nats by odds": float(option[:, 5].mean()),
            "gene off": float(gene[:, 0].mean()),
            "gene off by odds": float(gene[:, 1].mean()),
        }

    def line(self) -> str:
        """All in one line."""
        return "held out: " + ", ".join(f"{k} {v:.3f}" for k, v in self.summary.items())

    def table(self) -> str:
        """By family, choice and measure."""
        lines = [self.line(), "| family | pictures | right |", "|---|---|---|"]
        for name, right in sorted(self._family.items()):
            lines.append(f"| {name} | {len(right)} | {np.mean(right):.2f} |")
        lines += [
            "| choice | pictures | top-1 | top-3 | odds alone: top-1 | top-3 |",
            "|---" * 6 + "|",
        ]
        for (family, choice), found in sorted(self._option.items()):
            mean = np.mean(np.array(found, dtype=float)[:, :4], axis=0)
            cells = " | ".join(f"{value:.2f}" for value in mean)
            lines.append(f"| {family}: {choice} | {len(found)} | {cells} |")
        lines += ["| measure | pictures | gene off | odds alone |", "|---|---|---|---|"]
        for (family, measure), off in sorted(self._gene.items()):
            mean = np.mean(np.array(off), axis=0)
            lines.append(f"| {family}: {measure} | {len(off)} | {mean[0]:.3f} | {mean[1]:.3f} |")
        return "\n".join(lines)
