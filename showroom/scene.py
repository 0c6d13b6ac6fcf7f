"""The scene graph between a solved room and a file or a picture: meshes, materials, lights, cameras, nodes.

It says what glTF says, in Python: the writer (`gltf.py`) and the ray caster (`picture.py`) read the same objects.
Frame `room` (glTF's world): metres, +Y up, right-handed, floor at y = 0. Objects are compared by identity: two
nodes that hold the same `Mesh` object share it in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from jaxtyping import Float, Int, UInt8

__all__ = [
    "Animation",
    "Environment",
    "Json",
    "Material",
    "Mesh",
    "Node",
    "PerspectiveCamera",
    "Primitive",
    "PunctualLight",
    "Rgb",
    "Scene",
    "Texture",
    "rotation_about_y",
    "rotation_looking_along",
    "walk",
    "without",
]

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]
"""What extras and XMP packets are made of."""

Rgb = tuple[float, float, float]
"""A linear colour, 0 to 1 for reflectances."""


@dataclass(frozen=True, eq=False)
class Texture:
    """A picture that a material samples.

    Attributes
    ----------
    name
        Name of the image in the file.
    pixels
        sRGB for colours, linear for data (normals, occlusion-roughness-metallic); row 0 on top.
    encoded
        The file's bytes when the picture was read from one, written out unchanged; else it is encoded.
    encoding
        Format of `encoded`, or the one to encode with. JPEG has no alpha channel.
    """

    name: str
    pixels: UInt8[np.ndarray, "H W C"]
    encoded: bytes | None = None
    encoding: Literal["jpeg", "png"] = "jpeg"


@dataclass(frozen=True, eq=False)
class Material:
    """glTF's metallic-roughness material.

    Attributes
    ----------
    name
        Name in the file.
    base_colour
        Linear factor (r, g, b, alpha) that multiplies the texture.
    base_colour_texture
        sRGB picture on UV set 0.
    normal_texture
        Tangent-space normals on UV set 0, +Y up (OpenGL's sense).
    occlusion_texture
        Red channel: share of the hemisphere that is open; darkens indirect light only.
    occlusion_uv_set
        UV set of `occlusion_texture`, 0 or 1.
    metallic_roughness_texture
        Green: roughness, blue: metallic, on UV set 0.
    roughness, metallic
        Factors from 0 to 1.
    emissive
        Linear radiance that the surface sends out by itself.
    alpha_mode
        `BLEND` for glass.
    double_sided
        Whether the back of a face is drawn.
    """

    name: str
    base_colour: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    base_colour_texture: Texture | None = None
    normal_texture: Texture | None = None
    occlusion_texture: Texture | None = None
    occlusion_uv_set: Literal[0, 1] = 0
    metallic_roughness_texture: Texture | None = None
    roughness: float = 0.8
    metallic: float = 0.0
    emissive: Rgb = (0.0, 0.0, 0.0)
    alpha_mode: Literal["OPAQUE", "MASK", "BLEND"] = "OPAQUE"
    double_sided: bool = False


@dataclass(frozen=True, eq=False)
class Primitive:
    """One triangle mesh of one material, in its node's frame.

    Attributes
    ----------
    positions_m
        Corners, in metres.
    normals
        Unit normals of the corners.
    uvs
        UV set 0, origin at the texture's top left.
    uvs_second
        UV set 1: of a shell, every point of the surface has its own place in 0..1, for baked occlusion; of a product
        built from parts, metres along the grain, for textures that tile.
    faces
        Corner indices, counter-clockwise from outside.
    material
        Its look.
    variants
        Other looks by name, the first being `material`'s own; none where there is only one.
    """

    positions_m: Float[np.ndarray, "V 3"]
    normals: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    material: Material
    uvs: Float[np.ndarray, "V 2"] | None = None
    uvs_second: Float[np.ndarray, "V 2"] | None = None
    variants: tuple[tuple[str, Material], ...] = ()


@dataclass(frozen=True, eq=False)
class Mesh:
    """Primitives that are placed together."""

    name: str
    primitives: tuple[Primitive, ...]


@dataclass(frozen=True, eq=False)
class PunctualLight:
    """A light of KHR_lights_punctual; it shines along its node's -Z.

    Attributes
    ----------
    name
        Name in the file.
    kind
        `directional` (the sun) or `point` (a lamp).
    colour
        Linear colour.
    intensity
        Lux for a directional light, candela for a point.
    range_m
        Distance beyond which a point light does nothing; none for no limit.
    """

    name: str
    kind: Literal["directional", "point"]
    colour: Rgb
    intensity: float
    range_m: float | None = None


@dataclass(frozen=True, eq=False)
class PerspectiveCamera:
    """A camera that looks along its node's -Z."""

    name: str
    vertical_fov_rad: float
    near_m: float = 0.05
    far_m: float = 100.0


@dataclass(frozen=True, eq=False)
class Node:
    """A place in the scene and what stands there.

    Attributes
    ----------
    name
        Unique in the scene; a product's node bears its SKU.
    translation_m
        Position in the parent's frame, in metres.
    rotation
        `p_parent = rotation @ p_node + translation_m`; none for the identity.
    mesh, light, camera
        What the node carries.
    children
        Nodes in this node's frame.
    extras
        Application data, written as glTF extras.
    xmp
        JSON-LD packet for KHR_xmp_json_ld.
    """

    name: str
    translation_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: Float[np.ndarray, "3 3"] | None = None
    mesh: Mesh | None = None
    light: PunctualLight | None = None
    camera: PerspectiveCamera | None = None
    children: tuple[Node, ...] = ()
    extras: Mapping[str, Json] = field(default_factory=dict)
    xmp: Mapping[str, Json] | None = None

    @property
    def T_parent_node(self) -> Float[np.ndarray, "4 4"]:  # noqa: N802
        """Pose in the parent's frame."""
        T = np.eye(4)
        if self.rotation is not None:
            T[:3, :3] = self.rotation
        T[:3, 3] = self.translation_m
        return T


@dataclass(frozen=True)
class Environment:
    """The light that comes from everywhere: what glTF itself cannot say and a picture needs.

    Attributes
    ----------
    sky, horizon, ground
        Linear radiance upwards, level and downwards, relative to a white wall in full light at about 1.
    exposure_ev
        Exposure added to the automatic one, in stops.
    """

    sky: Rgb = (0.80, 0.90, 1.05)
    horizon: Rgb = (1.0, 1.0, 1.0)
    ground: Rgb = (0.35, 0.34, 0.32)
    exposure_ev: float = 0.0


@dataclass(frozen=True, eq=False)
class Animation:
    """One node's pose over time, by linear interpolation (rotations along the shortest arc).

    Attributes
    ----------
    name
        Name in the file.
    node
        Name of the node that moves.
    times_s
        Ascending key times, in seconds.
    translations_m
        Position of the node in its parent's frame at each key.
    rotations
        Rotation of the node in its parent's frame at each key.
    """

    name: str
    node: str
    times_s: Float[np.ndarray, " K"]
    translations_m: Float[np.ndarray, "K 3"]
    rotations: Float[np.ndarray, "K 3 3"]


@dataclass(frozen=True, eq=False)
class Scene:
    """A whole file: root nodes, and the light around them."""

    name: str
    roots: tuple[Node, ...]
    environment: Environment = field(default_factory=Environment)
    animations: tuple[Animation, ...] = ()
    extras: Mapping[str, Json] = field(default_factory=dict)

    @property
    def triangles(self) -> int:
        """Triangles as drawn: a mesh counts once for each node that shows it."""
        return sum(
            len(primitive.faces)
            for node, _ in walk(self)
            if node.mesh is not None
            for primitive in node.mesh.primitives
        )


def walk(scene: Scene) -> Iterator[tuple[Node, Float[np.ndarray, "4 4"]]]:
    """Every node with its pose `T_room_node`, parents before children, in file order."""
    stack = [(node, np.eye(4)) for node in reversed(scene.roots)]
    while stack:
        node, T_room_parent = stack.pop()
        T_room_node = T_room_parent @ node.T_parent_node
        yield node, T_room_node
        stack.extend((child, T_room_node) for child in reversed(node.children))


def without(scene: Scene, names: frozenset[str]) -> Scene:
    """The scene less the named nodes and what hangs on them."""

    def prune(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(
            replace(node, children=prune(node.children)) for node in nodes if node.name not in names
        )

    return replace(scene, roots=prune(scene.roots))


def rotation_about_y(yaw_rad: float) -> Float[np.ndarray, "3 3"]:
    """Rotation that turns +Z towards +X by `yaw_rad` (right-handed about +Y)."""
    c, s = float(np.cos(yaw_rad)), float(np.sin(yaw_rad))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def rotation_looking_along(direction: Float[np.ndarray, " 3"]) -> Float[np.ndarray, "3 3"]:
    """Rotation that turns a node's -Z into `direction`, its +Y as far up as can be."""
    backward = -np.asarray(direction, dtype=np.float64)
    backward /= np.linalg.norm(backward)
    up = np.array([0.0, 1.0, 0.0]) if abs(backward[1]) < 1 - 1e-9 else np.array([0.0, 0.0, -1.0])
    right = np.cross(up, backward)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(backward, right), backward], axis=1)
