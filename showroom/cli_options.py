"""Options, exit codes and endings that the commands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from showroom.errors import ShowroomError
from showroom.product.shape_command import DEFAULT_GIB, DEFAULT_SECONDS, ShapeCommand

__all__ = [
    "ALL_GOOD",
    "SOME_FAILED",
    "WRONG_USE",
    "jobs_option",
    "json_option",
    "out_option",
    "print_json",
    "seed_option",
    "shape_command_of",
    "shape_command_options",
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


def shape_command_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of a program that makes the models, for every command that makes products."""
    added = (
        click.option(
            "--shape-command",
            metavar="COMMAND",
            help="Have another program make each product's model from its photo, as 'my-model {photo} {glb}'. It reads "
            "the PNG file {photo} (the whole photo, upright) or {cutout} (the product on transparent ground) and "
            "writes the GLB file {glb}. No shell runs it.",
        ),
        click.option(
            "--shape-command-seconds",
            type=click.FloatRange(min=1),
            default=DEFAULT_SECONDS,
            show_default=True,
            help="End that program after this time.",
        ),
        click.option(
            "--shape-command-gib",
            type=click.FloatRange(min=0.25),
            default=DEFAULT_GIB,
            show_default=True,
            help="Memory that program may take, where the system can limit it.",
        ),
    )
    for option in reversed(added):
        command = option(command)
    return command


def shape_command_of(told: dict[str, Any]) -> ShapeCommand | None:
    """Take the options of `shape_command_options` out of a command's; None if no program was named."""
    template = told.pop("shape_command")
    seconds, memory_gib = told.pop("shape_command_seconds"), told.pop("shape_command_gib")
    if template is None:
        return None
    try:
        return ShapeCommand(template, seconds, memory_gib)
    except ShowroomError as error:
        wrong_use(f"--shape-command: {error}")


def print_json(value: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def wrong_use(message: str) -> NoReturn:
    """Say what was wrong and leave with exit code 2."""
    click.echo(f"showroom: {message}", err=True)
    sys.exit(WRONG_USE)
