"""Sofas and armchairs built as a padded box: base, arms, back, cushions; straight, with a chaise or with a corner."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.families.soft.legs import add_legs, add_sled
from reconstruct.parts.families.soft.rolled import rolled_arm
from reconstruct.parts.families.soft.sides import Sides
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.padding import padded, reshaped, throw_pillow

__all__ = ["COUNT", "add_upholstered"]

COUNT = {"one": 1, "two": 2, "three": 3, "four": 4}
SEAM_M = 0.003


@dataclass(frozen=True)
class Plan:
    """Lengths that the parts of one sofa share, metres, in the product frame.

    Attributes
    ----------
    width, height, depth
        Of the whole.
    under, seat, cushion
        Heights of the base's underside and of the seat, and how thick the seat's cushions are.
    arm
        Width of an arm; 0 without arms.
    arm_top
        Height of the arms.
    back
        Thickness of the back without its cushions.
    back_top
        Height of the back without its cushions.
    rake
        Tangent of the back's lean.
    rear
        z of the back's rear face where it meets the base.
    front
        z of the seats' front.
    return_width
        Of a chaise or corner, with its back or arm; 0 if straight.
    """

    width: float
    height: float
    depth: float
    under: float
    seat: float
    cushion: float
    arm: float
    arm_top: float
    back: float
    back_top: float
    rake: float
    rear: float
    front: float
    return_width: float

    def leaning(self, mesh: PartMesh) -> PartMesh:
        """A part of the back, drawn upright, leant back."""
        return reshaped(mesh, self._lean)

    def _lean(self, corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        moved = corners.copy()
        moved[:, 2] -= self.rake * (corners[:, 1] - self.under)
        return moved


def plan_of(values: Values, size_m: Float[np.ndarray, "3"]) -> Plan:
    """Lengths from the values, kept within each other."""
    width, height, depth = (float(side) for side in size_m)
    kind = values.of("legs")
    under = {"none": 0.004, "skirt": 0.02}.get(kind, min(values["leg_height"], 0.28 * height))
    seat = max(values["seat_height"] * height, under + 0.1)
    seats = COUNT[values.of("seats")]
    shaped = values.of("shape") not in ("", "straight")
    arm = 0.0 if values.of("arms") in ("none", "") else min(values["arm_width"], 0.26 * width)
    rake = math.tan(math.radians(values["rake"]))
    high = height - under
    main = min(values["main_depth"], 0.72 * depth) if shaped else depth
    rear = -depth / 2 + rake * high
    back_top = height
    if values.of("back") == "cushions":
        back_top = seat + values["frame_height"] * (height - seat)
    return Plan(
        width=width,
        height=height,
        depth=depth,
        under=under,
        seat=seat,
        cushion=min(values["seat_cushion"], 0.75 * (seat - under)),
        arm=arm,
        arm_top=min(seat + values["arm_rise"] * (height - seat), height - 0.01),
        back=min(values["back_thickness"], 0.3 * main),
        back_top=back_top,
        rake=rake,
        rear=rear,
        front=-depth / 2 + main,
        return_width=min(values["return_width"], 0.8 * width / seats + 0.1) if shaped else 0.0,
    )


def add_upholstered(sides: Sides, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """All parts of a padded sofa or armchair; a return is drawn at the product's left."""
    plan = plan_of(values, size_m)
    shape = values.of("shape").split("_")[0]
    seats = COUNT[values.of("seats")]
    inner_left = plan.width / 2 - plan.arm
    inner_right = -plan.width / 2 + plan.arm
    _add_base(sides, values, plan, shape)
    _add_support(sides, values, plan, shape)
    _add_back(sides, values, plan, inner_right, inner_left)
    if shape == "corner":
        _add_side_back(sides, values, plan)
    front_of_arm = plan.front - values["arm_setback"] * (plan.front - plan.rear)
    for side, name in ((-1.0, "right"), (1.0, "left")):
        if plan.arm == 0 or (shape == "corner" and side > 0):
            continue
        sides.add("arm", name, _arm(sides, values, plan, side, front_of_arm), _arm_material(values))
    spans = _seat_spans(plan, shape, seats, inner_right, inner_left)
    _add_seats(sides, values, plan, shape, spans)
    if values.of("back") == "cushions":
        _add_back_cushions(sides, values, plan, shape, spans)
    _add_pillows(sides, values, plan, inner_right, inner_left)


def _arm_material(values: Values) -> str:
    return "legs" if values.of("arms") == "wood" else "upholstery"


def _add_base(sides: Sides, values: Values, plan: Plan, shape: str) -> None:
    top = plan.seat - plan.cushion
    edge = values["edge"] * 0.5
    half, wide = plan.width / 2, plan.arm * 0.5
    # Under arms that stand on the floor the base ends within them.
    skirt = values.of("legs") == "skirt"
    sunk = 0.012

    def base(low: tuple[float, float], high: tuple[float, float]) -> PartMesh:
        return padded(
            (low[0], plan.under, low[1]),
            (high[0], top, high[1]),
            edge_m=edge,
            corner_m=edge,
            detail=sides.detail,
        )

    inset = 0.0 if skirt else sunk
    sides.add(
        "base",
        "main",
        base((-half + wide, plan.rear + 0.004), (half - wide, plan.front - inset)),
        "upholstery",
    )
    if shape != "straight" and shape:
        sides.add(
            "base",
            "return",
            base(
                (half - plan.return_width, plan.front - 0.2), (half - 0.002, plan.depth / 2 - sunk)
            ),
            "upholstery",
        )


def _add_support(sides: Sides, values: Values, plan: Plan, shape: str) -> None:
    kind = values.of("legs")
    if kind in ("none", "skirt", ""):
        return
    inset = values["leg_inset"]
    half = plan.width / 2
    wide = values["leg_width"]
    left, right = half - inset, -half + inset
    back, front = plan.rear + inset, plan.front - inset
    reach = plan.depth / 2 - inset
    cross = half - plan.return_width + inset
    shaped = plan.return_width > 0
    if kind == "plinth":
        low = (right, 0.0, back)
        plinth = block(low, (left, plan.under + 0.01, front), edge_m=0.004, detail=sides.detail)
        sides.add("base", "plinth", plinth, "legs")
        if shaped:
            more = block(
                (cross, 0.0, front - 0.1),
                (left, plan.under + 0.01, reach),
                edge_m=0.004,
                detail=sides.detail,
            )
            sides.add("base", "plinth return", more, "legs")
        return
    near, far = wide / 2, plan.under + 0.015
    if kind == "sled":
        spans = [("right", right + near, back, front), ("left", left - near, back, front)]
        if shaped:
            spans = [
                ("right", right + near, back, front),
                ("middle", cross + near, back, reach),
                ("left", left - near, back, reach),
            ]
        add_sled(sides, spans, top_m=far, width_m=wide)
        return
    places = [
        ("front right", right + near, front - near),
        ("back right", right + near, back + near),
        ("back left", left - near, back + near),
    ]
    if shaped:
        places += [
            ("return left", left - near, reach - near),
            ("return right", cross + near, reach - near),
        ]
    else:
        places.append(("front left", left - near, front - near))
    if COUNT[values.of("seats")] >= 3 and not shaped:
        places += [("front middle", 0.0, front - near), ("back middle", 0.0, back + near)]
    add_legs(
        sides,
        kind,
        places,
        top_m=far,
        width_m=wide,
        taper=values["leg_taper"],
        splay_rad=math.radians(values["leg_splay"]),
        middle=(0.0, (back + front) / 2),
    )


def _add_back(sides: Sides, values: Values, plan: Plan, right: float, left: float) -> None:
    kind = values.of("back")
    edge = values["edge"]
    bottom = plan.under + 0.002
    wide = plan.arm * 0.35
    # The back is as thick as its frame; a tight one carries its padding itself.
    low, high = (
        (right - wide, bottom, plan.rear),
        (left + wide, plan.back_top, plan.rear + plan.back),
    )
    if kind == "channels":
        count = 4 * COUNT[values.of("seats")] + 2
        step = (high[0] - low[0]) / count
        for number in range(count):
            x = low[0] + number * step
            mesh = padded(
                (x + 0.001, bottom, plan.rear),
                (x + step - 0.001, plan.back_top, plan.rear + plan.back),
                facing="z",
                edge_m=min(edge * 1.5, 0.45 * step),
                corner_m=min(edge, 0.3 * step),
                crown_m=0.15 * step,
                detail=sides.detail,
            )
            sides.add("back", f"channel {number + 1}", plan.leaning(mesh), "upholstery")
        return
    if kind == "stacked":
        rows = 3
        tall = plan.back_top - plan.seat + 0.06
        for row in range(rows):
            y = plan.seat - 0.06 + row * tall / rows
            mesh = padded(
                (low[0], y if row else bottom, plan.rear),
                (high[0], y + tall / rows + 0.02, plan.rear + plan.back),
                facing="z",
                edge_m=edge * 2,
                corner_m=edge,
                crown_m=values["puff"],
                detail=sides.detail,
            )
            sides.add("back", f"row {row + 1}", plan.leaning(mesh), "upholstery")
        return
    crown = 0.0 if kind == "cushions" else values["puff"]
    back = padded(
        low, high, facing="z", edge_m=edge, corner_m=edge, crown_m=crown, detail=sides.detail
    )
    if kind == "camel":
        back = reshaped(back, lambda corners: _humped(corners, plan, values["hump"]))
    sides.add("back", "", plan.leaning(back), "upholstery")
    if kind == "wing":
        _add_wings(sides, values, plan)


def _humped(
    corners: Float[np.ndarray, "V 3"], plan: Plan, share: float
) -> Float[np.ndarray, "V 3"]:
    """The top edge lowered towards the sides, along a cosine."""
    moved = corners.copy()
    across = np.clip(corners[:, 0] / (plan.width / 2), -1, 1)
    drop = share * (plan.back_top - plan.seat) * (1 - np.cos(np.pi * across)) / 2
    lift = np.clip((corners[:, 1] - plan.seat) / (plan.back_top - plan.seat), 0, 1)
    moved[:, 1] -= drop * lift
    return moved


def _add_wings(sides: Sides, values: Values, plan: Plan) -> None:
    thick = max(0.55 * plan.arm, 0.05)
    reach = values["wing_reach"] * (plan.front - plan.rear)
    edge = min(values["edge"], 0.45 * thick)
    for side, name in ((-1.0, "right"), (1.0, "left")):
        outer = side * (plan.width / 2 - 0.006)
        inner = outer - side * thick
        mesh = padded(
            (min(outer, inner), plan.arm_top - 0.08, plan.rear + 0.01),
            (max(outer, inner), plan.back_top - 0.01, plan.rear + plan.back + reach),
            facing="x",
            edge_m=edge,
            corner_m=values["wing_round"] * reach,
            detail=sides.detail,
        )
        sides.add("side", f"wing {name}", plan.leaning(mesh), "upholstery")


def _add_side_back(sides: Sides, values: Values, plan: Plan) -> None:
    """The back along a corner's return, with an arm's width if the sofa has arms."""
    outer = plan.width / 2
    mesh = padded(
        (outer - plan.back, plan.under + 0.002, plan.rear + 0.01),
        (outer, plan.back_top, plan.depth / 2 - 0.01),
        facing="x",
        edge_m=values["edge"],
        corner_m=values["edge"],
        detail=sides.detail,
    )
    sides.add("back", "left", mesh, "upholstery")


def _arm(sides: Sides, values: Values, plan: Plan, side: float, front: float) -> PartMesh:
    kind = values.of("arms")
    outer = side * plan.width / 2
    inner = outer - side * plan.arm
    low_x, high_x = min(outer, inner), max(outer, inner)
    edge = values["arm_edge"] * plan.arm
    if kind == "rolled":
        return rolled_arm(
            low_x,
            high_x,
            plan.under + 0.002,
            plan.arm_top,
            plan.rear - plan.rake * 0.5 * (plan.arm_top - plan.under),
            front,
            roll=values["roll"],
            side=side,
            detail=sides.detail,
        )
    if kind == "rounded":
        edge = 0.42 * plan.arm
    mesh = padded(
        (low_x, plan.under + 0.002, plan.rear),
        (high_x, plan.arm_top, front),
        facing="x",
        edge_m=edge,
        corner_m=max(values["arm_corner"] * (plan.arm_top - plan.seat), 0.9 * edge),
        crown_m=0.0,
        bulge_m=0.006,
        detail=sides.detail,
    )
    slope = values["arm_slope"] if kind == "sloped" else 0.0

    def shaped(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        """Rear edge along the back's lean; the top falls towards the front."""
        moved = corners.copy()
        ahead = (corners[:, 2] - plan.rear) / (front - plan.rear)
        rise = np.clip((corners[:, 1] - plan.under) / (plan.arm_top - plan.under), 0, 1)
        moved[:, 2] -= plan.rake * (corners[:, 1] - plan.under) * (1 - ahead)
        moved[:, 1] -= slope * (plan.arm_top - plan.seat) * ahead * rise * rise
        return moved

    return reshaped(mesh, shaped)


def _seat_spans(
    plan: Plan, shape: str, seats: int, right: float, left: float
) -> list[tuple[float, float]]:
    """From where to where each seat goes along x, from right to left; a return's seat is the last."""
    if shape in ("", "straight"):
        edges = np.linspace(right, left, seats + 1).tolist()
    else:
        corner = plan.width / 2 - plan.return_width
        edges = [
            *np.linspace(right, corner, seats).tolist(),
            left if shape == "chaise" else plan.width / 2,
        ]
    return list(itertools.pairwise(edges))


def _seat_cushion(
    sides: Sides, values: Values, plan: Plan, x: tuple[float, float], z: tuple[float, float]
) -> PartMesh:
    return padded(
        (x[0] + SEAM_M, plan.seat - plan.cushion, z[0]),
        (x[1] - SEAM_M, plan.seat, z[1]),
        edge_m=values["cushion_edge"] * plan.cushion,
        corner_m=values["cushion_edge"] * plan.cushion,
        crown_m=values["crown"],
        bulge_m=0.08 * plan.cushion,
        detail=sides.detail,
    )


def _add_seats(
    sides: Sides, values: Values, plan: Plan, shape: str, spans: list[tuple[float, float]]
) -> None:
    back, front = plan.rear + plan.back * 0.7, plan.front
    straight = shape in ("", "straight")
    if not straight:
        last = spans.pop()
        long = padded(
            (last[0] + SEAM_M, plan.seat - plan.cushion, back),
            (last[1] - SEAM_M, plan.seat, plan.depth / 2),
            edge_m=values["cushion_edge"] * plan.cushion,
            corner_m=values["cushion_edge"] * plan.cushion,
            crown_m=values["crown"],
            bulge_m=0.08 * plan.cushion,
            detail=sides.detail,
        )
        sides.add("cushion", "return", long, "upholstery")
        spans_all = [*spans, last]
    else:
        spans_all = spans
    if values.of("seat_cushions") == "one" and spans:
        whole = _seat_cushion(sides, values, plan, (spans[0][0], spans[-1][1]), (back, front))
        sides.add("cushion", "seat", whole, "upholstery")
    else:
        for number, span in enumerate(spans):
            mesh = _seat_cushion(sides, values, plan, span, (back, front))
            sides.add("cushion", f"seat {number + 1}", mesh, "upholstery")
    if not straight:
        spans[:] = spans_all


def _add_back_cushions(
    sides: Sides, values: Values, plan: Plan, shape: str, spans: list[tuple[float, float]]
) -> None:
    thick = values["back_cushion"]
    top = plan.height
    lean = plan.rake + 0.06
    for number, (right, left) in enumerate(spans):
        if shape == "corner" and number == len(spans) - 1:
            left -= plan.back
        mesh = padded(
            (right + SEAM_M, plan.seat - 0.02, 0.0),
            (left - SEAM_M, top, thick),
            facing="z",
            edge_m=0.45 * thick,
            corner_m=values["back_corner"] * thick,
            crown_m=values["puff"],
            under_m=0.3 * values["puff"],
            bulge_m=0.05 * thick,
            detail=sides.detail,
        )

        def leant(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
            moved = corners.copy()
            moved[:, 2] += plan.rear + plan.back * 0.95 - plan.rake * (plan.seat - plan.under)
            moved[:, 2] -= lean * (corners[:, 1] - plan.seat)
            return moved

        sides.add("cushion", f"back {number + 1}", reshaped(mesh, leant), "upholstery")
    if shape == "corner":
        start = plan.rear + plan.back + thick
        mesh = padded(
            (plan.width / 2 - plan.back - thick, plan.seat - 0.02, start + SEAM_M),
            (plan.width / 2 - plan.back * 0.95, top, plan.depth / 2 - 0.05),
            facing="x",
            edge_m=0.45 * thick,
            corner_m=values["back_corner"] * thick,
            bulge_m=0.05 * thick,
            detail=sides.detail,
        )
        sides.add("cushion", "back left", mesh, "upholstery")


def _add_pillows(sides: Sides, values: Values, plan: Plan, right: float, left: float) -> None:
    kind = values.of("pillows")
    if kind in ("none", ""):
        return
    size = values["pillow"]
    size = min(size, 0.8 * (left - right))
    thick = 0.32 * size
    ahead = plan.back + (values["back_cushion"] if values.of("back") == "cushions" else 0.0)
    lean = 0.3
    for name, x, turn in (
        ("right", right + 0.55 * size, 0.25),
        ("left", left - 0.55 * size, -0.25),
    ):
        if kind == "one":
            name, x, turn = "", 0.0, 0.0
        mesh = throw_pillow(
            size, size * (0.62 if kind == "one" else 1.0), thick, detail=sides.detail
        )
        tall = size * (0.62 if kind == "one" else 1.0)
        mesh = mesh.turned("x", -lean).turned("y", turn)
        mesh = mesh.moved(
            x,
            plan.seat + 0.48 * tall * math.cos(lean),
            plan.rear
            + ahead
            + thick * 0.4
            + 0.4 * tall * math.sin(lean)
            - plan.rake * (plan.seat - plan.under),
        )
        sides.add("pillow", name, mesh, "pillows")
        if kind == "one":
            break
