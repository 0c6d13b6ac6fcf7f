"""The merchant's app: its pages, and what stands beside them. What they do lives in modules without Streamlit."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from viewer.theme import style_sheet
from viewer.visit import Visit, current_visit, leave, say_language
from viewer.words import languages

# Not called `pages`: Streamlit runs scripts of a folder of that name by itself, without `app.py`.
PAGES = Path(__file__).parent / "app_pages"


def _language_switch(visit: Visit) -> None:
    tags = list(languages())
    chosen = st.selectbox(
        visit.words("app.language"),
        tags,
        index=tags.index(visit.words.language),
        format_func=languages().__getitem__,
        key=f"language-{visit.words.language}",
    )
    if chosen != visit.words.language:
        say_language(visit, chosen)
        st.rerun()
    # Streamlit's page says it is English; a screen reader reads it as that.
    tag = json.dumps(visit.words.language)
    st.html(f"<script>document.documentElement.lang = {tag}</script>", unsafe_allow_javascript=True)


def _link(visit: Visit) -> None:
    if visit.project is None:
        return
    t = visit.words
    origin = (st.context.url or "").split("/", 3)
    address = f"{'/'.join(origin[:3])}/?project={visit.project.token}"
    with st.expander(t("app.link_title"), icon=":material/key:"):
        st.code(address, language=None, wrap_lines=True)
        st.caption(t("app.link_warning"))
    if st.button(t("app.leave"), icon=":material/logout:", type="tertiary"):
        leave()
        st.rerun()


def main() -> None:
    """Draw the page that was asked for."""
    visit = current_visit()
    t = visit.words
    # An emoji: Streamlit would fetch the picture of a Material symbol from a host of others.
    st.set_page_config(page_title="Showroom", page_icon="🛋️", layout="wide")
    st.html(f"<style>{style_sheet(t)}</style>")
    if visit.project is None:
        start = st.Page(PAGES / "start.py", title=t("start.nav"), default=True)
        page = st.navigation([start], position="hidden")
    else:
        page = st.navigation(
            [
                st.Page(
                    PAGES / "products.py",
                    title=t("products.nav"),
                    icon=":material/category:",
                    default=True,
                ),
                st.Page(
                    PAGES / "rooms.py", title=t("rooms.nav"), icon=":material/design_services:"
                ),
                st.Page(PAGES / "preview.py", title=t("preview.nav"), icon=":material/view_in_ar:"),
                st.Page(PAGES / "publish.py", title=t("publish.nav"), icon=":material/publish:"),
            ]
        )
    with st.sidebar:
        if visit.project is not None:
            st.markdown(f"**{t('app.project')}**")
            st.text(visit.project.state().name)
            _link(visit)
        _language_switch(visit)
    page.run()


main()
