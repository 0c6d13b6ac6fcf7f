"""How a draft looks beside a photo: which part each pixel shows, its outline and its inner edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, Int32
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX
from reconstruct.framing import asked_bounds
from reconstruct.parts.fit.draft import DraftSurface
from reconstruct.parts.fit.evidence import COARSE_PX, EvidenceLevel, PartsEvidence
from reconstruct.parts.fit.marks import Marks, crease_marks, outline_marks, outline_pixels
from reconstruct.viewpoint import ALL_OWN, Viewpoint, frame_camera

__all__ = ["Framing", "Look"]

# Neighbouring pixels of one part show a crease if the cosine between their normals is smaller: 52 degrees, for round
# legs of eight sides show none.
CREASE = 0.62


@dataclass(frozen=True)
class Framing:
    """How a viewpoint's camera is framed: kept while a surface changes a little, for derivatives.

    Attributes
    ----------
    bounds_px
        Left, top, right and bottom that the whole draft has to fill, in the crop.
    own_bounds
        Which of them are the product's own.
    """

    bounds_px: tuple[float, float, float, float]
    own_bounds: tuple[bool, bool, bool, bool]

    @classmethod
    def of(cls, surface: DraftSurface, view: Viewpoint, evidence: PartsEvidence) -> Framing:
        """The bounds to be filled so that what the photo shows fills the matte's."""
        if evidence.part is None:
            return cls(evidence.bounds_px, ALL_OWN)
        asked = asked_bounds(
            surface.vertices, surface.caster, view, evidence.bounds_px, evidence.part
        )
        return cls(asked, evidence.part.own_bounds)

    def camera(self, vertices: Float[np.ndarray, "V 3"], view: Viewpoint) -> tuple[Camera, float]:
        """The crop's camera, and what is left over: the difference in aspect, as `frame_camera` says."""
        return frame_camera(vertices, view, self.bounds_px, CROP_PX, self.own_bounds)


@dataclass(frozen=True)
class Look:
    """A draft in one photo, at one resolution; pictures cut to the evidence's window.

    Attributes
    ----------
    surface, level
        The draft's surface and the photo's evidence.
    framing, camera, left_over
        The camera of the crop, how it was framed, and the difference in aspect.
    face
        Triangle that each pixel shows; -1 for none.
    corners
        Weights of its second and third corner.
    """

    surface: DraftSurface
    level: EvidenceLevel
    framing: Framing
    camera: Camera
    left_over: float
    face: Int32[np.ndarray, "H W"]
    corners: Float32[np.ndarray, "H W 2"]

    @classmethod
    def of(cls, surface: DraftSurface, view: Viewpoint, evidence: PartsEvidence, px: int) -> Look:
        """Look from a viewpoint."""
        level = evidence.level(px)
        framing = Framing.of(surface, view, evidence)
        camera, left_over = framing.camera(surface.vertices, view)
        face, corners = surface.caster.first_faces(_rays(camera, level))
        shape = level.solid.shape
        return cls(
            surface, level, framing, camera, left_over, face.reshape(shape), corners.reshape(*shape, 2)
        )

    @cached_property
    def hit(self) -> Bool[np.ndarray, "H W"]:
        """Known pixels that show the draft."""
        hit = self.face >= 0
        return hit if self.level.known is None else hit & self.level.known

    @cached_property
    def part(self) -> Int[np.ndarray, "H W"]:
        """Part that each pixel shows; -1 for none."""
        return np.asarray(np.where(self.face >= 0, self.surface.assembly.part_of_face[self.face], -1))

    @cached_property
    def rim(self) -> Bool[np.ndarray, "H W"]:
        """Its outline."""
        return outline_pixels(self.face >= 0, self.level.known)

    @cached_property
    def edges(self) -> Bool[np.ndarray, "H W"]:
        """Where another part begins or the surface turns sharply, well inside both silhouettes."""
        part, normal = self.part, self.surface.normals[self.face]
        found = np.zeros(part.shape, dtype=bool)
        found[:, 1:] = (part[:, 1:] != part[:, :-1]) | _turns(normal[:, 1:], normal[:, :-1])
        found[1:] |= (part[1:] != part[:-1]) | _turns(normal[1:], normal[:-1])
        depth = 1 if self.level.px <= COARSE_PX else 2
        well_inside = ndimage.binary_erosion(self.hit, iterations=depth)
        return np.asarray(found & well_inside & self.level.inside)

    @cached_property
    def outline_marks(self) -> Marks:
        """Its outline with the way out, in pixels of the window."""
        return outline_marks(self.face >= 0, self.rim, self.level.known)

    @cached_property
    def edge_marks(self) -> Marks:
        """Its inner edges with the way across."""
        return crease_marks(self.edges)


def _turns(
    one: Float32[np.ndarray, "H W 3"], other: Float32[np.ndarray, "H W 3"]
) -> Bool[np.ndarray, "H W"]:
    return np.asarray(np.einsum("hwi,hwi->hw", one, other) < CREASE)


def _rays(camera: Camera, level: EvidenceLevel) -> Float32[np.ndarray, "P 6"]:
    """Rays through the window's pixel centres, row by row, of any length."""
    height, width = level.solid.shape
    step = CROP_PX / level.px
    u = ((level.corner[0] + np.arange(width) + 0.5) * step - camera.centre_px[0]) / camera.focal_px
    v = ((level.corner[1] + np.arange(height) + 0.5) * step - camera.centre_px[1]) / camera.focal_px
    right, up, back = camera.T_world_camera[:3, :3].T
    rays = np.empty((height, width, 6), dtype=np.float32)
    rays[..., :3] = camera.position_m
    rays[..., 3:] = (-v[:, None] * up - back)[:, None] + u[:, None] * right
    return rays.reshape(-1, 6)
