"""ONNX networks that ship with the package, opened once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from reconstruct.weights import read_checked, weights_folder

__all__ = ["open_network"]


@cache
def open_network(file: str) -> Any:
    """The onnxruntime session of a shipped network.

    Raises
    ------
    WeightsError
        If the file is missing or damaged.
    """
    data = read_checked(weights_folder(), file)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a worker: many products run side by side, and sums do not depend on the thread count.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
