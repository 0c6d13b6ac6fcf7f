"""The bundle's elements as Streamlit components (custom components, version 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st

from viewer.bundle import bundle_file

__all__ = ["element_view", "product_view", "showroom_view"]

# Streamlit would send an inline script with every session; the bundle is fetched once, by its hashed name.
_LOADER = """
export default function (args) {
  let ended = false;
  let cleanup;
  // The script runs from a blob, where a path alone leads nowhere.
  import(new URL(args.data.bundle, window.location.origin).href).then((bundle) => {
    if (!ended) cleanup = bundle.default(args);
  });
  return () => {
    ended = true;
    if (cleanup) cleanup();
  };
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("showroom_viewer", js=_LOADER)


def showroom_view(
    src: str,
    *,
    poster: str | None,
    key: str,
    lang: str | None = None,
    height_px: int = 640,
    attributes: Mapping[str, str] | None = None,
    events: Sequence[str] = (),
) -> Mapping[str, Any]:
    """Show a walkable showroom; `src` is the address of its `showroom.json`. The rest as `element_view`."""
    own = {"src": src, "poster": poster, "lang": lang, **(attributes or {})}
    return element_view("showroom-view", own, key=key, height_px=height_px, events=events)


def product_view(
    src: str,
    *,
    key: str,
    lang: str | None = None,
    height_px: int = 420,
    attributes: Mapping[str, str] | None = None,
    events: Sequence[str] = (),
) -> Mapping[str, Any]:
    """Show one product; `src` is the address of its GLB. The rest as `element_view`."""
    own = {"src": src, "lang": lang, **(attributes or {})}
    return element_view("product-view", own, key=key, height_px=height_px, events=events)


def element_view(
    element: str,
    attributes: Mapping[str, str | None],
    *,
    key: str,
    height_px: int,
    events: Sequence[str] = (),
) -> Mapping[str, Any]:
    """Mount one of the bundle's elements.

    Parameters
    ----------
    element
        Its name.
    attributes
        What it is told; None leaves one out. A changed value reaches the living element.
    key
        Streamlit's name of this one; another key makes a new element.
    height_px
        Height on a large screen.
    events
        Which of its events come back: "loaded" for the element's `showroom-loaded`.

    Returns
    -------
    For each of `events` the detail of the one that caused this run of the page, or None.
    """
    data = {
        "element": element,
        "attributes": {name: value for name, value in attributes.items() if value is not None},
        "height_px": height_px,
        "events": list(events),
        "bundle": f"/bundle/{bundle_file().name}",
    }
    # Streamlit learns of a trigger by its callback, even where the value is read from the result.
    callbacks = {f"on_{event}_change": _nothing for event in events}
    result = _component()(data=data, key=key, height="content", **callbacks)
    return {event: getattr(result, event, None) for event in events}


def _nothing() -> None:
    """The result is read after the run."""
