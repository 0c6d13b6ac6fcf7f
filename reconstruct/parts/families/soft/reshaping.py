"""A builder that changes every part it is given before it hands it on."""

from __future__ import annotations

from collections.abc import Callable

from reconstruct.parts.assembly import Builder
from reconstruct.parts.part_mesh import PartMesh

__all__ = ["Reshaping"]


class Reshaping(Builder):
    """Hands parts on to a builder, changed.

    Parameters
    ----------
    builder
        Takes the parts.
    change
        From a part to the part handed on: leant back, moved up.
    """

    def __init__(self, builder: Builder, change: Callable[[PartMesh], PartMesh]) -> None:
        super().__init__(builder.detail)
        self._to = builder
        self._change = change

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """As `Builder.add`."""
        self._to.add(role, name, self._change(mesh), material)
