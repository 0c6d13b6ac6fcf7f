"""Make the pictures of light of this folder's styles: `python assets/styles/make_environments.py`, from the top."""

from __future__ import annotations

from pathlib import Path

from showroom.environment import MOODS, environment_name, environment_radiance, hdr_bytes
from showroom.style.style import load_style, style_names

FOLDER = Path(__file__).resolve().parent / "environments"


def main() -> None:
    """Write `environments/<style>.<mood>.hdr` for every shipped style."""
    FOLDER.mkdir(exist_ok=True)
    for name in style_names():
        for mood in MOODS:
            data = hdr_bytes(environment_radiance(load_style(name), mood))
            (FOLDER / environment_name(name, mood)).write_bytes(data)
            print(f"{environment_name(name, mood)}: {len(data)} bytes")


if __name__ == "__main__":
    main()
