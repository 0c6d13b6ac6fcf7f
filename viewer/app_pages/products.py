"""Products: drop photos, see them cut out, say what they are, make them 3D, put right what is wrong."""

from __future__ import annotations

import streamlit as st

from viewer import jobs
from viewer.drop_zone import drop_zone
from viewer.job_line import job_line
from viewer.product_dialog import open_product
from viewer.product_gallery import gallery
from viewer.product_table import photo_table, product_table
from viewer.products_job import to_make
from viewer.project import Project
from viewer.visit import page_project
from viewer.waiting_photos import begin_waiting
from viewer.words import Words

project, t = page_project()
stopped = begin_waiting(project)
busy = jobs.current(project) is not None


every = 1.0 if busy else None


@st.fragment(run_every=every)
def progress(project: Project, t: Words, *, was_busy: bool, stopped: bool) -> None:
    """The job, and the button that begins the next; the tables are left alone, so that no edit is disturbed."""
    job = job_line(project, t, "preview", "products")
    now_busy = job is not None and job.alive
    if was_busy and not now_busy:
        st.rerun()
    if stopped and st.button(t("products.go_on"), icon=":material/play_circle:", key="go-on"):
        begin_waiting(project, again=True)
        st.rerun()
    state = project.state()
    waiting = to_make(state)
    with st.container(horizontal=True, vertical_alignment="center", key="make-line"):
        made = sum(product.made and not product.outdated for product in state.wanted)
        st.text(t("products.count", count=len(state.wanted), made=made))
        if st.button(
            t("products.make", count=len(waiting)) if waiting else t("products.all_made"),
            type="primary",
            icon=":material/deployed_code:",
            # Looking at photos gives way: it goes on by itself afterwards.
            disabled=not waiting or (job is not None and job.alive and job.kind != "preview"),
            key="make-all",
        ):
            jobs.cancel(project)
            jobs.start(project, "products")
            st.rerun()


@st.fragment(run_every=every)
def pictures(project: Project, t: Words) -> None:
    """The pictures follow the work."""
    gallery(project, project.state(), t)


st.title(t("products.title"), anchor=False)
state = project.state()
if not state.products:
    st.write(t("products.lead"))
drop_zone(project, t, open_wide=not state.products)
if not state.products:
    st.stop()
progress(project, t, was_busy=busy, stopped=stopped)
seen, table, photos = st.tabs(
    [t("products.tab_pictures"), t("products.tab_table"), t("products.tab_photos")]
)
with seen:
    pictures(project, t)
with table:
    st.caption(t("products.table_help"))
    product_table(project, state, t)
with photos:
    st.caption(t("products.photos_help"))
    photo_table(project, state, t)
open_product(project, t)
