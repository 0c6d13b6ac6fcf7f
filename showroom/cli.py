"""The command line: `showroom look | convert | build | publish | arrange | knowledge | check | view | bench`.

Exit codes: 0 all good, 1 some items failed and the rest is done, 2 wrong use. Heavy modules are imported by the
command that needs them, so that `--help` and `arrange` stay quick and small.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.console import Console

from showroom.cli_look import look
from showroom.cli_options import (
    ALL_GOOD,
    SOME_FAILED,
    jobs_option,
    json_option,
    out_option,
    print_json,
    seed_option,
    shape_command_of,
    shape_command_options,
    wrong_use,
)
from showroom.cli_rooms import arrange, knowledge
from showroom.cli_site import publish
from showroom.errors import ShowroomError
from showroom.product.shape_command import SHAPE_COMMAND_VARIABLE

if TYPE_CHECKING:
    from showroom.pipeline import BuildReport
    from showroom.product.outcome import ProductFileOptions

__all__ = ["main"]

_CATALOG_SUFFIXES = (".csv", ".tsv", ".txt")


def _file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of what a product's files are, for every command that makes products."""
    added = (
        click.option(
            "--triangles",
            type=click.IntRange(100, 100_000),
            default=20_000,
            show_default=True,
            help="At most this many triangles a product.",
        ),
        click.option(
            "--texture-px",
            type=click.Choice(["512", "1024", "2048"]),
            default="1024",
            show_default=True,
            help="Side of the textures.",
        ),
        click.option("--white-poster", is_flag=True, help="Also a poster on white."),
        click.option("--turntable", is_flag=True, help="Also 36 pictures round each product."),
        click.option(
            "--keep-doubtful",
            is_flag=True,
            help="Also build products that are not good enough to be sold, with a warning.",
        ),
    )
    for option in reversed(added):
        command = option(command)
    return shape_command_options(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="showroom")
def main() -> None:
    """Product photos in, walkable and shoppable 3D rooms out."""


@main.command()
@click.argument(
    "inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PHOTO... | CATALOG"
)
@out_option
@click.option("--same-product", is_flag=True, help="All photos show one product.")
@click.option("--sku", help="Article number. [default: the photo's file name]")
@click.option("--category", help="What it is, as 'armchair'.")
@click.option(
    "--size-cm", metavar="WxHxD", help="True size in cm, as 80x75x60; '?' for an unknown one."
)
@click.option(
    "--cutout",
    multiple=True,
    metavar="MASK",
    help="Your own cut-out of the photo, white where the product is; again for a second photo, '-' for none.",
)
@click.option(
    "--box",
    multiple=True,
    metavar="'X Y W H'",
    help="Box around the product in the upright photo, in pixels or percent, as '10% 20% 50% 60%'; once per photo, "
    "'-' skips.",
)
@click.option(
    "--turn-deg", metavar="DEG", help="Turn the finished product, counter-clockwise from above."
)
@click.option(
    "--parts",
    type=click.Path(path_type=Path),
    metavar="PARTS.JSON",
    help="Build the product from these parts, as listed in a product's parts.json.",
)
@_file_options
@jobs_option
@json_option
def convert(
    inputs: tuple[Path, ...],
    out: Path,
    same_product: bool,
    sku: str | None,
    category: str | None,
    size_cm: str | None,
    cutout: tuple[str, ...],
    box: tuple[str, ...],
    turn_deg: str | None,
    parts: Path | None,
    jobs: int | None,
    as_json: bool,
    **fineness: Any,
) -> None:
    """Turn photos, GLB files of your own, or the products of a catalog into 3D products."""
    from reconstruct import DesignFileError, read_design
    from showroom import pipeline
    from showroom.catalog.measures import parse_photo_box, parse_size_cm, parse_turn_deg

    files = _files(fineness)
    if len(inputs) == 1 and inputs[0].suffix.lower() in _CATALOG_SUFFIXES:
        if same_product or sku or category or size_cm or cutout or box or turn_deg or parts:
            wrong_use(
                "--same-product, --sku, --category, --size-cm, --cutout, --box, --turn-deg and --parts are for photos; "
                "a catalog has columns."
            )
        _run(
            lambda progress: pipeline.convert_catalog(
                inputs[0], out, files=files, jobs=jobs, progress=progress
            ),
            as_json,
        )
    size_m: tuple[float | None, float | None, float | None] = (None, None, None)
    if size_cm is not None:
        try:
            size_m = parse_size_cm(size_cm)
        except ValueError as error:
            wrong_use(f"--size-cm: {error}.")
    try:
        boxes = [None if text == "-" else parse_photo_box(text) for text in box]
    except ValueError as error:
        wrong_use(f"--box: {error}.")
    turn_rad = 0.0
    if turn_deg is not None:
        try:
            turn_rad = parse_turn_deg(turn_deg)
        except ValueError as error:
            wrong_use(f"--turn-deg: {error}.")
    design = None
    if parts is not None:
        try:
            design = read_design(parts)
        except DesignFileError as error:
            wrong_use(f"--parts: {error}")
    _run(
        lambda progress: pipeline.convert_photos(
            inputs,
            out,
            same_product=same_product,
            sku=sku,
            category=category,
            size_m=size_m,
            cutouts=[None if mask == "-" else Path(mask) for mask in cutout],
            boxes=boxes,
            turn_rad=turn_rad,
            design=design,
            files=files,
            jobs=jobs,
            progress=progress,
        ),
        as_json,
    )


@main.command()
@click.argument("catalog", type=click.Path(path_type=Path))
@out_option
@click.option(
    "--room",
    default="auto",
    show_default=True,
    metavar="TYPE|auto|house",
    help="Which room to furnish.",
)
@click.option(
    "--count",
    type=int,
    help="How many showrooms, or houses. [default: as many as the products fill]",
)
@click.option(
    "--style", help="Materials and light. [default: what suits the products of each room]"
)
@click.option("--wall-colour", metavar="COLOUR", help="Paint of all walls, as #dfe6e0 or navy.")
@click.option(
    "--floor-photo",
    type=click.Path(path_type=Path),
    help="A picture of your own floor, taken from above.",
)
@click.option(
    "--floor-photo-cm",
    type=click.FloatRange(5, 1000),
    default=100.0,
    show_default=True,
    help="Breadth of the square in its middle.",
)
@click.option(
    "--fill",
    is_flag=True,
    help="Complete sparse rooms with plain things that are not for sale: a rug, a plant, cushions, books, pictures.",
)
@seed_option
@_file_options
@jobs_option
@json_option
def build(
    catalog: Path,
    out: Path,
    room: str,
    count: int | None,
    style: str | None,
    wall_colour: str | None,
    floor_photo: Path | None,
    floor_photo_cm: float,
    fill: bool,
    seed: int,
    jobs: int | None,
    as_json: bool,
    **fineness: Any,
) -> None:
    """Turn a CATALOG into 3D products and furnished showrooms."""
    from showroom import pipeline
    from showroom.style.wish import StyleWish

    _run(
        lambda progress: pipeline.build_showroom(
            catalog,
            out,
            room=room,
            count=count,
            style=StyleWish(style, wall_colour, floor_photo, floor_photo_cm / 100),
            seed=seed,
            files=_files(fineness),
            jobs=jobs,
            progress=progress,
            fill=fill,
        ),
        as_json,
    )


def _files(told: dict[str, Any]) -> ProductFileOptions:
    """The options of `_file_options`."""
    from showroom.product.outcome import ProductFileOptions

    told = {**told, "texture_px": int(told["texture_px"])}
    command = shape_command_of(told)
    return ProductFileOptions(**told, shape_command=command)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--rules", is_flag=True, help="Say what is checked, and why.")
@json_option
def check(files: tuple[Path, ...], rules: bool, as_json: bool) -> None:
    """Check GLB files: Khronos' validator and auditor, and the rules of a web store."""
    from showroom.profiles import RULES, check_glbs

    if rules:
        if as_json:
            print_json({"rules": RULES})
        else:
            for code, why in RULES.items():
                click.echo(f"{code}: {why}")
    elif not files:
        wrong_use("no file was given. Name one or more GLB files, or ask for --rules.")
    console = Console(highlight=False)
    failed = False
    report: dict[str, list[dict[str, Any]]] = {}
    for file, findings in zip(files, check_glbs(files), strict=True):
        # A check that could not run has proved nothing.
        failed |= any(f.severity == "error" or f.code == "not_checked" for f in findings)
        report[str(file)] = [finding.as_json() for finding in findings]
        if not as_json:
            console.print(f"{file}: {'good' if not findings else ''}", markup=False)
            for finding in findings:
                console.print(f"  {finding.severity}: {finding.message}", markup=False)
    if as_json:
        print_json({"files": report, "all_good": not failed})
    sys.exit(SOME_FAILED if failed else ALL_GOOD)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("out"), metavar="[DIR]")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@shape_command_options
def view(folder: Path, port: int, **told: Any) -> None:
    """Open the merchant's app: projects are kept in DIR/projects, results in DIR or just below can be opened."""
    if folder.exists() and not folder.is_dir():
        wrong_use(f"{folder}: is a file. Name the folder in which projects are kept.")
    # By name, in its own process: nothing here imports the viewer, which imports this package.
    command = [sys.executable, "-m", "viewer", str(folder), "--port", str(port)]
    environment = {**os.environ}
    shape_command = shape_command_of(told)
    if shape_command is not None:
        environment[SHAPE_COMMAND_VARIABLE] = shape_command.as_text()
    sys.exit(subprocess.run(command, check=False, env=environment).returncode)


@main.command()
@json_option
def bench(as_json: bool) -> None:
    """Measure the main job on the sample catalog; prints the README's table."""
    from dataclasses import asdict

    from showroom.bench import measure, table
    from showroom.report import progress_bar

    try:
        with progress_bar(quiet=as_json) as progress:
            figures = measure(progress)
    except ShowroomError as error:
        wrong_use(str(error))
    if as_json:
        print_json({"figures": [asdict(figure) for figure in figures]})
    else:
        click.echo(table(figures))


def _run(job: Callable[[Callable[[int, int, str], None]], BuildReport], as_json: bool) -> NoReturn:
    """Run a job with a progress bar, print what it made, leave with the right exit code."""
    from showroom.report import print_report, progress_bar, report_json

    try:
        with progress_bar(quiet=as_json) as progress:
            report = job(progress)
    except ShowroomError as error:
        wrong_use(str(error))
    if as_json:
        print_json(report_json(report))
    else:
        print_report(report)
    sys.exit(ALL_GOOD if report.all_good else SOME_FAILED)


main.add_command(arrange)
main.add_command(knowledge)
main.add_command(look)
main.add_command(publish)


if __name__ == "__main__":
    main()
