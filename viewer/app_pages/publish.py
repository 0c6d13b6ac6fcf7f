"""The Publish page: the site, the files, and what was checked."""

from __future__ import annotations

import streamlit as st

from showroom.site.checks import FIRST_VIEW_BYTES
from viewer import jobs
from viewer.downloads import download_links
from viewer.file_checks import CheckedFile, in_words
from viewer.finished import (
    FinishedFile,
    FinishedShowroom,
    finished_showrooms,
    product_files,
    room_files,
)
from viewer.job_line import job_line
from viewer.plain_text import plain, size_text
from viewer.problem_words import problem_words
from viewer.publishing import Publication, content_hashes, publication
from viewer.room_names import showroom_names
from viewer.visit import page_project

project, t = page_project()


def _form(busy: bool) -> None:
    """What the site needs to be told."""
    kept = project.state().settings.get("publish", {})
    with st.form("publish"):
        title = st.text_input(
            t("publish.name"), kept.get("title") or project.state().name, max_chars=80
        )
        url = st.text_input(
            t("publish.url"),
            kept.get("url") or "",
            placeholder="https://www.shop.example/rooms",
            help=t("publish.url_help"),
        )
        wanted = st.form_submit_button(
            t("publish.start"), type="primary", icon=":material/publish:", disabled=busy
        )
    if wanted:
        with project.change() as change:
            change.state = change.state.with_settings("publish", title=title, url=url.strip())
        jobs.start(
            project, "publish", title=title or None, url=url.strip() or None, lang=t.language
        )
        st.rerun()


def _site(last: Publication) -> None:
    """The page itself: to open, to take along, to put into a store."""
    st.header(t("publish.site"), anchor=False)
    size = size_text(last.site["bytes"])
    st.markdown(t("publish.site_text", size=size))
    buttons = st.container(horizontal=True)
    buttons.link_button(
        t("publish.open"), project.url("site/index.html"), icon=":material/open_in_new:"
    )
    buttons.link_button(
        t("publish.zip", size=size_text(last.zip_path.stat().st_size)),
        project.url(last.zip_path),
        icon=":material/folder_zip:",
    )
    with st.expander(t("publish.server"), icon=":material/dns:"):
        st.markdown(t("publish.server_text"))
    with st.expander(t("publish.embed"), icon=":material/code:"):
        st.markdown(t("publish.embed_text"))
        if not last.site["url"]:
            st.caption(t("publish.embed_url"))
        for page in last.site["pages"]:
            st.markdown(f"**{plain(page['name'])}**")
            st.code(page["embed_code"], language=None, wrap_lines=True)


def _files(rooms: tuple[FinishedShowroom, ...], names: dict[str, str]) -> None:
    """Everything for other programs and stores."""
    st.header(t("publish.files"), anchor=False)
    for room in rooms:
        _links(names[room.showroom_id], room_files(room))
    with st.expander(t("publish.product_files"), icon=":material/chair:"):
        told = {p["sku"]: p["name"] for room in rooms for p in room.told["products"]}
        for sku in sorted(told):
            _links(f"{told[sku]} ({sku})", product_files(project, sku))


def _links(name: str, files: tuple[FinishedFile, ...]) -> None:
    st.markdown(f"**{plain(name)}**")
    download_links(project, t, files)


def _checks(last: Publication, names: dict[str, str]) -> None:
    """What was looked at, in plain words."""
    st.header(t("publish.checks"), anchor=False)
    good = [file for file in last.checked if file.state == "good"]
    with st.container(border=True, gap="small"):
        if len(good) == len(last.checked):
            _line(True, t("publish.all_good", count=len(good)))
        else:
            _line(False, t("publish.some_good", good=len(good), count=len(last.checked)))
        for file in last.checked:
            if file.state != "good":
                _check(file)
        for page in last.site["pages"]:
            size = size_text(page["first_view_bytes"])
            light = page["first_view_bytes"] <= FIRST_VIEW_BYTES
            words = "publish.weight_good" if light else "publish.weight_bad"
            _line(light, t(words, name=plain(page["name"]), size=size))
        for check in last.site["checks"]:
            key = f"publish.site_{check['code']}_{'good' if check['passed'] else 'bad'}"
            if t.has(key):
                _line(check["passed"], t(key))
        for problem in last.site["problems"]:
            about = problem["item"]
            item = "" if about == "site" else names.get(about, about)
            _line(False, problem_words(problem["code"], problem["message"], t, item=item))


def _line(good: bool, text: str) -> None:
    mark = ":green[:material/check_circle:]" if good else ":orange[:material/info:]"
    st.markdown(f"{mark} {text}")


def _check(file: CheckedFile) -> None:
    found = [f"{plain(file.owner)}, {plain(file.name)}"]
    found += [plain(in_words(finding, t)) for finding in file.findings[:8]]
    (st.error if file.state == "error" else st.warning)("\n- ".join(found))


def _up_to_date(last: Publication) -> bool:
    """Whether the site shows the rooms as they are now."""
    return dict(last.showrooms) == content_hashes(project)


@st.fragment(run_every=1.0)
def _progress() -> None:
    job = job_line(project, t, "publish")
    if job is None or not job.alive:
        st.rerun()


st.title(t("publish.title"), anchor=False)
showrooms = finished_showrooms(project)
if not showrooms:
    st.info(t("publish.none"))
    st.page_link("app_pages/rooms.py", label=t("preview.to_rooms"), icon=":material/arrow_forward:")
    st.stop()
st.markdown(t("publish.lead"))
busy = jobs.current(project) is not None
_form(busy)
if busy:
    _progress()
    st.stop()
job_line(project, t, "publish")
last_one = publication(project)
if last_one is not None:
    if not _up_to_date(last_one):
        st.warning(t("publish.old"), icon=":material/update:")
    _site(last_one)
    called = showroom_names(project.state(), showrooms, t)
    _files(showrooms, called)
    _checks(last_one, called)
