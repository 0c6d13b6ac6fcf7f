"""What showrooms are called: as the merchant named them, or by their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from showroom.room.design import RoomDesign
from viewer.finished import FinishedShowroom
from viewer.project import ProjectState
from viewer.words import Words

__all__ = ["room_type_name", "showroom_names"]


def room_type_name(room_type: str, t: Words) -> str:
    """A room type of the graph, or "house", in the interface's language."""
    return t.viewer(f"room_{room_type}") or room_type.replace("_", " ").capitalize()


def showroom_names(
    state: ProjectState, showrooms: Sequence[FinishedShowroom | RoomDesign], t: Words
) -> dict[str, str]:
    """A name for each showroom, by its id; rooms of one type are counted."""
    titles = {str(room.get("showroom_id")): str(room.get("title") or "") for room in state.rooms}
    types = Counter(room.room_type for room in showrooms)
    numbers: Counter[str] = Counter()
    names = {}
    for room in showrooms:
        numbers[room.room_type] += 1
        name = room_type_name(room.room_type, t)
        if types[room.room_type] > 1:
            name = f"{name} {numbers[room.room_type]}"
        names[room.showroom_id] = titles.get(room.showroom_id) or name
    return names
