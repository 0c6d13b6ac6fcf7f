"""Pianos: upright, digital, grand."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.legs import add_legs, three_legs
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs, slab_row

__all__ = ["add_piano"]

Span = tuple[float, float]
_KEYS_DEPTH_M = 0.15


def add_piano(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A piano whose keys face the front."""
    if values.of("piano") == "grand":
        _add_grand(builder, values, width, height, depth)
    else:
        _add_upright(builder, values, width, height, depth)


def _add_upright(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    slabs = Slabs(builder.detail)
    is_digital = values.of("piano") == "digital"
    x, back, front = (-width / 2, width / 2), -depth / 2, depth / 2
    cheek, lid = min(values["cheek"], 0.1 * width), values["lid"]
    keys, case = values["keys_height"], values["keys_depth"]
    if is_digital:
        # The keys lie higher in it, and its case is shallow.
        keys, case = 0.6 + 0.36 * keys, 0.44 + 0.5 * case
    keys, case = keys * height, front - case * depth
    thick = 0.09 * height
    # The case behind the keys, and the bed that they lie on.
    low = 0.0 if not is_digital else 0.12 * height
    case_x = (x[0] + 0.004, x[1] - 0.004)
    body_z = (back, case if not is_digital else back + 0.05)
    slabs.add("body", "", case_x, (low, height - lid + 0.001), body_z, thin="z", edge_m=0.004)
    if is_digital:
        slabs.add(
            "body",
            "upper",
            case_x,
            (keys - thick, height - lid + 0.001),
            (back + 0.001, case - 0.002),
            thin="z",
            material="body",
        )
    over = 0.012
    lid_z = (back, case + over)
    slabs.add("top", "lid", x, (height - lid, height), lid_z, edge_m=0.004, material="body")
    slabs.add(
        "shelf",
        "keybed",
        (x[0] + cheek - 0.001, x[1] - cheek + 0.001),
        (keys - thick, keys - 0.018),
        (back + 0.02, front - 0.004),
        edge_m=0.004,
        material="body",
    )
    for side, span in (("left", (x[1] - cheek, x[1])), ("right", (x[0], x[0] + cheek))):
        slabs.add(
            "side",
            side,
            span,
            (keys - thick - 0.01, keys + 0.05 * height * (0.3 if is_digital else 1.0)),
            (back + 0.01, front),
            thin="x",
            grain="z",
            edge_m=0.006,
            material="body",
        )
        _add_support(slabs, values, side, span, keys - thick, (back, front))
    inner = (x[0] + cheek + 0.004, x[1] - cheek - 0.004)
    depth_keys = min(_KEYS_DEPTH_M, front - case + 0.1)
    _add_keys(builder, slabs, inner, keys, (front - 0.012 - depth_keys, front - 0.012))
    slabs.add(
        "panel",
        "fallboard",
        inner,
        (keys - 0.01, min(keys + 0.08, height - lid)),
        (front - 0.03 - depth_keys, front - 0.012 - depth_keys),
        thin="z",
        material="body",
    )
    if not is_digital:
        slabs.add(
            "panel",
            "desk",
            (0.7 * inner[0], 0.7 * inner[1]),
            (keys + 0.3 * (height - keys), height - lid - 0.02),
            (case - 0.001, case + 0.014),
            thin="z",
            material="body",
        )
    pedals = case if not is_digital else back + 0.05
    for index, px in enumerate((-0.07, 0.0, 0.07)):
        slabs.add(
            "handle",
            f"pedal {index + 1}",
            (px - 0.016, px + 0.016),
            (0.055 + low, 0.068 + low),
            (pedals - 0.004, min(pedals + 0.1, front)),
            grain="z",
            material="pedals",
        )
    slabs.finish(builder)


def _add_support(slabs: Slabs, values: Values, side: str, x: Span, top: float, z: Span) -> None:
    """What carries the keybed: a panel, or a leg on a foot."""
    back, front = z
    if values.of("piano_front") == "panel":
        slabs.add(
            "panel",
            f"support {side}",
            x,
            (0.0, top + 0.001),
            (back + 0.02, front - values["piano_leg"]),
            thin="x",
            grain="y",
            material="body",
        )
        return
    leg = values["piano_leg"]
    middle = (x[0] + x[1]) / 2
    span = (middle - leg / 2, middle + leg / 2)
    slabs.add(
        "leg",
        side,
        span,
        (0.0, top + 0.001),
        (front - 0.04 - leg, front - 0.04),
        thin="x",
        grain="y",
        material="body",
    )
    slabs.add(
        "foot",
        side,
        (span[0] - 0.004, span[1] + 0.004),
        (0.0, 0.06),
        (back + 0.01, front - 0.02),
        thin="x",
        grain="z",
        material="body",
    )


def _add_keys(builder: Builder, slabs: Slabs, x: Span, y: float, z: Span) -> None:
    slabs.add("panel", "white keys", x, (y - 0.019, y), z, thin="y", material="white keys")
    octaves = 7
    step = (x[1] - x[0]) / (7 * octaves)
    middles = [
        x[0] + (7 * octave + place) * step for octave in range(octaves) for place in (1, 2, 4, 5, 6)
    ]
    black = slab_row(
        [(middle - 0.28 * step, middle + 0.28 * step) for middle in middles],
        (y - 0.002, y + 0.011),
        (z[0] + 0.001, z[0] + 0.64 * (z[1] - z[0])),
        grain="z",
        detail=builder.detail,
    )
    builder.add("panel", "black keys", black, "black keys")


def _add_grand(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    slabs = Slabs(builder.detail)
    x, front = (-width / 2, width / 2), depth / 2
    case, lid = front - 0.2, values["lid"]
    rim = 0.28 * height
    low = height - rim
    back = -depth / 2
    length = case - back
    outline = _grand_outline(values, width, length, builder.detail.along)
    middle = (case + back) / 2
    # Every corner of the rim can be seen from here.
    heart = (-width / 2 + 0.3 * values["tail"] * width, 0.0)
    for role, name, span in (
        ("body", "", (low, height - lid + 0.001)),
        ("top", "lid", (height - lid, height)),
    ):
        mesh = _rimmed(outline, heart, span, builder.detail)
        builder.add(role, name, mesh.moved(0.0, 0.0, middle), "body")
    cheek = min(values["cheek"], 0.1 * width)
    keys = low + values["keys_height"] * (rim - lid)
    for side, span in (("left", (x[1] - cheek, x[1])), ("right", (x[0], x[0] + cheek))):
        slabs.add(
            "side",
            side,
            span,
            (low, keys + 0.05),
            (case - 0.002, front),
            thin="x",
            grain="z",
            edge_m=0.006,
            material="body",
        )
    inner = (x[0] + cheek - 0.001, x[1] - cheek + 0.001)
    slabs.add(
        "shelf",
        "keybed",
        inner,
        (low, keys - 0.018),
        (case - 0.002, front - 0.004),
        material="body",
    )
    _add_keys(builder, slabs, (inner[0] + 0.005, inner[1] - 0.005), keys, (case, front - 0.014))
    leg = 1.6 * values["piano_leg"]
    legs = three_legs(0.5 * width, 0.5 * length, low + 0.01)
    # The back leg stands under the tail, at the side of the low strings.
    shifted = [
        type(one)(one.name, (px, 0.0, pz), (px, low + 0.01, pz))
        for one, (px, pz) in zip(
            legs,
            (
                (x[1] - 0.12, case - 0.12),
                (x[0] + 0.12, case - 0.12),
                (x[0] + 0.45 * values["tail"] * width, back + 0.16 * length),
            ),
            strict=True,
        )
    ]
    add_legs(builder, "round", shifted, leg, taper=0.62, material="body")
    slabs.add(
        "column",
        "lyre",
        (-0.05, 0.05),
        (0.1, low + 0.002),
        (case - 0.25, case - 0.21),
        thin="z",
        grain="y",
        material="body",
    )
    slabs.add(
        "base", "lyre", (-0.13, 0.13), (0.07, 0.12), (case - 0.28, case - 0.18), material="body"
    )
    for index, px in enumerate((-0.08, 0.0, 0.08)):
        slabs.add(
            "handle",
            f"pedal {index + 1}",
            (px - 0.014, px + 0.014),
            (0.075, 0.087),
            (case - 0.184, case - 0.09),
            grain="z",
            material="pedals",
        )
    slabs.finish(builder)


def _rimmed(
    outline: Float[np.ndarray, "N 2"], heart: tuple[float, float], y: Span, detail: Detail
) -> PartMesh:
    """A lying board whose faces are fans around a point of our choice."""
    edge = 0.006
    rows: tuple[tuple[float, float], ...] = ((y[0], 1.0), (y[1], 1.0))
    if detail.bevel:
        less = 1 - edge / float(np.abs(outline).max())
        rows = ((y[0], less), (y[0] + edge, 1.0), (y[1] - edge, 1.0), (y[1], less))
    middle = np.array(heart)
    rings = np.empty((len(rows), len(outline), 3))
    for ring, (at, share) in zip(rings, rows, strict=True):
        # Turned round: an outline that runs counter-clockwise on paper does not, seen from above.
        ring[:, [0, 2]] = middle + (outline[::-1] - middle) * share
        ring[:, 1] = at
    ends = np.array([[heart[0], y[0], heart[1]], [heart[0], y[1], heart[1]]])
    return ringed(rings, np.eye(3)[[2, 0, 1]], ends)


def _grand_outline(
    values: Values, width: float, length: float, along: int
) -> Float[np.ndarray, "N 2"]:
    """The rim from above, around its middle: straight at the low strings, curved at the high ones."""
    steps = 6 + 6 * along
    share = np.linspace(0.0, 1.0, steps + 1)
    # From the front back along the high strings, then round the tail.
    tail = values["tail"] * width
    bend = np.clip((share - 0.2) / 0.55, 0, 1)
    side = width - (width - tail) * 0.5 * (1 - np.cos(np.pi * bend))
    turn = np.linspace(0, np.pi / 2, 4 * along + 2)[1:]
    straight = 0.86
    right = np.stack([-width / 2 + side, length / 2 - share * straight * length], axis=1)
    end = np.stack(
        [
            -width / 2 + tail * (0.45 + 0.55 * np.cos(turn)),
            -length / 2 + (1 - straight) * length * (1 - np.sin(turn)),
        ],
        axis=1,
    )
    corners = np.array([[-width / 2, -length / 2 + 0.03 * length], [-width / 2, length / 2]])
    # Clockwise so far, from the front right corner.
    return np.ascontiguousarray(np.concatenate([right, end, corners])[::-1])
