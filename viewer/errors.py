"""What the app tells a merchant when something cannot be done.

AppError
├── ProjectError     a project that does not exist, or whose state cannot be read
├── IntakeError      an upload that cannot be taken: too large, too many, not what it says it is
└── JobBusyError     the project is at work already
"""

from __future__ import annotations

from typing import Any

__all__ = ["AppError", "IntakeError", "JobBusyError", "ProjectError"]


class AppError(Exception):
    """Something asked of the app could not be done.

    Attributes
    ----------
    key
        Name of the sentence in the section "app" of `viewer/languages`.
    values
        What stands in its holes.
    """

    def __init__(self, key: str, **values: Any) -> None:
        from viewer.words import Words

        # The log gets English; the page says the same sentence in the merchant's language.
        super().__init__(Words("en")(key, **values))
        self.key = key
        self.values = values


class ProjectError(AppError):
    """The project does not exist, or its state cannot be read."""


class IntakeError(AppError):
    """An upload that cannot be taken."""


class JobBusyError(AppError):
    """The project is at work already; one thing at a time."""
