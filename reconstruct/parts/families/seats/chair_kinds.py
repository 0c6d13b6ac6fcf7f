"""What chairs are sold as: sizes and odds of dining, shell, upholstered, school, garden and other chairs."""

from __future__ import annotations

from reconstruct.parts.family import Kind

__all__ = ["CHAIR_KINDS"]


_LEGS_0 = dict.fromkeys(
    (
        "straight",
        "tapered",
        "round",
        "turned",
        "baluster",
        "sabre",
        "cabriole",
        "hairpin",
        "dowel",
        "tube",
        "sled",
        "cantilever",
        "folding",
        "star",
        "disc",
        "panel",
        "rocker",
        "runner",
    ),
    0,
)
_BACKS_0 = dict.fromkeys(
    (
        "panel",
        "padded",
        "framed",
        "ladder",
        "slats",
        "spindles",
        "splat",
        "hoop",
        "bentwood",
        "cross",
        "rail",
        "medallion",
        "shell",
        "wrap",
    ),
    0,
)
_NO_ARMS = {"none": 1, "bar": 0, "curved": 0, "loop": 0, "wrap": 0, "padded": 0}

CHAIR_KINDS = (
    # Joined wooden dining chairs.
    Kind(
        "chair",
        (0.4, 0.78, 0.43),
        (0.5, 1.02, 0.56),
        {
            "legs": _LEGS_0 | {"straight": 4, "tapered": 4, "sabre": 2, "turned": 1, "runner": 0.2},
            "seat": {"square": 9, "round": 0.4, "slatted": 0},
            "back": _BACKS_0
            | {
                "ladder": 4,
                "slats": 4,
                "splat": 1.5,
                "cross": 1.5,
                "panel": 1,
                "framed": 2,
                "rail": 2,
            },
            "arms": _NO_ARMS | {"none": 9, "bar": 1},
        },
        weight=5.0,
    ),
    # The same with arms.
    Kind(
        "chair",
        (0.52, 0.78, 0.5),
        (0.62, 1.05, 0.6),
        {
            "legs": _LEGS_0 | {"straight": 4, "tapered": 4, "sabre": 2, "turned": 1, "runner": 0.2},
            "seat": {"square": 9, "round": 0.4, "slatted": 0},
            "back": _BACKS_0
            | {"ladder": 3, "slats": 3, "splat": 1, "cross": 1, "framed": 2, "rail": 2},
            "arms": _NO_ARMS | {"none": 0, "bar": 4, "curved": 2, "wrap": 1},
        },
        weight=1.5,
        usual={"seat_width": 0.86},
    ),
    # Sticks in a solid seat: Windsor and bentwood chairs.
    Kind(
        "chair",
        (0.4, 0.76, 0.42),
        (0.54, 1.0, 0.54),
        {
            "legs": _LEGS_0 | {"round": 5, "turned": 1},
            "seat": {"square": 1, "round": 2, "slatted": 0},
            "cushion": {"none": 6, "pad": 1, "padded": 0.5},
            "back": _BACKS_0 | {"spindles": 3, "hoop": 4, "bentwood": 2, "splat": 0.5, "rail": 1},
            "arms": _NO_ARMS | {"none": 5, "wrap": 1, "bar": 0.3},
        },
        weight=2.5,
        usual={"seat_height": 0.53, "leg_splay_side": 0.1, "leg_inset": 0.15},
    ),
    # Moulded shells.
    Kind(
        "chair",
        (0.44, 0.76, 0.46),
        (0.62, 0.9, 0.6),
        {
            "legs": _LEGS_0
            | {
                "round": 4,
                "dowel": 4,
                "tube": 2,
                "sled": 1.5,
                "star": 1,
                "tapered": 1,
                "hairpin": 0.5,
                "disc": 0.4,
                "cantilever": 0.3,
                "rocker": 0.3,
            },
            "back": _BACKS_0 | {"shell": 1},
            "cushion": {"none": 4, "pad": 2, "padded": 2},
            "stretchers": {"none": 1, "sides": 0, "h": 0, "box": 0, "cross": 0.1, "ring": 0.1},
        },
        weight=4.0,
        usual={"leg_splay_side": 0.12, "leg_splay_front": 0.12, "leg_inset": 0.2},
    ),
    # Upholstered dining chairs, tubs among them.
    Kind(
        "chair",
        (0.45, 0.8, 0.5),
        (0.62, 1.05, 0.66),
        {
            "legs": _LEGS_0
            | {
                "straight": 3,
                "tapered": 4,
                "round": 4,
                "sabre": 1,
                "turned": 0.7,
                "tube": 0.6,
                "sled": 0.6,
                "star": 0.6,
                "disc": 0.3,
                "cantilever": 0.6,
            },
            "seat": {"square": 6, "round": 1.2, "slatted": 0},
            "cushion": {"none": 0, "pad": 0, "padded": 1},
            "apron": {"none": 3, "rails": 1},
            "back": _BACKS_0 | {"padded": 5, "wrap": 3},
            "arms": _NO_ARMS | {"none": 5, "padded": 1.5, "bar": 0.5, "curved": 0.5},
            "stretchers": {"none": 8, "sides": 0.3, "h": 0.3, "box": 0.5, "cross": 0, "ring": 0},
        },
        weight=4.0,
        usual={"back_bottom": 0.04, "back_width": 1.0, "cushion_thickness": 0.08},
    ),
    # School, conference and stacking chairs of tube.
    Kind(
        "chair",
        (0.42, 0.74, 0.46),
        (0.58, 0.88, 0.58),
        {
            "legs": _LEGS_0 | {"tube": 4, "sled": 2, "cantilever": 3},
            "seat": {"square": 6, "round": 0.5, "slatted": 0},
            "cushion": {"none": 3, "pad": 0.5, "padded": 2},
            "back": _BACKS_0 | {"panel": 5, "padded": 3, "slats": 0.4, "rail": 1},
            "arms": _NO_ARMS | {"none": 5, "loop": 2},
            "stretchers": {"none": 1, "sides": 0, "h": 0, "box": 0, "cross": 0, "ring": 0},
        },
        weight=2.0,
        usual={"back_bottom": 0.4, "back_rail": 0.4, "seat_thickness": 0.016},
    ),
    # Garden chairs.
    Kind(
        "chair",
        (0.5, 0.8, 0.52),
        (0.62, 1.02, 0.66),
        {
            "legs": _LEGS_0 | {"straight": 5, "tapered": 1, "tube": 1, "sled": 0.5, "runner": 0.5},
            "seat": {"square": 0.6, "round": 0, "slatted": 5},
            "cushion": {"none": 1, "pad": 1, "padded": 0},
            "back": _BACKS_0 | {"slats": 5, "ladder": 4, "cross": 0.4},
            "arms": _NO_ARMS | {"none": 1, "bar": 4, "loop": 0.6},
        },
        weight=1.5,
        usual={"back_rake": 15.0, "seat_height": 0.46},
    ),
    # Chairs of older styles.
    Kind(
        "chair",
        (0.46, 0.88, 0.5),
        (0.64, 1.12, 0.62),
        {
            "legs": _LEGS_0 | {"turned": 2, "baluster": 1.5, "cabriole": 4, "sabre": 1.5},
            "seat": {"square": 3, "round": 1.2, "slatted": 0},
            "cushion": {"none": 1, "pad": 0.5, "padded": 6},
            "apron": {"none": 0, "rails": 1},
            "back": _BACKS_0 | {"medallion": 3, "framed": 4, "splat": 2.5, "padded": 0.7},
            "arms": _NO_ARMS | {"none": 3, "curved": 2, "bar": 1},
            "stretchers": {"none": 3, "sides": 0, "h": 1, "box": 0.4, "cross": 0.2, "ring": 0},
        },
        weight=2.0,
    ),
    # Children's chairs.
    Kind(
        "chair",
        (0.26, 0.5, 0.27),
        (0.36, 0.64, 0.36),
        {
            "legs": _LEGS_0 | {"straight": 3, "round": 3, "tapered": 1, "panel": 1, "tube": 0.7},
            "seat": {"square": 4, "round": 1, "slatted": 0},
            "cushion": {"none": 8, "pad": 0.5, "padded": 0.5},
            "back": _BACKS_0 | {"panel": 3, "rail": 2, "ladder": 2, "slats": 1, "shell": 0.6},
            "arms": _NO_ARMS | {"none": 8, "bar": 1},
        },
        weight=1.0,
    ),
    # Folding chairs.
    Kind(
        "chair",
        (0.42, 0.74, 0.44),
        (0.54, 0.92, 0.58),
        {
            "legs": _LEGS_0 | {"folding": 1},
            "seat": {"square": 3, "round": 0, "slatted": 3},
            "cushion": {"none": 6, "pad": 0.5, "padded": 2},
            "back": _BACKS_0 | {"panel": 3, "ladder": 3, "slats": 2, "padded": 1.5},
            "arms": _NO_ARMS | {"none": 8, "bar": 1},
        },
        weight=0.8,
        usual={"back_bottom": 0.4, "seat_thickness": 0.02, "leg_splay_back": 0.05},
    ),
    # Rocking chairs.
    Kind(
        "chair",
        (0.54, 0.9, 0.72),
        (0.68, 1.12, 0.95),
        {
            "legs": _LEGS_0 | {"rocker": 1},
            "seat": {"square": 3, "round": 0.5, "slatted": 2},
            "back": _BACKS_0 | {"spindles": 3, "hoop": 0.7, "slats": 3, "ladder": 2, "padded": 1},
            "arms": _NO_ARMS | {"none": 0.5, "bar": 5, "curved": 1},
        },
        weight=0.6,
        usual={"seat_height": 0.4, "seat_depth": 0.58, "back_rake": 18.0},
    ),
    # Chairs that turn, on a column.
    Kind(
        "chair",
        (0.46, 0.78, 0.48),
        (0.62, 0.92, 0.62),
        {
            "legs": _LEGS_0 | {"star": 3, "disc": 2},
            "seat": {"square": 3, "round": 3, "slatted": 0},
            "cushion": {"none": 0, "pad": 1, "padded": 4},
            "back": _BACKS_0 | {"padded": 3, "wrap": 3, "shell": 2},
            "arms": _NO_ARMS | {"none": 4, "padded": 0.6},
        },
        weight=0.8,
        usual={"back_bottom": 0.04},
    ),
)
