"""Foliage of single leaves and fronds that grow from the soil or a stem."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.detail import Detail
from reconstruct.parts.families.plant.growth import (
    Bed,
    Growth,
    count_of,
    golden_spread,
    straight_stalks,
    trunk_part,
    trunk_thickness,
)
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.leaves import Blades, blades

__all__ = ["arching_leaves", "broad_leaves", "palm_leaves", "rosette_leaves", "upright_leaves"]


def broad_leaves(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Large leaves on stalks, from the soil or along a stem: rubber plants, monsteras, fiddle figs."""
    count = count_of(values, 11, 20)
    heading, place, chance = golden_spread(values, count)
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
        ("stalks", straight_stalks(base, end, 0.006 + 0.01 * bed.half_m, detail), "stalks"),
        ("stem", tube(stem, 0.5 * trunk_thickness(values, bed), detail=detail), "trunk"),
    ]


def upright_leaves(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Stiff leaves that stand: snake plants, yuccas."""
    count = count_of(values, 11, 22)
    heading, place, chance = golden_spread(values, count)
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


def arching_leaves(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Long narrow leaves that bend over: spider plants, dracaenas, ferns; on a trunk if there is one."""
    count = count_of(values, 22, 42)
    heading, place, chance = golden_spread(values, count)
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
    return growth + trunk_part(values, bed, trunk, detail)


def palm_leaves(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Fronds with leaflets on both sides."""
    count = count_of(values, 7, 12)
    heading, place, chance = golden_spread(values, count)
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
        *trunk_part(values, bed, trunk, detail),
    ]


def rosette_leaves(values: Values, bed: Bed, detail: Detail) -> Growth:
    """Thick leaves around a middle: aloes, agaves, succulents."""
    count = 26
    heading, place, _ = golden_spread(values, count)
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
