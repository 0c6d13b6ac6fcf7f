"""The commands of the layout engine: `showroom arrange` and `showroom knowledge`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from showroom.cli_options import (
    ALL_GOOD,
    SOME_FAILED,
    json_option,
    out_option,
    print_json,
    seed_option,
    wrong_use,
)
from showroom.errors import ShowroomError

if TYPE_CHECKING:
    from layout import Arrangement, HouseArrangement, PlanOptions
    from showroom.output import OutputFolder

__all__ = ["arrange", "knowledge"]


@click.command()
@click.argument("plan_file", type=click.Path(path_type=Path), metavar="ROOM.json")
@out_option
@seed_option
@click.option(
    "--alternatives",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="So many visibly different arrangements of a room.",
)
@click.option(
    "--time-limit",
    "time_limit_s",
    type=click.FloatRange(0.1, 3600.0),
    default=20.0,
    show_default=True,
    help="Seconds a room after which nothing more is improved.",
)
@click.option("--clearances", is_flag=True, help="Draw the floor that people need before things.")
@json_option
def arrange(
    plan_file: Path,
    out: Path,
    seed: int,
    alternatives: int,
    time_limit_s: float,
    clearances: bool,
    as_json: bool,
) -> None:
    """Place boxes of true size in a room or a house: placements and a floor plan.

    ROOM.json holds {"room": ..., "items": [...]} or {"house": ..., "items": [...]}, lengths in metres.
    """
    from layout import (
        ArrangeOptions,
        HouseFile,
        PlanOptions,
        arrange_alternatives,
        arrange_house,
        read_plan_file,
    )
    from layout.errors import LayoutError
    from showroom.output import OutputFolder

    options, drawing = ArrangeOptions(time_limit_s), PlanOptions(clearances=clearances)
    try:
        read = read_plan_file(plan_file)
        if isinstance(read, HouseFile):
            if alternatives > 1:
                wrong_use("--alternatives is for one room; give a house another --seed instead.")
            furnished = arrange_house(read.house, read.footprints, seed=seed, options=options)
            told = _write_house(OutputFolder(out), furnished, drawing)
            rooms, missing = furnished.arrangements, len(furnished.left_out)
        else:
            rooms = arrange_alternatives(
                read.room,
                read.footprints,
                alternatives,
                seed=seed,
                options=options,
                locked=read.locked,
            )
            folders = [out, *(out / f"alternative-{k}" for k in range(2, len(rooms) + 1))]
            written = [
                _write_room(OutputFolder(folder), room, drawing)
                for folder, room in zip(folders, rooms, strict=True)
            ]
            told = written[0] if alternatives == 1 else {"alternatives": written}
            missing = len(rooms[0].left_out)
    except (LayoutError, ShowroomError) as error:
        wrong_use(str(error))
    if as_json:
        print_json(told)
    else:
        for room in rooms:
            _say(room)
        if len(rooms) < alternatives and not isinstance(read, HouseFile):
            click.echo(
                f"{len(rooms)} of {alternatives} alternatives: no more were found that differ visibly "
                "and leave out no more."
            )
        click.echo(f"Plan: {out / 'plan.svg'}")
    sys.exit(SOME_FAILED if missing else ALL_GOOD)


def _write_room(folder: OutputFolder, room: Arrangement, drawing: PlanOptions) -> dict[str, Any]:
    from layout import arrangement_json, plan_svg, svg_png
    from showroom.output import json_bytes

    told, plan = arrangement_json(room), plan_svg(room, drawing)
    folder.write("arrangement.json", json_bytes(told))
    folder.write("plan.svg", plan.encode())
    folder.write("plan.png", svg_png(plan))
    return told


def _write_house(
    folder: OutputFolder, house: HouseArrangement, drawing: PlanOptions
) -> dict[str, Any]:
    from layout import house_json, house_svg, plan_svg, svg_png
    from showroom.output import json_bytes

    told, plan = house_json(house), house_svg(house.arrangements, drawing)
    folder.write("arrangement.json", json_bytes(told))
    folder.write("plan.svg", plan.encode())
    folder.write("plan.png", svg_png(plan))
    for room in house.arrangements:
        folder.write(f"rooms/{room.room.room_id}.svg", plan_svg(room, drawing).encode())
    return told


def _say(room: Arrangement) -> None:
    """Tell of one room what stands where, what does not, and what could not be had."""
    click.echo(f"{room.room.room_id}")
    for placement in room.placements:
        click.echo(f"  {placement.item_id}: {placement.reason}")
    for left in room.left_out:
        click.echo(f"  {left.item_id}: left out, {left.reason}")
    for wish in room.wishes:
        click.echo(f"  {wish.item_id}: not {wish.wish}, {wish.prevented_by}")
    for warning in room.warnings:
        click.echo(f"  {warning.message}")
    gap = "" if room.gap is None else f", gap {room.gap:.0%}"
    click.echo(
        f"  {len(room.placements)} placed, {len(room.left_out)} left out, {room.status}{gap}, "
        f"{room.solve_seconds:.2f} s"
    )


@click.command()
@click.argument("category", metavar="CATEGORY")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/knowledge"),
    show_default=True,
    help="Folder for the picture.",
)
@json_option
def knowledge(category: str, out: Path, as_json: bool) -> None:
    """Say what is known of a CATEGORY of furniture, and draw its neighbourhood."""
    from layout import category_json, describe_category, neighbourhood_svg
    from layout.errors import LayoutError
    from showroom.output import OutputFolder

    try:
        told = category_json(category)
        picture = f"{told['name']}.svg"
        OutputFolder(out).write(picture, neighbourhood_svg(category).encode())
    except (LayoutError, ShowroomError) as error:
        wrong_use(str(error))
    if as_json:
        print_json(told)
    else:
        click.echo(describe_category(category))
        click.echo(f"Picture: {out / picture}")
