"""What a terrace has where a room has walls."""

from __future__ import annotations

from showroom.shell.quads import Quads, Surface, WallFrame

__all__ = ["railing"]

_HEIGHT_M = 1.05  # usual for a fall of more than a storey
_POST_M, _RAIL_M = 0.045, 0.04
_BAY_M = 1.3  # posts are at most this far apart
_BALUSTER_M, _BALUSTER_GAP_M = 0.014, 0.11  # a child's head does not pass
_GLASS_M = 0.012


def railing(frame: WallFrame, bars: str) -> tuple[Surface, ...]:
    """Posts, handrail and lower rail, filled with glass, or with balusters where the windows have small panes."""
    metal, glass = Quads("metal"), Quads("glass")
    inner, outer = 0.03, 0.03 + _POST_M
    length = frame.length_m
    bays = max(1, round(length / _BAY_M))
    first, last = frame.mitred(0.0, inner), frame.mitred(length, inner)
    frame.box(metal, (first, last), (_HEIGHT_M - _RAIL_M, _HEIGHT_M), (inner, outer))
    frame.box(metal, (first, last), (0.09, 0.09 + _RAIL_M / 2), (inner, outer))
    step = (last - first - _POST_M) / bays
    middle = (inner + outer) / 2
    low, high = 0.09 + _RAIL_M / 2, _HEIGHT_M - _RAIL_M
    for k in range(bays + 1):
        s = first + k * step
        frame.box(metal, (s, s + _POST_M), (0.0, high), (inner, outer))
        if k == bays:
            continue
        start, end = s + _POST_M, s + step
        if bars == "grid":
            count = max(1, round((end - start) / _BALUSTER_GAP_M))
            for n in range(1, count):
                at = start + (end - start) * n / count
                half = _BALUSTER_M / 2
                frame.box(
                    metal, (at - half, at + half), (low, high), (middle - half, middle + half)
                )
        else:
            pane = (middle - _GLASS_M / 2, middle + _GLASS_M / 2)
            frame.box(glass, (start + 0.02, end - 0.02), (low + 0.03, high - 0.03), pane)
    made = (metal.surface(), glass.surface())
    return tuple(surface for surface in made if surface is not None)
