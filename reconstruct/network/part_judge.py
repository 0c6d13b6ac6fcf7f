"""The graph network that judges candidates by their parts and joints.

Messages run along the joints; every part also hears of the whole. Each part answers how much of its surface is where
the product's is: parts that should go or be of another kind answer little. The whole answers how good the candidate is
(F-score at two thresholds).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch_geometric.data import Batch, Data
from torch_geometric.nn import MessagePassing, global_max_pool, global_mean_pool

from reconstruct.parts.part_graph import EDGE_FEATURES, NODE_FEATURES, WHOLE_FEATURES, PartGraph

__all__ = ["PartJudge", "PartJudgement", "batch_part_graphs"]

THRESHOLDS = 2
"""Of distances, in the unit where the longest side is 2: 0.05 and 0.1."""


@dataclass(frozen=True)
class PartJudgement:
    """The answer for B candidates of K parts in all.

    Attributes
    ----------
    near
        Logits of the share of each part's surface that is within each threshold of the product's.
    move
        From the middle of each part's surface to where it should be, in longest sides.
    good
        Logits of each candidate's F-score at each threshold.
    """

    near: Float[Tensor, "K 2"]
    move: Float[Tensor, "K 3"]
    good: Float[Tensor, "B 2"]


def _mlp(inside: int, out: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inside, out), nn.ReLU(), nn.Linear(out, out))


class _Exchange(MessagePassing):  # type: ignore[misc]
    """Each part hears those it is joined to, and the whole."""

    def __init__(self, width: int) -> None:
        super().__init__(aggr=["max", "mean"])
        self.message_net = _mlp(2 * width + EDGE_FEATURES, width)
        self.update_net = _mlp(4 * width, width)
        self.norm = nn.LayerNorm(width)

    def forward(
        self,
        x: Float[Tensor, "K W"],
        whole: Float[Tensor, "K W"],
        edges: Int[Tensor, "2 E"],
        edge_features: Float[Tensor, "E G"],
    ) -> Float[Tensor, "K W"]:
        """New states of the parts."""
        heard = self.propagate(edges, x=x, offset=edge_features)
        answer: Tensor = self.norm(x + self.update_net(torch.cat([x, heard, whole], dim=1)))
        return answer

    def message(
        self, x_i: Float[Tensor, "E W"], x_j: Float[Tensor, "E W"], offset: Float[Tensor, "E G"]
    ) -> Float[Tensor, "E W"]:
        """What one part tells another."""
        answer: Tensor = self.message_net(torch.cat([x_i, x_j, offset], dim=1))
        return answer


class PartJudge(nn.Module):
    """Judges candidates.

    Parameters
    ----------
    width
        Of the parts' states.
    layers
        Exchanges along the joints.
    """

    def __init__(self, width: int = 64, layers: int = 3) -> None:
        super().__init__()
        self.enter = nn.Sequential(_mlp(NODE_FEATURES, width), nn.LayerNorm(width))
        self.enter_whole = nn.Sequential(_mlp(WHOLE_FEATURES, width), nn.LayerNorm(width))
        self.exchanges = nn.ModuleList(_Exchange(width) for _ in range(layers))
        self.gathers = nn.ModuleList(_mlp(3 * width, width) for _ in range(layers))
        self.near = nn.Linear(2 * width, THRESHOLDS)
        self.move = nn.Linear(2 * width, 3)
        self.good = nn.Sequential(
            nn.Dropout(0.1), _mlp(3 * width, width), nn.ReLU(), nn.Linear(width, THRESHOLDS)
        )

    def forward(self, batch: Data) -> PartJudgement:
        """Judge the graphs of a batch made by `batch_part_graphs`."""
        x = self.enter(batch.x)
        whole = self.enter_whole(batch.whole)
        index, count = batch.batch, batch.num_graphs
        for exchange, gather in zip(self.exchanges, self.gathers, strict=True):
            pooled = (global_mean_pool(x, index, count), global_max_pool(x, index, count))
            whole = whole + gather(torch.cat([whole, *pooled], dim=1))
            x = exchange(x, whole[index], batch.edge_index, batch.edge_attr)
        pooled = (global_mean_pool(x, index, count), global_max_pool(x, index, count))
        with_whole = torch.cat([x, whole[index]], dim=1)
        return PartJudgement(
            near=self.near(with_whole),
            move=self.move(with_whole),
            good=self.good(torch.cat([whole, *pooled], dim=1)),
        )


def batch_part_graphs(graphs: Sequence[PartGraph]) -> Data:
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
