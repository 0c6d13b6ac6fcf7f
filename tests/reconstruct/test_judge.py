"""Candidates as graphs, the graph network's invariants, its data and a tiny training run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from reconstruct.baselines import Solid, box
from reconstruct.candidate import Candidate, Target
from reconstruct.network.graph_judge import GraphJudge, batch_graphs
from reconstruct.network.model import load_shape_model
from reconstruct.raycast import RayCaster
from reconstruct.shape_graph import NODES, PhotoEvidence, ShapeGraph, shape_graph, spread_points
from reconstruct.size import ProductSize
from reconstruct.training.graph_data import GraphSample, true_scores
from reconstruct.training.train_graph import graph_loss
from reconstruct.training.unpack import paint_regions, unpack
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera


def _solid(size_m: tuple[float, float, float]) -> Solid:
    solid = box(ProductSize(*size_m))
    return Solid(canonical(solid.vertices_m), solid.faces)


def _evidence(rng: np.random.Generator) -> PhotoEvidence:
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[20:108, 30:98] = (150, 90, 40, 255)
    return PhotoEvidence.of(
        crop,
        rng.random((24, 32, 32), dtype=np.float32),
        rng.random((64, 64), dtype=np.float32) - 0.5,
        np.full((32, 32, 32), 0.8, dtype=np.float32),
    )


def _graph(
    rng: np.random.Generator, size_m: tuple[float, float, float] = (0.6, 0.9, 0.5)
) -> ShapeGraph:
    solid = _solid(size_m)
    camera, _ = frame_camera(
        solid.vertices_m, Viewpoint(0.4, 0.3, 3.0), (30.0, 20.0, 98.0, 108.0), 128
    )
    caster = RayCaster(solid.vertices_m, solid.faces)
    whole = np.array([-1.0, 0.5, 0.8, 0.02])
    return shape_graph(solid.vertices_m, solid.faces, caster, camera, _evidence(rng), whole)


def test_points_lie_on_the_surface_and_spread_by_area() -> None:
    solid = _solid((1.0, 0.5, 0.25))
    points, normals = spread_points(solid.vertices_m, solid.faces, 2000)
    assert RayCaster(solid.vertices_m, solid.faces).distance(points).max() < 1e-5
    top = float((normals[:, 1] > 0.9).mean())
    assert top == pytest.approx(0.25 / (2 * (0.5 + 0.25 + 0.125)), abs=0.01)
    again, _ = spread_points(solid.vertices_m, solid.faces, 2000)
    assert np.array_equal(points, again)


def test_a_graph_tells_seen_from_unseen() -> None:
    graph = _graph(np.random.default_rng(0))
    visible = graph.nodes[:, 9] > 0.5
    assert graph.nodes.shape[0] == NODES
    assert np.isfinite(graph.nodes).all()
    # From the front right above: front, left side (+X) and top are seen; back, right and underside are not.
    for axis, sign, seen in (
        (2, 1, True), (0, 1, True), (1, 1, True), (2, -1, False), (0, -1, False), (1, -1, False),
    ):  # fmt: skip
        side = sign * graph.normals[:, axis] > 0.9
        assert (visible[side] == seen).all()
    assert graph.edges.max() < NODES
    assert (graph.edges[0] != graph.edges[1]).all()


def _permuted(graph: ShapeGraph, order: np.ndarray) -> ShapeGraph:
    place = np.argsort(order)
    return replace(
        graph,
        points=graph.points[order],
        normals=graph.normals[order],
        nodes=graph.nodes[order],
        edges=place[graph.edges],
    )


def test_the_order_of_the_points_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    graph = _graph(rng)
    order = rng.permutation(NODES)
    torch.manual_seed(0)
    net = GraphJudge().eval()
    torch.nn.init.normal_(net.move.weight)
    with torch.no_grad():
        one, other = (net(batch_graphs([g])) for g in (graph, _permuted(graph, order)))
    torch.testing.assert_close(one.good, other.good, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(one.move[order], other.move, atol=1e-4, rtol=1e-4)


def test_an_untrained_network_moves_nothing_and_a_batch_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    graphs = [_graph(rng), _graph(rng, (0.4, 0.4, 1.2))]
    net = GraphJudge().eval()
    with torch.no_grad():
        both = net(batch_graphs(graphs))
        second = net(batch_graphs(graphs[1:]))
    assert float(both.move.abs().max()) == 0.0
    torch.testing.assert_close(both.good[1:], second.good, atol=1e-4, rtol=1e-4)


def _sample(rng: np.random.Generator, true_size: tuple[float, float, float]) -> GraphSample:
    graph = _graph(rng)
    mine, truth = _solid((0.6, 0.9, 0.5)), _solid(true_size)
    casters = [RayCaster(s.vertices_m, s.faces) for s in (mine, truth)]
    points, true_points = (spread_points(s.vertices_m, s.faces, 500)[0] for s in (mine, truth))
    good = true_scores(points, casters[0], true_points, casters[1])
    move = (casters[1].closest(graph.points) - graph.points).astype(np.float32)
    return GraphSample(graph, move, good)


def test_scores_are_those_of_the_surfaces() -> None:
    rng = np.random.default_rng(3)
    assert _sample(rng, (0.6, 0.9, 0.5)).good.tolist() == [1.0, 1.0]
    far = _sample(rng, (0.1, 0.9, 0.1)).good
    assert far[0] <= far[1] < 0.4


def test_a_tiny_run_learns_which_candidate_is_right_and_where_the_surface_is() -> None:
    rng = np.random.default_rng(4)
    right, wrong = _sample(rng, (0.6, 0.9, 0.5)), _sample(rng, (0.6, 0.9, 0.3))
    wrong = replace(wrong, graph=replace(wrong.graph, whole=wrong.graph.whole + 1))
    samples = [right, wrong]
    move = torch.from_numpy(np.concatenate([s.move for s in samples])).float()
    good = torch.from_numpy(np.stack([s.good for s in samples])).float()
    torch.manual_seed(0)
    net = GraphJudge(width=32, layers=2)
    optimiser = torch.optim.Adam(net.parameters(), lr=5e-3)
    batch = batch_graphs([s.graph for s in samples])
    for _ in range(60):
        loss, _ = graph_loss(net(batch), move, good, rivals=2)
        optimiser.zero_grad()
        loss.backward()
        gradients = [p.grad for p in net.parameters() if p.grad is not None]
        assert all(bool(torch.isfinite(g).all()) for g in gradients)
        optimiser.step()
    judged = net(batch)
    good, moved = judged.good.detach(), judged.move.detach()
    assert float(good[0].mean()) > float(good[1].mean()) + 0.5
    left = (moved[NODES:] - move[NODES:]).norm(dim=1).mean()
    assert float(left) < 0.5 * float(move[NODES:].norm(dim=1).mean())


def test_a_candidate_fills_the_box_and_looks_like_itself() -> None:
    bank = load_shape_model().bank
    size = np.array([0.8, 0.9, 0.5])
    candidate = Candidate(bank, 0, size)
    assert np.ptp(candidate.vertices, axis=0) == pytest.approx(size / size.max(), abs=1e-3)
    view = Viewpoint(0.5, 0.3, 3.0)
    camera, _ = frame_camera(candidate.vertices, view, (8.0, 8.0, 120.0, 120.0), 128)
    hit = candidate.caster.cast(*camera.rays()).hit.reshape(128, 128)
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[hit] = 255
    overlap, outline, _ = candidate.look(view, Target.of(crop))
    assert overlap > 0.95
    assert outline < 0.01
    turned, further, _ = candidate.look(Viewpoint(-0.9, 0.0, 3.0), Target.of(crop))
    assert turned < overlap
    assert further > outline


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
    solid = _solid((0.6, 0.9, 0.5))
    regions = [
        paint_regions(solid.vertices_m, solid.faces, np.random.default_rng(i)) for i in range(30)
    ]
    assert {int(r) for region in regions for r in region} == {0, 1, 2, 3}
    assert all(len(region) == len(solid.faces) for region in regions)
