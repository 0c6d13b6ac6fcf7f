"""What a run tells at the terminal: a progress bar, then a table and what to open next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from showroom.pipeline import BuildReport
from showroom.pipeline import Progress as ProgressCallback

__all__ = ["print_report", "progress_bar", "report_json"]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[ProgressCallback]:
    """Give a callback that draws a progress bar on standard error, or does nothing."""
    if quiet:
        yield lambda _done, _total, _item: None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("products", total=None)

        def show(done: int, total: int, item: str) -> None:
            bar.update(task, completed=done, total=total, description=item)

        yield show


def print_report(report: BuildReport, console: Console | None = None) -> None:
    """Print the tables, the problems and what to open next."""
    console = console or _console()
    if report.products:
        console.print(_product_table(report))
    if report.showrooms:
        console.print(_showroom_table(report))
    for problem in report.problems:
        colour = "red" if problem.severity == "error" else "yellow"
        console.print(f"[{colour}]{problem.severity}[/] {escape(problem.message)}", soft_wrap=True)
    if any(outcome.from_store for outcome in report.products):
        console.print("* finished in an earlier run, only its files were written", style="dim")
    made = sum(outcome.made for outcome in report.products)
    rooms = sum(outcome.made for outcome in report.showrooms)
    console.print(
        f"{made} of {len(report.products)} products and {rooms} of {len(report.showrooms)} showrooms "
        f"in {report.wall_seconds:.1f} s, in {escape(str(report.out))}"
    )
    if rooms:
        console.print(f"Walk through them: showroom view {escape(str(report.out))}")
    elif made:
        console.print(f"Look at {escape(str(report.out / 'products'))}: a GLB and a poster each.")


def _console() -> Console:
    """Standard output; in a pipe or a log, wide enough for the tables."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=120)


def report_json(report: BuildReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "out": str(report.out),
        "all_good": report.all_good,
        "wall_seconds": round(report.wall_seconds, 3),
        "products": [
            {
                "sku": o.sku,
                "made": o.made,
                "category": o.category,
                "size_m": list(o.facts.size_m) if o.facts else None,
                "triangles": o.triangles,
                "bytes": o.bytes,
                "seconds": dict(o.seconds),
                "from_store": o.from_store,
                "needs_photo": o.needs_photo,
                "doubts": [doubt.reason for doubt in o.doubts],
                "files": [file.path for file in o.files],
            }
            for o in report.products
        ],
        "showrooms": [
            {
                "id": o.showroom_id,
                "made": o.made,
                "room_type": o.room_type,
                "products": list(o.skus),
                "left_out": [{"item": item, "reason": reason} for item, reason in o.left_out],
                "triangles": o.triangles,
                "seconds": dict(o.seconds),
                "files": [file.path for file in o.files],
            }
            for o in report.showrooms
        ],
        "problems": [problem.as_json() for problem in report.problems],
    }


def _product_table(report: BuildReport) -> Table:
    table = Table(title="Products", title_justify="left")
    table.add_column("product", no_wrap=True)
    table.add_column("name", no_wrap=True, overflow="ellipsis", max_width=28)
    table.add_column("W x H x D cm", no_wrap=True)
    for column in ("triangles", "GLB", "seconds", "warned"):
        table.add_column(column, justify="right")
    warnings = Counter(p.item for p in report.problems if p.severity == "warning")
    for outcome in report.products:
        if outcome.facts is None:
            why = "needs another photo" if outcome.needs_photo else "not made"
            table.add_row(escape(outcome.sku), f"[red]{why}[/]")
            continue
        table.add_row(
            escape(outcome.sku),
            escape(outcome.facts.details.name),
            " x ".join(f"{100 * side:.0f}" for side in outcome.facts.size_m),
            f"{outcome.triangles:,}",
            f"{outcome.bytes / 1024:,.0f} KB",
            f"{outcome.seconds['total']:.1f}" + ("*" if outcome.from_store else ""),
            str(warnings[outcome.sku] or ""),
        )
    return table


def _showroom_table(report: BuildReport) -> Table:
    table = Table("showroom", title="Showrooms", title_justify="left")
    for column in ("products", "left out", "triangles", "GLB", "seconds"):
        table.add_column(column, justify="right")
    for outcome in report.showrooms:
        if not outcome.made:
            table.add_row(escape(outcome.showroom_id), "[red]not made[/]")
            continue
        table.add_row(
            escape(outcome.showroom_id),
            str(len(outcome.skus)),
            str(len(outcome.left_out) or ""),
            f"{outcome.triangles:,}",
            f"{outcome.bytes / 1024:,.0f} KB",
            f"{sum(outcome.seconds.values()):.1f}",
        )
    return table
