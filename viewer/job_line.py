"""The line that tells of work in the background, with a button that stops it; every page can show it."""

from __future__ import annotations

import streamlit as st

from viewer import jobs
from viewer.job_words import job_sentence
from viewer.jobs import Job
from viewer.plain_text import plain
from viewer.problem_words import problem_words, with_detail
from viewer.project import Project
from viewer.words import Words

__all__ = ["job_line"]

_MOST_FAULTS = 6


def job_line(project: Project, t: Words, *kinds: str) -> Job | None:
    """Show the project's job, or how the last of these kinds ended; gives the job. Call it in a fragment.

    A reload, another tab or another page shows the same: the job is read from the project's folder each time.
    """
    job = jobs.current(project) or jobs.latest(project, *kinds)
    if job is None:
        return None
    if job.alive:
        _running(project, job, t)
    elif job.state == "failed":
        said = plain(job_sentence(job, t))
        st.error(with_detail(said, job.code, job.message, t))
    elif job.state == "cancelled":
        st.info(plain(job_sentence(job, t)))
    elif job.kind == "rooms":
        # Other kinds' faults are told beside the product, the photo or the file itself.
        for problem in [p for p in job.problems if p.severity == "error"][:_MOST_FAULTS]:
            item = "" if problem.item in job.arguments["ids"] else problem.item
            st.error(problem_words(problem.code, problem.message, t, item=item))
    return job


def _running(project: Project, job: Job, t: Words) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="job-line"):
        share = min(1.0, job.done / job.total) if job.total else 0.0
        st.progress(share, text=plain(job_sentence(job, t)))
        if st.button(t("job.stop"), icon=":material/stop_circle:", key=f"stop-{job.id}"):
            jobs.cancel(project)
            st.rerun(scope="fragment")
