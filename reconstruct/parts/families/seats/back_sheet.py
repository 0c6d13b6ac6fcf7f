"""The curved surface a chair's back lies on: how wide it is, how it leans and bends, and bars laid along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar_section, tube
from reconstruct.parts.primitives.sweep import sweep, sweeps

__all__ = ["BackSheet"]

_X = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True)
class BackSheet:
    """A surface with coordinates u (-1 right to 1 left) and y (height), metres.

    Attributes
    ----------
    base_y_m, top_y_m
        Where it begins at the seat, and its highest place.
    base_half_m, top_half_m
        Half its width there.
    base_z_m
        Its place along z at the seat.
    rake
        How far it leans back for each metre of height.
    curve
        How far its sides come forward, as a share of half its width.
    bend
        How far its middle height is pushed back, as a share of its height: it bends like a lumbar support.
    crown_m
        How much lower its top is at the sides.
    """

    base_y_m: float
    top_y_m: float
    base_half_m: float
    top_half_m: float
    base_z_m: float
    rake: float
    curve: float
    bend: float
    crown_m: float

    @property
    def height_m(self) -> float:
        """From the seat to the top."""
        return max(self.top_y_m - self.base_y_m, 1e-3)

    def half_at(self, y_m: float) -> float:
        """Half its width at a height."""
        share = (y_m - self.base_y_m) / self.height_m
        return self.base_half_m + (self.top_half_m - self.base_half_m) * share

    def at(
        self, u: Float[np.ndarray, "*U"], y_m: Float[np.ndarray, "*Y"]
    ) -> Float[np.ndarray, "*S 3"]:
        """Points of it."""
        share = (y_m - self.base_y_m) / self.height_m
        half = self.base_half_m + (self.top_half_m - self.base_half_m) * share
        points = np.empty((*np.broadcast_shapes(u.shape, y_m.shape), 3))
        points[..., 0] = u * half
        points[..., 1] = y_m
        points[..., 2] = (
            self.base_z_m
            - self.rake * (y_m - self.base_y_m)
            - 4 * self.bend * self.height_m * share * (1 - share)
            + self.curve * half * (u * u - 1)
        )
        return points

    def point(self, u: float, y_m: float) -> tuple[float, float, float]:
        """One point of it."""
        x, y, z = self.at(np.array(u), np.array(y_m)).tolist()
        return x, y, z

    def crest_y(self, u: Float[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
        """Height of its top edge."""
        return np.asarray(self.top_y_m - self.crown_m * u * u)

    @property
    def out(self) -> Float[np.ndarray, "3"]:
        """Unit vector out of its front."""
        length = math.hypot(1.0, self.rake)
        return np.array([0.0, self.rake / length, 1 / length])

    @property
    def up(self) -> Float[np.ndarray, "3"]:
        """Unit vector up along it."""
        length = math.hypot(1.0, self.rake)
        return np.array([0.0, 1 / length, -self.rake / length])

    def rail(
        self,
        low_y_m: Float[np.ndarray, " K"] | float,
        high_y_m: Float[np.ndarray, " K"] | float,
        thickness_m: float,
        detail: Detail,
        *,
        reach: float = 1.0,
    ) -> PartMesh:
        """A bar from right to left between two heights, which may change along it: K is `steps(detail)`."""
        u = np.linspace(-reach, reach, self.steps(detail))
        low, high = np.broadcast_to(low_y_m, u.shape), np.broadcast_to(high_y_m, u.shape)
        heights = np.maximum(high - low, 2e-3)
        middle = float(heights.mean())
        section = bar_section((middle, thickness_m), min(0.006, 0.3 * thickness_m), detail)
        sections = np.broadcast_to(section, (len(u), *section.shape)).copy()
        sections[..., 0] *= (heights / middle)[:, None]
        return sweep(self.at(u, (low + high) / 2), self.up, self.out, sections)

    @staticmethod
    def steps(detail: Detail) -> int:
        """Points along a rail."""
        return 5 if detail.along == 1 else 13

    def stiles(
        self,
        u: Float[np.ndarray, "B K"],
        y_m: Float[np.ndarray, "B K"],
        section_m: Float[np.ndarray, "*S N 2"],
    ) -> list[PartMesh]:
        """Bars of any section that run up through points of the surface."""
        return sweeps(self.at(u, y_m), _X, -self.out, section_m)

    def rod(
        self,
        u: Float[np.ndarray, " K"],
        y_m: Float[np.ndarray, " K"],
        radius_m: float | Float[np.ndarray, " K"],
        detail: Detail,
    ) -> PartMesh:
        """A round bar through points of the surface."""
        return tube(self.at(u, y_m), radius_m, detail=detail)
