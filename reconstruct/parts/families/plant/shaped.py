"""Trees, clipped balls, cacti, trailing plants and cut flowers."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.detail import Detail
from reconstruct.parts.families.plant.growth import (
    Bed,
    Growth,
    count_of,
    crown_points,
    golden_spread,
    straight_stalks,
    trunk_part,
    trunk_thickness,
)
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.lathe import turned_rings
from reconstruct.parts.primitives.leaves import GOLDEN_RAD, Blades, blades, scattered
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.rings import ringed

__all__ = ["ball_plant", "cactus_plant", "flowers_plant", "trailing_plant", "tree_plant"]


def tree_plant(values: Values, bed: Bed, detail: Detail) -> Growth:
    """A trunk with a crown of single leaves: ficus, olive."""
    count = count_of(values, 56, 90) * (1 if detail.along == 1 else 4)
    trunk = bed.tall_m * values["trunk_height"]
    radii = np.array([bed.half_m, 0.5 * (bed.tall_m - trunk), bed.half_m]) * 0.86
    centre = np.array([0.0, trunk + 0.5 * (bed.tall_m - trunk), 0.0])
    points, _ = crown_points(count, centre, radii, 0.3)
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
    growth += trunk_part(values, bed, top, detail)
    for place in range(4):
        angle = 0.6 + place * GOLDEN_RAD
        end = centre + radii * np.array(
            [0.6 * np.cos(angle), 0.35 - 0.15 * place, -0.6 * np.sin(angle)]
        )
        path = np.array(
            [[0.0, trunk * 0.92, 0.0], [0.4 * end[0], 0.5 * (top + end[1]), 0.4 * end[2]], end]
        )
        limb = 0.5 * trunk_thickness(values, bed) * np.array([0.6, 0.45, 0.2])
        growth.append((f"branch {place + 1}", tube(path, limb, detail=detail), "trunk"))
    return growth


def ball_plant(values: Values, bed: Bed, detail: Detail) -> Growth:
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
    points, way = crown_points(count, middle, np.array([bed.half_m, half, bed.half_m]), 0.98)
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
    return growth + trunk_part(values, bed, trunk + 0.2 * half, detail)


def cactus_plant(values: Values, bed: Bed, detail: Detail) -> Growth:
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


def trailing_plant(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Strands that hang over the rim, and a low mound: ivy, pothos."""
    strands = count_of(values, 7, 11)
    heading, _, chance = golden_spread(values, strands)
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
    stems = straight_stalks(
        points[:, :-1].reshape(-1, 3), points[:, 1:].reshape(-1, 3), 0.005, detail
    )
    hanging = points.reshape(-1, 3)
    turn = np.where(np.arange(len(hanging)) % 2 == 0, 0.8, -0.8)
    mound, way = crown_points(
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


def flowers_plant(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Cut flowers: stalks, a few leaves and blossoms."""
    count = count_of(values, 7, 13)
    heading, place, chance = golden_spread(values, count)
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
        ("stalks", straight_stalks(base, end, 0.006, detail), "stalks"),
    ]
