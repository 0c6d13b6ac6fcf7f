"""One product, opened: in 3D, with everything that can be put right about it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from showroom.output import write_atomic
from viewer import jobs
from viewer.category_question import category_question
from viewer.component import product_view
from viewer.cutout_editor import cutout_editor
from viewer.downloads import download_links
from viewer.draft import PhotoDraft, ProductDraft
from viewer.errors import AppError
from viewer.finished import product_files
from viewer.kept_design import design_fault
from viewer.parts_editor import close_parts, has_parts, open_parts, parts_editor, parts_open
from viewer.plain_text import button_of, plain
from viewer.problem_words import problem_words
from viewer.product_gallery import picture_of, status_of
from viewer.project import Project
from viewer.thing_choice import thing_choice
from viewer.upload import Upload, checked_model, clean_name
from viewer.words import Words

__all__ = ["open_product"]

_OPEN = "open-product"
_REPAIR = "repair-photo"
_NEEDED = {
    "whole_product": "products.needs_whole_product",
    "another_side": "products.needs_another_side",
    "plain_background": "products.needs_plain_background",
}
_DOUBTS = ("needs_another_photo", "implausible_size", "doubtful_product")


def open_product(project: Project, t: Words) -> None:
    """Show the product that was chosen, if one was; it stays open over reruns until it is closed."""
    product = project.state().product(st.session_state.get(_OPEN, ""))
    if product is None:
        st.session_state.pop(_OPEN, None)
        return
    # The title is read as Markdown; the name is the merchant's.
    show = st.dialog(plain(product.name), width="large", on_dismiss=_close)(_body)
    show(project, product.sku, t)


def _close() -> None:
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_REPAIR, None)
    close_parts()


def _body(project: Project, sku: str, t: Words) -> None:
    product = project.state().product(sku)
    if product is None:
        _close()
        st.rerun()
        return
    repaired = next((p for p in product.photos if p.file == st.session_state.get(_REPAIR)), None)
    if repaired is not None:
        _repair(project, product, repaired, t)
        return
    if parts_open(sku):
        through = parts_editor(project, product, t)
        if through == "kept":
            # The work that builds it is shown on the page, not in the dialog.
            _close()
            st.rerun()
        if through == "back":
            st.rerun(scope="fragment")
        return
    asking = _asking(product)
    word, tone = status_of(product, t)
    if word != t("products.which"):
        st.html(f'<p class="card state {tone}">{escape(word)}</p>')
    if asking:
        st.subheader(t("products.which"), anchor=False)
    for photo in asking:
        thing_choice(project, product, photo, t)
    category_question(project, product, t)
    _look(project, product, t)
    for problem in product.problems:
        message = problem.message.removeprefix(f"{product.sku}: ")
        for photo in product.photos:
            message = message.replace(photo.file, photo.original_name)
        shown = st.error if problem.severity == "error" else st.warning
        shown(problem_words(problem.code, message[:1].upper() + message[1:], t))
    _doubtful(project, product, t)
    _photos(project, product, t)
    if product.made:
        _downloads(project, product, t)
    _parts(project, product, t)
    _model(project, product, t)
    _put_away(project, product, t)


def _doubtful(project: Project, product: ProductDraft, t: Words) -> None:
    """Which photo would help a product that is not good enough, and the switch that builds it anyway."""
    if product.needs_photo:
        st.info(t(_NEEDED[product.needs_photo]), icon=":material/add_a_photo:")
    if product.keep_doubtful or any(p.code in _DOUBTS for p in product.problems):
        wanted = st.toggle(
            t("products.keep_doubtful"),
            value=product.keep_doubtful,
            help=t("products.keep_doubtful_help"),
            key=f"keep-doubtful-{product.sku}",
        )
        if wanted != product.keep_doubtful:
            _change(project, product, keep_doubtful=wanted)
            st.rerun(scope="fragment")


def _asking(product: ProductDraft) -> list[PhotoDraft]:
    """Photos whose choice the merchant should look at before anything is built."""
    if product.made:
        return []
    # Once it was answered, too: the next answer is sought in the same place.
    return [photo for photo in product.photos if photo.ask and not photo.repaired]


def _look(project: Project, product: ProductDraft, t: Words) -> None:
    busy = jobs.current(project) is not None
    folder = project.out / "products" / product.sku
    if product.made and (folder / f"{product.sku}.web.glb").is_file():
        address = project.url(folder / f"{product.sku}.web.glb")
        turned = (product.turn_deg - product.made_turn_deg) % 360
        product_view(
            f"{address}?v={product.made_of}",
            key=f"view-{product.sku}",
            lang=t.language,
            height_px=380,
            attributes={"name": product.name, "turn": str(turned)},
        )
    else:
        picture = picture_of(project, product)
        if picture:
            st.html(
                f'<div class="card large"><div class="picture"><img src="{escape(picture)}" alt=""></div></div>'
            )
    with st.container(horizontal=True):
        if product.made:
            if st.button(t("products.turn_left"), icon=":material/rotate_left:", key="turn-left"):
                _turn(project, product, -90)
            if st.button(
                t("products.turn_right"), icon=":material/rotate_right:", key="turn-right"
            ):
                _turn(project, product, 90)
        offered = has_parts(project, product)
        if offered and st.button(
            t("parts.open"), icon=":material/handyman:", key="parts-open-button"
        ):
            open_parts(product.sku)
            st.rerun(scope="fragment")
        again = product.made
        if st.button(
            t("products.make_again" if again else "products.make_this"),
            icon=":material/deployed_code:",
            type="primary" if not again or product.outdated else "secondary",
            disabled=busy or product.left_out,
            help=t("products.busy") if busy else None,
            key="make-one",
        ):
            jobs.start(project, "products", skus=[product.sku])
            _close()
            st.rerun()


def _parts(project: Project, product: ProductDraft, t: Words) -> None:
    """What is said of a product's own parts, and the offer to build one from parts that was not."""
    if product.model is not None or not product.photos:
        return
    fault = design_fault(product)
    if fault is not None:
        st.warning(f"{plain(t('parts.outdated'))}  \n:small[{plain(str(fault))}]")
    if product.design is not None:
        st.caption(f":material/handyman: {t('parts.yours')}")
    if has_parts(project, product):
        return
    with st.expander(t("parts.begin"), icon=":material/handyman:"):
        st.caption(t("parts.begin_help"))
        if st.button(t("parts.begin_button"), key="parts-begin"):
            open_parts(product.sku)
            st.rerun(scope="fragment")


def _turn(project: Project, product: ProductDraft, by_deg: int) -> None:
    _change(project, product, turn_deg=(product.turn_deg + by_deg) % 360)
    st.rerun(scope="fragment")


def _photos(project: Project, product: ProductDraft, t: Words) -> None:
    if not product.photos:
        return
    st.subheader(t("products.photos"), anchor=False)
    for number, photo in enumerate(product.photos):
        with (
            st.container(border=True, key=f"photo-{number}"),
            st.container(horizontal=True, vertical_alignment="center"),
        ):
            if photo.thumbnail:
                source = escape(project.url(f"previews/{photo.thumbnail}"))
                st.html(f'<div class="small-picture"><img src="{source}" alt=""></div>', width=88)
            with st.container(gap=None, width="stretch"):
                st.text(photo.original_name)
                if photo.repair is not None:
                    st.caption(t("products.repair_waits"))
                elif photo.status == "new" and photo.mask is not None:
                    st.caption(t("products.which_waits"))
                elif photo.repaired:
                    st.caption(t("products.repaired"))
                elif photo.box is not None:
                    st.caption(t("products.which_chosen"))
                for warning in photo.warnings:
                    message = warning.message.removeprefix(f"{photo.original_name}: ")
                    said = problem_words(warning.code, message[:1].upper() + message[1:], t)
                    st.caption(f":material/report: {said}")
            if st.button(
                button_of(t("products.repair"), photo.original_name),
                icon=":material/draw:",
                key=f"repair-{number}",
                disabled=photo.status == "new",
            ):
                st.session_state[_REPAIR] = photo.file
                st.rerun(scope="fragment")
            if len(product.photos) > 1 and st.button(
                button_of(t("products.remove_photo"), photo.original_name),
                icon=":material/delete:",
                key=f"remove-{number}",
                type="tertiary",
            ):
                left = tuple(p for p in product.photos if p.file != photo.file)
                _change(project, product, photos=left)
                st.rerun(scope="fragment")
        if photo.things and photo not in _asking(product):
            with st.expander(
                t("products.which_other"), icon=":material/select_all:", key=f"which-{number}"
            ):
                thing_choice(project, product, photo, t)


def _repair(project: Project, product: ProductDraft, photo: PhotoDraft, t: Words) -> None:
    st.write(t("products.repair_lead"))
    wish = cutout_editor(project, photo, t)
    if st.button(t("products.back"), icon=":material/arrow_back:", key="repair-back"):
        st.session_state.pop(_REPAIR)
        st.rerun(scope="fragment")
    if wish is not None:
        with project.change() as change:
            now = change.state.product(product.sku)
            same = next((p for p in now.photos if p.file == photo.file), None) if now else None
            if now is not None and same is not None:
                asked = now.with_photo(replace(same, repair=wish))
                change.state = change.state.with_product(asked)
        _close()
        st.rerun()


def _downloads(project: Project, product: ProductDraft, t: Words) -> None:
    files = product_files(project, product.sku)
    if files:
        st.subheader(t("products.downloads"), anchor=False)
        download_links(project, t, files)


def _model(project: Project, product: ProductDraft, t: Words) -> None:
    with st.expander(t("products.own_model"), icon=":material/deployed_code_update:"):
        st.caption(t("products.own_model_help"))
        if product.model:
            st.text(t("products.own_model_used"))
            if product.photos and st.button(t("products.own_model_drop"), key="model-drop"):
                _change(project, product, model=None)
                st.rerun(scope="fragment")
        dropped = st.file_uploader(
            t("products.own_model_label"), type=["glb"], key=f"model-{product.model}"
        )
        if dropped is None:
            return
        try:
            upload = Upload(clean_name(dropped.name), dropped.getvalue, dropped.size)
            name, data = checked_model(upload)
        except AppError as error:
            st.error(plain(t.error(error)))
            return
        write_atomic(project.folder / "models" / name, data)
        _change(project, product, model=name)
        st.rerun(scope="fragment")


def _put_away(project: Project, product: ProductDraft, t: Words) -> None:
    with st.container(horizontal=True):
        left_out = product.left_out
        if st.button(
            t("products.take_in" if left_out else "products.leave_out"),
            icon=":material/visibility:" if left_out else ":material/visibility_off:",
            key="leave-out",
        ):
            _change(project, product, left_out=not left_out)
            st.rerun(scope="fragment")
    # No popover: the dialog keeps the focus, and what pops up beside it cannot be reached by keys.
    with st.expander(t("products.delete"), icon=":material/delete:"):
        st.write(t("products.delete_sure"))
        if st.button(t("products.delete_yes"), type="primary", key="delete-yes"):
            with project.change() as change:
                change.state = change.state.without_product(product.sku)
            _close()
            st.rerun()


def _change(project: Project, product: ProductDraft, **values: object) -> None:
    with project.change() as change:
        now = change.state.product(product.sku)
        if now is not None:
            changed = replace(now, **values)  # type: ignore[arg-type]
            change.state = change.state.with_product(changed)
