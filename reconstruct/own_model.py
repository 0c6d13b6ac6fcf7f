"""The merchant's own 3D model, read from a GLB file: triangles in metres, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from reconstruct.errors import EmptyModelError, ModelTooLargeError, NotAModelError
from reconstruct.glb_file import GlbFile, read_glb_file

__all__ = ["ModelPart", "OwnModel", "read_model"]

MOST_TRIANGLES = 2_000_000
DEEPEST = 200
"""Nodes within nodes; a file that goes deeper goes round in a circle."""


@dataclass(frozen=True)
class ModelPart:
    """Triangles of one material.

    Attributes
    ----------
    vertices_m
        In the file's own frame, metres, +Y up.
    faces
        Counter-clockwise from outside.
    uvs
        Texture coordinates by set; a set that the file lacks is not there.
    colours
        Linear colour of each corner; None for white.
    material
        Which of the file's materials; None for glTF's default.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    uvs: dict[int, Float[np.ndarray, "V 2"]]
    colours: Float[np.ndarray, "V 3"] | None
    material: int | None


@dataclass(frozen=True)
class OwnModel:
    """A model in parts.

    Attributes
    ----------
    file
        Where its materials and pictures are.
    parts
        Every piece of surface in its place.
    left_out
        What the file has and a product does not keep, in words for the merchant.
    """

    file: GlbFile
    parts: tuple[ModelPart, ...]
    left_out: tuple[str, ...]


def read_model(path: Path) -> OwnModel:
    """Read a merchant's GLB file.

    Raises
    ------
    ModelFileError
        If the file is missing, no GLB, damaged, too large, compressed, or has no surface that stands still.
    """
    file = read_glb_file(path)
    try:
        placed = list(_placed_meshes(file))
        still = [(mesh, place) for mesh, place, skinned in placed if not skinned]
        _check_count(file, [mesh for mesh, _ in still], skinned=len(placed) - len(still))
        parts = tuple(
            part
            for mesh, place in still
            for told in file.parts("meshes")[mesh]["primitives"]
            if (part := _part(file, told, place)) is not None
        )
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise NotAModelError(
            file.name,
            expected="a whole GLB file of glTF 2.0",
            found=f"one that does not hold together ({type(error).__name__}: {error})",
            remedy="Export the file again; https://github.khronos.org/glTF-Validator/ says what is wrong.",
        ) from error
    if not parts:
        raise _empty(file, "none with an area")
    return OwnModel(file, parts, tuple(_left_out(file, skinned=len(placed) > len(still))))


def _empty(file: GlbFile, found: str) -> EmptyModelError:
    return EmptyModelError(
        file.name,
        expected="surfaces made of triangles",
        found=found,
        remedy="Export the product itself as meshes that stand still (in Blender: apply modifiers, no armature).",
    )


def _check_count(file: GlbFile, meshes: list[int], *, skinned: int) -> None:
    """Judge the number of triangles before any is read."""
    if not meshes:
        raise _empty(file, "only skinned meshes, which a skeleton moves" if skinned else "none")
    of_mesh: dict[int, int] = {}
    for mesh in set(meshes):
        corners = 0
        for told in file.parts("meshes")[mesh]["primitives"]:
            accessor = told.get("indices", told["attributes"]["POSITION"])
            count = int(file.parts("accessors")[accessor]["count"])
            corners += count if told.get("mode", 4) == 4 else 3 * count
        of_mesh[mesh] = corners // 3
    triangles = sum(of_mesh[mesh] for mesh in meshes)
    if triangles > MOST_TRIANGLES:
        raise ModelTooLargeError(
            file.name,
            expected=f"at most {MOST_TRIANGLES:,} triangles",
            found=f"{triangles:,}",
            remedy="Export a lighter one: a product is shown in 20,000 triangles or fewer.",
        )


def _placed_meshes(file: GlbFile) -> Iterator[tuple[int, Float[np.ndarray, "4 4"], bool]]:
    """Mesh, place and whether it is skinned, of every node of the scene, instances each."""
    nodes = file.parts("nodes")
    scenes = file.parts("scenes")
    if scenes:
        roots = scenes[file.document.get("scene", 0)].get("nodes", [])
    else:
        children = {child for node in nodes for child in node.get("children", [])}
        roots = [index for index in range(len(nodes)) if index not in children]
    waiting = [(root, np.eye(4), 0) for root in reversed(roots)]
    while waiting:
        index, above, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValueError("its nodes go round in a circle")
        node = nodes[index]
        place = above @ _local(node)
        if "mesh" in node:
            for instance in _instances(file, node):
                yield node["mesh"], place @ instance, "skin" in node
        waiting += [(child, place, depth + 1) for child in reversed(node.get("children", []))]


def _local(node: dict[str, Any]) -> Float[np.ndarray, "4 4"]:
    if "matrix" in node:
        return np.array(node["matrix"], dtype=np.float64).reshape(4, 4).T  # column by column
    return _placed(
        np.array(node.get("translation", (0, 0, 0)), dtype=np.float64),
        np.array(node.get("rotation", (0, 0, 0, 1)), dtype=np.float64),
        np.array(node.get("scale", (1, 1, 1)), dtype=np.float64),
    )


def _placed(
    translation: Float[np.ndarray, "3"],
    quat_xyzw: Float[np.ndarray, "4"],
    scale: Float[np.ndarray, "3"],
) -> Float[np.ndarray, "4 4"]:
    x, y, z, w = quat_xyzw / max(float(np.linalg.norm(quat_xyzw)), 1e-12)
    place = np.eye(4)
    place[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    place[:3, :3] *= scale
    place[:3, 3] = translation
    return place


def _instances(file: GlbFile, node: dict[str, Any]) -> Iterator[Float[np.ndarray, "4 4"]]:
    told = node.get("extensions", {}).get("EXT_mesh_gpu_instancing", {}).get("attributes")
    if not told:
        yield np.eye(4)
        return
    usual = {"TRANSLATION": (0, 0, 0), "ROTATION": (0, 0, 0, 1), "SCALE": (1, 1, 1)}
    count = int(file.parts("accessors")[next(iter(told.values()))]["count"])
    arrays = [
        file.array(told[name]).astype(np.float64)
        if name in told
        else np.tile(np.array(value, dtype=np.float64), (count, 1))
        for name, value in usual.items()
    ]
    for translation, rotation, scale in zip(*arrays, strict=True):
        yield _placed(translation, rotation, scale)


def _part(file: GlbFile, told: dict[str, Any], place: Float[np.ndarray, "4 4"]) -> ModelPart | None:
    """One primitive in its place; None if it has no triangles."""
    attributes = told["attributes"]
    local = file.array(attributes["POSITION"]).astype(np.float64)
    corners = np.arange(len(local))
    if "indices" in told:
        corners = file.array(told["indices"])[:, 0].astype(np.int64)
    faces = _triangles(corners, told.get("mode", 4))
    if len(faces) and not 0 <= int(faces.min()) <= int(faces.max()) < len(local):
        raise ValueError("a triangle has a corner that is not there")
    vertices = local @ place[:3, :3].T + place[:3, 3]
    if not np.isfinite(vertices).all():
        raise ValueError("a position is not a number")
    if np.linalg.det(place[:3, :3]) < 0:
        faces = faces[:, ::-1]  # mirrored, so they would face inwards
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    faces = faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 0]
    if not len(faces):
        return None
    uvs = {
        number: file.array(attributes[name]).astype(np.float64)
        for number in range(4)
        if (name := f"TEXCOORD_{number}") in attributes
    }
    colours = None
    if "COLOR_0" in attributes:
        colours = file.array(attributes["COLOR_0"])[:, :3].astype(np.float64)
    return ModelPart(vertices, np.ascontiguousarray(faces), uvs, colours, told.get("material"))


def _triangles(corners: Int[np.ndarray, " C"], mode: int) -> Int[np.ndarray, "F 3"]:
    if mode == 4:
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)
    if mode == 5:  # a strip, every second triangle the other way round
        strip = np.stack([corners[:-2], corners[1:-1], corners[2:]], axis=1)
        strip[1::2] = strip[1::2][:, [1, 0, 2]]
        return strip
    if mode == 6:
        first = np.full(max(len(corners) - 2, 0), corners[0])
        return np.stack([first, corners[1:-1], corners[2:]], axis=1)
    return np.empty((0, 3), dtype=np.int64)  # points and lines


def _left_out(file: GlbFile, *, skinned: bool) -> Iterator[str]:
    materials = file.parts("materials")
    if skinned:
        yield "parts that a skeleton moves"
    if file.parts("animations"):
        yield "animation"
    if any(material.get("alphaMode", "OPAQUE") != "OPAQUE" for material in materials):
        yield "transparency (it is shown solid)"
    elif any("KHR_materials_transmission" in m.get("extensions", {}) for m in materials):
        yield "glass (it is shown solid)"
    if any("normalTexture" in material for material in materials):
        yield "normal maps"
    if any(any(material.get("emissiveFactor", (0, 0, 0))) for material in materials):
        yield "light that it gives off"
