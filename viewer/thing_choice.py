"""Which thing in a photo is the product: the photo with a frame around each, and the same things as small pictures.

Frames and small pictures are ordinary buttons, so that a finger, a mouse and the keyboard all reach them.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from reconstruct.see.thing import PhotoBox
from viewer.draft import PhotoDraft, ProductDraft
from viewer.photo_picture import photo_picture
from viewer.plain_text import button_of, plain
from viewer.project import Project
from viewer.words import Words

__all__ = ["thing_choice", "thing_word"]

_PICTURE_PX = 72


def thing_choice(project: Project, product: ProductDraft, photo: PhotoDraft, t: Words) -> None:
    """Offer what may be chosen instead of what was cut out; a choice is kept and the photo cut out anew."""
    if not photo.things or photo.photo_px is None:
        return
    number = [p.file for p in product.photos].index(photo.file)
    picture = project.url(photo_picture(project, photo))
    chosen = _chosen(photo)
    st.caption(t("products.which_help"))
    if photo.repaired:
        st.caption(t("products.which_repaired"))
    for at in _frames(photo, picture, chosen, number, t):
        _choose(project, product, photo, photo.things[at].box)
    with st.container(horizontal=True, gap="small", key=f"thing-row-{number}"):
        for at, thing in enumerate(photo.things):
            with st.container(width=124, gap="small", key=f"thing-card-{number}-{at}"):
                st.html(_small_picture(picture, thing.box, photo.photo_px))
                if st.button(
                    f"{at + 1} · {plain(thing_word(thing.label, t))}",
                    key=f"thing-{number}-{at}",
                    type="primary" if at == chosen else "secondary",
                    width="stretch",
                ):
                    _choose(project, product, photo, thing.box)
    if photo.box is not None and st.button(
        button_of(t("products.which_automatic"), photo.original_name),
        icon=":material/auto_awesome:",
        key=f"thing-automatic-{number}",
    ):
        _choose(project, product, photo, None)


def thing_word(label: str, t: Words) -> str:
    """What the detector calls a thing, in the merchant's language; a plain word for what no shop of furniture sells."""
    key = f"thing.{label.replace(' ', '_')}"
    return t(key) if t.has(key) else t("thing.other")


def _chosen(photo: PhotoDraft) -> int | None:
    """Which of the things was cut out; None if none of them."""
    if photo.box is not None:
        return next((at for at, thing in enumerate(photo.things) if thing.box == photo.box), None)
    return 0 if photo.mask is not None else None


def _frames(
    photo: PhotoDraft, picture: str, chosen: int | None, number: int, t: Words
) -> list[int]:
    """The photo with a button over each thing; gives those that were pressed."""
    assert photo.photo_px is not None
    pressed = []
    rules = []
    width, height = photo.photo_px
    with st.container(key=f"things-{number}", gap=None):
        st.html(f'<img src="{escape(picture)}" alt="" style="aspect-ratio: {width} / {height}">')
        # What lies in front of another is mostly smaller, and must stay within reach.
        order = sorted(range(len(photo.things)), key=lambda at: -_area(photo.things[at].box))
        for at, thing in enumerate(photo.things):
            left, top, wide, high = _shares(thing.box, photo.photo_px)
            look = " --frame: #0f5c4a; --ground: #0f5c4a;" if at == chosen else ""
            rules.append(
                f".st-key-frame-{number}-{at} {{ left: {left:.2%}; top: {top:.2%}; width: {wide:.2%} !important; "
                f"height: {high:.2%}; z-index: {order.index(at) + 1};{look} }}"
            )
            label = button_of(str(at + 1), thing_word(thing.label, t))
            if st.button(label, key=f"frame-{number}-{at}"):
                pressed.append(at)
    st.html(f"<style>{' '.join(rules)}</style>")
    return pressed


def _small_picture(picture: str, box: PhotoBox, photo_px: tuple[int, int]) -> str:
    """The part of the photo in a box, cut by the browser."""
    left, top, wide, high = _shares(box, photo_px)
    aspect = box.width / box.height
    width_px, height_px = (
        (124, 124 / aspect) if aspect > 124 / _PICTURE_PX else (_PICTURE_PX * aspect, _PICTURE_PX)
    )
    style = (
        f"width: {width_px / wide:.1f}px; height: {height_px / high:.1f}px; "
        f"left: {-left * width_px / wide:.1f}px; top: {-top * height_px / high:.1f}px"
    )
    return (
        f'<div class="thing" style="height: {_PICTURE_PX}px">'
        f'<div style="width: {width_px:.1f}px; height: {height_px:.1f}px">'
        f'<img src="{escape(picture)}" alt="" style="{style}"></div></div>'
    )


def _shares(box: PhotoBox, photo_px: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, width and height as shares of the photo."""
    width, height = photo_px
    return box.x / width, box.y / height, box.width / width, box.height / height


def _area(box: PhotoBox) -> float:
    return box.width * box.height


def _choose(
    project: Project, product: ProductDraft, photo: PhotoDraft, box: PhotoBox | None
) -> None:
    with project.change() as change:
        now = change.state.product(product.sku)
        same = next((p for p in now.photos if p.file == photo.file), None) if now else None
        if now is not None and same is not None and (same.box != box or same.repaired):
            change.state = change.state.with_product(now.with_photo(same.with_box(box)))
    st.rerun()
