"""The lattice follows outlines, keeps the box, and leaves what it cannot explain."""

import numpy as np
import pytest

from reconstruct.baselines import box
from reconstruct.errors import ShapeError
from reconstruct.lattice import LatticeOptions, drape
from reconstruct.outline import look
from reconstruct.planes import flat_parts, keep_flat
from reconstruct.size import ProductSize
from reconstruct.surface import subdivided
from reconstruct.viewpoint import Viewpoint, canonical

VIEW = Viewpoint(0.4, 0.3, 3.0)


def _pillar() -> tuple[np.ndarray, np.ndarray]:
    solid = box(ProductSize(0.5, 1.0, 0.5))
    vertices, faces = subdivided(canonical(solid.vertices_m), solid.faces, least=2000)
    return vertices, faces


def _swollen(vertices: np.ndarray, by: float = 0.35) -> np.ndarray:
    """A waist: narrower half way up, so that the box stays."""
    shrink = 1 - by * np.cos(np.pi * vertices[:, 1]) ** 2
    return vertices * np.stack([shrink, np.ones_like(shrink), shrink], axis=1)


def _crop(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """What a photo from `VIEW` shows."""
    from reconstruct.raycast import RayCaster
    from reconstruct.viewpoint import frame_camera

    camera, _ = frame_camera(vertices, VIEW, (16.0, 8.0, 112.0, 120.0), 128)
    hit = RayCaster(vertices, faces).cast(*camera.rays()).hit.reshape(128, 128)
    return np.where(hit[..., None], 255, 0).astype(np.uint8).repeat(4, axis=2)


def test_the_lattice_at_rest_moves_nothing() -> None:
    vertices, faces = _pillar()
    crop = _crop(vertices, faces)
    assert drape(vertices, faces, [VIEW], [crop], LatticeOptions(rounds=0)) == pytest.approx(
        vertices, abs=1e-9
    )


def test_a_pillar_takes_on_a_waist_and_keeps_its_box() -> None:
    vertices, faces = _pillar()
    wanted = _swollen(vertices)
    crop = _crop(wanted, faces)
    before = look(vertices, faces, [VIEW], [crop])[0].overlap
    moved = drape(vertices, faces, [VIEW], [crop], LatticeOptions(flat=0.0))
    after = look(moved, faces, [VIEW], [crop])[0].overlap
    assert before < 0.9 < 0.94 < after
    assert np.ptp(moved, axis=0) == pytest.approx(np.ptp(vertices, axis=0), abs=1e-9)
    assert np.abs(moved - wanted).mean() < 0.85 * np.abs(vertices - wanted).mean()


def test_what_follows_is_mirrored() -> None:
    from reconstruct.lattice import _Lattice

    rng = np.random.default_rng(0)
    points = rng.uniform(-0.5, 0.5, (50, 3))
    lattice = _Lattice((4, 5, 4), np.full(3, 0.5))
    knobs = lattice.rest + rng.normal(0, 0.1, lattice.unknowns)
    both = lattice.weights(np.concatenate([points, points * [-1, 1, 1]]))
    _, moved = lattice.in_box(knobs, both)
    assert np.abs(moved[:50] - points).max() > 0.02
    assert moved[:50] * [-1, 1, 1] == pytest.approx(moved[50:], abs=1e-12)


def test_a_move_has_to_be_worth_it() -> None:
    vertices, faces = _pillar()
    crop = _crop(_swollen(vertices), faces)
    assert drape(vertices, faces, [VIEW], [crop], LatticeOptions(effort=100.0)) == pytest.approx(
        vertices, abs=1e-9
    )


def test_an_empty_matte_changes_nothing() -> None:
    vertices, faces = _pillar()
    nothing = np.zeros((128, 128, 4), np.uint8)
    assert drape(vertices, faces, [VIEW], [nothing]) == pytest.approx(vertices, abs=1e-9)


def test_an_open_mesh_is_refused() -> None:
    vertices, faces = _pillar()
    with pytest.raises(ShapeError, match="closed surface"):
        subdivided(vertices, faces[1:], least=10)


def test_a_box_has_six_planes_of_its_sides() -> None:
    vertices, faces = _pillar()
    label = flat_parts(vertices, faces)
    assert set(label.tolist()) == set(range(6))
    for plane in range(6):
        corners = vertices[faces[label == plane]].reshape(-1, 3)
        assert np.ptp(corners, axis=0).min() < 1e-9


def test_a_ball_has_no_plane() -> None:
    import trimesh

    ball = trimesh.creation.icosphere(subdivisions=4)
    assert (flat_parts(np.array(ball.vertices), np.array(ball.faces, dtype=np.int64)) == -1).all()


def test_dents_are_snapped_out_and_edges_stay_sharp() -> None:
    vertices, faces = _pillar()
    dented = vertices + np.random.default_rng(0).normal(0, 0.002, vertices.shape)
    crisp = keep_flat(vertices, dented, faces)
    assert np.abs(crisp - vertices).max() < 0.01  # along a plane nothing is known
    label = flat_parts(vertices, faces)
    for plane in range(6):
        corners = crisp[np.unique(faces[label == plane])]
        assert np.ptp(corners, axis=0).min() < 2e-4


def test_a_side_bent_on_purpose_stays_bent() -> None:
    vertices, faces = _pillar()
    waist = _swollen(vertices)
    assert np.abs(keep_flat(vertices, waist, faces) - waist).max() < 0.012
