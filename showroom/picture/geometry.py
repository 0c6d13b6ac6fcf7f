"""A scene as the ray caster sees it: world triangles, their looks, and what a ray finds on them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Float32, Int

from reconstruct.raycast import RayCaster
from showroom.picture.texture import SampledTexture, sampled_texture
from showroom.scene import Material, Scene, walk

__all__ = ["Points", "Portal", "TracedScene", "dot", "trace_scene"]


@dataclass(frozen=True, eq=False)
class Points:
    """What P rays found, for shading; all arrays are float32, frame `room`.

    Attributes
    ----------
    found
        Whether the ray hit anything; the other rows are zero where it did not.
    face
        Triangle hit.
    position_m
        Where.
    normal
        Unit shading normal towards the ray's origin, relief included.
    flat_normal
        Unit normal of the triangle towards the ray's origin.
    colour
        Linear reflectance.
    roughness, metallic
        Of the material.
    openness
        Baked share of indirect light that arrives; 1 where nothing is baked.
    depth_m
        Distance along the ray.
    """

    found: Bool[np.ndarray, " P"]
    face: Int[np.ndarray, " P"]
    position_m: Float32[np.ndarray, "P 3"]
    normal: Float32[np.ndarray, "P 3"]
    flat_normal: Float32[np.ndarray, "P 3"]
    colour: Float32[np.ndarray, "P 3"]
    roughness: Float32[np.ndarray, " P"]
    metallic: Float32[np.ndarray, " P"]
    openness: Float32[np.ndarray, " P"]
    depth_m: Float32[np.ndarray, " P"]

    def among(self, rows: Int[np.ndarray, " P"], count: int) -> Points:
        """The same as these rows of more rays, the rest of which hit nothing."""
        spread = {}
        for field in fields(self):
            values = getattr(self, field.name)
            spread[field.name] = np.zeros((count, *values.shape[1:]), dtype=values.dtype)
            spread[field.name][rows] = values
        return Points(**spread)


@dataclass(frozen=True, eq=False)
class Portal:
    """A window's clear opening, a parallelogram through which the sky shines.

    Attributes
    ----------
    corner_m
        One corner.
    side_a_m, side_b_m
        Its two sides.
    """

    corner_m: Float[np.ndarray, " 3"]
    side_a_m: Float[np.ndarray, " 3"]
    side_b_m: Float[np.ndarray, " 3"]

    @property
    def area_m2(self) -> float:
        """Area of the opening."""
        return float(np.linalg.norm(np.cross(self.side_a_m, self.side_b_m)))


@dataclass(frozen=True, eq=False)
class TracedScene:
    """World triangles with vertex attributes, and a ray caster over them.

    Attributes
    ----------
    positions_m, normals, uvs, occlusion_uvs
        By corner; the last for the material's occlusion texture.
    faces
        Corner indices.
    material_of
        Index into `materials` by face.
    node_of
        Index into `node_names` by face.
    materials, node_names
        What the indices mean.
    portals
        Windows.
    """

    positions_m: Float32[np.ndarray, "V 3"]
    normals: Float32[np.ndarray, "V 3"]
    uvs: Float32[np.ndarray, "V 2"]
    occlusion_uvs: Float32[np.ndarray, "V 2"]
    faces: Int[np.ndarray, "F 3"]
    material_of: Int[np.ndarray, " F"]
    node_of: Int[np.ndarray, " F"]
    materials: tuple[Material, ...]
    node_names: tuple[str, ...]
    portals: tuple[Portal, ...]

    @cached_property
    def caster(self) -> RayCaster:
        """Ray caster over all triangles."""
        return RayCaster(self.positions_m, self.faces)

    @cached_property
    def flat_normals(self) -> Float32[np.ndarray, "F 3"]:
        """Unit normals of the triangles; zero for those without area."""
        a, b, c = (self.positions_m[self.faces[:, k]] for k in range(3))
        cross = np.cross(b - a, c - a)
        unit: Float32[np.ndarray, "F 3"] = cross / np.maximum(
            np.linalg.norm(cross, axis=1, keepdims=True), 1e-20
        )
        return unit

    @cached_property
    def areas_m2(self) -> Float32[np.ndarray, " F"]:
        """Areas of the triangles."""
        a, b, c = (self.positions_m[self.faces[:, k]] for k in range(3))
        areas: Float32[np.ndarray, " F"] = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1)
        return areas

    @cached_property
    def _uv_per_m(self) -> Float32[np.ndarray, " F"]:
        """How much of the texture's side a metre covers, by face."""
        a, b, c = (self.uvs[self.faces[:, k]] for k in range(3))
        ab, ac = b - a, c - a
        area = 0.5 * np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])
        ratio: Float32[np.ndarray, " F"] = area / np.maximum(self.areas_m2, 1e-12)
        return np.asarray(np.sqrt(ratio), dtype=np.float32)

    @cached_property
    def _tangents(self) -> Float32[np.ndarray, "F 3"]:
        """Unit direction of growing u, by face."""
        p, t = self.positions_m[self.faces], self.uvs[self.faces]
        dp1, dp2, dt1, dt2 = (
            p[:, 1] - p[:, 0],
            p[:, 2] - p[:, 0],
            t[:, 1] - t[:, 0],
            t[:, 2] - t[:, 0],
        )
        sign = np.sign(dt1[:, 0] * dt2[:, 1] - dt2[:, 0] * dt1[:, 1])[:, None]
        du = (dp1 * dt2[:, 1:] - dp2 * dt1[:, 1:]) * sign
        unit: Float32[np.ndarray, "F 3"] = du / np.maximum(
            np.linalg.norm(du, axis=1, keepdims=True), 1e-20
        )
        return unit

    @cached_property
    def _pictures(self) -> dict[int, SampledTexture]:
        colours = [m.base_colour_texture for m in self.materials]
        reliefs = [m.normal_texture for m in self.materials]
        made = {id(t): sampled_texture(t, colour=True) for t in colours if t is not None}
        plain = [*reliefs, *(m.metallic_roughness_texture for m in self.materials)]
        plain += [m.occlusion_texture for m in self.materials]
        return made | {id(t): sampled_texture(t, colour=False) for t in plain if t is not None}

    def look(
        self,
        origins: Float[np.ndarray, "P 3"],
        directions: Float[np.ndarray, "P 3"],
        ray_width: float,
        rng: np.random.Generator,
    ) -> Points:
        """What the rays see first; `ray_width` is their breadth in metres at a distance of one metre."""
        hits = self.caster.cast(origins, directions)
        rows = np.flatnonzero(hits.hit)
        depth = hits.distance_m[rows].astype(np.float32)
        position = (origins[rows] + directions[rows] * depth[:, None]).astype(np.float32)
        seen = self.surface(
            hits.face[rows],
            hits.barycentric[rows].astype(np.float32),
            position,
            directions[rows],
            depth,
            ray_width,
            rng,
        )
        return seen if len(rows) == len(hits.hit) else seen.among(rows, len(hits.hit))

    def surface(
        self,
        face: Int[np.ndarray, " P"],
        barycentric: Float32[np.ndarray, "P 2"],
        position_m: Float32[np.ndarray, "P 3"],
        directions: Float[np.ndarray, "P 3"],
        depth_m: Float32[np.ndarray, " P"],
        ray_width: float,
        rng: np.random.Generator,
    ) -> Points:
        """Looks of places on the surface, given by triangle and barycentric weights."""
        corners = self.faces[face]
        w1, w2 = barycentric[:, :1], barycentric[:, 1:]
        w0 = 1 - w1 - w2
        normal = w0 * self.normals[corners[:, 0]]
        normal += w1 * self.normals[corners[:, 1]]
        normal += w2 * self.normals[corners[:, 2]]
        normal /= np.maximum(np.sqrt(dot(normal, normal)), np.float32(1e-12))[:, None]
        flat = self.flat_normals[face]
        facing = np.where(dot(flat, directions)[:, None] > 0, -1.0, 1.0).astype(np.float32)
        flat = flat * facing
        normal = np.where(dot(normal, flat)[:, None] < 0, -normal, normal)
        weights = np.stack([w0, w1, w2])
        uvs = _mixed(self.uvs, corners, weights)
        count = len(face)
        colour = np.empty((count, 3), dtype=np.float32)
        roughness = np.empty(count, dtype=np.float32)
        metallic = np.empty(count, dtype=np.float32)
        openness = np.ones(count, dtype=np.float32)
        width = depth_m * np.float32(ray_width) * self._uv_per_m[face]

        kind = self.material_of[face]
        for index in np.unique(kind):
            material = self.materials[index]
            rows = np.flatnonzero(kind == index)
            tint = np.array(material.base_colour[:3], dtype=np.float32)
            texture = material.base_colour_texture
            if texture is None:
                colour[rows] = tint
            else:
                side = max(texture.pixels.shape[:2])
                picture = self._pictures[id(texture)]
                colour[rows] = picture.sample(uvs[rows], width[rows] * side, rng) * tint
            roughness[rows] = material.roughness
            metallic[rows] = material.metallic
            finish = material.metallic_roughness_texture
            if finish is not None:
                side = max(finish.pixels.shape[:2])
                texels = self._pictures[id(finish)].sample(uvs[rows], width[rows] * side, rng)
                roughness[rows] *= texels[:, 1]
                metallic[rows] *= texels[:, 2]
            baked = material.occlusion_texture
            if baked is not None:
                places = _mixed(self.occlusion_uvs, corners[rows], weights[:, rows])
                finest = np.ones(len(rows), dtype=np.float32)
                openness[rows] = self._pictures[id(baked)].sample(places, finest, rng)[:, 0]
            relief = material.normal_texture
            if relief is not None:
                side = max(relief.pixels.shape[:2])
                texels = self._pictures[id(relief)].sample(uvs[rows], width[rows] * side, rng)
                normal[rows] = _bent(normal[rows], self._tangents[face[rows]], texels)
        return Points(
            found=np.ones(count, dtype=bool),
            face=face,
            position_m=position_m,
            normal=normal.astype(np.float32),
            flat_normal=flat.astype(np.float32),
            colour=colour,
            roughness=roughness,
            metallic=metallic,
            openness=openness,
            depth_m=depth_m,
        )


def dot(a: Float[np.ndarray, "P 3"], b: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, " P"]:
    """Row by row; a sum over so short an axis takes four times as long."""
    return np.asarray(np.einsum("ij,ij->i", a, b))


def _mixed(
    values: Float32[np.ndarray, "V 2"],
    corners: Int[np.ndarray, "P 3"],
    weights: Float32[np.ndarray, "3 P 1"],
) -> Float32[np.ndarray, "P 2"]:
    """Values of the corners, by barycentric weights."""
    mixed: Float32[np.ndarray, "P 2"] = weights[0] * values[corners[:, 0]]
    mixed += weights[1] * values[corners[:, 1]]
    mixed += weights[2] * values[corners[:, 2]]
    return mixed


def _bent(
    normal: Float32[np.ndarray, "P 3"],
    tangent: Float32[np.ndarray, "P 3"],
    texels: Float32[np.ndarray, "P 3"],
) -> Float32[np.ndarray, "P 3"]:
    """Normals turned by a normal texture; the texture's green runs up the picture."""
    local = 2 * texels - 1
    up = np.cross(normal, tangent)
    bent = local[:, :1] * tangent + local[:, 1:2] * up + np.maximum(local[:, 2:], 0.2) * normal
    unit: Float32[np.ndarray, "P 3"] = bent / np.maximum(
        np.sqrt(dot(bent, bent))[:, None], np.float32(1e-12)
    )
    return unit


def trace_scene(
    scene: Scene,
    *,
    hidden: frozenset[str] = frozenset(),
    longest_edge_m: float | None = None,
    glass: bool = False,
) -> TracedScene:
    """Flatten a scene into world triangles; glass is left out, its openings become portals.

    Parameters
    ----------
    scene
        What to flatten.
    hidden
        Nodes to leave out.
    longest_edge_m
        Split triangles until no edge is longer, so that light can vary over a wall; none to keep them.
    glass
        Whether to keep glass, for asking what lies in a picture rather than how it looks.
    """
    positions, normals, uvs, occlusion_uvs, faces = [], [], [], [], []
    material_of, node_of, portals = [], [], []
    materials: list[Material] = []
    node_names: list[str] = []
    number_of: dict[int, int] = {}
    count = 0
    for node, T in walk(scene):
        if "opening_m" in node.extras:
            corners = np.array(node.extras["opening_m"], dtype=np.float64)
            portals.append(Portal(corners[0], corners[1] - corners[0], corners[3] - corners[0]))
        if node.mesh is None or node.name in hidden:
            continue
        node_names.append(node.name)
        for primitive in node.mesh.primitives:
            if primitive.material.alpha_mode == "BLEND" and not glass:
                continue
            p = (primitive.positions_m @ T[:3, :3].T + T[:3, 3]).astype(np.float32)
            n = (primitive.normals @ T[:3, :3].T).astype(np.float32)
            t = np.zeros((len(p), 2)) if primitive.uvs is None else primitive.uvs
            unique = primitive.material.occlusion_uv_set == 1
            o = primitive.uvs_second if unique else primitive.uvs
            f = primitive.faces.astype(np.int64)
            t = t.astype(np.float32)
            if longest_edge_m is not None:
                # Split surfaces are for light, which asks for no baked occlusion.
                o, (p, n, t, f) = None, _split(p, n, t, f, longest_edge_m)
            known = number_of.setdefault(id(primitive.material), len(materials))
            if known == len(materials):
                materials.append(primitive.material)
            positions.append(p)
            normals.append(n)
            uvs.append(t)
            occlusion_uvs.append(np.zeros((len(p), 2)) if o is None else o)
            faces.append(f + count)
            material_of.append(np.full(len(f), known))
            node_of.append(np.full(len(f), len(node_names) - 1))
            count += len(p)
    return TracedScene(
        positions_m=np.concatenate(positions),
        normals=np.concatenate(normals),
        uvs=np.concatenate(uvs),
        occlusion_uvs=np.concatenate(occlusion_uvs).astype(np.float32),
        faces=np.concatenate(faces),
        material_of=np.concatenate(material_of),
        node_of=np.concatenate(node_of),
        materials=tuple(materials),
        node_names=tuple(node_names),
        portals=tuple(portals),
    )


def _split(
    p: Float32[np.ndarray, "V 3"],
    n: Float32[np.ndarray, "V 3"],
    t: Float32[np.ndarray, "V 2"],
    f: Int[np.ndarray, "F 3"],
    longest_m: float,
) -> tuple[
    Float32[np.ndarray, "W 3"],
    Float32[np.ndarray, "W 3"],
    Float32[np.ndarray, "W 2"],
    Int[np.ndarray, "G 3"],
]:
    """Halve triangles at their longest edge until none is longer than `longest_m`."""
    done = []
    while len(f):
        edges = np.stack([p[f[:, (k + 1) % 3]] - p[f[:, k]] for k in range(3)])
        lengths = np.linalg.norm(edges, axis=2)
        at = lengths.argmax(axis=0)
        long = lengths.max(axis=0) > longest_m
        done.append(f[~long])
        f, at = f[long], at[long]
        rows = np.arange(len(f))
        a, b, c = f[rows, at], f[rows, (at + 1) % 3], f[rows, (at + 2) % 3]
        middle = len(p) + rows
        p = np.concatenate([p, (p[a] + p[b]) / 2])
        n = np.concatenate([n, n[a] + n[b]])
        t = np.concatenate([t, (t[a] + t[b]) / 2])
        f = np.concatenate([np.stack([a, middle, c], 1), np.stack([middle, b, c], 1)])
    n = n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-12)
    return p, n.astype(np.float32), t, np.concatenate(done)
