"""A design with its size and the cameras of its photos, and its surface as a fit tries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Float32, Int

from reconstruct.parts.assembly import Assembly
from reconstruct.parts.families import family_named
from reconstruct.parts.family import Family
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.parameters import Design, Measure
from reconstruct.parts.reading import usual_gene
from reconstruct.raycast import RayCaster

__all__ = ["Draft", "DraftSurface", "canonical_vertices"]

# A gene's standard deviation before a photo was looked at is at least so large: no network is surer than that.
LEAST_SPREAD = 0.1


@dataclass(frozen=True)
class Draft:
    """What a fit changes.

    Attributes
    ----------
    design
        Family, options and measures.
    size_m
        Width, height and depth, metres.
    aims
        Where each photo was taken from and how it is framed.
    log_odds
        Logarithm of how likely its structure is, up to what all drafts share.
    expected
        Mean and standard deviation of measures' genes; what is not named is as usual in the family.
    """

    design: Design
    size_m: Float[np.ndarray, "3"]
    aims: tuple[Aim, ...]
    log_odds: float = 0.0
    expected: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def family(self) -> Family:
        """The design's family."""
        return family_named(self.design.family)

    @property
    def genes(self) -> Float[np.ndarray, " M"]:
        """Its measures that apply, each in [0, 1]."""
        return np.array([m.gene(self.design.measures[m.name]) for m in self.measures])

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that apply."""
        return _active_measures(self.design.family, tuple(self.design.choices.items()))

    def assembly(self) -> Assembly:
        """Its parts, coarsely meshed."""
        return self.family.build(self.design, self.size_m)

    def with_genes(self, genes: Float[np.ndarray, " M"]) -> Draft:
        """The same structure with other measures."""
        values = {m.name: m.value(g) for m, g in zip(self.measures, genes.tolist(), strict=True)}
        return replace(self, design=replace(self.design, measures=values))

    def seen_from(self, *aims: Aim) -> Draft:
        """The same with other cameras."""
        return replace(self, aims=aims)

    def expected_genes(self) -> tuple[Float[np.ndarray, " M"], Float[np.ndarray, " M"]]:
        """Mean and standard deviation of each gene."""
        both = [self.expected.get(m.name) or usual_gene(m) for m in self.measures]
        means, spreads = np.array(both, dtype=np.float64).reshape(-1, 2).T
        return means, np.maximum(spreads, LEAST_SPREAD)

    @property
    def unusual(self) -> float:
        """Mean square deviation of the measures from what is expected, in standard deviations."""
        means, spreads = self.expected_genes()
        return float((((self.genes - means) / spreads) ** 2).mean()) if len(means) else 0.0


@lru_cache(maxsize=256)
def _active_measures(family: str, choices: tuple[tuple[str, str], ...]) -> tuple[Measure, ...]:
    """Kept, for a fit asks for those of one structure hundreds of times."""
    return tuple(family_named(family).active_measures(dict(choices)))


@dataclass(frozen=True)
class DraftSurface:
    """A draft's surface in the `canonical` frame.

    Attributes
    ----------
    assembly
        The parts, metres.
    vertices
        Their corners in the `canonical` frame.
    normals
        Unit normals of the triangles.
    caster
        Of the surface.
    """

    assembly: Assembly
    vertices: Float[np.ndarray, "V 3"]
    normals: Float32[np.ndarray, "F 3"]
    caster: RayCaster

    @classmethod
    def of(cls, draft: Draft) -> DraftSurface:
        """Build a draft."""
        assembly = draft.assembly()
        return cls.of_mesh(assembly, canonical_vertices(assembly.vertices_m, draft.size_m))

    @classmethod
    def of_mesh(cls, assembly: Assembly, vertices: Float[np.ndarray, "V 3"]) -> DraftSurface:
        """An assembly with its corners in the `canonical` frame."""
        return cls(
            assembly,
            vertices,
            _unit_normals(vertices, assembly.faces),
            RayCaster(vertices, assembly.faces),
        )

    @property
    def faces(self) -> Int[np.ndarray, "F 3"]:
        """Triangles of all parts."""
        return self.assembly.faces


def canonical_vertices(
    vertices_m: Float[np.ndarray, "V 3"], size_m: Float[np.ndarray, "3"]
) -> Float[np.ndarray, "V 3"]:
    """From the `product` frame (metres, origin at the floor's centre) to the `canonical` one."""
    return np.asarray((vertices_m - np.array([0.0, size_m[1] / 2, 0.0])) / size_m.max())


def _unit_normals(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> Float32[np.ndarray, "F 3"]:
    # Written out: np.cross costs several times as much for so few rows.
    points = vertices.astype(np.float32)
    a = points[faces[:, 0]]
    b, c = points[faces[:, 1]] - a, points[faces[:, 2]] - a
    normals = np.stack(
        [
            b[:, 1] * c[:, 2] - b[:, 2] * c[:, 1],
            b[:, 2] * c[:, 0] - b[:, 0] * c[:, 2],
            b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0],
        ],
        axis=1,
    )
    length = np.sqrt((normals * normals).sum(axis=1, keepdims=True))
    return np.asarray(normals / np.maximum(length, 1e-20))
