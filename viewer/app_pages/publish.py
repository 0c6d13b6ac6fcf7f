"""The Publish page."""

from __future__ import annotations

import streamlit as st

from viewer.visit import page_project

project, t = page_project()

st.title(t("publish.title"))
st.info(t("app.page_soon"))
