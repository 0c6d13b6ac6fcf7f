"""What lies on a bed: mattress, duvet, pillows, a throw."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.drape import drape
from reconstruct.parts.primitives.padding import padded, throw_pillow

__all__ = ["Rail", "add_bedding", "add_mattress"]

Span = tuple[float, float]


def add_mattress(
    builder: Builder, values: Values, half: float, y: Span, z: Span, *, name: str = ""
) -> None:
    """A mattress: straight sides, round edges, a little crowned."""
    edge = min(values["mattress_edge"], 0.45 * (y[1] - y[0]))
    mesh = padded(
        (-half, y[0], z[0]),
        (half, y[1], z[1]),
        edge_m=edge,
        corner_m=values["mattress_corner"],
        crown_m=0.05 * (y[1] - y[0]),
        bulge_m=0.04 * (y[1] - y[0]),
        detail=builder.detail,
    )
    builder.add("mattress", name, mesh, "mattress")


@dataclass(frozen=True)
class Rail:
    """The frame round a mattress, metres.

    Attributes
    ----------
    half, foot
        Its reach to the sides and to the foot.
    top
        Its height.
    """

    half: float
    foot: float
    top: float


@dataclass(frozen=True)
class _Hang:
    """How a cloth hangs: over the mattress only, or over the rails too.

    Attributes
    ----------
    half, front
        Reach of what it lies on, to the sides and to the foot.
    drop
        How far it hangs down.
    """

    half: float
    front: float
    drop: float


def _hang(wanted: float, top: float, half: float, foot: float, rail: Rail) -> _Hang:
    """A cloth whose upper face is at `top` hangs outside of narrow rails, and ends above wide ones."""
    free = top - rail.top - 0.004
    margin = rail.half - half
    over = min(max((0.09 - margin) / 0.04, 0.0), 1.0)
    drop = max(min(wanted, free + over * max(wanted - free, 0.0)), 0.05)
    beyond = over * min(max((drop - free) / 0.03, 0.0), 1.0)
    return _Hang(
        half + 0.004 + beyond * (margin + 0.006),
        foot + 0.004 + beyond * (rail.foot - foot + 0.006),
        drop,
    )


def add_bedding(
    builder: Builder, values: Values, half: float, top: float, z: Span, rail: Rail
) -> None:
    """Duvet or cover, pillows and a throw on a mattress.

    Parameters
    ----------
    half
        Half the mattress's width, metres.
    top
        Its height.
    z
        From its head to its foot.
    rail
        The frame round it.
    """
    kind = values.of("bedding")
    long = z[1] - z[0]
    cover, is_open = top, values.of("footboard") in ("none", "")
    beside = 0.0
    if kind in ("duvet", "folded", "cover"):
        thick = values["duvet"] * (0.3 if kind == "cover" else 1.0)
        cover = top + thick
        # A cover is tucked in between mattress and frame.
        wanted = values["hang"] if kind != "cover" else cover - rail.top + 0.02
        hang = _hang(wanted, cover, half, z[1], rail)
        if kind == "cover":
            hang = _Hang(half + 0.002, z[1] + 0.002, max(wanted, 0.04))
        back = z[1] - values["duvet_length"] * long
        mesh = drape(
            hang.half,
            back,
            hang.front,
            top,
            hang_m=hang.drop,
            thickness_m=thick,
            softness_m=0.003 if kind == "cover" else 0.012,
            radius_m=0.03 + thick,
            over_front=is_open,
            detail=builder.detail,
        )
        builder.add("bedding", "duvet", mesh, "bedding")
        beside = hang.half - half + thick
        if kind == "folded":
            fold = drape(
                hang.half + 1.02 * thick,
                back + 0.01,
                back + 0.01 + values["fold"],
                cover - 0.002,
                hang_m=0.9 * hang.drop,
                thickness_m=0.6 * thick,
                softness_m=0.006,
                radius_m=0.03 + thick,
                over_front=False,
                detail=builder.detail,
            )
            builder.add("bedding", "fold", fold, "sheet")
    if values.of("throw") == "foot":
        begin = z[1] - values["throw_from"] * long
        hang = _hang(values["hang"] + 0.04, cover, half + beside, z[1], rail)
        blanket = drape(
            max(hang.half, half + beside + 0.012),
            begin - values["throw_width"],
            begin,
            cover + 0.004,
            hang_m=hang.drop,
            thickness_m=0.014,
            softness_m=0.004,
            radius_m=0.05,
            over_front=False,
            detail=builder.detail,
        )
        builder.add("bedding", "throw", blanket, "throw")
    _add_pillows(builder, values, half, top, z)


def _add_pillows(builder: Builder, values: Values, half: float, top: float, z: Span) -> None:
    count = {"none": 0, "one": 1, "two": 2, "four": 4}.get(values.of("pillows"), 0)
    if not count:
        return
    wide = min(values["pillow_width"], (1.9 if count == 1 else 0.97) * half)
    deep, thick = values["pillow_depth"], values["pillow_thickness"]
    lean = math.radians(values["pillow_lean"])
    places = [0.0] if count == 1 else [0.5 * half, -0.5 * half]
    rows = 2 if count == 4 else 1
    for row in range(rows):
        for x in places:
            mesh = throw_pillow(
                wide, deep, thick, pinch=0.025, fullness=0.45, detail=builder.detail
            )
            # It lies on its back edge: upright at 90 degrees, flat at 0.
            mesh = mesh.turned("x", lean - math.pi / 2)
            y = top + 0.5 * deep * math.sin(lean) + 0.45 * thick * math.cos(lean)
            reach = 0.5 * deep * math.cos(lean) + 0.5 * thick * math.sin(lean)
            place = z[0] + 0.02 + reach + row * (0.75 * thick + 0.05)
            name = {0.0: ""}.get(x, "left" if x > 0 else "right")
            label = f"{name} {'front' if row else ''}".strip()
            builder.add("pillow", label, mesh.moved(x, y - 0.01, place), "pillows")
