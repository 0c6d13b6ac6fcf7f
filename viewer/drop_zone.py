"""Where photos, folders, catalogs and zips are dropped."""

from __future__ import annotations

import streamlit as st

from viewer.errors import AppError
from viewer.intake import Taken, take
from viewer.plain_text import plain
from viewer.problem_words import item_name, problem_words
from viewer.project import Project
from viewer.upload import PHOTO_TYPES, Upload, clean_name
from viewer.words import Words

__all__ = ["drop_zone"]

_SHOWN_FAULTS = 8


def drop_zone(project: Project, t: Words, *, open_wide: bool) -> None:
    """Take what is dropped, and say what became of it."""
    with st.container(key="drop-wide" if open_wide else "drop-zone"):
        folder = st.segmented_control(
            t("products.drop_what"),
            [False, True],
            default=False,
            required=True,
            format_func=lambda whole: t("products.drop_folder" if whole else "products.drop_files"),
            label_visibility="collapsed",
            key="drop-folder",
        )
        # A new key empties the box: what it held is in the project now.
        turn = st.session_state.setdefault("drop-turn", 0)
        dropped = st.file_uploader(
            t("products.drop_label"),
            type=None if folder else [*PHOTO_TYPES, "zip", "csv"],
            accept_multiple_files="directory" if folder else True,
            key=f"drop-{turn}-{folder}",
            label_visibility="visible" if open_wide else "collapsed",
        )
    if dropped:
        uploads = [
            Upload(clean_name(file.name), file.getvalue, file.size)
            for file in dropped
            # A folder holds what computers hide in it, too.
            if not clean_name(file.name).rsplit("/", 1)[-1].startswith(".")
        ]
        with st.spinner(t("products.taking", count=len(uploads))):
            st.session_state["taken"] = take(project, uploads)
        st.session_state["drop-turn"] = turn + 1
        st.rerun()
    taken = st.session_state.pop("taken", None)
    if taken is not None:
        st.session_state["taken-shown"] = taken
    if "taken-shown" in st.session_state:
        _tell(st.session_state["taken-shown"], t)


def _tell(taken: Taken, t: Words) -> None:
    said = []
    if taken.photos:
        said.append(t("products.taken", count=taken.photos))
    if taken.known:
        said.append(t("products.taken_known", count=taken.known))
    if said:
        st.success(" ".join(said), icon=":material/check_circle:")
    if taken.waiting:
        names = ", ".join(taken.waiting[:_SHOWN_FAULTS])
        more = ", …" if len(taken.waiting) > _SHOWN_FAULTS else ""
        st.info(plain(t("products.waiting", count=len(taken.waiting), names=names + more)))
    for fault in taken.faults[:_SHOWN_FAULTS]:
        _complain(fault, t)
    if len(taken.faults) > _SHOWN_FAULTS:
        st.warning(t("products.more_faults", count=len(taken.faults) - _SHOWN_FAULTS))
    for problem in taken.problems[:_SHOWN_FAULTS]:
        told = problem_words(problem.code, problem.message, t, item=item_name(problem.item, t))
        (st.error if problem.severity == "error" else st.warning)(told)


def _complain(fault: AppError, t: Words) -> None:
    st.warning(plain(t.error(fault)), icon=":material/report:")
