"""Colour where no photo looks: the surface's own materials, continued with their own grain.

The seen surface falls into a few colours. What is not seen takes, corner by corner, the colour that most of the
nearest seen surface has (mirrored as well), and the fine grain of the largest patch of that colour in the photo, so
that a seat's back is of the seat's cloth and not of a smear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from scipy import ndimage
from scipy.sparse import coo_matrix, identity
from scipy.spatial import KDTree

from reconstruct.camera import Camera
from reconstruct.delight import colour_groups, hue_and_brightness, linear
from reconstruct.planes import smooth_patches
from reconstruct.raycast import RayCaster
from reconstruct.see.thing import Box
from reconstruct.surface import Surface, area_vectors, weld

__all__ = ["FillOptions", "Grain", "Seen", "continue_colours", "detail_grain", "find_grains"]


@dataclass(frozen=True)
class FillOptions:
    """How far to continue.

    Attributes
    ----------
    groups
        Colours that a product is taken to have.
    of_light, apart
        What brightness counts beside hue, and how different colours of one product have to be.
    neighbours
        Seen places that a corner asks.
    lean
        What a difference of facing counts, in longest sides for opposite normals.
    thin
        Sheets thinner than this have the colour of their other side; a share of the longest side.
    crease_rad
        Panels meet at larger angles than this.
    panel
        What a panel's vote counts against that of a corner and its neighbours.
    smooth
        Times that corners and their neighbours share their votes.
    shadow, hue
        Groups smaller than this share that are a brighter group's hue to within this (in logarithms) are its shadows.
    least
        Groups smaller than this share are noise.
    common
        Quantile of a group's brightness that is its common colour: shadows that were not taken out are darker.
    own
        Share of a group's common colour in what is continued; the rest is the nearby colour.
    grain
        Strength of the grain.
    patch_px
        Largest patch of grain, in pixels of the photo.
    """

    groups: int = 8
    of_light: float = 0.35
    apart: float = 0.3
    neighbours: int = 24
    lean: float = 0.6
    thin: float = 0.08
    crease_rad: float = 0.6
    panel: float = 1.6
    smooth: int = 6
    shadow: float = 0.2
    hue: float = 0.5
    least: float = 0.03
    common: float = 0.5
    own: float = 0.8
    grain: float = 0.9
    patch_px: int = 128


@dataclass(frozen=True)
class Seen:
    """Places of the surface that a photo sees.

    Attributes
    ----------
    points, normals
        In the `product` frame.
    colour
        Linear base colour.
    """

    points: Float[np.ndarray, "P 3"]
    normals: Float[np.ndarray, "P 3"]
    colour: Float[np.ndarray, "P 3"]


@dataclass(frozen=True)
class Grain:
    """Fine texture of one colour.

    Attributes
    ----------
    ratio
        Linear colour over its own blur; tiles when mirrored.
    metres_per_px
        Its scale.
    """

    ratio: Float[np.ndarray, "h w 3"]
    metres_per_px: float

    def at(
        self, points: Float[np.ndarray, "P 3"], normals: Float[np.ndarray, "P 3"]
    ) -> Float[np.ndarray, "P 3"]:
        """The grain on a surface, laid on from the side that it faces most."""
        facing = np.abs(normals).argmax(axis=1)
        across = np.where(facing == 0, points[:, 2], points[:, 0])
        down = np.where(facing == 1, points[:, 2], -points[:, 1])
        height, width = self.ratio.shape[:2]
        row = _mirrored(down / self.metres_per_px, height)
        column = _mirrored(across / self.metres_per_px, width)
        return np.asarray(self.ratio[row, column])


def _mirrored(place: Float[np.ndarray, " P"], count: int) -> Int[np.ndarray, " P"]:
    """Index of a tile that is turned round at each end."""
    index = np.floor(place).astype(np.int64) % (2 * count)
    return np.asarray(np.minimum(index, 2 * count - 1 - index))


def continue_colours(
    seen: Seen,
    surface: Surface,
    caster: RayCaster,
    options: FillOptions | None = None,
) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, " V"], Int[np.ndarray, " P"]]:
    """Linear colour and group of every corner, and the group of every seen place.

    Parameters
    ----------
    seen
        What is known.
    surface, caster
        The whole surface, and rays at it.
    """
    options = options or FillOptions()
    extent_m = float(np.ptp(surface.vertices_m, axis=0).max())
    group = colour_groups(
        seen.colour, options.groups, of_light=options.of_light, apart=options.apart
    )
    group = _without_shadows(seen.colour, group, options)
    count = int(group.max(initial=0)) + 1
    common = np.zeros((count, 3))
    for index in np.unique(group):
        common[index] = np.quantile(seen.colour[group == index], options.common, axis=0)
    lean = options.lean * extent_m / 2
    flip = np.array([-1.0, 1.0, 1.0])
    tree = KDTree(
        np.concatenate(
            [
                np.concatenate([seen.points, lean * seen.normals], axis=1),
                np.concatenate([seen.points * flip, lean * seen.normals * flip], axis=1),
            ]
        )
    )
    points, normals = _other_sides(surface, caster, tree, lean, options.thin * extent_m)
    k = min(options.neighbours, 2 * len(seen.points))
    distance, index = tree.query(np.concatenate([points, lean * normals], axis=1), k=k)
    distance = np.asarray(distance, dtype=np.float64).reshape(len(points), k)
    index = np.asarray(index, dtype=np.int64).reshape(len(points), k) % len(seen.points)
    weight = 1 / (distance + 0.02 * extent_m) ** 2
    votes = np.zeros((len(points), count))
    for column in range(k):
        votes[np.arange(len(points)), group[index[:, column]]] += weight[:, column]
    votes = votes / votes.sum(axis=1, keepdims=True)
    chosen = _by_panel(surface, votes, options)
    weight = weight * (group[index] == chosen[:, None])
    total = weight.sum(axis=1)
    near = (seen.colour[index] * weight[..., None]).sum(axis=1) / np.maximum(total, 1e-9)[:, None]
    own = np.where(total > 0, options.own, 1.0)[:, None]
    return own * common[chosen] + (1 - own) * near, chosen, group


def _other_sides(
    surface: Surface, caster: RayCaster, tree: KDTree, lean: float, thin_m: float
) -> tuple[Float[np.ndarray, "V 3"], Float[np.ndarray, "V 3"]]:
    """Where each corner asks: at its own place, or on the other side of a thin sheet that is not seen from here."""
    points, normals = surface.vertices_m.copy(), surface.normals.copy()
    away, _ = tree.query(np.concatenate([points, lean * normals], axis=1))
    unseen = np.flatnonzero(np.asarray(away) > thin_m / 2)
    inwards = -normals[unseen]
    hits = caster.cast(points[unseen] + 0.01 * thin_m * inwards, inwards)
    through = np.flatnonzero(hits.hit & (hits.distance_m < thin_m))
    back = unseen[through]
    points[back] += inwards[through] * hits.distance_m[through, None]
    normals[back] *= -1
    return points, normals


def _by_panel(
    surface: Surface, votes: Float[np.ndarray, "V G"], options: FillOptions
) -> Int[np.ndarray, " V"]:
    """The group of each corner: its own vote, its neighbours' and that of its panel, a patch between hard edges."""
    _, place = weld(surface.vertices_m)
    joined = place[surface.faces]
    count = int(place.max()) + 1
    ways = np.concatenate([joined[:, [0, 1]], joined[:, [1, 2]], joined[:, [2, 0]]])
    one_way = coo_matrix((np.ones(len(ways)), (ways[:, 0], ways[:, 1])), shape=(count, count))
    links = one_way.tocsr() + one_way.T.tocsr() + identity(count, format="csr")
    shared = np.zeros((count, votes.shape[1]))
    np.add.at(shared, place, votes)
    for _ in range(options.smooth):
        shared = links @ (shared / np.maximum(shared.sum(axis=1, keepdims=True), 1e-9))
    shared /= np.maximum(shared.sum(axis=1, keepdims=True), 1e-9)
    panel = smooth_patches(surface.vertices_m, joined, surface.faces, options.crease_rad)
    area = np.linalg.norm(area_vectors(surface.vertices_m, surface.faces), axis=1)
    of_panel = np.zeros((int(panel.max()) + 1, votes.shape[1]))
    np.add.at(of_panel, panel, area[:, None] * votes[surface.faces].mean(axis=1))
    of_panel /= np.maximum(of_panel.sum(axis=1, keepdims=True), 1e-20)
    told = shared[place]
    told[surface.faces.ravel()] += options.panel * of_panel[np.repeat(panel, 3)]
    return np.asarray(told.argmax(axis=1))


def _without_shadows(
    colour: Float[np.ndarray, "P 3"], group: Int[np.ndarray, " P"], options: FillOptions
) -> Int[np.ndarray, " P"]:
    """Small dark groups join a brighter one of their hue: they are its shadows; the smallest join any."""
    count = int(group.max(initial=0)) + 1
    share = np.bincount(group, minlength=count) / max(len(group), 1)
    common = np.zeros((count, 3))
    for index in np.flatnonzero(share):
        common[index] = np.median(colour[group == index], axis=0)
    hue, bright = hue_and_brightness(common)
    joins = np.arange(count)
    for index in np.argsort(bright):
        if not 0 < share[index] < options.shadow:
            continue
        off = np.linalg.norm(hue - hue[index], axis=1)
        brighter = (bright > bright[index]) & (share > share[index])
        fit = brighter & (off < options.hue)
        if share[index] < options.least:
            fit = share > share[index]
        if fit.any():
            joins[index] = np.flatnonzero(fit)[off[fit].argmin()]
    for _ in range(count):
        joins = joins[joins]
    return np.asarray(joins[group])


def find_grains(
    picture: UInt8[np.ndarray, "h w 3"],
    inside: Bool[np.ndarray, "h w"],
    box: Box,
    camera: Camera,
    seen: Seen,
    group: Int[np.ndarray, " P"],
    options: FillOptions | None = None,
) -> dict[int, Grain]:
    """The grain of each group that has a patch large enough in the photo.

    Parameters
    ----------
    picture, inside, box
        The photo around the product, where the product surely is, and where that lies in the photo.
    camera
        Of the photo, `product` frame.
    seen, group
        Places that this photo sees, and their groups.
    """
    options = options or FillOptions()
    spots = camera.project(seen.points)
    column = np.clip((spots[:, 0] - box[0]).astype(np.int64), 0, picture.shape[1] - 1)
    row = np.clip((spots[:, 1] - box[1]).astype(np.int64), 0, picture.shape[0] - 1)
    # Each pixel belongs to the group of the nearest seen place: groups were made of base colours, not of light.
    marks = np.full(picture.shape[:2], -1, dtype=np.int64)
    marks[row, column] = group
    rows, columns = ndimage.distance_transform_edt(
        marks < 0, return_distances=False, return_indices=True
    )
    owner = np.where(inside, marks[rows, columns], -1)
    grains = {}
    for index in np.unique(group):
        room = ndimage.distance_transform_cdt(np.pad(owner == index, 1), "chessboard")[1:-1, 1:-1]
        reach = min(int(room.max()), options.patch_px // 2)
        if reach < LEAST_PATCH_PX // 2:
            continue
        y, x = np.unravel_index(int(room.argmax()), room.shape)
        patch = linear(
            picture[y - reach + 1 : y + reach, x - reach + 1 : x + reach].astype(np.float64)
        )
        ratio = _ratio(patch, max(reach / 12, 1.5), options)
        depth = float(np.median(spots[group == index, 2]))
        grains[int(index)] = Grain(ratio, depth / camera.focal_px)
    return grains


LEAST_PATCH_PX = 24


def detail_grain(
    rgb: UInt8[np.ndarray, "H W 3"],
    extent_m: float,
    colours: Mapping[int, Float[np.ndarray, "3"]],
    options: FillOptions | None = None,
) -> tuple[int, Grain] | None:
    """The grain that a close-up shows, and the group whose hue it has; None if no group matches.

    A close-up says nothing of its scale: it is taken to show a fifth of the product.
    """
    options = options or FillOptions()
    shown = linear(np.median(rgb.reshape(-1, 3), axis=0).astype(np.float64))
    names = list(colours)
    hue, bright = hue_and_brightness(np.stack([shown, *colours.values()]))
    off = np.linalg.norm(hue[1:] - hue[0], axis=1) + 0.3 * np.abs(bright[1:] - bright[0])
    nearest = int(off.argmin())
    if off[nearest] > options.hue:
        return None
    height, width = rgb.shape[:2]
    side = min(height, width, 2 * options.patch_px)
    y, x = (height - side) // 2, (width - side) // 2
    patch = linear(rgb[y : y + side, x : x + side].astype(np.float64))
    return names[nearest], Grain(_ratio(patch, side / 8, options), SHOWN * extent_m / width)


SHOWN = 0.2


def _ratio(
    patch: Float[np.ndarray, "h w 3"], sigma: float, options: FillOptions
) -> Float[np.ndarray, "h w 3"]:
    """A patch over its own blur, tamed."""
    blur = ndimage.gaussian_filter(patch, (sigma, sigma, 0), mode="reflect")
    return np.asarray(np.clip((patch + 0.01) / (blur + 0.01), 0.85, 1.18) ** options.grain)
