"""The README's table of finding, cutting out and refusing: both methods of one run beside the targets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reconstruct.training.see_row import CutFigures, SeeRow

__all__ = ["see_table"]

POOR, GOOD = 0.6, 0.8  # F@0.1 under which a product should be refused, and over which not
RIGHT = 0.5  # box IoU
CLEAN = 0.9  # matte IoU

Figure = Callable[[list[CutFigures]], str]


def see_table(rows: list[SeeRow], *, targets: bool = True) -> str:
    """Markdown of all figures; `targets` is off for the products that have none."""
    kinds = {kind: [r for r in rows if r.kind == kind] for kind in ("plain", "rooms", "pale")}
    counts = ", ".join(f"{len(mine)} {kind}" for kind, mine in kinds.items())
    head = ["Figure", "today", "new", *(["target"] if targets else [])]
    lines = [f"{counts}.", "", _line(head), _line(["---"] * len(head))]

    def add(name: str, kind: str, figure: Figure, target: str) -> None:
        mine = kinds[kind]
        if mine:
            cells = [name, _both(mine, figure)[0], _both(mine, figure)[1]]
            lines.append(_line([*cells, *([target] if targets else [])]))

    add("right object chosen, name given: rooms", "rooms", _right, "0.90")
    add("right object chosen, name given: plain", "plain", _right, "0.99")
    add("matte IoU, median: rooms", "rooms", _median, "0.93")
    add("share of mattes over 0.9: rooms", "rooms", _clean, "0.70")
    add("matte IoU, median: plain", "plain", _median, "0.97")
    add("matte IoU, median: pale", "pale", _median, "0.93")
    add("category top-1, top-3, no name: plain", "plain", _ranks, "0.70, 0.90")
    lines += _refusals(rows, targets)
    lines.append(_seconds(rows, targets))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _both(rows: list[SeeRow], figure: Figure) -> tuple[str, str]:
    earlier = [r.today for r in rows if r.today is not None]
    return figure(earlier) if earlier else "not measured", figure([r.new for r in rows])


def _right(found: list[CutFigures]) -> str:
    return f"{np.mean([f.box_iou > RIGHT for f in found]):.2f}"


def _median(found: list[CutFigures]) -> str:
    return f"{np.median([f.matte_iou for f in found]):.3f}"


def _clean(found: list[CutFigures]) -> str:
    return f"{np.mean([f.matte_iou > CLEAN for f in found]):.2f}"


def _ranks(found: list[CutFigures]) -> str:
    ranks = np.array([f.category_rank for f in found if f.category_rank is not None])
    if not len(ranks):
        return "not measured"
    return f"{np.mean(ranks < 1):.2f}, {np.mean(ranks < 3):.2f}"


def _refusals(rows: list[SeeRow], targets: bool) -> list[str]:
    """Of the products that should be refused, how many were; and of those that should not."""
    made = [r.product for r in rows if r.product is not None]
    if not made:
        return []
    lines = []
    for name, mine, target in (
        (
            f"refused, of products with F@0.1 under {POOR}",
            [p for p in made if p.f_score < POOR],
            "0.75",
        ),
        (
            f"wrongly refused, of products over {GOOD}",
            [p for p in made if p.f_score > GOOD],
            "0.05",
        ),
    ):
        refused = sum(p.refused is not None for p in mine)
        share = f"{refused / len(mine):.2f}" if mine else "none"
        cells = [name, "0.00", f"{share} ({refused} of {len(mine)})"]
        lines.append(_line([*cells, *([target] if targets else [])]))
    return lines


def _seconds(rows: list[SeeRow], targets: bool) -> str:
    """Detect, cut out and read; the ratio is the median over pictures that both methods saw."""
    new = [r.new.seconds for r in rows]
    pairs = [(r.today.seconds, r.new.seconds) for r in rows if r.today is not None]
    today, ratio = "not measured", ""
    if pairs:
        today = f"{np.median([a for a, _ in pairs]):.2f} s"
        ratio = f", {np.median([b / max(a, 1e-9) for a, b in pairs]):.2f} of today's"
    cells = ["detect, cut out, read: median", today, f"{np.median(new):.2f} s{ratio}"]
    return _line([*cells, *(["1.2 s, 1.0"] if targets else [])])
