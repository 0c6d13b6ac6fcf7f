"""The rules of a good room, declared only: `evaluate` judges by them, `solve` obeys them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RULES", "Rule", "hard_rules", "soft_rules", "weight"]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    name
        Its name.
    hard
        Whether a room that breaks it is wrong; a soft rule only makes a room better.
    weight
        Cost of breaking a soft rule wholly; 0 for hard rules.  The choice of places does not count two of them:
        groups are composed `symmetric` before it, and storage is `aligned` when the pieces settle after it.
    says
        The rule in words.
    """

    name: str
    hard: bool
    weight: float
    says: str


RULES: tuple[Rule, ...] = (
    Rule("inside", True, 0.0, "Every piece stands wholly in the room."),
    Rule("no_collision", True, 0.0, "No two pieces share space."),
    Rule("doors_free", True, 0.0, "The floor before a door, as deep as it is wide, is free."),
    Rule(
        "windows_free", True, 0.0, "Nothing higher than the sill stands within 0.5 m of a window."
    ),
    Rule(
        "supported", True, 0.0, "Every piece stands on the floor, on a top, or hangs where it may."
    ),
    Rule("access", True, 0.0, "The sides that people use have their free depth."),
    Rule("reachable", True, 0.0, "A person can walk from a door to every side that people use."),
    Rule("back_to_wall", False, 3.0, "Storage, beds and sofas have their backs to walls."),
    Rule("relations", False, 3.0, "Pieces stand to each other as the graph says."),
    Rule("walkways", False, 0.7, "Between pieces is a walkway or nothing, not a slot."),
    Rule("centred", False, 0.6, "What a wall is about stands in its middle."),
    Rule("corner", False, 0.8, "Lamps, plants and tall storage keep to corners."),
    Rule(
        "aligned", False, 0.5, "Storage stands side by side or with a way between, without slots."
    ),
    Rule("balance", False, 2.0, "Furniture fills the whole room, not one end of it."),
    Rule(
        "view",
        False,
        0.8,
        "From a sofa, an armchair or a bed one looks into the room, not at a wall.",
    ),
    Rule("symmetric", False, 0.5, "Two of a kind flank a piece at equal distances."),
    Rule("entrance", False, 1.0, "One does not enter into a piece of furniture."),
    Rule("windows_clear", False, 1.0, "No bed's head and no television before a window."),
    Rule("daylight", False, 1.0, "A desk has daylight."),
)

_BY_NAME = {rule.name: rule for rule in RULES}


def weight(name: str) -> float:
    """Return the weight of the soft rule with this name."""
    return _BY_NAME[name].weight


def hard_rules() -> tuple[Rule, ...]:
    """Return the rules that no room may break."""
    return tuple(rule for rule in RULES if rule.hard)


def soft_rules() -> tuple[Rule, ...]:
    """Return the rules that make a room better."""
    return tuple(rule for rule in RULES if not rule.hard)
