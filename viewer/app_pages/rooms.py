"""Rooms: what kind, which products, where everything stands, and how it looks."""

from __future__ import annotations

import streamlit as st

from showroom.room.design import RoomDesign
from viewer.plain_text import plain
from viewer.room_desk import desk
from viewer.room_list import chosen_room, new_room
from viewer.room_studio import (
    Studio,
    add_missing,
    arrange_all,
    finished_products,
    warm_up,
    without_missing,
)
from viewer.room_wishes import look_wish, product_wish, shape_wish
from viewer.visit import page_project

project, t = page_project()
state = project.state()
warm_up()

st.title(t("rooms.title"), anchor=False)
products, old = finished_products(project, state)
if old:
    st.warning(plain(t("rooms.old_products", skus=", ".join(old))))
if not products:
    st.info(t("rooms.no_products"))
    st.page_link(
        "app_pages/products.py", label=t("rooms.to_products"), icon=":material/arrow_forward:"
    )
    st.stop()
if not state.rooms:
    st.write(t("rooms.lead"))
    if st.button(t("rooms.new"), type="primary", icon=":material/add:", key="first-room"):
        new_room(project, products, t)
    st.stop()

designs = {room["showroom_id"]: RoomDesign.from_json(room) for room in state.rooms}
design = without_missing(chosen_room(project, designs, products, t), products)
key = f"studio-{project.token}-{design.showroom_id}"
studio: Studio = st.session_state.setdefault(key, Studio(project))
if studio.work is None and (
    studio.view is None or studio.view.design.as_json() != design.as_json()
):
    # The first look, or another tab was at work.
    studio.ask(design, products, None if design.pieces else arrange_all)
    studio.collect(1.5)

desk(project, studio, products, t)

if studio.view is not None:
    shown = studio.view
    pieces, shape, look = st.tabs(
        [t("rooms.tab_products"), t("rooms.tab_shape"), t("rooms.tab_style")]
    )
    with pieces:
        wanted = product_wish(project, state, shown.design, products, t)
        if wanted is not None:
            studio.ask(wanted, products, add_missing)
    with shape:
        wanted = shape_wish(shown.design, t)
        if wanted is not None:
            studio.ask(wanted, products, arrange_all)
    with look:
        wanted = look_wish(shown.design, shown.style, t)
        if wanted is not None:
            studio.ask(wanted, products)
    if studio.work is not None:
        studio.collect(1.5)
        st.rerun()
