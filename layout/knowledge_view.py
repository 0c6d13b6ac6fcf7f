"""What the graph knows of a category, in words and as a picture of its neighbourhood."""

from __future__ import annotations

import html
import math
from dataclasses import asdict
from typing import Any

from layout.errors import KnowledgeError
from layout.knowledge import Category, Relation, SizeRange, load_knowledge
from layout.matching import canonical_category

__all__ = ["category_json", "describe_category", "neighbourhood_svg"]


def _find(text: str) -> Category:
    match = canonical_category(text)
    graph = load_knowledge()
    if text in graph.categories:
        return graph.categories[text]
    if match.category is None or match.doubtful:
        near = ", ".join(repr(name) for name, _ in match.candidates) or "'sofa' or 'nightstand'"
        raise KnowledgeError(
            f"{text!r} is no category and no synonym of one; try a word such as {near}"
        )
    return graph.categories[match.category]


def _span(size: SizeRange | None) -> str:
    if size is None:
        return "-"
    return f"{size.typical_m:.2f} m ({size.low_m:.2f} to {size.high_m:.2f})"


def _relations(name: str) -> list[tuple[Relation, bool]]:
    """Relations of a category or its classes; whether it is the subject."""
    graph = load_knowledge()
    kinds = set(graph.lineage(name))
    return [
        (r, r.subject in kinds)
        for r in graph.relations
        if r.subject in kinds or r.object in kinds - {"furniture", "thing"}
    ]


def describe_category(category: str) -> str:
    """Describe a category (its id or any synonym) in lines for people.

    Raises
    ------
    KnowledgeError
        If nothing in the graph has this name.
    """
    graph = load_knowledge()
    found = _find(category)
    lines = [
        f"{found.name}: {found.title}",
        "",
        f"  is a        {' > '.join(graph.lineage(found.name)[1:])}",
    ]
    if found.google_id is not None:
        lines.append(f"  Google id   {found.google_id}")
    for language, label in found.labels.items():
        words = ", ".join((label, *found.synonyms.get(language, ())))
        lines.append(f"  {language}          {words}")
    lines.append(f"  width       {_span(found.width)}")
    lines.append(f"  height      {_span(found.height)}")
    lines.append(f"  depth       {_span(found.depth)}")
    lines.append(
        f"  belongs     {found.mount}" + (", back to a wall" if found.against_wall else "")
    )
    for side in found.sides:
        lines.append(f"  keep free   {side.clear_m:.2f} m at the {side.side} ({side.source})")
    rooms = sorted(found.rooms.items(), key=lambda item: -item[1])
    if rooms:
        lines.append("  rooms       " + ", ".join(f"{r} {w:g}" for r, w in rooms))
    for relation, _ in _relations(found.name):
        low, high = relation.distance_m
        lines.append(
            f"  relation    {relation.subject} {relation.predicate} {relation.object}, strength "
            f"{relation.strength:g}, {low:g} to {high:g} m ({relation.source})"
        )
    used = {s.source for s in found.sides} | {r.source for r, _ in _relations(found.name)}
    lines += ["", *(f"  {name}: {graph.sources[name]}" for name in sorted(used))]
    return "\n".join(lines) + "\n"


def category_json(category: str) -> dict[str, Any]:
    """Return what is known of a category (its id or any synonym) as JSON data.

    Raises
    ------
    KnowledgeError
        If nothing in the graph has this name.
    """
    found = _find(category)
    told = asdict(found)
    told["lineage"] = list(load_knowledge().lineage(found.name))
    told["relations"] = [asdict(relation) for relation, _ in _relations(found.name)]
    return told


def neighbourhood_svg(category: str) -> str:
    """Draw a category with everything it stands in a relation to.

    Raises
    ------
    KnowledgeError
        If nothing in the graph has this name.
    """
    found = _find(category)
    links: dict[str, list[str]] = {}
    for relation, subject in _relations(found.name):
        other = relation.object if subject else relation.subject
        arrow = f"{relation.predicate} →" if subject else f"← {relation.predicate}"
        links.setdefault(other, []).append(arrow.replace("_", " "))
    size, radius = 760, 270
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        f'height="{size}" font-family="Aileron, Helvetica, Arial, sans-serif">',
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
    ]
    middle = size / 2
    labels = []
    for k, (other, arrows) in enumerate(sorted(links.items())):
        angle = 2 * math.pi * k / len(links) - math.pi / 2
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        parts.append(
            f'<path d="M{middle:.1f} {middle:.1f}L{x:.1f} {y:.1f}" stroke="#b9b2a6" fill="none"/>'
        )
        labels.append(_bubble(x, y, other, "#f3ece0"))
        mx, my = middle + (x - middle) * 0.55, middle + (y - middle) * 0.55
        labels.append(
            f'<text x="{mx:.1f}" y="{my:.1f}" font-size="10" fill="#5e6a75" '
            f'text-anchor="middle">{html.escape(", ".join(arrows))}</text>'
        )
    parts += [*labels, _bubble(middle, middle, found.name, "#dfe9f1"), "</svg>\n"]
    return "\n".join(parts)


def _bubble(x: float, y: float, name: str, fill: str) -> str:
    text = html.escape(name.replace("_", " "))
    half = 8 + 3.6 * len(name)
    return (
        f'<rect x="{x - half:.1f}" y="{y - 14:.1f}" width="{2 * half:.1f}" height="28" rx="14" '
        f'fill="{fill}" stroke="#6b6760"/><text x="{x:.1f}" y="{y + 4:.1f}" font-size="12" '
        f'fill="#33312e" text-anchor="middle">{text}</text>'
    )
