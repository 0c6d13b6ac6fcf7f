"""The table in which products are edited, and the one that says which photo belongs to which product."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from viewer.grouping import suggested_merges
from viewer.plain_text import plain
from viewer.product_gallery import picture_of
from viewer.project import Project, ProjectState
from viewer.table import (
    COLUMNS,
    SIDES,
    CellError,
    apply_edits,
    category_titles,
    merge_products,
    move_photo,
    table_rows,
)
from viewer.words import Words

__all__ = ["photo_table", "product_table"]


def product_table(project: Project, state: ProjectState, t: Words) -> None:
    """Name, category, size, price and link of every product; an edit is kept at once."""
    rows = table_rows(state.products, t)
    skus = [product.sku for product in state.products]
    frame = pd.DataFrame(rows, index=pd.Index(skus, name="sku"), columns=list(COLUMNS))
    for side in SIDES:
        frame[side] = frame[side].astype("float64")
    origin = _origin()
    frame.insert(0, "picture", [_address(origin, picture_of(project, p)) for p in state.products])
    titles = category_titles(t.language)
    own_words = sorted({p.category for p in state.products if p.category} - set(titles))
    key = f"table-{_key(skus)}-{t.language}"
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height=_height_px(len(skus), 46),
        row_height=46,
        disabled=["picture", "guessed"],
        on_change=_keep,
        args=(project, key, skus),
        alt=t("products.table"),
        placeholder="",
        column_config={
            "picture": st.column_config.ImageColumn(t("products.column_picture"), width=64),
            "name": st.column_config.TextColumn(t("products.column_name"), width="medium"),
            "category": st.column_config.SelectboxColumn(
                t("products.column_category"),
                options=[*titles, *own_words],
                format_func=lambda name: titles.get(str(name), str(name)),
            ),
            "width_cm": _side(t("products.column_width")),
            "height_cm": _side(t("products.column_height")),
            "depth_cm": _side(t("products.column_depth")),
            "guessed": st.column_config.TextColumn(
                t("products.column_guessed"), help=t("products.column_guessed_help")
            ),
            "price": st.column_config.TextColumn(t("products.column_price"), width=96),
            "currency": st.column_config.TextColumn(
                t("products.column_currency"),
                width="small",
                help=t("products.column_currency_help"),
            ),
            "url": st.column_config.TextColumn(t("products.column_link"), width=170),
            "left_out": st.column_config.CheckboxColumn(
                t("products.column_left_out"), width="small"
            ),
        },
    )
    for fault in st.session_state.get(f"{key}-faults", {}).values():
        st.error(plain(t.error(fault)))


def photo_table(project: Project, state: ProjectState, t: Words) -> None:
    """Which product each photo shows; and groups that the files' names suggest."""
    for skus in suggested_merges(state.products):
        _suggestion(project, state, skus, t)
    photos = [(p.sku, photo) for p in state.products for photo in p.photos]
    names = {p.sku: f"{p.name} ({p.sku})" for p in state.products}
    origin = _origin()
    files = [f"{sku}/{photo.file}" for sku, photo in photos]
    frame = pd.DataFrame(
        {
            "picture": [
                _address(origin, project.url(f"previews/{p.thumbnail}") if p.thumbnail else None)
                for _, p in photos
            ],
            "photo": [photo.original_name for _, photo in photos],
            "product": [sku for sku, _ in photos],
        },
        index=pd.Index(files),
    )
    key = f"photos-{_key(files)}-{t.language}"
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height=_height_px(len(files), 56),
        row_height=56,
        disabled=["picture", "photo"],
        on_change=_move,
        args=(project, key, files),
        alt=t("products.photos_table"),
        placeholder="",
        column_config={
            "picture": st.column_config.ImageColumn(t("products.column_picture"), width=72),
            "photo": st.column_config.TextColumn(t("products.column_photo"), width="medium"),
            "product": st.column_config.SelectboxColumn(
                t("products.column_shows"),
                width="large",
                options=list(names),
                required=True,
                format_func=lambda sku: names.get(str(sku), str(sku)),
            ),
        },
    )


def _suggestion(project: Project, state: ProjectState, skus: Sequence[str], t: Words) -> None:
    found = [product.name for sku in skus if (product := state.product(sku))]
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"join-{skus[0]}"
    ):
        st.text(t("products.suggest_join", names=", ".join(found)))
        if st.button(t("products.join"), key=f"do-join-{skus[0]}"):
            with project.change() as change:
                change.state = merge_products(change.state, skus)
            st.rerun()


def _keep(project: Project, key: str, skus: Sequence[str]) -> None:
    """Take over the cells that were edited since the last time; the editor tells all edits it ever had."""
    edited = _fresh_edits(key)
    faults: dict[tuple[str, str], CellError] = st.session_state.setdefault(f"{key}-faults", {})
    with project.change() as change:
        for row, cells in edited.items():
            for column, value in cells.items():
                done = apply_edits(change.state, {skus[row]: {column: value}})
                change.state = done.state
                faults.pop((skus[row], column), None)
                for fault in done.faults:
                    faults[skus[row], column] = fault


def _move(project: Project, key: str, files: Sequence[str]) -> None:
    with project.change() as change:
        for row, cells in _fresh_edits(key).items():
            if cells.get("product"):
                sku, file = files[row].split("/", 1)
                change.state = move_photo(change.state, file, cells["product"], source=sku)


def _fresh_edits(key: str) -> dict[int, dict[str, Any]]:
    seen: dict[int, dict[str, Any]] = st.session_state.setdefault(f"{key}-seen", {})
    now = {int(row): dict(cells) for row, cells in st.session_state[key]["edited_rows"].items()}
    missing = object()
    fresh = {
        row: {c: v for c, v in cells.items() if seen.get(row, {}).get(c, missing) != v}
        for row, cells in now.items()
    }
    st.session_state[f"{key}-seen"] = now
    return fresh


def _side(label: str) -> Any:
    return st.column_config.NumberColumn(label, format="%.1f", width=118)


def _height_px(rows: int, row_px: int) -> int:
    """All rows as long as they fit on a screen."""
    return min(900, 40 + max(1, rows) * row_px)


def _key(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _origin() -> str:
    return "/".join((st.context.url or "").split("/", 3)[:3])


def _address(origin: str, path: str | None) -> str | None:
    return None if path is None else origin + path
