"""Walk through the finished showrooms."""

from __future__ import annotations

import streamlit as st

from viewer.component import showroom_view
from viewer.workspace import current_workspace

workspace = current_workspace()
showrooms = {showroom.showroom_id: showroom for showroom in workspace.showrooms()}

st.title("Showrooms")
if not showrooms:
    st.info("There is no showroom here yet. Make some with: showroom build CATALOG --out DIR")
    st.stop()
chosen = st.selectbox(
    "Showroom", list(showrooms), format_func=lambda name: name.replace("-", " ").capitalize()
)
showroom = showrooms[chosen]
showroom_view(
    workspace.url(showroom.folder / "showroom.json"),
    poster=workspace.url(showroom.folder / "poster.webp"),
    key=f"showroom-{chosen}",
)
st.caption(
    "Drag to look around; choose Walk to go through the room with the arrow keys; click a product."
)
st.subheader("Products in this room")
st.dataframe(
    [
        {
            "SKU": product["sku"],
            "Name": product["name"],
            "W x H x D (cm)": " x ".join(f"{100 * side:.0f}" for side in product["size_m"]),
            "Price": " ".join(product["price"].values()) if product["price"] else "",
            "Pieces": len(product["placements"]),
            "Link": product["url"],
        }
        for product in showroom.told["products"]
    ],
    column_config={"Link": st.column_config.LinkColumn()},
    hide_index=True,
)
for warning in showroom.told["warnings"]:
    st.warning(warning["message"])
columns = st.columns(2)
columns[0].image((showroom.folder / "plan.svg").read_text("utf-8"), caption="Floor plan")
columns[1].download_button(
    "Download the room (GLB)",
    (showroom.folder / "showroom.glb").read_bytes(),
    file_name=f"{chosen}.glb",
    mime="model/gltf-binary",
)
