"""The network that reads a photo: what it is, from where, how large, like which known shapes, and where matter is.

The trunk is EfficientNet-Lite0; its lower half keeps what it learned from a million photos. Three of its resolutions
are flattened, not pooled, for where something is in the crop matters as much as what it is. The occupancy head
lifts image features along the camera's rays into the product's own box, at each cell and at its mirror image: most
products have a mirror plane, so the photo says something about their far side too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from reconstruct.network.encoder import EfficientNetLite0
from reconstruct.network.lift import lift_features

__all__ = [
    "AZIMUTH_BINS",
    "ELEVATION_BINS",
    "ProductReader",
    "Reading",
    "TrunkMaps",
    "azimuth_centres",
    "elevation_centres",
]

AZIMUTH_BINS = 36  # of 5 degrees, from -90 to 90
ELEVATION_BINS = 16  # of 4 degrees, from -10 to 54
SIZE_INPUTS = 7
EMBEDDING = 128
# ImageNet's release of the trunk takes (level - 127) / 128; where there is no product, this level stands.
BACKGROUND = 0.0


def azimuth_centres() -> Float[Tensor, " A"]:
    """Middles of the azimuth bins, radians."""
    return torch.deg2rad(-87.5 + 5.0 * torch.arange(AZIMUTH_BINS))


def elevation_centres() -> Float[Tensor, " E"]:
    """Middles of the elevation bins, radians."""
    return torch.deg2rad(-8.0 + 4.0 * torch.arange(ELEVATION_BINS))


@dataclass(frozen=True)
class TrunkMaps:
    """The trunk's features of B crops at three resolutions, for the occupancy head and the heads for parts."""

    low: Float[Tensor, "B F 16 16"]
    middle: Float[Tensor, "B G 8 8"]
    top: Float[Tensor, "B H 4 4"]

    def first(self, count: int) -> TrunkMaps:
        """Those of the first `count` crops."""
        return TrunkMaps(self.low[:count], self.middle[:count], self.top[:count])


@dataclass(frozen=True)
class Reading:
    """What the network says of B crops.

    Attributes
    ----------
    category
        Logits over the categories.
    azimuth, elevation
        Logits over the bins.
    log_distance
        Logarithm of the camera's distance in longest sides of the box.
    log_size_m
        Logarithm of width, height and depth in metres, and how unsure (log of the Laplace scale).
    embedding
        Unit vectors; the dot product with a bank shape's is how alike they are.
    code
        The global code, for the occupancy head.
    size
        What was known of the size, as `size_inputs` makes it.
    maps
        The trunk's features.
    early
        Features of the blocks that stayed as ImageNet left them, for the graph network.
    """

    category: Float[Tensor, "B C"]
    azimuth: Float[Tensor, "B A"]
    elevation: Float[Tensor, "B E"]
    log_distance: Float[Tensor, " B"]
    log_size_m: Float[Tensor, "B 6"]
    embedding: Float[Tensor, "B D"]
    code: Float[Tensor, "B K"]
    size: Float[Tensor, "B 7"]
    maps: TrunkMaps
    early: Float[Tensor, "B L 32 32"]

    def first(self, count: int) -> Reading:
        """What it says of the first `count` crops."""
        rows = {f.name: getattr(self, f.name)[:count] for f in fields(self) if f.name != "maps"}
        return Reading(**rows, maps=self.maps.first(count))


class ProductReader(nn.Module):
    """Reads crops of products.

    Parameters
    ----------
    categories
        Number of categories.
    bank
        Number of known shapes.
    code
        Width of the global code.
    occupancy
        Whether it has the occupancy head: the trunk learns from it, and nothing that ships needs it.
    """

    def __init__(
        self, categories: int, bank: int, code: int = 512, *, occupancy: bool = True
    ) -> None:
        super().__init__()
        self.trunk = EfficientNetLite0()
        self.matte = nn.Conv2d(16, 24, 3, padding=1)
        self.flat16 = nn.Sequential(nn.Conv2d(40, 10, 1), nn.Flatten())
        self.flat8 = nn.Sequential(nn.Conv2d(112, 32, 1), nn.Flatten())
        self.flat4 = nn.Sequential(nn.Conv2d(320, 96, 1), nn.Flatten())
        self.merge = nn.Sequential(
            nn.Linear(10 * 256 + 32 * 64 + 96 * 16 + SIZE_INPUTS, code),
            nn.LayerNorm(code),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(code, code),
            nn.LayerNorm(code),
            nn.ReLU(),
        )
        self.category = nn.Linear(code, categories)
        self.azimuth = nn.Linear(code, AZIMUTH_BINS)
        self.elevation = nn.Linear(code, ELEVATION_BINS)
        self.distance = nn.Linear(code, 1)
        self.size = nn.Linear(code, 6)
        self.embed = nn.Linear(code, EMBEDDING)
        self.bank = nn.Parameter(torch.randn(bank, EMBEDDING) * EMBEDDING**-0.5)
        self.log_temperature = nn.Parameter(torch.tensor(2.5))
        self.occupancy = OccupancyHead(code, 40) if occupancy else None

    def normalise(self, crops: Float[Tensor, "B 4 128 128"]) -> Float[Tensor, "B 3 128 128"]:
        """Colours (0 to 1) as the trunk expects them, the background levelled."""
        alpha = crops[:, 3:]
        return alpha * (crops[:, :3] * 2 - 1) + (1 - alpha) * BACKGROUND

    def forward(self, crops: Float[Tensor, "B 4 128 128"], size: Float[Tensor, "B 7"]) -> Reading:
        """Read crops; `size` is made by `size_inputs`."""
        early = self.early(crops)
        maps = self._maps(early, crops)
        code = self.merged(maps, size)
        return Reading(
            category=self.category(code),
            azimuth=self.azimuth(code),
            elevation=self.elevation(code),
            log_distance=self.distance(code)[:, 0],
            log_size_m=self.size(code),
            embedding=functional.normalize(self.embed(code), dim=1),
            code=code,
            size=size,
            maps=maps,
            early=early,
        )

    def early(self, crops: Float[Tensor, "B 4 128 128"]) -> Float[Tensor, "B L 32 32"]:
        """Features of the lower blocks, which stay as ImageNet left them."""
        trunk = self.trunk
        with torch.set_grad_enabled(False):
            answer: Tensor = trunk.stages[1](trunk.stages[0](trunk.stem(self.normalise(crops))))
        return answer

    def maps(self, crops: Float[Tensor, "B 4 128 128"]) -> TrunkMaps:
        """The trunk's features at its three resolutions."""
        return self._maps(self.early(crops), crops)

    def _maps(
        self, early: Float[Tensor, "B L 32 32"], crops: Float[Tensor, "B 4 128 128"]
    ) -> TrunkMaps:
        stages = self.trunk.stages
        low = stages[2](early + self.matte(functional.pixel_unshuffle(crops[:, 3:], 4)))
        middle = stages[4](stages[3](low))
        return TrunkMaps(low=low, middle=middle, top=stages[6](stages[5](middle)))

    def merged(self, maps: TrunkMaps, size: Float[Tensor, "B 7"]) -> Float[Tensor, "B K"]:
        """The global code."""
        flat = [self.flat16(maps.low), self.flat8(maps.middle), self.flat4(maps.top)]
        code: Tensor = self.merge(torch.cat([*flat, size], dim=1))
        return code

    def likeness(self, embedding: Float[Tensor, "B D"]) -> Float[Tensor, "B N"]:
        """Logits of the bank's shapes."""
        known = functional.normalize(self.bank, dim=1)
        return self.log_temperature.exp() * embedding.float() @ known.T

    def train(self, mode: bool = True) -> ProductReader:
        """Keep the frozen blocks' statistics as they are."""
        super().train(mode)
        for frozen in (self.trunk.stem, self.trunk.stages[0], self.trunk.stages[1]):
            frozen.eval()
        return self


class OccupancyHead(nn.Module):
    """Matter in the 32 x 32 x 32 cells of the product's box, from the code and from lifted features."""

    def __init__(self, code: int, features: int) -> None:
        super().__init__()
        self.seed = nn.Linear(code, 64 * 4**3)
        self.up8 = _up(64, 48)
        self.up16 = _up(48, 24)
        self.squeeze = nn.Conv2d(features, 8, 1)
        self.mix16 = nn.Sequential(
            nn.Conv3d(24 + 2 * (8 + 2), 28, 3, padding=1),
            nn.ReLU(),
            nn.Conv3d(28, 24, 3, padding=1),
        )
        self.up32 = nn.Conv3d(24, 8, 1)
        self.mix32 = nn.Sequential(
            nn.Conv3d(8 + 4, 12, 3, padding=1), nn.ReLU(), nn.Conv3d(12, 1, 1)
        )

    def forward(
        self,
        reading: Reading,
        alpha: Float[Tensor, "B 1 128 128"],
        outline: Float[Tensor, "B 1 64 64"],
        coarse: Float[Tensor, "B 4096 2 2"],
        fine: Float[Tensor, "B 32768 2 2"],
    ) -> Float[Tensor, "B 32 32 32"]:
        """Logits.

        Parameters
        ----------
        reading
            What the network says of the crops.
        alpha, outline
            The mattes, and their signed distance to the outline in shares of the crop, positive inside.
        coarse, fine
            Where the cells of a 16 and of a 32 grid, and their mirror images, lie in the crop: (u, v) in
            [-1, 1], from `project_cells`.
        """
        batch = len(alpha)
        x = functional.relu(self.seed(reading.code)).view(batch, 64, 4, 4, 4)
        x = self.up16(self.up8(x))
        low = functional.relu(self.squeeze(reading.maps.low))
        small = functional.interpolate(alpha, size=(16, 16), mode="area")
        near = functional.interpolate(outline, size=(16, 16), mode="area")
        lifted = lift_features(torch.cat([low, small, 4 * near], dim=1), coarse, 16)
        x = functional.relu(x + self.mix16(torch.cat([x, lifted], dim=1)))
        x = functional.interpolate(
            self.up32(x), scale_factor=2, mode="trilinear", align_corners=False
        )
        middle = functional.interpolate(alpha, size=(64, 64), mode="area")
        seen = lift_features(torch.cat([middle, 4 * outline], dim=1), fine, 32)
        answer: Tensor = self.mix32(torch.cat([x, seen], dim=1))
        return answer[:, 0]


def _up(inside: int, out: int) -> nn.Module:
    return nn.Sequential(
        nn.ConvTranspose3d(inside, out, 4, stride=2, padding=1), nn.BatchNorm3d(out), nn.ReLU()
    )
