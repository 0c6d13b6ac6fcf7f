"""What is it: the photo's guess and its runners-up, where nobody said what a product is."""

from __future__ import annotations

import streamlit as st

from viewer.draft import ProductDraft
from viewer.plain_text import plain
from viewer.project import Project
from viewer.table import apply_edits, category_titles
from viewer.told_category import surely_told
from viewer.words import Words

__all__ = ["category_question", "likely_categories"]

_MOST = 3


def likely_categories(product: ProductDraft) -> tuple[tuple[str, float], ...]:
    """The likeliest categories and their probabilities by the photos; none where the merchant's words tell."""
    if surely_told(product):
        return ()
    guesses = next((p.category_guesses for p in product.photos if p.category_guesses), ())
    return guesses[:_MOST]


def category_question(project: Project, product: ProductDraft, t: Words) -> None:
    """Offer the guesses to confirm, and all other categories; an answer is the merchant's own word."""
    likely = likely_categories(product)
    if not likely:
        return
    titles = category_titles(t.language)
    st.text(t("products.is_it"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="is-it"):
        for category, probability in likely:
            title = titles.get(category, category.replace("_", " "))
            if st.button(
                f"{plain(title)} {probability:.0%}",
                key=f"is-it-{category}",
                type="primary" if category == product.category else "secondary",
            ):
                _answer(project, product, category)
        guessed = {category for category, _ in likely}
        other = st.selectbox(
            t("products.is_it_other"),
            [category for category in titles if category not in guessed],
            index=None,
            format_func=lambda name: titles[name],
            placeholder=t("products.is_it_other"),
            label_visibility="collapsed",
            width=220,
            key=f"is-it-other-{product.sku}",
        )
    if other is not None:
        _answer(project, product, other)


def _answer(project: Project, product: ProductDraft, category: str) -> None:
    with project.change() as change:
        change.state = apply_edits(change.state, {product.sku: {"category": category}}).state
    st.rerun()
