"""Pictures of designs drawn by the project's own ray caster."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reconstruct.parts.fit.draft import Draft, DraftSurface
from reconstruct.viewpoint import Viewpoint, frame_camera, viewpoint_camera

FINER = 3  # rays across a pixel


@pytest.fixture
def picture_of() -> Callable[[Draft], np.ndarray]:
    """The crop (colour and matte) of a draft seen by its first camera; materials differ in colour."""

    def picture(draft: Draft) -> np.ndarray:
        surface = DraftSurface.of(draft)
        view = draft.aims[0]
        camera, _ = frame_camera(surface.vertices, view, _bounds(surface.vertices, view), 128)
        face = surface.caster.cast(*camera.scaled(float(FINER)).rays()).face
        light = 0.5 + 0.5 * np.clip(surface.normals @ np.array([0.4, 0.8, 0.45]), 0, 1)
        materials = sorted({part.material for part in surface.assembly.parts})
        tone = np.array(
            [80 + 37 * (materials.index(p.material) + 1) % 100 for p in surface.assembly.parts]
        )[surface.assembly.part_of_face]
        colour = (light * tone)[:, None] * [1.0, 0.8, 0.6]
        hit = face >= 0
        cells = (128, FINER, 128, FINER)
        cover = hit.astype(float).reshape(cells).sum(axis=(1, 3))
        paint = np.where(hit[:, None], colour[face], 0.0).reshape(*cells, 3).sum(axis=(1, 3))
        mean = paint / np.maximum(cover, 1)[..., None]
        alpha = 255 * cover / FINER**2
        return np.concatenate([mean, alpha[..., None]], axis=2).round().astype(np.uint8)

    return picture


def _bounds(vertices: np.ndarray, view: Viewpoint) -> tuple[float, float, float, float]:
    """In the middle of the crop, the longer side 112 px."""
    plain = viewpoint_camera(view, focal_px=1.0, centre_px=(0.0, 0.0), picture_px=128)
    half = np.ptp(plain.project(vertices)[:, :2], axis=0)
    half *= 56 / half.max()
    return (64 - half[0], 64 - half[1], 64 + half[0], 64 + half[1])
