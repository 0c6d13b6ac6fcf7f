"""Foliage of plants: leaves, trunks and stalks above the soil, which lies at y = 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.lathe import turned_rings
from reconstruct.parts.primitives.leaves import GOLDEN_RAD, Blades, blades, scattered
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.rings import ringed

__all__ = ["FOLIAGE", "Bed", "Growth"]

Growth = list[tuple[str, PartMesh, str]]
"""Name, mesh and material of each part."""


@dataclass(frozen=True)
class Bed:
    """The room that a plant has: half its width, its height above the soil, and the pot below, metres.

    Attributes
    ----------
    half_m, tall_m
        Half the width and the height of the foliage.
    soil_m
        Height of the soil above the floor.
    mouth_m
        Radius of the soil.
    rim_m
        Outer radius of the pot.
    """

    half_m: float
    tall_m: float
    soil_m: float
    mouth_m: float
    rim_m: float


def _many(values: Values, few: int, many: int) -> int:
    return many if values.of("density") == "many" else few


def _spread(values: Values, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Headings by the golden angle, places from the inside out, and a number that looks random, of each leaf."""
    place = (np.arange(count) + 0.5) / count
    return np.arange(count) * GOLDEN_RAD + 0.4, place, scattered(count, 1.0)


def _stalks(
    base_m: Float[np.ndarray, "L 3"],
    end_m: Float[np.ndarray, "L 3"],
    width_m: float,
    detail: Detail,
) -> PartMesh:
    """Thin straight stalks between points."""
    way = end_m - base_m
    level = np.hypot(way[:, 0], way[:, 2])
    length = np.sqrt((way * way).sum(axis=1))
    return blades(
        Blades(
            base_m=base_m,
            heading_rad=np.arctan2(-way[:, 2], way[:, 0]),
            rise_rad=np.arctan2(way[:, 1], level),
            fall_rad=np.zeros(len(way)),
            length_m=length,
            width_m=np.full(len(way), width_m),
        ),
        steps=detail.along,
        fold=0.0,
        thickness=0.5,
    )


def _broad(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Large leaves on stalks, from the soil or along a stem: rubber plants, monsteras, fiddle figs."""
    count = _many(values, 11, 20)
    heading, place, chance = _spread(values, count)
    size = np.sqrt(bed.half_m * min(bed.tall_m, 2.5 * bed.half_m))
    length = size * values["leaf_length"] * (0.75 + 0.5 * chance)
    on_stem = values["trunk_height"] * place * bed.tall_m
    base = np.zeros((count, 3))
    base[:, 1] = on_stem
    rise = np.radians(20 + 60 * place)
    reach = np.maximum(bed.half_m - 0.75 * length, 0.1 * bed.half_m) * (1.05 - 0.75 * place)
    end = np.stack(
        [
            np.cos(heading) * reach,
            np.maximum(on_stem, (bed.tall_m - 0.45 * length) * (0.25 + 0.75 * place)),
            -np.sin(heading) * reach,
        ],
        axis=1,
    )
    leaves = blades(
        Blades(
            end,
            heading,
            rise,
            np.radians(values["leaf_fall"]) * (1.2 - 0.4 * place),
            length,
            length * values["leaf_width"],
        ),
        steps=3 * detail.along,
        widest=0.42,
        thickness=0.015,
    )
    top = max(values["trunk_height"], 0.02) * bed.tall_m
    stem = np.array([[0.0, -0.02, 0.0], [0.0, top, 0.0]])
    return [
        ("leaves", leaves, "leaves"),
        ("stalks", _stalks(base, end, 0.006 + 0.01 * bed.half_m, detail), "stalks"),
        ("stem", tube(stem, 0.5 * _thick(values, bed), detail=detail), "trunk"),
    ]


def _upright(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Stiff leaves that stand: snake plants, yuccas."""
    count = _many(values, 11, 22)
    heading, place, chance = _spread(values, count)
    length = bed.tall_m * (0.62 + 0.38 * chance)
    spot = 0.55 * bed.mouth_m * np.sqrt(place)
    base = np.stack([np.cos(heading) * spot, np.full(count, -0.01), -np.sin(heading) * spot], 1)
    leaves = Blades(
        base,
        heading,
        np.radians(88 - (88 - values["leaf_rise"]) * place),
        np.radians(4 + 14 * place),
        length,
        bed.tall_m * values["leaf_width"] * (0.7 + 0.3 * chance),
    )
    return [
        ("leaves", blades(leaves, steps=3 * detail.along, widest=0.5, thickness=0.03), "leaves")
    ]


def _arching(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Long narrow leaves that bend over: spider plants, dracaenas, ferns; on a trunk if there is one."""
    count = _many(values, 22, 42)
    heading, place, chance = _spread(values, count)
    trunk = values["trunk_height"] * bed.tall_m
    base = np.zeros((count, 3))
    base[:, 1] = trunk
    length = (0.5 * bed.half_m + 0.8 * max(bed.tall_m - trunk, 0.2 * bed.tall_m)) * (
        0.75 + 0.4 * chance
    )
    rise = np.radians(86 - 56 * place)
    leaves = Blades(
        base,
        heading,
        rise,
        np.radians(values["leaf_fall"]) * (0.5 + 0.7 * place),
        length,
        length * values["leaf_width"],
    )
    growth: Growth = [
        (
            "leaves",
            blades(leaves, steps=3 + 2 * (detail.along - 1), widest=0.3, thickness=0.03),
            "leaves",
        )
    ]
    return growth + _trunk(values, bed, trunk, detail)


def _thick(values: Values, bed: Bed) -> float:
    """The trunk's thickness, which leaves room in the pot."""
    return soft_least(values["trunk_thickness"], 0.6 * bed.mouth_m)


def _trunk(values: Values, bed: Bed, top_m: float, detail: Detail) -> Growth:
    thick = 0.5 * _thick(values, bed)
    share = np.linspace(0, 1, 3 + 2 * detail.along)
    path = np.zeros((len(share), 3))
    path[:, 1] = -0.02 + (max(top_m, 0.02 * bed.tall_m) + 0.03) * share
    path[:, 0] = 0.06 * top_m * np.sin(np.pi * share)
    return [("trunk", tube(path, thick * (1.15 - 0.4 * share), detail=detail), "trunk")]


def _palm(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Fronds with leaflets on both sides."""
    count = _many(values, 7, 12)
    heading, place, chance = _spread(values, count)
    trunk = values["trunk_height"] * bed.tall_m
    length = (0.55 * bed.half_m + 0.75 * max(bed.tall_m - trunk, 0.2 * bed.tall_m)) * (
        0.8 + 0.3 * chance
    )
    rise = np.radians(87 - 42 * place)
    fall = np.radians(values["leaf_fall"]) * (0.6 + 0.5 * place)
    base = np.zeros((count, 3))
    base[:, 1] = trunk
    ribs = Blades(base, heading, rise, fall, length, np.full(count, 0.008 + 0.01 * bed.half_m))
    pairs = 4 if detail.along == 1 else 11
    at = np.linspace(0.3, 0.98, pairs)
    fine = np.linspace(0, 1, 33)
    slope = rise[:, None] - fall[:, None] * fine**1.3
    out = np.cumsum(np.cos(slope), axis=1) * length[:, None] / 33
    up = np.cumsum(np.sin(slope), axis=1) * length[:, None] / 33
    pick = np.rint(at * 32).astype(int)
    spine = np.stack(
        [
            out[:, pick] * np.cos(heading)[:, None],
            up[:, pick] + trunk,
            -out[:, pick] * np.sin(heading)[:, None],
        ],
        axis=2,
    )
    size = length[:, None] * values["leaf_length"] * 0.55 * np.sin(np.pi * (0.12 + 0.8 * at)) ** 0.7
    turn = 0.95 - 0.55 * at
    sides = [
        Blades(
            spine.reshape(-1, 3),
            (heading[:, None] + side * turn).ravel(),
            (0.75 * slope[:, pick] + 0.1).ravel(),
            np.full(size.size, 0.7),
            size.ravel(),
            (size * (0.12 + 0.6 * values["leaf_width"])).ravel(),
        )
        for side in (1.0, -1.0)
    ]
    both = Blades(
        *(
            np.concatenate([getattr(half, name) for half in sides])
            for name in Blades.__dataclass_fields__
        )
    )
    return [
        ("leaves", blades(both, steps=detail.along, widest=0.4, thickness=0.02), "leaves"),
        (
            "stalks",
            blades(ribs, steps=2 + detail.along, widest=0.05, fold=0.0, thickness=0.5),
            "stalks",
        ),
        *_trunk(values, bed, trunk, detail),
    ]


def _crown(
    count: int, centre_m: Float[np.ndarray, "3"], radii_m: Float[np.ndarray, "3"], inside: float
) -> tuple[np.ndarray, np.ndarray]:
    """Points scattered on and in an ellipsoid, and their directions from its middle."""
    place = (np.arange(count) + 0.5) / count
    high = 1 - 1.9 * place
    level = np.sqrt(np.maximum(1 - high * high, 0))
    angle = np.arange(count) * GOLDEN_RAD
    way = np.stack([np.cos(angle) * level, high, np.sin(angle) * level], axis=1)
    depth = inside + (1 - inside) * np.sqrt(scattered(count, 2.0))
    return centre_m + way * depth[:, None] * radii_m, way


def _tree(values: Values, bed: Bed, detail: Detail) -> Growth:
    """A trunk with a crown of single leaves: ficus, olive."""
    count = _many(values, 56, 90) * (1 if detail.along == 1 else 4)
    trunk = bed.tall_m * values["trunk_height"]
    radii = np.array([bed.half_m, 0.5 * (bed.tall_m - trunk), bed.half_m]) * 0.86
    centre = np.array([0.0, trunk + 0.5 * (bed.tall_m - trunk), 0.0])
    points, _ = _crown(count, centre, radii, 0.3)
    turn = 2 * np.pi * scattered(count, 3.0)
    # Fewer leaves are larger, so that the crown looks as full.
    length = np.full(
        count, bed.half_m * values["leaf_length"] * (1.3 if detail.along == 1 else 0.66)
    )
    # Some hang, some stand, so that the crown is as full from the front as from above.
    leaves = Blades(
        points,
        turn,
        1.9 * (scattered(count, 4.0) - 0.55),
        np.full(count, 0.6),
        length,
        length * values["leaf_width"],
    )
    growth: Growth = [
        (
            "leaves",
            blades(leaves, steps=1 if detail.along == 1 else 2, widest=0.42, thickness=0.02),
            "leaves",
        )
    ]
    top = trunk + 0.25 * (bed.tall_m - trunk)
    growth += _trunk(values, bed, top, detail)
    for place in range(4):
        angle = 0.6 + place * GOLDEN_RAD
        end = centre + radii * np.array(
            [0.6 * np.cos(angle), 0.35 - 0.15 * place, -0.6 * np.sin(angle)]
        )
        path = np.array(
            [[0.0, trunk * 0.92, 0.0], [0.4 * end[0], 0.5 * (top + end[1]), 0.4 * end[2]], end]
        )
        limb = 0.5 * _thick(values, bed) * np.array([0.6, 0.45, 0.2])
        growth.append((f"branch {place + 1}", tube(path, limb, detail=detail), "trunk"))
    return growth


def _ball(values: Values, bed: Bed, detail: Detail) -> Growth:
    """A clipped ball of leaves, on a trunk or not: box trees."""
    trunk = bed.tall_m * values["trunk_height"]
    half = 0.5 * (bed.tall_m - trunk)
    steps = 8 if detail.along == 1 else 16
    angle = np.linspace(0.1, np.pi - 0.1, steps)
    profile = np.stack([bed.half_m * np.sin(angle), trunk + half * (1 - np.cos(angle))], axis=1)
    rings = turned_rings(profile, detail=detail)
    middle = np.array([0.0, trunk + half, 0.0])
    bumps = 1 - 0.07 * scattered(rings.shape[0] * rings.shape[1], 5.0).reshape(rings.shape[:2])
    core = ringed(middle + (rings - middle) * bumps[..., None], np.eye(3)[[1, 2, 0]])
    growth: Growth = [("crown", core, "leaves")]
    count = 60 if detail.along == 1 else 320
    points, way = _crown(count, middle, np.array([bed.half_m, half, bed.half_m]), 0.98)
    length = np.full(
        count, bed.half_m * values["leaf_length"] * (0.5 if detail.along == 1 else 0.3)
    )
    leaves = Blades(
        points,
        np.arctan2(-way[:, 2], way[:, 0]) + 1.2 * (scattered(count, 6.0) - 0.5),
        np.arcsin(way[:, 1]) - 0.9 - 0.5 * scattered(count, 7.0),
        np.full(count, 0.5),
        length,
        length * values["leaf_width"],
    )
    growth.append(("leaves", blades(leaves, steps=1, thickness=0.03), "leaves"))
    return growth + _trunk(values, bed, trunk + 0.2 * half, detail)


def _rosette(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Thick leaves around a middle: aloes, agaves, succulents."""
    count = 26
    heading, place, _ = _spread(values, count)
    length = (0.55 + 0.45 * place) * np.hypot(bed.half_m, bed.tall_m) * 0.8
    rise = np.radians(88 - (88 - 0.35 * values["leaf_rise"]) * place)
    base = np.zeros((count, 3))
    base[:, 1] = -0.01 + 0.03 * bed.tall_m * (1 - place)
    leaves = Blades(
        base,
        heading,
        rise,
        -np.radians(12) * np.ones(count) * place,
        length,
        length * values["leaf_width"],
    )
    return [
        (
            "leaves",
            blades(leaves, steps=2 + detail.along, widest=0.35, fold=0.3, thickness=0.12),
            "leaves",
        )
    ]


def _cactus(values: Values, bed: Bed, detail: Detail) -> Growth:
    """A ribbed column, with arms or without."""
    ribs = 8 if detail.along == 1 else 10
    arms = {"one": 1, "two": 2}.get(values.of("cactus_arms"), 0)
    radius = soft_least(bed.half_m * (values["cactus_width"] if arms else 1.0), 0.82 * bed.mouth_m)
    rise = np.linspace(0, np.pi / 2 - 0.1, 3 + 3 * detail.along)
    cap = min(radius, 0.5 * bed.tall_m)
    heights = np.concatenate(
        [[-0.01, 0.5 * (bed.tall_m - cap)], bed.tall_m - cap + cap * np.sin(rise)]
    )
    radii = radius * np.concatenate([[0.86, 1.0], np.cos(rise)])
    rings = turned_rings(np.stack([radii, heights], axis=1), detail=detail)
    corner = np.arange(rings.shape[1]) * 2 * np.pi / rings.shape[1]
    rings[:, :, [0, 2]] *= (1 - 0.09 * (1 - np.cos(ribs * corner)))[:, None]
    growth: Growth = [("column", ringed(rings, np.eye(3)[[1, 2, 0]]), "leaves")]
    for side in range(arms):
        way = (1.0, -1.0)[side]
        low, high = (0.36 + 0.14 * side) * bed.tall_m, (0.72 + 0.1 * side) * bed.tall_m
        thick = 0.55 * radius
        reach = bed.half_m - thick
        path = np.array(
            [
                [0.4 * radius, low, 0],
                [0.75 * reach, low + 0.02 * bed.tall_m, 0],
                [0.97 * reach, low + 0.09 * bed.tall_m, 0],
                [reach, 0.5 * (low + high), 0],
                [reach, high - 0.5 * thick, 0],
                [reach, high, 0],
            ]
        ) * [way, 1, 1]
        growth.append(
            (
                f"arm {side + 1}",
                tube(path, thick * np.array([0.8, 0.9, 1, 1, 0.85, 0.3]), detail=detail),
                "leaves",
            )
        )
    return growth


def _trailing(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Strands that hang over the rim, and a low mound: ivy, pothos."""
    strands = _many(values, 7, 11)
    heading, _, chance = _spread(values, strands)
    each = 5 if detail.along == 1 else 12
    drop = bed.soil_m * values["trail"] * (0.55 + 0.45 * chance)
    share = np.linspace(0.0, 1.0, each)
    # Out of the soil, over the rim, down.
    out = (
        bed.rim_m * np.minimum(0.3 + 2.6 * share, 1.06)
        + (bed.half_m - 1.15 * bed.rim_m) * 0.6 * share
    )
    down = np.where(share < 0.3, 0.16 * bed.tall_m * np.sin(np.pi * share / 0.6), 0.0)
    fall = np.clip((share - 0.3) / 0.7, 0, 1)
    points = np.stack(
        [
            np.cos(heading)[:, None] * out,
            0.12 * bed.tall_m + down - drop[:, None] * fall,
            -np.sin(heading)[:, None] * out,
        ],
        axis=2,
    )
    stems = _stalks(points[:, :-1].reshape(-1, 3), points[:, 1:].reshape(-1, 3), 0.005, detail)
    hanging = points.reshape(-1, 3)
    turn = np.where(np.arange(len(hanging)) % 2 == 0, 0.8, -0.8)
    mound, way = _crown(
        5 * strands,
        np.array([0.0, 0.2 * bed.tall_m, 0.0]),
        np.array([bed.mouth_m, 0.8 * bed.tall_m, bed.mouth_m]),
        0.4,
    )
    mound[:, 1] = np.maximum(mound[:, 1], 0.0)
    base = np.concatenate([hanging, mound])
    size = bed.half_m * values["leaf_length"] * 0.55
    length = np.full(len(base), size)
    leaves = Blades(
        base,
        np.concatenate([np.repeat(heading, each) + turn, np.arctan2(-way[:, 2], way[:, 0])]),
        np.concatenate([np.full(len(hanging), -0.5), 0.8 * np.abs(way[:, 1])]),
        np.full(len(base), 0.7),
        length,
        length * values["leaf_width"],
    )
    return [
        (
            "leaves",
            blades(leaves, steps=1 if detail.along == 1 else 3, widest=0.35, thickness=0.02),
            "leaves",
        ),
        ("stalks", stems, "stalks"),
    ]


def _flowers(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Cut flowers: stalks, a few leaves and blossoms."""
    count = _many(values, 7, 13)
    heading, place, chance = _spread(values, count)
    size = bed.half_m * values["leaf_length"] * 0.42
    reach = (bed.half_m - 0.8 * size) * np.sqrt(place)
    end = np.stack(
        [
            np.cos(heading) * reach,
            (bed.tall_m - 0.7 * size) * (1 - 0.35 * place - 0.15 * chance),
            -np.sin(heading) * reach,
        ],
        axis=1,
    )
    base = end * [0.12, 0.0, 0.12]
    base[:, 1] = -0.02
    petals = 7 if detail.along == 1 else 14
    around = np.tile(np.arange(petals) * GOLDEN_RAD, count)
    layer = np.tile((np.arange(petals) + 0.5) / petals, count)
    length = np.full(count * petals, size)
    blossom = Blades(
        np.repeat(end, petals, axis=0),
        around,
        1.35 - 1.3 * layer,
        np.full(len(length), -0.3),
        length,
        length * 0.75,
    )
    long = np.full(count, 0.35 * bed.tall_m)
    middle = base + 0.5 * (end - base)
    leaf = Blades(
        middle,
        heading + 1.0,
        np.full(count, 0.9),
        np.full(count, 0.8),
        long,
        long * values["leaf_width"],
    )
    return [
        (
            "blossoms",
            blades(blossom, steps=detail.along, widest=0.6, fold=-0.1, thickness=0.03),
            "blossoms",
        ),
        ("leaves", blades(leaf, steps=2 * detail.along, thickness=0.03), "leaves"),
        ("stalks", _stalks(base, end, 0.006, detail), "stalks"),
    ]


FOLIAGE: dict[str, Callable[[Values, Bed, Detail], Growth]] = {
    "broad": _broad,
    "palm": _palm,
    "upright": _upright,
    "arching": _arching,
    "tree": _tree,
    "ball": _ball,
    "rosette": _rosette,
    "cactus": _cactus,
    "trailing": _trailing,
    "flowers": _flowers,
}
