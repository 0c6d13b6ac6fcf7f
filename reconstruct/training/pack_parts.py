"""Writes the weights of the heads for parts: half precision, with the vocabulary in the file's header."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from reconstruct.network.model import PART_HEADS
from reconstruct.training.pack import write_checksums
from reconstruct.training.train_parts import CHECKPOINT

__all__ = ["pack_parts"]


def pack_parts(cache: Path, to: Path) -> Path:
    """Write `part_heads.safetensors` from the checkpoint's running mean, and the list of checksums anew.

    Raises
    ------
    FileNotFoundError
        If there is no checkpoint.
    """
    path = cache / CHECKPOINT
    if not path.exists():
        raise FileNotFoundError(f"{path}: expected a checkpoint, found none; run `train-parts`")
    kept = torch.load(path, weights_only=True)
    state = {
        name: value.half().contiguous().clone()
        for name, value in kept["mean"].items()
        if not name.endswith("num_batches_tracked")
    }
    save_file(state, to / PART_HEADS, metadata={"vocabulary": kept["vocabulary"]})
    write_checksums(to)
    return to / PART_HEADS
