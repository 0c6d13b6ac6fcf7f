"""What parts, kinds and measures of furniture are called: `languages/parts/<language>.json`.

Each section has the names of the code (`reconstruct/parts/families`). A name that means another thing somewhere has a
second entry: "storage.back" for the choice `back` of the family `storage`, "legs.round" for the option `round` of the
choice `legs`. Names that are numbered ("profile_3") share the entry "profile_#".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from viewer.words import DEFAULT_LANGUAGE

__all__ = ["PartWords"]

FOLDER = Path(__file__).parent / "languages" / "parts"
_NUMBERED = re.compile(r"(.+)_(\d+)")


@dataclass(frozen=True)
class PartWords:
    """Names in one language.

    Attributes
    ----------
    language
        A tag that `viewer.words.languages` has.
    """

    language: str

    def family(self, name: str) -> str:
        """A family: "Chair"."""
        return self._say("families", name)

    def role(self, family: str, name: str) -> str:
        """All parts of a role: "Legs"."""
        return self._say("roles", f"{family}.{name}", name)

    def choice(self, family: str, name: str) -> str:
        """What is chosen: "Legs", "Number of drawers"."""
        return self._say("choices", f"{family}.{name}", name)

    def option(self, choice: str, name: str) -> str:
        """One of a choice's kinds: "Tapered"."""
        return name if name.isdigit() else self._say("options", f"{choice}.{name}", name)

    def measure(self, family: str, name: str) -> str:
        """What is measured: "Seat height"; numbered from 1 where several are alike."""
        numbered = _NUMBERED.fullmatch(name)
        if numbered is None:
            return self._say("measures", f"{family}.{name}", name)
        base = f"{numbered[1]}_#"
        said = self._say("measures", f"{family}.{base}", base)
        return said.replace("#", str(int(numbered[2]) + 1))

    def _say(self, section: str, *keys: str) -> str:
        for language in (self.language, DEFAULT_LANGUAGE):
            words = _section(language, section)
            found = next((words[key] for key in keys if key in words), None)
            if found is not None:
                return found
        # A test finds a family's new name; until it has words, a page shows the name itself.
        return keys[-1].replace("_", " ").capitalize()


@cache
def _file(language: str) -> Mapping[str, Mapping[str, str]]:
    path = FOLDER / f"{language}.json"
    told: Mapping[str, Mapping[str, str]] = (
        json.loads(path.read_text("utf-8")) if path.is_file() else {}
    )
    return told


def _section(language: str, section: str) -> Mapping[str, str]:
    return _file(language).get(section, {})
