"""Measure the engine and its baselines: `python -m layout.benchmark [--rooms 200] [--houses 50]`."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
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

__all__ = ["main", "run_benchmark"]

Engine = Callable[[Task], Arrangement]


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
    seconds, placed, walk = [], [], []
    for number in range(count):
        rng = np.random.default_rng((seed, number, 5))
        kinds = ["living_room", "bedroom", "kitchen", "bathroom", "home_office"]
        goods: list[Footprint] = []
        for kind in kinds:
            floor = float(rng.uniform(2.5, 5.0))
            for f in make_goods(kind, floor, 9, rng):
                goods.append(replace(f, item_id=f"{kind}-{f.item_id}"))
        house = house_for(goods, seed + number)
        started = time.process_time()
        result = arrange_house(house, goods, seed=0)
        seconds.append(time.process_time() - started)
        placed.append(sum(len(a.placements) for a in result.arrangements) / len(goods))
        walk += [measure_plan(a).walkways for a in result.arrangements if a.placements]
    return {
        "houses": count,
        "solve_s": statistics.median(seconds),
        "placed": float(np.mean(placed)),
        "walkways": float(np.mean(walk)),
    }


def run_benchmark(rooms: int, houses: int, seed: int) -> dict[str, Any]:
    """Run all engines on the same rooms; seconds are of the process, one core."""
    tasks = make_tasks(rooms, seed)
    report: dict[str, Any] = {
        "rooms": rooms,
        "seed": seed,
        "coverage": {
            "mean": float(np.mean([t.coverage for t in tasks])),
            "above_40_percent": float(np.mean([t.coverage > 0.4 for t in tasks])),
            "not_rectangular": float(np.mean([len(t.room.polygon_m) != 4 for t in tasks])),
            "products": float(np.mean([len(t.footprints) for t in tasks])),
        },
    }
    _engine(tasks[0])  # imports and caches are not what is measured
    for name, engine in ENGINES.items():
        figures: list[Figures] = []
        seconds: list[float] = []
        small: list[float] = []
        large: list[float] = []
        for task in tasks:
            started = time.process_time()
            arrangement = engine(task)
            took = time.process_time() - started
            seconds.append(took)
            (small if len(task.footprints) <= 12 else large).append(took)
            figures.append(measure_plan(arrangement))
        report[name] = _summary(figures, seconds)
        report[name]["solve_s_up_to_12"] = statistics.median(small) if small else None
        report[name]["solve_s_above_12"] = statistics.median(large) if large else None
    if houses:
        report["house"] = _houses(houses, seed)
    return report


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
    print(f"{options.rooms} rooms, seed {options.seed}, {report['coverage']}")
    names = list(ENGINES)
    print("| Figure | " + " | ".join(names) + " |\n|---" * 1 + "|---" * len(names) + "|")
    for key in report["engine"]:
        cells = [report[n][key] for n in names]
        print(f"| {key} | " + " | ".join("-" if c is None else f"{c:.3f}" for c in cells) + " |")
    if "house" in report:
        print(f"houses: {report['house']}")


if __name__ == "__main__":
    main()
