"""Photos that wait to be looked at: new ones, and those whose cut-out the merchant corrected."""

from __future__ import annotations

from contextlib import suppress

from viewer import jobs
from viewer.draft import PhotoDraft
from viewer.errors import JobBusyError
from viewer.project import Project, ProjectState

__all__ = ["begin_waiting", "waiting_photos"]


def waiting_photos(state: ProjectState) -> list[PhotoDraft]:
    """Photos with something left to do, in the order of the table; corrections first, somebody looks at them."""
    photos = {
        photo.file: photo
        for product in state.wanted
        for photo in product.photos
        if photo.status == "new" or photo.repair is not None
    }
    return sorted(photos.values(), key=lambda photo: photo.repair is None)


def begin_waiting(project: Project, *, again: bool = False) -> bool:
    """Start to look at the waiting photos; gives whether some wait now and nobody works on them.

    Parameters
    ----------
    project
        Nothing is started while it is at work.
    again
        Start even if a job with the same photos was stopped or failed: a mere rerun of the page must not.
    """
    names = [photo.file for photo in waiting_photos(project.state())]
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
