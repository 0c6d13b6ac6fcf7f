"""Where the shipped data lies: styles, materials, samples, words of tours."""

from __future__ import annotations

from pathlib import Path

__all__ = ["assets_folder"]


def assets_folder(kind: str) -> Path:
    """Folder of shipped data: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "_assets" / kind
    return inside if inside.is_dir() else package.parent / "assets" / kind
