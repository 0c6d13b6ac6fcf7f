"""The judge of parts: what its graph says, that it does not mind the order of parts, and that it can learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from reconstruct.network.part_judge import PartJudge, batch_part_graphs
from reconstruct.parts.assembly import ROLES
from reconstruct.parts.families import family_named
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import Draft, DraftSurface
from reconstruct.parts.fit.evidence import FINE_PX, PartsEvidence
from reconstruct.parts.fit.known_shape import known_shape_surface
from reconstruct.parts.fit.look import Look
from reconstruct.parts.fit.score import score_look
from reconstruct.parts.part_graph import (
    EDGE_FEATURES,
    NODE_FEATURES,
    WHOLE_FEATURES,
    CandidateFacts,
    PartGraph,
    part_graph,
)
from reconstruct.training.part_graph_data import (
    PartGraphOptions,
    PartGraphSample,
    make_part_graphs,
    read_part_graphs,
)
from reconstruct.training.train_part_judge import part_judge_loss

SIZE_M = np.array([1.4, 0.75, 0.8])
AIM = Aim(0.5, 0.3, 3.0)
FACTS = CandidateFacts("table", -1.0, 0.8, 0.1, 0.4)


def _surface(legs: str) -> DraftSurface:
    design = family_named("table").complete({"legs": legs}, {})
    return DraftSurface.of(Draft(design, SIZE_M, (AIM,)))


@pytest.fixture(scope="module")
def evidence() -> PartsEvidence:
    """A grey table with straight legs, as its own silhouette shows it."""
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[16:112, 8:120] = (120, 120, 120, 255)
    look = Look.of(_surface("straight"), AIM, PartsEvidence.of_crop(crop), FINE_PX)
    left, top = look.level.corner
    height, width = look.face.shape
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[top : top + height, left : left + width][look.face >= 0] = (120, 120, 120, 255)
    return PartsEvidence.of_crop(crop)


def _graph(
    surface: DraftSurface, evidence: PartsEvidence, facts: CandidateFacts = FACTS
) -> PartGraph:
    look = Look.of(surface, AIM, evidence, FINE_PX)
    return part_graph(look, evidence, score_look(look), facts)


def test_nodes_are_parts_and_edges_are_joints(evidence: PartsEvidence) -> None:
    surface = _surface("straight")
    graph = _graph(surface, evidence)
    parts = surface.assembly.parts
    assert graph.nodes.shape == (len(parts), NODE_FEATURES)
    assert graph.edge_features.shape == (graph.edges.shape[1], EDGE_FEATURES)
    assert graph.whole.shape == (WHOLE_FEATURES,)
    roles = [ROLES[int(row[: len(ROLES)].argmax())] for row in graph.nodes]
    assert roles == [part.role for part in parts]
    assert graph.edges.max() < len(parts)
    assert np.isfinite(graph.nodes).all()


def test_a_part_where_the_photo_shows_nothing_is_told_apart(evidence: PartsEvidence) -> None:
    """A block under the top fills what the matte leaves empty."""
    inside = len(ROLES) + 6 + 3  # share of a part's pixels inside the matte
    straight, solid = (_graph(_surface(legs), evidence) for legs in ("straight", "block"))
    assert straight.nodes[:, inside].min() > 0.8
    assert solid.nodes[:, inside].min() < 0.6


def test_a_known_shape_is_one_part_of_no_role(evidence: PartsEvidence) -> None:
    made = _surface("straight")
    surface = known_shape_surface(made.vertices, made.faces.astype(np.int64))
    graph = _graph(surface, evidence, CandidateFacts("", -5.0, 0.0, 0.1, 0.0))
    assert graph.nodes.shape[0] == 1
    assert graph.nodes[0, : len(ROLES)].sum() == 0
    assert graph.edges.shape == (2, 0)
    judged = PartJudge().eval()(batch_part_graphs([graph]))
    assert judged.good.shape == (1, 2)
    assert torch.isfinite(judged.good).all()


def test_the_order_of_parts_does_not_matter(evidence: PartsEvidence) -> None:
    torch.manual_seed(0)
    judge = PartJudge().eval()
    graph = _graph(_surface("straight"), evidence)
    order = np.random.default_rng(0).permutation(len(graph.nodes))
    place = np.argsort(order)
    turned = PartGraph(graph.nodes[order], place[graph.edges], graph.edge_features, graph.whole)
    one, other = judge(batch_part_graphs([graph])), judge(batch_part_graphs([turned]))
    assert torch.allclose(one.good, other.good, atol=1e-5)
    assert torch.allclose(one.near[order], other.near, atol=1e-5)


def test_a_batch_says_the_same_as_one_by_one(evidence: PartsEvidence) -> None:
    judge = PartJudge().eval()
    graphs = [_graph(_surface(legs), evidence) for legs in ("straight", "block")]
    together = judge(batch_part_graphs(graphs)).good
    for row, graph in enumerate(graphs):
        assert torch.allclose(together[row], judge(batch_part_graphs([graph])).good[0], atol=1e-5)


def test_the_judge_learns_which_of_two_is_right(evidence: PartsEvidence) -> None:
    torch.manual_seed(0)
    judge = PartJudge()
    samples = []
    for legs, right in (("straight", 0.95), ("block", 0.3)):
        graph = _graph(_surface(legs), evidence)
        parts = len(graph.nodes)
        samples.append(
            PartGraphSample(
                graph,
                np.full((parts, 2), right, dtype=np.float32),
                np.full(parts, 40.0, dtype=np.float32),
                np.zeros((parts, 3), dtype=np.float32),
                np.full(2, right, dtype=np.float32),
            )
        )
    optimiser = torch.optim.Adam(judge.parameters(), lr=3e-3)
    losses = []
    for _ in range(40):
        judged = judge(batch_part_graphs([s.graph for s in samples]))
        loss, _ = part_judge_loss(judged, samples, [2])
        optimiser.zero_grad()
        loss.backward()
        assert all(torch.isfinite(p.grad).all() for p in judge.parameters() if p.grad is not None)
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]
    good = torch.sigmoid(judge.eval()(batch_part_graphs([s.graph for s in samples])).good)
    assert good[0].mean() > good[1].mean() + 0.3


def test_what_the_judge_learns_from_is_made_once(tmp_path: Path) -> None:
    options = PartGraphOptions(pieces=1, views=0, proposals=4, minutes=5.0)
    assert make_part_graphs(tmp_path, None, options) == 1
    (path,) = (tmp_path / "part_graphs").glob("*.npz")
    samples = read_part_graphs(path)
    assert len(samples) > options.known
    for sample in samples:
        assert sample.near.shape == (len(sample.graph.nodes), 2)
        assert (sample.good >= 0).all()
        assert (sample.good <= 1).all()
        assert (sample.near[:, 1] >= sample.near[:, 0]).all()
    written = path.stat().st_mtime_ns
    assert make_part_graphs(tmp_path, None, options) == 1
    assert path.stat().st_mtime_ns == written
