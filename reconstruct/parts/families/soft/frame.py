"""Wooden and metal frames with loose cushions: lounge chairs, bent-wood armchairs, slatted sofas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.cushions import add_throw_pillows, seat_spans
from reconstruct.parts.families.soft.plan import COUNT, SEAM_M
from reconstruct.parts.families.soft.strip import rounded_path, strip
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, post
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.padding import padded, reshaped

__all__ = ["add_frame"]

BACK_BARS = {"slats": 7, "rails": 4, "few_rails": 2}


@dataclass(frozen=True)
class _Frame:
    """Lengths in metres, in the product frame.

    Attributes
    ----------
    width, height, depth
        Of the whole.
    post, bar
        Width of posts along z, and thickness of all bars along x.
    seat_front, seat_back
        Heights of the cushions' underside at the seat's front and back.
    front, rear
        z of the seat's front, and of the back at the seat's rear.
    rake
        Tangent of the back's lean.
    arm
        Height of the arms' upper face.
    arm_width, arm_thick
        Of the arm boards.
    """

    width: float
    height: float
    depth: float
    post: float
    bar: float
    seat_front: float
    seat_back: float
    front: float
    rear: float
    rake: float
    arm: float
    arm_width: float
    arm_thick: float

    def back_at(self, height_m: float) -> float:
        """Z of the back's rear face at a height."""
        return self.rear - self.rake * (height_m - self.seat_back)

    def seat_at(self, z_m: float) -> float:
        """Height of the cushions' underside at a z."""
        share = (z_m - self.rear) / (self.front - self.rear)
        return self.seat_back + (self.seat_front - self.seat_back) * share

    @property
    def inner(self) -> float:
        """Half the width between the sides."""
        return self.width / 2 - max(self.bar, 0.9 * self.arm_width)


def _lengths(values: Values, size_m: Float[np.ndarray, "3"]) -> _Frame:
    width, height, depth = (float(side) for side in size_m)
    cushion = values["seat_cushion"]
    seat_front = max(values["seat_height"] * height - cushion, 0.14 * height)
    rake = math.tan(math.radians(values["frame_rake"]))
    front = depth / 2 - 0.01
    seat_back = seat_front - math.tan(math.radians(values["seat_tilt"])) * 0.7 * depth
    seat_back = max(seat_back, 0.25 * seat_front)
    top = seat_front + cushion
    return _Frame(
        width=width,
        height=height,
        depth=depth,
        post=values["post"],
        bar=values["bar"],
        seat_front=seat_front,
        seat_back=seat_back,
        front=front,
        rear=min(-depth / 2 + rake * (height - seat_back), 0.1 * depth),
        rake=rake,
        arm=top + values["frame_arm_rise"] * (height - top),
        arm_width=0.0 if values.of("frame_arms") == "none" else values["arm_board"],
        arm_thick=values["bar"],
    )


def add_frame(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """All parts of a seat on an open frame."""
    frame = _lengths(values, size_m)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        x = side * (frame.width / 2 - max(frame.bar, frame.arm_width) / 2)
        _add_side(builder, values, frame, x, name)
    _add_seat_frame(builder, frame)
    _add_back(builder, values, frame)
    _add_cushions(builder, values, frame)


def _add_side(builder: Builder, values: Values, frame: _Frame, x: float, name: str) -> None:
    kind = values.of("frame_sides")
    back = frame.back_at(frame.arm)
    foot = max(back, -frame.depth / 2 + frame.post / 2)
    arms = values.of("frame_arms")
    top = frame.arm - 0.5 * frame.arm_thick if arms == "board" else frame.seat_front
    if kind == "loop":
        # Down at the back, along the floor, up again and back along the arm: one bent bar.
        half = frame.bar / 2
        high = frame.arm - half if arms == "board" else frame.seat_front - half
        corners = np.array(
            [
                [foot, high + half],
                [foot, half],
                [frame.front - half, half],
                [frame.front - half, high],
                [foot - half, high],
            ]
        )
        path = rounded_path(corners, values["bend"], builder.detail)
        mesh = strip(path, x, values["arm_board"], frame.bar, builder.detail)
        builder.add("frame", name, mesh, "frame")
        return
    if kind == "bent":
        # A cantilever: along the floor, round the front, up and back along the arm to the back.
        half = frame.bar / 2
        high = frame.arm - half
        corners = np.array(
            [
                [-0.46 * frame.depth, half],
                [frame.front - half, half],
                [0.8 * frame.front, high],
                [back - 0.02, 0.96 * high],
            ]
        )
        path = rounded_path(corners, 2.2 * values["bend"], builder.detail)
        mesh = strip(path, x, values["arm_board"], frame.bar, builder.detail)
        builder.add("frame", name, mesh, "frame")
        return
    if kind == "panel":
        mesh = block(
            (x - frame.bar / 2, 0.0, foot - 0.02),
            (x + frame.bar / 2, frame.arm - 0.5 * frame.arm_thick, frame.front),
            edge_m=0.006,
            detail=builder.detail,
        )
        builder.add("side", name, mesh, "frame")
    else:
        lean = math.tan(math.radians(values["post_lean"]))
        near, far = frame.front - frame.post / 2, foot + frame.post / 2
        section = (frame.bar, frame.post)
        small = (frame.bar * 0.8, frame.post * values["post_taper"])
        for place, z, way in (("front", near - lean * top, 1.0), ("back", far, -1.0)):
            leg = post(
                (x, 0.0, z + way * lean * top),
                (x, top, z),
                small,
                section,
                edge_m=0.006,
                detail=builder.detail,
            )
            builder.add("leg", f"{place} {name}", leg, "frame")
        rail = bar(
            (x, frame.seat_at(far) - 0.5 * frame.post, far),
            (x, frame.seat_front - 0.5 * frame.post, near - lean * top),
            0.8 * frame.bar,
            frame.post,
            detail=builder.detail,
        )
        builder.add("apron", name, rail, "frame")
    if arms == "board":
        wide = frame.arm_width / 2
        board = padded(
            (x - wide, frame.arm - frame.arm_thick, back - 0.03),
            (x + wide, frame.arm, frame.front + 0.005),
            edge_m=0.4 * frame.arm_thick,
            corner_m=0.45 * frame.arm_width,
            detail=builder.detail,
        )
        slope = values["arm_fall"] * 0.12

        def falling(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
            moved = corners.copy()
            ahead = (frame.front - corners[:, 2]) / frame.depth
            moved[:, 1] -= slope * ahead
            return moved

        builder.add("arm", name, reshaped(board, falling), "frame")


def _add_seat_frame(builder: Builder, frame: _Frame) -> None:
    half = frame.width / 2 - 0.5 * max(frame.bar, frame.arm_width)
    deep = 0.045
    for name, z in (("front", frame.front - 0.05), ("back", frame.rear + 0.02)):
        y = frame.seat_at(z)
        rail = block(
            (-half, y - deep, z - 0.5 * frame.bar),
            (half, y + 0.004, z + 0.5 * frame.bar),
            detail=builder.detail,
        )
        builder.add("apron", name, rail, "frame")
    for number, share in enumerate((0.25, 0.5, 0.75)):
        z = frame.rear + share * (frame.front - frame.rear)
        y = frame.seat_at(z)
        slat = block(
            (-half, y - 0.016, z - 0.03), (half, y + 0.004, z + 0.03), detail=builder.detail
        )
        builder.add("slat", f"seat {number + 1}", slat, "frame")


def _add_back(builder: Builder, values: Values, frame: _Frame) -> None:
    low, high = frame.seat_back - 0.03, frame.height
    half = frame.inner - 0.5 * frame.bar
    thin = 0.7 * frame.bar
    for side, name in ((1.0, "left"), (-1.0, "right")):
        x = side * half
        stile = bar(
            (x, low, frame.back_at(low)),
            (x, high, frame.back_at(high)),
            frame.bar,
            frame.bar,
            detail=builder.detail,
        )
        builder.add("frame", f"back {name}", stile, "frame")
    kind = values.of("frame_back")
    tall = values["rail"]
    rails = [("top", high - tall / 2)]
    count = BACK_BARS[kind]
    if kind == "slats":
        rails.append(("bottom", low + 0.12))
    else:
        step = (high - tall - low - 0.1) / count
        rails += [(str(i + 1), high - tall / 2 - (i + 1) * step) for i in range(count)]
    for name, y in rails:
        rail = bar(
            (-half, y, frame.back_at(y)),
            (half, y, frame.back_at(y)),
            thin,
            tall,
            detail=builder.detail,
        )
        builder.add("stretcher", f"back {name}", rail, "frame")
    if kind == "slats":
        seats = COUNT[values.of("seats")]
        number = count * seats if seats < 3 else 6 * seats
        step = 2 * half / (number + 1)
        for i in range(number):
            x = half - (i + 1) * step
            slat = bar(
                (x, low + 0.11, frame.back_at(low + 0.11)),
                (x, high - 0.5 * tall, frame.back_at(high - 0.5 * tall)),
                min(0.4 * step, 0.03),
                0.5 * thin,
                detail=builder.detail,
            )
            builder.add("slat", f"back {i + 1}", slat, "frame")


def _add_cushions(builder: Builder, values: Values, frame: _Frame) -> None:
    seats = COUNT[values.of("seats")]
    thick, back_thick = values["seat_cushion"], min(values["frame_cushion"], 0.25 * frame.depth)
    inner = frame.inner - 0.002
    tilt = (frame.seat_front - frame.seat_back) / (frame.front - frame.rear)
    round_m = values["cushion_edge"] * thick
    head = frame.height + values["head_rise"]

    def tilted(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        moved = corners.copy()
        moved[:, 1] += tilt * (corners[:, 2] - frame.front)
        return moved

    def leant(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        moved = corners.copy()
        moved[:, 2] -= frame.rake * (corners[:, 1] - frame.seat_back)
        return moved

    for number, (right, left) in enumerate(seat_spans(-inner, inner, seats)):
        seat = padded(
            (right + SEAM_M, frame.seat_front, frame.rear + 0.02),
            (left - SEAM_M, frame.seat_front + thick, frame.front + 0.015),
            edge_m=round_m,
            corner_m=max(round_m, 0.02),
            crown_m=values["crown"],
            bulge_m=0.05 * thick,
            detail=builder.detail,
        )
        builder.add("cushion", f"seat {number + 1}", reshaped(seat, tilted), "upholstery")
        z = frame.rear + 0.5 * frame.bar
        back = padded(
            (right + SEAM_M, frame.seat_back + 0.9 * thick, z),
            (left - SEAM_M, head, z + back_thick),
            facing="z",
            edge_m=min(round_m, 0.45 * back_thick),
            corner_m=max(round_m, 0.02),
            crown_m=0.13 * back_thick,
            bulge_m=0.04 * back_thick,
            detail=builder.detail,
        )
        builder.add("cushion", f"back {number + 1}", reshaped(back, leant), "upholstery")
    rest = frame.back_at(frame.seat_front + thick) + back_thick
    add_throw_pillows(
        builder,
        values,
        seat_m=frame.seat_front + 0.6 * thick,
        x_m=(-inner, inner),
        rest_m=rest,
    )
