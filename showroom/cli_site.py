"""The command `publish`: a results folder to a static site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from showroom.cli_options import ALL_GOOD, SOME_FAILED, json_option, print_json, wrong_use
from showroom.errors import ShowroomError

if TYPE_CHECKING:
    from showroom.site.publish import SiteReport

__all__ = ["publish"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the site: empty, or one that an earlier publish made.",
)
@click.option("--url", help="Where the site will be, as https://shop.example/rooms.")
@click.option("--title", help="What the site is called.")
@click.option(
    "--lang", default="en", show_default=True, metavar="TAG", help="Language of the pages."
)
@click.option("--downloads", is_flag=True, help="Offer the full 3D models for download.")
@click.option(
    "--keep-doubtful",
    is_flag=True,
    help="Also publish rooms with products that are not good enough to be sold.",
)
@json_option
def publish(
    folder: Path,
    out: Path,
    url: str | None,
    title: str | None,
    lang: str,
    downloads: bool,
    keep_doubtful: bool,
    as_json: bool,
) -> None:
    """Write the showrooms in DIR as a site that any web server serves as it is."""
    from showroom.report import progress_bar
    from showroom.site.publish import publish_site

    try:
        with progress_bar(quiet=as_json) as progress:
            report = publish_site(
                folder,
                out,
                url=url,
                title=title,
                lang=lang,
                downloads=downloads,
                keep_doubtful=keep_doubtful,
                progress=progress,
            )
    except ShowroomError as error:
        wrong_use(str(error))
    if as_json:
        print_json(report.as_json())
    else:
        _print(report)
    sys.exit(ALL_GOOD if report.all_good else SOME_FAILED)


def _print(report: SiteReport) -> None:
    terminal = Console(highlight=False)
    console = terminal if terminal.is_terminal else Console(highlight=False, width=120)
    table = Table("showroom", "page", title="Site", title_justify="left")
    table.add_column("products", justify="right")
    table.add_column("first view", justify="right")
    for page in report.pages:
        table.add_row(
            escape(page.name),
            escape(page.url or page.page),
            str(page.products),
            f"{page.first_view_bytes / 1e6:.1f} MB",
        )
    console.print(table)
    for check in report.checks:
        mark = "[green]good[/]" if check.passed else "[yellow]look[/]"
        console.print(f"{mark} {escape(check.message)}", soft_wrap=True)
    for problem in report.problems:
        colour = "red" if problem.severity == "error" else "yellow"
        console.print(f"[{colour}]{problem.severity}[/] {escape(problem.message)}", soft_wrap=True)
    kinds = ", ".join(f"{kind} {size / 1e6:.1f}" for kind, size in report.bytes_by_kind.items())
    console.print(
        f"{len(report.files)} files, {report.total_bytes / 1e6:.1f} MB ({kinds}), in {escape(str(report.out))}"
    )
    console.print(
        f"See it here: python -m http.server --directory {escape(str(report.out))}   "
        "Then copy the folder to your web server.",
        soft_wrap=True,
    )
    if report.pages:
        console.print("In a page of your store:", style="dim")
        console.print(report.pages[0].embed_code, markup=False, soft_wrap=True)
