"""What is asked of one showroom, and what became of it; light, for it travels between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from showroom.output import WrittenFile
from showroom.problem import Problem
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ProductLevel
from showroom.room.selection import RoomSelection
from showroom.style.wish import StyleWish

__all__ = ["ShowroomJob", "ShowroomOutcome"]


@dataclass(frozen=True)
class ShowroomJob:
    """What one worker needs to make one showroom.

    Attributes
    ----------
    selection
        Room type and boxes.
    facts
        What the shopper is told of each product, by SKU.
    keys
        Where the store keeps each product, by SKU.
    levels
        Each product's files for rooms, finest first, by SKU.
    out, store
        The run's output folder and the folder of finished products.
    style
        What the merchant asks of the look.
    seed
        The run's seed.
    fill
        Whether the merchant allows plain things that are not for sale to complete the room.
    """

    selection: RoomSelection
    facts: Mapping[str, ProductFacts]
    keys: Mapping[str, str]
    levels: Mapping[str, tuple[ProductLevel, ...]]
    out: Path
    store: Path
    style: StyleWish
    seed: int
    fill: bool = False


@dataclass(frozen=True)
class ShowroomOutcome:
    """What became of one showroom.

    Attributes
    ----------
    showroom_id
        Its folder's name.
    room_type
        Type of room.
    problems
        Errors and warnings about it.
    style
        Name of its style.
    skus
        Products that stand in it.
    left_out
        SKU and reason of those that do not.
    files
        Written files.
    triangles
        Of the whole room, instances counted each.
    seconds
        Wall seconds of each stage.
    made
        Whether the showroom exists.
    """

    showroom_id: str
    room_type: str
    problems: tuple[Problem, ...]
    style: str = ""
    skus: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    files: tuple[WrittenFile, ...] = ()
    triangles: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    made: bool = False

    @property
    def bytes(self) -> int:
        """Size of the master GLB."""
        return next((file.size_bytes for file in self.files if file.path.endswith(".glb")), 0)
