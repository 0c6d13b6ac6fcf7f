from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from reconstruct.network.cut_network import CutNetwork
from reconstruct.see.cut_out_network import NET_PX, product_share
from reconstruct.see.matte_confidence import MatteEvidence, matte_confidence, undecided_px
from reconstruct.training.composite_paint import pasted
from reconstruct.training.composites import CompositeMaker
from reconstruct.training.train_cut import cut_loss, network_input

CLEAR = MatteEvidence(undecided=1.3, agreement=0.97, contrast=0.3, in_box=0.95, sure=0.7)


@pytest.fixture
def maker(tmp_path: Path) -> CompositeMaker:
    """A red chair of four boards and a grey vase, before one room."""
    chair = np.zeros((90, 60, 4), np.uint8)
    chair[:40, 5:12] = chair[40:48] = chair[48:, 5:10] = chair[48:, 50:55] = (200, 30, 30, 255)
    vase = np.zeros((40, 30, 4), np.uint8)
    vase[5:, 8:22] = (120, 120, 120, 255)
    sprites, rooms = tmp_path / "sprites", tmp_path / "rooms"
    sprites.mkdir()
    rooms.mkdir()
    Image.fromarray(chair).save(sprites / "chair.A-001-0.png")
    Image.fromarray(vase).save(sprites / "vase.A-002-0.png")
    noise = np.random.default_rng(0).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((320, 240)).save(rooms / "room.jpg")
    return CompositeMaker(sprites, rooms)


def test_the_network_answers_at_the_size_of_its_picture() -> None:
    net = CutNetwork()
    answers = net(torch.zeros(1, 4, 64, 96))
    assert [tuple(a.shape) for a in answers] == [(1, 1, 64, 96)] * 7
    assert sum(p.numel() for p in net.parameters()) == 1_126_061
    assert len(net.convolutions()) == 119
    assert net.convolutions()[0].in_channels == 4
    assert net.convolutions()[-1] is net.merge


def test_a_few_steps_on_one_sample_lower_the_loss(maker: CompositeMaker) -> None:
    torch.manual_seed(0)
    sample = maker.sample(64, np.random.default_rng(3))
    net = CutNetwork()
    optimiser = torch.optim.Adam(net.parameters(), lr=2e-3)
    losses = []
    for _ in range(12):
        loss = cut_loss(net(network_input([sample])), torch.tensor(sample.alpha)[None, None])
        optimiser.zero_grad()
        loss.backward()
        assert all(p.grad is None or bool(torch.isfinite(p.grad).all()) for p in net.parameters())
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.8 * losses[0]


def test_a_composite_shows_its_product_where_its_cover_says(maker: CompositeMaker) -> None:
    for seed in range(8):
        one = maker.composite(np.random.default_rng(seed))
        again = maker.composite(np.random.default_rng(seed))
        assert np.array_equal(one.rgb, again.rgb)
        assert one.rgb.shape[:2] == one.cover.shape
        assert one.cover.min() >= 0
        assert one.cover.max() <= 1
        assert one.cover.sum() >= 400
        assert one.category in ("chair", "vase")


def test_a_sample_marks_its_product(maker: CompositeMaker) -> None:
    marked = 0
    for seed in range(12):
        sample = maker.sample(96, np.random.default_rng(seed))
        assert sample.rgb.shape == (96, 96, 3)
        assert set(np.unique(sample.marked)) <= {0.0, 1.0}
        if sample.marked.any():
            marked += 1
            inside = float((sample.alpha * sample.marked).sum() / sample.alpha.sum())
            assert inside > 0.6
    assert marked >= 6


def test_what_is_pasted_is_clipped_to_the_picture() -> None:
    canvas = np.zeros((4, 4, 3), np.float32)
    white = np.full((3, 3, 4), 255, np.uint8)
    cover = pasted(canvas, white, 2, -1)
    expected = np.zeros((4, 4))
    expected[:2, 2:] = 1
    assert np.array_equal(cover, expected)
    assert np.array_equal(canvas[..., 0], expected)


def test_sprites_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"sprites.*expected pictures"):
        CompositeMaker(tmp_path / "sprites", tmp_path)


def test_a_mark_moves_the_cut_out_to_the_marked_thing() -> None:
    photos = Path(__file__).parents[2] / "assets" / "samples" / "photos"
    halves = [
        np.asarray(Image.open(photos / f"{sku}.jpg").convert("RGB").resize((300, 300)))
        for sku in ("LIV-CHAIR-01", "LIV-ARM-01")
    ]
    rgb = np.concatenate(halves, axis=1)
    left, right = product_share(rgb, (40, 10, 260, 290)), product_share(rgb, (340, 10, 560, 290))
    assert left.shape == (NET_PX, NET_PX)
    half = NET_PX // 2
    assert left[:, :half].sum() > 3 * left[:, half:].sum()
    assert right[:, half:].sum() > 3 * right[:, :half].sum()


def test_a_matte_is_trusted_less_the_more_speaks_against_it() -> None:
    clear = matte_confidence(CLEAR)
    assert clear > 0.6
    for worse in (
        replace(CLEAR, undecided=5.0),
        replace(CLEAR, agreement=0.6),
        replace(CLEAR, in_box=0.3),
    ):
        assert matte_confidence(worse) < clear


def test_doubt_is_measured_along_the_outline() -> None:
    share = np.zeros((20, 20), np.float32)
    share[5:15, 5:15] = 1
    assert undecided_px(share) == 0
    share[4, 5:15] = 0.45
    assert undecided_px(share) == pytest.approx(10 / 36)
