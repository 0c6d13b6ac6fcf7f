"""What a run made (`manifest.json`, the same bytes for the same input and seed) and how it ran (`run.json`)."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from showroom.output import WrittenFile
from showroom.problem import Problem

__all__ = ["MANIFEST_VERSION", "manifest_json", "run_json"]

MANIFEST_VERSION = 1
_LIBRARIES = ("numpy", "open3d-cpu", "ortools", "pillow", "pygltflib", "trimesh")


def manifest_json(
    *,
    seed: int,
    settings: Mapping[str, Any],
    products: Sequence[Mapping[str, Any]],
    showrooms: Sequence[Mapping[str, Any]],
    problems: Sequence[Problem],
    files: Sequence[WrittenFile],
) -> dict[str, Any]:
    """The manifest: no time, no machine, no absolute path in it."""
    return {
        "schema_version": MANIFEST_VERSION,
        "seed": seed,
        "settings": dict(settings),
        "versions": {"showroom": version("showroom"), "python": platform.python_version()}
        | {library: _version(library) for library in _LIBRARIES},
        "products": sorted(products, key=lambda product: product["sku"]),
        "showrooms": sorted(showrooms, key=lambda showroom: showroom["id"]),
        "problems": [problem.as_json() for problem in sorted(problems)],
        "files": {
            file.path: {"bytes": file.size_bytes, "sha256": file.sha256}
            for file in sorted(files, key=lambda file: file.path)
        },
    }


def run_json(
    *, started_utc: str, wall_seconds: float, jobs: int, seconds: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """Times, machine and memory of one run: whatever differs from run to run."""
    return {
        "started_utc": started_utc,
        "wall_seconds": round(wall_seconds, 3),
        "jobs": jobs,
        "seconds": {item: dict(stages) for item, stages in seconds.items()},
        "peak_memory_mib": _peak_memory_mib(),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
        },
    }


def _peak_memory_mib() -> float | None:
    """Largest resident memory of this process or any child, where the system tells."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(peak * unit / 2**20, 1)


def _version(library: str) -> str:
    try:
        return version(library)
    except ModuleNotFoundError:  # open3d-cpu is open3d elsewhere
        return "not installed"
