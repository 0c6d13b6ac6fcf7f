"""Hero pictures: views, camera and light as Blender is told them, its absence, its file, and one small real render."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from reconstruct.camera import Camera
from showroom.errors import CheckUnavailableError, SceneError, ShowroomError, WrongUseError
from showroom.gltf import write_glb
from showroom.hero import hero
from showroom.hero import process as hero_process
from showroom.hero.request import (
    T_BLENDER_ROOM,
    HeroOptions,
    HeroRoom,
    blender_lens,
    blender_light,
    chosen_view,
    read_hero_room,
)
from showroom.picture.layered_exr import read_layers
from showroom.picture.saved_view import SavedView
from showroom.scene import (
    Material,
    Mesh,
    Node,
    PerspectiveCamera,
    Primitive,
    PunctualLight,
    Scene,
    rotation_looking_along,
)

DOWN = np.array([0.0, -1.0, 0.0])
RED = Material("red", base_colour=(0.6, 0.05, 0.05, 1.0))
GREY = Material("grey", base_colour=(0.5, 0.5, 0.5, 1.0))


def _quad(corners: list[list[float]], normal: list[float], material: Material) -> Mesh:
    places, faces = np.array(corners, dtype=np.float64), np.array([[0, 1, 2], [0, 2, 3]])
    return Mesh(
        material.name,
        (Primitive(places, np.tile(np.array(normal, dtype=np.float64), (4, 1)), faces, material),),
    )


def _scene() -> Scene:
    """A floor of 4 m by 4 m, a red wall behind it, a wall before it, the sun overhead, a lamp and a camera."""
    floor = _quad([[-2, 0, 2], [2, 0, 2], [2, 0, -2], [-2, 0, -2]], [0, 1, 0], GREY)
    back = _quad([[-2, 0, -2], [2, 0, -2], [2, 2, -2], [-2, 2, -2]], [0, 0, 1], RED)
    front = _quad([[2, 0, 2], [-2, 0, 2], [-2, 2, 2], [2, 2, 2]], [0, 0, -1], GREY)
    sun = PunctualLight("sun", "directional", (1.0, 0.9, 0.8), 1.5)
    lamp = PunctualLight("lamp", "point", (1.0, 0.7, 0.4), 2.0)
    return Scene(
        "small",
        (
            Node("shell-floor", mesh=floor, extras={"kind": "floor"}),
            Node("shell-wall-0", mesh=back, extras={"kind": "wall", "outward": [0.0, -1.0]}),
            Node("shell-wall-1", mesh=front, extras={"kind": "wall", "outward": [0.0, 1.0]}),
            Node("light-sun", rotation=rotation_looking_along(DOWN), light=sun),
            Node("light-1", translation_m=(1.0, 0.5, -1.0), light=lamp),
            Node(
                "entrance",
                translation_m=(0.0, 1.6, 1.0),
                camera=PerspectiveCamera("entrance", float(np.pi / 2)),
            ),
        ),
        extras={"style": "scandinavian", "room_type": "terrace"},
    )


def _view(width_px: int = 160) -> SavedView:
    camera = Camera.looking_at(
        np.array([0.0, 1.0, 4.0]),
        np.array([0.0, 1.0, 0.0]),
        vertical_fov_rad=0.9,
        width_px=width_px,
        height_px=width_px * 5 // 8,
    )
    camera = Camera(camera.T_world_camera, camera.focal_px, (80.0, 40.0), 160, 100)
    return SavedView(camera, frozenset({"shell-wall-1"}))


@pytest.fixture
def room(tmp_path: Path) -> HeroRoom:
    path = tmp_path / "showroom.glb"
    path.write_bytes(write_glb(_scene()))
    views = {"poster": _view().as_json()}
    path.with_name("showroom.json").write_text(json.dumps({"views": views}))
    return read_hero_room(path)


def test_a_view_comes_back_from_its_file() -> None:
    view = _view()
    again = SavedView.from_json(json.loads(json.dumps(view.as_json())), "poster")
    assert again.hidden == view.hidden
    assert again.camera.centre_px == view.camera.centre_px
    assert again.camera.T_world_camera == pytest.approx(view.camera.T_world_camera, abs=1e-6)
    with pytest.raises(SceneError, match=r"view 'poster': expected T_room_camera.*build the room"):
        SavedView.from_json({"hidden": []}, "poster")


def test_the_posters_view_is_scaled_to_the_asked_width(room: HeroRoom) -> None:
    view = chosen_view(room, HeroOptions(width_px=320))
    assert (view.camera.width_px, view.camera.height_px) == (320, 200)
    assert view.camera.centre_px == (160.0, 80.0)
    assert view.hidden == {"shell-wall-1"}


def test_a_camera_of_the_file(room: HeroRoom) -> None:
    view = chosen_view(room, HeroOptions(width_px=160, camera="entrance"))
    assert view.camera.position_m == pytest.approx([0.0, 1.6, 1.0])
    # 90 degrees from top to bottom: the focal length is half the height.
    assert view.camera.focal_px == pytest.approx(50.0)
    assert view.hidden == frozenset()
    with pytest.raises(WrongUseError, match=r"--camera door: .* choose one of entrance"):
        chosen_view(room, HeroOptions(camera="door"))


def test_without_a_kept_view_the_remedy_is_said(room: HeroRoom) -> None:
    with pytest.raises(WrongUseError, match=r"view 'dollhouse'.*build the room again.*entrance"):
        chosen_view(room, HeroOptions(from_above=True))


def test_files_that_are_no_room(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="found no such file"):
        read_hero_room(tmp_path / "none.glb")
    path = tmp_path / "other.glb"
    path.write_bytes(write_glb(Scene("bare", _scene().roots)))
    with pytest.raises(WrongUseError, match="found no style"):
        read_hero_room(path)


def test_blender_sees_a_point_where_our_camera_does() -> None:
    camera, point = _view().camera, np.array([0.7, 0.4, -1.2])
    told = blender_lens(camera)
    # Blender's own formula: the sensor's width spans the picture, the shift is in widths of it.
    local = np.linalg.inv(told["T_blender_camera"]) @ T_BLENDER_ROOM @ np.append(point, 1.0)
    x, y = local[:2] / -local[2] * told["lens_mm"] / told["sensor_mm"] - told["shift"]
    place = [(0.5 + x) * 160, 50 - y * 160]
    assert place == pytest.approx(camera.project(point[None])[0, :2])
    assert told["shift"] == pytest.approx([0.0, -10 / 160])


def test_blender_gets_the_posters_light(room: HeroRoom) -> None:
    told = blender_light(room)
    (sun,), (lamp,) = told["suns"], told["lamps"]
    assert sun["strength"] == pytest.approx(3.0 * 1.5)
    # It shines along its -Z: straight down, which is Blender's -Z.
    assert -np.array(sun["T"])[:3, 2] == pytest.approx([0.0, 0.0, -1.0])
    assert lamp["place_m"] == pytest.approx([1.0, 1.0, 0.5])
    assert lamp["watts"] == pytest.approx(4 * np.pi**2 * 0.02 * 2.0)
    ground, sky = told["sky"][0], told["sky"][-1]
    assert ground == pytest.approx(room.environment.ground, rel=1e-3)
    assert sky == pytest.approx(room.environment.sky, rel=0.02)


def test_without_blender_the_remedy_is_said(
    room: HeroRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hero_process, "blender_home", lambda: tmp_path / "nowhere")
    monkeypatch.delenv(hero_process.BLENDER_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CheckUnavailableError, match=r"found none; install Blender .*bpy==4\.5"):
        hero_process.find_blender()
    with pytest.raises(CheckUnavailableError, match="found neither; install Blender"):
        hero_process.find_blender(tmp_path / "python")
    run = CliRunner().invoke(hero.main, [str(room.path), "--out", str(tmp_path / "hero.webp")])
    assert run.exit_code == 2
    assert "install Blender" in run.output


def test_wrong_use(room: HeroRoom, tmp_path: Path) -> None:
    for extra, told in (
        (["--out", "hero.gif"], "ends in .webp or .png"),
        (["--out", "a.png", "--from-above", "--camera", "entrance"], "choose one of the two"),
    ):
        run = CliRunner().invoke(hero.main, [str(room.path), *extra])
        assert run.exit_code == 2
        assert told in run.output


def test_blender_that_fails_is_quoted(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho out of memory\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(ShowroomError, match=r"room.glb: .* ended with 3: out of memory"):
        hero_process.path_trace(broken, {"glb": "room.glb"}, tmp_path)


def _exr(layers: dict[str, np.ndarray], compression: int = 0) -> bytes:
    """An OpenEXR file of one part, as Blender writes it without compression."""
    names = sorted(layers)
    height, width = layers[names[0]].shape
    channels = b"".join(n.encode() + b"\0" + struct.pack("<iIii", 2, 0, 1, 1) for n in names)
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    data = b"\x76\x2f\x31\x01" + struct.pack("<i", 2)
    for name, kind, value in (
        ("channels", "chlist", channels + b"\0"),
        ("compression", "compression", bytes([compression])),
        ("dataWindow", "box2i", window),
    ):
        data += (
            name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value
        )
    data += b"\0" + b"\0" * 8 * height
    for y in range(height):
        row = b"".join(layers[name][y].astype("<f4").tobytes() for name in names)
        data += struct.pack("<ii", y, len(row)) + row
    return data


def test_layers_come_back_from_a_file() -> None:
    rng = np.random.default_rng(3)
    layers = {f"ViewLayer.Combined.{c}": rng.random((3, 5), dtype=np.float32) for c in "RGBA"}
    data = _exr(layers)
    found = read_layers(data)
    assert set(found) == set(layers)
    assert all((found[name] == layers[name]).all() for name in layers)
    with pytest.raises(SceneError, match=r"expected .* bytes, found"):
        read_layers(data[:-1])
    with pytest.raises(SceneError, match="expected no compression, found kind 3"):
        read_layers(_exr(layers, compression=3))
    with pytest.raises(SceneError, match="expected an OpenEXR file"):
        read_layers(b"glTF")


def test_the_picture_is_exposed_by_the_light_that_falls(
    room: HeroRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grey half under even light stays grey however bright the light is; the other half is the garden."""
    made = []

    def fake(_: Path, request: dict[str, Any], __: Path) -> bytes:
        width, height = request["lens"]["size_px"]
        covered = np.zeros((height, width))
        covered[height // 2 :] = 1
        strength = 7.0 if made else 0.3
        layers = {}
        for channel in "RGB":
            layers[f"V.Combined.{channel}"] = covered * 0.2 * strength
            layers[f"V.DiffDir.{channel}"] = covered * strength
            layers[f"V.DiffInd.{channel}"] = covered * 0
            layers[f"V.DiffCol.{channel}"] = covered * 0.2
        layers["V.Combined.A"] = covered
        made.append(request)
        return _exr(layers)

    monkeypatch.setattr(hero, "path_trace", fake)
    first, second = (
        hero.hero_picture(room, Path("blender"), HeroOptions(width_px=160)) for _ in range(2)
    )
    assert (first == second).all()
    assert np.ptp(first[-1, -1].astype(int)) <= 1
    assert 90 < first[-1, -1, 0] < 125  # 0.2 * 0.74 less the tone curve's toe, in sRGB
    assert first[2, 80, 2] > 150
    assert made[0]["open"] is True  # no ceiling
    assert made[0]["hidden"] == ["shell-wall-1"]
    # Under a ceiling the room is metered first, for the light that hidden walls send out.
    document = json.loads(json.dumps(room.document))
    document["nodes"][0]["extras"]["kind"] = "ceiling"
    hero.hero_picture(replace(room, document=document), Path("blender"), HeroOptions(width_px=320))
    assert [request["denoise"] for request in made[2:]] == [False, True]
    assert made[2]["lens"]["size_px"] == [160, 100]
    assert made[3]["hidden_radiance"] == pytest.approx([1.4] * 3)


def test_a_real_render_sees_the_red_wall(room: HeroRoom, tmp_path: Path) -> None:
    try:
        blender = hero_process.find_blender()
    except CheckUnavailableError as error:
        pytest.skip(str(error))
    pictures = []
    for name in ("a.png", "b.png"):
        command = [
            sys.executable,
            "-m",
            "showroom.hero.hero.hero",
            str(room.path),
            "--blender",
            str(blender),
        ]
        command += ["--out", str(tmp_path / name), "--width-px", "96", "--samples", "8", "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert json.loads(run.stdout)["height_px"] == 60
        pictures.append(np.asarray(Image.open(tmp_path / name)).astype(int))
    first, second = pictures
    assert (first == second).all()
    across, down = (
        96 / 160 * c for c in _view().camera.project(np.array([[0.0, 1.0, -2.0]]))[0, :2]
    )
    red, green, blue = first[round(down), round(across)]
    assert red > 2 * green
    assert red > 2 * blue
    floor = first[-4, 48]
    assert np.ptp(floor) < 40  # grey, warmed by the wall and the lamp
