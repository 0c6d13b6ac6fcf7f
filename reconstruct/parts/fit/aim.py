"""Where a photo was taken from and how its picture is framed: first by the matte's bounds, then as the fit finds it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
from jaxtyping import Float

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX
from reconstruct.framing import framed_camera
from reconstruct.parts.fit.evidence import PartsEvidence
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import ALL_OWN, Viewpoint, frame_camera

__all__ = ["Aim", "Framing", "likely_aims"]

# Where a photo does not show all of a product, its picture may be larger than what is seen asks for: so many times.
LARGER = (1.25, 1.6)


@dataclass(frozen=True)
class Aim(Viewpoint):
    """A viewpoint whose picture may miss the matte's bounds a little, or a lot where they are not the product's own.

    Attributes
    ----------
    larger
        Logarithm of how much larger the picture is than the bounds ask for.
    right_px, down_px
        How far it is moved, in pixels of the crop.
    """

    larger: float = 0.0
    right_px: float = 0.0
    down_px: float = 0.0

    @classmethod
    def at(cls, view: Viewpoint) -> Aim:
        """A viewpoint whose picture fills the bounds."""
        if isinstance(view, Aim):
            return view
        return cls(**{f.name: getattr(view, f.name) for f in fields(Viewpoint)})


@dataclass(frozen=True)
class Framing:
    """What the pictures of a draft have to fill in one photo.

    Attributes
    ----------
    bounds_px
        Left, top, right and bottom of the matte in the crop.
    own_bounds
        Which of them are the product's own.
    """

    bounds_px: tuple[float, float, float, float]
    own_bounds: tuple[bool, bool, bool, bool]

    @classmethod
    def of(cls, evidence: PartsEvidence) -> Framing:
        """The matte's bounds."""
        own = ALL_OWN if evidence.part is None else evidence.part.own_bounds
        return cls(evidence.bounds_px, own)

    def camera(self, vertices: Float[np.ndarray, "V 3"], aim: Aim) -> tuple[Camera, float]:
        """The crop's camera, and what is left over: the difference in aspect, as `frame_camera` says."""
        camera, left_over = frame_camera(vertices, aim, self.bounds_px, CROP_PX, self.own_bounds)
        if not (aim.larger or aim.right_px or aim.down_px):
            return camera, left_over
        factor = math.exp(aim.larger)
        u, v = self._anchor
        centre_px = (
            u + factor * (camera.centre_px[0] - u) + aim.right_px,
            v + factor * (camera.centre_px[1] - v) + aim.down_px,
        )
        return replace(camera, focal_px=factor * camera.focal_px, centre_px=centre_px), left_over

    def aim_of(self, vertices: Float[np.ndarray, "V 3"], view: Viewpoint, camera: Camera) -> Aim:
        """The aim that gives a camera of the same viewpoint."""
        plain, _ = self.camera(vertices, Aim.at(view))
        factor = camera.focal_px / plain.focal_px
        u, v = self._anchor
        return replace(
            Aim.at(view),
            larger=math.log(factor),
            right_px=camera.centre_px[0] - u - factor * (plain.centre_px[0] - u),
            down_px=camera.centre_px[1] - v - factor * (plain.centre_px[1] - v),
        )

    @property
    def _anchor(self) -> tuple[float, float]:
        """What stays in its place when the picture grows: the bound that is the product's own, else the middle."""
        left, top, right, bottom = self.bounds_px
        own = self.own_bounds
        return _middle(left, right, own[0], own[2]), _middle(top, bottom, own[1], own[3])


def _middle(low: float, high: float, own_low: bool, own_high: bool) -> float:
    if own_low == own_high:
        return (low + high) / 2
    return low if own_low else high


def likely_aims(
    vertices: Float[np.ndarray, "V 3"],
    caster: RayCaster,
    views: Iterable[Viewpoint],
    evidence: PartsEvidence,
) -> list[Aim]:
    """What to begin with from some viewpoints: the picture that fills the bounds.

    Where the photo does not show all of the product, also the one of which the shown part fills them, and larger ones.
    """
    if evidence.part is None:
        return [Aim.at(view) for view in views]
    framing, found = Framing.of(evidence), []
    for view in views:
        plain = Aim.at(view)
        camera = framed_camera(vertices, caster, view, evidence.bounds_px, evidence.part)
        found += [plain, framing.aim_of(vertices, view, camera)]
        found += [replace(plain, larger=math.log(factor)) for factor in LARGER]
    return found
