"""Judges how products look beside the truth: photographed view, views within 60 degrees, unseen back.

Truth and prediction stand in the same known light before neutral grey, and only pixels of the product count. The photo
that is reconstructed was taken in another known light, so that what the light left in the texture shows.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import flip_evaluator
import numpy as np
import torch
from jaxtyping import Bool, Float, UInt8
from PIL import Image

from reconstruct.atlas import Atlas, unwrap
from reconstruct.baselines import Solid, inflate_silhouette
from reconstruct.camera import Camera
from reconstruct.cutout import Cutout
from reconstruct.network.encoder import EfficientNetLite0
from reconstruct.projection import Projection, ProjectionOptions
from reconstruct.raycast import RayCaster
from reconstruct.shape import find_shape
from reconstruct.size import ProductSize
from reconstruct.surface import make_surface
from reconstruct.texture import TextureOptions, paint
from reconstruct.training.judged_photos import as_cutout
from reconstruct.training.photos import Judged, read_judged
from reconstruct.training.relight import Light, LitPicture, TexturedMesh, lit_picture
from reconstruct.training.shape_file import read_shape
from reconstruct.training.sweethome import LibraryModel, load_textured, read_library
from reconstruct.viewpoint import Viewpoint, frame_camera

__all__ = ["Looks", "judge_looks", "looks_sheet", "looks_table"]

PHOTO_PX, VIEW_PX = 640, 224
MARGIN = 0.08
ROUND_DEG = (0, 45, -45, 90, -90, 135, -135, 180)
GROUPS = {"photographed": (0,), "within 60 degrees": (45, -45), "unseen back": (135, -135, 180)}
FLAT = "inflated silhouette (the first version's shape)"
METHODS = {
    "ours": TextureOptions(),
    "light left in": TextureOptions(projection=ProjectionOptions(delight=None)),
    "projected photo only": TextureOptions(
        mirror=0.0, projection=ProjectionOptions(delight=None), fill=None
    ),
}


@dataclass(frozen=True)
class Looks:
    """One product's figures.

    Attributes
    ----------
    shape_id
        Which product.
    scores
        PSNR in dB, FLIP and FD by (whose shape, method, group of views).
    overlap
        Silhouette IoU in the photographed view, of the found shape.
    tiles
        Pictures for looking: the photo, then truth and prediction from each side.
    """

    shape_id: str
    scores: dict[tuple[str, str, str], tuple[float, float, float]]
    overlap: float
    tiles: tuple[UInt8[np.ndarray, "H W 3"], ...]


def judge_looks(cache: Path, sweethome: Path, trunk: Path, *, every: int = 1) -> Iterator[Looks]:
    """Figures of the judgement set's furniture, product by product."""
    features = _Features(trunk)
    with tempfile.TemporaryDirectory() as scratch:
        models: dict[str, tuple[Path, LibraryModel]] = {}
        for stem in ("BlendSwap-CC-0", "BlendSwap-CC-BY"):
            library = sweethome / f"{stem}.sh3f"
            with zipfile.ZipFile(library) as archive:
                archive.extractall(Path(scratch) / stem)
            models |= {m.shape_id: (Path(scratch) / stem, m) for m in read_library(library)}
        furniture = [j for j in read_judged() if j.group == "furniture"]
        for judged in furniture[::every]:
            truth = load_textured(*models[judged.shape_id])
            yield _judge(cache, judged, truth, features)


def _judge(cache: Path, judged: Judged, truth: TexturedMesh, features: _Features) -> Looks:
    library = judged.shape_id.rsplit("-", 1)[0]
    shape = read_shape(cache / "shapes" / library / f"{judged.shape_id}.npz")
    caster = RayCaster(truth.vertices, truth.faces)
    rng = np.random.default_rng([7, zlib.crc32(judged.shape_id.encode())])
    view = Viewpoint(
        float(np.deg2rad(rng.uniform(-50, 50))), float(np.deg2rad(rng.uniform(8, 30))), 3.0
    )
    size = np.ptp(truth.vertices, axis=0)
    photo_camera = _camera(truth, view, size, PHOTO_PX)
    # Exposed as in a studio: a white card that is lit well comes out nearly white.
    around, white = rng.uniform(-np.pi / 2, np.pi / 2), rng.uniform(0.85, 1.0)
    key = white * rng.uniform(0.3, 0.65)
    light = Light(
        (float(np.sin(around)), float(rng.uniform(0.4, 1.4)), float(np.cos(around))),
        float(key),
        float(white - key),
    )
    cutout = _photo(truth, caster, photo_camera, light, judged.shape_id)
    true_size = ProductSize(*(float(side) for side in size))
    found = find_shape([cutout], true_size, category=judged.category)
    solids = {
        "found shape": (found.solid, found.cameras[0]),
        "true shape": (
            Solid(shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64)),
            photo_camera,
        ),
    }
    left, top, right, bottom = cutout.box
    flat = inflate_silhouette(cutout.matte[top:bottom, left:right], true_size)
    solids[FLAT] = (flat, _frontal(flat.vertices_m, cutout, size))
    views = [
        replace(view, azimuth_rad=view.azimuth_rad + np.deg2rad(degrees)) for degrees in ROUND_DEG
    ]
    wanted = [lit_picture(truth, caster, _camera(truth, v, size, VIEW_PX)) for v in views]
    scores: dict[tuple[str, str, str], tuple[float, float, float]] = {}
    tiles = [_small(cutout.rgb), *(picture.rgb for picture in wanted)]
    overlap = 0.0
    for whose, (solid, camera) in solids.items():
        atlas = unwrap(make_surface(solid, true_size), TextureOptions().texture_px)
        methods = (
            {"projected photo only": METHODS["projected photo only"]} if whose == FLAT else METHODS
        )
        for method, options in methods.items():
            painted = _painted(atlas, [Projection(cutout, camera)], options)
            mine = RayCaster(painted.vertices, painted.faces)
            got = []
            for degrees, v in zip(ROUND_DEG, views, strict=True):
                seen = camera.scaled(VIEW_PX / PHOTO_PX) if degrees == 0 else None
                got.append(lit_picture(painted, mine, seen or _camera(truth, v, size, VIEW_PX)))
            if whose == "found shape" and method == "ours":
                union = (got[0].solid | wanted[0].solid).sum()
                overlap = float((got[0].solid & wanted[0].solid).sum() / max(union, 1))
            if method == "ours":
                tiles += [picture.rgb for picture in got]
            for group, members in GROUPS.items():
                pairs = [(wanted[i], got[i]) for i in map(ROUND_DEG.index, members)]
                found_scores = [_compare(*pair, features) for pair in pairs]
                psnr, flip, fd = (float(score) for score in np.mean(found_scores, axis=0))
                scores[whose, method, group] = (psnr, flip, fd)
    return Looks(judged.shape_id, scores, overlap, tuple(tiles))


def _camera(
    mesh: TexturedMesh, view: Viewpoint, size: Float[np.ndarray, "3"], picture_px: int
) -> Camera:
    """The camera at a viewpoint whose picture the true product fills, in the `product` frame."""
    centre = np.array([0.0, size[1] / 2, 0.0])
    low, high = MARGIN * picture_px, (1 - MARGIN) * picture_px
    camera, _ = frame_camera(
        (mesh.vertices - centre) / size.max(), view, (low, low, high, high), picture_px
    )
    pose = camera.T_world_camera.copy()
    pose[:3, 3] = pose[:3, 3] * size.max() + centre
    return replace(camera, T_world_camera=pose)


def _frontal(
    vertices_m: Float[np.ndarray, "V 3"], cutout: Cutout, size: Float[np.ndarray, "3"]
) -> Camera:
    """The camera straight before a shape that was inflated from its silhouette."""
    centre = np.array([0.0, size[1] / 2, 0.0])
    scaled = (vertices_m - centre) / size.max()
    camera, _ = frame_camera(scaled, Viewpoint(0.0, 0.0, 8.0), cutout.box, cutout.rgb.shape[0])
    pose = camera.T_world_camera.copy()
    pose[:3, 3] = pose[:3, 3] * size.max() + centre
    return replace(camera, T_world_camera=pose)


def _photo(
    truth: TexturedMesh, caster: RayCaster, camera: Camera, light: Light, name: str
) -> Cutout:
    picture = lit_picture(truth, caster, camera, light)
    return as_cutout(picture.rgb, picture.solid.astype(np.float32), name)


def _painted(atlas: Atlas, projections: list[Projection], options: TextureOptions) -> TexturedMesh:
    surface = atlas.surface
    return TexturedMesh(
        vertices=surface.vertices_m,
        faces=surface.faces,
        uvs=atlas.uvs[surface.faces],
        part=np.zeros(len(surface.faces), dtype=np.int64),
        pictures=(paint(atlas, projections, options).material.base_colour,),
    )


def _small(rgb: UInt8[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "h w 3"]:
    return np.asarray(Image.fromarray(rgb).resize((VIEW_PX, VIEW_PX), Image.Resampling.BOX))


def _compare(truth: LitPicture, got: LitPicture, features: _Features) -> tuple[float, float, float]:
    """PSNR, FLIP and FD over the pixels where either is."""
    where = truth.solid | got.solid
    wanted, found = truth.rgb / 255.0, got.rgb / 255.0
    error = float(((wanted - found)[where] ** 2).mean())
    flip, _, _ = flip_evaluator.evaluate(
        wanted.astype(np.float32), found.astype(np.float32), "LDR", applyMagma=False
    )
    return (
        10 * float(np.log10(1 / max(error, 1e-6))),
        float(np.asarray(flip).reshape(*where.shape, -1)[where].mean()),
        features.distance(truth.rgb, got.rgb, where),
    )


class _Features:
    """ImageNet features of EfficientNet-Lite0's release at four scales."""

    STAGES = (1, 2, 4, 6)

    def __init__(self, trunk: Path) -> None:
        self._net = EfficientNetLite0().eval()
        self._net.load_release(torch.load(trunk, map_location="cpu", weights_only=True))

    @torch.no_grad()
    def distance(
        self,
        one: UInt8[np.ndarray, "H W 3"],
        other: UInt8[np.ndarray, "H W 3"],
        where: Bool[np.ndarray, "H W"],
    ) -> float:
        """One minus the mean cosine, over the product's pixels, mean of the scales."""
        both = np.stack([one, other]).astype(np.float32)
        stages = self._net(torch.from_numpy((both - 127) / 128).permute(0, 3, 1, 2))
        mask = torch.from_numpy(where.astype(np.float32))[None, None]
        off = []
        for index in self.STAGES:
            a, b = torch.nn.functional.normalize(stages[index], dim=1)
            weight = torch.nn.functional.adaptive_avg_pool2d(mask, a.shape[1:])[0, 0]
            off.append(float(((1 - (a * b).sum(dim=0)) * weight).sum() / weight.sum().clamp(1e-6)))
        return float(np.mean(off))


def looks_table(rows: list[Looks]) -> str:
    """The README's table."""
    lines = [
        f"| {len(rows)} products: PSNR dB, FLIP, FD | " + " | ".join(GROUPS) + " |",
        "|---|" + "---|" * len(GROUPS),
    ]
    for whose, method, _ in (key for key in rows[0].scores if key[2] == next(iter(GROUPS))):
        cells = []
        for group in GROUPS:
            psnr, flip, fd = np.mean([r.scores[whose, method, group] for r in rows], axis=0)
            cells.append(f"{psnr:.1f}, {flip:.3f}, {fd:.3f}")
        lines.append(f"| {method}, {whose} | " + " | ".join(cells) + " |")
    overlap = float(np.mean([r.overlap for r in rows]))
    return "\n".join([*lines, "", f"Silhouette IoU in the photographed view: {overlap:.3f}"])


def looks_sheet(rows: list[Looks], path: Path) -> None:
    """Photo, truth, ours on the found shape and ours on the true shape, from each side."""
    strips = []
    for row in rows:
        photo, pictures = row.tiles[0], row.tiles[1:]
        sides = len(ROUND_DEG)
        for start in range(0, len(pictures), sides):
            first = photo if start == 0 else np.full_like(photo, 255)
            strips.append(np.concatenate([first, *pictures[start : start + sides]], axis=1))
    sheet = Image.fromarray(np.concatenate(strips, axis=0))
    sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.BOX).save(path)
