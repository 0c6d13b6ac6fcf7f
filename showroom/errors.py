"""Every error that `showroom` raises on purpose, as one tree.

ShowroomError
├── WrongUseError        the command or call makes no sense: exit code 2
├── CatalogError         the catalog as a whole cannot be read
├── OutputError          the result cannot be written where it was asked for
├── DesignError          a room design that cannot be read, or names what is not there
├── SceneError           a scene that is not a scene: names twice, arrays that do not fit
├── ShapeCommandError    the merchant's own program made no model of a photo
├── StyleError           a style file is missing or does not hold together
├── SiteError            a static site cannot be made of these results, or not in that folder
└── CheckUnavailableError  a check cannot run on this machine, so nothing was proved

What is wrong with one product or one room never raises out of a batch: it becomes a `Problem` of that item
(see `showroom.problem`), and the rest of the batch is finished.
"""

from __future__ import annotations

__all__ = [
    "CatalogError",
    "CheckUnavailableError",
    "DesignError",
    "OutputError",
    "SceneError",
    "ShapeCommandError",
    "ShowroomError",
    "SiteError",
    "StyleError",
    "WrongUseError",
]


class ShowroomError(Exception):
    """Something asked of `showroom` could not be done; the message says which item, why, and the remedy."""


class WrongUseError(ShowroomError):
    """A combination of arguments that has no meaning."""


class CatalogError(ShowroomError):
    """The catalog file is missing, empty, not a table, or lacks a required column."""


class OutputError(ShowroomError):
    """The output folder or a file in it cannot be written."""


class DesignError(ShowroomError):
    """A room design that does not hold together: of another version, or of products that are not there."""


class SceneError(ShowroomError):
    """A scene whose parts contradict each other."""


class ShapeCommandError(ShowroomError):
    """The program that the merchant named did not make a model of a product's photo."""


class StyleError(ShowroomError):
    """A style that does not exist or whose file is not complete."""


class SiteError(ShowroomError):
    """A static site cannot be made: nothing to show, no scripts, or a folder that holds something else."""


class CheckUnavailableError(ShowroomError):
    """A check could not run, so it says nothing about the file."""
