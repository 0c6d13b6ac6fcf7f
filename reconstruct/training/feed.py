"""Batches for the reader: views, from the cache or made anew, with noise and with what is to be learned of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from reconstruct.network.lift import project_cells, size_inputs
from reconstruct.training.dataset import LearnedShape, read_renders, read_solid
from reconstruct.training.likeness import MATTER, unlike_proportions
from reconstruct.training.live_render import LiveStudio, Views

__all__ = [
    "Batch",
    "CachedViews",
    "Feeder",
    "Likeness",
    "live_views",
    "read_solids",
    "signed_outlines",
]

ARTISTS = ("Scopia", "KatorLegaz")
LATELY = 32  # batches kept to be learned again


@dataclass(frozen=True)
class Batch:
    """What the network is given of B views, and what is true of them."""

    crops: Float[Tensor, "B 4 128 128"]
    size: Float[Tensor, "B 7"]
    alpha: Float[Tensor, "B 1 128 128"]
    outline: Float[Tensor, "B 1 64 64"]
    coarse: Float[Tensor, "B 4096 2 2"]
    fine: Float[Tensor, "B 32768 2 2"]
    shape: Int[Tensor, " B"]
    view: Float[Tensor, "B 3"]
    size_m: Float[Tensor, "B 3"]
    given: Float[Tensor, " B"]
    occupancy: Float[Tensor, "B 32 32 32"]


def read_solids(cache: Path) -> list[LearnedShape]:
    """All learned shapes of the cache."""
    paths = sorted(p for p in (cache / "solids").glob("*.npz") if not p.name.endswith(".tmp.npz"))
    if not paths:
        raise FileNotFoundError(f"{cache / 'solids'}: expected shapes, found none; run `render`")
    return [read_solid(path) for path in paths]


class CachedViews:
    """All renders of the cache in memory; those of shape i are rows `i * views` to `(i + 1) * views`."""

    def __init__(self, cache: Path, shapes: list[LearnedShape]) -> None:
        rendered = [read_renders(cache / "renders" / f"{s.shape_id}.npz") for s in shapes]
        self._views = min(len(r.images) for r in rendered)
        if self._views == 0:
            raise FileNotFoundError(
                f"{cache / 'renders'}: expected views of each shape, found none; run `render`, or train `--live`"
            )

        def stack(name: str) -> Tensor:
            return torch.from_numpy(
                np.concatenate([getattr(r, name)[: self._views] for r in rendered])
            )

        self._images = stack("images")
        self._pose, self._focal = stack("T_canonical_camera"), stack("focal_px")
        self._centre, self._view = stack("centre_px"), stack("view")
        self._sizes = torch.from_numpy(np.stack([s.size_m for s in shapes]))
        self._grids = torch.from_numpy(np.stack([s.occupancy for s in shapes]))

    def of(self, rows: Int[Tensor, " B"]) -> Views:
        """These views."""
        shape = rows // self._views
        return Views(
            images=self._images[rows].permute(0, 3, 1, 2).float() / 255,
            T_canonical_camera=self._pose[rows],
            focal_px=self._focal[rows],
            centre_px=self._centre[rows],
            view=self._view[rows],
            shape=shape,
            size_m=self._sizes[shape],
            occupancy=self._grids[shape].float() / 255,
        )

    def first(self, shapes: Int[np.ndarray, " N"], views: int) -> Views:
        """The first views of each shape named."""
        return self.of(torch.from_numpy((shapes[:, None] * self._views + np.arange(views)).ravel()))

    def draw(
        self, shapes: Int[np.ndarray, " N"], batch: int, rng: np.random.Generator
    ) -> Iterator[Views]:
        """Random views, each once before any comes again."""
        rows = (shapes[:, None] * self._views + np.arange(self._views)).ravel()
        while True:
            order = rng.permutation(rows)
            for start in range(0, len(order) - batch + 1, batch):
                yield self.of(torch.from_numpy(order[start : start + batch]))


def live_views(
    studio: LiveStudio,
    shapes: list[LearnedShape],
    rows: Int[np.ndarray, " N"],
    batch: int,
    rng: np.random.Generator,
    *,
    artists: float,
    again: int,
) -> Iterator[Views]:
    """New views of random shapes, those made by artists `artists` times as often as the generated ones.

    After each batch come `again` of those made lately: making one takes a GPU longer than learning from it.
    """
    by_artist = [shapes[i].shape_id.startswith(ARTISTS) for i in rows]
    weight = np.where(by_artist, artists, 1.0)
    lately: deque[Views] = deque(maxlen=LATELY)
    while True:
        drawn = rng.choice(rows, batch, p=weight / weight.sum())
        lately.append(studio.views(torch.from_numpy(drawn).to(studio.device)))
        yield lately[-1]
        for _ in range(again):
            yield lately[rng.integers(len(lately))]


class Likeness:
    """How alike shapes are to those of the bank, as `likeness_matrix` measures it.

    Parameters
    ----------
    varied
        Whether views show the shapes varied: then each batch is compared anew.
    """

    def __init__(
        self,
        shapes: list[LearnedShape],
        bank: Int[np.ndarray, " M"],
        device: torch.device,
        *,
        varied: bool,
    ) -> None:
        grids = torch.from_numpy(np.stack([s.occupancy for s in shapes])).to(device)
        sizes = torch.from_numpy(np.stack([s.size_m for s in shapes])).to(device)
        known = torch.from_numpy(bank).to(device)
        bits = [surfaces(g.float() / 255) for g in grids[known].split_with_sizes(_parts(len(bank)))]
        self._surface, self._near = (torch.cat(b) for b in zip(*bits, strict=True))
        self._proportions = _proportions(sizes[known])
        parts = zip(
            grids.split_with_sizes(_parts(len(grids))),
            sizes.split_with_sizes(_parts(len(grids))),
            strict=True,
        )
        self.table = torch.cat([self.of(g.float() / 255, size) for g, size in parts])  # N M
        self._varied = varied

    def of(
        self, occupancy: Float[Tensor, "B X Y Z"], size_m: Float[Tensor, "B 3"]
    ) -> Float[Tensor, "B M"]:
        """Likeness of any shapes to each shape of the bank."""
        surface, near = surfaces(occupancy)
        precision = surface @ self._near.T / surface.sum(1, keepdim=True).clamp(min=1)
        recall = near @ self._surface.T / self._surface.sum(1).clamp(min=1)
        overlap = 2 * precision * recall / (precision + recall).clamp(min=1e-9)
        difference = (_proportions(size_m)[:, None] - self._proportions).abs()
        return overlap - unlike_proportions(difference)

    def __call__(self, batch: Batch) -> Float[Tensor, "B M"]:
        """Likeness of a batch's shapes to each shape of the bank."""
        if self._varied:
            return self.of(batch.occupancy, batch.size_m)
        return self.table[batch.shape]

    def target(self, batch: Batch) -> Float[Tensor, "B M"]:
        """What the softmax over the bank should say."""
        return torch.softmax(self(batch) / 0.05, dim=1)


def _parts(count: int, most: int = 256) -> list[int]:
    return [min(most, count - begin) for begin in range(0, count, most)]


def _proportions(size_m: Float[Tensor, "B 3"]) -> Float[Tensor, "B 3"]:
    logs = size_m.clamp(min=1e-3).log()
    return logs - logs.mean(dim=1, keepdim=True)


def surfaces(
    occupancy: Float[Tensor, "B X Y Z"],
) -> tuple[Float[Tensor, "B G"], Float[Tensor, "B G"]]:
    """`surface_bits` of many grids at once."""
    solid = functional.pad(occupancy > MATTER, (1,) * 6)

    def shifted(bits: Tensor) -> Iterator[Tensor]:
        for axis in (1, 2, 3):
            yield bits.roll(1, axis)
            yield bits.roll(-1, axis)

    inner = solid.clone()
    for other in shifted(solid):
        inner &= other
    surface = (solid & ~inner)[:, 1:-1, 1:-1, 1:-1]
    around = functional.pad(surface, (1,) * 6)
    near = around.clone()
    for other in shifted(around):
        near |= other
    return surface.flatten(1).float(), near[:, 1:-1, 1:-1, 1:-1].flatten(1).float()


class Feeder:
    """Makes batches of views."""

    def __init__(self, device: torch.device, rng: np.random.Generator, *, noise: bool) -> None:
        self._device, self._rng, self._noise = device, rng, noise

    def batch(self, views: Views, *, given: float) -> Batch:
        """Noise added if wanted; the size is told of this share of the views."""
        rng, count = self._rng, len(views.shape)
        images = views.images.to(self._device)
        pose, size_m = views.T_canonical_camera.to(self._device), views.size_m.to(self._device)
        told = size_m
        if self._noise:
            images = torch.cat([_recolour(images[:, :3], rng), images[:, 3:]], dim=1)
            told = size_m * self._drawn(np.exp(rng.normal(0, 0.02, (count, 3))))
            pose = _turned(pose, self._drawn(rng.normal(0, np.deg2rad(4), count)))
        is_given = self._drawn(rng.random(count) < given)
        alpha = images[:, 3:]
        solid = alpha[:, 0] > 0.5
        wide = solid.any(dim=1).sum(dim=1).clamp(min=1).float()
        high = solid.any(dim=2).sum(dim=1).clamp(min=1).float()
        half = size_m / size_m.amax(dim=1, keepdim=True) / 2
        camera = (half, pose, views.focal_px.to(self._device), views.centre_px.to(self._device))
        return Batch(
            crops=images.contiguous(memory_format=torch.channels_last),
            size=size_inputs(told, is_given, wide / high),
            alpha=alpha,
            outline=signed_outlines(alpha[:, 0])[:, None],
            coarse=project_cells(*camera, 16),
            fine=project_cells(*camera, 32),
            shape=views.shape.to(self._device),
            view=views.view.to(self._device),
            size_m=size_m,
            given=is_given,
            occupancy=views.occupancy.to(self._device),
        )

    def _drawn(self, numbers: np.ndarray) -> Tensor:
        return torch.from_numpy(numbers.astype(np.float32)).to(self._device)


def signed_outlines(alpha: Float[Tensor, "B H W"]) -> Float[Tensor, "B h w"]:
    """`signed_outline` of many mattes at once: exact distances, by columns and then by rows."""
    cells = 64
    factor = alpha.shape[1] // cells
    solid = functional.avg_pool2d(alpha[:, None], factor)[:, 0] > 0.5
    step = torch.arange(cells, device=alpha.device, dtype=torch.float32)
    apart = (step[:, None] - step) ** 2

    def distance(inside: Tensor) -> Tensor:
        free = torch.where(inside, torch.inf, 0.0)
        column = (free[:, None] + apart[:, :, None]).amin(dim=2)  # B, row, column
        return (column[:, :, None] + apart).amin(dim=3).sqrt()

    return ((distance(solid) - distance(~solid)) / cells).clamp(-0.25, 0.25)


def _recolour(rgb: Float[Tensor, "B 3 H W"], rng: np.random.Generator) -> Float[Tensor, "B 3 H W"]:
    """Brightness, contrast, saturation and hue of other cameras."""
    count = len(rgb)

    def drawn(numbers: np.ndarray) -> Tensor:
        return torch.from_numpy(numbers.astype(np.float32)).to(rgb.device)

    gain = drawn(np.exp(rng.normal(0, 0.2, (count, 1, 1, 1))))
    tint = drawn(np.exp(rng.normal(0, 0.06, (count, 3, 1, 1))))
    gamma = drawn(np.exp(rng.normal(0, 0.2, (count, 1, 1, 1))))
    keep = drawn(rng.choice([0.0, 0.6, 1.0, 1.3], (count, 1, 1, 1)))
    grey = rgb.mean(dim=1, keepdim=True)
    mixed = (grey + keep * (rgb - grey)).clamp(1e-4, 1)
    return (mixed**gamma * gain * tint).clamp(0, 1)


def _turned(pose: Float[Tensor, "B 4 4"], yaw: Float[Tensor, " B"]) -> Float[Tensor, "B 4 4"]:
    """Cameras turned about the product, by what the camera head is usually wrong by."""
    turn = torch.zeros_like(pose)
    turn[:, 0, 0] = turn[:, 2, 2] = yaw.cos()
    turn[:, 0, 2], turn[:, 2, 0] = yaw.sin(), -yaw.sin()
    turn[:, 1, 1] = turn[:, 3, 3] = 1
    return turn @ pose
