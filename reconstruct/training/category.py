"""Fits the vote on the category: ImageNet's head to named pictures, then the weights of all sources together.

The head begins at the words that ImageNet has for a category and may move as far as the pictures warrant. What it says
of a product is always said by a head that never saw that product (five folds). The reader learned nearly all of these
products, so what it is worth cannot be fitted here: its weight stays our guess. The others are fitted without it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float, Float32, Int
from safetensors.torch import save_file
from torch.nn import functional

from reconstruct.network.imagenet import FEATURES, IMAGENET, ImageNetModel, ImageNetTrunk
from reconstruct.network.model import load_shape_model
from reconstruct.see.category import CATEGORY, CategoryVote
from reconstruct.see.detector import LABELS
from reconstruct.training.category_evidence import Evidence, gather_evidence, read_evidence
from reconstruct.training.category_views import make_views
from reconstruct.training.category_words import COMMON, LABELS_OF, RARE, WORDS
from reconstruct.training.pack import write_checksums
from reconstruct.training.sweethome import LEARNED

__all__ = ["CategoryOptions", "learn_categories"]


@dataclass(frozen=True)
class CategoryOptions:
    """How to fit.

    Attributes
    ----------
    views
        Pictures of each artist's model; half as many of a generated shape.
    seed
        Of the pictures.
    shy
        Price of the head's way from ImageNet's words, of its mean square weight.
    words
        Length of the words' rows where the head begins, in their own length.
    sure
        How many pictures the first guess of the sources' weights is worth.
    """

    views: int = 2
    seed: int = 0
    shy: float = 3e-3
    words: float = 1.0
    sure: float = 30.0


FOLDS = 5
FIRST_WEIGHTS = {"reader": 0.4, "imagenet": 0.8, "detector": 0.5, "size": 0.3}
LABEL_PRIOR = 4.0
"""Pictures that the detector's words are worth before it has seen any."""
LEAST_SPREAD = 0.25
"""Of the logarithm of a side: no category is more alike than that."""


def learn_categories(
    cache: Path, sweethome: Path, release: Path, to: Path, options: CategoryOptions
) -> str:
    """Make the pictures, ask the sources, fit, write both files, and say how the vote does on products left out."""
    trunk = ImageNetTrunk()
    state = torch.load(release, map_location="cpu", weights_only=True)
    trunk.load_release(state)
    trunk.eval()
    torch.set_num_threads(1)
    made = make_views(cache, sweethome, views=options.views, seed=options.seed)
    seen = gather_evidence(cache, trunk, views=options.views)
    categories = load_shape_model().categories
    evidence = read_evidence(cache, categories)
    counts = _counts(evidence, categories)
    words = _words(state["_fc.weight"], categories, options.words)
    mean = evidence.features.mean(axis=0)

    def fit(mine: Bool[np.ndarray, " N"]) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.from_numpy(evidence.features[mine] - mean)
        y = torch.from_numpy(evidence.category[mine])
        return _fit_head(x, y, torch.from_numpy(counts[mine]), words, options.shy)

    left_out = _left_out(evidence, mean, fit)
    vote = _fit_vote(evidence, left_out, categories, options)
    _write_head(trunk, fit(np.ones(len(counts), dtype=bool)), mean, categories, to)
    _write_vote(vote, to)
    write_checksums(to)
    return _report(evidence, left_out, vote, made, seen)


def _counts(evidence: Evidence, categories: tuple[str, ...]) -> Float32[np.ndarray, " N"]:
    """What each picture counts: a product once, an artist's twice, a category by how common and well known it is."""
    _, inverse, views = np.unique(
        np.array(evidence.shape_ids), return_inverse=True, return_counts=True
    )
    artist = np.array([name.startswith(LEARNED) for name in evidence.shape_ids])
    each = np.where(artist, 2.0, 1.0) / views[inverse]
    total = np.bincount(evidence.category, each, minlength=len(categories))
    wanted = _prior(categories) * np.sqrt(np.minimum(total, 30.0))
    counts = each * (wanted / np.maximum(total, 1e-9))[evidence.category]
    return np.asarray(counts / counts.sum(), dtype=np.float32)


def _prior(categories: tuple[str, ...]) -> Float[np.ndarray, " C"]:
    """How common each category is in a shop."""
    share = np.array([3.0 if c in COMMON else 0.5 if c in RARE else 1.5 for c in categories])
    return np.asarray(share / share.sum())


def _words(
    rows: torch.Tensor, categories: tuple[str, ...], length: float
) -> Float[torch.Tensor, "C F"]:
    """The mean of each category's ImageNet rows, without what all rows have in common."""
    begun = torch.zeros(len(categories), FEATURES)
    for index, category in enumerate(categories):
        if category in WORDS:
            begun[index] = length * (rows[list(WORDS[category])].mean(dim=0) - rows.mean(dim=0))
    return begun


def _fit_head(
    x: torch.Tensor, y: torch.Tensor, counts: torch.Tensor, words: torch.Tensor, shy: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Multinomial logistic regression whose weights are drawn towards the words; weight and bias."""
    move = torch.zeros_like(words, requires_grad=True)
    bias = torch.zeros(len(words), requires_grad=True)
    search = torch.optim.LBFGS([move, bias], max_iter=60, line_search_fn="strong_wolfe")
    share = counts / counts.sum()

    def loss() -> torch.Tensor:
        search.zero_grad()
        each = functional.cross_entropy(x @ (words + move).T + bias, y, reduction="none")
        value = (each * share).sum() + shy * (move**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    search.step(loss)  # type: ignore[no-untyped-call]
    return (words + move).detach(), bias.detach()


def _left_out(
    evidence: Evidence,
    mean: Float32[np.ndarray, " F"],
    fit: Callable[[Bool[np.ndarray, " N"]], tuple[torch.Tensor, torch.Tensor]],
) -> Float32[np.ndarray, "N C"]:
    """ImageNet's probabilities of each picture, by a head that did not see its product."""
    fold = np.array([zlib.crc32(f"fold {name}".encode()) % FOLDS for name in evidence.shape_ids])
    answer = np.zeros_like(evidence.reader)
    for k in range(FOLDS):
        weight, bias = fit(fold != k)
        x = torch.from_numpy(evidence.features[fold == k] - mean)
        answer[fold == k] = torch.softmax(x @ weight.T + bias, dim=1).numpy()
    return answer


def _artists(evidence: Evidence, other: int) -> Int[np.ndarray, " M"]:
    """Rows of the pictures of artists' furniture: generated shapes are too easy to tell."""
    mine = np.array([name.startswith(LEARNED) for name in evidence.shape_ids])
    return np.flatnonzero(mine & (evidence.category != other))


def _fit_vote(
    evidence: Evidence,
    imagenet: Float32[np.ndarray, "N C"],
    categories: tuple[str, ...],
    options: CategoryOptions,
) -> CategoryVote:
    told = [i for i, label in enumerate(LABELS) if any(label in v for v in LABELS_OF.values())]
    labels = tuple(LABELS[i] for i in told)
    size, spread = _sizes(evidence, len(categories))
    vote = CategoryVote(
        categories=categories,
        prior=_prior(categories),
        **FIRST_WEIGHTS,
        labels=labels,
        label_odds=_label_odds(evidence, told, labels, categories),
        log_size_m=size,
        log_size_spread=spread,
    )
    judged = _artists(evidence, categories.index("other"))
    terms = np.stack([_terms(vote, evidence, imagenet, int(n)) for n in judged], axis=1)
    terms[list(FIRST_WEIGHTS).index("reader")] = 0
    weights = _fit_weights(
        torch.from_numpy(terms),
        torch.from_numpy(np.log(vote.prior)),
        torch.from_numpy(evidence.category[judged]),
        options.sure,
    )
    named = dict(zip(FIRST_WEIGHTS, weights, strict=True))
    return CategoryVote(**{**vars(vote), **named})


def _terms(
    vote: CategoryVote, evidence: Evidence, imagenet: Float32[np.ndarray, "N C"], n: int
) -> Float[np.ndarray, "4 C"]:
    """What each source says of picture n, in the order of the weights."""
    return vote.terms(
        evidence.reader[n], imagenet[n], _found(evidence.labels[n]), evidence.size_m[n]
    )


def _found(scores: Float32[np.ndarray, " L"]) -> dict[str, float]:
    return {LABELS[i]: float(scores[i]) for i in np.flatnonzero(scores)}


def _fit_weights(
    terms: torch.Tensor, prior: torch.Tensor, category: torch.Tensor, sure: float
) -> list[float]:
    """Maximum likelihood, drawn to the first guess as by `sure` pictures; no source counts against itself."""
    first = torch.tensor(list(FIRST_WEIGHTS.values()), dtype=torch.float64)
    logs = first.log().clone().requires_grad_()
    search = torch.optim.LBFGS([logs], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        score = prior + torch.einsum("s,snc->nc", logs.exp(), terms)
        value = functional.cross_entropy(score, category, reduction="sum")
        value = value + sure * ((logs - first.log()) ** 2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    search.step(loss)  # type: ignore[no-untyped-call]
    return [round(float(w), 4) for w in logs.detach().exp()]


def _label_odds(
    evidence: Evidence, told: list[int], labels: tuple[str, ...], categories: tuple[str, ...]
) -> Float[np.ndarray, "C L"]:
    """How much likelier each label is for each category than at all: the detector's words, and what it found."""
    scores = evidence.labels[:, told].astype(np.float64)
    rows = []
    for index, category in enumerate(categories):
        own = np.array([label in LABELS_OF.get(category, ()) for label in labels], dtype=float)
        prior = 0.3 / len(labels) + (0.7 * own / own.sum() if own.any() else 0.7 / len(labels))
        found = scores[evidence.category == index].sum(axis=0)
        share = LABEL_PRIOR * prior + found
        rows.append(share / share.sum())
    odds = np.stack(rows)
    at_all = _prior(categories) @ odds
    return np.asarray(np.round(odds / at_all, 4))


def _sizes(
    evidence: Evidence, count: int
) -> tuple[Float[np.ndarray, "C 3"], Float[np.ndarray, "C 3"]]:
    """Mean and spread of the logarithm of the sides; a category with few products borrows from all."""
    _, first = np.unique(np.array(evidence.shape_ids), return_index=True)
    logs, kinds = np.log(evidence.size_m[first]), evidence.category[first]
    mean, spread = logs.mean(axis=0), logs.std(axis=0)
    means, spreads = [], []
    for index in range(count):
        mine = logs[kinds == index]
        share = len(mine) / (len(mine) + 1.0)
        centre = share * (mine.mean(axis=0) if len(mine) else 0) + (1 - share) * mean
        around = ((mine - centre) ** 2).sum(axis=0) + 2 * spread**2
        means.append(centre)
        spreads.append(np.maximum(np.sqrt(around / (len(mine) + 2)), LEAST_SPREAD))
    return np.round(np.stack(means), 4), np.round(np.stack(spreads), 4)


def _write_head(
    trunk: ImageNetTrunk,
    head: tuple[torch.Tensor, torch.Tensor],
    mean: Float32[np.ndarray, " F"],
    categories: tuple[str, ...],
    to: Path,
) -> None:
    model = ImageNetModel(categories)
    model.eye.load_state_dict(trunk.state_dict())
    weight, bias = head
    with torch.no_grad():
        model.head.weight.copy_(weight)
        model.head.bias.copy_(bias - weight @ torch.from_numpy(mean))
    state = {
        name: tensor.half().contiguous()
        for name, tensor in model.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    save_file(state, to / IMAGENET, metadata={"categories": json.dumps(categories)})


def _write_vote(vote: CategoryVote, to: Path) -> None:
    told = {
        name: value.round(4).tolist() if isinstance(value, np.ndarray) else value
        for name, value in vars(vote).items()
    }
    (to / CATEGORY).write_text(json.dumps(told) + "\n", encoding="utf-8")


def _report(
    evidence: Evidence,
    imagenet: Float32[np.ndarray, "N C"],
    vote: CategoryVote,
    made: int,
    seen: int,
) -> str:
    """Top-1 and top-3 of ImageNet's head on artists' furniture that was left out of its fit."""
    rows = _artists(evidence, vote.categories.index("other"))
    weights = ", ".join(f"{name} {getattr(vote, name):.2f}" for name in FIRST_WEIGHTS)
    rank = np.array([_rank(imagenet[n], int(evidence.category[n])) for n in rows])
    return (
        f"{made} products pictured, {seen} seen, {len(evidence.category)} pictures; weights {weights}\n"
        f"ImageNet's head on {len(rows)} pictures of artists' furniture that it did not learn: top-1 "
        f"{(rank < 1).mean():.2f}, top-3 {(rank < 3).mean():.2f}"
    )


def _rank(odds: Float[np.ndarray, " C"], category: int) -> int:
    return int((odds > odds[category]).sum())
