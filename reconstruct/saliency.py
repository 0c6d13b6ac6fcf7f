"""What stands out in a picture: U²-Net-p, a small salient-object network, through onnxruntime.

Source: Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
The weights' origin is in `assets/weights/SOURCE.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from reconstruct.weights import read_checked, weights_folder

__all__ = ["salience"]

FILE = "u2netp.onnx"
NET_PX = 320
# The mean and deviation of ImageNet, which the network was trained with.
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)


@cache
def _session(folder: Path) -> Any:
    """Load and check the network, once a process."""
    data = read_checked(folder, FILE)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a worker: many products run side by side, and sums do not depend on the thread count.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def salience(rgb: UInt8[np.ndarray, "H W 3"]) -> Float32[np.ndarray, "H W"]:
    """How much each pixel belongs to what stands out, in [0, 1]; soft at 1/320 of the picture."""
    session = _session(weights_folder())
    small = Image.fromarray(rgb).resize((NET_PX, NET_PX), Image.Resampling.LANCZOS)
    levels = np.asarray(small, dtype=np.float32)
    levels = (levels / max(float(levels.max()), 1.0) - MEAN) / DEVIATION
    batch = np.ascontiguousarray(levels.transpose(2, 0, 1)[None])
    first_output = session.get_outputs()[0].name
    answer = session.run([first_output], {session.get_inputs()[0].name: batch})[0][0, 0]
    full = Image.fromarray(answer).resize((rgb.shape[1], rgb.shape[0]), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(full, dtype=np.float32), 0.0, 1.0)
