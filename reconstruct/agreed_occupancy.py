"""Where the product has matter, as the network predicts it: agreed among photos, supplied where none shows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Float32, UInt8

from reconstruct.candidate import Target
from reconstruct.crop import CROP_PX
from reconstruct.network.model import CropReading, ShapeModel
from reconstruct.viewpoint import ALL_OWN, Viewpoint, frame_camera

__all__ = ["agreed_occupancy"]


def agreed_occupancy(
    model: ShapeModel,
    crops: Sequence[UInt8[np.ndarray, "128 128 4"]],
    readings: Sequence[CropReading],
    viewpoints: Sequence[Sequence[Viewpoint]],
    targets: Sequence[Target],
    size: Float[np.ndarray, "3"],
    likeness: Float[np.ndarray, " N"],
) -> Float32[np.ndarray, "32 32 32"]:
    """Mean of the occupancy that each photo lets the network predict.

    The network takes what a photo does not show for empty. There, the mirror image is used instead, and where that is
    not shown either, the mean of the likeliest known shapes.

    Parameters
    ----------
    model
        The networks and the bank of known shapes.
    crops, readings, viewpoints, targets
        Of each photo: the product cut out, what the network reads in it, its likeliest viewpoints first, its outline.
    size
        Width, height and depth.
    likeness
        Of each shape of the bank to the product.

    Returns
    -------
    Probability of matter in the cells of the product's box, `canonical` frame.
    """
    total = np.zeros((32, 32, 32), dtype=np.float32)
    shown = np.zeros((32, 32, 32), dtype=np.float32)
    half = size / size.max() / 2
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half
    for crop, reading, views, target in zip(crops, readings, viewpoints, targets, strict=True):
        part = target.part
        own_bounds = ALL_OWN if part is None else part.own_bounds
        camera, _ = frame_camera(corners, views[0], target.bounds_px, CROP_PX, own_bounds)
        occupancy = model.occupancy(crop, reading, camera, size)
        if part is not None:
            seen = part.shows(camera.project(_cell_centres(half))[:, :2]).reshape(occupancy.shape)
            occupancy = np.where(seen, occupancy, np.float32(0))
            shown += seen / len(crops)
        else:
            shown += 1 / len(crops)
        total += occupancy / len(crops)
    if all(target.part is None for target in targets):
        return total
    odds = np.exp(likeness - likeness.max())
    coarse = np.tensordot(odds / odds.sum(), model.bank.occupancy.astype(np.float32) / 255, 1)
    rest = coarse.repeat(2, 0).repeat(2, 1).repeat(2, 2)
    known = np.where(shown > 0, total / np.maximum(shown, 1e-9), np.nan)
    known = np.where(np.isnan(known), known[::-1], known)
    return np.where(np.isnan(known), rest, known).astype(np.float32)


def _cell_centres(half: Float[np.ndarray, "3"]) -> Float[np.ndarray, "P 3"]:
    """Centres of the occupancy's cells in the `canonical` frame."""
    axes = [((np.arange(32) + 0.5) / 16 - 1) * side for side in half]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
