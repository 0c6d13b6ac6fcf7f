"""Reads Sweet Home 3D furniture libraries (.sh3f): artists' textured models with name, credit, licence and true size.

Scopia and Kator Legaz are learned from; the two BlendSwap libraries are other hands and are only judged by: a
hold-out by hash within one library has near-twins on both sides.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Float32, Int32, UInt8

from reconstruct.training.relight import TexturedMesh
from reconstruct.training.shape_file import TrainingShape
from reconstruct.training.shapes import store_shape
from reconstruct.training.sources import category_of_name

__all__ = ["JUDGED", "LEARNED", "LibraryModel", "import_libraries", "load_textured", "read_library"]

LEARNED = ("Scopia", "KatorLegaz")
JUDGED = ("BlendSwap-CC-0", "BlendSwap-CC-BY")
_LICENCE = {
    "Scopia": "CC-BY 3.0",
    "KatorLegaz": "CC-BY 3.0 US",
    "BlendSwap-CC-0": "CC0 1.0",
    "BlendSwap-CC-BY": "CC-BY 3.0",
}
# Never products of a room: people, vehicles, buildings, and what is screwed into walls.
_LEFT_OUT = {"Characters", "Vehicles", "Exterior", "Staircases", "Doors and windows"}


@dataclass(frozen=True)
class LibraryModel:
    """One entry of a library.

    Attributes
    ----------
    shape_id
        Library and number.
    name, kind, creator, licence
        As the library says; `kind` is its own category.
    member
        The OBJ file inside the archive.
    turn
        Rotation that stands the model upright with its front to +Z.
    size_m
        True width, height and depth.
    """

    shape_id: str
    name: str
    kind: str
    creator: str
    licence: str
    member: str
    turn: Float[np.ndarray, "3 3"]
    size_m: Float[np.ndarray, "3"]

    @property
    def category(self) -> str:
        """Ours, by the name."""
        return category_of_name(self.name)


def read_library(path: Path) -> list[LibraryModel]:
    """Entries of a library that could stand in a room."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("PluginFurnitureCatalog.properties").decode("latin-1")
    values: dict[str, str] = {}
    for line in text.splitlines():
        key, found, value = line.partition("=")
        if found and not line.startswith("#"):
            values[key.strip()] = value.strip()
    models = []
    for key in (k for k in values if k.startswith("id#")):
        number = key[3:]
        entry = {
            k: values.get(f"{k}#{number}", "") for k in ("name", "category", "creator", "model")
        }
        if entry["category"] in _LEFT_OUT:
            continue
        turn = np.eye(3)
        if f"modelRotation#{number}" in values:
            turn = np.array(values[f"modelRotation#{number}"].split(), dtype=float).reshape(3, 3)
        size_cm = [float(values[f"{side}#{number}"]) for side in ("width", "height", "depth")]
        models.append(
            LibraryModel(
                shape_id=f"{path.stem}-{int(number):03d}",
                name=entry["name"],
                kind=entry["category"],
                creator=entry["creator"],
                licence=_LICENCE.get(path.stem, ""),
                member=entry["model"].lstrip("/"),
                turn=turn,
                size_m=np.array(size_cm) / 100,
            )
        )
    return sorted(models, key=lambda m: m.shape_id)


def import_libraries(folder: Path, cache: Path, *, target_faces: int = 2500) -> int:
    """Store every model of the four libraries in the cache; returns how many are there."""
    there = 0
    for stem in (*LEARNED, *JUDGED):
        library = folder / f"{stem}.sh3f"
        if not library.exists():
            raise FileNotFoundError(
                f"{library}: expected the Sweet Home 3D library (package sweethome3d-furniture), found nothing. "
                "Download the package, unpack it and give its furniture folder."
            )
        out = cache / "shapes" / stem
        out.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(library) as archive, tempfile.TemporaryDirectory() as scratch:
            archive.extractall(scratch)
            for model in read_library(library):
                path = out / f"{model.shape_id}.npz"
                if not path.exists():
                    shape = load_model(Path(scratch), model, stem)
                    error = store_shape(shape, path, target_faces=target_faces)
                    if error:
                        print(f"{model.shape_id} {model.name}: {error}", flush=True)
                there += path.exists()
    return there


def load_model(folder: Path, model: LibraryModel, library: str) -> TrainingShape:
    """The mesh of one entry, in the `product` frame, in true size."""
    import trimesh

    corners: list[Float32[np.ndarray, "v 3"]] = []
    faces: list[Int32[np.ndarray, "f 3"]] = []
    material: list[Int32[np.ndarray, " f"]] = []
    names: list[str] = []
    colours: list[UInt8[np.ndarray, "3"]] = []
    base = 0
    for name, part in _parts(trimesh.load(folder / model.member, force="scene", process=False)):
        colours.append(_colour(part))
        names.append(name)
        corners.append(np.asarray(part.vertices, dtype=np.float32))
        faces.append(np.asarray(part.faces, dtype=np.int32) + base)
        material.append(np.full(len(part.faces), len(names) - 1, dtype=np.int32))
        base += len(part.vertices)
    turned = np.concatenate(corners) @ model.turn.T.astype(np.float32)
    extent = np.maximum(np.ptp(turned, axis=0), 1e-9)
    return TrainingShape(
        shape_id=model.shape_id,
        category=model.category,
        source=f"Sweet Home 3D, {library}, {model.name}",
        licence=model.licence,
        credit=model.creator,
        vertices_m=(turned * (model.size_m / extent)).astype(np.float32),
        faces=np.concatenate(faces),
        material=np.concatenate(material),
        materials=tuple(names),
        colours=np.stack(colours),
    )


def load_textured(folder: Path, model: LibraryModel) -> TexturedMesh:
    """The mesh of one entry with its pictures, in the `product` frame, in true size, bottom centre at the origin."""
    import trimesh

    corners: list[Float[np.ndarray, "v 3"]] = []
    faces: list[Int32[np.ndarray, "f 3"]] = []
    uvs: list[Float[np.ndarray, "f 3 2"]] = []
    part_of: list[Int32[np.ndarray, " f"]] = []
    pictures: list[UInt8[np.ndarray, "h w 3"]] = []
    base = 0
    for _, part in _parts(trimesh.load(folder / model.member, force="scene", process=False)):
        corner = np.asarray(part.faces, dtype=np.int32)
        uv = getattr(part.visual, "uv", None)
        image = getattr(getattr(part.visual, "material", None), "image", None)
        if image is not None and uv is not None:
            pictures.append(np.asarray(image.convert("RGB")))
            flipped = np.asarray(uv, dtype=np.float64) * [1, -1] + [0, 1]
            uvs.append(flipped[corner])
        else:
            pictures.append(_colour(part)[None, None])
            uvs.append(np.zeros((len(corner), 3, 2)))
        corners.append(np.asarray(part.vertices, dtype=np.float64))
        faces.append(corner + base)
        part_of.append(np.full(len(corner), len(pictures) - 1, dtype=np.int32))
        base += len(part.vertices)
    turned = np.concatenate(corners) @ model.turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    share = (turned - low) / np.maximum(high - low, 1e-9)
    return TexturedMesh(
        vertices=(share - [0.5, 0.0, 0.5]) * model.size_m,
        faces=np.concatenate(faces).astype(np.int64),
        uvs=np.concatenate(uvs),
        part=np.concatenate(part_of).astype(np.int64),
        pictures=tuple(pictures),
    )


def _parts(scene: Any) -> Iterator[tuple[str, Any]]:
    for name, part in scene.geometry.items():
        if len(getattr(part, "faces", ())):
            yield str(name), part


def _colour(part: Any) -> UInt8[np.ndarray, "3"]:
    """Mean sRGB colour: of the texture if there is one."""
    material = getattr(part.visual, "material", None)
    image = getattr(material, "image", None)
    if image is not None:
        from PIL import Image

        data = io.BytesIO()
        image.convert("RGB").save(data, "PNG")
        pixel = Image.open(data).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        return np.array(pixel, dtype=np.uint8)
    diffuse = getattr(material, "diffuse", None)
    if diffuse is None:
        return np.full(3, 128, dtype=np.uint8)
    return np.asarray(diffuse, dtype=np.uint8)[:3]
