"""Where a merchant without a project begins."""

from __future__ import annotations

import streamlit as st

from viewer.adopt import open_results, sample_project
from viewer.plain_text import plain
from viewer.visit import current_visit, enter

visit = current_visit()
t = visit.words
chosen = visit.chosen_language

st.title(t("start.title"), anchor=False)
st.write(t("start.lead"))
if visit.unknown_key:
    st.error(t("error.project_unknown"))

new, ready = st.columns(2, gap="large")
with new:
    st.header(t("start.new_title"), anchor=False)
    with st.form("new", border=False):
        name = st.text_input(t("start.name"), max_chars=80, placeholder=t("start.unnamed"))
        wanted = st.form_submit_button(t("start.new"), type="primary")
    if wanted:
        made = visit.projects.create(name=name.strip() or t("start.unnamed"), language=chosen)
        enter(made)
    st.caption(t("start.have_link"))
with ready:
    st.header(t("start.samples"), anchor=False)
    st.write(t("start.samples_help"))
    if st.button(t("start.samples"), icon=":material/chair:"):
        with st.spinner(t("start.preparing")):
            project = sample_project(visit.projects, name=t("start.sample_name"), language=chosen)
        enter(project)
    results = visit.projects.results()
    if results:
        st.header(t("start.results"), anchor=False)
        st.write(t("start.results_help"))
        for folder in results:
            label = t("start.results_open", name=plain(folder.name))
            if st.button(label, icon=":material/folder_open:", key=f"results-{folder}"):
                with st.spinner(t("start.preparing")):
                    project = open_results(visit.projects, folder, language=chosen)
                enter(project)
