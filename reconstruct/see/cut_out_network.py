"""How much each pixel belongs to the product: our own cut-out network, through onnxruntime.

U²-Net-p, fine-tuned with a fourth channel in which a box marks the product; without a box it looks for what stands
out. How it was trained is in `assets/weights/SOURCE.md`.

Source: Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from reconstruct.see.session import open_network
from reconstruct.see.thing import Box

__all__ = ["COARSE_PX", "DEVIATION", "FILE", "MARK", "MEAN", "NET_PX", "product_share"]

FILE = "cut_out.onnx"
NET_PX = 320
COARSE_PX = 224
"""Enough to see what stands out, in half the time."""
# The mean and deviation of ImageNet, which the network was trained with.
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
MARK = 4.0
"""Value of the fourth channel inside the box; as strong as colours are, so that training learns it soon."""


def product_share(
    rgb: UInt8[np.ndarray, "H W 3"], box: Box | None = None, *, side_px: int = NET_PX
) -> Float32[np.ndarray, "S S"]:
    """Share of the product in each cell of a square of `side_px`, onto which the picture is stretched.

    Parameters
    ----------
    rgb
        The photo, or the part of it around the product.
    box
        Left, top, right and bottom of the product in the picture; None to find what stands out.

    Raises
    ------
    WeightsError
        If the network's file is missing or damaged.
    """
    height, width = rgb.shape[:2]
    small = Image.fromarray(rgb).resize((side_px, side_px), Image.Resampling.LANCZOS)
    levels = np.asarray(small, dtype=np.float32)
    image = np.zeros((1, 4, side_px, side_px), dtype=np.float32)
    image[0, :3] = ((levels / max(float(levels.max()), 1.0) - MEAN) / DEVIATION).transpose(2, 0, 1)
    if box is not None:
        left, right = (round(side / width * side_px) for side in (box[0], box[2]))
        top, bottom = (round(side / height * side_px) for side in (box[1], box[3]))
        image[0, 3, max(top, 0) : max(bottom, 1), max(left, 0) : max(right, 1)] = MARK
    share = open_network(FILE).run(["share"], {"image": image})[0][0, 0]
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float32)
