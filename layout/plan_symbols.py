"""Furniture symbols of a floor plan, drawn in the product's own frame (px, +y is its front)."""

from __future__ import annotations

from layout.knowledge import load_knowledge

__all__ = ["symbol"]

Shape = str
Number = float | int


def _rect(x: Number, y: Number, w: Number, h: Number, css: str, r: Number = 0.0) -> Shape:
    corner = f' rx="{r:.1f}"' if r else ""
    return (
        f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{max(w, 0.1):.1f}" '
        f'height="{max(h, 0.1):.1f}"{corner}/>'
    )


def _line(x0: Number, y0: Number, x1: Number, y1: Number) -> Shape:
    return f'<path class="thin" d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"/>'


def _circle(x: Number, y: Number, r: Number, css: str) -> Shape:
    return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{max(r, 0.1):.1f}"/>'


def _bed(w: float, d: float) -> list[Shape]:
    pillows = 2 if w > 120 else 1
    size, gap = w / pillows * 0.78, w / pillows * 0.11
    shapes = [_rect(-w / 2, -d / 2, w, d, "soft", 4)]
    for k in range(pillows):
        x = -w / 2 + k * w / pillows + gap
        shapes.append(_rect(x, -d / 2 + 8, size, min(40.0, d * 0.2), "light", 6))
    shapes.append(
        _rect(-w / 2, -d / 2 + min(58.0, d * 0.29), w, d - min(58.0, d * 0.29), "light", 3)
    )
    return shapes


def _seat(w: float, d: float, arms: bool, back: float) -> list[Shape]:
    arm = min(18.0, w * 0.16) if arms else 0.0
    shapes = [_rect(-w / 2, -d / 2, w, d, "soft", 6), _rect(-w / 2, -d / 2, w, back, "dark", 4)]
    if arms:
        shapes.append(_rect(-w / 2, -d / 2, arm, d, "dark", 4))
        shapes.append(_rect(w / 2 - arm, -d / 2, arm, d, "dark", 4))
        seats = max(1, round((w - 2 * arm) / 75))
        for k in range(1, seats):
            x = -w / 2 + arm + k * (w - 2 * arm) / seats
            shapes.append(_line(x, -d / 2 + back, x, d / 2))
    return shapes


def _storage(w: float, d: float, tall: bool) -> list[Shape]:
    shapes = [_rect(-w / 2, -d / 2, w, d, "wood"), _line(-w / 2, d / 2 - 4, w / 2, d / 2 - 4)]
    if tall:
        shapes += [_line(-w / 2, -d / 2, w / 2, d / 2), _line(-w / 2, d / 2, w / 2, -d / 2)]
    return shapes


def _lamp(w: float, d: float) -> list[Shape]:
    r = min(w, d) / 2
    return [
        _circle(0, 0, r, "lamp"),
        _circle(0, 0, r * 0.35, "light"),
        _line(-r, 0, r, 0),
        _line(0, -r, 0, r),
    ]


def _plant(w: float, d: float) -> list[Shape]:
    r = min(w, d) / 2
    leaves = [
        f'<ellipse class="leaf" cx="0" cy="{-r * 0.5:.1f}" rx="{r * 0.3:.1f}" ry="{r * 0.5:.1f}" '
        f'transform="rotate({k * 60})"/>'
        for k in range(6)
    ]
    return [*leaves, _circle(0, 0, r * 0.22, "dark")]


def _desk(w: float, d: float) -> list[Shape]:
    return [_rect(-w / 2, -d / 2, w, d, "wood", 2), _line(-w / 2, -d / 2 + 5, w / 2, -d / 2 + 5)]


def symbol(category: str | None, width_px: float, depth_px: float, height_m: float) -> list[Shape]:
    """Draw a piece seen from above, its front towards +y, its centre at the origin."""
    graph = load_knowledge()
    kinds = graph.lineage(category) if category and category in graph.categories else ()
    w, d = width_px, depth_px
    if any(k == "beds" or k.endswith("bed") for k in kinds):
        return _bed(w, d)
    if "sofas" in kinds or "sofa" in kinds or category == "armchair":
        return _seat(w, d, True, min(22.0, d * 0.25))
    if "chairs" in kinds:
        return _seat(w, d, False, min(9.0, d * 0.2))
    if "plants" in kinds:
        return _plant(w, d)
    if "lighting" in kinds:
        return _lamp(w, d)
    if "rugs" in kinds or category == "rug":
        inset = 7.0
        return [
            _rect(-w / 2, -d / 2, w, d, "rug"),
            _rect(-w / 2 + inset, -d / 2 + inset, w - 2 * inset, d - 2 * inset, "rug"),
        ]
    if "storage" in kinds:
        return _storage(w, d, height_m > 1.5)
    if "desks" in kinds or category == "desk":
        return _desk(w, d)
    if "decor" in kinds and max(w, d) < 60:
        return [_circle(0, 0, min(w, d) / 2, "light")]
    if "tables" in kinds:
        return [_rect(-w / 2, -d / 2, w, d, "wood", 3)]
    return [_rect(-w / 2, -d / 2, w, d, "plain"), _line(-w / 2, d / 2 - 4, w / 2, d / 2 - 4)]
