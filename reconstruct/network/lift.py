"""Image features carried along the camera's rays to the cells of the product's box, and to their mirror images."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float, Float32
from scipy import ndimage
from torch import Tensor
from torch.nn import functional

from reconstruct.crop import CROP_PX

__all__ = ["lift_features", "project_cells", "signed_outline", "size_inputs"]


def project_cells(
    half_size: Float[Tensor, "B 3"],
    T_canonical_camera: Float[Tensor, "B 4 4"],
    focal_px: Float[Tensor, " B"],
    centre_px: Float[Tensor, "B 2"],
    cells: int,
) -> Float[Tensor, "B P 2 2"]:
    """Where the cells of each product's box lie in its crop.

    Parameters
    ----------
    half_size
        Half of width, height and depth in the `canonical` frame.
    T_canonical_camera, focal_px, centre_px
        The cameras, in pixels of the crop.
    cells
        Cells along each axis; P is their number, x first.

    Returns
    -------
    positions
        For each cell and its mirror image across x = 0: (u, v), -1 at the crop's left and top, 1 at its right
        and bottom.
    """
    step = torch.arange(cells, dtype=half_size.dtype, device=half_size.device)
    step = (step + 0.5) / cells * 2 - 1
    unit = torch.stack(torch.meshgrid(step, step, step, indexing="ij"), dim=-1).view(-1, 3)
    points = unit[None] * half_size[:, None]
    both = torch.stack([points, points * points.new_tensor([-1.0, 1.0, 1.0])], dim=2)
    eye = T_canonical_camera[:, :3, 3]
    local = torch.einsum("bpmi,bij->bpmj", both - eye[:, None, None], T_canonical_camera[:, :3, :3])
    depth = (-local[..., 2]).clamp(min=1e-3)
    scale = focal_px[:, None, None] / depth
    u = centre_px[:, 0, None, None] + scale * local[..., 0]
    v = centre_px[:, 1, None, None] - scale * local[..., 1]
    return torch.stack([u, v], dim=-1) * (2 / CROP_PX) - 1


def lift_features(
    features: Float[Tensor, "B F H W"], positions: Float[Tensor, "B P 2 2"], cells: int
) -> Float[Tensor, "B G X Y Z"]:
    """Features at the cells, then at their mirror images: G = 2 F channels on a grid of `cells` cubed."""
    sampled = functional.grid_sample(
        features, positions, mode="bilinear", padding_mode="border", align_corners=False
    )  # B F P 2
    batch, channels = features.shape[:2]
    return sampled.permute(0, 3, 1, 2).reshape(batch, 2 * channels, cells, cells, cells)


def size_inputs(
    size_m: Float[Tensor, "B 3"], given: Float[Tensor, " B"], aspect: Float[Tensor, " B"]
) -> Float[Tensor, "B 7"]:
    """What is known of the size, for the network: proportions, height, matte's aspect, and whether it is given."""
    logs = size_m.clamp(min=1e-3).log()
    known = torch.stack(
        [logs[:, 0] - logs[:, 1], logs[:, 2] - logs[:, 1], logs[:, 0] - logs[:, 2], logs[:, 1]],
        dim=1,
    )
    return torch.cat(
        [
            known * given[:, None],
            given[:, None],
            aspect.log()[:, None],
            (aspect.log() ** 2)[:, None],
        ],
        dim=1,
    )


def signed_outline(alpha: Float32[np.ndarray, "H W"]) -> Float32[np.ndarray, "h w"]:
    """Signed distance to the matte's outline at 64 x 64, in shares of the crop, positive inside."""
    cells = 64
    factor = alpha.shape[0] // cells
    solid = alpha.reshape(cells, factor, cells, factor).mean(axis=(1, 3)) > 0.5
    inside = ndimage.distance_transform_edt(solid)
    outside = ndimage.distance_transform_edt(~solid)
    return np.asarray(np.clip((inside - outside) / cells, -0.25, 0.25), dtype=np.float32)
