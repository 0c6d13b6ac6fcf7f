"""The plan and the room in 3D, the buttons over them, and what is wrong under them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import streamlit as st

from layout import PlanOptions, house_svg, plan_svg
from showroom.problem import error_code
from showroom.product.finished import FinishedProduct
from showroom.room.plan import plan_of
from viewer import jobs
from viewer.component import element_view
from viewer.errors import AppError
from viewer.job_line import job_line
from viewer.plain_text import button_of, plain
from viewer.plan_data import plan_json
from viewer.problem_words import with_detail
from viewer.project import Project
from viewer.room_studio import Studio, View, shuffle
from viewer.room_words import fault_sentence, left_out_sentences, piece_name
from viewer.rooms_job import is_finished
from viewer.words import Words

__all__ = ["desk"]

_WAIT_S = 1.5
_MOST_FAULTS = 6
HEIGHT_PX = 640


def desk(
    project: Project, studio: Studio, products: Mapping[str, FinishedProduct], t: Words
) -> None:
    """Everything that follows the merchant's hand; runs by itself, the page around it stands still."""
    busy = jobs.current(project) is not None
    # A run of the whole page cannot be told to begin this fragment anew.
    during = {"page": True}

    def again(*, page: bool = False) -> None:
        st.rerun(scope="app" if page or during["page"] else "fragment")

    @st.fragment(run_every=1.0 if busy else None)
    def work() -> None:
        job = job_line(project, t, "rooms")
        if busy and (job is None or not job.alive):
            st.rerun()
        if not studio.collect(0.0):
            # Only a little: another click is never kept waiting longer than that.
            with st.spinner(t("rooms.arranging")):
                studio.collect(_WAIT_S)
            again(page=studio.view is None)
        view = studio.view
        if view is None:
            _failed(studio, t)
            return
        _buttons(project, studio, view, products, t, busy=busy)
        if studio.offers:
            _offers(project, studio, products, t)
        told = element_view(
            "room-designer",
            {
                "plan": json.dumps(
                    plan_json(
                        view.design,
                        products,
                        view.faults,
                        language=t.language,
                        ack=studio.gestures.ack,
                    ),
                    ensure_ascii=False,
                ),
                "src": view.src,
                "lang": t.language,
            },
            key=f"designer-{view.design.showroom_id}",
            height_px=HEIGHT_PX,
            events=("gesture",),
        )
        before = view.design.products
        if studio.take_gestures(told["gesture"], products):
            # The numbers of pieces stand outside of this fragment.
            changed = studio.view is not None and studio.view.design.products != before
            again(page=changed)
        _failed(studio, t)
        _remarks(view, products, t)

    work()
    during["page"] = False


def _buttons(
    project: Project,
    studio: Studio,
    view: View,
    products: Mapping[str, FinishedProduct],
    t: Words,
    *,
    busy: bool,
) -> None:
    design = view.design
    with st.container(horizontal=True, vertical_alignment="center", key="desk-buttons"):
        if st.button(
            t("rooms.shuffle"),
            icon=":material/shuffle:",
            help=t("rooms.shuffle_help"),
            key="shuffle",
            disabled=not design.products,
        ):
            studio.ask(design, products, shuffle)
            studio.collect(_WAIT_S)
            st.rerun(scope="fragment")
        if st.button(
            t("rooms.alternatives"),
            icon=":material/view_column:",
            key="alternatives",
            disabled=not design.products,
        ):
            studio.ask_alternatives(design, products, 3)
            with st.spinner(t("rooms.comparing")):
                studio.collect(_WAIT_S)
            st.rerun(scope="fragment")
        for name, steps, act, symbol in (
            ("undo", studio.past, studio.undo, "undo"),
            ("redo", studio.future, studio.redo, "redo"),
        ):
            if st.button(
                t(f"rooms.{name}"), icon=f":material/{symbol}:", key=name, disabled=not steps
            ):
                act(products)
                studio.collect(_WAIT_S)
                st.rerun()
        finished = is_finished(project.state(), design.as_json())
        if st.button(
            t("rooms.finish_again" if finished else "rooms.finish"),
            icon=":material/auto_awesome:",
            type="secondary" if finished else "primary",
            help=t("rooms.finish_help"),
            disabled=busy or not design.pieces,
            key="finish",
        ):
            try:
                jobs.start(project, "rooms", ids=[design.showroom_id])
            except AppError as error:
                st.error(plain(t.error(error)))
            else:
                st.rerun()
    if finished:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(t("rooms.finished"), icon=":material/check_circle:")
            st.page_link(
                "app_pages/preview.py", label=t("rooms.to_preview"), icon=":material/arrow_forward:"
            )
    elif design.showroom_id in project.state().settings.get("rooms", {}):
        st.caption(t("rooms.changed"))


def _offers(
    project: Project, studio: Studio, products: Mapping[str, FinishedProduct], t: Words
) -> None:
    known = {sku: product.piece for sku, product in products.items()}
    with st.container(border=True, key="offers"):
        if len(studio.offers) < 2:
            st.info(t("rooms.options_few"))
        columns = st.columns(len(studio.offers))
        for number, (column, offer) in enumerate(zip(columns, studio.offers, strict=True), 1):
            plan = plan_of(offer.design, known)
            drawn = (
                house_svg(plan.rooms, PlanOptions(names=False))
                if plan.house
                else plan_svg(plan.rooms[0], PlanOptions(names=False))
            )
            with column:
                option = t("rooms.option", n=number)
                st.image(drawn, width="stretch", caption=option, alt=option)
                label = button_of(t("rooms.choose"), option)
                if st.button(label, key=f"choose-{number}", width="stretch"):
                    studio.ask(offer.design, products)
                    studio.collect(_WAIT_S)
                    st.rerun(scope="fragment")
        if st.button(t("rooms.options_close"), key="offers-close", type="tertiary"):
            studio.offers = ()
            st.rerun(scope="fragment")


def _failed(studio: Studio, t: Words) -> None:
    if studio.error is not None:
        said = plain(t("rooms.failed", reason=t.error(studio.error)))
        st.error(with_detail(said, error_code(studio.error), str(studio.error), t))


def _remarks(view: View, products: Mapping[str, FinishedProduct], t: Words) -> None:
    moved = [t("rooms.unlocked", name=piece_name(one, products, t)) for one in view.unlocked]
    serious = [fault_sentence(f, products, t) for f in view.faults if f.serious]
    light = [fault_sentence(f, products, t) for f in view.faults if not f.serious]
    for sentence in dict.fromkeys(serious[:_MOST_FAULTS]):
        st.error(plain(sentence), icon=":material/warning:")
    said = [plain(sentence) for sentence in moved]
    said += left_out_sentences(view.design, products, t)
    said += [plain(sentence) for sentence in light[:_MOST_FAULTS]]
    for sentence in dict.fromkeys(said):
        st.warning(sentence, icon=":material/info:")
    if not (said or serious or light) and view.design.pieces:
        st.caption(f":material/check: {t('rooms.good')}")
