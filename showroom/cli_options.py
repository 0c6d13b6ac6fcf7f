"""Options, exit codes and endings that the commands share."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

__all__ = [
    "ALL_GOOD",
    "SOME_FAILED",
    "WRONG_USE",
    "jobs_option",
    "json_option",
    "out_option",
    "print_json",
    "seed_option",
    "wrong_use",
]

ALL_GOOD, SOME_FAILED, WRONG_USE = 0, 1, 2

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder for the results."
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), help="Worker processes. [default: one a core]"
)
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="Same seed, same files."
)


def print_json(value: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def wrong_use(message: str) -> NoReturn:
    """Say what was wrong and leave with exit code 2."""
    click.echo(f"showroom: {message}", err=True)
    sys.exit(WRONG_USE)
