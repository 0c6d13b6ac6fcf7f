"""The floor plan as PNG."""

from __future__ import annotations

import io
import tempfile
from functools import lru_cache
from pathlib import Path

import resvg_py
from PIL import ImageFont

from layout.errors import LayoutError
from layout.placement import Arrangement
from layout.plan_view import PlanOptions, plan_svg

__all__ = ["plan_png", "svg_png"]


@lru_cache(maxsize=1)
def _font_bytes() -> bytes:
    """Return the font that Pillow carries (Aileron, CC0): a fresh machine may have none."""
    font = ImageFont.load_default(16)
    source = getattr(font, "path", None)
    if not isinstance(source, io.BytesIO):
        raise LayoutError(
            "Pillow was built without FreeType and carries no font; install a usual build of Pillow"
        )
    return source.getvalue()


def svg_png(svg: str, width_px: int | None = None) -> bytes:
    """Rasterise an SVG with the one bundled font, the same on every machine."""
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "font.otf"
        font.write_bytes(_font_bytes())
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                skip_system_fonts=True,
                font_files=[str(font)],
                font_family="Aileron",
                sans_serif_family="Aileron",
                width=width_px,
            )
        )


def plan_png(arrangement: Arrangement, options: PlanOptions | None = None) -> bytes:
    """Draw the plan as PNG, 100 pixels a metre."""
    return svg_png(plan_svg(arrangement, options))
