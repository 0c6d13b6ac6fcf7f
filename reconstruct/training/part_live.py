"""Pictures of furniture made while the part heads learn: for a GPU, which needs the families' code alone.

No cache of pictures and no features are kept. A pool of new pieces is built on the CPU (a few milliseconds each) and
replaced bit by bit; the live studio draws each many times, in other lights and colours; a third is cropped or covered
and framed anew; the reader's trunk reads them on the device. `train-parts --live` does all that: copy the source tree
with `assets/weights` to the machine, run it with an empty `--out`, then `pack-parts`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from reconstruct.crop import CROP_PX, FILL_PX
from reconstruct.network.lift import size_inputs
from reconstruct.network.reader import ProductReader
from reconstruct.occupancy_grid import GRID_CELLS
from reconstruct.parts.families import all_families
from reconstruct.parts.vocabulary import Vocabulary
from reconstruct.training.dataset import LearnedShape
from reconstruct.training.live_render import LiveOptions, LiveStudio
from reconstruct.training.part_feed import PartBatch, PartTargets, part_targets
from reconstruct.training.part_pieces import Piece, draw_piece, family_weight, known_pieces
from reconstruct.viewpoint import canonical

__all__ = ["framed_anew", "live_batches"]

POOL = 1500  # pieces at a time
RENEWED = 60  # batches until they are others
UNSEEN = 0.3
KNOWN_SHARE = 0.06  # of the pool: shapes of the bank


def live_batches(
    reader: ProductReader,
    vocabulary: Vocabulary,
    device: torch.device,
    *,
    batch: int,
    seed: int,
    pool: int = POOL,
) -> Iterator[PartBatch]:
    """Batches without end.

    Parameters
    ----------
    reader
        On the device.
    vocabulary
        Rows of the targets.
    batch
        Pictures of a batch.
    seed
        On one device, the same seed makes the same pictures.
    pool
        Pieces that are drawn from, until `RENEWED` batches have been.
    """
    rng = np.random.default_rng(seed)
    families, known = all_families(), known_pieces()
    odds = np.array([family_weight(family) for family in families])
    odds /= odds.sum()
    renewals = 0
    while True:
        pieces = [
            known(rng)
            if rng.random() < KNOWN_SHARE
            else draw_piece(families[int(rng.choice(len(families), p=odds))], rng)
            for _ in range(pool)
        ]
        shapes = [_learned(piece) for piece in pieces]
        studio = LiveStudio(shapes, device, seed + renewals, LiveOptions().plain())
        targets = part_targets([piece.shown for piece in pieces], vocabulary)
        for _ in range(RENEWED):
            yield _batch(reader, studio, targets, rng, batch)
        renewals += 1


def _learned(piece: Piece) -> LearnedShape:
    """As the live studio takes shapes; the grid of matter is not asked for and stays empty."""
    return LearnedShape(
        shape_id=piece.shown.family,
        category=piece.shown.category,
        vertices=canonical(piece.vertices_m).astype(np.float32),
        faces=piece.faces,
        material=piece.material,
        size_m=np.array(piece.shown.size_m, dtype=np.float32),
        occupancy=np.zeros((GRID_CELLS,) * 3, dtype=np.uint8),
    )


@torch.no_grad()
def _batch(
    reader: ProductReader,
    studio: LiveStudio,
    targets: PartTargets,
    rng: np.random.Generator,
    batch: int,
) -> PartBatch:
    device = studio.device
    rows = torch.from_numpy(rng.integers(len(targets.genes), size=batch))
    views = studio.views(rows.to(device))
    crops = framed_anew(views.images, rng, UNSEEN)
    alpha = crops[:, 3:]
    solid = alpha[:, 0] > 0.5
    wide = solid.any(dim=1).sum(dim=1).clamp(min=1).float()
    high = solid.any(dim=2).sum(dim=1).clamp(min=1).float()
    noise = torch.from_numpy(np.exp(rng.normal(0, 0.02, (batch, 3))).astype(np.float32))
    given = torch.from_numpy((rng.random(batch) < 0.6).astype(np.float32)).to(device)
    return PartBatch(
        maps=reader.maps(crops.contiguous(memory_format=torch.channels_last)),
        alpha=alpha,
        size=size_inputs(views.size_m * noise.to(device), given, wide / high),
        targets=PartTargets(
            family=targets.family[rows].to(device),
            options=targets.options[rows].to(device),
            genes=targets.genes[rows].to(device),
            view=views.view,
        ),
    )


def framed_anew(
    images: Float[Tensor, "B 4 H W"], rng: np.random.Generator, share: float
) -> Float[Tensor, "B 4 H W"]:
    """A share of the pictures cropped at a side or below, or covered; what is left fills the frame again.

    A picture of which less than a third would be left stays whole.
    """
    count, device = len(images), images.device

    def drawn(low: float, high: float) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (count, 1, 1)).astype(np.float32)).to(device)

    place = (torch.arange(CROP_PX, device=device) + 0.5) / CROP_PX
    v, u = place[None, :, None], place[None, None, :]
    lost = torch.zeros(count, CROP_PX, CROP_PX, dtype=torch.bool, device=device)
    what, cut, side = drawn(0.0, 1.0), drawn(0.1, 0.4), drawn(0.0, 1.0)
    rim = (CROP_PX - FILL_PX) / 2 / CROP_PX
    edge = rim + cut * (1 - 2 * rim)
    lost |= (what < 0.35) & torch.where(side < 0.5, u < edge, u > 1 - edge)
    lost |= (what > 0.25) & (what < 0.6) & (v > 1 - edge)
    away = ((u - drawn(0.2, 0.8)) / drawn(0.12, 0.3)) ** 2
    away = away + ((v - drawn(0.3, 0.95)) / drawn(0.12, 0.3)) ** 2
    lost |= (what >= 0.6) & (away < 1)
    solid = images[:, 3] > 0.5
    left = solid & ~lost
    enough = left.sum((1, 2)) > solid.sum((1, 2)) / 3
    chosen = (drawn(0.0, 1.0)[:, 0, 0] < share) & enough
    lost &= chosen[:, None, None]
    cut_off = torch.cat([images[:, :3], (images[:, 3:] * ~lost[:, None])], dim=1)
    bounds = _bounds(torch.where(chosen[:, None, None], left, solid))
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    reach = (bounds[:, 2:] - bounds[:, :2]).amax(1) * (CROP_PX / FILL_PX) / 2
    scale = torch.where(chosen, reach * 2, 1.0)
    shift = torch.where(chosen[:, None], middle * 2 - 1, 0.0)
    affine = torch.zeros(count, 2, 3, device=device)
    affine[:, 0, 0] = affine[:, 1, 1] = scale
    affine[:, :, 2] = shift
    grid = functional.affine_grid(affine, list(images.shape), align_corners=False)
    return functional.grid_sample(cut_off, grid, align_corners=False)


def _bounds(solid: Tensor) -> Float[Tensor, "B 4"]:
    """Left, top, right and bottom in shares of the picture; all of it where there is nothing."""
    side = solid.shape[1]
    columns, rows = solid.any(dim=1), solid.any(dim=2)

    def ends(line: Tensor) -> tuple[Tensor, Tensor]:
        first = line.float().argmax(1).float()
        last = side - line.flip(1).float().argmax(1).float()
        return first / side, last / side

    (left, right), (top, bottom) = ends(columns), ends(rows)
    return torch.stack([left, top, right, bottom], dim=1)
