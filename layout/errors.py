"""The errors of the layout package.

LayoutError
├── RoomError         a floor plan that cannot be built: crosses itself, door outside its wall, no area
├── FootprintError    a product's box that cannot be placed by anybody: negative, not a number, absurd
├── LockError         locked placements that contradict the room or each other
├── RoomFileError     a ROOM.json or HOUSE.json that cannot be read
├── HouseError        a house whose rooms overlap or cannot be reached
└── KnowledgeError    the knowledge graph lacks or contradicts something
"""

from __future__ import annotations

__all__ = [
    "FootprintError",
    "HouseError",
    "KnowledgeError",
    "LayoutError",
    "LockError",
    "RoomError",
    "RoomFileError",
]


class LayoutError(Exception):
    """Root of all errors of this package; the message names item, expectation, finding and remedy."""


class RoomError(LayoutError):
    """A floor plan that nobody could build."""


class FootprintError(LayoutError):
    """A box that is no box."""


class LockError(LayoutError):
    """Locked placements that cannot all hold."""


class RoomFileError(LayoutError):
    """A room or house file that cannot be read."""


class HouseError(LayoutError):
    """A house whose rooms overlap or cannot be reached."""


class KnowledgeError(LayoutError):
    """The knowledge graph was asked for something it does not hold."""
