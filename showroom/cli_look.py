"""The command `look`: what is detected in photos, before anything is built."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from showroom.cli_options import ALL_GOOD, SOME_FAILED, json_option, print_json, wrong_use
from showroom.errors import ShowroomError

if TYPE_CHECKING:
    from showroom.product.photo_look import PhotoLook
    from showroom.product.photo_things import PhotoThing

__all__ = ["look"]

MOST_GUESSES, MOST_OTHERS = 3, 6
"""Categories and other things that are worth a line; `--json` has them all."""


@click.command()
@click.argument(
    "photos", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PHOTO..."
)
@click.option("--name", help="What the product is called, as 'Oak console table'.")
@click.option("--category", help="What it is, as 'armchair'; counts more than the name.")
@click.option(
    "--cutouts",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the product of each photo there, as a PNG with transparency.",
)
@json_option
def look(
    photos: tuple[Path, ...],
    name: str | None,
    category: str | None,
    cutouts: Path | None,
    as_json: bool,
) -> None:
    """Print what is detected in each PHOTO, before anything is built."""
    from reconstruct.errors import ReconstructError
    from showroom.output import OutputFolder
    from showroom.product.photo_look import look_at_photo

    known = _category(name, category)
    seen = []
    try:
        files: Sequence[Path | None] = [None] * len(photos)
        if cutouts is not None:
            files = _cutout_files(photos, OutputFolder(cutouts).root)
        for photo, file in zip(photos, files, strict=True):
            seen.append(look_at_photo(photo, category=known, cutout_file=file))
            if not as_json:
                click.echo("\n".join(_lines(seen[-1])))
    except (ShowroomError, ReconstructError) as error:
        # What is wrong with a photo is told of that photo; this is a folder, or the installation.
        wrong_use(str(error))
    if as_json:
        print_json([one.as_json() for one in seen])
    sys.exit(SOME_FAILED if any(one.refused for one in seen) else ALL_GOOD)


def _category(name: str | None, category: str | None) -> str | None:
    """The graph's category for what was said; a warning if it means none for sure."""
    from layout import canonical_category

    said = category or name
    if not said:
        return None
    match = canonical_category(said)
    near = ", ".join(candidate for candidate, _ in match.candidates)
    instead = f" Near to it: {near}." if near else ""
    option = "--category" if category else "--name"
    if match.category is None:
        _warn(f"{option} {said!r} tells no known category.{instead} The photo alone decides.")
    elif match.doubtful:
        _warn(f"{option} {said!r} was taken for {match.category}.{instead}")
    return match.category


def _warn(message: str) -> None:
    click.echo(f"showroom: warning: {message}", err=True)


def _cutout_files(photos: Sequence[Path], folder: Path) -> list[Path]:
    """A file for each photo's cut-out; photos of one name in several folders get numbers."""
    files: list[Path] = []
    for photo in photos:
        file, number = folder / f"{photo.stem}.cutout.png", 1
        while file in files:
            number += 1
            file = folder / f"{photo.stem}-{number}.cutout.png"
        files.append(file)
    return files


def _lines(look: PhotoLook) -> Iterator[str]:
    """What is told of one photo."""
    if look.refused is not None:
        yield f"{look.photo}: refused: {look.refused}"
    elif look.chosen is not None:
        yield f"{look.photo}: {_thing(look.chosen)}"
    others = [thing for thing in look.things if thing != look.chosen]
    if others:
        more = f" and {len(others) - MOST_OTHERS} more" if len(others) > MOST_OTHERS else ""
        yield f"  also seen: {'; '.join(map(_thing, others[:MOST_OTHERS]))}{more}"
    if look.category:
        guesses = ", ".join(
            f"{guess.category.replace('_', ' ')} {guess.probability:.0%}"
            for guess in look.category[:MOST_GUESSES]
        )
        yield f"  category by the photo: {guesses}"
    if look.cut_off:
        yield f"  cut off: {', '.join(look.cut_off)}"
    if look.occluded:
        yield f"  occluded: {look.occluded:.0%} of its box"
    for warning in look.warnings:
        yield f"  warning: {warning.message.removeprefix(f'{warning.item}: ')}"
    if look.cutout is not None:
        yield f"  cut-out: {look.cutout}"


def _thing(thing: PhotoThing) -> str:
    from reconstruct.see.choice import SALIENT
    from showroom.product.photo_look import box_px

    label = "something that stands out" if thing.label == SALIENT else thing.label
    return f"{label} ({thing.score:.0%}) at {' '.join(map(str, box_px(thing)))} px"
