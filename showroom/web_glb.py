"""The web profile of a GLB: quantised, meshopt-compressed, pictures as WebP; a fifth of the master's bytes.

It is made from the master's bytes, so that both say the same. Node names stay. Quantised positions need a transform
of their own: it goes on a child of the node that had the mesh, so that a product's node keeps its placement.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import meshopt
import numpy as np
import numpy.typing as npt
from PIL import Image

from showroom.errors import SceneError
from showroom.gltf import glb_container, read_glb

__all__ = ["WebOptions", "read_accessor", "unpacked_glb", "web_glb"]

MESHOPT, WEBP, QUANTIZED = (
    "EXT_meshopt_compression",
    "EXT_texture_webp",
    "KHR_mesh_quantization",
)
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
BYTE, SHORT, UNSIGNED_SHORT, UNSIGNED_INT, FLOAT = 5120, 5122, 5123, 5125, 5126
_DTYPES: dict[int, Any] = {
    BYTE: np.int8,
    5121: np.uint8,
    SHORT: np.int16,
    UNSIGNED_SHORT: np.uint16,
    UNSIGNED_INT: np.uint32,
    FLOAT: np.float32,
}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@dataclass(frozen=True)
class WebOptions:
    """How hard to press.

    Attributes
    ----------
    webp_quality
        Of colour pictures.
    texture_px
        Longest side of a picture; larger ones are brought down.
    """

    webp_quality: int = 80
    texture_px: int = 1024


def web_glb(master: bytes, options: WebOptions | None = None) -> bytes:
    """The web file of a master.

    Raises
    ------
    SceneError
        If the bytes are not a whole master, or it is compressed already.
    """
    document, blob = read_glb(master, "master")
    if MESHOPT in document.get("extensionsUsed", []):
        raise SceneError("master: expected an uncompressed GLB, found one in the web profile")
    return _Press(document, blob, options or WebOptions()).pressed()


def read_accessor(document: dict[str, Any], blob: bytes, index: int) -> npt.NDArray[Any]:
    """Values of an uncompressed accessor, a row each element, as they are stored."""
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    dtype = np.dtype(_DTYPES[accessor["componentType"]])
    width, count = _WIDTHS[accessor["type"]], accessor["count"]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", width * dtype.itemsize)
    rows = np.frombuffer(blob, np.uint8, (count - 1) * stride + width * dtype.itemsize, start)
    rows = np.lib.stride_tricks.as_strided(
        rows, (count, width * dtype.itemsize), (stride, 1), writeable=False
    )
    values: npt.NDArray[Any] = np.ascontiguousarray(rows).view(dtype).reshape(count, width)
    return values


class _Press:
    """Builds the compressed document beside the plain one."""

    def __init__(self, document: dict[str, Any], blob: bytes, options: WebOptions) -> None:
        self._old, self._blob, self._options = document, blob, options
        self._new: dict[str, Any] = {
            key: value
            for key, value in document.items()
            if key not in ("accessors", "bufferViews", "buffers", "images")
        }
        self._accessors: list[dict[str, Any]] = []
        self._views: list[dict[str, Any]] = []
        self._bytes = bytearray()
        self._plain_bytes = 0  # of the buffer that nobody stores: what the views unpack to
        self._plain: dict[int, int] = {}

    def pressed(self) -> bytes:
        new = self._new
        new["images"] = [self._image(i) for i in range(len(self._old.get("images", [])))]
        new["textures"] = [self._texture(t) for t in self._old.get("textures", [])]
        frames: dict[int, tuple[npt.NDArray[Any], float]] = {}
        new["meshes"] = []
        for index, mesh in enumerate(self._old.get("meshes", [])):
            frames[index] = self._frame(mesh)
            primitives = [self._primitive(p, *frames[index]) for p in mesh["primitives"]]
            new["meshes"].append({**mesh, "primitives": primitives})
        new["nodes"] = self._nodes(frames)
        new["animations"] = [self._animation(a) for a in self._old.get("animations", [])]
        new["accessors"], new["bufferViews"] = self._accessors, self._views
        new["buffers"] = [{"byteLength": len(self._bytes)}]
        used = {*self._old.get("extensionsUsed", [])}
        if self._plain_bytes:
            fallback = {
                "byteLength": self._plain_bytes,
                "extensions": {MESHOPT: {"fallback": True}},
            }
            new["buffers"].append(fallback)
            used |= {MESHOPT, QUANTIZED}
        if new["images"]:
            used.add(WEBP)
        new["extensionsUsed"] = sorted(used)
        new["extensionsRequired"] = sorted(
            {*self._old.get("extensionsRequired", [])} | (used & {MESHOPT, QUANTIZED, WEBP})
        )
        clean = {key: value for key, value in new.items() if value or value == 0}
        return glb_container(clean, bytes(self._bytes))

    def _store(self, data: bytes) -> int:
        self._bytes.extend(b"\0" * (-len(self._bytes) % 8))
        start = len(self._bytes)
        self._bytes.extend(data)
        return start

    def _image(self, index: int) -> dict[str, Any]:
        image = self._old["images"][index]
        view = self._old["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        picture: Image.Image = Image.open(
            io.BytesIO(self._blob[start : start + view["byteLength"]])
        )
        if max(picture.size) > self._options.texture_px:
            scale = self._options.texture_px / max(picture.size)
            size = (round(picture.width * scale), round(picture.height * scale))
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=self._options.webp_quality, method=4)
        data = buffer.getvalue()
        self._views.append({"buffer": 0, "byteOffset": self._store(data), "byteLength": len(data)})
        return {**image, "bufferView": len(self._views) - 1, "mimeType": "image/webp"}

    @staticmethod
    def _texture(texture: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in texture.items() if key != "source"}
        return {**kept, "extensions": {WEBP: {"source": texture["source"]}}}

    def _frame(self, mesh: dict[str, Any]) -> tuple[npt.NDArray[Any], float]:
        """Centre and half extent of a mesh: one scale for all axes, so that normals need no turning."""
        bounds = [self._old["accessors"][p["attributes"]["POSITION"]] for p in mesh["primitives"]]
        low = np.min([b["min"] for b in bounds], axis=0)
        high = np.max([b["max"] for b in bounds], axis=0)
        return (low + high) / 2, max(float((high - low).max()) / 2, 1e-9)

    def _primitive(
        self, primitive: dict[str, Any], centre: npt.NDArray[Any], half: float
    ) -> dict[str, Any]:
        indices = read_accessor(self._old, self._blob, primitive["indices"]).reshape(-1)
        order, place, count = meshopt.reorder_mesh(indices.astype(np.uint32), True, False)
        attributes = {}
        for name, index in primitive["attributes"].items():
            # Corners after the last that a face uses have no place.
            values = read_accessor(self._old, self._blob, index)[: len(place)]
            moved = np.empty((count, values.shape[1]), values.dtype)
            used = place < count
            moved[place[used]] = values[used]
            attributes[name] = self._attribute(name, moved, centre, half)
        kind = np.uint16 if count <= 65535 else np.uint32
        return {
            **primitive,
            "attributes": attributes,
            "indices": self._pack(order.astype(kind), "SCALAR", "TRIANGLES"),
        }

    def _attribute(
        self, name: str, values: npt.NDArray[Any], centre: npt.NDArray[Any], half: float
    ) -> int:
        if name == "POSITION":
            stored = np.rint((values.astype(np.float64) - centre) / half * 32767).astype(np.int16)
            return self._pack(stored, "VEC3", "ATTRIBUTES", bounds=True)
        if name in ("NORMAL", "TANGENT"):
            stored = np.rint(values.astype(np.float64) * 127).astype(np.int8)
            return self._pack(stored, f"VEC{values.shape[1]}", "ATTRIBUTES")
        if name.startswith("TEXCOORD") and values.min() >= 0 and values.max() <= 1:
            stored = np.rint(values.astype(np.float64) * 65535).astype(np.uint16)
            return self._pack(stored, "VEC2", "ATTRIBUTES")
        return self._pack(values, f"VEC{values.shape[1]}", "ATTRIBUTES", normalised=False)

    def _pack(
        self,
        values: npt.NDArray[Any],
        kind: str,
        mode: meshopt.Mode,
        *,
        bounds: bool = False,
        normalised: bool = True,
    ) -> int:
        """Index of a compressed accessor; rows are padded to four bytes."""
        component = next(c for c, dtype in _DTYPES.items() if np.dtype(dtype) == values.dtype)
        rows = values.reshape(len(values), -1)
        width = rows.shape[1] * rows.itemsize
        stride = width if mode == "TRIANGLES" else -(-width // 4) * 4
        padded = np.zeros((len(rows), stride), np.uint8)
        padded[:, :width] = np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), width)
        data = meshopt.encode_gltf_buffer(values if mode == "TRIANGLES" else padded, mode)
        view: dict[str, Any] = {
            "buffer": 1,
            "byteOffset": self._plain_bytes,
            "byteLength": padded.size,
            "target": ELEMENT_ARRAY_BUFFER if mode == "TRIANGLES" else ARRAY_BUFFER,
            "extensions": {
                MESHOPT: {
                    "buffer": 0,
                    "byteOffset": self._store(data),
                    "byteLength": len(data),
                    "byteStride": stride,
                    "count": len(rows),
                    "mode": mode,
                }
            },
        }
        if mode == "ATTRIBUTES":
            view["byteStride"] = stride
        self._plain_bytes += -(-padded.size // 4) * 4
        self._views.append(view)
        accessor: dict[str, Any] = {
            "bufferView": len(self._views) - 1,
            "componentType": component,
            "count": len(rows),
            "type": kind,
        }
        if mode == "ATTRIBUTES" and normalised:
            accessor["normalized"] = True
        if bounds:
            accessor["min"] = [int(v) for v in rows.min(axis=0)]
            accessor["max"] = [int(v) for v in rows.max(axis=0)]
        self._accessors.append(accessor)
        return len(self._accessors) - 1

    def _nodes(self, frames: dict[int, tuple[npt.NDArray[Any], float]]) -> list[dict[str, Any]]:
        nodes = [dict(node) for node in self._old.get("nodes", [])]
        for node in list(nodes):
            if "mesh" in node:
                mesh = node.pop("mesh")
                centre, half = frames[mesh]
                child = {
                    "name": f"{node.get('name', 'node')} mesh",
                    "mesh": mesh,
                    "translation": [float(v) for v in centre],
                    "scale": [half] * 3,
                }
                node["children"] = [*node.get("children", []), len(nodes)]
                nodes.append(child)
        return nodes

    def _animation(self, animation: dict[str, Any]) -> dict[str, Any]:
        samplers = [
            {**s, "input": self._copied(s["input"]), "output": self._copied(s["output"])}
            for s in animation["samplers"]
        ]
        return {**animation, "samplers": samplers}

    def _copied(self, index: int) -> int:
        """An accessor taken over as it is."""
        if index not in self._plain:
            accessor = self._old["accessors"][index]
            data = read_accessor(self._old, self._blob, index).tobytes()
            start = self._store(data)
            self._views.append({"buffer": 0, "byteOffset": start, "byteLength": len(data)})
            kept = {k: v for k, v in accessor.items() if k != "byteOffset"}
            self._accessors.append({**kept, "bufferView": len(self._views) - 1})
            self._plain[index] = len(self._accessors) - 1
        return self._plain[index]


def unpacked_glb(packed: bytes) -> bytes:
    """A web file with its views unpacked, for readers and validators that know no meshopt."""
    document, blob = read_glb(packed, "web file")
    data = bytearray()
    views = []
    for view in document["bufferViews"]:
        stored = view.get("extensions", {}).get(MESHOPT)
        if stored is None:
            start = view.get("byteOffset", 0)
            plain = blob[start : start + view["byteLength"]]
        else:
            start = stored["byteOffset"]
            plain = meshopt.decode_gltf_buffer(
                blob[start : start + stored["byteLength"]],
                stored["count"],
                stored["byteStride"],
                stored["mode"],
            ).tobytes()
        data.extend(b"\0" * (-len(data) % 4))
        kept = {k: v for k, v in view.items() if k != "extensions"}
        views.append({**kept, "buffer": 0, "byteOffset": len(data), "byteLength": len(plain)})
        data.extend(plain)
    lists = {
        name: [e for e in document.get(name, []) if e != MESHOPT]
        for name in ("extensionsUsed", "extensionsRequired")
    }
    document = {**document, **lists, "bufferViews": views, "buffers": [{"byteLength": len(data)}]}
    return glb_container({k: v for k, v in document.items() if v or v == 0}, bytes(data))
