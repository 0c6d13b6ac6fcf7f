"""What a merchant asks of a room: its products, its shape and size, its look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

from layout import load_knowledge
from showroom.product.finished import FinishedProduct
from showroom.room.design import RoomDesign
from showroom.room.templates import ROOM_TEMPLATES, template_room
from showroom.style.style import style_names
from viewer.project import Project, ProjectState
from viewer.room_names import room_type_name
from viewer.words import Words

__all__ = ["look_wish", "product_wish", "shape_wish"]

_A_PAGE = 24
_MOST_OF_A_KIND = 30


def product_wish(
    project: Project,
    state: ProjectState,
    design: RoomDesign,
    products: Mapping[str, FinishedProduct],
    t: Words,
) -> RoomDesign | None:
    """How many of each product stand in the room; the design with other numbers, if they were changed."""
    counts = dict(design.products)
    st.caption(t("rooms.products_help"))
    ordered = sorted(products, key=lambda sku: (sku not in counts, sku))
    key = f"shown-{design.showroom_id}"
    # The order stays while numbers are changed, or the card would jump from under the mouse.
    order = [
        sku
        for sku in st.session_state.get(f"order-{design.showroom_id}", ordered)
        if sku in products
    ]
    order += [sku for sku in ordered if sku not in order]
    st.session_state[f"order-{design.showroom_id}"] = order
    shown = order[: st.session_state.setdefault(key, _A_PAGE)]
    wanted = dict(counts)
    with st.container(key="room-products"):
        for sku in shown:
            wanted[sku] = _card(project, state, design, products[sku], counts.get(sku, 0), t)
    if len(order) > len(shown) and st.button(t("rooms.show_more"), key=f"more-{key}"):
        st.session_state[key] += _A_PAGE
        st.rerun()
    wanted = {sku: number for sku, number in wanted.items() if number > 0}
    return design.with_products(wanted) if wanted != counts else None


def _card(
    project: Project,
    state: ProjectState,
    design: RoomDesign,
    product: FinishedProduct,
    count: int,
    t: Words,
) -> int:
    draft = state.product(product.sku)
    name = product.facts.details.names.get(t.language, product.facts.details.name)
    poster = project.url(project.out / "products" / product.sku / "poster.webp")
    version = draft.made_of if draft else ""
    with st.container(border=True, gap="small", key=f"piece-{product.sku}"):
        st.html(
            f'<div class="card{"" if count else " left-out"}"><div class="picture">'
            f'<img src="{escape(poster)}?v={version}" alt="" loading="lazy"></div>'
            f'<p class="name" title="{escape(name)}">{escape(name)}</p></div>'
        )
        # The number in the key follows undo and removal on the plan.
        return int(
            st.number_input(
                t("rooms.pieces_of", name=name.replace("[", "(").replace("]", ")")),
                0,
                _MOST_OF_A_KIND,
                count,
                label_visibility="collapsed",
                key=f"count-{design.showroom_id}-{product.sku}-{count}",
            )
        )


def shape_wish(design: RoomDesign, t: Words) -> RoomDesign | None:
    """Another shape or size, or for a house other rooms; None if nothing was asked for."""
    if design.is_house:
        return _house_wish(design, t)
    names = ["usual", *(template.name for template in ROOM_TEMPLATES)]
    with st.container(horizontal=True, key="shape-line"):
        shape = st.pills(
            t("rooms.shape"),
            names,
            format_func=lambda name: t(f"rooms.shape_{name}"),
            default="rectangle" if design.own_shape else "usual",
            key=f"shape-{design.showroom_id}",
        )
    st.caption(t("rooms.shape_help"))
    if shape is None or shape == "usual":
        wanted = st.button(t("rooms.apply"), key="apply-shape", disabled=not design.own_shape)
        return design.with_shape(None) if wanted and design.own_shape else None
    template = next(one for one in ROOM_TEMPLATES if one.name == shape)
    usual_height = load_knowledge().room_types[design.room_type].height_m
    with st.form(f"shape-form-{shape}", border=False):
        columns = st.columns(3)
        sides = [
            column.number_input(t(f"rooms.{side}"), low, high, usual, 0.05, key=f"{side}-{shape}")
            for column, side, low, high, usual in (
                (columns[0], "width", 1.5, 40.0, template.width_m),
                (columns[1], "depth", 1.5, 40.0, template.depth_m),
                (columns[2], "height", 2.0, 8.0, usual_height),
            )
        ]
        mirrored = st.checkbox(t("rooms.mirrored"), key=f"mirrored-{shape}")
        if st.form_submit_button(t("rooms.apply"), type="primary"):
            room = template_room(
                shape,
                design.room_type,
                width_m=sides[0],
                depth_m=sides[1],
                height_m=sides[2],
                mirrored=mirrored,
            )
            return design.with_shape(room)
    return None


def _house_wish(design: RoomDesign, t: Words) -> RoomDesign | None:
    kinds = [
        kind
        for kind in load_knowledge().room_types
        if kind not in ("gallery", "hallway", "terrace")
    ]
    chosen: dict[str, float] = {}
    for kind, area_m2 in design.areas:
        chosen[kind] = chosen.get(kind, 0.0) + area_m2
    st.caption(t("rooms.house_help"))
    with st.form("house-form", border=False):
        columns = st.columns(4)
        areas = {
            kind: columns[index % 4].number_input(
                f"{room_type_name(kind, t)} (m²)",
                0.0,
                200.0,
                chosen.get(kind, 0.0),
                1.0,
                key=f"area-{kind}",
            )
            for index, kind in enumerate(kinds)
        }
        asked = st.form_submit_button(t("rooms.apply"), type="primary")
    if not asked:
        return None
    wanted = tuple((kind, area) for kind, area in areas.items() if area >= 2.0)
    return replace(design, areas=wanted, rooms=(), pieces=(), left_out=())


def look_wish(design: RoomDesign, shown_style: str, t: Words) -> RoomDesign | None:
    """Another look; None if nothing was changed."""
    wish, name = design.style, design.showroom_id
    auto = t("rooms.style_auto_short")
    if wish.name is None and shown_style:
        auto = t("rooms.style_auto", style=_style(shown_style, t))
    style = st.selectbox(
        t("rooms.style"),
        [None, *style_names()],
        index=0 if wish.name is None else 1 + style_names().index(wish.name),
        format_func=lambda one: auto if one is None else _style(one, t),
        key=f"style-{name}-{wish.name}",
    )
    own = st.checkbox(
        t("rooms.wall_own"), wish.wall_colour is not None, key=f"own-{name}-{wish.wall_colour}"
    )
    colour = None
    if own:
        colour = st.color_picker(
            t("rooms.wall_colour"),
            wish.wall_colour or "#dfe6e0",
            key=f"colour-{name}-{wish.wall_colour}",
        )
    fill = st.checkbox(t("rooms.fill"), design.fill, key=f"fill-{name}-{design.fill}")
    look = replace(wish, name=style, wall_colour=colour)
    if (look, fill) == (wish, design.fill):
        return None
    return replace(design, style=look, fill=fill)


def _style(name: str, t: Words) -> str:
    key = f"rooms.style_{name}"
    return t(key) if t.has(key) else name.replace("_", " ").capitalize()
