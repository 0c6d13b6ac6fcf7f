"""The tables of `evaluate`: methods, the figures that are wanted, what the model reads, categories, a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import spearmanr

from reconstruct.training.judged_groups import family_of
from reconstruct.training.shape_row import Figures, ShapeRow

__all__ = ["comparison_table", "shape_table"]

MODEL, NO_SIZE, OWN = "model", "model, no size", "model, own cut-out"
COLUMNS = {
    "F@0.1": "f_10",
    "F@0.05": "f_05",
    "F@0.02": "f_02",
    "CD": "chamfer",
    "NC": "normal_consistency",
    "edges@0.05": "edge_f_05",
    "edges@0.02": "edge_f_02",
    "flat": "flat_share",
}


def shape_table(rows: Sequence[ShapeRow], before: Sequence[ShapeRow] = ()) -> str:
    """All tables of the rows; with the rows of an earlier model, the gain over it on the same photos too.

    Raises
    ------
    ValueError
        If there are no rows.
    """
    if not rows:
        raise ValueError("shape_table: expected figures of photos, found none; is the split empty?")
    parts = [_methods(rows), _wanted(rows, before), _read(rows)]
    parts += [
        _by("Family", rows, lambda row: family_of(row.category)),
        _by("Category", rows, lambda row: row.category),
    ]
    if before:
        parts.append(comparison_table(rows, before))
    return "\n\n".join(parts)


def comparison_table(rows: Sequence[ShapeRow], before: Sequence[ShapeRow]) -> str:
    """What each method gains over the same of an earlier model, on the photos that both judged."""
    pairs = _pairs(rows, before)
    lines = [
        f"| gain on {len(pairs)} photos | {' | '.join(COLUMNS)} | better in F@0.05 | worse |",
        _rule(len(COLUMNS) + 3),
    ]
    methods = dict.fromkeys(m for now, then in pairs for m in now.figures if m in then.figures)
    for method in methods:
        mine = [
            (now.figures[method], then.figures[method])
            for now, then in pairs
            if method in now.figures and method in then.figures
        ]
        gains = [
            f"{_mean([now for now, _ in mine], field) - _mean([then for _, then in mine], field):+.3f}"
            for field in COLUMNS.values()
        ]
        step = np.array([now.f_05 - then.f_05 for now, then in mine])
        better, worse = int((step > 0.01).sum()), int((step < -0.01).sum())
        lines.append(f"| {method} | {' | '.join(gains)} | {better} | {worse} |")
    pairs.sort(key=lambda pair: pair[0].figures[MODEL].f_05 - pair[1].figures[MODEL].f_05)
    lines += ["", "| photo | category | F@0.05 before | now |", _rule(4)]
    for now, then in [*pairs[:5], *pairs[5:][-5:]]:
        lines.append(
            f"| {now.shape_id}-{now.view} | {now.category} | {then.figures[MODEL].f_05:.3f} | "
            f"{now.figures[MODEL].f_05:.3f} |"
        )
    return "\n".join(lines)


def _pairs(rows: Sequence[ShapeRow], before: Sequence[ShapeRow]) -> list[tuple[ShapeRow, ShapeRow]]:
    then = {(row.shape_id, row.view): row for row in before}
    return [(row, then[row.shape_id, row.view]) for row in rows if (row.shape_id, row.view) in then]


def _methods(rows: Sequence[ShapeRow]) -> str:
    lines = [f"| {len(rows)} photos | {' | '.join(COLUMNS)} |", _rule(len(COLUMNS) + 1)]
    for method in dict.fromkeys(m for row in rows for m in row.figures):
        mine = [row for row in rows if method in row.figures]
        name = method
        if len(mine) < len(rows):
            one = [row.figures[MODEL] for row in mine]
            name += (
                f" ({len(mine)} products; one photo of them: {_mean(one, 'f_10'):.3f}, "
                f"{_mean(one, 'f_05'):.3f})"
            )
        means = (
            f"{_mean([row.figures[method] for row in mine], field):.3f}"
            for field in COLUMNS.values()
        )
        lines.append(f"| {name} | {' | '.join(means)} |")
    return "\n".join(lines)


def _wanted(rows: Sequence[ShapeRow], before: Sequence[ShapeRow]) -> str:
    """Targets and figures side by side."""
    model = [row.figures[MODEL] for row in rows]
    blind = [row.figures[NO_SIZE] for row in rows]
    own = [row.figures[OWN] for row in rows if OWN in row.figures]
    f_10, f_05, f_02 = (_mean(model, field) for field in ("f_10", "f_05", "f_02"))
    pairs = _pairs(rows, before)
    edge = f"{_mean(model, 'edge_f_05'):.3f}"
    gain = "only with --compare"
    if pairs:
        then = [old.figures[MODEL] for _, old in pairs]
        now = [new.figures[MODEL] for new, _ in pairs]
        edge += f", {_mean(now, 'edge_f_05') / max(_mean(then, 'edge_f_05'), 1e-9):.2f} times"
        gain = f"{_mean(now, 'f_05') - _mean(then, 'f_05'):+.3f} on {len(pairs)}"
    sides_off = [[row.width_off, row.height_off, row.depth_off] for row in rows]
    sure = _rank_correlation([row.confidence for row in rows], [f.f_05 for f in model])
    cut_out = f"{_mean(own, 'f_05'):.3f}" if own else "only with --own-cutouts"
    figures = [
        ("F@0.1, F@0.05, F@0.02", "0.90, 0.75, 0.42", f"{f_10:.3f}, {f_05:.3f}, {f_02:.3f}"),
        ("edge F-score at 0.05", "0.8, or 1.5 times the earlier model's", edge),
        ("NC", "0.82", f"{_mean(model, 'normal_consistency'):.3f}"),
        ("with our own cut-outs: F@0.05", "0.70", cut_out),
        (
            "without size: F@0.1; median error of a side",
            "0.80; 0.12",
            f"{_mean(blind, 'f_10'):.3f}; {np.median(sides_off):.3f}",
        ),
        ("confidence: rank correlation with F@0.05", "0.6", f"{sure:.2f}"),
        ("gain over the earlier model in F@0.05, same photos", "0.08", gain),
        (
            "cut-out to shape, one core, median",
            "2.2 s",
            f"{np.median([row.seconds for row in rows]):.2f} s",
        ),
    ]
    lines = [f"| Figure, true size, {len(rows)} photos | Target | Reached |", _rule(3)]
    return "\n".join([*lines, *(f"| {name} | {aim} | {is_} |" for name, aim, is_ in figures)])


def _read(rows: Sequence[ShapeRow]) -> str:
    off = np.rad2deg([row.azimuth_off_rad for row in rows])
    rank = np.array([row.category_rank for row in rows])
    lines = [
        "| What the model reads | Figure |",
        _rule(2),
        f"| azimuth: median error, share under 15 degrees | {np.median(off):.1f} degrees, "
        f"{(off < 15).mean():.2f} |",
        f"| category top-1, top-3 | {(rank < 1).mean():.2f}, {(rank < 3).mean():.2f} |",
        f"| silhouette IoU in the photographed view | {np.mean([row.overlap for row in rows]):.3f} |",
    ]
    own = [row.own_matte_iou for row in rows if row.own_matte_iou is not None]
    if own:
        lines.append(
            f"| our own cut-outs: mean matte IoU, nothing found | {np.mean(own):.3f}, "
            f"{sum(iou == 0 for iou in own)} of {len(own)} |"
        )
    return "\n".join(lines)


def _by(what: str, rows: Sequence[ShapeRow], key: Callable[[ShapeRow], str]) -> str:
    """Means of the model by groups, the largest first."""
    groups: dict[str, list[Figures]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row.figures[MODEL])
    lines = [f"| {what} | Photos | {' | '.join(COLUMNS)} |", _rule(len(COLUMNS) + 2)]
    for name, mine in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        means = (f"{_mean(mine, field):.3f}" for field in COLUMNS.values())
        lines.append(f"| {name} | {len(mine)} | {' | '.join(means)} |")
    return "\n".join(lines)


def _rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's; NaN where one of them does not vary."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return float("nan")
    return float(spearmanr(one, other).statistic)


def _mean(figures: Sequence[Figures], field: str) -> float:
    """Of those that have it; NaN if none has."""
    values = np.array([getattr(one, field) for one in figures])
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")


def _rule(columns: int) -> str:
    return "|" + "---|" * columns
