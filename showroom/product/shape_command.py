"""The command line of a program of the merchant's own that makes a product's model from its photo.

It is split into words before anything is put into them, and no shell sees it. The photo is a file that we write and
name, so whatever the merchant's file is called never gets into a command line.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from dataclasses import asdict, dataclass
from pathlib import Path

from showroom.errors import WrongUseError

__all__ = [
    "CUTOUT",
    "DEFAULT_GIB",
    "DEFAULT_SECONDS",
    "GLB",
    "PHOTO",
    "SHAPE_COMMAND_VARIABLE",
    "ShapeCommand",
    "shape_command_of_server",
]

DEFAULT_SECONDS, DEFAULT_GIB = 600.0, 16.0
MOST_SECONDS, MOST_GIB = 1e6, 1e6
"""More than any model needs, and few enough for the system to count."""
SHAPE_COMMAND_VARIABLE = "SHOWROOM_SHAPE_COMMAND"
"""How the app's server tells its workers; no page and no project can set it."""
PHOTO, CUTOUT, GLB = "photo.png", "cutout.png", "model.glb"

_PLACE = re.compile(r"\{(photo|cutout|glb)\}")


@dataclass(frozen=True)
class ShapeCommand:
    """How another program is called to make a model from a photo.

    Attributes
    ----------
    template
        Its command line. `{photo}` becomes the name of a PNG file of the upright photo, `{cutout}` one of the product
        cut out on transparent ground, `{glb}` that of the GLB file to write.
    seconds
        It is ended after this time.
    memory_gib
        None of its processes gets more memory than this, where the system can limit it.

    Raises
    ------
    WrongUseError
        If the template has no photo to read or no GLB file to write, or its quotes do not match; if a limit is no
        number above zero, or the memory is more than any computer has.
    """

    template: str
    seconds: float = DEFAULT_SECONDS
    memory_gib: float = DEFAULT_GIB

    def __post_init__(self) -> None:
        for said, value, unit, most in (
            ("time", self.seconds, "s", MOST_SECONDS),
            ("memory", self.memory_gib, "GiB", MOST_GIB),
        ):
            # Written so that "not a number" fails too.
            if not 0 < value <= most:
                raise WrongUseError(
                    f"the {said} of the shape command is {value:g} {unit}. "
                    f"Give more than 0 and at most {most:,.0f} {unit}."
                )
        try:
            words = shlex.split(self.template)
        except ValueError as error:
            raise WrongUseError(
                f"the shape command {self.template!r} cannot be split into words ({error}). Close every quote."
            ) from error
        places = set(_PLACE.findall(" ".join(words)))
        if "glb" not in places:
            missing = "{glb}, the file that the program has to write"
        elif not places & {"photo", "cutout"}:
            missing = "{photo} or {cutout}, the file that the program has to read"
        elif _PLACE.search(words[0]):
            missing = "the name of a program at its beginning"
        else:
            return
        raise WrongUseError(
            f"the shape command {self.template!r} lacks {missing}. Write it as 'my-model {{photo}} {{glb}}'."
        )

    def as_text(self) -> str:
        """All of it, for `shape_command_of_server`."""
        return json.dumps(asdict(self))

    def words(self, folder: Path) -> list[str]:
        """The program and its arguments, for files in a folder."""
        files = {"photo": folder / PHOTO, "cutout": folder / CUTOUT, "glb": folder / GLB}
        # In one pass: a folder whose own name has braces in it is not looked at again.
        return [
            _PLACE.sub(lambda place: str(files[place[1]]), word)
            for word in shlex.split(self.template)
        ]


def shape_command_of_server() -> ShapeCommand | None:
    """The shape command that whoever started the app's server gave it; None if there is none.

    Raises
    ------
    WrongUseError
        If it cannot be understood.
    """
    text = os.environ.get(SHAPE_COMMAND_VARIABLE)
    if not text:
        return None
    try:
        told = json.loads(text)
        return ShapeCommand(
            str(told["template"]), float(told["seconds"]), float(told["memory_gib"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUseError(
            f"{SHAPE_COMMAND_VARIABLE}={text!r} cannot be understood. Start the app with "
            "`showroom view --shape-command COMMAND`, which sets it."
        ) from error
