"""A candidate's parts and joints as a graph that a network can judge against a photo.

Nodes are parts: what they are, where, how large, and what the photo shows where they are seen. Edges are joints. The
same graph serves a known shape of the bank: one part of no role.

Lengths are those of the `canonical` frame (longest side 1).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Float, Float32, Int
from scipy import ndimage

from reconstruct.lab import lab
from reconstruct.parts.assembly import ROLES
from reconstruct.parts.fit.draft import Draft
from reconstruct.parts.fit.evidence import FAR_EDGE, FAR_OUTLINE, PartsEvidence
from reconstruct.parts.fit.look import Look
from reconstruct.parts.fit.score import ScoreTerms
from reconstruct.parts.joints import find_joints, part_bounds
from reconstruct.parts.reading import NONE, PartReading

__all__ = [
    "EDGE_FEATURES",
    "FAMILIES",
    "NODE_FEATURES",
    "WHOLE_FEATURES",
    "CandidateFacts",
    "PartGraph",
    "part_graph",
]

FAMILIES = (
    "appliance",
    "bathroom",
    "bed",
    "bench",
    "container",
    "chair",
    "desk",
    "lamp",
    "mirror",
    "office_chair",
    "ottoman",
    "screen",
    "pillow",
    "plant",
    "rug",
    "sofa",
    "stool",
    "storage",
    "table",
    "television",
    "vessel",
)
"""Families that the network tells apart; others are all the same to it, and so are known shapes."""
NODE_FEATURES = len(ROLES) + 3 + 3 + 12 + 6
EDGE_FEATURES = 3 + 3 + 4
WHOLE_FEATURES = len(FAMILIES) + len(fields(ScoreTerms)) + 3 + 6
SEEN_PX = 6
"""A part with fewer pixels is as good as unseen."""


@dataclass(frozen=True)
class PartGraph:
    """K parts and E joints of a candidate in one photo.

    Attributes
    ----------
    nodes, edges, edge_features
        Features of the parts; pairs of parts (from, to); features of the pairs.
    whole
        Features of the candidate as a whole.
    """

    nodes: Float32[np.ndarray, "K F"]
    edges: Int[np.ndarray, "2 E"]
    edge_features: Float32[np.ndarray, "E G"]
    whole: Float32[np.ndarray, " H"]


@dataclass(frozen=True)
class CandidateFacts:
    """What is known of a candidate besides its shape and look.

    Attributes
    ----------
    family
        Name of its family; "" for a known shape.
    log_odds
        Of its structure, as proposed; of a known shape, the logarithm of its likeness.
    family_odds
        Probability of its family, by the network that reads photos.
    none_odds
        Probability that no family covers the product.
    unusual
        Mean square deviation of its measures from the expected values, in standard deviations.
    """

    family: str
    log_odds: float
    family_odds: float
    none_odds: float
    unusual: float

    @classmethod
    def of_draft(cls, draft: Draft, reading: PartReading) -> CandidateFacts:
        """Of a design, given what is read in the photos."""
        family = draft.design.family
        return cls(
            family,
            draft.log_odds,
            reading.family.get(family, 0.0),
            reading.family.get(NONE, 0.0),
            draft.unusual,
        )

    @classmethod
    def of_known_shape(cls, likeness: float, reading: PartReading) -> CandidateFacts:
        """Of a known shape whose likeness has this logarithm."""
        return cls("", likeness, 0.0, reading.family.get(NONE, 0.0), 0.0)


def part_graph(
    look: Look,
    evidence: PartsEvidence,
    terms: ScoreTerms,
    facts: CandidateFacts,
) -> PartGraph:
    """The graph of a candidate.

    Parameters
    ----------
    look
        The candidate in the photo at 128 px.
    evidence
        The photo's.
    terms
        What the score says of this look.
    facts
        The rest.
    """
    assembly, vertices = look.surface.assembly, look.surface.vertices
    low, high = part_bounds(vertices, np.array([part.first_vertex for part in assembly.parts]))
    joints = find_joints(low, high)
    roles = np.zeros((len(low), len(ROLES)))
    for index, part in enumerate(assembly.parts):
        if part.role in ROLES:
            roles[index, ROLES.index(part.role)] = 1
    nodes = np.concatenate(
        [
            roles,
            low + high,
            2 * (high - low),
            _shown(look),
            _coloured(look, evidence),
        ],
        axis=1,
    )
    materials = np.array([part.material for part in assembly.parts])
    one, other = joints.pairs
    edge_features = np.concatenate(
        [
            4 * joints.reaches_in,
            (low + high)[one] - (low + high)[other],
            np.stack(
                [
                    joints.rests,
                    joints.mirrored,
                    materials[one] == materials[other],
                    np.ones(len(one)),
                ],
                axis=1,
            ),
        ],
        axis=1,
    )
    return PartGraph(
        nodes.astype(np.float32),
        joints.pairs.astype(np.int64),
        edge_features.astype(np.float32),
        _whole(look, terms, facts, len(low)),
    )


def _whole(
    look: Look, terms: ScoreTerms, facts: CandidateFacts, parts: int
) -> Float32[np.ndarray, " H"]:
    family = np.array([facts.family == name for name in FAMILIES], dtype=np.float64)
    said = [
        *family,
        1 - terms.overlap,
        10 * terms.outline,
        terms.missed,
        5 * terms.aspect,
        2 * terms.outside,
        terms.edges,
        *(np.ptp(look.surface.vertices, axis=0)),
        float(facts.family == ""),
        0.2 * max(facts.log_odds, -15.0),
        facts.family_odds,
        facts.none_odds,
        0.3 * min(facts.unusual, 10.0),
        parts / 20,
    ]
    return np.array(said, dtype=np.float32)


def _shown(look: Look) -> Float[np.ndarray, "K 12"]:
    """How much of each part is seen, and how well its place, outline and edges agree with the photo's."""
    count = len(look.surface.assembly.parts)
    level = look.level
    seen = _count(look.part[look.hit], count)
    shown = seen >= SEEN_PX
    total = max(float(seen.sum()), 1.0)
    known = np.maximum(seen, 1)
    inside = _count(look.part[look.hit & level.solid], count) / known
    outside = _count(look.part[look.hit & level.outside], count) / known
    everywhere = _count(look.part[look.face >= 0], count)
    unknown = 1 - seen / np.maximum(everywhere, 1)
    rim = look.rim & (look.part >= 0)
    on_rim = _count(look.part[rim], count)
    rim_off = (
        _sum(look.part[rim], level.to_outline[rim], count) / np.maximum(on_rim, 1) / FAR_OUTLINE
    )
    edges = look.edges & (look.part >= 0)
    on_edge = _count(look.part[edges], count)
    edge_off = (
        _sum(look.part[edges], level.to_edge[edges], count) / np.maximum(on_edge, 1) / FAR_EDGE
    )
    missing = _missed_near(look, count)
    return np.stack(
        [
            shown,
            seen / total,
            np.log1p(seen) / 5,
            np.where(shown, inside, 1),
            np.where(shown, outside, 0),
            np.where(everywhere > 0, unknown, 0),
            np.log1p(on_rim) / 4,
            np.where(on_rim > 0, rim_off, 0),
            np.log1p(on_edge) / 4,
            np.where(on_edge > 0, edge_off, 0),
            missing,
            (everywhere == 0).astype(np.float64),
        ],
        axis=1,
    )


def _missed_near(look: Look, count: int) -> Float[np.ndarray, " K"]:
    """Share of the matte's outline whose nearest part is this one and that the candidate's outline is far from."""
    level = look.level
    if not len(level.outline) or not look.hit.any():
        return np.zeros(count)
    column, row = level.outline.places_px.astype(np.int64).T
    off, (rows, columns) = ndimage.distance_transform_edt(look.face < 0, return_indices=True)
    to_rim = ndimage.distance_transform_edt(~look.rim) if look.rim.any() else off
    far = to_rim[row, column] > 0.022 * level.px
    nearest = look.part[rows[row, column], columns[row, column]]
    return 4 * _count(nearest[far & (nearest >= 0)], count) / len(column)


def _coloured(look: Look, evidence: PartsEvidence) -> Float[np.ndarray, "K 6"]:
    """Mean colour of each part in the photo, how much it varies and differs from the product's, how it is turned."""
    count = len(look.surface.assembly.parts)
    height, width = look.face.shape
    left, top = look.level.corner
    colour = lab(evidence.crop[top : top + height, left : left + width, :3] / 255.0)
    mine = look.hit & look.level.solid
    part = look.part[mine]
    number = np.maximum(_count(part, count), 1)[:, None]
    mean = np.stack([_sum(part, colour[mine][:, c], count) for c in range(3)], 1) / number
    square = np.stack([_sum(part, colour[mine][:, c] ** 2, count) for c in range(3)], 1) / number
    spread = np.sqrt(np.maximum(square - mean**2, 0)).mean(axis=1, keepdims=True)
    whole = colour[mine].mean(axis=0) if mine.any() else np.zeros(3)
    unlike = np.linalg.norm(mean - whole, axis=1, keepdims=True)
    facing = _facing(look)[mine]
    told = np.concatenate(
        [mean / 50, spread / 20, unlike / 30, _sum(part, facing, count)[:, None] / number], axis=1
    )
    told[_count(part, count) < SEEN_PX] = 0
    return told


def _facing(look: Look) -> Float[np.ndarray, "H W"]:
    """Cosine between each pixel's surface and the way to the camera, near enough."""
    back = look.camera.T_world_camera[:3, 2]
    return np.asarray(np.where(look.face >= 0, look.surface.normals[look.face] @ back, 0.0))


def _count(part: Int[np.ndarray, " P"], count: int) -> Float[np.ndarray, " K"]:
    return np.bincount(part, minlength=count).astype(np.float64)


def _sum(
    part: Int[np.ndarray, " P"], values: Float[np.ndarray, " P"], count: int
) -> Float[np.ndarray, " K"]:
    return np.bincount(part, values, minlength=count).astype(np.float64)
