"""Read the layers of an uncompressed OpenEXR file, the one kind that our path tracer is asked to write.

A library for all kinds was not worth its weight: without compression a row is its channels' floats one after
another. Source: "OpenEXR File Layout", openexr.com.
"""

from __future__ import annotations

import struct

import numpy as np
from jaxtyping import Float32

from showroom.errors import SceneError

__all__ = ["read_layers"]

_MAGIC = b"\x76\x2f\x31\x01"
_FLOAT = 2


def read_layers(data: bytes, name: str = "EXR") -> dict[str, Float32[np.ndarray, "H W"]]:
    """Channels by name (`ViewLayer.Combined.R`), row 0 on top.

    Raises
    ------
    SceneError
        If the file is not a whole one of this kind.
    """
    if data[:4] != _MAGIC:
        raise SceneError(f"{name}: expected an OpenEXR file, found {data[:4]!r} at its start")
    attributes, at = _header(data)
    if attributes["compression"] != b"\0":
        raise SceneError(
            f"{name}: expected no compression, found kind {attributes['compression'][0]}"
        )
    channels = _channels(attributes["channels"], name)
    x0, y0, x1, y1 = struct.unpack("<4i", attributes["dataWindow"])
    width, height = x1 - x0 + 1, y1 - y0 + 1
    start = at + 8 * height
    row_bytes = 8 + 4 * width * len(channels)
    if len(data) < start + height * row_bytes:
        raise SceneError(f"{name}: expected {start + height * row_bytes} bytes, found {len(data)}")
    rows = np.frombuffer(data, np.uint8, height * row_bytes, start).reshape(height, row_bytes)
    floats = rows[:, 8:].copy().view("<f4").reshape(height, len(channels), width)
    return {channel: floats[:, k].astype(np.float32) for k, channel in enumerate(channels)}


def _header(data: bytes) -> tuple[dict[str, bytes], int]:
    """Attributes by name, and where the table of rows begins."""
    attributes, at = {}, 8
    while data[at]:
        name, _, _ = data[at : at + 256].partition(b"\0")
        at += len(name) + 1
        kind, _, _ = data[at : at + 256].partition(b"\0")
        at += len(kind) + 1
        (size,) = struct.unpack_from("<i", data, at)
        attributes[name.decode()] = data[at + 4 : at + 4 + size]
        at += 4 + size
    return attributes, at + 1


def _channels(told: bytes, name: str) -> list[str]:
    names, at = [], 0
    while told[at]:
        end = told.index(b"\0", at)
        (kind,) = struct.unpack_from("<i", told, end + 1)
        names.append(told[at:end].decode())
        if kind != _FLOAT:
            raise SceneError(f"{name}: expected channels of 32-bit floats, found kind {kind}")
        at = end + 17
    return names
