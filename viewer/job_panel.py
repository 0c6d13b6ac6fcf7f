"""How far the work in the background is, on every page that waits for it."""

from __future__ import annotations

import streamlit as st

from viewer import jobs
from viewer.project import Project
from viewer.words import Words

__all__ = ["duration", "job_panel", "page_link"]


def page_link(name: str, label: str) -> None:
    """A way to another page of the app."""
    st.page_link(f"app_pages/{name}.py", label=label, icon=":material/arrow_forward:")


def duration(seconds: float, t: Words) -> str:
    """A time to wait, as people say it."""
    if seconds < 45:
        return t("jobs.seconds", count=max(5, 5 * round(seconds / 5)))
    return t("jobs.minutes", count=max(1, round(seconds / 60)))


def job_panel(project: Project, t: Words, *kinds: str) -> bool:
    """Show the job that is at work, with a way to stop it; the page is drawn anew at its end.

    Returns
    -------
    Whether one of these kinds is at work.
    """
    job = jobs.current(project)
    if job is None or job.kind not in kinds:
        last = jobs.latest(project, *kinds)
        if last is not None and last.state == "failed":
            st.error(t("jobs.failed", reason=last.message or t("jobs.no_reason")))
        elif last is not None and last.state == "cancelled":
            st.info(t("jobs.cancelled"))
        return False
    _running(project, t)
    return True


@st.fragment(run_every=1.0)
def _running(project: Project, t: Words) -> None:
    job = jobs.current(project)
    if job is None:
        st.rerun()
    if job.state == "queued":
        st.progress(0.0, text=t("jobs.queued", count=max(1, job.position)))
    else:
        text = t(f"jobs.{job.kind}", done=job.done, total=job.total)
        if job.seconds_left is not None:
            text += " · " + t("jobs.left", time=duration(job.seconds_left, t))
        st.progress(min(1.0, job.done / max(1, job.total)), text=text)
    if st.button(t("jobs.stop"), icon=":material/close:", key="stop-job"):
        jobs.cancel(project)
        st.rerun()
