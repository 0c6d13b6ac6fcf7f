"""Photos that wait to be looked at: new ones, corrected ones, and those that show something else than was said."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from viewer import jobs
from viewer.draft import PhotoDraft
from viewer.errors import JobBusyError
from viewer.project import Project, ProjectState
from viewer.told_category import told_category

__all__ = ["WaitingPhoto", "begin_waiting", "waiting_photos"]


@dataclass(frozen=True)
class WaitingPhoto:
    """A photo that is to be looked at.

    Attributes
    ----------
    sku
        Of its product; the same photo may show another one, too.
    photo
        As it is now.
    category
        What the merchant said the product is, in the graph's word; None if nothing.
    """

    sku: str
    photo: PhotoDraft
    category: str | None

    def name(self) -> str:
        """Tells it from the same photo with another wish."""
        wish = repr((self.category, self.photo.box, self.photo.repair))
        return f"{self.sku}/{self.photo.file}/{hashlib.sha256(wish.encode()).hexdigest()[:8]}"


def waiting_photos(state: ProjectState) -> list[WaitingPhoto]:
    """Photos with something left to do, in the order of the table; what was corrected or chosen by hand comes first."""
    waiting = [
        WaitingPhoto(product.sku, photo, category)
        for product in state.wanted
        for category in [told_category(product)]
        for photo in product.photos
        if photo.waits(category)
    ]
    # First what somebody looks at just now.
    return sorted(waiting, key=lambda w: w.photo.repair is None and w.photo.box is None)


def begin_waiting(project: Project, *, again: bool = False) -> bool:
    """Start to look at the waiting photos; gives whether some wait now and nobody works on them.

    Parameters
    ----------
    project
        Nothing is started while it is at work.
    again
        Start even if a job with the same photos was stopped or failed: a mere rerun of the page must not.
    """
    names = [waiting.name() for waiting in waiting_photos(project.state())]
    if not names:
        return False
    last = jobs.latest(project)
    if last is not None and last.alive:
        return False
    stopped = last is not None and last.kind == "preview" and last.state in ("cancelled", "failed")
    if last is not None and stopped and not again and set(names) <= set(last.arguments["photos"]):
        return True
    # Another tab may be quicker.
    with suppress(JobBusyError):
        jobs.start(project, "preview", photos=names)
    return False
