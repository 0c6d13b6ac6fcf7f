"""Crates of slats and chests with a lid."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import post
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_chest", "add_crate"]


def add_crate(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """Slats on corner posts, open above."""
    slabs = Slabs(builder.detail)
    slat, rows = min(values["slat"], 0.06 * min(width, depth)), int(values.of("rows"))
    pitch = height / rows
    half = values["slat_share"] * pitch / 2
    thick = 2.2 * slat
    x, z = width / 2, depth / 2
    for far, pz in (("front", z - slat), ("back", -z + slat)):
        for side, px in (("left", x - slat), ("right", -x + slat)):
            bottom = (px - math.copysign(thick / 2, px), 0.002, pz - math.copysign(thick / 2, pz))
            upper = (bottom[0], height - 0.002, bottom[2])
            mesh = post(bottom, upper, (thick, thick), detail=builder.detail)
            builder.add("leg", f"{far} {side}", mesh, "frame")
    for row in range(rows):
        middle = (row + 0.5) * pitch
        y = (middle - half, middle + half)
        if row == 0:
            y = (0.0, 2 * half)
        elif row == rows - 1:
            y = (height - 2 * half, height)
        for name, span in (("front", (z - slat, z)), ("back", (-z, -z + slat))):
            slabs.add("slat", f"{name} {row + 1}", (-x, x), y, span, thin="z", material="slats")
        for name, span in (("left", (x - slat, x)), ("right", (-x, -x + slat))):
            slabs.add(
                "slat",
                f"{name} {row + 1}",
                span,
                (y[0] + 0.0005, y[1] - 0.0005),
                (-z + slat - 0.001, z - slat + 0.001),
                thin="x",
                grain="z",
                material="slats",
            )
    slabs.add(
        "base",
        "",
        (-x + slat - 0.001, x - slat + 0.001),
        (0.004, 0.004 + slat),
        (-z + slat - 0.001, z - slat + 0.001),
        material="slats",
    )
    slabs.finish(builder)


def add_chest(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A box with a hinged lid, flat or vaulted."""
    slabs = Slabs(builder.detail)
    feet = values["foot"] if values.of("feet") == "blocks" else 0.0
    lid = values["chest_lid"] * height
    over = values["lid_over"]
    clasp = 0.012
    x, z = width / 2 - over, depth / 2 - over - clasp
    split = height - lid
    slabs.add(
        "body",
        "",
        (-x, x),
        (feet, split - 0.002),
        (-z - clasp / 2, z - clasp / 2),
        thin="y",
        edge_m=0.004,
    )
    shift = -clasp / 2
    if values.of("chest_front") == "panelled":
        for index in range(2):
            low = -x + 0.02 + index * (x - 0.01)
            slabs.add(
                "panel",
                f"front {index + 1}",
                (low, low + x - 0.03),
                (feet + 0.06 * height, split - 0.05 * height),
                (z + shift - 0.001, z + shift + 0.012),
                thin="z",
                material="body",
                profile=((0.045, 0.0), (0.05, 0.009)),
            )
    elif values.of("chest_front") == "straps":
        for index, px in enumerate((-0.62 * x, 0.62 * x)):
            slabs.add(
                "frame",
                f"strap {index + 1}",
                (px - 0.02, px + 0.02),
                (feet + 0.001, split - 0.003),
                (-z + shift - 0.004, z + shift + 0.004),
                thin="x",
                grain="y",
                material="metal",
            )
    if feet:
        for far, pz in (("front", z + shift - 0.03), ("back", -z + shift + 0.03)):
            for side, px in (("left", x - 0.03), ("right", -x + 0.03)):
                slabs.add(
                    "foot",
                    f"{far} {side}",
                    (px - 0.028, px + 0.028),
                    (0.0, feet + 0.002),
                    (pz - 0.028, pz + 0.028),
                    thin="y",
                    material="feet",
                )
    wide, deep = x + over, z + over
    if values.of("chest_top") == "flat":
        slabs.add(
            "top",
            "lid",
            (-wide, wide),
            (split, height),
            (-deep + shift, deep + shift),
            edge_m=0.004,
            material="lid",
        )
    else:
        builder.add(
            "top", "lid", _vault(wide, deep, (split, height), builder).moved(z_m=shift), "lid"
        )
    slabs.add(
        "handle",
        "clasp",
        (-0.03, 0.03),
        (split - 0.05, split + min(0.03, 0.6 * lid)),
        (deep + shift - over - 0.001, deep + shift + 0.008),
        thin="z",
        grain="y",
        material="metal",
    )
    slabs.finish(builder)


def _vault(wide: float, deep: float, y: tuple[float, float], builder: Builder) -> PartMesh:
    """A lid with a round back, level at its rim."""
    tall = y[1] - y[0]
    turns = np.linspace(0, math.pi, 5 + 4 * builder.detail.along)
    rim = soft_least(0.25 * tall, 0.04)
    section = np.stack([np.cos(turns) * deep, y[0] + rim + (tall - rim) * np.sin(turns)], axis=1)
    section = np.concatenate([[[deep, y[0]]], section, [[-deep, y[0]]]])
    rings = np.empty((2, len(section), 3))
    # Seen from +x, z runs to the left.
    rings[:, :, 2], rings[:, :, 1] = section[::-1, 0], section[::-1, 1]
    rings[0, :, 0], rings[1, :, 0] = -wide, wide
    return ringed(rings, np.eye(3))
