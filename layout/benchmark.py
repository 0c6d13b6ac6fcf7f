"""Measure the engine and its baselines: `python -m layout.benchmark [--rooms 200] [--houses 50]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from layout.arrange import arrange_room
from layout.baselines import greedy_grid, random_valid
from layout.bench_rooms import Task, make_goods, make_tasks
from layout.footprint import Footprint
from layout.house import arrange_house, house_for
from layout.measure import Figures, measure_plan
from layout.placement import Arrangement

__all__ = ["main", "run_benchmark", "table"]

Engine = Callable[[Task], Arrangement]

FEW, MANY = 12, 35
HOUSE = ("living_room", "bedroom", "kitchen", "bathroom", "home_office")


def _engine(task: Task) -> Arrangement:
    return arrange_room(task.room, task.footprints)


def _without_graph(task: Task) -> Arrangement:
    """Furnish with every category hidden, then judge with the categories known."""
    blind = [replace(f, category=None) for f in task.footprints]
    arrangement = arrange_room(task.room, blind)
    return replace(
        arrangement,
        footprints=task.footprints,
        categories=tuple((f.item_id, f.category) for f in task.footprints),
    )


ENGINES: dict[str, Engine] = {
    "engine": _engine,
    "engine_without_graph": _without_graph,
    "greedy_grid": lambda task: greedy_grid(task.room, task.footprints),
    "random_valid": lambda task: random_valid(task.room, task.footprints),
}


def _summary(figures: Sequence[Figures], seconds: Sequence[float]) -> dict[str, float]:
    mean = {k: float(np.mean([asdict(f)[k] for f in figures])) for k in asdict(figures[0])}
    return {
        "collision_rate": float(np.mean([f.collisions > 0 for f in figures])),
        "out_of_bounds_rate": float(np.mean([f.out_of_bounds > 0 for f in figures])),
        "blocked_opening_rate": float(np.mean([f.blocked_openings > 0 for f in figures])),
        "navigability": mean["navigability"],
        "access": mean["access"],
        "walkways": mean["walkways"],
        "relations": mean["relations"],
        "placed": mean["placed"],
        "solve_s": statistics.median(seconds),
    }


def _houses(count: int, seed: int) -> dict[str, float]:
    seconds, placed, rooms = [], [], []
    for number in range(count):
        rng = np.random.default_rng((seed, number, 5))
        goods: list[Footprint] = []
        for kind in HOUSE:
            floor = float(rng.uniform(2.5, 5.0))
            for f in make_goods(kind, floor, 9, rng):
                goods.append(replace(f, item_id=f"{kind}-{f.item_id}"))
        house = house_for(goods, seed + number)
        started = time.process_time()
        result = arrange_house(house, goods, seed=0)
        seconds.append(time.process_time() - started)
        placed.append(sum(len(a.placements) for a in result.arrangements) / len(goods))
        rooms += [measure_plan(a) for a in result.arrangements if a.placements]
    told = _summary(rooms, seconds)
    return {**told, "houses": count, "placed": float(np.mean(placed))}


def _solve_times(figure: str, tasks: Sequence[Task], seconds: Sequence[float]) -> dict[str, float]:
    """Median seconds of small rooms and of those with about 40 products."""
    few = [s for t, s in zip(tasks, seconds, strict=True) if len(t.footprints) <= FEW]
    many = [s for t, s in zip(tasks, seconds, strict=True) if len(t.footprints) >= MANY]
    found = {}
    if few:
        found[f"{figure}_up_to_12"] = statistics.median(few)
    if many:
        found[f"{figure}_40"] = statistics.median(many)
    return found


def run_benchmark(rooms: int, houses: int, seed: int) -> dict[str, Any]:
    """Run all engines on the same rooms; seconds are of the process, one core."""
    tasks = make_tasks(rooms, seed)
    report: dict[str, Any] = {
        "rooms": rooms,
        "seed": seed,
        "machine": _machine(),
        "input": {
            "coverage": float(np.mean([t.coverage for t in tasks])),
            "coverage_above_40_percent": float(np.mean([t.coverage > 0.4 for t in tasks])),
            "not_rectangular": float(np.mean([len(t.room.polygon_m) != 4 for t in tasks])),
            "products": float(np.mean([len(t.footprints) for t in tasks])),
        },
    }
    _engine(tasks[0])  # imports and caches are not what is measured
    for name, engine in ENGINES.items():
        figures: list[Figures] = []
        seconds: list[float] = []
        for task in tasks:
            started = time.process_time()
            arrangement = engine(task)
            seconds.append(time.process_time() - started)
            figures.append(measure_plan(arrangement))
        report[name] = _summary(figures, seconds) | _solve_times("solve_s", tasks, seconds)
    if houses:
        report["house"] = _houses(houses, seed)
    return report


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {platform.machine()}, {memory:.0f} GiB, Python {platform.python_version()}"


ROWS = (
    ("rooms with a collision", "collision_rate", "0", 3),
    ("rooms with anything out of bounds", "out_of_bounds_rate", "0", 3),
    ("rooms with a door or window blocked", "blocked_opening_rate", "0", 3),
    ("navigability", "navigability", "0.99", 3),
    ("access to functional sides", "access", "0.98", 3),
    ("walkways of 0.9 m from door to functional sides", "walkways", "0.95", 3),
    ("relations of the graph, weighted", "relations", "0.90", 3),
    ("products placed, of all given", "placed", "0.98", 3),
    ("median seconds, all rooms", "solve_s", "", 2),
    ("median seconds, up to 12 products", "solve_s_up_to_12", "0.3", 2),
    ("median seconds, 35 to 40 products", "solve_s_40", "2", 2),
)
"""What the table says: words, key, what was aimed at, decimals."""


def table(report: Mapping[str, Any]) -> str:
    """Write a report as the README's table."""
    given = report["input"]
    lines = [
        f"{report['rooms']} rooms from seed {report['seed']}, {given['products']:.1f} products on average over "
        f"{given['coverage']:.0%} of the floor ({given['coverage_above_40_percent']:.0%} of the rooms above 40 %, "
        f"{given['not_rectangular']:.0%} not rectangular); {report['machine']}.",
        "",
        "| Figure | at least | engine | without the graph | greedy on a grid | random valid |",
        "|---|---|---|---|---|---|",
    ]
    for words, key, aim, digits in ROWS:
        cells = [report[name].get(key) for name in ENGINES]
        shown = ["-" if c is None else f"{c:.{digits}f}" for c in cells]
        lines.append(f"| {words} | {aim} | {' | '.join(shown)} |")
    house = report.get("house")
    if house is not None:
        lines += [
            "",
            f"{house['houses']} houses of {len(HOUSE)} rooms and a hall: median {house['solve_s']:.2f} s (aim 3 s), "
            f"{house['placed']:.3f} of the products placed, collisions {house['collision_rate']:.3f}, walkways "
            f"{house['walkways']:.3f}, relations {house['relations']:.3f}.",
        ]
    return "\n".join(lines)


def main() -> None:
    """Print the table, or JSON with --json."""
    parser = argparse.ArgumentParser(description="Measure the layout engine.")
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--houses", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    report = run_benchmark(options.rooms, options.houses, options.seed)
    if options.json:
        print(json.dumps(report, indent=2))
        return
    print(table(report))


if __name__ == "__main__":
    main()
