"""Views made while the network learns: rays, cameras, varied shapes, and the reader trained on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import ndimage

from reconstruct.baselines import box
from reconstruct.camera import look_at
from reconstruct.network.lift import signed_outline
from reconstruct.network.reader import ProductReader
from reconstruct.occupancy_grid import occupancy_grid
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSize
from reconstruct.training.dataset import LearnedShape, is_held_out, render_shapes
from reconstruct.training.feed import Feeder, Likeness, read_solids, signed_outlines, surfaces
from reconstruct.training.likeness import likeness_matrix, surface_bits
from reconstruct.training.live_chance import Chance
from reconstruct.training.live_rays import LiveMeshes, PosedMeshes, corner_normals
from reconstruct.training.live_render import LiveOptions, LiveStudio
from reconstruct.training.live_warp import Variation
from reconstruct.training.shape_file import TrainingShape, write_shape
from reconstruct.training.sources import CATEGORIES
from reconstruct.training.train_reader import TrainOptions, train_reader
from reconstruct.viewpoint import canonical

CPU = torch.device("cpu")
SMALL = LiveOptions(oversampling=1)


def _stool(name: str = "stool", width_m: float = 0.6) -> LearnedShape:
    """A seat on a post; the post is off the middle."""
    parts = [
        (np.array([0.0, 0.4, 0.0]), ProductSize(width_m, 0.1, 0.5)),
        (np.array([0.1, 0.0, 0.05]), ProductSize(0.1, 0.41, 0.12)),
    ]
    solids = [(box(size), shift) for shift, size in parts]
    vertices = canonical(np.concatenate([s.vertices_m + shift for s, shift in solids]))
    faces = np.concatenate([s.faces + 8 * i for i, (s, _) in enumerate(solids)])
    grid = occupancy_grid(vertices, faces, rng=np.random.default_rng(0))
    return LearnedShape(
        shape_id=name,
        category="stool",
        vertices=vertices.astype(np.float32),
        faces=faces.astype(np.int64),
        material=np.repeat([0, 1], 12),
        size_m=np.array([width_m, 0.5, 0.5], dtype=np.float32),
        occupancy=np.round(255 * grid).astype(np.uint8),
    )


def _varied(count: int, seed: int = 1) -> Variation:
    return Variation.drawn(count, Chance(CPU, seed), stretch=0.2, warp=0.5, mirrored=0.5)


def _triangles(meshes: PosedMeshes, view: int, count: int) -> np.ndarray:
    begin = 32 * view  # each stool is filled up to 32 triangles
    return meshes.corners[begin : begin + count].numpy().astype(np.float64)


def _rays(views: int, count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng(0)
    eyes = rng.normal(0, 1, (views, count, 3))
    eyes *= 2 / np.linalg.norm(eyes, axis=2, keepdims=True)
    ways = rng.uniform(-0.4, 0.4, (views, count, 3)) - eyes
    ways /= np.linalg.norm(ways, axis=2, keepdims=True)
    reach = torch.full((views, count), 100.0)
    reach[:, ::5] = 0
    return torch.from_numpy(eyes).float(), torch.from_numpy(ways).float(), reach


def test_rays_hit_what_the_ray_caster_hits() -> None:
    shape = _stool()
    meshes = LiveMeshes([shape], CPU).posed(torch.zeros(3, dtype=torch.int64), _varied(3))
    eyes, ways, reach = _rays(3, 400)
    hits = meshes.cast(eyes, ways, reach)
    assert torch.isinf(hits.distance[:, ::5]).all()
    for view in range(3):
        corners = _triangles(meshes, view, len(shape.faces)).reshape(-1, 3)
        caster = RayCaster(corners, np.arange(len(corners)).reshape(-1, 3))
        true = caster.cast(eyes[view].numpy().astype(float), ways[view].numpy().astype(float))
        cast = reach[view].numpy() > 0
        found = hits.distance[view].numpy()
        assert np.array_equal(np.isfinite(found[cast]), true.hit[cast])
        both = cast & true.hit
        assert both.sum() > 50
        np.testing.assert_allclose(found[both], true.distance_m[both], atol=1e-5)
        places = eyes[view] + ways[view] * hits.distance[view].nan_to_num(posinf=0)[:, None]
        weights = meshes.barycentric(hits.face[view, None], places[None])[0]
        again = (meshes.corners[hits.face[view]] * weights[..., None]).sum(1)
        np.testing.assert_allclose(again[both], places[both], atol=1e-4)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="the kernel needs a GPU")
def test_the_kernel_agrees_with_plain_torch() -> None:
    meshes = LiveMeshes([_stool()], torch.device("cuda"))
    drawn = _varied(3)
    variation = Variation(*(t.cuda() for t in vars(drawn).values()))
    posed = meshes.posed(torch.zeros(3, dtype=torch.int64, device="cuda"), variation)
    rays = [t.cuda() for t in _rays(3, 400)]
    plain, fast = posed.cast_plainly(*rays), posed.cast_on_gpu(*rays)
    torch.testing.assert_close(fast[0], plain[0], atol=1e-5, rtol=0)
    assert (fast[1] == plain[1]).float().mean() > 0.99


def test_an_unvaried_shape_stays_and_a_varied_ones_grid_follows_it() -> None:
    shape = _stool()
    grid = torch.from_numpy(shape.occupancy)[None].float() / 255
    still = Variation.drawn(1, Chance(CPU, 0), stretch=0.0, warp=0.0, mirrored=0.0)
    torch.testing.assert_close(still.grids(grid), grid, atol=1e-4, rtol=0)
    zero = torch.zeros(1, dtype=torch.int64)
    posed = LiveMeshes([shape], CPU).posed(zero, still)
    np.testing.assert_allclose(_triangles(posed, 0, 24), shape.vertices[shape.faces], atol=1e-5)
    for seed in range(4):
        drawn = _varied(1, seed)
        posed = LiveMeshes([shape], CPU).posed(zero, drawn)
        corners = _triangles(posed, 0, 24).reshape(-1, 3)
        size = drawn.sizes(torch.from_numpy(shape.size_m)[None])[0].numpy()
        np.testing.assert_allclose(np.ptp(corners, axis=0), size / size.max(), atol=1e-5)
        true = occupancy_grid(
            corners, np.arange(len(corners)).reshape(-1, 3), rng=np.random.default_rng(0)
        )
        made = drawn.grids(grid)[0].numpy()
        both, either = (true > 0.3) & (made > 0.3), (true > 0.3) | (made > 0.3)
        assert both.sum() / either.sum() > 0.85


def test_normals_are_smooth_over_a_bend_and_not_over_an_edge() -> None:
    vertices = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0.0], [0, 1, 0], [2, 0, -0.2], [2, 1, -0.2]])
    faces = np.array([[0, 1, 2], [0, 2, 3], [1, 4, 5], [1, 5, 2]])
    soft = corner_normals(vertices, faces)
    assert soft[0, 1] @ [0, 0, 1] == pytest.approx(np.cos(0.5 * np.arctan(0.2)), abs=0.01)
    np.testing.assert_allclose(np.linalg.norm(soft, axis=2), 1)
    hard = corner_normals(vertices * [1, 1, 20], faces)
    np.testing.assert_allclose(hard[0], [[0, 0, 1]] * 3, atol=1e-9)


def test_views_show_the_shape_where_their_cameras_say() -> None:
    shapes = [_stool(), _stool("wide", 1.4)]
    shape = torch.tensor([0, 1, 0, 1])
    first, again = (LiveStudio(shapes, CPU, 3, SMALL).views(shape) for _ in range(2))
    assert torch.equal(first.images, again.images)
    assert first.images.min() >= 0
    assert first.images.max() <= 1
    for pose, view in zip(first.T_canonical_camera, first.view.double(), strict=True):
        np.testing.assert_allclose(pose, look_at(pose[:3, 3].numpy(), np.zeros(3)), atol=1e-5)
        azimuth, elevation, distance = view.tolist()
        level = distance * np.cos(elevation)
        eye = [level * np.sin(azimuth), distance * np.sin(elevation), level * np.cos(azimuth)]
        np.testing.assert_allclose(pose[:3, 3], eye, atol=1e-5)
    batch = Feeder(CPU, np.random.default_rng(0), noise=False).batch(first, given=1.0)
    alpha = torch.nn.functional.grid_sample(batch.alpha, batch.fine[:, :, :1], align_corners=False)[
        :, 0, :, 0
    ]
    solid = batch.occupancy.flatten(1) > 0.7
    for row in range(4):
        assert alpha[row, solid[row]].mean() > 0.85  # matter lies under the matte, bites aside
    wide = (batch.alpha[:, 0] > 0.5).any(dim=1).sum(dim=1)
    assert (wide > 20).all()


def test_outlines_and_likeness_are_those_of_the_slow_ways() -> None:
    rng = np.random.default_rng(0)
    noise = ndimage.gaussian_filter(rng.normal(size=(3, 128, 128)), (0, 8, 8))
    mattes = (noise > 0.01).astype(np.float32)
    slow = np.stack([signed_outline(m) for m in mattes])
    np.testing.assert_allclose(signed_outlines(torch.from_numpy(mattes)), slow, atol=1e-6)
    shapes = [_stool(), _stool("wide", 1.4), _stool("wider", 2.0)]
    bits = surface_bits(shapes[0].occupancy)
    found = surfaces(torch.from_numpy(shapes[0].occupancy)[None].float() / 255)
    for one, other in zip(bits, found, strict=True):
        assert np.array_equal(one, other[0])
    slow = likeness_matrix([s.occupancy for s in shapes], np.stack([s.size_m for s in shapes]))
    fast = Likeness(shapes, np.array([0, 2]), CPU, varied=True)
    np.testing.assert_allclose(fast.table, slow[:, [0, 2]], atol=1e-5)


def _cache(folder: Path, views: int) -> list[str]:
    """Three learned shapes and a held-out one, rendered."""
    held = next(n for n in (f"infinigen-1-{i:05d}" for i in range(1000)) if is_held_out(n))
    names = [n for n in (f"infinigen-0-{i:05d}" for i in range(9)) if not is_held_out(n)][:3]
    (folder / "shapes" / "infinigen").mkdir(parents=True)
    for index, name in enumerate([*names, held]):
        solid = box(ProductSize(0.6 + 0.4 * index, 0.7, 0.5))
        shape = TrainingShape(
            shape_id=name,
            category="cabinet",
            source="test",
            licence="Apache-2.0",
            credit="",
            vertices_m=solid.vertices_m.astype(np.float32),
            faces=solid.faces.astype(np.int32),
            material=np.zeros(len(solid.faces), dtype=np.int32),
            materials=("oak",),
            colours=np.array([[120, 120, 120]], dtype=np.uint8),
        )
        write_shape(shape, folder / "shapes" / "infinigen" / f"{name}.npz")
    render_shapes(folder, views=views, seed=0)
    return names


@pytest.mark.parametrize("live", [False, True])
def test_training_goes_on_from_a_checkpoint_and_knows_new_shapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], live: bool
) -> None:
    names = _cache(tmp_path, 0 if live else 4)
    known = ProductReader(len(CATEGORIES), 2)
    (tmp_path / "checkpoints").mkdir()
    path = tmp_path / "checkpoints" / "reader.pt"
    torch.save({"model": known.state_dict(), "bank": names[:2]}, path)
    options = TrainOptions(minutes=1e-6, batch=2, live=live)
    assert train_reader(tmp_path, None, options) == path
    saved = torch.load(path, weights_only=False)
    assert saved["bank"] == sorted(names)
    assert torch.isfinite(saved["model"]["bank"]).all()
    said = capsys.readouterr().out
    assert "3 shapes, 1 held out" in said
    assert said.count("held out: category") == 2
    assert "nan" not in said


def test_training_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run `render`"):
        read_solids(tmp_path)
    _cache(tmp_path, 0)
    with pytest.raises(FileNotFoundError, match="run `unpack`"):
        train_reader(tmp_path, None, TrainOptions(live=True))
    torch.save(
        {"model": ProductReader(len(CATEGORIES), 1).state_dict(), "bank": ["other"]},
        tmp_path / "checkpoints" / "reader.pt",
    )
    with pytest.raises(FileNotFoundError, match="or train `--live`"):
        train_reader(tmp_path, None, replace(TrainOptions(), live=False))
