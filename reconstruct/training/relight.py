"""Textured meshes in a known light: how looks are compared, truth and prediction lit alike.

Sky with occlusion and one key light with shadows, Lambert, no gloss. Deterministic: the same mesh gives the same
picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float64, Int, UInt8

from reconstruct.camera import Camera
from reconstruct.raycast import RayCaster

__all__ = ["KNOWN_LIGHT", "Light", "LitPicture", "TexturedMesh", "lit_picture"]

BACKGROUND = 0.5  # sRGB; neither flatters nor blames


@dataclass(frozen=True)
class TexturedMesh:
    """A mesh whose parts each have a picture.

    Attributes
    ----------
    vertices, faces
        Any frame; faces may be seen from both sides.
    uvs
        Texture coordinates of each face's corners, origin at the top left; they wrap.
    part
        Index into `pictures` of each face.
    pictures
        sRGB; one pixel for a plain colour.
    """

    vertices: Float64[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    uvs: Float[np.ndarray, "F 3 2"]
    part: Int[np.ndarray, " F"]
    pictures: tuple[UInt8[np.ndarray, "h w 3"], ...]

    def linear_colour(
        self, face: Int[np.ndarray, " P"], weights: Float[np.ndarray, "P 3"]
    ) -> Float[np.ndarray, "P 3"]:
        """Linear base colour at places on faces, nearest pixel."""
        at = np.einsum("pi,pij->pj", weights, self.uvs[face]) % 1.0
        answer = np.zeros((len(face), 3))
        for index, picture in enumerate(self.pictures):
            mine = np.flatnonzero(self.part[face] == index)
            height, width = picture.shape[:2]
            column = np.minimum((at[mine, 0] * width).astype(np.int64), width - 1)
            row = np.minimum((at[mine, 1] * height).astype(np.int64), height - 1)
            answer[mine] = (picture[row, column] / 255.0) ** 2.2
        return answer


@dataclass(frozen=True)
class Light:
    """A sky and a key light.

    Attributes
    ----------
    towards
        Direction to the key light.
    key, sky
        Linear strengths; a white surface that faces the key and sees all of the sky is as bright as their sum.
    """

    towards: tuple[float, float, float]
    key: float
    sky: float


KNOWN_LIGHT = Light((0.4, 0.8, 0.45), 0.35, 0.6)


@dataclass(frozen=True)
class LitPicture:
    """A picture on neutral grey, and where the mesh is in it."""

    rgb: UInt8[np.ndarray, "H W 3"]
    solid: Bool[np.ndarray, "H W"]


def lit_picture(
    mesh: TexturedMesh,
    caster: RayCaster,
    camera: Camera,
    light: Light = KNOWN_LIGHT,
    *,
    oversampling: int = 2,
) -> LitPicture:
    """Cast a picture."""
    fine = camera.scaled(float(oversampling))
    height, width = fine.height_px, fine.width_px
    origins, directions = fine.rays()
    hits = caster.cast(origins, directions)
    at = np.flatnonzero(hits.hit)
    face = hits.face[at]
    weights = np.concatenate(
        [1 - hits.barycentric[at].sum(axis=1, keepdims=True), hits.barycentric[at]], axis=1
    )
    corners = mesh.vertices[mesh.faces[face]]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
    normal *= -np.sign((normal * directions[at]).sum(axis=1, keepdims=True))
    points = np.einsum("pi,pij->pj", weights, corners)
    reach = 2 * float(np.ptp(mesh.vertices, axis=0).max())
    start = points + 5e-4 * reach * normal
    shade = _shading(caster, start, normal, light, reach)
    linear = mesh.linear_colour(face, weights) * shade[:, None]
    picture = np.full((height * width, 3), BACKGROUND**2.2)
    picture[at] = linear
    small = picture.reshape(camera.height_px, oversampling, camera.width_px, oversampling, 3)
    cover = hits.hit.reshape(camera.height_px, oversampling, camera.width_px, oversampling)
    display = np.clip(small.mean(axis=(1, 3)), 0, 1) ** (1 / 2.2)
    return LitPicture(
        np.rint(255 * display).astype(np.uint8), np.asarray(cover.mean(axis=(1, 3)) >= 0.5)
    )


def _shading(
    caster: RayCaster,
    start: Float[np.ndarray, "P 3"],
    normal: Float[np.ndarray, "P 3"],
    light: Light,
    reach: float,
) -> Float[np.ndarray, " P"]:
    towards = np.array(light.towards) / np.linalg.norm(light.towards)
    facing = np.maximum(normal @ towards, 0)
    lit = facing * ~caster.occluded(start, np.broadcast_to(towards, start.shape))
    sky = caster.openness(start, normal, reach_m=reach, rays=10) * (0.85 + 0.15 * normal[:, 1])
    return np.asarray(light.key * lit + light.sky * sky)
