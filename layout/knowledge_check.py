"""Check the graph's sizes and rooms against measured things: `python -m layout.knowledge_check`.

Two sources: the true sizes and room groups of Sweet Home 3D's furniture libraries (820 pieces by artists), and the
shapes that Infinigen's generators make, as the model's bank keeps them.
"""

from __future__ import annotations

import argparse
import re
import statistics
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from layout.errors import KnowledgeError
from layout.knowledge import Category, SizeRange, load_knowledge
from layout.matching import canonical_category

__all__ = ["Finding", "Measured", "check_sizes", "read_bank", "read_sweethome", "rooms_agree"]

ROOMS = {
    "Bathroom": ("bathroom",),
    "Bedroom": ("bedroom", "children_room"),
    "Kitchen": ("kitchen", "dining_room"),
    "Living room": ("living_room", "dining_room"),
    "Office": ("home_office",),
}
"""Sweet Home 3D's groups that are rooms, and the graph's room types that they mean."""

FEWEST = 3
TYPICAL_OFF = 0.3
SLACK = 0.15
NOT_THE_THING = re.compile(r"frame|book |tissue|toy|lamp shade|curtain|window|door|stairs", re.I)


@dataclass(frozen=True)
class Measured:
    """One measured thing: what it was taken for, its size in metres, and its room group if it has one."""

    name: str
    category: str
    width_m: float
    height_m: float
    depth_m: float
    group: str | None


@dataclass(frozen=True)
class Finding:
    """How one length of a category compares with what was measured.

    Attributes
    ----------
    category, length
        The category, and "width", "height" or "depth".
    count
        Things measured.
    median_m
        Their median.
    known
        What the graph says.
    inside
        Share of them within the graph's range, widened by 15 %.
    """

    category: str
    length: str
    count: int
    median_m: float
    known: SizeRange
    inside: float

    @property
    def doubtful(self) -> bool:
        """Whether the graph's typical length is far off or most things lie outside its range."""
        off = abs(self.median_m / self.known.typical_m - 1.0)
        return off > TYPICAL_OFF or self.inside < 0.5


def read_sweethome(folder: Path) -> list[Measured]:
    """Read all libraries (.sh3f) of a folder; names that no category fits without doubt are left out.

    Raises
    ------
    KnowledgeError
        If there is no library.
    """
    libraries = sorted(folder.glob("*.sh3f"))
    if not libraries:
        raise KnowledgeError(f"{folder}: holds no .sh3f library of Sweet Home 3D")
    found = []
    for library in libraries:
        with zipfile.ZipFile(library) as archive:
            text = archive.read("PluginFurnitureCatalog.properties").decode("latin-1")
        pieces: dict[int, dict[str, str]] = {}
        for key, number, value in re.findall(r"^(\w+)#(\d+)=(.*)$", text, re.M):
            pieces.setdefault(int(number), {})[key] = value.strip()
        for piece in pieces.values():
            name = piece.get("name", "")
            category = _category_of(name)
            if category is None or "width" not in piece or NOT_THE_THING.search(name):
                continue
            width, height, depth = (float(piece[k]) / 100 for k in ("width", "height", "depth"))
            found.append(_measured(name, category, width, height, depth, piece.get("category")))
    return found


def read_bank(path: Path) -> list[Measured]:
    """Read the generated shapes of the model's bank (their names are not those of an artist's library)."""
    with np.load(path) as bank:
        names, kinds, sizes = bank["names"], bank["categories"], bank["sizes_m"]
    found = []
    for name, kind, size in zip(names, kinds, sizes, strict=True):
        category = _category_of(str(kind))
        if category is not None and not str(name).startswith(("Scopia", "KatorLegaz")):
            width, height, depth = (float(s) for s in size)
            found.append(_measured(str(name), category, width, height, depth, None))
    return found


def _measured(
    name: str, category: str, width_m: float, height_m: float, depth_m: float, group: str | None
) -> Measured:
    """Turn a thing without a front (a table, a rug) the way that the graph has its category."""
    known = load_knowledge().category(category)
    if not any(s.side == "front" for s in known.sides) and known.width and known.depth:
        long, short = max(width_m, depth_m), min(width_m, depth_m)
        wide = known.width.typical_m >= known.depth.typical_m
        width_m, depth_m = (long, short) if wide else (short, long)
    return Measured(name, category, width_m, height_m, depth_m, group)


def _category_of(name: str) -> str | None:
    match = canonical_category(name.replace("_", " "))
    return None if match.doubtful else match.category


def check_sizes(things: Sequence[Measured]) -> list[Finding]:
    """Compare the three lengths of every category of which three things or more were measured."""
    by_category: dict[str, list[Measured]] = {}
    for thing in things:
        by_category.setdefault(thing.category, []).append(thing)
    findings = []
    for name, measured in sorted(by_category.items()):
        known = load_knowledge().category(name)
        if len(measured) < FEWEST or known.width is None:
            continue
        for length, size in _lengths(known).items():
            values = [getattr(m, f"{length}_m") for m in measured]
            low, high = size.low_m * (1 - SLACK), size.high_m * (1 + SLACK)
            inside = sum(low <= v <= high for v in values) / len(values)
            median = statistics.median(values)
            findings.append(Finding(name, length, len(values), median, size, inside))
    return findings


def _lengths(category: Category) -> Mapping[str, SizeRange]:
    sizes = {"width": category.width, "height": category.height, "depth": category.depth}
    return {k: v for k, v in sizes.items() if v is not None}


def rooms_agree(things: Sequence[Measured]) -> dict[str, tuple[int, int, list[str]]]:
    """For each room group: things that the graph puts there too (weight 0.2 or more), all, and those it does not."""
    told: dict[str, tuple[int, int, list[str]]] = {}
    for thing in things:
        meant = ROOMS.get(thing.group or "")
        if meant is None:
            continue
        rooms = load_knowledge().category(thing.category).rooms
        agree = any(rooms.get(room, 0.0) >= 0.2 for room in meant)
        good, count, others = told.get(thing.group or "", (0, 0, []))
        if not agree:
            others = sorted({*others, thing.category})
        told[thing.group or ""] = (good + agree, count + 1, others)
    return told


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(prog="python -m layout.knowledge_check", description=__doc__)
    parser.add_argument("--sweethome", type=Path, help="folder of Sweet Home 3D's .sh3f libraries")
    parser.add_argument("--bank", type=Path, help="the model's bank.npz, for generated shapes")
    options = parser.parse_args()
    if options.sweethome is None and options.bank is None:
        parser.error("give --sweethome, --bank or both: what to check against")
    for title, things in (
        ("Sweet Home 3D", read_sweethome(options.sweethome) if options.sweethome else []),
        ("Infinigen's generators", read_bank(options.bank) if options.bank else []),
    ):
        if not things:
            continue
        findings = check_sizes(things)
        doubtful = [f for f in findings if f.doubtful]
        print(
            f"{title}: {len(things)} things of {len({t.category for t in things})} categories; "
            f"{len(findings) - len(doubtful)} of {len(findings)} lengths agree."
        )
        for f in doubtful:
            print(
                f"  {f.category} {f.length}: measured {f.median_m:.2f} m (n = {f.count}), known "
                f"{f.known.typical_m:.2f} m ({f.known.low_m:.2f} to {f.known.high_m:.2f}), "
                f"{f.inside:.0%} inside"
            )
        for group, (good, count, others) in sorted(rooms_agree(things).items()):
            print(
                f"  {group}: {good} of {count} belong there in the graph too; not: {', '.join(others) or '-'}"
            )


if __name__ == "__main__":
    main()
