"""The network that reads photos: invariants, its files, and a tiny training run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from reconstruct.bank import BankShape, pack_bank, read_bank
from reconstruct.camera import Camera
from reconstruct.errors import WeightsError
from reconstruct.network.encoder import EfficientNetLite0
from reconstruct.network.lift import lift_features, project_cells, signed_outline, size_inputs
from reconstruct.network.model import load_shape_model
from reconstruct.network.part_judge import PartJudge
from reconstruct.network.reader import ProductReader, azimuth_centres, elevation_centres
from reconstruct.viewpoint import Viewpoint, viewpoint_camera
from reconstruct.weights import weights_folder


def test_strides_and_channels_of_the_trunk() -> None:
    trunk = EfficientNetLite0().eval()
    with torch.no_grad():
        outputs = trunk(torch.zeros(1, 3, 128, 128))
    shapes = [tuple(o.shape[1:]) for o in outputs]
    assert shapes == [
        (16, 64, 64), (24, 32, 32), (40, 16, 16), (80, 8, 8), (112, 8, 8), (192, 4, 4), (320, 4, 4),
    ]  # fmt: skip


def test_a_release_with_other_tensors_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected \d+ tensors in the release, found 1"):
        EfficientNetLite0().load_release({"_conv_stem.weight": torch.zeros(32, 3, 3, 3)})


def test_lifted_cells_lie_where_the_camera_projects_them() -> None:
    camera: Camera = viewpoint_camera(
        Viewpoint(0.4, 0.2, 2.5), focal_px=150.0, centre_px=(60.0, 66.0), picture_px=128
    )
    half = np.array([0.5, 0.4, 0.3])
    found = project_cells(
        torch.tensor(half)[None].float(),
        torch.tensor(camera.T_world_camera)[None].float(),
        torch.tensor([150.0]),
        torch.tensor([[60.0, 66.0]]),
        2,
    )
    cell = np.array([[0.25, -0.2, 0.15]])  # x index 1, y index 0, z index 1
    row = 1 * 4 + 0 * 2 + 1
    for which, point in ((0, cell), (1, cell * [-1, 1, 1])):
        expected = camera.project(point)[0, :2] / 64 - 1
        np.testing.assert_allclose(found[0, row, which].numpy(), expected, atol=1e-5)


def test_lifting_reads_the_feature_under_a_cell() -> None:
    features = torch.arange(16.0).view(1, 1, 4, 4)
    middle = torch.tensor([[[[-0.75, -0.75], [0.75, 0.75]]]])  # the first texel and the last
    lifted = lift_features(features, middle, 1)
    assert lifted.flatten().tolist() == [0.0, 15.0]


def test_the_outline_is_signed_and_clipped() -> None:
    alpha = np.zeros((128, 128), dtype=np.float32)
    alpha[32:96, 32:96] = 1
    distance = signed_outline(alpha)
    assert distance.shape == (64, 64)
    assert distance[32, 32] == 0.25
    assert distance[0, 0] < -0.2


def test_an_unknown_size_hides_the_size() -> None:
    one, other = torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([[9.0, 1.0, 0.5]])
    aspect = torch.tensor([1.5])
    unknown = torch.zeros(1)
    assert torch.equal(size_inputs(one, unknown, aspect), size_inputs(other, unknown, aspect))
    assert not torch.equal(
        size_inputs(one, unknown + 1, aspect), size_inputs(other, unknown + 1, aspect)
    )


def test_a_tiny_run_overfits() -> None:
    """Four crops, told apart by category, azimuth and matter, are learned in a few steps."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net = ProductReader(categories=4, bank=4, code=64)
    crops = torch.rand(4, 4, 128, 128)
    crops[:, 3] = 1
    size = size_inputs(torch.ones(4, 3), torch.ones(4), torch.ones(4))
    cell = torch.zeros(4, 4096, 2, 2)
    fine = torch.zeros(4, 32768, 2, 2)
    outline = torch.zeros(4, 1, 64, 64)
    target = torch.arange(4)
    matter = torch.zeros(4, 32, 32, 32)
    for row in range(4):
        matter[row, :, : 8 * (row + 1)] = 1
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-3)
    losses = []
    net.train()
    for _ in range(25):
        reading = net(crops, size)
        grid = net.occupancy(reading, crops[:, 3:], outline, cell, fine)
        loss = (
            torch.nn.functional.cross_entropy(reading.category, target)
            + torch.nn.functional.cross_entropy(reading.azimuth, 7 * target)
            + torch.nn.functional.cross_entropy(net.likeness(reading.embedding), target)
            + torch.nn.functional.binary_cross_entropy_with_logits(grid, matter)
        )
        optimiser.zero_grad()
        loss.backward()
        gradients = [p.grad for p in net.parameters() if p.grad is not None]
        assert all(bool(torch.isfinite(g).all()) for g in gradients)
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.35 * losses[0]
    assert reading.category.argmax(1).tolist() == [0, 1, 2, 3]


def test_the_frozen_blocks_stay_frozen() -> None:
    net = ProductReader(categories=2, bank=2, code=32).train()
    before = net.trunk.stem[1].running_mean.clone()
    net(torch.rand(2, 4, 128, 128), torch.zeros(2, 7))
    assert torch.equal(before, net.trunk.stem[1].running_mean)
    assert azimuth_centres()[0] == pytest.approx(np.deg2rad(-87.5))
    assert elevation_centres()[-1] == pytest.approx(np.deg2rad(52))


def _small_model(folder: Path) -> None:
    """A bank of one box and random weights, with true checksums."""
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]) - 0.5
    faces = np.array([[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5]])
    shape = BankShape("box-1", "cabinet", corners, faces, np.array([1.0, 2.0, 0.5]))
    pack_bank([shape], folder / "bank.npz")
    net = ProductReader(categories=2, bank=1, occupancy=False)
    state = {k: v.half() for k, v in net.state_dict().items() if not k.endswith("batches_tracked")}
    save_file(
        state, folder / "reader.safetensors", metadata={"categories": json.dumps(["a", "cabinet"])}
    )
    judge = {k: v.half() for k, v in PartJudge().state_dict().items()}
    save_file(judge, folder / "part_judge.safetensors")
    _list_checksums(folder)


def _list_checksums(folder: Path) -> None:
    names = ("reader.safetensors", "part_judge.safetensors", "bank.npz")
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


def test_a_packed_model_is_read_back(tmp_path: Path) -> None:
    _small_model(tmp_path)
    bank = read_bank(tmp_path / "bank.npz")
    shape = bank.shape(0)
    assert (shape.name, shape.category, len(bank)) == ("box-1", "cabinet", 1)
    assert np.abs(np.abs(shape.vertices) - 0.5).max() < 1e-4
    model = load_shape_model(tmp_path)
    crop = np.full((128, 128, 4), 200, dtype=np.uint8)
    reading = model.read(crop, np.array([1.0, 1.0, 1.0]))
    assert reading.category.shape == (2,)
    assert reading.category.sum() == pytest.approx(1, abs=1e-5)
    assert reading.likeness.tolist() == [0.0]


def test_missing_and_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"SHA256SUMS: expected the list .* Install the package"):
        load_shape_model(tmp_path)
    _small_model(tmp_path)
    weights = tmp_path / "reader.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-100])
    with pytest.raises(WeightsError, match=r"reader.safetensors: expected SHA-256 .* is damaged"):
        load_shape_model(tmp_path)
    weights.unlink()
    with pytest.raises(WeightsError, match=r"reader.safetensors: .* found no readable file"):
        load_shape_model(tmp_path)
    weights.write_bytes(whole)
    bank = tmp_path / "bank.npz"
    kept = bank.read_bytes()
    bank.write_bytes(b"not a bank")
    _list_checksums(tmp_path)
    with pytest.raises(WeightsError, match=r"bank.npz: .*damaged file"):
        load_shape_model(tmp_path)
    bank.write_bytes(kept)
    save_file({"enter": torch.zeros(3)}, tmp_path / "part_judge.safetensors")
    _list_checksums(tmp_path)
    # The judge is read when it is first asked for.
    model = load_shape_model(tmp_path)
    with pytest.raises(WeightsError, match=r"part_judge.safetensors: .*tensors missing, 1 unknown"):
        model._judge()


def test_what_ships_loads_and_fits_the_limit() -> None:
    folder = weights_folder()
    model = load_shape_model()
    assert len(model.bank) > 500
    assert len(set(model.bank.categories)) >= 25
    files = ("reader.safetensors", "part_judge.safetensors", "bank.npz", "SHA256SUMS")
    assert sum((folder / name).stat().st_size for name in files) < 30e6
