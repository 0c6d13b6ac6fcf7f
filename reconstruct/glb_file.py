"""A GLB file taken apart: its JSON, its arrays, its pictures.

trimesh reads GLB too, but knows neither quantised positions nor a second set of texture coordinates nor their
transform, and merchants' files have all three.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from reconstruct.errors import CompressedModelError, ModelTooLargeError, NotAModelError

__all__ = ["GlbFile", "read_glb_file"]

LARGEST_BYTES = 200 * 1024 * 1024
LARGEST_PICTURE_PX = 16_384
_COMPONENTS = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
_PACKED = {
    "KHR_draco_mesh_compression": "Draco compression",
    "EXT_meshopt_compression": "meshopt compression",
    "KHR_meshopt_compression": "meshopt compression",
    "KHR_texture_basisu": "KTX2 textures",
}
_UNDERSTOOD = (
    "KHR_mesh_quantization",
    "KHR_texture_transform",
    "EXT_texture_webp",
    "EXT_mesh_gpu_instancing",
    "KHR_lights_punctual",
)
_SAVE_AGAIN = (
    "Export it again as GLB without compression: in Blender, leave 'Compression' off; with gltf-transform, "
    "`gltf-transform copy IN.glb OUT.glb`."
)
_AS_GLB = "Export it from your 3D program as glTF 2.0, binary (.glb), everything in one file."


class GlbFile:
    """The parts of one GLB file."""

    def __init__(self, name: str, document: dict[str, Any], binary: bytes) -> None:
        self.name = name
        self.document = document
        self._binary = binary

    def parts(self, kind: str) -> list[dict[str, Any]]:
        """All "nodes", "meshes", "materials" or the like; none where the file has none."""
        found: list[dict[str, Any]] = self.document.get(kind, [])
        return found

    def array(self, accessor: int) -> np.ndarray[Any, np.dtype[Any]]:
        """Numbers of an accessor, one row an element; normalised integers as they are meant."""
        told = self.parts("accessors")[accessor]
        dtype = np.dtype(_COMPONENTS[told["componentType"]]).newbyteorder("<")
        width, count = _WIDTHS[told["type"]], int(told["count"])
        if "bufferView" in told:
            values = self._rows(told["bufferView"], told.get("byteOffset", 0), dtype, width, count)
        elif "sparse" not in told and "KHR_draco_mesh_compression" in self.document.get(
            "extensionsUsed", ()
        ):
            raise _compressed(self.name, "KHR_draco_mesh_compression")
        else:
            values = np.zeros((count, width), dtype=dtype)
        sparse = told.get("sparse")
        if sparse:
            values, few = values.copy(), int(sparse["count"])
            at, new = sparse["indices"], sparse["values"]
            kind = np.dtype(_COMPONENTS[at["componentType"]]).newbyteorder("<")
            rows = self._rows(at["bufferView"], at.get("byteOffset", 0), kind, 1, few)[:, 0]
            values[rows] = self._rows(
                new["bufferView"], new.get("byteOffset", 0), dtype, width, few
            )
        if told.get("normalized") and dtype.kind in "iu":
            # Source: glTF 2.0, 3.6.2.2.
            most = 2 ** (8 * dtype.itemsize - (dtype.kind == "i")) - 1
            values = np.maximum(values.astype(np.float64) / most, -1.0)
        return values

    def picture(self, texture: int) -> Image.Image:
        """The picture of a texture.

        Raises
        ------
        NotAModelError
            If it cannot be read.
        """
        told = self.parts("textures")[texture]
        source = told.get("source")
        source = told.get("extensions", {}).get("EXT_texture_webp", {}).get("source", source)
        image = self.parts("images")[source]
        try:
            inside = "bufferView" in image
            data = self._view(image["bufferView"]) if inside else _data_uri(image["uri"])
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            if max(picture.size) > LARGEST_PICTURE_PX:
                raise ModelTooLargeError(
                    self.name,
                    expected=f"textures of at most {LARGEST_PICTURE_PX:,} px a side",
                    found=f"one of {picture.size[0]:,} x {picture.size[1]:,} px",
                    remedy="Export it with smaller textures: 2048 px are plenty.",
                )
            picture.load()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
            raise NotAModelError(
                self.name,
                expected="PNG, JPEG or WebP textures inside the file",
                found=f"one that cannot be read ({error})",
                remedy=_AS_GLB,
            ) from error
        return picture

    def _rows(
        self, view: int, offset: int, dtype: np.dtype[Any], width: int, count: int
    ) -> np.ndarray[Any, np.dtype[Any]]:
        data = self._view(view)
        element = dtype.itemsize * width
        stride = self.parts("bufferViews")[view].get("byteStride") or element
        if count and offset + stride * (count - 1) + element > len(data):
            raise ValueError("an array ends before it should")
        rows = np.ndarray((count, width), dtype, data, offset, (stride, dtype.itemsize))
        return np.ascontiguousarray(rows)

    def _view(self, index: int) -> bytes:
        view = self.parts("bufferViews")[index]
        buffer = self.parts("buffers")[view["buffer"]]
        data = _data_uri(buffer["uri"]) if "uri" in buffer else self._binary
        begin = view.get("byteOffset", 0)
        return data[begin : begin + view["byteLength"]]


def read_glb_file(path: Path) -> GlbFile:
    """Read a GLB file as far as its parts.

    Raises
    ------
    ModelFileError
        If it is missing, no GLB, damaged, too large, or compressed.
    """
    if not path.is_file():
        raise NotAModelError(
            path.name,
            expected="a GLB file",
            found=f"nothing at {path}",
            remedy="Check the path; paths in a catalog are relative to the catalog's folder.",
        )
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise ModelTooLargeError(
            path.name,
            expected=f"at most {LARGEST_BYTES >> 20} MB",
            found=f"{size / 2**20:,.0f} MB",
            remedy="Export it with fewer triangles and textures of 2048 px at most.",
        )
    data = path.read_bytes()
    if data[:4] != b"glTF":
        if not data:
            found = "an empty file"
        elif data.lstrip()[:1] == b"{" and b'"asset"' in data[:100_000]:
            found = "a .gltf file, whose pictures and arrays lie beside it"
        else:
            found = f"{len(data):,} bytes of something else"
        raise NotAModelError(path.name, expected="a GLB file", found=found, remedy=_AS_GLB)
    try:
        document, binary = _chunks(data)
    except (ValueError, struct.error) as error:
        raise NotAModelError(
            path.name,
            expected="a whole GLB file of glTF 2.0",
            found=f"one that cannot be read ({error})",
            remedy="Copy or export the file again.",
        ) from error
    _check_extensions(path.name, document)
    for part in (*document.get("buffers", []), *document.get("images", [])):
        if not str(part.get("uri", "data:")).startswith("data:"):
            raise NotAModelError(
                path.name,
                expected="everything inside the file",
                found=f"a part that lies in {part['uri']!r}",
                remedy=_AS_GLB,
            )
    return GlbFile(path.name, document, binary)


def _chunks(data: bytes) -> tuple[dict[str, Any], bytes]:
    _, version, length = struct.unpack_from("<4sII", data)
    if version != 2:
        raise ValueError(f"its version is {version}, not 2")
    if length > len(data):
        raise ValueError(f"{len(data):,} of {length:,} bytes are there")
    document: dict[str, Any] | None = None
    binary, at = b"", 12
    while at + 8 <= length:
        size, kind = struct.unpack_from("<I4s", data, at)
        chunk = data[at + 8 : at + 8 + size]
        if kind == b"JSON":
            document = dict(json.loads(chunk))
        elif kind == b"BIN\x00" and not binary:
            binary = chunk
        at += 8 + size
    if document is None:
        raise ValueError("it has no JSON part")
    return document, binary


def _check_extensions(name: str, document: dict[str, Any]) -> None:
    required = document.get("extensionsRequired", [])
    for extension in required:
        if extension in _PACKED:
            raise _compressed(name, extension)
        if extension not in _UNDERSTOOD and not extension.startswith("KHR_materials_"):
            raise NotAModelError(
                name,
                expected="plain glTF 2.0",
                found=f"a file that cannot be read without {extension}",
                remedy="Export it again without that extension.",
            )


def _compressed(name: str, extension: str) -> CompressedModelError:
    return CompressedModelError(
        name,
        expected="an uncompressed GLB file",
        found=f"{_PACKED[extension]} ({extension})",
        remedy=_SAVE_AGAIN,
    )


def _data_uri(uri: str) -> bytes:
    try:
        return base64.b64decode(uri.split(",", 1)[1])
    except (IndexError, binascii.Error) as error:
        raise ValueError(f"a data address that cannot be read ({error})") from error
