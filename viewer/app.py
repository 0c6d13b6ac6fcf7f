"""The merchant's app: pages only; what they do lives in `viewer.workspace`, `viewer.session` and `showroom`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).parent / "pages"

st.set_page_config(page_title="Showroom", page_icon="🛋️", layout="wide")
st.navigation(
    [
        st.Page(PAGES / "showrooms.py", title="Showrooms", icon=":material/chair:", default=True),
        st.Page(PAGES / "upload.py", title="Upload photos", icon=":material/add_a_photo:"),
    ]
).run()
