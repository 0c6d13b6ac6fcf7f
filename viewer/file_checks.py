"""Checks of the files that are handed over, and what they found in words for a merchant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showroom.profiles import check_glbs
from viewer.words import Words

__all__ = ["CheckedFile", "check_files", "in_words"]


@dataclass(frozen=True)
class CheckedFile:
    """What was found in one file.

    Attributes
    ----------
    owner
        SKU or showroom it is of.
    name
        The file's own name.
    findings
        Code, severity and message of each finding; empty if the file is good.
    """

    owner: str
    name: str
    findings: tuple[Mapping[str, str], ...]

    @property
    def state(self) -> str:
        """One of "good", "warning", "error", and "not_checked" where nothing worse was found."""
        if any(finding["severity"] == "error" for finding in self.findings):
            return "error"
        if any(finding["code"] == "not_checked" for finding in self.findings):
            return "not_checked"
        return "warning" if self.findings else "good"

    def as_json(self) -> dict[str, Any]:
        """As the record of a publication keeps it."""
        return {"owner": self.owner, "name": self.name, "findings": list(self.findings)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> CheckedFile:
        """Read what `as_json` wrote."""
        return cls(told["owner"], told["name"], tuple(told["findings"]))


def check_files(files: Sequence[tuple[str, Path]]) -> tuple[CheckedFile, ...]:
    """Check GLB files, given as (owner, path): Khronos' validator, and the rules of web stores."""
    found = check_glbs([path for _, path in files])
    return tuple(
        CheckedFile(owner, path.name, tuple(_told(finding.as_json(), path) for finding in findings))
        for (owner, path), findings in zip(files, found, strict=True)
    )


def _told(finding: dict[str, str], path: Path) -> dict[str, str]:
    # The server's folders are no business of the page.
    return {key: value.replace(str(path), path.name) for key, value in finding.items()}


def in_words(finding: Mapping[str, str], t: Words) -> str:
    """What a finding means and what to do, in the merchant's language; the checker's own words where we have none."""
    code = finding["code"]
    family = code.split("_")[0]
    for key in (f"check.{code}", f"check.{family}"):
        if t.has(key):
            return t(key)
    return finding["message"]
