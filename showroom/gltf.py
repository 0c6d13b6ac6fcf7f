"""Scenes to GLB, the only writer of it: core glTF 2.0, lights, product data (XMP) and material variants.

Equal bytes are stored once, whichever objects they came from: accessors, images, materials and meshes are all
found again by their content. The same scene gives the same bytes. trimesh's exporter was not used: it drops
normals unless asked and writes a mesh again for each instance.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pygltflib as gl
from jaxtyping import Float
from PIL import Image as PillowImage

from showroom.errors import SceneError
from showroom.scene import (
    Animation,
    Json,
    Material,
    Mesh,
    Node,
    PerspectiveCamera,
    Primitive,
    PunctualLight,
    Scene,
    Texture,
)

__all__ = ["encode_texture", "glb_container", "quat_xyzw", "read_glb", "write_glb"]

_JPEG_QUALITY = 88
_GENERATOR = "showroom"


def write_glb(scene: Scene) -> bytes:
    """Bytes of a binary glTF file of the scene.

    Raises
    ------
    SceneError
        If two nodes share a name, or a mesh has faces out of range, non-finite numbers or normals of length 0.
    """
    return _Writer(scene).document()


def read_glb(data: bytes, name: str = "GLB") -> tuple[dict[str, Any], bytes]:
    """JSON document and binary chunk of a GLB file.

    Raises
    ------
    SceneError
        If the bytes are not a whole binary glTF 2.0 file.
    """
    if len(data) < 20 or data[:4] != b"glTF":
        raise SceneError(f"{name}: expected a binary glTF file, found {data[:4]!r} at its start")
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2 or length != len(data):
        raise SceneError(
            f"{name}: expected glTF version 2 and {len(data)} bytes, found version {version} and {length}; "
            "the file is cut off or of another kind"
        )
    json_length, _ = struct.unpack_from("<II", data, 12)
    document = json.loads(data[20 : 20 + json_length])
    start = 20 + json_length + 8
    return document, data[start:]


def encode_texture(texture: Texture) -> tuple[bytes, str]:
    """File bytes and MIME type of a texture; the same pixels give the same bytes."""
    if texture.encoded is not None:
        return texture.encoded, f"image/{texture.encoding}"
    buffer = io.BytesIO()
    pixels = texture.pixels[..., 0] if texture.pixels.shape[2] == 1 else texture.pixels
    picture = PillowImage.fromarray(np.ascontiguousarray(pixels))
    if texture.encoding == "jpeg" and texture.pixels.shape[2] != 4:
        picture.save(buffer, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        return buffer.getvalue(), "image/jpeg"
    picture.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue(), "image/png"


def quat_xyzw(rotation: Float[np.ndarray, "3 3"]) -> tuple[float, float, float, float]:
    """Unit quaternion (x, y, z, w), w >= 0, of a rotation matrix."""
    # Bar-Itzhack: the quaternion is the eigenvector of the largest eigenvalue of this symmetric matrix.
    (a, b, c), (d, e, f), (g, h, i) = rotation
    K = np.array(
        [
            [a - e - i, d + b, g + c, h - f],
            [d + b, e - a - i, h + f, c - g],
            [g + c, h + f, i - a - e, d - b],
            [h - f, c - g, d - b, a + e + i],
        ]
    )
    q = np.linalg.eigh(K)[1][:, -1]
    q = q if q[3] >= 0 else -q
    q = np.where(np.abs(q) < 1e-9, 0.0, q)
    x, y, z, w = (q / np.linalg.norm(q)).tolist()
    return x, y, z, w


class _Writer:
    """Collects one document; every `_xyz` method returns the index under which a thing is stored."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._blob = bytearray()
        self._doc = gl.GLTF2(asset=gl.Asset(version="2.0", generator=_GENERATOR))
        self._known: dict[tuple[str, object], int] = {}
        self._lights: list[dict[str, Json]] = []
        self._packets: list[Mapping[str, Json]] = []
        self._node_index: dict[str, int] = {}
        self._variants: list[str] = []

    def document(self) -> bytes:
        doc = self._doc
        doc.scenes = [
            gl.Scene(
                name=self._scene.name,
                nodes=[self._node(node) for node in self._scene.roots],
                extras=dict(self._scene.extras),
            )
        ]
        doc.scene = 0
        doc.animations = [self._animation(animation) for animation in self._scene.animations]
        if self._lights:
            doc.extensions["KHR_lights_punctual"] = {"lights": self._lights}
        if self._packets:
            doc.extensions["KHR_xmp_json_ld"] = {"packets": [dict(p) for p in self._packets]}
        if self._variants:
            named = [{"name": name} for name in self._variants]
            doc.extensions["KHR_materials_variants"] = {"variants": named}
        doc.extensionsUsed = sorted(doc.extensions)
        if self._blob:
            doc.buffers = [gl.Buffer(byteLength=len(self._blob))]
        return glb_container(json.loads(doc.to_json()), bytes(self._blob))

    def _once(self, kind: str, key: object, stored: list[Any], make: Any) -> int:
        """Index of the thing of this kind and key, made and stored if it is new."""
        if (kind, key) not in self._known:
            made = make()
            self._known[kind, key] = len(stored)
            stored.append(made)
        return self._known[kind, key]

    def _view(self, data: bytes, target: int | None) -> int:
        def make() -> gl.BufferView:
            self._blob.extend(b"\0" * (-len(self._blob) % 4))
            view = gl.BufferView(
                buffer=0, byteOffset=len(self._blob), byteLength=len(data), target=target
            )
            self._blob.extend(data)
            return view

        key = (target, hashlib.blake2b(data, digest_size=16).digest())
        return self._once("view", key, self._doc.bufferViews, make)

    def _accessor(
        self, array: npt.NDArray[Any], kind: str, target: int | None, *, bounds: bool = False
    ) -> int:
        component = {"float32": gl.FLOAT, "uint16": gl.UNSIGNED_SHORT, "uint32": gl.UNSIGNED_INT}
        view = self._view(np.ascontiguousarray(array).tobytes(), target)
        flat = array.reshape(len(array), -1)

        def make() -> gl.Accessor:
            return gl.Accessor(
                bufferView=view,
                byteOffset=0,
                componentType=component[array.dtype.name],
                count=len(array),
                type=kind,
                min=[float(v) for v in flat.min(axis=0)] if bounds else None,
                max=[float(v) for v in flat.max(axis=0)] if bounds else None,
            )

        return self._once("accessor", (view, kind, bounds), self._doc.accessors, make)

    def _texture(self, texture: Texture) -> int:
        known = self._known.get(("texture object", id(texture)))
        if known is not None:
            return known
        data, mime_type = encode_texture(texture)
        view = self._view(data, None)
        image = self._once(
            "image",
            view,
            self._doc.images,
            lambda: gl.Image(name=texture.name, bufferView=view, mimeType=mime_type),
        )
        if not self._doc.samplers:
            self._doc.samplers = [
                gl.Sampler(
                    magFilter=gl.LINEAR,
                    minFilter=gl.LINEAR_MIPMAP_LINEAR,
                    wrapS=gl.REPEAT,
                    wrapT=gl.REPEAT,
                )
            ]
        index = self._once(
            "texture", image, self._doc.textures, lambda: gl.Texture(sampler=0, source=image)
        )
        self._known["texture object", id(texture)] = index
        return index

    def _material(self, material: Material) -> int:
        pbr = gl.PbrMetallicRoughness(
            baseColorFactor=[float(c) for c in material.base_colour],
            metallicFactor=float(material.metallic),
            roughnessFactor=float(material.roughness),
        )
        made = gl.Material(
            name=material.name,
            pbrMetallicRoughness=pbr,
            alphaMode=material.alpha_mode,
            alphaCutoff=0.5 if material.alpha_mode == "MASK" else None,
            doubleSided=material.double_sided,
            emissiveFactor=[float(c) for c in material.emissive],
        )
        if material.base_colour_texture is not None:
            pbr.baseColorTexture = gl.TextureInfo(index=self._texture(material.base_colour_texture))
        if material.metallic_roughness_texture is not None:
            pbr.metallicRoughnessTexture = gl.TextureInfo(
                index=self._texture(material.metallic_roughness_texture)
            )
        if material.normal_texture is not None:
            made.normalTexture = gl.NormalMaterialTexture(
                index=self._texture(material.normal_texture)
            )
        if material.occlusion_texture is not None:
            made.occlusionTexture = gl.OcclusionTextureInfo(
                index=self._texture(material.occlusion_texture), texCoord=material.occlusion_uv_set
            )
        return self._once("material", made.to_json(), self._doc.materials, lambda: made)

    def _mesh(self, mesh: Mesh) -> int:
        known = self._known.get(("mesh object", id(mesh)))
        if known is not None:
            return known
        primitives = [self._primitive(mesh.name, primitive) for primitive in mesh.primitives]
        key = tuple((str(vars(p.attributes)), p.indices, p.material) for p in primitives)
        index = self._once(
            "mesh", key, self._doc.meshes, lambda: gl.Mesh(name=mesh.name, primitives=primitives)
        )
        self._known["mesh object", id(mesh)] = index
        return index

    def _primitive(self, name: str, primitive: Primitive) -> gl.Primitive:
        positions = primitive.positions_m.astype(np.float32)
        lengths = np.linalg.norm(primitive.normals, axis=1, keepdims=True)
        faces = primitive.faces
        if len(faces) == 0 or faces.min() < 0 or faces.max() >= len(positions):
            raise SceneError(
                f"mesh {name!r}: expected faces with corner numbers from 0 to {len(positions) - 1}, found "
                f"{len(faces)} faces, numbers {faces.min(initial=0)} to {faces.max(initial=0)}"
            )
        if not np.isfinite(positions).all() or not (lengths > 1e-8).all():
            raise SceneError(
                f"mesh {name!r}: expected finite positions and normals of length 1, found "
                f"{int((~np.isfinite(positions)).any(axis=1).sum())} positions that are not finite and "
                f"{int((~(lengths > 1e-8)).sum())} normals without a direction"
            )
        normals = (primitive.normals / lengths).astype(np.float32)
        attributes = gl.Attributes(
            POSITION=self._accessor(positions, gl.VEC3, gl.ARRAY_BUFFER, bounds=True),
            NORMAL=self._accessor(normals, gl.VEC3, gl.ARRAY_BUFFER),
        )
        if primitive.material.normal_texture is not None:
            if primitive.uvs is None:
                raise SceneError(f"mesh {name!r}: its material has a normal texture, found no UVs")
            tangents = _tangents(primitive, normals.astype(np.float64)).astype(np.float32)
            attributes.TANGENT = self._accessor(tangents, gl.VEC4, gl.ARRAY_BUFFER)
        for set_name, uvs in (("TEXCOORD_0", primitive.uvs), ("TEXCOORD_1", primitive.uvs_second)):
            if uvs is not None:
                index = self._accessor(uvs.astype(np.float32), gl.VEC2, gl.ARRAY_BUFFER)
                setattr(attributes, set_name, index)
        # 65535 itself is the restart index, which glTF forbids.
        index_type = np.uint16 if len(positions) <= 65535 else np.uint32
        indices = faces.astype(index_type).reshape(-1)
        return gl.Primitive(
            attributes=attributes,
            indices=self._accessor(indices, gl.SCALAR, gl.ELEMENT_ARRAY_BUFFER),
            material=self._material(primitive.material),
            mode=gl.TRIANGLES,
            extensions=self._looks(primitive),
        )

    def _looks(self, primitive: Primitive) -> dict[str, Any]:
        """The primitive's variants, as KHR_materials_variants has them."""
        mappings: list[dict[str, Any]] = []
        for name, material in primitive.variants:
            if name not in self._variants:
                self._variants.append(name)
            place = self._variants.index(name)
            mappings.append({"material": self._material(material), "variants": [place]})
        return {"KHR_materials_variants": {"mappings": mappings}} if mappings else {}

    def _light(self, light: PunctualLight) -> int:
        entry: dict[str, Json] = {
            "name": light.name,
            "type": light.kind,
            "color": list(light.colour),
            "intensity": light.intensity,
        }
        if light.range_m is not None:
            entry["range"] = light.range_m
        return self._once("light", json.dumps(entry), self._lights, lambda: entry)

    def _camera(self, camera: PerspectiveCamera) -> int:
        lens = gl.Perspective(
            yfov=camera.vertical_fov_rad, znear=camera.near_m, zfar=camera.far_m, aspectRatio=None
        )
        made = gl.Camera(name=camera.name, type=gl.PERSPECTIVE, perspective=lens)
        return self._once("camera", made.to_json(), self._doc.cameras, lambda: made)

    def _node(self, node: Node) -> int:
        if node.name in self._node_index:
            raise SceneError(f"node {node.name!r}: expected a name of its own, found it twice")
        self._node_index[node.name] = -1
        children = [self._node(child) for child in node.children]
        made = gl.Node(name=node.name, extras=dict(node.extras))
        if any(node.translation_m):
            made.translation = [float(v) for v in node.translation_m]
        if node.rotation is not None and not np.allclose(node.rotation, np.eye(3)):
            made.rotation = list(quat_xyzw(node.rotation))
        if node.mesh is not None:
            made.mesh = self._mesh(node.mesh)
        if node.camera is not None:
            made.camera = self._camera(node.camera)
        if children:
            made.children = children
        if node.light is not None:
            made.extensions["KHR_lights_punctual"] = {"light": self._light(node.light)}
        if node.xmp is not None:
            packet = dict(node.xmp)
            index = self._once(
                "xmp", json.dumps(packet, sort_keys=True), self._packets, lambda: packet
            )
            made.extensions["KHR_xmp_json_ld"] = {"packet": index}
        self._doc.nodes.append(made)
        self._node_index[node.name] = len(self._doc.nodes) - 1
        return self._node_index[node.name]

    def _animation(self, animation: Animation) -> gl.Animation:
        if animation.node not in self._node_index:
            raise SceneError(
                f"animation {animation.name!r}: expected a node of the scene, found {animation.node!r}"
            )
        times = self._accessor(
            animation.times_s.astype(np.float32)[:, None], gl.SCALAR, None, bounds=True
        )
        quats = np.array([quat_xyzw(rotation) for rotation in animation.rotations])
        for k in range(1, len(quats)):  # the shorter arc between neighbours
            if quats[k] @ quats[k - 1] < 0:
                quats[k] = -quats[k]
        tracks: Sequence[tuple[str, npt.NDArray[Any], str]] = (
            ("translation", animation.translations_m, gl.VEC3),
            ("rotation", quats, gl.VEC4),
        )
        made = gl.Animation(name=animation.name)
        for path, values, kind in tracks:
            output = self._accessor(values.astype(np.float32), kind, None)
            sampler = gl.AnimationSampler(input=times, output=output, interpolation="LINEAR")
            target = gl.AnimationChannelTarget(node=self._node_index[animation.node], path=path)
            made.channels.append(gl.AnimationChannel(sampler=len(made.samplers), target=target))
            made.samplers.append(sampler)
        return made


def _tangents(primitive: Primitive, normals: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 4"]:
    """Tangents (direction of growing u) of the corners and the sign of the bitangent, which points up the picture."""
    faces, uvs = primitive.faces, primitive.uvs
    assert uvs is not None
    p, t = primitive.positions_m[faces], uvs[faces]
    dp1, dp2 = p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]
    dt1, dt2 = t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]
    area = dt1[:, 0] * dt2[:, 1] - dt2[:, 0] * dt1[:, 1]
    scale = np.sign(area)[:, None]
    du = (dp1 * dt2[:, 1:] - dp2 * dt1[:, 1:]) * scale
    dv = (dp2 * dt1[:, :1] - dp1 * dt2[:, :1]) * scale
    along, down = np.zeros_like(normals), np.zeros_like(normals)
    for corner in range(3):
        np.add.at(along, faces[:, corner], du)
        np.add.at(down, faces[:, corner], dv)
    along -= normals * (along * normals).sum(1, keepdims=True)
    # A corner without a direction of its own (no area in the texture) takes any that lies in the surface.
    lost = np.linalg.norm(along, axis=1) < 1e-12
    axis = np.eye(3)[np.abs(normals[lost]).argmin(1)]
    along[lost] = np.cross(normals[lost], axis)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    # glTF's v runs down the picture and its bitangent up.
    sign = np.where((np.cross(normals, along) * down).sum(1) > 0, -1.0, 1.0)
    return np.concatenate([along, sign[:, None]], axis=1)


def glb_container(document: dict[str, Any], blob: bytes) -> bytes:
    """GLB framing: a header, the JSON chunk padded with spaces, the binary chunk padded with zeros."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    blob += b"\0" * (-len(blob) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    if blob:
        chunks += struct.pack("<I4s", len(blob), b"BIN\0") + blob
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
