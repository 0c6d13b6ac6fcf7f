"""Where a photo of a known mesh was taken: a few likely viewpoints, the best of them searched closer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float, Int, UInt8

from reconstruct.candidate import Target, compare_outline
from reconstruct.known_part import KnownPart
from reconstruct.outline import PhotoView, look
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint

__all__ = ["closer_viewpoint", "find_viewpoint", "silhouette_merit"]

# Degrees round and up, factor of the distance.
VIEW_STEPS = (
    *((8.0, 0.0, 1.0), (-8.0, 0.0, 1.0), (0.0, 6.0, 1.0), (0.0, -6.0, 1.0)),
    *((0.0, 0.0, 1.3), (0.0, 0.0, 1 / 1.3)),
)
# What overlap and outline distance count; as the fit weighs them.
OVERLAP, OUTLINE = 0.36, -2.9


# Factors of the picture's size, where the photo leaves that open.
ZOOM_STEPS = (1.15, 1 / 1.15)


def closer_viewpoint(
    start: Viewpoint, merit: Callable[[Viewpoint], float], part: KnownPart | None = None
) -> Viewpoint:
    """Coordinate search, steps halved twice; of the zoom too if the part that is shown leaves it open."""
    best, best_merit = start, merit(start)
    zooms = ZOOM_STEPS if part is not None and len(part.zooms) > 1 else ()
    for scale in (1.0, 0.5, 0.25):
        for step in (*VIEW_STEPS, *zooms):
            moved = best.zoomed(step**scale) if isinstance(step, float) else best.moved(step, scale)
            better = merit(moved)
            if better > best_merit:
                best_merit, best = better, moved
    return best


def silhouette_merit(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    crop: UInt8[np.ndarray, "128 128 4"],
    part: KnownPart | None = None,
) -> Callable[[Viewpoint], float]:
    """How well the silhouette of a mesh of the `canonical` frame agrees with a crop's matte, by viewpoint.

    `part` is what the crop shows of the product, None for all of it.
    """
    caster, target = RayCaster(vertices, faces), Target.of(crop, part)

    def merit(view: Viewpoint) -> float:
        overlap, outline, _ = compare_outline(vertices, caster, view, target)
        return OVERLAP * overlap + OUTLINE * outline

    return merit


def find_viewpoint(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    crop: UInt8[np.ndarray, "128 128 4"],
    likely: Sequence[Viewpoint],
    part: KnownPart | None = None,
) -> PhotoView:
    """How a crop sees a mesh of the `canonical` frame, searched from likely viewpoints.

    `part` is what the crop shows of the product, None for all of it.
    """
    merit = silhouette_merit(vertices, faces, crop, part)
    best = max((closer_viewpoint(view, merit, part) for view in likely), key=merit)
    return look(vertices, faces, [best], [crop], [part])[0]
