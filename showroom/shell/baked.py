"""What a bake leaves of a shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from showroom.scene import Texture

__all__ = ["BakedShell"]


@dataclass(frozen=True, eq=False)
class BakedShell:
    """Occlusion of a shell.

    Attributes
    ----------
    texture
        Grey: share of the indirect light that arrives, linear.
    uvs
        UV set of each baked surface by (name of the part, index of the surface), one row a corner.
    """

    texture: Texture
    uvs: Mapping[tuple[str, int], Float[np.ndarray, "V 2"]]
