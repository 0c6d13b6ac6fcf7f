"""Who is here: the project and the language of the page that is being drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from viewer.project import Project, ProjectFolder
from viewer.server import served_folder
from viewer.words import Words, best_language

__all__ = ["Visit", "current_visit", "enter", "leave", "page_project", "say_language"]


@dataclass(frozen=True)
class Visit:
    """What every page needs to know.

    Attributes
    ----------
    projects
        The served folder.
    project
        The project whose key the visitor has; None on the start page.
    unknown_key
        Whether the address names a project that does not exist.
    words
        The interface's words.
    chosen_language
        The language that the visitor asked for by hand; None if it is the browser's.
    """

    projects: ProjectFolder
    project: Project | None
    unknown_key: bool
    words: Words
    chosen_language: str | None


def current_visit() -> Visit:
    """The visit, by the address; a change of page drops the address' parameters, so the session remembers them."""
    projects = served_folder()
    token = st.query_params.get("project") or st.session_state.get("project")
    project = projects.find(token)
    if project is not None:
        st.session_state["project"] = project.token
        if st.query_params.get("project") != project.token:
            st.query_params["project"] = project.token
    chosen = project.state().language if project else None
    asked = st.query_params.get("lang") or st.session_state.get("lang")
    language = best_language([chosen, asked, st.context.locale])
    unknown_key = token is not None and project is None
    return Visit(projects, project, unknown_key, Words(language), chosen or asked)


def page_project() -> tuple[Project, Words]:
    """The project and the words of a page that is only shown inside a project."""
    visit = current_visit()
    if visit.project is None:
        st.stop()
    return visit.project, visit.words


def enter(project: Project) -> None:
    """Go into a project."""
    st.session_state["project"] = project.token
    st.query_params["project"] = project.token
    st.rerun()


def leave() -> None:
    """Go back to the start page; only the link leads into the project again."""
    language = st.session_state.get("lang")
    st.session_state.clear()
    st.query_params.clear()
    if language:
        st.session_state["lang"] = language


def say_language(visit: Visit, language: str) -> None:
    """Keep the language that the visitor chose: in the project if there is one, else for this visit."""
    st.session_state["lang"] = language
    st.query_params["lang"] = language
    if visit.project is not None:
        with visit.project.change() as change:
            change.state = replace(change.state, language=language)
