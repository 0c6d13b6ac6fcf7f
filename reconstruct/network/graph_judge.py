"""The graph network that judges candidates and says where their surface should be.

Nodes are points spread over a candidate's surface, edges join neighbours. Messages run along the edges with the
neighbours' offsets; every node also hears of the whole. Each node answers how far the true surface is and in which
direction; the whole answers how good the candidate is (F-score at two thresholds). The nodes' answers are what the
network learns most from: 320 for each candidate, where the whole gives two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch_geometric.data import Batch, Data
from torch_geometric.nn import MessagePassing, global_max_pool, global_mean_pool

from reconstruct.shape_graph import EDGE_FEATURES, GLOBAL_FEATURES, NODE_FEATURES, ShapeGraph

__all__ = ["GraphJudge", "Judgement", "batch_graphs"]

THRESHOLDS = 2  # of the F-score: 0.05 and 0.1 with the longest side 2


@dataclass(frozen=True)
class Judgement:
    """The answer for B graphs of N nodes in all.

    Attributes
    ----------
    move
        From each node to the true surface, in longest sides.
    near
        Logits: whether the true surface is within each threshold of the node.
    good
        Logits of the candidate's F-score at each threshold.
    """

    move: Float[Tensor, "N 3"]
    near: Float[Tensor, "N 2"]
    good: Float[Tensor, "B 2"]


def _mlp(inside: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inside, out), nn.ReLU(), nn.Linear(out, out))


class _Exchange(MessagePassing):  # type: ignore[misc]
    """Each node hears its neighbours, with their offsets, and the whole.

    A message is linear in both ends and the offset, then clipped at zero: the products with the nodes' states are
    made once a node and not once an edge, which is ten times cheaper.
    """

    def __init__(self, width: int) -> None:
        super().__init__(aggr=["max", "mean"])
        self.listener = nn.Linear(width, width)
        self.speaker = nn.Linear(width, width, bias=False)
        self.offset = nn.Linear(EDGE_FEATURES, width, bias=False)
        self.update_net = _mlp(4 * width, width)
        self.norm = nn.LayerNorm(width)

    def forward(
        self,
        x: Float[Tensor, "N W"],
        whole: Float[Tensor, "N W"],
        edges: Int[Tensor, "2 E"],
        edge_features: Float[Tensor, "E G"],
    ) -> Float[Tensor, "N W"]:
        """New states of the nodes."""
        heard = self.propagate(
            edges, hears=self.listener(x), says=self.speaker(x), offset=self.offset(edge_features)
        )
        answer: Tensor = self.norm(x + self.update_net(torch.cat([x, heard, whole], dim=1)))
        return answer

    def message(
        self,
        hears_i: Float[Tensor, "E W"],
        says_j: Float[Tensor, "E W"],
        offset: Float[Tensor, "E W"],
    ) -> Float[Tensor, "E W"]:
        """What one node tells another."""
        return torch.relu(hears_i + says_j + offset)


class GraphJudge(nn.Module):
    """Judges candidates.

    Parameters
    ----------
    width
        Of the nodes' states.
    layers
        Exchanges between neighbours.
    """

    def __init__(self, width: int = 64, layers: int = 4) -> None:
        super().__init__()
        self.enter = nn.Sequential(_mlp(NODE_FEATURES, width), nn.LayerNorm(width))
        self.enter_whole = _mlp(GLOBAL_FEATURES, width)
        self.exchanges = nn.ModuleList(_Exchange(width) for _ in range(layers))
        self.gathers = nn.ModuleList(_mlp(3 * width, width) for _ in range(layers))
        self.near = nn.Linear(width, THRESHOLDS)
        self.move = nn.Linear(width, 3)
        self.good = nn.Sequential(_mlp(3 * width, width), nn.ReLU(), nn.Linear(width, THRESHOLDS))
        nn.init.zeros_(self.move.weight)  # an untrained network moves nothing
        nn.init.zeros_(self.move.bias)

    def forward(self, batch: Data) -> Judgement:
        """Judge the graphs of a batch made by `batch_graphs`."""
        x = self.enter(batch.x)
        whole = self.enter_whole(batch.whole)
        index, count = batch.batch, batch.num_graphs
        for exchange, gather in zip(self.exchanges, self.gathers, strict=True):
            pooled = (global_mean_pool(x, index, count), global_max_pool(x, index, count))
            whole = whole + gather(torch.cat([whole, *pooled], dim=1))
            x = exchange(x, whole[index], batch.edge_index, batch.edge_attr)
        pooled = (global_mean_pool(x, index, count), global_max_pool(x, index, count))
        return Judgement(
            move=self.move(x),
            near=self.near(x),
            good=self.good(torch.cat([whole, *pooled], dim=1)),
        )


def batch_graphs(graphs: Sequence[ShapeGraph]) -> Data:
    """Many graphs as one."""
    return Batch.from_data_list(
        [
            Data(
                x=torch.from_numpy(g.nodes),
                edge_index=torch.from_numpy(g.edges),
                edge_attr=torch.from_numpy(g.edge_features),
                whole=torch.from_numpy(g.whole)[None],
            )
            for g in graphs
        ]
    )
