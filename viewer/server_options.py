"""How the app makes products: what whoever started the server chose, which no page and no project can change."""

from __future__ import annotations

from showroom.product.outcome import ProductFileOptions
from showroom.product.shape_command import shape_command_of_server

__all__ = ["server_file_options"]


def server_file_options() -> ProductFileOptions:
    """The options of every product that the app makes.

    Raises
    ------
    WrongUseError
        If the server's setting of a shape command cannot be understood.
    """
    return ProductFileOptions(shape_command=shape_command_of_server())
