"""The profile of a turned piece read from a photo: half the matte's width at the heights of its measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.fit.aim import Framing
from reconstruct.parts.fit.draft import Draft, DraftSurface, canonical_vertices
from reconstruct.parts.fit.evidence import PartsEvidence
from reconstruct.parts.parameters import Measure

__all__ = ["PROFILE_PREFIX", "with_profile"]

PROFILE_PREFIX = "profile_"
"""Measures of a free profile are named so: radii at even heights, as shares of the largest."""
# Standard deviation of a gene that was read from the outline.
READ_SPREAD = 0.1
# A step that moves the corners at one height, as a share of the range.
PROBE = 0.05


def with_profile(draft: Draft, evidence: PartsEvidence) -> Draft:
    """The draft with the radii that a photo's outline shows; as it is if its family has no free profile.

    The axis is taken to be upright in the middle of the product. On each side of it the matte ends somewhere; the
    nearer end counts, for a handle may hide the other.
    """
    profile = [m for m in draft.measures if m.name.startswith(PROFILE_PREFIX)]
    if not profile:
        return draft
    reach = _half_widths(draft, evidence, _heights(draft, profile))
    shown = np.isfinite(reach)
    if not shown.any():
        return draft
    radii = reach / np.nanmax(reach)
    measures, expected = dict(draft.design.measures), dict(draft.expected)
    for measure, radius in zip(profile, radii, strict=True):
        if np.isfinite(radius):
            measures[measure.name] = min(max(float(radius), measure.low), measure.high)
            expected[measure.name] = (measure.gene(float(radius)), READ_SPREAD)
    return replace(draft, design=replace(draft.design, measures=measures), expected=expected)


def _heights(draft: Draft, profile: list[Measure]) -> Float[np.ndarray, " N"]:
    """Mean height, `canonical` frame, of the corners that each measure moves in x or z."""
    rest = canonical_vertices(draft.assembly().vertices_m, draft.size_m)
    found = np.full(len(profile), np.nan)
    for index, measure in enumerate(profile):
        gene = measure.gene(draft.design.measures[measure.name])
        moved = measure.value(gene + (PROBE if gene < 0.9 else -PROBE))
        measures = {**draft.design.measures, measure.name: moved}
        other = replace(draft, design=replace(draft.design, measures=measures)).assembly()
        off = canonical_vertices(other.vertices_m, draft.size_m) - rest
        weight = (off[:, ::2] ** 2).sum(axis=1)
        if weight.sum() > 0:
            found[index] = float((weight * rest[:, 1]).sum() / weight.sum())
    return found


def _half_widths(
    draft: Draft, evidence: PartsEvidence, heights: Float[np.ndarray, " N"]
) -> Float[np.ndarray, " N"]:
    """Distance from the axis to the matte's nearer end at each height; not a number where it is not shown."""
    surface = DraftSurface.of(draft)
    camera, _ = Framing.of(evidence).camera(surface.vertices, draft.aims[0])
    level = evidence.fine
    found = np.full(len(heights), np.nan)
    axis = np.stack([np.zeros_like(heights), heights, np.zeros_like(heights)], axis=1)
    for index in np.flatnonzero(np.isfinite(heights)):
        u, v, depth = camera.project(axis[index : index + 1])[0]
        row, middle = int(v) - level.corner[1], u - level.corner[0]
        if not 0 <= row < len(level.solid) or (
            level.known is not None and not level.known[row].all()
        ):
            continue
        there = np.flatnonzero(level.solid[row])
        if len(there):
            nearer = min(middle - there[0], there[-1] + 1 - middle)
            found[index] = max(float(nearer), 0.5) * depth
    return found
