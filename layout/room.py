"""The floor plan of a room: walls, doors, windows, and what is built in.

Frame: `room` (metres, floor at y = 0); a floor plan is its (x, z).  The corners run so that the shoelace area in
(x, z) is positive; wall `i` goes from corner `i` to corner `i + 1` and the room lies on its left in the
(x, z) plane, so the inward normal of a wall along (dx, dz) is (-dz, dx).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

import shapely

from layout.errors import RoomError

__all__ = ["DOOR_HEIGHT_M", "FixedElement", "Opening", "Point", "Room", "Wall"]

Point = tuple[float, float]

DOOR_HEIGHT_M = 2.05
SMALLEST_ROOM_M2 = 0.5
LARGEST_SIDE_M = 200.0


@dataclass(frozen=True)
class Opening:
    """A door or a window in one wall.

    Attributes
    ----------
    kind
        "door" or "window".
    wall
        Index of the wall.
    offset_m
        From the wall's first corner to the opening's near edge.
    width_m, sill_m, height_m
        Clear width; height of its lower edge above the floor; clear height above the sill.
    hinge
        Which edge of a door its leaf turns on, seen along the wall; "none" for a passage without a leaf.
    leads_to
        Room id on the other side, or None for the outside or an unnamed hall.
    """

    kind: Literal["door", "window"]
    wall: int
    offset_m: float
    width_m: float
    sill_m: float
    height_m: float
    hinge: Literal["start", "end", "none"] = "start"
    leads_to: str | None = None


@dataclass(frozen=True)
class FixedElement:
    """Something built in that furniture goes around: a column, a chimney, a radiator, a fitted kitchen.

    Attributes
    ----------
    element_id
        Its name on the plan.
    polygon_m
        Corners in (x, z), metres.
    height_m
        From the floor up.
    """

    element_id: str
    polygon_m: tuple[Point, ...]
    height_m: float


@dataclass(frozen=True)
class Wall:
    """One straight wall of a room: ends, length, unit direction and inward normal in (x, z), metres."""

    index: int
    start_m: Point
    end_m: Point

    @property
    def length_m(self) -> float:
        """Length in metres."""
        return math.dist(self.start_m, self.end_m)

    @property
    def direction(self) -> Point:
        """Unit vector from the first corner to the second."""
        length = self.length_m
        return (
            (self.end_m[0] - self.start_m[0]) / length,
            (self.end_m[1] - self.start_m[1]) / length,
        )

    @property
    def inward(self) -> Point:
        """Unit normal that points into the room."""
        dx, dz = self.direction
        return (-dz, dx)

    @property
    def facing_yaw_rad(self) -> float:
        """Yaw of a product that stands with its back to this wall."""
        nx, nz = self.inward
        return math.atan2(nx, nz)

    @property
    def compass(self) -> str:
        """The side of the plan it lies on, -Z being north (up on the drawn plan) and +X east."""
        nx, nz = self.inward
        if abs(nz) >= abs(nx):
            return "north" if nz > 0 else "south"
        return "west" if nx > 0 else "east"

    def at(self, along_m: float, inward_m: float = 0.0) -> Point:
        """Point `along_m` from the first corner and `inward_m` into the room."""
        dx, dz = self.direction
        return (
            self.start_m[0] + dx * along_m - dz * inward_m,
            self.start_m[1] + dz * along_m + dx * inward_m,
        )


@dataclass(frozen=True)
class Room:
    """A room as a simple polygon with openings.

    Attributes
    ----------
    room_id
        Its name.
    room_type
        A room type of the knowledge graph, such as "living_room".
    polygon_m
        Corners in (x, z), metres, positive shoelace area, not repeated at the end.
    height_m
        Clear height.
    openings
        Doors and windows.
    fixed
        Columns and other built-in elements.
    """

    room_id: str
    room_type: str
    polygon_m: tuple[Point, ...]
    height_m: float
    openings: tuple[Opening, ...]
    fixed: tuple[FixedElement, ...] = ()

    def __post_init__(self) -> None:
        self._check_polygon()
        if not math.isfinite(self.height_m) or not 1.5 <= self.height_m <= 20.0:
            raise RoomError(
                f"{self.room_id}: the height is {self.height_m:g} m, expected 1.5 to 20 m; check its unit"
            )
        for number, opening in enumerate(self.openings):
            self._check_opening(number, opening)
        self._check_openings_apart()
        for element in self.fixed:
            ring = shapely.Polygon(element.polygon_m) if len(element.polygon_m) > 2 else None
            if ring is None or not ring.is_valid or ring.area <= 0 or element.height_m <= 0:
                raise RoomError(
                    f"{self.room_id}: the fixed element {element.element_id!r} has no area, no height or crosses "
                    "itself; give at least three corners in order"
                )

    @classmethod
    def rectangle(
        cls,
        room_id: str,
        room_type: str,
        width_m: float,
        depth_m: float,
        height_m: float = 2.7,
        openings: tuple[Opening, ...] = (),
        fixed: tuple[FixedElement, ...] = (),
    ) -> Room:
        """A room of `width_m` (x) by `depth_m` (z) with a corner at the origin.

        Wall 0 is the north wall (z = 0, from x = 0), 1 the east, 2 the south, 3 the west.
        """
        corners = ((0.0, 0.0), (width_m, 0.0), (width_m, depth_m), (0.0, depth_m))
        return cls(room_id, room_type, corners, height_m, openings, fixed)

    @property
    def walls(self) -> tuple[Wall, ...]:
        """The walls, in the order of the corners."""
        corners = self.polygon_m
        return tuple(
            Wall(i, corners[i], corners[(i + 1) % len(corners)]) for i in range(len(corners))
        )

    @property
    def shape(self) -> shapely.Polygon:
        """The floor as a polygon in (x, z), built-in elements included."""
        return shapely.Polygon(self.polygon_m)

    @property
    def area_m2(self) -> float:
        """Floor area in square metres."""
        return float(self.shape.area)

    @property
    def doors(self) -> tuple[Opening, ...]:
        """The doors among the openings."""
        return tuple(o for o in self.openings if o.kind == "door")

    @property
    def windows(self) -> tuple[Opening, ...]:
        """The windows among the openings."""
        return tuple(o for o in self.openings if o.kind == "window")

    def _check_polygon(self) -> None:
        corners = self.polygon_m
        if len(corners) < 3:
            raise RoomError(
                f"{self.room_id}: a room has at least three corners, found {len(corners)}"
            )
        for i, (x, z) in enumerate(corners):
            if not (math.isfinite(x) and math.isfinite(z)) or max(abs(x), abs(z)) > 1e4:
                raise RoomError(
                    f"{self.room_id}: corner {i} is ({x:g}, {z:g}), expected metres near the origin"
                )
            if math.dist(corners[i], corners[i - 1]) < 1e-3:
                raise RoomError(
                    f"{self.room_id}: corners {(i - 1) % len(corners)} and {i} are the same point "
                    f"({x:g}, {z:g}); remove one of them"
                )
        shape = self.shape
        if not shape.is_valid:
            raise RoomError(
                f"{self.room_id}: the walls cross or touch themselves "
                f"({shapely.is_valid_reason(shape)}); list the corners in order around the room"
            )
        if shape.area < SMALLEST_ROOM_M2:
            raise RoomError(
                f"{self.room_id}: the floor area is {shape.area:.3g} m², expected at least "
                f"{SMALLEST_ROOM_M2:g} m²; check the corners and their unit"
            )
        if max(wall.length_m for wall in self.walls) > LARGEST_SIDE_M:
            raise RoomError(
                f"{self.room_id}: a wall is longer than {LARGEST_SIDE_M:g} m; sizes are in metres"
            )
        if not shape.exterior.is_ccw:
            raise RoomError(
                f"{self.room_id}: the corners run the wrong way round (negative area in (x, z)); reverse them"
            )

    def _check_opening(self, number: int, opening: Opening) -> None:
        what = f"{self.room_id}: opening {number} ({opening.kind})"
        if not 0 <= opening.wall < len(self.polygon_m):
            raise RoomError(
                f"{what} is in wall {opening.wall}, expected 0 to {len(self.polygon_m) - 1}"
            )
        values = (opening.offset_m, opening.width_m, opening.sill_m, opening.height_m)
        if not all(math.isfinite(v) for v in values) or opening.width_m <= 0.05:
            raise RoomError(
                f"{what} has sizes {values}, expected finite metres and a width above 0.05 m"
            )
        length = self.walls[opening.wall].length_m
        if opening.offset_m < -1e-6 or opening.offset_m + opening.width_m > length + 1e-6:
            raise RoomError(
                f"{what} spans {opening.offset_m:g} to {opening.offset_m + opening.width_m:g} m, but wall "
                f"{opening.wall} is {length:.3g} m long; move it or make it narrower"
            )
        top = opening.sill_m + opening.height_m
        if opening.sill_m < 0 or opening.height_m <= 0 or top > self.height_m + 1e-6:
            raise RoomError(
                f"{what} goes from {opening.sill_m:g} to {top:g} m, but the room is {self.height_m:g} m high"
            )

    def _check_openings_apart(self) -> None:
        ordered = sorted(self.openings, key=lambda o: (o.wall, o.offset_m))
        for first, second in itertools.pairwise(ordered):
            overlap = first.offset_m + first.width_m - second.offset_m
            if first.wall == second.wall and overlap > 1e-6:
                raise RoomError(
                    f"{self.room_id}: a {first.kind} and a {second.kind} overlap by {overlap:.2f} m in wall "
                    f"{first.wall}; move one of them"
                )
