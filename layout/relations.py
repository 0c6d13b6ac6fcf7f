"""How well two boxes stand in a relation of the graph, 0 to 1, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from layout.boxes import Values, separation
from layout.knowledge import Relation

__all__ = ["SCORED_PREDICATES", "falloff", "in_frame_of", "relation_score"]

Score = np.ndarray


def falloff(value: Values, good: float, bad: float) -> np.ndarray:
    """Return 1 up to `good`, 0 from `bad` on, linear between."""
    return np.asarray(np.clip((bad - value) / (bad - good), 0.0, 1.0))


def in_frame_of(
    subject: Float[np.ndarray, "*S 5"], other: Float[np.ndarray, "*O 5"]
) -> tuple[Values, Values, Values, Values]:
    """Centre of the subject in the other's frame, and its half extents along the other's axes."""
    cos, sin = np.cos(other[..., 4]), np.sin(other[..., 4])
    dx, dz = subject[..., 0] - other[..., 0], subject[..., 1] - other[..., 1]
    turn = subject[..., 4] - other[..., 4]
    c, s = np.abs(np.cos(turn)), np.abs(np.sin(turn))
    return (
        dx * cos - dz * sin,
        dx * sin + dz * cos,
        c * subject[..., 2] + s * subject[..., 3],
        s * subject[..., 2] + c * subject[..., 3],
    )


def _within(gap: Values, low: float, high: float, slack: float) -> np.ndarray:
    return np.asarray(falloff(low - gap, 0.03, slack) * falloff(gap - high, 0.03, slack))


def _in_front_of(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, half_x, half_z = in_frame_of(a, b)
    sideways = falloff(np.abs(x) - 0.35 * (b[..., 2] + half_x), 0.0, 0.5)
    return np.asarray(_within(z - half_z - b[..., 3], low, high, 0.5) * sideways)


def _beside(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, half_x, half_z = in_frame_of(a, b)
    along = falloff(np.abs(z) - b[..., 3] - half_z, 0.0, 0.4)
    return np.asarray(_within(np.abs(x) - half_x - b[..., 2], low, high, 0.5) * along)


def _around(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, half_x, half_z = in_frame_of(b, a)  # the table in the chair's frame
    ahead = falloff(np.abs(x) - half_x, 0.0, 0.3) * (z > 0)
    return np.asarray(_within(z - half_z - a[..., 3], low, high, 0.5) * ahead)


def _faces(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, _, _ = in_frame_of(b, a)
    angle = np.arctan2(np.abs(x), z)
    score = falloff(angle, 0.3, 0.9) * _within(separation(a, b), low, high, 1.2)
    if mutual:
        back_x, back_z, _, _ = in_frame_of(a, b)
        score = score * falloff(np.arctan2(np.abs(back_x), back_z), 0.3, 0.9)
    return np.asarray(score)


def _near(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    return falloff(separation(a, b) - high, 0.05, 1.5)


def _far_from(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    return falloff(low - separation(a, b), 0.05, 0.8)


def _above(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, _, half_z = in_frame_of(a, b)
    sideways = falloff(np.abs(x) - 0.7 * b[..., 2], 0.05, 0.35)
    return np.asarray(sideways * falloff(np.abs(z) - b[..., 3] - half_z, 0.1, 0.4))


def _under(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    # A rug lies under a piece when it reaches under its box by a hand or more.
    return falloff(separation(a, b), -0.1, 0.2)


def _on_top_of(a: np.ndarray, b: np.ndarray, low: float, high: float, mutual: bool) -> Score:
    x, z, half_x, half_z = in_frame_of(a, b)
    over = np.maximum(np.abs(x) + half_x - b[..., 2], np.abs(z) + half_z - b[..., 3])
    return falloff(over, 1e-3, 0.05)


SCORED_PREDICATES: dict[str, Callable[[np.ndarray, np.ndarray, float, float, bool], np.ndarray]] = {
    "above": _above,
    "around": _around,
    "beside": _beside,
    "faces": _faces,
    "far_from": _far_from,
    "flanks": _beside,
    "in_front_of": _in_front_of,
    "near": _near,
    "on_top_of": _on_top_of,
    "under": _under,
}


def relation_score(
    relation: Relation,
    subject: Float[np.ndarray, "*S 5"],
    other: Float[np.ndarray, "*O 5"],
    *,
    mutual: bool = False,
) -> np.ndarray:
    """Score boxes by a relation, broadcast over leading axes; 1 is as wished.

    Parameters
    ----------
    relation
        Predicate and the distance that is good.
    subject, other
        Boxes of the relation's subject and object.
    mutual
        For "faces": whether the object has to face back, as a television does.
    """
    low, high = relation.distance_m
    score = SCORED_PREDICATES[relation.predicate]
    return score(subject, other, low, high, mutual)
