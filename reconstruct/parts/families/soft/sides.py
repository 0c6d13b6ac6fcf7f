"""Parts added as drawn, or mirrored: what is drawn once serves a chaise or a corner on either side."""

from __future__ import annotations

from reconstruct.parts.assembly import Builder
from reconstruct.parts.part_mesh import PartMesh

__all__ = ["Sides"]

_OTHER = {"left": "right", "right": "left"}


class Sides(Builder):
    """Hands parts on to a builder, mirrored if asked.

    Parameters
    ----------
    builder
        Takes the parts.
    mirrored
        Whether left becomes right.
    """

    def __init__(self, builder: Builder, mirrored: bool = False) -> None:
        super().__init__(builder.detail)
        self._to = builder
        self._mirrored = mirrored

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """As `Builder.add`; "left" and "right" in the name change places if mirrored."""
        if self._mirrored:
            name = " ".join(_OTHER.get(word, word) for word in name.split())
            mesh = mesh.mirrored()
        self._to.add(role, name, mesh, material)
