"""Turns a checkpoint and the learned shapes into what ships: half-precision weights and a bank of the best shapes.

The bank is the subset that leaves the fewest shapes without a likeness: chosen greedily, each next shape being the
one that adds most.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import manifold3d  # type: ignore[import-not-found]
import numpy as np
import torch
from jaxtyping import Float, Int
from safetensors.torch import save_file

from reconstruct.bank import BankShape, pack_bank, read_bank
from reconstruct.network.model import BANK, JUDGE, READER
from reconstruct.network.part_judge import PartJudge
from reconstruct.training.dataset import LearnedShape, read_solid
from reconstruct.training.likeness import likeness_matrix
from reconstruct.training.sources import CATEGORIES
from reconstruct.weights import CHECKSUMS

WEIGHTS = (".json", ".npz", ".onnx", ".safetensors")
__all__ = ["PackOptions", "choose_shapes", "lighten", "pack", "pack_judge", "write_checksums"]


@dataclass(frozen=True)
class PackOptions:
    """How much to ship.

    Attributes
    ----------
    shapes
        Size of the bank.
    triangles
        Of a shape, about.
    bank
        A bank to keep as it is, instead of making one.
    """

    shapes: int = 1300
    triangles: int = 900
    bank: Path | None = None


def choose_shapes(alike: Float[np.ndarray, "N N"], count: int) -> Int[np.ndarray, " K"]:
    """Rows of the subset to which all shapes are most alike (greedy facility location), in ascending order."""
    covered = np.zeros(len(alike), dtype=alike.dtype)
    chosen: list[int] = []
    for _ in range(min(count, len(alike))):
        gain = np.maximum(alike - covered[:, None], 0).sum(axis=0)
        gain[chosen] = -1
        best = int(gain.argmax())
        chosen.append(best)
        covered = np.maximum(covered, alike[:, best])
    return np.sort(np.array(chosen))


def lighten(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], triangles: int
) -> tuple[Float[np.ndarray, "v 3"], Int[np.ndarray, "f 3"]]:
    """Collapse edges of a closed mesh within a growing tolerance until about `triangles` are left."""
    mesh = manifold3d.Mesh64(vertices.astype(np.float64), faces.astype(np.uint64))
    light = manifold3d.Manifold(mesh)
    if light.status() != manifold3d.Error.NoError:
        return vertices, faces
    for tolerance in (0.002, 0.003, 0.0045, 0.007, 0.01):
        if light.num_tri() <= triangles:
            break
        light = light.simplify(tolerance)
    answer = light.to_mesh64()
    return np.array(answer.vert_properties[:, :3]), np.array(answer.tri_verts, dtype=np.int64)


def _bank_shape(shape: LearnedShape, triangles: int) -> BankShape:
    vertices, faces = lighten(shape.vertices.astype(np.float64), shape.faces, triangles)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    return BankShape(
        shape.shape_id,
        shape.category,
        (vertices - low) / np.maximum(high - low, 1e-9) - 0.5,
        faces,
        shape.size_m.astype(np.float64),
    )


def pack(cache: Path, out: Path, options: PackOptions | None = None) -> None:
    """Write weights, bank and `SHA256SUMS` into `out` from the cache's checkpoints."""
    options = options or PackOptions()
    saved = torch.load(cache / "checkpoints" / "reader.pt", weights_only=False, map_location="cpu")
    names: list[str] = saved["bank"]
    out.mkdir(parents=True, exist_ok=True)
    if options.bank is None:
        rows = _make_bank(cache, names, out / BANK, options)
    else:
        kept = read_bank(options.bank).names
        lost = sorted(set(kept) - set(names))
        if lost:
            raise ValueError(
                f"{options.bank}: expected shapes that the network was trained with, found {len(lost)} others, "
                f"the first {lost[0]}; render them and train again, or make a new bank"
            )
        rows = np.array([names.index(name) for name in kept])
        (out / BANK).write_bytes(options.bank.read_bytes())
    state = {
        key: value.half() if value.is_floating_point() else value
        for key, value in saved["model"].items()
        if not key.endswith("num_batches_tracked") and not key.startswith("occupancy.")
    }
    state["bank"] = state["bank"][torch.from_numpy(rows)].contiguous()
    state = {key: value.contiguous().clone() for key, value in state.items()}
    save_file(state, out / READER, metadata={"categories": json.dumps(CATEGORIES)})
    pack_judge(cache, out)


def _make_bank(
    cache: Path, names: list[str], path: Path, options: PackOptions
) -> Int[np.ndarray, " K"]:
    """Write the bank; returns the rows of its shapes among the names."""
    shapes = [read_solid(cache / "solids" / f"{name}.npz") for name in names]
    # What is no product of a room is known to the network but would be a strange thing to find.
    kept = np.flatnonzero([s.category != "other" for s in shapes])
    alike = likeness_matrix(
        [shapes[i].occupancy for i in kept], np.stack([shapes[i].size_m for i in kept])
    )
    rows = kept[choose_shapes(alike, options.shapes)]
    pack_bank([_bank_shape(shapes[i], options.triangles) for i in rows], path)
    return np.asarray(rows)


def pack_judge(cache: Path, out: Path) -> None:
    """Write `part_judge.safetensors` beside a packed reader, and the list of checksums anew.

    Without a checkpoint it is an untrained one: its training needs a packed reader first.
    """
    torch.manual_seed(0)
    judge = PartJudge()
    checkpoint = cache / "checkpoints" / "part_judge.pt"
    if checkpoint.exists():
        judge.load_state_dict(torch.load(checkpoint, weights_only=True))
    save_file({k: v.half().contiguous() for k, v in judge.state_dict().items()}, out / JUDGE)
    write_checksums(out)


def write_checksums(out: Path) -> None:
    """List the checksums of a packed model's files."""
    names = sorted(path.name for path in out.iterdir() if path.suffix in WEIGHTS)
    lines = [f"{_sha256(out / name)}  {name}\n" for name in names]
    (out / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
