"""The products as pictures: what each looks like by now, and what it needs."""

from __future__ import annotations

from html import escape

import streamlit as st

from viewer.draft import ProductDraft
from viewer.plain_text import button_of
from viewer.project import Project, ProjectState
from viewer.words import Words

__all__ = ["gallery", "picture_of", "status_of"]

_A_PAGE = 24


def gallery(project: Project, state: ProjectState, t: Words) -> None:
    """A card for each product; its button opens the product."""
    pages = max(1, -(-len(state.products) // _A_PAGE))
    page = min(st.session_state.get("gallery-page", 0), pages - 1)
    shown = state.products[page * _A_PAGE : (page + 1) * _A_PAGE]
    with st.container(key="gallery"):
        for product in shown:
            _card(project, product, t)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            if st.button(t("products.page_before"), disabled=page == 0, key="page-before"):
                st.session_state["gallery-page"] = page - 1
                st.rerun(scope="fragment")
            st.text(t("products.page", page=page + 1, pages=pages))
            if st.button(t("products.page_after"), disabled=page == pages - 1, key="page-after"):
                st.session_state["gallery-page"] = page + 1
                st.rerun(scope="fragment")


def _card(project: Project, product: ProductDraft, t: Words) -> None:
    with st.container(border=True, gap="small", key=f"card-{product.sku}"):
        picture = picture_of(project, product)
        shown = (
            f'<img src="{escape(picture)}" alt="">'
            if picture
            else f'<span class="wait">{escape(t("products.picture_soon"))}</span>'
        )
        word, tone = status_of(product, t)
        st.html(
            f'<div class="card{" left-out" if product.left_out else ""}">'
            f'<div class="picture">{shown}</div>'
            f'<p class="name" title="{escape(product.name)}">{escape(product.name)}</p>'
            f'<p class="state {tone}">{escape(word)}</p></div>'
        )
        label = button_of(t("products.open"), product.name)
        if st.button(label, key=f"open-{product.sku}", width="stretch"):
            st.session_state["open-product"] = product.sku
            st.rerun()


def picture_of(project: Project, product: ProductDraft) -> str | None:
    """Address of the product's picture: the finished one, else its first cut-out."""
    poster = project.out / "products" / product.sku / "poster.webp"
    if product.made and poster.is_file():
        return f"{project.url(poster)}?v={product.made_of}"
    for photo in product.photos:
        if photo.thumbnail:
            return project.url(f"previews/{photo.thumbnail}")
    return None


def status_of(product: ProductDraft, t: Words) -> tuple[str, str]:
    """A word on how far the product is, and the tone it is said in."""
    if product.left_out:
        return t("products.status_left_out"), "quiet"
    if product.status == "failed":
        return _why_failed(product, t), "bad"
    if product.outdated:
        return t("products.status_outdated"), "look"
    doubts = product.problems or any(photo.warnings for photo in product.photos)
    if product.made:
        return (
            (t("products.status_look"), "look") if doubts else (t("products.status_made"), "good")
        )
    if product.status == "cut_out":
        if any(photo.asks for photo in product.photos):
            return t("products.which"), "look"
        return (
            (t("products.status_look"), "look") if doubts else (t("products.status_ready"), "plain")
        )
    return t("products.status_new"), "quiet"


def _why_failed(product: ProductDraft, t: Words) -> str:
    if product.needs_photo:
        return t("products.status_needs_photo")
    if any(problem.code == "implausible_size" for problem in product.problems):
        return t("products.status_check_size")
    return t("products.status_failed")
