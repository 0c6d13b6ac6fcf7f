"""The viewer's page as a Streamlit component (custom components, version 2)."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from viewer.bundle import bundle_file

__all__ = ["product_view", "showroom_view"]

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


def showroom_view(src: str, *, poster: str | None, key: str, height_px: int = 640) -> None:
    """Show a walkable showroom; `src` is the address of its `showroom.json`."""
    _mount("showroom-view", src, poster, key, height_px)


def product_view(src: str, *, key: str, height_px: int = 420) -> None:
    """Show one product; `src` is the address of its GLB."""
    _mount("product-view", src, None, key, height_px)


def _mount(element: str, src: str, poster: str | None, key: str, height_px: int) -> None:
    attributes = {"src": src} | ({"poster": poster} if poster else {})
    data = {
        "element": element,
        "attributes": attributes,
        "height_px": height_px,
        "bundle": f"/bundle/{bundle_file().name}",
    }
    _component()(data=data, key=key)
