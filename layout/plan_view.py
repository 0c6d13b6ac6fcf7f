"""The floor plan as an architect draws it, as SVG: -Z is up on the page, +X to the right."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.plan_symbols import symbol
from layout.room import Opening, Room, Wall

__all__ = ["PlanOptions", "house_svg", "plan_svg"]

PX_PER_M = 100.0
WALL_M = 0.16
MARGIN_M = 0.55
FOOT_M = 0.5
FONT = "Aileron, 'Helvetica Neue', Helvetica, Arial, sans-serif"

_STYLE = """
.page{fill:#ffffff}.wall{fill:#3b3a38}.floor{fill:#faf8f4}.gap{fill:#faf8f4}
.glass{fill:#dfeaf0;stroke:#3b3a38;stroke-width:1.2}.leaf-door{fill:none;stroke:#3b3a38;stroke-width:2}
.swing{fill:none;stroke:#9a968f;stroke-width:1;stroke-dasharray:4 3}
.soft{fill:#e9e3d9;stroke:#6b6760;stroke-width:1.4}.dark{fill:#d8d0c2;stroke:#6b6760;stroke-width:1}
.wood{fill:#efe2cd;stroke:#6b6760;stroke-width:1.4}.light{fill:#fbfaf7;stroke:#6b6760;stroke-width:1}
.lamp{fill:#fff3cf;stroke:#6b6760;stroke-width:1.2}.leaf{fill:#c9d9bd;stroke:#6d8360;stroke-width:1}
.rug{fill:#f1ebe6;stroke:#c9beb2;stroke-width:1}.plain{fill:#ece9e4;stroke:#6b6760;stroke-width:1.4}
.thin{fill:none;stroke:#8d887f;stroke-width:.8}.fixed{fill:#8b8780}
.clear{fill:#7aa5c4;fill-opacity:.12;stroke:#7aa5c4;stroke-width:.8;stroke-dasharray:3 3}
text{font-family:FONT;fill:#33312e}
""".replace("FONT", FONT)


@dataclass(frozen=True)
class PlanOptions:
    """What to draw besides the room.

    Attributes
    ----------
    names
        Names on the pieces.
    clearances
        The free depth at the sides that people use.
    """

    names: bool = True
    clearances: bool = False


def _px(value_m: float) -> float:
    return value_m * PX_PER_M


def _points(ring: list[tuple[float, float]]) -> str:
    return " ".join(f"{_px(x):.1f},{_px(z):.1f}" for x, z in ring)


def _quad(wall: Wall, start_m: float, end_m: float, css: str) -> str:
    ring = [
        wall.at(start_m, 0.0),
        wall.at(end_m, 0.0),
        wall.at(end_m, -WALL_M),
        wall.at(start_m, -WALL_M),
    ]
    return f'<polygon class="{css}" points="{_points(ring)}"/>'


def _leaf(wall: Wall, door: Opening) -> list[str]:
    """Draw a door's leaf, open, and its swing."""
    start, end = door.offset_m, door.offset_m + door.width_m
    parts: list[str] = []
    if door.hinge == "none":
        return parts
    hinge, far = (start, end) if door.hinge == "start" else (end, start)
    hx, hz = wall.at(hinge, 0.0)
    tip_x, tip_z = wall.at(hinge, door.width_m)
    far_x, far_z = wall.at(far, 0.0)
    radius = _px(door.width_m)
    sweep = 0 if door.hinge == "start" else 1
    parts.append(
        f'<path class="leaf-door" d="M{_px(hx):.1f} {_px(hz):.1f}L{_px(tip_x):.1f} {_px(tip_z):.1f}"/>'
    )
    parts.append(
        f'<path class="swing" d="M{_px(tip_x):.1f} {_px(tip_z):.1f}A{radius:.1f} {radius:.1f} 0 0 '
        f'{sweep} {_px(far_x):.1f} {_px(far_z):.1f}"/>'
    )
    return parts


def _window(wall: Wall, window: Opening) -> list[str]:
    start, end = window.offset_m, window.offset_m + window.width_m
    a, b = wall.at(start, -WALL_M / 2), wall.at(end, -WALL_M / 2)
    line = f"M{_px(a[0]):.1f} {_px(a[1]):.1f}L{_px(b[0]):.1f} {_px(b[1]):.1f}"
    return [_quad(wall, start, end, "glass"), f'<path class="thin" d="{line}"/>']


def _shells(rooms: Sequence[Room]) -> list[str]:
    """Draw walls, openings, floors and door leaves of rooms that may share walls, in this order."""
    parts = []
    for room in rooms:
        outer = room.shape.buffer(WALL_M, join_style="mitre", mitre_limit=3.0)
        ring = [(float(x), float(z)) for x, z in shapely.get_coordinates(outer.exterior)[:-1]]
        parts.append(f'<polygon class="wall" points="{_points(ring)}"/>')
    for room in rooms:
        for opening in room.openings:
            wall = room.walls[opening.wall]
            if opening.kind == "window":
                parts += _window(wall, opening)
            else:
                end = opening.offset_m + opening.width_m
                parts.append(_quad(wall, opening.offset_m, end, "gap"))
    for room in rooms:
        parts.append(f'<polygon class="floor" points="{_points(list(room.polygon_m))}"/>')
        for element in room.fixed:
            parts.append(f'<polygon class="fixed" points="{_points(list(element.polygon_m))}"/>')
    for room in rooms:
        for door in room.doors:
            parts += _leaf(room.walls[door.wall], door)
    return parts


def _transform(placement: Placement) -> str:
    # SVG turns clockwise on the page, where +x goes to +z; yaw goes the other way round.
    degrees = -math.degrees(placement.yaw_rad)
    return f"translate({_px(placement.x_m):.1f} {_px(placement.z_m):.1f}) rotate({degrees:.2f})"


def _piece(arrangement: Arrangement, placement: Placement, options: PlanOptions) -> list[str]:
    box = arrangement.footprint(placement.item_id)
    category = arrangement.category(placement.item_id)
    shapes = symbol(category, _px(box.width_m), _px(box.depth_m), box.height_m)
    title = html.escape(f"{placement.item_id}: {placement.reason}")
    parts = [f'<g transform="{_transform(placement)}"><title>{title}</title>']
    graph = load_knowledge()
    if options.clearances and category and category in graph.categories:
        w, d = box.width_m / 2, box.depth_m / 2
        for side in graph.categories[category].sides:
            deep = side.clear_m
            x, z, width, depth = {
                "front": (-w, d, 2 * w, deep),
                "back": (-w, -d - deep, 2 * w, deep),
                "left": (w, -d, deep, 2 * d),
                "right": (-w - deep, -d, deep, 2 * d),
            }.get(side.side, (-w, d, 2 * w, deep))
            parts.append(
                f'<rect class="clear" x="{_px(x):.1f}" y="{_px(z):.1f}" '
                f'width="{_px(width):.1f}" height="{_px(depth):.1f}"/>'
            )
    return [*parts, *shapes, "</g>"]


def _name(arrangement: Arrangement, placement: Placement) -> str:
    box = arrangement.footprint(placement.item_id)
    category = arrangement.category(placement.item_id)
    graph = load_knowledge()
    label = (
        graph.categories[category].title
        if category and category in graph.categories
        else box.item_id
    )
    upright = abs(math.sin(placement.yaw_rad)) > 0.7
    wide, deep = (box.depth_m, box.width_m) if upright else (box.width_m, box.depth_m)
    turn = deep > 1.6 * wide
    room_px = _px(max(wide, deep) if turn else wide) - 6
    size = min(13.0, room_px / max(1, len(label)) / 0.52)
    if size < 6.5 or placement.y_m > 0 or box.height_m < 0.05:
        return ""
    at = f"translate({_px(placement.x_m):.1f} {_px(placement.z_m):.1f})"
    spin = " rotate(-90)" if turn else ""
    return (
        f'<text transform="{at}{spin}" text-anchor="middle" dy="0.35em" '
        f'font-size="{size:.1f}">{html.escape(label)}</text>'
    )


def _order(arrangement: Arrangement, placement: Placement) -> tuple[float, float]:
    box = arrangement.footprint(placement.item_id)
    return (placement.y_m + (0.0 if box.height_m < 0.05 else 0.01), box.height_m)


def _scale_bar(x_m: float, z_m: float, label: str) -> list[str]:
    parts = []
    for k in range(2):
        fill = "#33312e" if k == 0 else "#ffffff"
        parts.append(
            f'<rect x="{_px(x_m + k * 0.5):.1f}" y="{_px(z_m):.1f}" width="50" height="5" '
            f'fill="{fill}" stroke="#33312e" stroke-width="1"/>'
        )
    for k, mark in enumerate(("0", "0.5", "1 m")):
        parts.append(
            f'<text x="{_px(x_m + k * 0.5):.1f}" y="{_px(z_m) - 5:.1f}" font-size="10" '
            f'text-anchor="middle">{mark}</text>'
        )
    parts.append(
        f'<text x="{_px(x_m + 1.45):.1f}" y="{_px(z_m) + 5:.1f}" font-size="13">'
        f'{html.escape(label)}<tspan dy="-4" font-size="9">2</tspan></text>'
    )
    return parts


def _kind(room: Room) -> str:
    known = load_knowledge().room_types.get(room.room_type)
    return known.labels["en"] if known else room.room_type


def _drawing(arrangements: Sequence[Arrangement], label: str, options: PlanOptions) -> str:
    rooms = [a.room for a in arrangements]
    xs = [x for room in rooms for x, _ in room.polygon_m]
    zs = [z for room in rooms for _, z in room.polygon_m]
    x0, z0 = min(xs) - MARGIN_M, min(zs) - MARGIN_M
    width, height = max(xs) - x0 + MARGIN_M, max(zs) - z0 + MARGIN_M + FOOT_M
    # A name, a caption and a scale bar want some width even below a closet.
    width = max(width, 4.2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_px(x0):.1f} {_px(z0):.1f} '
        f'{_px(width):.1f} {_px(height):.1f}" width="{_px(width):.0f}" height="{_px(height):.0f}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" x="{_px(x0):.1f}" y="{_px(z0):.1f}" width="{_px(width):.1f}" '
        f'height="{_px(height):.1f}"/>',
        *_shells(rooms),
    ]
    names = []
    for arrangement in arrangements:
        ordered = sorted(arrangement.placements, key=lambda p: _order(arrangement, p))
        for placement in ordered:
            parts += _piece(arrangement, placement, options)
        names += [text for p in ordered if (text := _name(arrangement, p))]
    if options.names:
        parts += names
    parts += _scale_bar(min(xs), max(zs) + MARGIN_M + FOOT_M * 0.35, label)
    return "\n".join([*parts, "</svg>\n"])


def plan_svg(arrangement: Arrangement, options: PlanOptions | None = None) -> str:
    """Draw a room: walls with thickness, door swings, windows, named furniture, a scale bar."""
    room = arrangement.room
    label = f"{_kind(room)}, {room.area_m2:.1f} m"
    return _drawing([arrangement], label, options or PlanOptions())


def house_svg(arrangements: Sequence[Arrangement], options: PlanOptions | None = None) -> str:
    """Draw the furnished rooms of a house on one plan."""
    area = sum(a.room.area_m2 for a in arrangements)
    label = f"{len(arrangements)} rooms, {area:.1f} m"
    return _drawing(arrangements, label, options or PlanOptions())
