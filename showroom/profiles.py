"""What a file must keep to be shown in a store: `showroom check`.

Khronos' validator judges the format; the rules here judge what it cannot know: that products bear their SKU, that
sizes are metres, that normals are there, and the limits of the places that show the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from showroom.asset_auditor import audit_files, find_auditor
from showroom.errors import CheckUnavailableError, SceneError
from showroom.gltf import read_glb
from showroom.gltf_validator import validate_files
from showroom.scene_check import Finding
from showroom.web_glb import MESHOPT

__all__ = ["RULES", "check_glb", "check_glbs"]

RULES = {
    "khronos_*": "Khronos' glTF Validator finds no error and no warning, so that every reader reads the file alike; "
    "compressed files are unpacked first.",
    "audit_*": "Khronos' Asset Auditor, recommended schema: colours that real surfaces have, textures of a power of "
    "two, charts that are not mirrored. For masters of one product.",
    "no_sku": "Something for sale bears its SKU, or no store can tell which product it is.",
    "sku_name": "The node of a product is named by its SKU: tools find it again by that name.",
    "no_mesh": "A product has a mesh.",
    "implausible_size": "A product is between 5 mm and 20 m: glTF is in metres, and millimetres make a town of it.",
    "size_differs": "The mesh is as large as its data say, to 1 %: shoppers measure with it.",
    "no_normals": "Meshes have normals, or each viewer guesses them and edges come out round.",
    "many_triangles": "A product has at most 100,000 triangles: Apple's Quick Look shows no more.",
    "large_file": "A file has at most 15 MB: Google's virtual_model_link takes no more.",
    "web_bytes": "A product's web file has at most 1 MB, as Khronos' 3D Commerce group asks of planner items.",
    "web_triangles": "A product's web file has at most 40,000 triangles (3D Commerce, planner item).",
    "web_draw_calls": "A product's web file takes at most 5 draw calls (3D Commerce, planner item).",
    "web_texture": "Textures of a product's web file are at most 1024 px (3D Commerce, planner item).",
}
"""What is checked, and why; codes with a star stand for all that begin so."""

SMALLEST_PRODUCT_M = 0.005
LARGEST_PRODUCT_M = 20.0
_SIZE_TOLERANCE = 0.01
LARGEST_FILE_BYTES = 15_000_000  # Google's virtual_model_link
# Khronos 3D Commerce, "planner item".
WEB_BYTES, WEB_TRIANGLES, WEB_DRAW_CALLS, WEB_TEXTURE_PX = 1_000_000, 40_000, 5, 1024
LARGEST_TRIANGLES = 100_000  # Apple's Quick Look, one product


def check_glb(path: Path) -> tuple[Finding, ...]:
    """Everything that speaks against a GLB file; empty if it is good.

    Where Node or the validator is missing, a finding with the code `not_checked` says so.
    """
    (findings,) = check_glbs([path])
    return findings


def check_glbs(paths: Sequence[Path]) -> tuple[tuple[Finding, ...], ...]:
    """As `check_glb`, of many files in the order given; Node is started once for all of them."""
    read = {path: _read(path) for path in paths}
    readable = [path for path in paths if not isinstance(read[path], Finding)]
    khronos = dict(zip(readable, _khronos(readable), strict=True))
    audits = _audited(
        {path: found for path, found in read.items() if not isinstance(found, Finding)}
    )
    findings: list[tuple[Finding, ...]] = []
    for path in paths:
        found = read[path]
        if isinstance(found, Finding):
            findings.append((found,))
            continue
        name, (document, data) = str(path), found
        findings.append(
            (
                *khronos[path],
                *audits.get(path, ()),
                *_products(name, document),
                *_meshes(name, document, len(data)),
                *_planner_item(name, document, data),
            )
        )
    return tuple(findings)


def _read(path: Path) -> tuple[dict[str, Any], bytes] | Finding:
    """The file's document and bytes, or why there is none."""
    name = str(path)
    try:
        data = path.read_bytes()
        document, _ = read_glb(data, name)
    except OSError as error:
        reason = error.strerror or "unreadable"
        return Finding(name, "unreadable", f"{name}: cannot be read ({reason})", "error")
    except (SceneError, ValueError) as error:
        return Finding(name, "not_glb", str(error), "error")
    return document, data


def _one_product(document: dict[str, Any]) -> bool:
    """Whether the file is of one product, and not of a room."""
    (scene,) = document.get("scenes", [{}])[:1] or [{}]
    roots = [document["nodes"][index] for index in scene.get("nodes", [])]
    return len(roots) == 1 and "sku" in roots[0].get("extras", {})


def _audited(
    read: Mapping[Path, tuple[dict[str, Any], bytes]],
) -> dict[Path, tuple[Finding, ...]]:
    """What the Asset Auditor says of products' masters, where it is installed."""
    masters = [path for path, (document, _) in read.items() if _master(document)]
    if not masters or find_auditor() is None:
        return {}
    try:
        audits = audit_files(masters)
    except CheckUnavailableError as error:
        return {
            path: (Finding(str(path), "not_checked", f"{path}: not audited: {error}"),)
            for path in masters
        }
    return {
        path: tuple(
            Finding(
                str(path),
                "audit_" + "_".join(audit.name.lower().split()),
                f"{path}: {audit.name}: {audit.message}",
                "warning",
            )
            for audit in found
            if not audit.passed
        )
        for path, found in zip(masters, audits, strict=True)
    }


def _master(document: dict[str, Any]) -> bool:
    """Whether the file is a product's master: not compressed, its colours exact.

    Store files lose colours' last bits to JPEG, which the auditor counts as colours that nothing has.
    """
    return (
        _one_product(document)
        and MESHOPT not in document.get("extensionsUsed", [])
        and all(image.get("mimeType") != "image/jpeg" for image in document.get("images", []))
    )


def _planner_item(name: str, document: dict[str, Any], data: bytes) -> Iterator[Finding]:
    """The web file of a product keeps within what room planners load."""
    if not _one_product(document) or MESHOPT not in document.get("extensionsUsed", []):
        return
    primitives = [p for mesh in document.get("meshes", []) for p in mesh["primitives"]]
    triangles = sum(document["accessors"][p["indices"]]["count"] // 3 for p in primitives)
    sides = [max(image.size) for image in _pictures(document, data)]
    for code, what, found, most in (
        ("web_bytes", "bytes", len(data), WEB_BYTES),
        ("web_triangles", "triangles", triangles, WEB_TRIANGLES),
        ("web_draw_calls", "draw calls", len(primitives), WEB_DRAW_CALLS),
        ("web_texture", "px of texture", max(sides, default=0), WEB_TEXTURE_PX),
    ):
        if found > most:
            message = f"{name}: {found:,} {what}, expected at most {most:,}. {RULES[code]}"
            yield Finding(name, code, message)


def _pictures(document: dict[str, Any], data: bytes) -> Iterator[Image.Image]:
    _, blob = read_glb(data)
    for image in document.get("images", []):
        view = document["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        yield Image.open(io.BytesIO(blob[start : start + view["byteLength"]]))


def _khronos(paths: Sequence[Path]) -> list[tuple[Finding, ...]]:
    """What the validator says of each file."""
    if not paths:
        return []
    try:
        reports = validate_files(paths)
    except CheckUnavailableError as error:
        return [
            (Finding(str(path), "not_checked", f"{path}: not checked by Khronos: {error}"),)
            for path in paths
        ]
    return [
        tuple(
            _said(report.path, m.code, f"{m.message} ({m.pointer})", fatal=m.severity == "error")
            for m in (*report.of("error"), *report.of("warning"))
        )
        for report in reports
    ]


def _said(path: Path, code: str, text: str, *, fatal: bool) -> Finding:
    return Finding(
        str(path), f"khronos_{code.lower()}", f"{path}: {text}", "error" if fatal else "warning"
    )


PRODUCTS_APART = "apart"
"""Extra of a room's scene without its products, which a page loads one by one."""


def _products(name: str, document: dict[str, Any]) -> Iterator[Finding]:
    """Every product node bears its SKU and has the size that it claims."""
    nodes = document.get("nodes", [])
    sold = [node for node in nodes if "sku" in node.get("extras", {})]
    scene = document.get("scenes", [{}])[document.get("scene", 0)]
    if not sold and scene.get("extras", {}).get("products") == PRODUCTS_APART:
        return
    if not sold:
        message = (
            f"{name}: expected at least one node with its SKU in extras, found {len(nodes)} nodes without; "
            "a store cannot tell which product this is"
        )
        yield Finding(name, "no_sku", message, "error")
    for node in sold:
        sku, node_name = str(node["extras"]["sku"]), node.get("name", "")
        if node_name != sku and not node_name.startswith(f"{sku}#"):
            message = f"{name}: expected the node of {sku} to bear that name, found {node_name!r}"
            yield Finding(sku, "sku_name", message, "error")
        size = _size_m(document, node)
        if size is None:
            yield Finding(sku, "no_mesh", f"{name}: {sku} has no mesh", "error")
            continue
        if not (SMALLEST_PRODUCT_M <= size.max() <= LARGEST_PRODUCT_M):
            message = (
                f"{name}: {sku} measures {_shown(size)} m, expected {SMALLEST_PRODUCT_M:g} to "
                f"{LARGEST_PRODUCT_M:g} m; glTF is in metres"
            )
            yield Finding(sku, "implausible_size", message, "error")
        claimed = [node["extras"].get(side) for side in ("width_m", "height_m", "depth_m")]
        if all(isinstance(side, int | float) for side in claimed):
            expected = np.array(claimed, dtype=np.float64)
            if (np.abs(size - expected) > _SIZE_TOLERANCE * expected + 0.002).any():
                message = (
                    f"{name}: {sku} says {_shown(expected)} m, found a mesh of {_shown(size)} m"
                )
                yield Finding(sku, "size_differs", message, "error")


def _size_m(document: dict[str, Any], node: dict[str, Any]) -> Any:
    """Width, height and depth of a node's own mesh in its own frame; None without one.

    In a web file the mesh hangs from a child that undoes its quantisation.
    """
    if "mesh" not in node:
        children = [document["nodes"][i] for i in node.get("children", [])]
        carrier = next((c for c in children if "mesh" in c and "scale" in c), None)
        if carrier is None:
            return None
        whole = 32767  # of a quantised position
        return _size_m(document, carrier) / whole
    bounds = [
        document["accessors"][primitive["attributes"]["POSITION"]]
        for primitive in document["meshes"][node["mesh"]]["primitives"]
    ]
    low = np.min([b["min"] for b in bounds], axis=0)
    high = np.max([b["max"] for b in bounds], axis=0)
    return (high - low) * np.array(node.get("scale", [1.0, 1.0, 1.0]))


def _shown(size: Any) -> str:
    return " x ".join(f"{side:.3g}" for side in size)


def _meshes(name: str, document: dict[str, Any], size_bytes: int) -> Iterator[Finding]:
    """Normals everywhere; bytes and triangles within what stores take."""
    accessors = document.get("accessors", [])
    per_mesh = []
    for mesh in document.get("meshes", []):
        count = 0
        for primitive in mesh["primitives"]:
            if "NORMAL" not in primitive["attributes"]:
                message = (
                    f"{name}: mesh {mesh.get('name', '')!r} has no normals, so each viewer guesses them; "
                    "write the file again with normals"
                )
                yield Finding(name, "no_normals", message, "error")
            if "indices" in primitive:
                count += accessors[primitive["indices"]]["count"] // 3
        per_mesh.append(count)
    nodes = document.get("nodes", [])
    sold = [node for node in nodes if "sku" in node.get("extras", {}) and "mesh" in node]
    for node in sold:
        if per_mesh[node["mesh"]] > LARGEST_TRIANGLES:
            message = (
                f"{name}: {node['extras']['sku']} has {per_mesh[node['mesh']]:,} triangles, "
                f"expected at most {LARGEST_TRIANGLES:,}"
            )
            yield Finding(str(node["extras"]["sku"]), "many_triangles", message)
    if size_bytes > LARGEST_FILE_BYTES:
        message = (
            f"{name}: {size_bytes / 1e6:.1f} MB, expected at most {LARGEST_FILE_BYTES / 1e6:.0f} MB"
        )
        yield Finding(name, "large_file", message)
