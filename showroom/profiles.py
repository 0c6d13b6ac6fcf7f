"""What a file must keep to be shown in a store: `showroom check`.

Khronos' validator judges the format; the rules here judge what it cannot know: that products bear their SKU, that
sizes are metres, that normals are there, and the limits of the places that show the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from showroom.errors import CheckUnavailableError, SceneError
from showroom.gltf import read_glb
from showroom.gltf_validator import validate_files
from showroom.scene_check import Finding

__all__ = ["check_glb"]

SMALLEST_PRODUCT_M = 0.005
LARGEST_PRODUCT_M = 20.0
_SIZE_TOLERANCE = 0.01
LARGEST_FILE_BYTES = 15_000_000  # Google's virtual_model_link
LARGEST_TRIANGLES = 100_000  # Apple's Quick Look, one product


def check_glb(path: Path) -> tuple[Finding, ...]:
    """Everything that speaks against a GLB file; empty if it is good.

    Where Node or the validator is missing, a finding with the code `not_checked` says so.
    """
    name = str(path)
    try:
        data = path.read_bytes()
        document, _ = read_glb(data, name)
    except OSError as error:
        reason = error.strerror or "unreadable"
        return (Finding(name, "unreadable", f"{name}: cannot be read ({reason})", "error"),)
    except (SceneError, ValueError) as error:
        return (Finding(name, "not_glb", str(error), "error"),)
    return (*_khronos(path), *_products(name, document), *_meshes(name, document, len(data)))


def _khronos(path: Path) -> Iterator[Finding]:
    try:
        (report,) = validate_files([path])
    except CheckUnavailableError as error:
        yield Finding(str(path), "not_checked", f"{path}: not checked by Khronos: {error}")
        return
    for message in report.of("error"):
        yield _said(path, message.code, f"{message.message} ({message.pointer})", fatal=True)
    for message in report.of("warning"):
        yield _said(path, message.code, f"{message.message} ({message.pointer})", fatal=False)


def _said(path: Path, code: str, text: str, *, fatal: bool) -> Finding:
    return Finding(
        str(path), f"khronos_{code.lower()}", f"{path}: {text}", "error" if fatal else "warning"
    )


def _products(name: str, document: dict[str, Any]) -> Iterator[Finding]:
    """Every product node bears its SKU and has the size that it claims."""
    nodes = document.get("nodes", [])
    sold = [node for node in nodes if "sku" in node.get("extras", {})]
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
