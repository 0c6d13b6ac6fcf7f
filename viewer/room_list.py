"""The project's rooms: choose one, make a new one, rename, duplicate and delete."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from layout import room_types
from showroom.product.finished import FinishedProduct
from showroom.room.design import RoomDesign
from showroom.room.designed import remove_showroom
from showroom.room.selection import HOUSE
from showroom.room.templates import ROOM_TEMPLATES, template_room
from viewer.finished import finished_showrooms
from viewer.plain_text import plain
from viewer.project import Project
from viewer.room_names import design_names, room_type_name
from viewer.room_studio import new_design, save_design
from viewer.words import Words

__all__ = ["chosen_room", "new_room"]

_CHOSEN = "room-chosen"
_LONGEST_NAME = 80


def chosen_room(
    project: Project, designs: dict[str, RoomDesign], products: dict[str, FinishedProduct], t: Words
) -> RoomDesign:
    """Let the merchant choose among the rooms, and do what is done to a whole room."""
    if st.session_state.get(_CHOSEN) not in designs:
        st.session_state[_CHOSEN] = next(iter(designs))
    names = design_names(designs, t)
    with st.container(horizontal=True, vertical_alignment="center", key="room-line"):
        chosen = st.pills(
            t("rooms.which"),
            list(designs),
            format_func=lambda name: plain(names[name]),
            label_visibility="collapsed",
            key="room-pills",
            default=st.session_state[_CHOSEN],
        )
        if st.button(t("rooms.new"), icon=":material/add:", key="room-new"):
            new_room(project, products, t)
        design = designs[chosen or st.session_state[_CHOSEN]]
        if st.button(t("rooms.more"), icon=":material/more_horiz:", key="room-more"):
            _whole_room(project, design, names, t)
    st.session_state[_CHOSEN] = design.showroom_id
    return design


def _whole_room(project: Project, design: RoomDesign, names: dict[str, str], t: Words) -> None:
    """Ask in a dialog what is to be done to a whole room."""
    called = names[design.showroom_id]

    # No popover: by keys it is reached only after everything else on the page.
    @st.dialog(plain(called))
    def ask() -> None:
        name = design.showroom_id
        title = st.text_input(
            t("rooms.name"),
            design.title,
            max_chars=_LONGEST_NAME,
            placeholder=called,
            key=f"title-{name}",
        )
        if title.strip() and title.strip() != design.title:
            save_design(project, replace(design, title=title.strip()))
            st.rerun()
        if st.button(t("rooms.duplicate"), icon=":material/content_copy:", key=f"duplicate-{name}"):
            base = f"{name}-copy"
            number = next(n for n in range(1, 10_000) if f"{base}-{n}" not in names)
            title = t("rooms.copy_of", name=called)[:_LONGEST_NAME]
            _open(project, replace(design, showroom_id=f"{base}-{number}", title=title))
        st.divider()
        st.caption(plain(t("rooms.delete_sure", name=called)))
        if st.button(t("rooms.delete_yes"), icon=":material/delete:", key=f"delete-{name}"):
            with project.change() as change:
                rooms = tuple(r for r in change.state.rooms if r["showroom_id"] != name)
                change.state = replace(change.state, rooms=rooms)
            remove_showroom(project.out, name)
            _forget_choice()
            st.rerun()

    ask()


def _open(project: Project, design: RoomDesign) -> None:
    save_design(project, design)
    _forget_choice()
    st.session_state[_CHOSEN] = design.showroom_id
    st.rerun()


def _forget_choice() -> None:
    for key in (_CHOSEN, "room-pills"):
        st.session_state.pop(key, None)


def new_room(project: Project, products: dict[str, FinishedProduct], t: Words) -> None:
    """Ask for the kind of room and its shape in a dialog; its products are proposed by the graph."""

    @st.dialog(t("rooms.new_title"))
    def ask() -> None:
        kind = st.selectbox(
            t("rooms.type"),
            [*room_types(), HOUSE],
            format_func=lambda name: room_type_name(name, t),
            key="new-type",
        )
        shape = "usual"
        if kind != HOUSE:
            shape = st.selectbox(
                t("rooms.shape"),
                ["usual", *(template.name for template in ROOM_TEMPLATES)],
                format_func=lambda name: t(f"rooms.shape_{name}"),
                key="new-shape",
            )
        sides: list[float] = []
        if shape != "usual":
            template = next(one for one in ROOM_TEMPLATES if one.name == shape)
            columns = st.columns(2)
            for column, side, usual in (
                (columns[0], "width", template.width_m),
                (columns[1], "depth", template.depth_m),
            ):
                sides.append(
                    column.number_input(
                        t(f"rooms.{side}"), 1.5, 40.0, usual, 0.25, key=f"new-{side}-{shape}"
                    )
                )
        title = st.text_input(
            t("rooms.name"),
            max_chars=_LONGEST_NAME,
            placeholder=room_type_name(kind, t),
            key="new-title",
        )
        if st.button(t("rooms.create"), type="primary", key="new-create", width="stretch"):
            name = title.strip() or _free_title(project, room_type_name(kind, t))
            finished = [room.showroom_id for room in finished_showrooms(project)]
            design = new_design(
                project.state(), products, title=name, room_type=kind, finished=finished
            )
            if sides:
                room = template_room(shape, kind, width_m=sides[0], depth_m=sides[1])
                design = design.with_shape(room)
            _open(project, design)

    ask()


def _free_title(project: Project, kind: str) -> str:
    """The kind of room, numbered from the second on."""
    taken = {room["title"] for room in project.state().rooms}
    return next(
        name
        for name in (kind, *(f"{kind} {number}" for number in range(2, 1000)))
        if name not in taken
    )
