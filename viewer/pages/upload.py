"""Photos in, a product out."""

from __future__ import annotations

import streamlit as st

from viewer.component import product_view
from viewer.session import Conversion, start_conversion
from viewer.workspace import current_workspace

workspace = current_workspace()

st.title("Upload photos")
with st.form("upload"):
    uploads = st.file_uploader(
        "Product photos", type=["jpg", "jpeg", "png", "webp", "heic"], accept_multiple_files=True
    )
    same_product = st.checkbox("All photos show one product")
    category = st.text_input("What is it? (optional)", placeholder="armchair")
    sides = st.columns(3)
    sizes_cm = [
        side.number_input(f"{name} (cm, optional)", 0.5, 2000.0, value=None)
        for side, name in zip(sides, ("Width", "Height", "Depth"), strict=True)
    ]
    wanted = st.form_submit_button("Make 3D", type="primary")

if wanted and not uploads:
    st.warning("Choose at least one photo first.")
elif wanted:
    width_m, height_m, depth_m = (None if cm is None else cm / 100 for cm in sizes_cm)
    st.session_state["conversion"] = start_conversion(
        [(upload.name, upload.getvalue()) for upload in uploads],
        workspace.folder,
        same_product=same_product,
        category=category or None,
        size_m=(width_m, height_m, depth_m),
    )


@st.fragment(run_every=1.0)
def progress() -> None:
    """Show how far the work is; a rerun of the page does not stop it."""
    conversion: Conversion = st.session_state["conversion"]
    st.progress(conversion.done / max(conversion.total, 1), text="Making the 3D model ...")
    if not conversion.running:
        st.rerun()


def results(conversion: Conversion) -> None:
    """Show every product with its reservations."""
    if conversion.report is None:
        st.error(conversion.error)
        return
    for problem in conversion.report.problems:
        (st.error if problem.severity == "error" else st.warning)(problem.message)
    for product in conversion.report.products:
        if product.facts is None:
            continue
        folder = conversion.report.out / "products" / product.sku
        st.subheader(product.sku)
        size_cm = " x ".join(f"{100 * side:.0f}" for side in product.facts.size_m)
        st.caption(f"{size_cm} cm (W x H x D), {product.triangles:,} triangles")
        product_view(workspace.url(folder / f"{product.sku}.glb"), key=f"{folder}")
        st.download_button(
            "Download (GLB)",
            (folder / f"{product.sku}.glb").read_bytes(),
            file_name=f"{product.sku}.glb",
            mime="model/gltf-binary",
        )


current = st.session_state.get("conversion")
if current is not None and current.running:
    progress()
elif current is not None:
    results(current)
