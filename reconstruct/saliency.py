"""What stands out in a picture: U²-Net-p, a small salient-object network, through onnxruntime.

Source: Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
The weights' origin is in `assets/weights/SOURCE.md`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from reconstruct.errors import WeightsError

__all__ = ["salience", "weights_path"]

FILE = "u2netp.onnx"
SHA256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"
NET_PX = 320
# The mean and deviation of ImageNet, which the network was trained with.
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def weights_path() -> Path:
    """Where the network's file lies: inside the installed package, or in the source tree."""
    installed = Path(__file__).parent / "_assets" / "weights" / FILE
    if installed.is_file():
        return installed
    return Path(__file__).parent.parent / "assets" / "weights" / FILE


@cache
def _session(path: Path) -> Any:
    """Load and check the network, once a process."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(
            FILE,
            expected=f"the cutout network at {path}",
            found="no readable file",
            remedy="Install the package again.",
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise WeightsError(
            FILE,
            expected=f"SHA-256 {SHA256[:12]}…",
            found=f"{digest[:12]}… in {len(data):,} bytes",
            remedy="The file is damaged: install the package again.",
        )
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a worker: many products run side by side, and sums do not depend on the thread count.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def salience(rgb: UInt8[np.ndarray, "H W 3"]) -> Float32[np.ndarray, "H W"]:
    """How much each pixel belongs to what stands out, in [0, 1]; soft at 1/320 of the picture."""
    session = _session(weights_path())
    small = Image.fromarray(rgb).resize((NET_PX, NET_PX), Image.Resampling.LANCZOS)
    levels = np.asarray(small, dtype=np.float32)
    levels = (levels / max(float(levels.max()), 1.0) - MEAN) / DEVIATION
    batch = np.ascontiguousarray(levels.transpose(2, 0, 1)[None])
    first_output = session.get_outputs()[0].name
    answer = session.run([first_output], {session.get_inputs()[0].name: batch})[0][0, 0]
    full = Image.fromarray(answer).resize((rgb.shape[1], rgb.shape[0]), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(full, dtype=np.float32), 0.0, 1.0)
