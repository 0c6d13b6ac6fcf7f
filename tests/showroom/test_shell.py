from __future__ import annotations

import numpy as np
import pytest

from layout.room import FixedElement, Opening, Room
from reconstruct.raycast import RayCaster
from showroom.shell.shell import ShellOptions, ShellPart, build_shell, wall_frames
from tests.showroom.scene_fixtures import furnished_room, l_shaped_room

ROOMS = [furnished_room().room, l_shaped_room()]


def _surfaces(parts: tuple[ShellPart, ...], *roles: str) -> tuple[np.ndarray, np.ndarray]:
    """Corners and faces of all surfaces of the given roles, of all roles if none is given."""
    positions, faces, count = [], [], 0
    for part in parts:
        for surface in part.surfaces:
            if not roles or surface.role in roles:
                positions.append(surface.positions_m)
                faces.append(surface.faces + count)
                count += len(surface.positions_m)
    return np.concatenate(positions), np.concatenate(faces)


def _area(parts: tuple[ShellPart, ...], *roles: str) -> float:
    positions, faces = _surfaces(parts, *roles)
    a, b, c = (positions[faces[:, k]] for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.room_id)
def test_faces_look_the_way_their_normals_say(room: Room) -> None:
    for part in build_shell(room):
        for surface in part.surfaces:
            a, b, c = (surface.positions_m[surface.faces[:, k]] for k in range(3))
            flat = np.cross(b - a, c - a)
            flat /= np.linalg.norm(flat, axis=1, keepdims=True)
            assert (flat * surface.normals[surface.faces[:, 0]]).sum(1) == pytest.approx(1)


def test_walls_leave_out_their_openings() -> None:
    parts = build_shell(ROOMS[0])
    seal = 2 * 0.003
    expected = 2 * (4 + 3) * (2.5 + seal) - 1.5 * 1.2 - 0.9 * (2.05 + seal / 2)
    assert _area(parts, "wall") == pytest.approx(expected)
    assert _area(parts, "glass") == pytest.approx((1.5 - 0.1) * (1.2 - 0.1))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.room_id)
def test_reveals_look_into_their_opening(room: Room) -> None:
    frames = wall_frames(room, [0.2] * len(room.walls))
    openings = {number: [o for o in room.openings if o.wall == number] for number in range(6)}
    for part in build_shell(room):
        for surface in part.surfaces:
            if surface.role == "reveal":
                wall = int(part.name.removeprefix("wall-"))
                (opening,) = openings[wall]
                middle = frames[wall].at(
                    opening.offset_m + opening.width_m / 2,
                    opening.sill_m + opening.height_m / 2,
                    0.1,
                )
                corner = surface.positions_m[surface.faces[:, 0]]
                towards = ((middle - corner) * surface.normals[surface.faces[:, 0]]).sum(1)
                assert (towards > 0.3).all()


def test_walls_look_into_the_room_and_their_texture_is_to_scale() -> None:
    for room in ROOMS:
        inside = np.array(room.shape.representative_point().coords[0])
        for part, frame in zip(
            (p for p in build_shell(room) if p.kind == "wall"),
            wall_frames(room, [0.2] * len(room.walls)),
            strict=True,
        ):
            wall = next(s for s in part.surfaces if s.role == "wall")
            normal = wall.normals[0][[0, 2]]
            assert normal == pytest.approx(-np.array(frame.outward))
            if len(room.polygon_m) == 4:
                assert (inside - wall.positions_m[0][[0, 2]]) @ normal > 0
            spread = np.ptp(wall.positions_m, axis=0)
            assert np.ptp(wall.uvs_m[:, 0]) == pytest.approx(np.hypot(spread[0], spread[2]))
            assert np.ptp(wall.uvs_m[:, 1]) == pytest.approx(spread[1])
            # Not mirrored: u grows to the right of who looks at the wall.
            order = np.argsort(wall.uvs_m[:, 0], kind="stable")
            along = (wall.positions_m[order[-1]] - wall.positions_m[order[0]])[[0, 2]]
            assert along @ np.array(frame.along) > 0


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.room_id)
def test_light_gets_in_through_the_windows_only(room: Room) -> None:
    parts = build_shell(room, ShellOptions(cornice_m=0.1, bars="grid"))
    solid = [s for part in parts for s in part.surfaces if s.role != "glass"]
    glass = [s for part in parts for s in part.surfaces if s.role == "glass"]
    offsets = np.cumsum([0] + [len(s.positions_m) for s in solid])
    caster = RayCaster(
        np.concatenate([s.positions_m for s in solid]),
        np.concatenate([s.faces + o for s, o in zip(solid, offsets, strict=False)]),
    )
    pane = RayCaster(glass[0].positions_m, glass[0].faces)
    rng = np.random.default_rng(1)
    directions = rng.standard_normal((200_000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    origins = np.tile([1.5, 1.3, 1.2], (len(directions), 1))
    away = ~caster.cast(origins, directions).hit
    assert away.any()
    assert pane.cast(origins[away], directions[away]).hit.all()
    # Straight at the edges between wall, floor and ceiling, where cracks would be.
    corners = np.array([[x, y, z] for x, z in room.polygon_m for y in (0.0, room.height_m)])
    for a in corners:
        for b in corners:
            if np.count_nonzero(np.abs(a - b) > 1e-9) == 1:
                points = a + (b - a) * np.linspace(0.001, 0.999, 500)[:, None]
                rays = points - origins[:500]
                rays /= np.linalg.norm(rays, axis=1, keepdims=True)
                hits = caster.cast(origins[:500], rays)
                assert hits.hit.all()


def test_ceiling_is_seen_from_below_only_and_floor_from_above() -> None:
    parts = {part.name: part for part in build_shell(ROOMS[1])}
    assert (parts["ceiling"].surfaces[0].normals == [0, -1, 0]).all()
    assert (parts["floor"].surfaces[0].normals == [0, 1, 0]).all()
    grown = ROOMS[1].shape.buffer(0.2, join_style="mitre")
    assert _area((parts["ceiling"],)) == pytest.approx(grown.area)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.room_id)
def test_no_ray_from_inside_gets_out(room: Room) -> None:
    """Light comes in by the windows only: with their glass closed, no direction leads outside."""
    positions, faces = _surfaces(build_shell(room))
    caster = RayCaster(positions, faces)
    x, z = room.shape.representative_point().coords[0]
    ways = np.random.default_rng(1).standard_normal((60_000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    hits = caster.cast(np.tile([x, 1.3, z], (len(ways), 1)), ways)
    assert hits.hit.all()


def test_a_terrace_is_open_above_and_railed_where_no_house_is() -> None:
    house = Opening("door", 2, 1.0, 0.9, 0.0, 2.05)
    terrace = Room.rectangle("terrace", "terrace", 4.0, 3.0, 3.0, (house,))
    parts = build_shell(terrace)
    assert {part.kind for part in parts} == {"floor", "wall", "door"}
    heights = {
        part.name: max(s.positions_m[:, 1].max() for s in part.surfaces)
        for part in parts
        if part.kind == "wall"
    }
    assert heights["wall-2"] == pytest.approx(3.0, abs=0.01)
    assert [heights[f"wall-{k}"] for k in (0, 1, 3)] == pytest.approx([1.05] * 3)


def test_columns_stand_in_the_room() -> None:
    corners = ((1.0, 1.0), (1.0, 1.3), (1.3, 1.3), (1.3, 1.0))
    room = Room.rectangle(
        "r", "living_room", 4.0, 3.0, 2.5, (), (FixedElement("column", corners, 2.5),)
    )
    (column,) = (part for part in build_shell(room) if part.kind == "column")
    positions = np.concatenate([s.positions_m for s in column.surfaces])
    assert positions.min(axis=0) == pytest.approx([1.0, 0.0, 1.0])
    assert positions.max(axis=0) == pytest.approx([1.3, 2.5, 1.3])
    normals = np.concatenate([s.normals for s in column.surfaces])
    outward = positions - positions.mean(axis=0)
    assert ((outward * normals).sum(axis=1) > 0).all()


def test_walls_of_unlike_thickness_meet_at_their_outer_corner() -> None:
    room = ROOMS[0]
    frames = wall_frames(room, [0.05, 0.2, 0.2, 0.2])
    for i, frame in enumerate(frames):
        after = frames[(i + 1) % len(frames)]
        end = frame.at(frame.mitred(frame.length_m, frame.thickness_m), 0.0, frame.thickness_m)
        start = after.at(after.mitred(0.0, after.thickness_m), 0.0, after.thickness_m)
        assert end == pytest.approx(start)


@pytest.mark.parametrize("hinge", ["start", "end"])
def test_an_open_door_stands_in_the_room_at_its_hinge(hinge: str) -> None:
    door = Opening("door", 2, 1.0, 0.9, 0.0, 2.05, hinge, "hall")  # type: ignore[arg-type]
    room = Room.rectangle("r", "living_room", 4.0, 3.0, 2.5, (door,))
    (part,) = (p for p in build_shell(room, doors_open=True) if p.kind == "door")
    leaf = next(s for s in part.surfaces if s.role == "door").positions_m
    # The south wall runs from x = 4 to 0, so the opening lies between x = 3.0 and 2.1.
    at = 3.0 if hinge == "start" else 2.1
    assert np.abs(leaf[:, 0] - at).max() < 0.12
    assert leaf[:, 2].max() <= 3.0
    assert leaf[:, 2].min() == pytest.approx(3.0 - 0.84, abs=0.01)
