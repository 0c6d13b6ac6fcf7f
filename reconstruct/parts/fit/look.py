"""How a draft looks beside a photo: which part each pixel shows, its outline and its inner edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float32, Int, Int32
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX
from reconstruct.parts.fit.aim import Aim, Framing
from reconstruct.parts.fit.draft import DraftSurface
from reconstruct.parts.fit.evidence import COARSE_PX, EvidenceLevel, PartsEvidence
from reconstruct.parts.fit.marks import Marks, crease_marks, outline_marks, outline_pixels

__all__ = ["Look"]

# Neighbouring pixels of one part show a crease if the cosine between their normals is smaller: 52 degrees, for round
# legs of eight sides show none.
CREASE = 0.62


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
    depth
        How far it is along the view axis, in longest sides; infinite for none.
    """

    surface: DraftSurface
    level: EvidenceLevel
    framing: Framing
    camera: Camera
    left_over: float
    face: Int32[np.ndarray, "H W"]
    corners: Float32[np.ndarray, "H W 2"]
    depth: Float32[np.ndarray, "H W"]

    @classmethod
    def of(cls, surface: DraftSurface, aim: Aim, evidence: PartsEvidence, px: int) -> Look:
        """Look with a camera."""
        level = evidence.level(px)
        framing = Framing.of(evidence)
        camera, left_over = framing.camera(surface.vertices, aim)
        face, corners, depth = surface.caster.first_faces(_rays(camera, level))
        shape = level.solid.shape
        return cls(
            surface=surface,
            level=level,
            framing=framing,
            camera=camera,
            left_over=left_over,
            face=face.reshape(shape),
            corners=corners.reshape(*shape, 2),
            depth=depth.reshape(shape),
        )

    @cached_property
    def hit(self) -> Bool[np.ndarray, "H W"]:
        """Known pixels that show the draft."""
        hit = self.face >= 0
        return hit if self.level.known is None else hit & self.level.known

    @cached_property
    def part(self) -> Int[np.ndarray, "H W"]:
        """Part that each pixel shows; -1 for none."""
        return np.asarray(
            np.where(self.face >= 0, self.surface.assembly.part_of_face[self.face], -1)
        )

    @cached_property
    def rim(self) -> Bool[np.ndarray, "H W"]:
        """Its outline."""
        return outline_pixels(self.face >= 0, self.level.known)

    @cached_property
    def edges(self) -> Bool[np.ndarray, "H W"]:
        """Where another part begins or the surface turns sharply, well inside both silhouettes."""
        found = np.zeros(self.face.shape, dtype=bool)
        found[:, 1:] = self._breaks[0]
        found[1:] |= self._breaks[1]
        depth = 1 if self.level.px <= COARSE_PX else 2
        well_inside = ndimage.binary_erosion(self.hit, iterations=depth)
        return np.asarray(found & well_inside & self.level.inside)

    @cached_property
    def _breaks(self) -> tuple[Bool[np.ndarray, "H W1"], Bool[np.ndarray, "H1 W"]]:
        """Whether an edge runs between each pixel and the one left of it, and the one above."""
        part, normal = self.part, self.surface.normals[self.face]
        return (
            (part[:, 1:] != part[:, :-1]) | _turns(normal[:, 1:], normal[:, :-1]),
            (part[1:] != part[:-1]) | _turns(normal[1:], normal[:-1]),
        )

    @property
    def outline_marks(self) -> tuple[Marks, Int[np.ndarray, "N 2"]]:
        """Its outline with the way out, in pixels of the window, and row and column of what each mark belongs to."""
        marks = outline_marks(self.face >= 0, self.rim, self.level.known)
        return marks, np.argwhere(self.rim)

    @property
    def edge_marks(self) -> tuple[Marks, Int[np.ndarray, "N 2"]]:
        """Its inner edges with the way across, and row and column of what each belongs to: the nearer of two parts."""
        row, column = np.nonzero(self.edges)
        left, above = self._breaks[0][row, column - 1], self._breaks[1][row - 1, column]
        # An edge lies between two pixels, not in the middle of the second.
        marks = crease_marks(self.edges, -0.5 * np.stack([left, above], axis=1))
        nearer_row, nearer_column = row.copy(), column.copy()
        behind = left & (self.depth[row, column - 1] < self.depth[row, column])
        nearer_column[behind] -= 1
        behind = above & ~left & (self.depth[row - 1, column] < self.depth[row, column])
        nearer_row[behind] -= 1
        return marks, np.stack([nearer_row, nearer_column], axis=1)


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
