"""Where a merchant without a project begins."""

from __future__ import annotations

import streamlit as st

from viewer.visit import current_visit, enter

visit = current_visit()
t = visit.words

st.title(t("start.title"))
st.write(t("start.lead"))
if visit.unknown_key:
    st.error(t("error.project_unknown"))
with st.form("new"):
    name = st.text_input(t("start.name"), max_chars=80)
    wanted = st.form_submit_button(t("start.new"), type="primary")
if wanted:
    enter(visit.projects.create(name=name.strip() or t("start.unnamed")))
