"""Every GLB that a test writes goes through Khronos' validator; an absent validator fails the test."""

from __future__ import annotations

from pathlib import Path

from showroom.gltf_validator import validate_files


def assert_valid_glb(*paths: Path) -> None:
    """Fail unless the validator finds 0 errors and 0 warnings in every file.

    An absent Node or validator raises `CheckUnavailableError`, so that nothing passes unseen.
    """
    for report in validate_files(paths):
        faults = report.of("error", "warning")
        lines = [f"{m.severity} {m.code} at {m.pointer}: {m.message}" for m in faults]
        assert not faults, f"{report.path}:\n" + "\n".join(lines[:20])
