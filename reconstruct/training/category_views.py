"""Pictures of named products before varied grounds, for the vote on the category to learn from.

Artists' models keep the textures that they were given, and are drawn in other colours too; shapes of the cache have
no textures and get colours by chance. The ground is what shops use: a white sweep, a plain colour, a wall and a floor.
The matte errs a little, as a cut-out does.

::

    CACHE/category/<shape_id>.npz    rgb, matte of each view; category, size_m
"""

from __future__ import annotations

import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32, Int, UInt8
from scipy import ndimage

from reconstruct.raycast import Hits
from reconstruct.training.dataset import LEARNED_FOLDERS
from reconstruct.training.relight import TexturedMesh
from reconstruct.training.render import RenderScene, draw_viewpoint, true_aspect
from reconstruct.training.shape_file import read_shape
from reconstruct.training.sweethome import LEARNED, load_textured, read_library
from reconstruct.viewpoint import canonical, frame_camera

__all__ = ["NamedViews", "make_views", "read_views", "view_count"]

PX = 256
FILL = 0.86  # of the picture, the product's longer side
MOST = 20  # generated shapes of one category and folder: the bank has 237 chairs and 3 nightstands
OTHERS = 40  # artists' models of a library that are no furniture: tools, clothes, tape


@dataclass(frozen=True)
class NamedViews:
    """Pictures of one product.

    Attributes
    ----------
    shape_id, category
        Which one and what it is.
    size_m
        Width, height and depth.
    rgb, matte
        Photos before a ground, and their mattes (255: all product).
    """

    shape_id: str
    category: str
    size_m: Float32[np.ndarray, "3"]
    rgb: UInt8[np.ndarray, "K H W 3"]
    matte: UInt8[np.ndarray, "K H W"]


class _TexturedScene(RenderScene):
    """A textured mesh, drawn in its own colours."""

    def __init__(self, mesh: TexturedMesh, vertices: Float[np.ndarray, "V 3"]) -> None:
        super().__init__(vertices, mesh.faces, mesh.part)
        self._mesh = mesh

    def base_colour(
        self,
        points: Float[np.ndarray, "P 3"],
        hits: Hits,
        at: Int[np.ndarray, " P"],
        colours: UInt8[np.ndarray, "M 3"],
        rng: np.random.Generator,
    ) -> Float[np.ndarray, "P 3"]:
        """Its own textures two times of three; else colours by chance."""
        if rng.random() < 0.33:
            return super().base_colour(points, hits, at, colours, rng)
        second = hits.barycentric[at]
        weights = np.concatenate([1 - second.sum(axis=1, keepdims=True), second], axis=1)
        own = self._mesh.linear_colour(hits.face[at], weights)
        return np.asarray(np.clip(own * np.exp(rng.normal(0, 0.15)), 0.01, 0.95))


def make_views(cache: Path, sweethome: Path, *, views: int, seed: int) -> int:
    """Make what is missing; returns how many products have pictures."""
    folder = cache / "category"
    folder.mkdir(parents=True, exist_ok=True)
    ready = made = 0
    begun = time.monotonic()
    for shape_id, category, size_m, scene, colours in _scenes(cache, sweethome, folder):
        ready += 1
        if scene is None:
            continue
        rng = np.random.default_rng([seed, zlib.crc32(shape_id.encode())])
        pictures = [_picture(scene, colours, rng) for _ in range(view_count(shape_id, views))]
        temporary = folder / f"{shape_id}.tmp.npz"
        np.savez_compressed(
            temporary,
            category=np.array(category),
            size_m=size_m,
            rgb=np.stack([rgb for rgb, _ in pictures]),
            matte=np.stack([matte for _, matte in pictures]),
        )
        temporary.rename(folder / f"{shape_id}.npz")
        made += 1
        if made % 50 == 0:
            rate = (time.monotonic() - begun) / made
            print(f"{made} products pictured, {rate:.2f} s each", flush=True)
    return ready


def view_count(shape_id: str, views: int) -> int:
    """Pictures of a product: half as many of a generated shape, for those are more alike than artists' models."""
    return views if shape_id.startswith(LEARNED) else -(-views // 2)


_Scened = tuple[str, str, Float32[np.ndarray, "3"], RenderScene | None, UInt8[np.ndarray, "M 3"]]


def _scenes(cache: Path, sweethome: Path, done: Path) -> Iterator[_Scened]:
    """Every product to learn from; without its scene if its pictures lie in `done` already."""
    nothing = np.zeros((0, 3), dtype=np.uint8)
    for stem in LEARNED:
        with (
            zipfile.ZipFile(sweethome / f"{stem}.sh3f") as archive,
            tempfile.TemporaryDirectory() as scratch,
        ):
            archive.extractall(scratch)
            others = 0
            for model in read_library(sweethome / f"{stem}.sh3f"):
                size_m = model.size_m.astype(np.float32)
                if float(size_m.max()) < 0.1:
                    continue  # switches and sockets teach nothing about furniture
                others += model.category == "other"
                if model.category == "other" and others > OTHERS:
                    continue
                if (done / f"{model.shape_id}.npz").exists():
                    yield model.shape_id, model.category, size_m, None, nothing
                    continue
                mesh = load_textured(Path(scratch), model)
                colours = np.stack([p.reshape(-1, 3).mean(axis=0) for p in mesh.pictures])
                textured = _TexturedScene(mesh, canonical(mesh.vertices))
                yield model.shape_id, model.category, size_m, textured, colours.astype(np.uint8)
    for name in (f for f in LEARNED_FOLDERS if f not in LEARNED):
        taken: Counter[str] = Counter()
        for path in sorted((cache / "shapes" / name).glob("*.npz"), key=_mixed):
            if path.stem.startswith(("raw", *LEARNED)) or path.name.endswith(".tmp.npz"):
                continue
            shape = read_shape(path)
            taken[shape.category] += 1
            if taken[shape.category] > MOST:
                continue
            if (done / path.name).exists():
                yield shape.shape_id, shape.category, shape.size_m, None, nothing
                continue
            vertices = canonical(shape.vertices_m.astype(np.float64))
            scene = RenderScene(
                vertices, shape.faces.astype(np.int64), shape.material.astype(np.int64)
            )
            yield shape.shape_id, shape.category, shape.size_m, scene, shape.colours


def _mixed(path: Path) -> int:
    """An order that does not follow the numbers."""
    return zlib.crc32(path.stem.encode())


def _picture(
    scene: RenderScene, colours: UInt8[np.ndarray, "M 3"], rng: np.random.Generator
) -> tuple[UInt8[np.ndarray, "H W 3"], UInt8[np.ndarray, "H W"]]:
    view = draw_viewpoint(rng)
    half = PX * FILL * rng.uniform(0.92, 1.0) / 2
    frame = PX / 2 + half * np.array([-1, -1, 1, 1])
    camera, _ = frame_camera(scene.vertices, view, tuple(true_aspect(scene, view, frame)), PX)
    colour, alpha = scene.lit(camera, colours, rng)
    product = _developed(colour, alpha, rng)
    ground = _ground(rng)
    shadow = _contact_shadow(alpha, rng)
    rgb = product * alpha[..., None] + ground * shadow[..., None] * (1 - alpha[..., None])
    rgb = rgb + rng.normal(0, rng.uniform(0, 0.02), rgb.shape)
    if rng.random() < 0.8:
        blur_px = rng.uniform(0.3, 1.0)
        rgb = ndimage.gaussian_filter(rgb, (blur_px, blur_px, 0))
    return (
        np.round(255 * np.clip(rgb, 0, 1)).astype(np.uint8),
        np.round(255 * np.clip(_erred(alpha, rng), 0, 1)).astype(np.uint8),
    )


def _developed(
    colour: Float[np.ndarray, "H W 3"], alpha: Float[np.ndarray, "H W"], rng: np.random.Generator
) -> Float[np.ndarray, "H W 3"]:
    """Exposure, white balance and contrast of a camera."""
    seen = alpha > 0.5
    level = float(np.quantile(colour[seen], 0.95)) if seen.any() else 1.0
    exposed = colour * (rng.uniform(0.4, 1.0) / max(level, 0.05)) ** rng.uniform(0.2, 0.9)
    exposed = exposed * np.exp(rng.normal(0, 0.04, 3))
    return np.asarray(np.clip(exposed, 0, 1) ** (1 / rng.uniform(1.9, 2.5)))


def _ground(rng: np.random.Generator) -> Float[np.ndarray, "H W 3"]:
    """A sweep, a plain colour, or a wall above a floor."""
    y = np.linspace(0, 1, PX)[:, None, None]
    kind = rng.random()
    if kind < 0.45:
        tone = np.full(3, rng.uniform(0.75, 1.0)) * (1 + rng.normal(0, 0.01, 3))
    elif kind < 0.7:
        tone = np.clip(rng.uniform(0.2, 0.95) + rng.normal(0, 0.08, 3), 0, 1)
    else:
        tone = np.clip(rng.uniform(0.4, 1.0) + rng.normal(0, 0.05, 3), 0, 1)
    picture = np.broadcast_to(tone, (PX, PX, 3)) * (1 + rng.normal(0, 0.06) * (y - 0.5))
    if kind >= 0.7:
        floor = np.clip(rng.uniform(0.2, 0.9) + rng.normal(0, 0.1, 3), 0, 1)
        picture = np.where(y > rng.uniform(0.5, 0.9), floor, picture)
        grain = ndimage.gaussian_filter1d(rng.normal(0, 1, (PX, PX)), 12, axis=1)
        picture = picture * (1 + rng.uniform(0, 0.3) * grain[..., None])
    return np.asarray(np.clip(picture, 0, 1))


def _contact_shadow(
    alpha: Float[np.ndarray, "H W"], rng: np.random.Generator
) -> Float[np.ndarray, "H W"]:
    """Soft darkness under and beside the product."""
    below = ndimage.shift(alpha, (PX * 0.03, PX * rng.normal(0, 0.03)), order=1)
    soft = ndimage.gaussian_filter(below, (PX * 0.02, PX * 0.05))
    height = np.linspace(0, 1, PX)[:, None]
    return np.asarray(1 - rng.uniform(0, 0.5) * soft * np.clip((height - 0.4) / 0.4, 0, 1))


def _erred(alpha: Float[np.ndarray, "H W"], rng: np.random.Generator) -> Float[np.ndarray, "H W"]:
    """Soft edges and a side that was cropped away now and then."""
    if rng.random() < 0.5:
        alpha = ndimage.gaussian_filter(alpha, rng.uniform(0.3, 1.5))
    if rng.random() < 0.06:
        side, depth = int(rng.integers(4)), int(PX * rng.uniform(0.06, 0.25))
        turned = np.rot90(alpha, side).copy()
        turned[:depth] = 0
        if turned.max() > 0.9:
            alpha = np.rot90(turned, -side)
    return alpha


def read_views(path: Path) -> NamedViews:
    """Load a file of `category`."""
    with np.load(path) as data:
        return NamedViews(
            path.stem, str(data["category"]), data["size_m"], data["rgb"], data["matte"]
        )
