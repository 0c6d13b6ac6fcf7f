"""A product as its parts: seen in 3D, a part picked by a click or from the list, its kind and its measures changed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import streamlit as st
from jaxtyping import Float

from reconstruct.parts.design_file import design_as_json
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.parameters import Choice, Design, Measure
from viewer import jobs
from viewer.component import element_view
from viewer.design_preview import preview_assembly, preview_glb
from viewer.draft import ProductDraft
from viewer.kept_design import BuiltParts, built_parts, design_fault, kept_design
from viewer.part_controls import RoleControls, role_controls, usual_design
from viewer.part_words import PartWords
from viewer.parts_edit import PartsEdit, design_size_m, shown_range
from viewer.plain_text import plain
from viewer.project import Project
from viewer.words import Words

__all__ = ["Through", "close_parts", "has_parts", "open_parts", "parts_editor", "parts_open"]

Through = Literal["back", "kept"]
"""How the merchant left: without a change, or with one that is kept."""

_OPEN = "parts-open"
_EDIT = "parts-edit"
_ROLES = "parts-roles"
_WHOLE = ""
_FEW = 4
"""So many options are buttons; more of them are a list."""
_UNITS = {"m": "parts.cm", "share": "parts.percent", "degrees": "parts.degrees"}


def parts_open(sku: str) -> bool:
    """Whether the parts of that product are being changed."""
    return bool(st.session_state.get(_OPEN) == sku)


def open_parts(sku: str) -> None:
    """Show the parts of that product from the next run on."""
    st.session_state[_OPEN] = sku
    st.session_state.pop(_EDIT, None)


def close_parts() -> None:
    """Put the work away that was not kept."""
    for key in (_OPEN, _EDIT, _ROLES):
        st.session_state.pop(key, None)


def has_parts(project: Project, product: ProductDraft) -> bool:
    """Whether a product is built from parts, or is to be."""
    if product.model is not None:
        return False
    return product.design is not None or (
        product.made and built_parts(project, product.sku) is not None
    )


def parts_editor(project: Project, product: ProductDraft, t: Words) -> Through | None:
    """Show the editor; gives how the merchant left it, None while at work."""
    words = PartWords(t.language)
    built = built_parts(project, product.sku) if product.made else None
    edit = _edit(product, built)
    fault = design_fault(product)
    if fault is not None:
        st.warning(f"{plain(t('parts.outdated'))}  \n:small[{plain(str(fault))}]")
    size_m = design_size_m(product, edit.design)
    controls = _roles(edit.design, size_m)
    picked = next((c for c in controls if c.role == edit.role), None)
    view, side = st.columns([3, 2], gap="medium")
    with view:
        _view(product, edit, size_m, built, picked, words, t)
        st.caption(t("parts.help"))
    with side:
        _pick(controls, edit, words, t)
        with st.container(height=372, border=False, key="parts-controls"):
            if picked is None:
                _whole(product, edit, words, t)
            else:
                _controls(edit, picked.choices, picked.measures, words, t)
    return _actions(project, product, edit, t)


def _roles(design: Design, size_m: Float[np.ndarray, "3"]) -> tuple[RoleControls, ...]:
    """What concerns which part; looked for again only when the structure is another, not while a slider moves."""
    structure = (design.structure, tuple(size_m.tolist()))
    known = st.session_state.get(_ROLES)
    if known is None or known[0] != structure:
        known = (structure, role_controls(design, size_m))
        st.session_state[_ROLES] = known
    controls: tuple[RoleControls, ...] = known[1]
    return controls


def _edit(product: ProductDraft, built: BuiltParts | None) -> PartsEdit:
    kept = st.session_state.get(_EDIT)
    if isinstance(kept, PartsEdit):
        return kept
    own = kept_design(product) if design_fault(product) is None else None
    if own is None:
        own = built.design if built is not None else _first_guess(product)
    edit = PartsEdit.of(own)
    st.session_state[_EDIT] = edit
    return edit


def _first_guess(product: ProductDraft) -> Design:
    families = _families(product.category)
    return usual_design(family_named(families[0]), product.category)


def _families(category: str | None) -> list[str]:
    """All families, those first that are sold as the category, the likeliest of them first."""

    def weight(name: str) -> float:
        kinds = family_named(name).kinds
        own = sum(kind.weight for kind in kinds if kind.category == category)
        return own / sum(kind.weight for kind in kinds)

    return sorted((family.name for family in all_families()), key=lambda name: -weight(name))


def _view(
    product: ProductDraft,
    edit: PartsEdit,
    size_m: Float[np.ndarray, "3"],
    built: BuiltParts | None,
    picked: RoleControls | None,
    words: PartWords,
    t: Words,
) -> None:
    assembly = preview_assembly(edit.design, size_m)
    glb = preview_glb(assembly, {} if built is None else built.colours)
    told = element_view(
        "parts-view",
        {
            # Nothing is written: what is tried is gone when the page is.
            "src": "data:model/gltf-binary;base64," + base64.b64encode(glb).decode(),
            "name": product.name,
            "picked": "" if picked is None else "\n".join(picked.names),
            "turn": str(product.turn_deg),
            "lang": t.language,
        },
        key=f"parts-view-{product.sku}",
        height_px=430,
        events=("part",),
    )["part"]
    if told is None:
        return
    role = next((part.role for part in assembly.parts if part.name == told.get("name")), None)
    if role is not None and role != edit.role:
        st.session_state[_EDIT] = edit.picked(role)
        st.rerun(scope="fragment")


def _pick(controls: Sequence[RoleControls], edit: PartsEdit, words: PartWords, t: Words) -> None:
    """The list of parts; what is picked in the picture is picked here."""
    roles = [_WHOLE, *(c.role for c in controls)]
    role = edit.role if edit.role in roles else _WHOLE

    def label(name: str) -> str:
        return t("parts.whole") if name == _WHOLE else words.role(edit.design.family, name)

    key = f"parts-pick-{edit.version}-{role}"
    chosen = st.pills(
        t("parts.part"), roles, default=role, required=True, wrap=True, format_func=label, key=key
    )
    if chosen != role:
        st.session_state[_EDIT] = edit.picked(chosen)
        st.rerun(scope="fragment")


def _whole(product: ProductDraft, edit: PartsEdit, words: PartWords, t: Words) -> None:
    families = _families(product.category)
    family = edit.design.family
    chosen = st.selectbox(
        t("parts.family"),
        families,
        index=families.index(family),
        format_func=words.family,
        key=f"parts-family-{edit.version}",
    )
    if chosen != family:
        st.session_state[_EDIT] = edit.with_family(chosen, product.category)
        st.rerun(scope="fragment")
    active = [m.name for m in family_named(family).active_measures(edit.design.choices)]
    _controls(edit, tuple(edit.design.choices), (), words, t)
    if active:
        with st.expander(t("parts.all_measures"), icon=":material/straighten:"):
            _controls(edit, (), active, words, t)


def _controls(
    edit: PartsEdit,
    choices: Sequence[str],
    measures: Sequence[str],
    words: PartWords,
    t: Words,
) -> None:
    family = family_named(edit.design.family)
    for choice in family.choices:
        if choice.name in choices:
            _choice(edit, choice, words)
    for measure in family.measures:
        if measure.name in measures:
            _measure(edit, measure, words, t)
    if not choices and not measures:
        st.caption(t("parts.nothing"))


def _choice(edit: PartsEdit, choice: Choice, words: PartWords) -> None:
    label = words.choice(edit.design.family, choice.name)
    key = f"parts-choice-{edit.version}-{choice.name}"

    def shown(option: str) -> str:
        return words.option(choice.name, option)

    def changed() -> None:
        _change(lambda now: now.with_option(choice.name, st.session_state[key]))

    now = edit.design.choices[choice.name]
    if len(choice.options) <= _FEW:
        st.pills(
            label,
            choice.options,
            default=now,
            required=True,
            wrap=True,
            format_func=shown,
            key=key,
            on_change=changed,
        )
    else:
        st.selectbox(
            label,
            choice.options,
            index=choice.options.index(now),
            format_func=shown,
            key=key,
            on_change=changed,
        )


def _measure(edit: PartsEdit, measure: Measure, words: PartWords, t: Words) -> None:
    low, high, value, step, scale = shown_range(measure, edit.design.measures[measure.name])
    key = f"parts-measure-{edit.version}-{measure.name}"

    def changed() -> None:
        _change(lambda now: now.with_measure(measure.name, st.session_state[key] / scale))

    decimals = "%.1f" if step < 1 else "%.0f"
    st.slider(
        words.measure(edit.design.family, measure.name),
        low,
        high,
        value,
        step,
        format=f"{decimals} {t(_UNITS[measure.unit])}",
        key=key,
        on_change=changed,
    )


def _change(made: Callable[[PartsEdit], PartsEdit]) -> None:
    now = st.session_state.get(_EDIT)
    if isinstance(now, PartsEdit):
        st.session_state[_EDIT] = made(now)


def _actions(project: Project, product: ProductDraft, edit: PartsEdit, t: Words) -> Through | None:
    busy = jobs.current(project) is not None
    through: Through | None = None
    with st.container(horizontal=True, key="parts-actions"):
        if st.button(t("products.back"), icon=":material/arrow_back:", key="parts-back"):
            through = "back"
        if st.button(
            t("parts.undo"), icon=":material/undo:", key="parts-undo", disabled=not edit.before
        ):
            st.session_state[_EDIT] = edit.undone()
            st.rerun(scope="fragment")
        if product.design is not None and st.button(
            t("parts.as_found"), icon=":material/auto_awesome:", key="parts-found"
        ):
            _keep(project, product, None, t, busy=busy)
            through = "kept"
        if st.button(
            t("parts.use"),
            type="primary",
            icon=":material/check:",
            key="parts-use",
            help=t("parts.use_busy") if busy else None,
        ):
            _keep(project, product, edit.design, t, busy=busy)
            through = "kept"
    if through is not None:
        close_parts()
    return through


def _keep(
    project: Project, product: ProductDraft, design: Design | None, t: Words, *, busy: bool
) -> None:
    """Keep a design in the project, or none, and build the product from it unless other work is under way."""
    with project.change() as change:
        now = change.state.product(product.sku)
        if now is not None:
            told = None if design is None else design_as_json(design)
            change.state = change.state.with_product(replace(now, design=told))
    if product.left_out or not product.photos:
        return
    if busy:
        st.toast(t("parts.use_busy"), icon=":material/hourglass_top:")
    else:
        jobs.start(project, "products", skus=[product.sku])
