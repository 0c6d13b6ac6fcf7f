"""Television sets and computer screens: flat ones on feet, a foot or a neck, and old sets with a tube."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.board import board
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["TELEVISION"]

_FEET = ("two_feet", "centre_foot", "neck", "bent_foot")


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    if values.of("set") == "flat":
        _add_flat(builder, values, width, height, depth)
    else:
        _add_tube_set(builder, values, width, height, depth)


def _add_flat(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    slabs = Slabs(builder.detail)
    stand = values.of("stand")
    rise = 0.0 if stand == "none" else values["rise"] * height
    # The panel stands in the middle of its foot; on a wall it is as deep as the whole.
    if stand == "none":
        front, back = depth / 2, -depth / 2
    else:
        front = values["panel_place"] * depth + values["panel"] / 2
        back = front - values["panel"]
    thin = min(0.5 * (front - back), 0.012 + 0.2 * (front - back))
    bezel = min(values["bezel"], 0.1 * width)
    chin = min(values["chin"], 0.25 * (height - rise))
    x = (-width / 2, width / 2)
    slabs.add(
        "frame",
        "",
        x,
        (rise, height),
        (front - thin, front),
        thin="z",
        edge_m=0.0025,
        material="frame",
    )
    slabs.add(
        "screen",
        "",
        (x[0] + bezel, x[1] - bezel),
        (rise + chin, height - bezel),
        (front - 0.002, front + 0.0008),
        thin="z",
        edge_m=0.0005,
    )
    hump = values["hump"]
    low, high = rise + 0.06 * (height - rise), rise + hump * (height - rise)
    slabs.add(
        "back",
        "",
        (0.86 * x[0], 0.86 * x[1]),
        (low, high),
        (back, front - thin + 0.001),
        thin="z",
        edge_m=0.35 * (front - back),
        material="frame",
    )
    if stand != "none":
        _add_stand(builder, slabs, values, (width, rise, depth), (back, front))
    slabs.finish(builder)


def _add_stand(
    builder: Builder,
    slabs: Slabs,
    values: Values,
    size: tuple[float, float, float],
    panel: tuple[float, float],
) -> None:
    width, rise, depth = size
    back, front = panel
    stand, thick = values.of("stand"), min(values["foot"], 0.5 * rise)
    middle = (back + front) / 2
    if stand == "two_feet":
        across = values["feet_apart"] * width / 2
        for side, x in (("left", across), ("right", -across)):
            # An A seen from the side: two thin bars that meet under the panel.
            for far, z in (("front", depth / 2 - thick), ("back", -depth / 2 + thick)):
                builder.add(
                    "leg",
                    f"{far} {side}",
                    bar(
                        (x, thick / 2, z),
                        (x, rise + 0.012, middle),
                        1.4 * thick,
                        thick,
                        detail=builder.detail,
                    ),
                    "stand",
                )
        return
    neck = values["neck_width"] * width / 2
    base = values["base_width"] * width
    if stand == "bent_foot":
        # One sheet: flat on the floor, then up to the panel's back.
        slabs.add(
            "base",
            "",
            (-base / 2, base / 2),
            (0.0, thick),
            (-depth / 2, depth / 2),
            edge_m=0.4 * thick,
            material="stand",
        )
        lean = bar(
            (0.0, 0.3 * thick, -depth / 2 + thick),
            (0.0, rise + 0.3 * rise, back - 0.0005),
            0.8 * base,
            thick,
            detail=builder.detail,
        )
        builder.add("column", "", lean, "stand")
        return
    if values.of("base") == "round":
        outline = ellipse(base, depth, builder.detail)
    else:
        outline = rounded_rectangle(base, depth, 0.12 * min(base, depth), builder.detail)
    plate = board(outline, thick, edge_m=0.4 * thick, detail=builder.detail)
    builder.add("base", "", plate, "stand")
    deep = min(0.4 * (front - back) + 0.01, 0.3 * depth)
    reach = rise + (0.01 if stand == "centre_foot" else values["neck_rise"] * rise)
    column = (
        (back - deep, back + 0.002) if stand == "neck" else (middle - deep / 2, middle + deep / 2)
    )
    slabs.add(
        "column",
        "",
        (-neck, neck),
        (0.5 * thick, reach),
        column,
        thin="z",
        grain="y",
        edge_m=0.004,
        material="stand",
    )


def _add_tube_set(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A box with a bulging screen, narrower at its back."""
    slabs = Slabs(builder.detail)
    legs = values["leg_share"] * height if values.of("legs") == "splayed" else 0.0
    aerial = values["aerial_height"] * height if values.of("aerial") == "rods" else 0.0
    low, high = legs, height - aerial
    tall = high - low
    x, front = (-width / 2, width / 2), depth / 2 - 0.012
    box = front - values["box_depth"] * depth
    slabs.add(
        "body",
        "",
        x,
        (low, high),
        (box, front),
        thin="z",
        edge_m=values["rounding"],
        is_round=True,
    )
    _add_rear(builder, values, width, (low, high), (-depth / 2, box + 0.002))
    beside = values.of("controls") == "beside"
    panel = values["controls_share"]
    rim = values["rim"] * min(width, tall)
    screen_x = (x[0] + rim, x[1] - rim - (panel * width if beside else 0.0))
    screen_y = (low + rim + (0.0 if beside else panel * tall), high - rim)
    slabs.add(
        "frame",
        "",
        screen_x,
        screen_y,
        (front - 0.001, front + 0.006),
        thin="z",
        profile=((0.03 * width, 0.0), (0.04 * width, 0.005)),
        material="bezel",
    )
    _add_bulge(builder, screen_x, screen_y, front, 0.04 * width)
    if beside:
        area = (screen_x[1] + 0.25 * rim, x[1] - 0.5 * rim, low + rim, high - rim)
    else:
        area = (x[0] + rim, x[1] - rim, low + 0.4 * rim, screen_y[0] - 0.3 * rim)
    slabs.add(
        "panel",
        "controls",
        (area[0], area[1]),
        (area[2], area[3]),
        (front - 0.001, front + 0.002),
        thin="z",
        material="controls",
    )
    _add_dials(builder, area, front + 0.002, is_upright=beside)
    if legs:
        out = 0.25 * legs
        for far, z0 in (("front", front - 0.05), ("back", box + 0.05)):
            for side, sign in (("left", 1.0), ("right", -1.0)):
                top = sign * (width / 2 - 0.06)
                shift = out if far == "front" else -out
                end = min(max(z0 + shift, -depth / 2 + 0.015), depth / 2 - 0.015)
                path = np.array([[top + sign * out * 0.2, 0.0, end], [top, low + 0.003, z0]])
                radii = np.array([0.008, 0.014])
                builder.add("leg", f"{far} {side}", tube(path, radii, detail=builder.detail))
    if aerial:
        for side, sign in (("left", 1.0), ("right", -1.0)):
            path = np.array(
                [[0.0, high - 0.004, box + 0.04], [sign * 0.36 * width, height, box + 0.02]]
            )
            rod = tube(path, 0.0025, detail=builder.detail)
            builder.add("stretcher", f"aerial {side}", rod, "metal")
    slabs.finish(builder)


def _add_rear(
    builder: Builder,
    values: Values,
    width: float,
    y: tuple[float, float],
    z: tuple[float, float],
) -> None:
    """The housing of the tube, which narrows backwards."""
    share = values["rear"]
    tall = y[1] - y[0]
    rings = np.empty((2, 4, 3))
    for ring, at, wide, low, high in (
        (rings[0], z[0], share * width, y[0] + 0.1 * tall, y[0] + 0.1 * tall + share * 0.8 * tall),
        (rings[1], z[1], 0.94 * width, y[0] + 0.03 * tall, y[1] - 0.03 * tall),
    ):
        ring[:, 0] = (wide / 2, -wide / 2, -wide / 2, wide / 2)
        ring[:, 1] = (high, high, low, low)
        ring[:, 2] = at
    builder.add("back", "", ringed(rings, np.eye(3)), "body")


def _add_bulge(
    builder: Builder,
    x: tuple[float, float],
    y: tuple[float, float],
    face: float,
    inset: float,
) -> None:
    """The tube's face: a pillow with rounded corners."""
    wide, tall = x[1] - x[0] - 2 * inset, y[1] - y[0] - 2 * inset
    outline = rounded_rectangle(wide, tall, 0.16 * min(wide, tall), builder.detail)
    steps = 2 * builder.detail.along
    rings = np.empty((steps + 1, len(outline), 3))
    for index, ring in enumerate(rings):
        share = index / steps
        ring[:, :2] = outline * math.cos(0.42 * math.pi * share)
        ring[:, 2] = 0.012 * math.sin(0.5 * math.pi * share)
    rings[0, :, 2] = -0.001
    mesh = ringed(rings, np.eye(3))
    middle = ((x[0] + x[1]) / 2, (y[0] + y[1]) / 2)
    builder.add("screen", "", mesh.moved(middle[0], middle[1], face))


def _add_dials(
    builder: Builder, area: tuple[float, float, float, float], face: float, *, is_upright: bool
) -> None:
    wide, tall = area[1] - area[0], area[3] - area[2]
    radius = 0.32 * min(wide, tall)
    for index, share in enumerate((0.82, 0.55) if is_upright else (0.1, 0.26)):
        at = (
            (area[0] + 0.5 * wide, area[2] + share * tall)
            if is_upright
            else (area[0] + share * wide, area[2] + 0.5 * tall)
        )
        path = np.array([[at[0], at[1], face - 0.001], [at[0], at[1], face + 0.009]])
        dial = tube(path, np.array([radius, 0.85 * radius]), detail=builder.detail)
        builder.add("handle", f"dial {index + 1}", dial, "dials")


_FLAT = {"set": ("flat",)}
_TUBE = {"set": ("tube",)}
_COLUMN = {"stand": ("centre_foot", "neck")}

TELEVISION = Family(
    name="television",
    kinds=(
        Kind(
            "tv",
            (0.7, 0.48, 0.16),
            (1.5, 0.92, 0.3),
            {"set": {"tube": 0}, "stand": {"neck": 1, "bent_foot": 0, "none": 0}},
            weight=4.0,
            usual={"rise": 0.08, "chin": 0.02},
            alike=0.85,
        ),
        Kind(
            "tv",
            (0.7, 0.41, 0.03),
            (1.5, 0.86, 0.07),
            {"set": {"tube": 0}, "stand": dict.fromkeys(_FEET, 0) | {"none": 1}},
            weight=1.0,
            alike=0.9,
        ),
        Kind(
            "tv",
            (0.48, 0.4, 0.16),
            (0.72, 0.56, 0.24),
            {
                "set": {"tube": 0},
                "stand": {"two_feet": 0, "none": 0, "neck": 5, "centre_foot": 2, "bent_foot": 2},
            },
            weight=2.0,
            usual={"rise": 0.24, "base_width": 0.4},
            alike=0.8,
        ),
        Kind(
            "tv",
            (0.38, 0.36, 0.34),
            (0.8, 0.66, 0.56),
            {"set": {"flat": 0}, "legs": {"splayed": 0}},
            weight=1.5,
            alike=0.85,
        ),
        Kind(
            "tv",
            (0.5, 0.75, 0.38),
            (0.75, 0.95, 0.5),
            {"set": {"flat": 0}, "legs": {"none": 0}, "aerial": {"none": 3, "rods": 1}},
            weight=0.5,
            usual={"leg_share": 0.34},
            alike=0.7,
        ),
    ),
    choices=(
        Choice("set", {"flat": 5, "tube": 1}),
        Choice(
            "stand",
            {"two_feet": 4, "centre_foot": 4, "neck": 2, "bent_foot": 1, "none": 2},
            when=_FLAT,
        ),
        Choice("base", {"rectangle": 3, "round": 2}, when=_COLUMN),
        Choice("controls", {"below": 2, "beside": 2}, when=_TUBE),
        Choice("legs", {"none": 3, "splayed": 1}, when=_TUBE),
        Choice("aerial", {"none": 3, "rods": 1}, when=_TUBE),
    ),
    measures=(
        Measure("bezel", 0.003, 0.06, usual=0.013, when=_FLAT),
        Measure("chin", 0.004, 0.12, usual=0.025, when=_FLAT),
        Measure("panel", 0.02, 0.12, usual=0.05, when={"stand": _FEET}),
        Measure("panel_place", -0.2, 0.25, "share", usual=0.02, spread=0.12, when={"stand": _FEET}),
        Measure("hump", 0.35, 0.95, "share", usual=0.6, when=_FLAT),
        Measure("rise", 0.03, 0.42, "share", usual=0.12, spread=0.1, when={"stand": _FEET}),
        Measure("foot", 0.006, 0.03, usual=0.012, when={"stand": _FEET}),
        Measure("feet_apart", 0.3, 0.95, "share", usual=0.72, when={"stand": ("two_feet",)}),
        Measure("neck_width", 0.04, 0.3, "share", usual=0.11, when=_COLUMN),
        Measure(
            "base_width",
            0.2,
            0.75,
            "share",
            usual=0.42,
            when={"stand": ("centre_foot", "neck", "bent_foot")},
        ),
        Measure("neck_rise", 0.2, 1.4, "share", usual=0.8, when={"stand": ("neck",)}),
        Measure("box_depth", 0.2, 0.9, "share", usual=0.5, when=_TUBE),
        Measure("rear", 0.35, 0.9, "share", usual=0.6, when=_TUBE),
        Measure("rim", 0.02, 0.1, "share", usual=0.05, when=_TUBE),
        Measure("controls_share", 0.08, 0.3, "share", usual=0.17, when=_TUBE),
        Measure("rounding", 0.003, 0.04, usual=0.012, when=_TUBE),
        Measure("leg_share", 0.12, 0.5, "share", usual=0.3, when={"legs": ("splayed",)}),
        Measure("aerial_height", 0.15, 0.5, "share", usual=0.3, when={"aerial": ("rods",)}),
    ),
    construct=_construct,
)
