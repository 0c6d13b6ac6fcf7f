"""What lies on a bed: mattress, duvet, pillows, a throw."""

from __future__ import annotations

import math

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.drape import drape
from reconstruct.parts.primitives.padding import padded, throw_pillow

__all__ = ["add_bedding", "add_mattress"]

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


def add_bedding(
    builder: Builder, values: Values, half: float, top: float, z: Span, lowest: float
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
    lowest
        Height below which nothing can hang: the top of the rails.
    """
    kind = values.of("bedding")
    long = z[1] - z[0]
    cover_top = top
    if kind in ("duvet", "folded", "cover"):
        thick = values["duvet"] * (0.3 if kind == "cover" else 1.0)
        hang = min(values["hang"], top + thick - lowest + 0.15) if kind != "cover" else 0.0
        hang = max(hang, top + thick - lowest + 0.02 if kind == "cover" else 0.06)
        back = z[1] - values["duvet_length"] * long
        mesh = drape(
            half + 0.004,
            back,
            z[1] + 0.004,
            top,
            hang_m=hang,
            thickness_m=thick,
            softness_m=0.004 if kind == "cover" else 0.012,
            radius_m=0.03 + thick,
            over_front=values.of("footboard") in ("none", ""),
            detail=builder.detail,
        )
        builder.add("bedding", "duvet", mesh, "bedding")
        cover_top = top + thick
        if kind == "folded":
            fold = drape(
                half + 0.004 + 1.02 * thick,
                back + 0.01,
                back + 0.01 + values["fold"],
                cover_top - 0.002,
                hang_m=0.9 * hang,
                thickness_m=0.6 * thick,
                softness_m=0.006,
                radius_m=0.03 + thick,
                over_front=False,
                detail=builder.detail,
            )
            builder.add("bedding", "fold", fold, "sheet")
    if values.of("throw") == "foot":
        begin = z[1] - values["throw_from"] * long
        blanket = drape(
            half + 0.008 + (cover_top - top),
            begin - values["throw_width"],
            begin,
            cover_top + 0.004,
            hang_m=min(values["hang"] + 0.05, cover_top - lowest + 0.1),
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
        for number, x in enumerate(places):
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
            del number
