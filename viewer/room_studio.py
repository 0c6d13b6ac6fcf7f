"""Designing a room: its history, its drafts, and the engine at work in a thread of its own. No Streamlit here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from layout import load_knowledge
from layout.errors import LayoutError
from showroom.errors import SceneError, ShowroomError
from showroom.product.finished import FinishedProduct, read_finished_product, style_for
from showroom.room.design import RoomDesign
from showroom.room.plan import Fault, alternatives, arranged, faults, freed, shuffled, with_added
from showroom.room.selection import suggested_products
from viewer.plan_data import Gestures, changed_by
from viewer.project import Project, ProjectState

__all__ = [
    "Studio",
    "View",
    "add_missing",
    "arrange_all",
    "finished_products",
    "new_design",
    "present",
    "save_design",
    "shuffle",
    "warm_up",
    "without_missing",
]

_MOST_UNDO = 100
# Two merchants at a time; more wait a moment, as the machine has two cores.
_POOL = ThreadPoolExecutor(2, thread_name_prefix="rooms")


def warm_up() -> None:
    """Load what the first plan and draft need, while the merchant still reads the page."""
    _POOL.submit(_load)


def _load() -> None:
    import_module("showroom.room.draft")
    load_knowledge()


def finished_products(
    project: Project, state: ProjectState
) -> tuple[dict[str, FinishedProduct], tuple[str, ...]]:
    """The project's finished products by SKU, and those whose files are of an earlier version."""
    found, old = {}, []
    for draft in state.wanted:
        path = project.out / "products" / draft.sku / "product.json"
        if not draft.made or not path.is_file():
            continue
        try:
            found[draft.sku] = _read(path.parent, path.stat().st_mtime_ns)
        except SceneError:
            old.append(draft.sku)
    return found, tuple(old)


@lru_cache(maxsize=4096)
def _read(folder: Path, _mtime_ns: int) -> FinishedProduct:
    return read_finished_product(folder)


def new_design(
    state: ProjectState,
    products: Mapping[str, FinishedProduct],
    *,
    title: str,
    room_type: str,
    finished: Collection[str] = (),
) -> RoomDesign:
    """A room with the products that suit its type, under an id that neither a room nor a finished showroom has."""
    taken = {*(room["showroom_id"] for room in state.rooms), *finished}
    base = re.sub(r"[^a-z0-9]+", "-", room_type)
    number = next(n for n in range(1, 10_000) if f"{base}-{n}" not in taken)
    design = RoomDesign(f"{base}-{number}", title, room_type)
    pieces = [product.piece for product in products.values()]
    return design.with_products(suggested_products(pieces, room_type))


def without_missing(design: RoomDesign, products: Mapping[str, FinishedProduct]) -> RoomDesign:
    """The design without products that the project does not have any more."""
    if all(sku in products for sku, _ in design.products):
        return design
    return design.with_products({s: n for s, n in design.products if s in products})


def save_design(project: Project, design: RoomDesign) -> None:
    """Keep a design in the project, in the place of the one of its id, or at the end."""
    told = design.as_json()
    with project.change() as change:
        rooms = list(change.state.rooms)
        ids = [room["showroom_id"] for room in rooms]
        if design.showroom_id in ids:
            rooms[ids.index(design.showroom_id)] = told
        else:
            rooms.append(told)
        change.state = replace(change.state, rooms=tuple(rooms))


@dataclass(frozen=True)
class View:
    """A design ready to be shown.

    Attributes
    ----------
    design
        What is shown.
    faults
        What is wrong with it.
    src
        Address of its draft, which changes when the 3D view has to load it again.
    style
        Name of the style it is shown in.
    unlocked
        Pieces that were let go since they could not stay.
    """

    design: RoomDesign
    faults: tuple[Fault, ...]
    src: str
    style: str
    unlocked: tuple[str, ...] = ()


@dataclass
class Studio:
    """One room in one merchant's hands: what it was, is, and may be again.

    Attributes
    ----------
    view
        What is shown now; None before the first draft.
    past, future
        Designs to go back and forth to.
    gestures
        Which of the plan editor's gestures were taken in.
    work
        What the engine is at, if anything.
    offers
        Alternatives to choose from.
    error
        Why the last wish could not be met.
    """

    project: Project
    view: View | None = None
    past: list[RoomDesign] = field(default_factory=list)
    future: list[RoomDesign] = field(default_factory=list)
    gestures: Gestures = field(default_factory=Gestures)
    work: Future[View | tuple[View, ...]] | None = None
    offers: tuple[View, ...] = ()
    error: Exception | None = None
    keep: bool = True

    def ask(
        self,
        design: RoomDesign,
        products: Mapping[str, FinishedProduct],
        how: Callable[[RoomDesign, Mapping[str, Any]], RoomDesign] | None = None,
        *,
        remember: bool = True,
    ) -> None:
        """Let the engine change a design and draw it; `collect` takes the result."""
        self.offers = ()
        self.keep = remember
        self.work = _POOL.submit(_made, self.project, design, dict(products), how)

    def ask_alternatives(
        self, design: RoomDesign, products: Mapping[str, FinishedProduct], count: int
    ) -> None:
        """Let the engine look for other plans; `collect` puts them into `offers`."""
        self.work = _POOL.submit(_offers, self.project, design, dict(products), count)

    def collect(self, wait_s: float) -> bool:
        """Take the engine's result, if it is there in time; whether nothing is open any more."""
        if self.work is None:
            return True
        try:
            result = self.work.result(wait_s)
        except NotYet:
            return False
        except (LayoutError, ShowroomError) as error:
            self.error, self.work = error, None
            return True
        except Exception as error:
            self.error, self.work = error, None
            raise
        self.work, self.error = None, None
        if isinstance(result, View):
            self.take(result, remember=self.keep)
        else:
            self.offers = result
        return True

    def take(self, view: View, *, remember: bool = True) -> None:
        """Show another state of the room, and keep the one before."""
        if remember and self.view is not None and view.design != self.view.design:
            self.past = [*self.past, self.view.design][-_MOST_UNDO:]
            self.future = []
        self.view = view
        save_design(self.project, view.design)

    def take_gestures(
        self, told: Mapping[str, Any] | None, products: Mapping[str, FinishedProduct]
    ) -> bool:
        """Follow what the merchant did on the plan; whether anything is new."""
        fresh = self.gestures.new(told)
        if not fresh or self.view is None:
            return False
        known = {sku: product.piece for sku, product in products.items()}
        for gesture in fresh:
            design = self.view.design
            try:
                after = changed_by(design, gesture, known)
            except (LayoutError, ShowroomError, KeyError, TypeError, ValueError) as error:
                self.error = error
                continue
            self.error = None
            if gesture["kind"] in ("move", "lock"):
                self.take(
                    replace(self.view, design=after, faults=faults(after, known), unlocked=())
                )
            else:
                how = arrange_all if gesture["kind"] == "shape" else None
                self.ask(after, products, how)
                self.collect(_GESTURE_S)
        return True

    def undo(self, products: Mapping[str, FinishedProduct]) -> None:
        """Go back one step."""
        if self.past and self.view is not None:
            self.future.append(self.view.design)
            self.ask(without_missing(self.past.pop(), products), products, remember=False)

    def redo(self, products: Mapping[str, FinishedProduct]) -> None:
        """Go forth again."""
        if self.future and self.view is not None:
            self.past.append(self.view.design)
            self.ask(without_missing(self.future.pop(), products), products, remember=False)


_GESTURE_S = 2.0


def arrange_all(design: RoomDesign, known: Mapping[str, Any]) -> RoomDesign:
    """Everything that is not locked finds a place anew."""
    return arranged(design, known)


def shuffle(design: RoomDesign, known: Mapping[str, Any]) -> RoomDesign:
    """Everything that is not locked goes somewhere else."""
    return shuffled(design, known)


def add_missing(design: RoomDesign, known: Mapping[str, Any]) -> RoomDesign:
    """What has no place yet finds one; the rest stays if it can."""
    return with_added(design, known)


def _made(
    project: Project,
    design: RoomDesign,
    products: Mapping[str, FinishedProduct],
    how: Callable[[RoomDesign, Mapping[str, Any]], RoomDesign] | None,
) -> View:
    known = {sku: product.piece for sku, product in products.items()}
    unlocked: tuple[str, ...] = ()
    if how is not None:
        if design.rooms:
            design, unlocked = freed(design, known)
        design = how(design, known)
    elif not design.rooms:
        design = arranged(design, known)
    return replace(present(project, design, products), unlocked=unlocked)


def _offers(
    project: Project, design: RoomDesign, products: Mapping[str, FinishedProduct], count: int
) -> tuple[View, ...]:
    known = {sku: product.piece for sku, product in products.items()}
    design, _ = freed(design, known)
    found = alternatives(design, known, count)
    return tuple(View(one, faults(one, known), "", "") for one in found)


def present(project: Project, design: RoomDesign, products: Mapping[str, FinishedProduct]) -> View:
    """Judge a design and write its draft.

    Raises
    ------
    LayoutError, ShowroomError
        As `faults` and `write_draft`.
    """
    from showroom.room.draft import write_draft

    known = {sku: product.piece for sku, product in products.items()}
    own = [products[sku] for sku, _ in design.products]
    style = design.style.name or style_for(own, design.room_type)
    draft = write_draft(design, products, style, project.out)
    src = f"{project.url(draft.path)}?v={draft.version}"
    return View(design, faults(design, known), src, style)
