"""Flat pieces of a shell, gathered face by face, with texture coordinates in metres."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int

__all__ = ["Quads", "Surface", "WallFrame"]


@dataclass(frozen=True, eq=False)
class Surface:
    """All faces of one role in one part of the shell.

    Attributes
    ----------
    role
        What it is made of, in the style's words: `floor`, `wall`, `ceiling`, `trim`, `glass`, ...
    positions_m
        Corners in the frame `room`, in metres.
    normals
        Unit normals, flat.
    uvs_m
        Place on the surface in metres, u to the right and v down as seen from its open side.
    faces
        Corner indices, counter-clockwise from the open side.
    """

    role: str
    positions_m: Float[np.ndarray, "V 3"]
    normals: Float[np.ndarray, "V 3"]
    uvs_m: Float[np.ndarray, "V 2"]
    faces: Int[np.ndarray, "F 3"]


@dataclass
class Quads:
    """Collects quads of one role and becomes a `Surface`."""

    role: str
    _corners: list[Float[np.ndarray, "4 3"]] = field(default_factory=list)
    _uvs: list[Float[np.ndarray, "4 2"]] = field(default_factory=list)

    def add(
        self,
        corners_m: Float[np.ndarray, "4 3"],
        uvs_m: Float[np.ndarray, "4 2"] | None = None,
    ) -> None:
        """Add one flat quad, corners counter-clockwise from its open side; u along its first edge if no UVs."""
        if uvs_m is None:
            along = corners_m[1] - corners_m[0]
            along = along / max(float(np.linalg.norm(along)), 1e-12)
            edges = corners_m - corners_m[0]
            u = edges @ along
            across = edges - u[:, None] * along
            uvs_m = np.stack([u, -np.linalg.norm(across, axis=1)], axis=1)
        self._corners.append(corners_m)
        self._uvs.append(uvs_m)

    def surface(self) -> Surface | None:
        """The collected quads, or none if nothing was added."""
        if not self._corners:
            return None
        corners = np.stack(self._corners)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        first = 4 * np.arange(len(corners))[:, None]
        faces = (first + np.array([0, 1, 2, 0, 2, 3])).reshape(-1, 3)
        return Surface(
            role=self.role,
            positions_m=corners.reshape(-1, 3),
            normals=np.repeat(normals, 4, axis=0),
            uvs_m=np.concatenate(self._uvs),
            faces=faces,
        )


@dataclass(frozen=True)
class WallFrame:
    """A wall's own coordinates: s along it from its first corner, y up, o outwards; all in metres.

    Attributes
    ----------
    start_m
        First corner (x, z).
    along
        Unit direction (x, z) to the next corner; to the right for who looks at the wall from the room.
    length_m
        Distance to the next corner.
    start_skew, end_skew
        How far the mitre moves the wall's ends along s for each metre outwards, inside of the room.
    height_m
        Height of the wall, where v = 0.
    thickness_m
        From the room's face to the outer face.
    outer_start_skew, outer_end_skew
        As the skews, but within the wall: other than those where the neighbouring wall is thicker or thinner.
    """

    start_m: tuple[float, float]
    along: tuple[float, float]
    length_m: float
    start_skew: float
    end_skew: float
    height_m: float
    thickness_m: float = 0.2
    outer_start_skew: float = 0.0
    outer_end_skew: float = 0.0

    @property
    def outward(self) -> tuple[float, float]:
        """Unit direction (x, z) out of the room."""
        return self.along[1], -self.along[0]

    def at(self, s: float, y: float, o: float) -> Float[np.ndarray, " 3"]:
        """Room position of a point of the wall."""
        dx, dz = self.along
        ox, oz = self.outward
        x, z = self.start_m
        return np.array([x + dx * s + ox * o, y, z + dz * s + oz * o])

    def mitred(self, s: float, o: float) -> float:
        """`s` moved along the mitre if it is one of the wall's ends."""
        if s <= 0:
            return s + (self.outer_start_skew if o > 0 else self.start_skew) * o
        if s >= self.length_m:
            return s + (self.outer_end_skew if o > 0 else self.end_skew) * o
        return s

    def box(
        self,
        quads: Quads,
        s: tuple[float, float],
        y: tuple[float, float],
        o: tuple[float, float],
    ) -> None:
        """Add the six sides of a box given by ranges of s, y and o."""
        (s0, s1), (y0, y1), (o0, o1) = s, y, o
        sides = (
            ((s0, y0, o0), (s1, y0, o0), (s1, y1, o0), (s0, y1, o0)),  # towards the room
            ((s1, y0, o1), (s0, y0, o1), (s0, y1, o1), (s1, y1, o1)),  # outwards
            ((s0, y1, o0), (s1, y1, o0), (s1, y1, o1), (s0, y1, o1)),  # top
            ((s0, y0, o1), (s1, y0, o1), (s1, y0, o0), (s0, y0, o0)),  # bottom
            ((s0, y0, o1), (s0, y0, o0), (s0, y1, o0), (s0, y1, o1)),  # first end
            ((s1, y0, o0), (s1, y0, o1), (s1, y1, o1), (s1, y1, o0)),  # last end
        )
        for side in sides:
            quads.add(np.array([self.at(*corner) for corner in side]))
