"""A candidate shape as a graph that a network can judge against a photo.

Points spread over its surface, their neighbours, and at each point what the photo, its mirror image and the
predicted occupancy say there.

Lengths are those of the `canonical` frame (longest side 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, UInt8
from scipy import ndimage
from scipy.spatial import KDTree

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX
from reconstruct.known_part import KnownPart
from reconstruct.raycast import RayCaster

__all__ = [
    "EDGE_FEATURES",
    "GLOBAL_FEATURES",
    "NODES",
    "NODE_FEATURES",
    "PhotoEvidence",
    "ShapeGraph",
    "shape_graph",
    "spread_points",
]

NODES = 320
NEIGHBOURS = 8
EARLY = 24  # channels of the trunk's early features
NODE_FEATURES = 3 + 3 + 3 + 2 * 8 + EARLY + 5
EDGE_FEATURES = 5
GLOBAL_FEATURES = 7
# A probe of the occupancy goes this far along the normal, outside and inside.
PROBES = (-0.08, -0.04, 0.0, 0.04, 0.08)
VISIBLE_WITHIN = 0.02


@dataclass(frozen=True)
class PhotoEvidence:
    """What a photo has to say about any candidate.

    Attributes
    ----------
    crop
        The product's crop: colour and matte.
    early
        Features of the trunk's frozen early blocks.
    outline
        Signed distance to the matte's outline in shares of the crop, positive inside.
    occupancy
        Probability of matter in the cells of the product's box.
    edges
        Strength of the picture's edges inside the matte, 0 to 1.
    part
        What the crop shows; None if it shows all of the product.
    """

    crop: UInt8[np.ndarray, "128 128 4"]
    early: Float32[np.ndarray, "24 32 32"]
    outline: Float32[np.ndarray, "64 64"]
    occupancy: Float32[np.ndarray, "32 32 32"]
    edges: Float32[np.ndarray, "128 128"]
    part: KnownPart | None = None

    @classmethod
    def of(
        cls,
        crop: UInt8[np.ndarray, "128 128 4"],
        early: Float32[np.ndarray, "24 32 32"],
        outline: Float32[np.ndarray, "64 64"],
        occupancy: Float32[np.ndarray, "32 32 32"],
        part: KnownPart | None = None,
    ) -> PhotoEvidence:
        """Gather the evidence; the edges are found here."""
        grey = crop[..., :3].mean(axis=2) * (crop[..., 3] / 255.0)
        slope = np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1))
        edges = np.clip(slope / 200, 0, 1).astype(np.float32)
        return cls(crop, early, outline, occupancy, edges, part)


@dataclass(frozen=True)
class ShapeGraph:
    """N points on a shape.

    Attributes
    ----------
    points, normals
        In the `canonical` frame.
    nodes
        Features of the points.
    edges
        Pairs of points (from, to).
    edge_features
        Features of the pairs.
    whole
        Features of the shape as a whole.
    """

    points: Float32[np.ndarray, "N 3"]
    normals: Float32[np.ndarray, "N 3"]
    nodes: Float32[np.ndarray, "N F"]
    edges: Int[np.ndarray, "2 E"]
    edge_features: Float32[np.ndarray, "E G"]
    whole: Float32[np.ndarray, " H"]


def spread_points(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], count: int
) -> tuple[Float32[np.ndarray, "N 3"], Float32[np.ndarray, "N 3"]]:
    """Points and normals spread over the surface by area, the same for the same mesh."""
    corners = vertices[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    double_area = np.linalg.norm(cross, axis=1)
    # Even steps along the summed area: no face gets more than its share.
    steps = (np.arange(count) + 0.5) / count * double_area.sum()
    face = np.minimum(np.searchsorted(np.cumsum(double_area), steps), len(faces) - 1)
    # The R2 sequence fills each face evenly.
    a = np.sqrt((0.5 + 0.7548776662466927 * np.arange(count)) % 1)[:, None]
    b = ((0.5 + 0.5698402909980532 * np.arange(count)) % 1)[:, None]
    first, second, third = (corners[face, i] for i in range(3))
    points = (1 - a) * first + a * (1 - b) * second + a * b * third
    normals = cross[face] / np.maximum(double_area[face], 1e-12)[:, None]
    return points.astype(np.float32), normals.astype(np.float32)


def shape_graph(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    caster: RayCaster,
    camera: Camera,
    evidence: PhotoEvidence,
    judged: Float[np.ndarray, "4"],
) -> ShapeGraph:
    """The graph of a candidate seen by a camera of the crop.

    Parameters
    ----------
    vertices, faces, caster
        The candidate, `canonical` frame.
    camera
        In pixels of the crop, `canonical` frame.
    evidence
        Of the photo.
    judged
        The network's likeness (log probability), agreement with the occupancy, overlap with the matte and outline
        distance (shares of the crop) of the candidate as a whole.
    """
    points, normals = spread_points(vertices, faces, NODES)
    half = np.abs(vertices).max(axis=0)
    mirror = np.array([-1.0, 1.0, 1.0], dtype=np.float32)
    here = _photo_features(points, normals, caster, camera, evidence)
    there = _photo_features(points * mirror, normals * mirror, caster, camera, evidence)
    position = _early_position(points, camera)
    if evidence.part is not None:
        here, there, swapped = _supplied(points, mirror, here, there, camera, evidence.part)
        position[:, swapped] = _early_position(points * mirror, camera)[:, swapped]
    early = np.stack(
        [ndimage.map_coordinates(c, position, order=1, mode="nearest") for c in evidence.early],
        axis=1,
    )
    probes = np.stack(
        [_probe(evidence.occupancy, points + step * normals, half) for step in PROBES], axis=1
    )
    nodes = np.concatenate(
        [
            points * 2,
            normals,
            np.broadcast_to(half, points.shape) * 2,
            here,
            there,
            0.5 * early,
            probes,
        ],
        axis=1,
    )
    edges, edge_features = _edges(points, normals)
    whole = np.concatenate([half * 2, judged * np.array([0.2, 2.0, 2.0, 10.0])])
    return ShapeGraph(
        points,
        normals,
        nodes.astype(np.float32),
        edges,
        edge_features,
        whole.astype(np.float32),
    )


def _photo_features(
    points: Float32[np.ndarray, "N 3"],
    normals: Float32[np.ndarray, "N 3"],
    caster: RayCaster,
    camera: Camera,
    evidence: PhotoEvidence,
) -> Float[np.ndarray, "N 8"]:
    """What the photo shows at each point: whether it is seen, how squarely, outline, edges, colour, matte."""
    seen = camera.project(points.astype(np.float64))
    way = camera.position_m - points
    away = np.linalg.norm(way, axis=1)
    way = way / np.maximum(away, 1e-9)[:, None]
    square = (way * normals).sum(axis=1)
    visible = _is_visible(points, normals, way, square, away, caster)
    row, column = seen[:, 1] - 0.5, seen[:, 0] - 0.5
    coarse = np.stack([(row + 0.5) / 2 - 0.5, (column + 0.5) / 2 - 0.5])
    outline = ndimage.map_coordinates(evidence.outline, coarse, order=1, mode="nearest")
    pixel = (
        np.clip(np.round(row), 0, CROP_PX - 1).astype(int),
        np.clip(np.round(column), 0, CROP_PX - 1).astype(int),
    )
    picture = evidence.crop[pixel].astype(np.float64) / 255
    edges = ndimage.map_coordinates(evidence.edges, np.stack([row, column]), order=1)
    return np.concatenate(
        [
            np.stack([visible.astype(np.float64), square, 8 * outline, edges], axis=1),
            picture,
        ],
        axis=1,
    )


def _supplied(
    points: Float32[np.ndarray, "N 3"],
    mirror: Float32[np.ndarray, "3"],
    here: Float[np.ndarray, "N 8"],
    there: Float[np.ndarray, "N 8"],
    camera: Camera,
    part: KnownPart,
) -> tuple[Float[np.ndarray, "N 8"], Float[np.ndarray, "N 8"], Bool[np.ndarray, " N"]]:
    """Features with what the photo does not show taken from the mirror image, and which of `here` those are.

    Where neither is shown, a point is taken as what every point of the true shape is: inside the matte. It is not seen.
    """
    here, there = here.copy(), there.copy()
    shown = part.shows(camera.project(points.astype(np.float64))[:, :2])
    shown_there = part.shows(camera.project((points * mirror).astype(np.float64))[:, :2])
    swapped = ~shown & shown_there
    # All but how squarely it is seen, which the camera says.
    facing = np.array([0, 2, 3, 4, 5, 6, 7])
    before = here.copy()
    here[np.ix_(swapped, facing)] = there[np.ix_(swapped, facing)]
    back = shown & ~shown_there
    there[np.ix_(back, facing)] = before[np.ix_(back, facing)]
    neither = ~shown & ~shown_there
    for features in (here, there):
        features[neither, 0] = 0
        features[neither, 2] = np.maximum(features[neither, 2], 8 * INSIDE)
        features[neither, 3] = 0
        features[neither, 4:7] = features[~neither, 4:7].mean(axis=0) if (~neither).any() else 0.5
        features[neither, 7] = 1
    return here, there, swapped


# How far inside the matte a point is taken to be where the photo shows neither it nor its mirror image; a share of
# the crop.
INSIDE = 0.03


def _is_visible(
    points: Float32[np.ndarray, "N 3"],
    normals: Float32[np.ndarray, "N 3"],
    way: Float[np.ndarray, "N 3"],
    square: Float[np.ndarray, " N"],
    away: Float[np.ndarray, " N"],
    caster: RayCaster,
) -> Bool[np.ndarray, " N"]:
    """Whether nothing stands between each point and the camera."""
    origins = points + 1e-3 * normals
    hits = caster.cast(origins, way)
    return np.asarray((square > 0) & ~(hits.distance_m < away))


def _early_position(points: Float32[np.ndarray, "N 3"], camera: Camera) -> Float[np.ndarray, "2 N"]:
    """Row and column of each point in the early features."""
    seen = camera.project(points.astype(np.float64))
    step = CROP_PX / 32
    return np.stack([seen[:, 1] / step - 0.5, seen[:, 0] / step - 0.5])


def _probe(
    occupancy: Float32[np.ndarray, "X Y Z"],
    points: Float[np.ndarray, "N 3"],
    half: Float[np.ndarray, "3"],
) -> Float[np.ndarray, " N"]:
    """Occupancy at points; nothing lies outside of the box."""
    cells = occupancy.shape[0]
    place = (points / np.maximum(half, 1e-6) + 1) / 2 * cells - 0.5
    return np.asarray(
        ndimage.map_coordinates(occupancy, place.T, order=1, mode="constant", cval=0.0)
    )


def _edges(
    points: Float32[np.ndarray, "N 3"], normals: Float32[np.ndarray, "N 3"]
) -> tuple[Int[np.ndarray, "2 E"], Float32[np.ndarray, "E 5"]]:
    """Each point's nearest neighbours; the two sides of a thin board are apart."""
    # Half of the normals' difference counts as a distance of a twentieth.
    tree = KDTree(np.concatenate([points, 0.05 * normals], axis=1))
    near = np.asarray(tree.query(tree.data, k=NEIGHBOURS + 1)[1])
    target = np.repeat(np.arange(len(points)), NEIGHBOURS)
    source = near[:, 1:].ravel()
    way = points[source] - points[target]
    features = np.concatenate(
        [
            8 * way,
            (normals[source] * normals[target]).sum(axis=1, keepdims=True),
            8 * (way * normals[target]).sum(axis=1, keepdims=True),
        ],
        axis=1,
    )
    return np.stack([source, target]), features.astype(np.float32)
