"""The baseline that many networks fail to beat: the known shape whose render is most alike by ImageNet features.

Tatarchenko et al., "What Do Single-view 3D Reconstruction Networks Learn?", 2019. The features are those of the
trunk's release, untrained by us; the shape found is stretched to the true size.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, UInt8

from reconstruct.network.encoder import EfficientNetLite0
from reconstruct.training.dataset import read_renders

__all__ = ["ImageNetRetrieval"]

VIEWS = 4


class ImageNetRetrieval:
    """Finds bank shapes by the features of their renders.

    Parameters
    ----------
    trunk
        The PyTorch file of EfficientNet-Lite0's release.
    cache
        Where the renders are.
    names
        Of the bank's shapes; those without renders cannot be found.
    """

    def __init__(self, trunk: Path, cache: Path, names: Sequence[str]) -> None:
        self._net = EfficientNetLite0().eval()
        self._net.load_release(torch.load(trunk, map_location="cpu", weights_only=True))
        self._rows: list[int] = []
        features = []
        for row, name in enumerate(names):
            path = cache / "renders" / f"{name}.npz"
            if path.exists():
                images = read_renders(path).images[:VIEWS]
                features.append(self._features(images))
                self._rows += [row] * len(images)
        if not features:
            raise FileNotFoundError(
                f"{cache / 'renders'}: expected renders of the bank's shapes, found none; run `unpack` and `render`"
            )
        self._known = np.concatenate(features)

    @torch.no_grad()
    def _features(self, crops: UInt8[np.ndarray, "B 128 128 4"]) -> Float32[np.ndarray, "B F"]:
        """Unit vectors: the two deepest resolutions, averaged over the picture, on white."""
        image = torch.from_numpy(crops.astype(np.float32) / 255).permute(0, 3, 1, 2)
        on_white = image[:, :3] * image[:, 3:] + (1 - image[:, 3:])
        stages = self._net((on_white * 255 - 127) / 128)
        pooled = torch.cat([stages[4].mean(dim=(2, 3)), stages[6].mean(dim=(2, 3))], dim=1)
        return np.asarray(torch.nn.functional.normalize(pooled, dim=1).numpy())

    def find(self, crop: UInt8[np.ndarray, "128 128 4"]) -> int:
        """Row of the bank's shape with the most alike render."""
        return self._rows[int((self._known @ self._features(crop[None])[0]).argmax())]
