"""Baked ambient occlusion of a shell: corners darken, and what stands in the room darkens the floor under it.

Meshes carry UVs, so a product that stands in many rooms can only carry its own occlusion; the shell is of one room
and carries the contact shadows of all that stands there. One grey picture holds the whole shell, on a UV set of its
own. Occlusion darkens indirect light only (glTF), so it never doubles the shadow of a sun or a lamp.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from jaxtyping import Bool, Float, Float32, Int
from scipy.ndimage import convolve1d, distance_transform_edt
from trimesh.path.packing import rectangles_single

from showroom.picture.geometry import TracedScene
from showroom.picture.light import frame_around, hemisphere
from showroom.scene import Texture
from showroom.shell.baked import BakedShell
from showroom.shell.quads import Surface
from showroom.shell.shell import ShellPart

__all__ = ["BakeOptions", "BakedShell", "bake_shell"]


@dataclass(frozen=True)
class BakeOptions:
    """Fineness of the bake.

    Attributes
    ----------
    px_per_m
        Texels a metre, by the role of a surface; roles that are not named carry no occlusion.
    rays
        From each texel; neighbours use other directions, and the smoothing that follows mixes 16 of them.
    reach_m
        What is further away does not darken; what is nearer does by its nearness.
    largest_px
        Side of the picture that is never exceeded: larger rooms get fewer texels a metre.
    """

    px_per_m: Mapping[str, float]
    rays: int = 24
    reach_m: float = 1.1
    largest_px: int = 1024


USUAL_BAKE = BakeOptions(
    {"floor": 56.0, "wall": 30.0, "ceiling": 18.0, "reveal": 30.0, "column": 30.0, "rug": 56.0}
)
"""Contact shadows want the finest texels, and lie on the floor."""

_PATTERN = 4  # texels of a square this wide use different rays
_BORDER_PX = 2  # around each chart, so that neighbours do not bleed in
_OFF_SURFACE_M = 2e-3
_INSIDE_M = 4e-3  # a texel nearer to the room's edge counts as outside and copies its neighbour
_REFLECTANCE = 0.6  # of a room's surfaces, for the light they pass on
_DIVIDED = ("reveal", "column")  # roles whose quads lie apart: one chart each


@dataclass(eq=False)
class _Chart:
    """A flat piece of surface and its place in the picture."""

    key: tuple[str, int]
    corners: Int[np.ndarray, " C"]
    plane_m: Float[np.ndarray, "C 2"]
    positions_m: Float[np.ndarray, "C 3"]
    normal: Float[np.ndarray, " 3"]
    outline: shapely.Geometry
    px_per_m: float
    place_px: tuple[int, int] = (0, 0)

    @property
    def low_m(self) -> Float[np.ndarray, " 2"]:
        return np.asarray(self.plane_m.min(axis=0))

    def size_px(self, scale: float) -> tuple[int, int]:
        spread = (self.plane_m.max(axis=0) - self.low_m) * self.px_per_m * scale
        across, down = np.maximum(np.ceil(spread).astype(int), 2)
        return int(across), int(down)


def bake_shell(
    parts: Iterable[ShellPart],
    solids: TracedScene,
    floor: shapely.Polygon,
    options: BakeOptions = USUAL_BAKE,
) -> BakedShell:
    """Cast the shell's occlusion into one picture.

    Parameters
    ----------
    parts
        The shell, and rugs, frame `room`.
    solids
        All that darkens: the shell itself and what stands in the room.
    floor
        The room's floor in (x, z): texels of level surfaces beyond it lie inside the walls.
    options
        Fineness.
    """
    charts = [
        chart
        for part in parts
        for index, surface in enumerate(part.surfaces)
        if surface.role in options.px_per_m
        for chart in _charts((part.name, index), surface, options.px_per_m[surface.role])
    ]
    scale, width, height = _packed(charts, options.largest_px)
    picture = np.full((height, width), 255, dtype=np.uint8)
    uvs: dict[tuple[str, int], Float[np.ndarray, "V 2"]] = {}
    sizes = {
        (part.name, index): len(surface.positions_m)
        for part in parts
        for index, surface in enumerate(part.surfaces)
    }
    rays = _ray_pattern(options.rays)
    for chart in charts:
        across, down = chart.size_px(scale)
        left, top = chart.place_px
        open_share = _open_share(chart, scale, solids, floor, rays, options.reach_m)
        padded = np.pad(_bounced(open_share), _BORDER_PX, mode="edge")
        picture[
            top - _BORDER_PX : top + down + _BORDER_PX,
            left - _BORDER_PX : left + across + _BORDER_PX,
        ] = np.round(255 * padded)
        own = uvs.setdefault(chart.key, np.zeros((sizes[chart.key], 2)))
        texels = (chart.plane_m - chart.low_m) * chart.px_per_m * scale + [left, top]
        own[chart.corners] = texels / [width, height]
    return BakedShell(Texture("shell occlusion", picture[..., None]), uvs)


def _charts(key: tuple[str, int], surface: Surface, px_per_m: float) -> list[_Chart]:
    """The flat pieces of a surface: all of it, or quad by quad where its quads lie apart."""
    count = len(surface.positions_m)
    groups = np.arange(count).reshape(-1, 4) if surface.role in _DIVIDED else np.arange(count)[None]
    charts = []
    for corners in groups:
        own = surface.faces[np.isin(surface.faces[:, 0], corners)]
        # A rug's sides are lines as seen from above, which no union of polygons likes.
        outline = (
            shapely.convex_hull(shapely.multipoints(surface.uvs_m[corners]))
            if surface.role == "rug"
            else shapely.union_all(shapely.polygons(surface.uvs_m[own]))
        )
        charts.append(
            _Chart(
                key=key,
                corners=corners,
                plane_m=surface.uvs_m[corners],
                positions_m=surface.positions_m[corners],
                normal=surface.normals[corners[0]],
                outline=outline,
                px_per_m=px_per_m,
            )
        )
    return charts


def _packed(charts: list[_Chart], largest_px: int) -> tuple[float, int, int]:
    """Give each chart its place; returns the scale, and the picture's width and height in whole 16s of pixels."""
    scale = 1.0
    while True:
        sizes = np.array([chart.size_px(scale) for chart in charts]) + 2 * _BORDER_PX
        order = np.lexsort((sizes[:, 0], sizes[:, 1]))[::-1]
        bounds, placed = rectangles_single(sizes[order], rotate=False)
        corner = bounds.reshape(len(order), 2, 2)[:, 0] - bounds[:, 0].min(axis=0)
        reach = (corner + sizes[order]).max(axis=0)
        if placed.all() and reach.max() <= largest_px:
            for row, at in zip(order, np.round(corner).astype(int), strict=True):
                charts[row].place_px = (int(at[0]) + _BORDER_PX, int(at[1]) + _BORDER_PX)
            width, height = (int(-(-side // 16) * 16) for side in reach)
            return scale, width, height
        scale *= 0.94


def _ray_pattern(rays: int) -> Float32[np.ndarray, "16 R 2"]:
    """For each texel of the repeating square, evenly spread pairs of numbers in 0..1 (R2 sequence)."""
    index = np.arange(_PATTERN * _PATTERN * rays).reshape(rays, -1).T
    u = (0.5 + index * 0.7548776662466927) % 1
    v = (0.5 + index * 0.5698402909980532) % 1
    # Neighbours in the square should not be neighbours in the sequence.
    mixed = np.array([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5])
    pattern: Float32[np.ndarray, "16 R 2"] = np.stack([u, v], axis=-1)[mixed].astype(np.float32)
    return pattern


def _open_share(
    chart: _Chart,
    scale: float,
    solids: TracedScene,
    floor: shapely.Polygon,
    rays: Float32[np.ndarray, "16 R 2"],
    reach_m: float,
) -> Float[np.ndarray, "H W"]:
    """Share of the half space before each texel that is open, smoothed."""
    across, down = chart.size_px(scale)
    y, x = np.mgrid[0:down, 0:across]
    plane = np.stack([x.ravel() + 0.5, y.ravel() + 0.5], 1) / (chart.px_per_m * scale) + chart.low_m
    # The plane's (u, v) to room positions, exact for a flat piece.
    ones = np.column_stack([chart.plane_m, np.ones(len(chart.plane_m))])
    to_room = np.linalg.lstsq(ones, chart.positions_m, rcond=None)[0]
    position = np.column_stack([plane, np.ones(len(plane))]) @ to_room
    shapely.prepare(chart.outline)
    seen = shapely.contains_xy(chart.outline, plane[:, 0], plane[:, 1])
    if abs(chart.normal[1]) > 0.9 and chart.key[0] in ("floor", "ceiling"):
        inside = floor.buffer(-_INSIDE_M)
        shapely.prepare(inside)
        seen &= shapely.contains_xy(inside, position[:, 0], position[:, 2])
    if not seen.any():
        return np.ones((down, across))
    rows = np.flatnonzero(seen)
    which = (_PATTERN * (y.ravel() % _PATTERN) + x.ravel() % _PATTERN)[rows]
    normal = np.tile(chart.normal.astype(np.float32), (len(rows), 1))
    a, b = frame_around(normal)
    start = (position[rows] + _OFF_SURFACE_M * chart.normal).astype(np.float32)
    dark = np.zeros(len(rows))
    for k in range(rays.shape[1]):
        way = hemisphere(normal, a, b, rays[which, k, 0], rays[which, k, 1])
        hits = solids.caster.cast(start, way)
        # Who meets a face from behind is inside of a body.
        within = hits.hit & ((solids.flat_normals[hits.face] * way).sum(1) > 0)
        dark += np.where(within, 1.0, np.clip(1 - hits.distance_m / reach_m, 0, None))
    share = np.ones(down * across)
    share[rows] = 1 - dark / rays.shape[1]
    return _smoothed(share.reshape(down, across), seen.reshape(down, across))


def _bounced(open_share: Float[np.ndarray, "H W"]) -> Float[np.ndarray, "H W"]:
    """Occlusion softened by the light that the occluders themselves pass on: without it, corners look sooty.

    Source: Jimenez et al., "Practical Realtime Strategies for Accurate Indirect Occlusion", 2016, section 4.
    """
    a = 2.0404 * _REFLECTANCE - 0.3324
    b = -4.7951 * _REFLECTANCE + 0.6417
    c = 2.7552 * _REFLECTANCE + 0.6903
    x = open_share
    return np.asarray(np.clip(np.maximum(x, ((x * a + b) * x + c) * x), 0, 1))


def _smoothed(
    share: Float[np.ndarray, "H W"], seen: Bool[np.ndarray, "H W"]
) -> Float[np.ndarray, "H W"]:
    """Mean over the repeating square of rays, by seen texels only; the others copy their nearest."""
    # A box of 4 centred on the texel: halves at both ends.
    box = np.array([0.5, 1.0, 1.0, 1.0, 0.5]) / 4
    total, weight = share * seen, seen.astype(float)
    for axis in (0, 1):
        total = convolve1d(total, box, axis=axis, mode="constant")
        weight = convolve1d(weight, box, axis=axis, mode="constant")
    mean = np.where(seen, total / np.maximum(weight, 1e-9), 1.0)
    if seen.all():
        return np.asarray(mean)
    nearest = distance_transform_edt(~seen, return_distances=False, return_indices=True)
    return np.asarray(mean[tuple(nearest)])
