"""What the engine answers: where each piece stands, and why."""

from __future__ import annotations

from dataclasses import dataclass

from layout.footprint import Footprint
from layout.room import Room

__all__ = ["Arrangement", "LayoutWarning", "LeftOut", "Placement", "Wish"]


@dataclass(frozen=True)
class Placement:
    """Where one piece stands.

    Attributes
    ----------
    item_id
        The footprint's id.
    x_m, y_m, z_m
        Where the product's origin (floor centre of its bounds) goes, `room` frame, metres.
    yaw_rad
        Right-handed about +Y: 0 faces +Z, pi/2 faces +X.
    reason
        Why it stands there, one phrase for people.
    """

    item_id: str
    x_m: float
    y_m: float
    z_m: float
    yaw_rad: float
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """A piece that was not placed, and the reason, one phrase for people."""

    item_id: str
    reason: str


@dataclass(frozen=True)
class LayoutWarning:
    """Something the merchant should know: a code for programs, a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True)
class Wish:
    """A relation of the knowledge graph that could not be had, and what prevented it."""

    item_id: str
    wish: str
    prevented_by: str


@dataclass(frozen=True)
class Arrangement:
    """A furnished floor plan.

    Attributes
    ----------
    room
        The room.
    footprints
        All pieces that were asked for.
    placements
        Those that found a place.
    left_out
        Those that did not, with reasons.
    status
        "optimal": no better choice among the candidate places; "feasible": good, not proven; "time limit": ended early;
        "empty": nothing to place.
    gap
        Relative distance between the cost found and the proven bound, None if none was proven.
    cost
        The solver's cost (lower is better), comparable only for the same input.
    solve_seconds
        Wall-clock time of the whole arrangement.
    categories
        The category each piece was taken for, by item id; None for unknown.
    warnings
        What the merchant should know.
    wishes
        Relations that could not be had.
    """

    room: Room
    footprints: tuple[Footprint, ...]
    placements: tuple[Placement, ...]
    left_out: tuple[LeftOut, ...]
    status: str
    gap: float | None
    cost: float
    solve_seconds: float
    categories: tuple[tuple[str, str | None], ...] = ()
    warnings: tuple[LayoutWarning, ...] = ()
    wishes: tuple[Wish, ...] = ()

    def footprint(self, item_id: str) -> Footprint:
        """The footprint with this id."""
        return next(f for f in self.footprints if f.item_id == item_id)

    def category(self, item_id: str) -> str | None:
        """The category that the piece was taken for."""
        return dict(self.categories).get(item_id)
