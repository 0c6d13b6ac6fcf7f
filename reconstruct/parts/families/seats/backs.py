"""Backs of chairs: posts or a hoop, and what is between them."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.back_sheet import BackSheet
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar_section
from reconstruct.parts.primitives.curved import curved, soft_thickness, spaced
from reconstruct.parts.primitives.sweep import circle_section, sweep

__all__ = ["add_back"]

_X = np.array([1.0, 0.0, 0.0])


def add_back(
    builder: Builder, values: Values, sheet: BackSheet, kind: str, post_m: float, foot_z_m: float
) -> None:
    """Add a back.

    Parameters
    ----------
    sheet
        Where it lies.
    kind
        "panel", "padded", "framed", "ladder", "slats", "spindles", "hoop", "bentwood", "splat", "cross", "rail",
        "medallion".
    post_m
        Thickness of its posts.
    foot_z_m
        Where the posts meet the seat along z.
    """
    bottom = sheet.base_y_m + values["back_bottom"] * sheet.height_m
    if kind in ("hoop", "bentwood"):
        _add_hoop(builder, values, sheet, kind, post_m)
        return
    if kind == "medallion":
        _add_medallion(builder, values, sheet, post_m, bottom)
        return
    if kind in ("panel", "padded"):
        reach = bottom + 0.35 * (sheet.top_y_m - bottom)
        _add_posts(builder, sheet, 0.8 * post_m, reach, 0.72, foot_z_m)
        _add_sheet(builder, values, sheet, kind, bottom)
        return
    _add_posts(builder, sheet, post_m, sheet.top_y_m - sheet.crown_m, 1.0, foot_z_m)
    _POSTED[kind](builder, values, sheet, post_m, bottom)


def _add_posts(
    builder: Builder, sheet: BackSheet, thick_m: float, top_y_m: float, u: float, foot_z_m: float
) -> None:
    """A post on each side, bent as the surface is, a little thinner at the top."""
    detail = builder.detail
    y = np.linspace(sheet.base_y_m, top_y_m, 5 * detail.along)
    section = bar_section((0.9 * thick_m, thick_m), 0.004, detail)
    sections = section * np.linspace(1.0, 0.75, len(y))[:, None, None]
    for name, side in (("left", u), ("right", -u)):
        path = sheet.at(np.full(len(y), side), y)
        path[0, 2] = foot_z_m
        post = sweep(path, _X, np.array([0.0, 0.0, -1.0]), sections)
        builder.add("back", f"post {name}", post, "legs")


def _crest(builder: Builder, values: Values, sheet: BackSheet) -> Float[np.ndarray, " K"]:
    """Add the rail on top; returns the heights of its lower edge."""
    u = np.linspace(-1, 1, sheet.steps(builder.detail))
    high = sheet.crest_y(u)
    height = values["back_rail"] * sheet.height_m
    low = high - height * (1 - 0.25 * u * u)
    rail = sheet.rail(low, high, values["back_thickness"], builder.detail, reach=1.06)
    builder.add("back", "top rail", rail, "back")
    return low


def _low_rail(builder: Builder, values: Values, sheet: BackSheet, bottom_y_m: float) -> float:
    """Add the lower rail; returns the height of its upper edge."""
    high = bottom_y_m + 0.07 * sheet.height_m
    rail = sheet.rail(bottom_y_m, high, 0.9 * values["back_thickness"], builder.detail)
    builder.add("back", "low rail", rail, "back")
    return high


def _add_sheet(
    builder: Builder, values: Values, sheet: BackSheet, kind: str, bottom_y_m: float
) -> None:
    """A bent board, or upholstery."""
    fine = builder.detail.along > 1
    v, u = spaced(13 if fine else 5), spaced(15 if fine else 5)
    made = _patch(sheet, u, v, bottom_y_m, values["back_corner"])
    thick = values["back_thickness"]
    if kind == "padded":
        thick = values["back_padding"]
        builder.add("back", "", curved(made, thick * soft_thickness(v, u)), "upholstery")
        return
    builder.add("back", "", curved(made, thick * soft_thickness(v, u, rim=0.55)), "back")


def _patch(
    sheet: BackSheet,
    u: Float[np.ndarray, " B"],
    v: Float[np.ndarray, " A"],
    bottom_y_m: float,
    corner: float,
) -> Float[np.ndarray, "A B 3"]:
    """Points between the bottom and the top edge; `corner` rounds its corners (share of its width)."""
    top = sheet.crest_y(u)
    y = bottom_y_m + (top - bottom_y_m)[None, :] * (0.5 + 0.5 * v)[:, None]
    # Rows near the top are shorter, as of a superellipse.
    inset = (
        1 - corner * np.maximum(np.abs(v), 1e-3)[:, None] ** 6 * np.where(v > 0, 1, 0.4)[:, None]
    )
    across = u[None, :] * inset
    drop = corner * 0.3 * (top.max() - bottom_y_m)
    return sheet.at(across, y - drop * (u[None, :] ** 8) * (0.5 * v[:, None] + 0.5) ** 2)


def _add_framed(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    """Upholstery between posts and rails."""
    low = float(_crest(builder, values, sheet).min())
    high = _low_rail(builder, values, sheet, bottom_y_m)
    fine = builder.detail.along > 1
    v, u = spaced(11 if fine else 5), spaced(13 if fine else 5)
    inner = 1 - 0.4 * post_m / max(sheet.half_at((low + high) / 2), 1e-3)
    y = high - 0.005 + (low - high + 0.01) * (0.5 + 0.5 * v)
    points = sheet.at(u[None, :] * inner, y[:, None])
    thick = values["back_padding"] * soft_thickness(v, u)
    builder.add("cushion", "back", curved(points, thick), "upholstery")


def _add_ladder(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    del post_m
    count = int(values.of("rungs"))
    u = np.linspace(-1, 1, sheet.steps(builder.detail))
    pitch = (sheet.top_y_m - bottom_y_m) / count
    arched = sheet.crest_y(u) - sheet.top_y_m
    height = values["slat_width"] * pitch
    for rung in range(count):
        high = sheet.top_y_m - pitch * rung + arched
        rail = sheet.rail(high - height, high, values["back_thickness"], builder.detail)
        builder.add("slat", f"back {rung + 1}", rail, "back")


def _between(count: int) -> Float[np.ndarray, " N"]:
    """Places of so many sticks between two posts."""
    return (np.arange(count) + 1) / (count + 1) * 2 - 1


def _add_slats(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    del post_m
    detail = builder.detail
    low = _crest(builder, values, sheet)
    high = _low_rail(builder, values, sheet, bottom_y_m)
    count = int(values.of("sticks"))
    width = values["slat_width"] * 2 * sheet.half_at((sheet.top_y_m + high) / 2) / (count + 1)
    places = _between(count)
    tops = np.interp(places, np.linspace(-1, 1, len(low)), low) + 0.004
    share = np.linspace(0, 1, 3 * detail.along)
    y = (high - 0.004) * (1 - share) + tops[:, None] * share
    u = np.broadcast_to(places[:, None], y.shape)
    section = bar_section((width, 0.6 * values["back_thickness"]), 0.004, detail)
    for stick, made in enumerate(sheet.stiles(u, y, section)):
        builder.add("slat", f"back {stick + 1}", made, "back")


def _sticks(
    builder: Builder, values: Values, sheet: BackSheet, tops: Float[np.ndarray, " N"]
) -> None:
    """Round sticks from the seat up."""
    detail = builder.detail
    places = _between(len(tops))
    share = np.linspace(0, 1, 3 * detail.along)
    y = sheet.base_y_m * (1 - share) + tops[:, None] * share
    # They stand closer together on the seat than at the top.
    u = places[:, None] * (0.86 + 0.14 * share)
    swell = 1 - 0.45 * (1.4 * share - 0.4) ** 2
    section = circle_section(0.5 * values["stick_thickness"], detail) * swell[:, None, None]
    for stick, made in enumerate(sheet.stiles(u, y, section)):
        builder.add("slat", f"back {stick + 1}", made, "back")


def _add_spindles(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    del post_m, bottom_y_m
    low = _crest(builder, values, sheet)
    count = int(values.of("sticks"))
    tops = np.interp(_between(count), np.linspace(-1, 1, len(low)), low) + 0.006
    _sticks(builder, values, sheet, tops)


def _add_splat(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    """One broad upright board in the middle, waisted like a vase."""
    del post_m, bottom_y_m
    low = _crest(builder, values, sheet)
    top_y_m = float(low[len(low) // 2])
    detail = builder.detail
    y = np.linspace(sheet.base_y_m + 0.01, top_y_m + 0.006, 7 * detail.along)
    share = np.linspace(0, 1, len(y))
    waist = 1 - values["splat_waist"] * np.sin(np.pi * share) * np.sin(1.5 * np.pi * share) ** 2
    width = values["slat_width"] * 1.1 * sheet.half_at(top_y_m)
    section = bar_section((width, 0.6 * values["back_thickness"]), 0.004, detail)
    sections = np.broadcast_to(section, (len(y), *section.shape)).copy()
    sections[..., 0] *= waist[:, None]
    made = sheet.stiles(np.zeros((1, len(y))), y[None], sections)[0]
    builder.add("slat", "back splat", made, "back")


def _add_cross(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    """Two bars that cross, bent a little."""
    detail = builder.detail
    low = _crest(builder, values, sheet)
    bottom = _low_rail(builder, values, sheet, bottom_y_m)
    inner = 1 - 0.4 * post_m / max(sheet.half_at(bottom), 1e-3)
    share = np.linspace(0, 1, 5 * detail.along)
    y = bottom - 0.01 + (float(low.min()) + 0.012 - bottom) * share
    way = 2 * share - 1
    u = inner * (way + values["cross_bow"] * np.sin(2 * np.pi * share) / np.pi)
    radius = 0.5 * values["stick_thickness"]
    for name, side in (("left", 1.0), ("right", -1.0)):
        builder.add("slat", f"back {name}", sheet.rod(side * u, y, radius, detail), "back")


def _add_rail(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    del post_m, bottom_y_m
    _crest(builder, values, sheet)


def _arch(
    values: Values, sheet: BackSheet, scale: float, count: int
) -> tuple[Float[np.ndarray, " K"], Float[np.ndarray, " K"]]:
    """Places (u, y) of a bent hoop from one end at the seat to the other."""
    top = sheet.base_y_m + scale * sheet.height_m
    spring = sheet.base_y_m + values["hoop_spring"] * (top - sheet.base_y_m)
    turn = np.linspace(0, np.pi, count)
    u = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.85
    y = spring + (top - spring) * np.sin(turn) ** 0.85
    ends = np.full(1, sheet.base_y_m)
    return (
        scale * np.concatenate([[u[0]], u, [u[-1]]]),
        np.concatenate([ends, y, ends]),
    )


def _add_hoop(builder: Builder, values: Values, sheet: BackSheet, kind: str, post_m: float) -> None:
    """One bar bent from side to side, and sticks or a smaller hoop in it."""
    detail = builder.detail
    u, y = _arch(values, sheet, 1.0, 9 if detail.along == 1 else 21)
    builder.add("back", "hoop", sheet.rod(u, y, 0.42 * post_m, detail), "legs")
    if kind == "bentwood":
        u, y = _arch(values, sheet, values["loop_size"], 9 if detail.along == 1 else 21)
        builder.add("slat", "back loop", sheet.rod(u, y, 0.3 * post_m, detail), "back")
        return
    places = _between(int(values.of("sticks")))
    _sticks(builder, values, sheet, _arch_y(u, y, places))


def _arch_y(
    u: Float[np.ndarray, " K"], y: Float[np.ndarray, " K"], places: Float[np.ndarray, " N"]
) -> Float[np.ndarray, " N"]:
    """Heights of a hoop over places across it."""
    return np.asarray(np.interp(places, u[-2:0:-1], y[-2:0:-1]))


def _add_medallion(
    builder: Builder, values: Values, sheet: BackSheet, post_m: float, bottom_y_m: float
) -> None:
    """An oval pad in a ring on two short posts."""
    detail = builder.detail
    middle, half = (bottom_y_m + sheet.top_y_m) / 2, (sheet.top_y_m - bottom_y_m) / 2
    rim = half - 0.4 * post_m
    fine = detail.along > 1
    v, u = np.linspace(-1, 1, 11 if fine else 6), np.linspace(-1, 1, 11 if fine else 6)
    disc_u = u[None, :] * np.sqrt(1 - v[:, None] ** 2 / 2)
    disc_v = v[:, None] * np.sqrt(1 - u[None, :] ** 2 / 2)
    points = sheet.at(0.92 * disc_u, middle + rim * disc_v)
    bulge = 0.3 + 0.7 * np.sqrt(np.maximum(1 - disc_u**2 - disc_v**2, 0))
    builder.add("cushion", "back", curved(points, values["back_padding"] * bulge), "upholstery")
    turn = np.linspace(0, np.pi, 10 * detail.along)
    for name, start in (("left", 0.0), ("right", np.pi)):
        ring = sheet.rod(
            0.95 * np.sin(turn + start), middle + rim * np.cos(turn + start), 0.4 * post_m, detail
        )
        builder.add("back", f"ring {name}", ring, "legs")
    y = np.linspace(sheet.base_y_m, bottom_y_m + 0.3 * half, 3 * detail.along)
    for name, side in (("left", 0.7), ("right", -0.7)):
        rod = sheet.rod(np.full(len(y), side), y, 0.4 * post_m, detail)
        builder.add("back", f"post {name}", rod, "legs")


_POSTED = {
    "framed": _add_framed,
    "ladder": _add_ladder,
    "slats": _add_slats,
    "spindles": _add_spindles,
    "splat": _add_splat,
    "cross": _add_cross,
    "rail": _add_rail,
}
