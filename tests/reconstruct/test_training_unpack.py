"""What ships, put into the cache to train on from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from reconstruct.baselines import box
from reconstruct.network.model import load_shape_model
from reconstruct.size import ProductSize
from reconstruct.training.unpack import paint_regions, unpack
from reconstruct.viewpoint import canonical


def test_training_goes_on_from_what_ships(tmp_path: Path) -> None:
    bank = load_shape_model().bank
    (tmp_path / "shapes" / "Scopia").mkdir(parents=True)
    theirs = next(name for name in bank.names if name.startswith("Scopia"))
    (tmp_path / "shapes" / "Scopia" / f"{theirs}.npz").touch()
    assert unpack(tmp_path) == len(bank) - 1
    saved = torch.load(tmp_path / "checkpoints" / "reader.pt", weights_only=True)
    assert saved["bank"] == list(bank.names)
    assert len(saved["model"]["bank"]) == len(bank)


def test_regions_follow_parts() -> None:
    solid = box(ProductSize(0.6, 0.9, 0.5))
    regions = [
        paint_regions(canonical(solid.vertices_m), solid.faces, np.random.default_rng(i))
        for i in range(30)
    ]
    assert {int(r) for region in regions for r in region} == {0, 1, 2, 3}
    assert all(len(region) == len(solid.faces) for region in regions)
