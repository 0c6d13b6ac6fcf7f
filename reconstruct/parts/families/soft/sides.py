"""Parts added as drawn, or mirrored: what is drawn once serves a chaise or a corner on either side."""

from __future__ import annotations

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh

__all__ = ["Sides"]


class Sides:
    """A builder that may mirror what it is given.

    Parameters
    ----------
    builder
        Takes the parts.
    mirrored
        Whether left becomes right.
    """

    def __init__(self, builder: Builder, mirrored: bool = False) -> None:
        self.detail: Detail = builder.detail
        self._builder = builder
        self._mirrored = mirrored

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """As `Builder.add`; "left" and "right" in the name change places if mirrored."""
        if self._mirrored:
            swap = {"left": "right", "right": "left"}
            name = " ".join(swap.get(word, word) for word in name.split())
            mesh = mesh.mirrored()
        self._builder.add(role, name, mesh, material)
