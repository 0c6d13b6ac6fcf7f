"""What rooms and showrooms are called: as the merchant named them, or by their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from showroom.room.design import RoomDesign
from viewer.finished import FinishedShowroom
from viewer.project import ProjectState
from viewer.words import Words

__all__ = ["design_names", "room_type_name", "showroom_names"]


def room_type_name(room_type: str, t: Words) -> str:
    """A room type of the graph, or "house", in the interface's language."""
    return t.viewer(f"room_{room_type}") or room_type.replace("_", " ").capitalize()


def design_names(designs: Mapping[str, RoomDesign], t: Words) -> dict[str, str]:
    """A name for each design, by its id; results of the command line have none of their own."""
    types = {name: design.room_type for name, design in designs.items()}
    return _names({name: design.title for name, design in designs.items()}, types, t)


def showroom_names(
    state: ProjectState, showrooms: Sequence[FinishedShowroom], t: Words
) -> dict[str, str]:
    """A name for each showroom, by its id."""
    titles = {str(room.get("showroom_id")): str(room.get("title") or "") for room in state.rooms}
    return _names(titles, {room.showroom_id: room.room_type for room in showrooms}, t)


def _names(titles: Mapping[str, str], types: Mapping[str, str], t: Words) -> dict[str, str]:
    """Titles where there are some, else types; rooms of one type are counted."""
    of_type = Counter(types.values())
    numbers: Counter[str] = Counter()
    names = {}
    for room_id, room_type in types.items():
        numbers[room_type] += 1
        name = room_type_name(room_type, t)
        if of_type[room_type] > 1:
            name = f"{name} {numbers[room_type]}"
        names[room_id] = titles.get(room_id) or name
    return names
