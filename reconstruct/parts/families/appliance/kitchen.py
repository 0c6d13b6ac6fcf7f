"""Stoves, ovens, dishwashers, washing machines, microwaves and hoods."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.appliance.fittings import (
    add_bar_handle,
    add_body,
    add_dials,
    add_disc,
)
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.lathe import hoop
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_cooker", "add_dishwasher", "add_hood", "add_microwave", "add_washing_machine"]

Span = tuple[float, float]


def _front(values: Values, depth: float) -> float:
    """Where the cabinet ends and its doors begin; handles and dials stand out in front of them."""
    out = values["handle_out"] if values.of("handle") == "bar" else 0.0
    return depth / 2 - values["door"] - out


def add_cooker(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A stove with a hob, or an oven to be built in: dials, doors with a window, a drawer."""
    slabs = Slabs(builder.detail)
    is_stove = values.of("machine") == "stove"
    guard = values["guard_height"] if values.of("guard") in ("low", "panel") else 0.0
    if values.of("guard") == "low":
        guard *= 0.4
    body_top = height - guard
    hob = values["hob_thickness"] if is_stove else 0.0
    x, back, front = (-width / 2, width / 2), -depth / 2, _front(values, depth)
    face = front + values["door"]
    gap = values["gap"]
    add_body(slabs, values, x, (0.0, body_top - hob), (back, front))
    kick = min(values["kick"], 0.16 * (body_top - hob))
    top = body_top - hob
    band = values["band"] * (top - kick)
    slabs.add(
        "panel",
        "controls",
        (x[0] + gap / 2, x[1] - gap / 2),
        (top - band, top - 0.001),
        (front - 0.001, face),
        thin="z",
        edge_m=0.003,
        material="controls",
    )
    count = values.of("knobs")
    if count != "none":
        span = (0.86 * x[0], 0.86 * x[1])
        add_dials(builder, int(count), span, top - band / 2, face, values["knob"])
    _add_cavities(builder, slabs, values, x, (kick, top - band - gap), (front, face))
    if is_stove:
        _add_hob(builder, slabs, values, x, (top, body_top), (back, face))
        if guard:
            slabs.add(
                "back",
                "guard",
                x,
                (body_top - 0.002, height),
                (back, back + 0.06),
                thin="z",
                edge_m=0.004,
                material="controls",
            )
    slabs.finish(builder)


def _add_cavities(
    builder: Builder, slabs: Slabs, values: Values, x: Span, y: Span, z: Span
) -> None:
    """Doors with windows, and a drawer, from the top down."""
    kind, gap = values.of("cavities"), values["gap"]
    cut = y[0] + values["lower_share"] * (y[1] - y[0])
    upper = (cut + gap / 2, y[1]) if kind in ("one_and_drawer", "two") else y
    inner = (x[0] + gap / 2, x[1] - gap / 2)
    cavities = [("upper", upper)]
    if kind == "two":
        cavities.append(("lower", (y[0], cut - gap / 2)))
    for name, span in cavities:
        tall, wide = span[1] - span[0], inner[1] - inner[0]
        bar_x = values["window_width"] * wide / 2
        middle = span[0] + 0.46 * tall
        bar_y = min(values["window_height"], 0.8) * tall / 2
        slabs.add("door", name, inner, span, z, thin="z", edge_m=0.003, material="door")
        slabs.add(
            "glass",
            name,
            (-bar_x, bar_x),
            (middle - bar_y, middle + bar_y),
            (z[1] - 0.004, z[1] + 0.0025),
            thin="z",
            material="glass",
        )
        at = span[1] - values["handle_place"] * tall
        add_bar_handle(builder, values, name, inner, (at, at), z[1], is_upright=False)
    if kind == "one_and_drawer":
        slabs.add(
            "drawer",
            "",
            inner,
            (y[0], cut - gap / 2),
            (z[0], z[1] - 0.002),
            thin="z",
            edge_m=0.003,
            material="door",
        )


def _add_hob(builder: Builder, slabs: Slabs, values: Values, x: Span, y: Span, z: Span) -> None:
    kind = values.of("hob")
    slabs.add("top", "", x, (y[0] - 0.001, y[1]), z, edge_m=0.004, material="hob")
    radius = values["burner"] * min(x[1] - x[0], z[1] - z[0]) / 4.4
    rise = {"glass": 0.0015, "plates": 0.012, "gas": 0.01}[kind]
    for far, share in (("back", 0.27), ("front", 0.74)):
        for side, px in (("left", 0.25 * (x[1] - x[0])), ("right", -0.25 * (x[1] - x[0]))):
            pz = z[0] + share * (z[1] - z[0])
            size = radius * (0.8 if (far == "front") == (side == "left") else 1.0)
            name = f"burner {far} {side}"
            if kind != "gas":
                add_disc(
                    builder, "panel", name, (px, y[1], pz), size, rise, axis="y", material="burners"
                )
                continue
            add_disc(
                builder,
                "panel",
                name,
                (px, y[1], pz),
                0.45 * size,
                rise,
                axis="y",
                material="burners",
            )
            for axis, reach in (("across", (size, 0.005)), ("along", (0.005, size))):
                slabs.add(
                    "frame",
                    f"grate {far} {side} {axis}",
                    (px - reach[0], px + reach[0]),
                    (y[1] - 0.001, y[1] + 0.028),
                    (pz - reach[1], pz + reach[1]),
                    thin="z" if axis == "across" else "x",
                    grain="x" if axis == "across" else "z",
                    material="burners",
                )


def add_dishwasher(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A door under a band of controls."""
    slabs = Slabs(builder.detail)
    x, back, front = (-width / 2, width / 2), -depth / 2, _front(values, depth)
    face, gap = front + values["door"], values["gap"]
    add_body(slabs, values, x, (0.0, height), (back, front))
    kick = min(values["kick"], 0.16 * height)
    top = height - 0.02
    cut = top - values["band"] * (top - kick)
    inner = (x[0] + gap / 2, x[1] - gap / 2)
    slabs.add("top", "", x, (height - 0.018, height), (back, face), edge_m=0.004, material="body")
    slabs.add("door", "", inner, (kick, cut), (front - 0.001, face), thin="z", edge_m=0.004)
    slabs.add(
        "panel",
        "controls",
        inner,
        (cut + gap, top - gap / 2),
        (front - 0.001, face),
        thin="z",
        edge_m=0.004,
        material="controls",
    )
    at = cut - values["handle_place"] * (cut - kick)
    add_bar_handle(builder, values, "", inner, (at, at), face, is_upright=False)
    slabs.finish(builder)


def add_washing_machine(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A round door under a band with drawer and dial."""
    slabs = Slabs(builder.detail)
    x, back, front = (-width / 2, width / 2), -depth / 2, depth / 2 - 0.05
    gap = values["gap"]
    add_body(slabs, values, x, (0.0, height), (back, front))
    kick = min(values["kick"], 0.16 * height)
    top = height - 0.03
    cut = top - values["band"] * (top - kick)
    slabs.add(
        "top", "", x, (height - 0.028, height), (back, front + 0.004), edge_m=0.005, material="body"
    )
    drawer = x[0] + 0.3 * width
    inner = (x[0] + gap / 2, x[1] - gap / 2)
    span = (cut, top - gap)
    face = front + 0.012
    slabs.add(
        "drawer",
        "",
        (inner[0], drawer),
        span,
        (front - 0.001, face),
        thin="z",
        edge_m=0.004,
        material="body",
    )
    slabs.add(
        "panel",
        "controls",
        (drawer + gap, inner[1]),
        span,
        (front - 0.001, face),
        thin="z",
        edge_m=0.004,
        material="controls",
    )
    middle = (span[0] + span[1]) / 2
    if values.of("controls") == "dials":
        add_dials(builder, 1, (drawer, x[1]), middle, face, 0.7 * (span[1] - span[0]))
    else:
        slabs.add(
            "screen",
            "",
            (0.05 * width, 0.32 * width),
            (middle - 0.22 * (span[1] - span[0]), middle + 0.22 * (span[1] - span[0])),
            (face - 0.001, face + 0.002),
            thin="z",
        )
    # The porthole: a ring that stands out, and domed glass in it.
    radius = values["porthole"] * min(width, cut - kick) / 2
    inside = radius * (1 - values["ring"])
    at = (0.0, kick + 0.53 * (cut - kick), front)
    outer = np.array([[radius, -0.001], [radius, 0.022], [inside, 0.04], [0.96 * inside, -0.001]])
    ring = hoop(outer, detail=builder.detail).turned("x", np.pi / 2)
    builder.add("frame", "door", ring.moved(*at), "door")
    dome = inside * np.array([1.0, 0.97, 0.75, 0.3])
    heights = np.array([0.0, 0.022, 0.036, 0.042])
    glass = ringed(_circles(dome, heights, builder.detail.around), np.eye(3))
    builder.add("glass", "door", glass.moved(*at), "glass")
    slabs.finish(builder)


def _circles(
    radii: Float[np.ndarray, " R"], heights: Float[np.ndarray, " R"], around: int
) -> Float[np.ndarray, "R N 3"]:
    """Circles about the z axis, counter-clockwise seen from +z."""
    angle = np.arange(2 * around) * np.pi / around
    rings = np.empty((len(radii), 2 * around, 3))
    rings[:, :, 0] = radii[:, None] * np.cos(angle)
    rings[:, :, 1] = radii[:, None] * np.sin(angle)
    rings[:, :, 2] = heights[:, None]
    return rings


def add_microwave(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A door with a window beside a panel of controls."""
    slabs = Slabs(builder.detail)
    x, back, front = (-width / 2, width / 2), -depth / 2, _front(values, depth)
    face, gap = front + values["door"], values["gap"]
    add_body(slabs, values, x, (0.0, height), (back, front))
    kick = min(values["kick"], 0.16 * height)
    cut = x[1] - values["panel_share"] * width
    span = (kick + 0.002, height - 0.002)
    door = (x[0] + 0.002, cut - gap / 2)
    slabs.add("door", "", door, span, (front - 0.001, face), thin="z", edge_m=0.004)
    slabs.add(
        "panel",
        "controls",
        (cut + gap / 2, x[1] - 0.002),
        span,
        (front - 0.001, face),
        thin="z",
        grain="y",
        edge_m=0.004,
        material="controls",
    )
    wide, tall = door[1] - door[0], span[1] - span[0]
    middle_x, middle_y = (door[0] + door[1]) / 2 - 0.02 * wide, (span[0] + span[1]) / 2
    slabs.add(
        "glass",
        "",
        (
            middle_x - values["window_width"] * wide / 2,
            middle_x + values["window_width"] * wide / 2,
        ),
        (
            middle_y - values["window_height"] * tall / 2,
            middle_y + values["window_height"] * tall / 2,
        ),
        (face - 0.003, face + 0.002),
        thin="z",
    )
    at = door[1] - values["handle_place"] * wide * 0.6
    add_bar_handle(builder, values, "", (at, at), span, face, is_upright=True)
    panel = (cut + 0.15 * (x[1] - cut), x[1] - 0.15 * (x[1] - cut))
    if values.of("controls") == "dials":
        for index, share in enumerate((0.68, 0.3)):
            add_dials(
                builder,
                1,
                panel,
                span[0] + share * tall,
                face,
                0.5 * (panel[1] - panel[0]),
                first=index,
            )
    else:
        rows = (("screen", "", 0.78, 0.9), ("panel", "keys", 0.12, 0.7))
        for role, name, low, high in rows:
            slabs.add(
                role,
                name,
                panel,
                (span[0] + low * tall, span[0] + high * tall),
                (face - 0.001, face + 0.0015),
                thin="z",
                material="screen" if role == "screen" else "keys",
            )
    slabs.finish(builder)


def add_hood(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """A canopy that narrows to a chimney."""
    slabs = Slabs(builder.detail)
    lip = values["lip"] * height
    canopy = lip + values["canopy"] * (height - lip)
    half, deep = values["chimney"] * width / 2, values["chimney"] * depth + 0.04
    x, back = (-width / 2, width / 2), -depth / 2
    slabs.add("base", "lip", x, (0.0, lip), (back, depth / 2), thin="y", material="body")
    rings = np.empty((2, 4, 3))
    for ring, y, reach, front in (
        (rings[0], lip - 0.002, width / 2 - 0.002, depth / 2 - 0.002),
        (rings[1], canopy, half + 0.01, back + deep + 0.01),
    ):
        ring[:, 0] = (-reach, reach, reach, -reach)
        ring[:, 1] = y
        ring[:, 2] = (front, front, back + 0.0005, back + 0.0005)
    builder.add("body", "canopy", ringed(rings, np.eye(3)[[0, 1, 2]]), "body")
    slabs.add(
        "column",
        "chimney",
        (-half, half),
        (canopy - 0.01, height),
        (back, back + deep),
        thin="z",
        grain="y",
        material="body",
    )
    slabs.finish(builder)
