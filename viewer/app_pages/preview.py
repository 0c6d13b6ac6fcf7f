"""The Preview page: the finished showrooms as a shopper meets them."""

from __future__ import annotations

import streamlit as st

from viewer.component import showroom_view
from viewer.finished import finished_showrooms
from viewer.plain_text import plain
from viewer.problem_words import problem_words
from viewer.room_names import showroom_names
from viewer.visit import page_project

project, t = page_project()

st.title(t("preview.title"), anchor=False)
showrooms = {room.showroom_id: room for room in finished_showrooms(project)}
if not showrooms:
    st.info(t("preview.none"))
    st.page_link("app_pages/rooms.py", label=t("preview.to_rooms"), icon=":material/arrow_forward:")
    st.stop()
names = showroom_names(project.state(), tuple(showrooms.values()), t)
chosen = st.pills(
    t("preview.which"),
    list(showrooms),
    default=next(iter(showrooms)),
    format_func=lambda name: plain(names[name]),
    label_visibility="collapsed" if len(showrooms) == 1 else "visible",
    key="preview-showroom",
)
room = showrooms[chosen or next(iter(showrooms))]
showroom_view(
    project.url(room.folder / "showroom.json"),
    poster=project.url(room.folder / "poster.webp"),
    key=f"preview-{room.showroom_id}",
    lang=t.language,
    height_px=720,
)
with st.expander(t("preview.how"), icon=":material/help:"):
    st.markdown(t("preview.how_text"))
for warning in room.told["warnings"]:
    st.warning(problem_words(warning["code"], warning["message"], t), icon=":material/info:")
st.page_link("app_pages/publish.py", label=t("preview.to_publish"), icon=":material/arrow_forward:")
