"""Draw the tileable materials of this folder, from formulas and one seed: `python assets/materials/make_materials.py`.

Each material is a square that repeats without a seam and stands for `tile_m` metres: a base colour picture, a
normal picture where relief shows, and a line in `materials.json`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial import cKDTree

HERE = Path(__file__).resolve().parent
Field = np.ndarray


@dataclass(frozen=True)
class Drawn:
    """A material as drawn: sRGB colour 0..1, height in millimetres, and its numbers."""

    colour: Field
    height_mm: Field | None
    tile_m: float
    roughness: float


def noise(rng: np.random.Generator, size: int, sx: float, sy: float) -> Field:
    """Smooth noise that wraps around: mean 0, deviation 1, correlated over `sx` and `sy` pixels."""
    white = rng.standard_normal((size, size))
    smooth = gaussian_filter(white, (sy, sx), mode="wrap")
    return (smooth - smooth.mean()) / smooth.std()


def cloud(
    rng: np.random.Generator, size: int, largest: float, octaves: int, fall: float = 0.55
) -> Field:
    """Noise at several scales, each half as large and `fall` as strong as the one before."""
    total = sum(fall**k * noise(rng, size, largest / 2**k, largest / 2**k) for k in range(octaves))
    return (total - total.mean()) / total.std()


def ramp(value: Field, stops: list[str]) -> Field:
    """Colours along a ramp of hex colours, `value` from 0 to 1."""
    colours = np.array([[int(s[i : i + 2], 16) / 255 for i in (1, 3, 5)] for s in stops])
    at = np.clip(value, 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(int), len(stops) - 2)
    share = (at - low)[..., None]
    return colours[low] * (1 - share) + colours[low + 1] * share


def grain(rng: np.random.Generator, size: int) -> Field:
    """A sheet of wood, 0 light to 1 dark, growth rings and pores along x; wraps around."""
    y = (np.arange(size) / size)[:, None]
    warp = 0.9 * noise(rng, size, size / 4, size / 16) + 0.25 * noise(
        rng, size, size / 10, size / 50
    )
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (26 * y + 1.1 * warp))
    rings = rings**1.6
    streaks = noise(rng, size, size / 12, 1.6)
    fine = noise(rng, size, size / 30, 0.7)
    pores = np.clip(noise(rng, size, size / 60, 0.6) - 1.55, 0, 1.5)
    broad = noise(rng, size, size / 5, size / 30)
    return 0.36 + 0.17 * (rings - 0.4) + 0.075 * streaks + 0.06 * fine + 0.16 * pores + 0.09 * broad


def planks(
    rng: np.random.Generator,
    size: int,
    tile_m: float,
    rows: int,
    stops: list[str],
    spread: float,
    gap_px: float = 1.3,
) -> Drawn:
    """Long boards along x with staggered ends; half of a gap is `gap_px` wide."""
    sheet = grain(rng, size)
    y, x = np.mgrid[0:size, 0:size]
    edges = np.round(np.linspace(0, size, rows + 1)).astype(int)
    value, gap = np.zeros((size, size)), np.ones((size, size))
    last = -1.0
    for r in range(rows):
        top, bottom = edges[r], edges[r + 1]
        start = rng.random()
        while last >= 0 and min(abs(start - last), 1 - abs(start - last)) < 0.18:
            start = rng.random()
        last = start
        joints = [start, (start + rng.uniform(0.38, 0.62)) % 1]
        cell = slice(top, bottom)
        along = x[cell] / size
        board = np.where((along - joints[0]) % 1 < (joints[1] - joints[0]) % 1, 0, 1)
        for b in (0, 1):
            dx, dy = rng.integers(0, size, 2)
            flip = rng.choice([-1, 1])
            tone = rng.normal(0, spread)
            got = sheet[(flip * (y[cell] - top) + dy) % size, (x[cell] + dx) % size]
            value[cell] = np.where(board == b, got + tone, value[cell])
        across = np.minimum(y[cell] - top + 0.5, bottom - y[cell] - 0.5)
        near = np.min([np.abs((along - j + 0.5) % 1 - 0.5) * size for j in joints], axis=0)
        gap[cell] = np.clip(np.minimum(across, near) / gap_px, 0, 1)
    colour = ramp(value, stops) * (0.52 + 0.48 * gap[..., None])
    height = 0.5 * gap - 0.25 * value
    return Drawn(colour, height, tile_m, 0.42)


def herringbone(
    rng: np.random.Generator, size: int, tile_m: float, stops: list[str], spread: float
) -> Drawn:
    """Blocks one to six, laid in a herringbone along the axes; turn the texture by 45 degrees for the classic."""
    n, cells = 6, 24
    sheet = grain(rng, size)
    y, x = (np.mgrid[0:size, 0:size] + 0.5) * cells / size
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    k = (i - j) % (2 * n)
    level = k < n
    bx, by = np.where(level, i - k, i) % cells, np.where(level, j, j - (2 * n - 1 - k)) % cells
    block = bx * cells + by + cells**2 * level
    along = np.where(level, k + x - i, (2 * n - 1 - k) + y - j)
    across = np.where(level, y - j, x - i)
    tones = rng.normal(0, spread, 2 * cells**2)
    shift = rng.integers(0, size, (2, 2 * cells**2))
    px = size / cells
    at_x = (along * px * 1.1 + shift[0][block]) % size
    at_y = (across * px * 1.1 + shift[1][block]) % size
    value = map_coordinates(sheet, [at_y, at_x], order=1, mode="grid-wrap") + tones[block]
    # Light runs differently along and across the grain, so the two directions differ a little in tone.
    value = value + np.where(level, 0.05, -0.05)
    border = np.minimum(np.minimum(across, 1 - across), np.minimum(along, n - along)) * px
    gap = np.clip(border / 1.3, 0, 1)
    colour = ramp(value, stops) * (0.55 + 0.45 * gap[..., None])
    return Drawn(colour, 0.5 * gap - 0.2 * value, tile_m, 0.4)


def plaster(rng: np.random.Generator, size: int) -> Drawn:
    """Rolled paint on plaster: almost even, so that a style can tint it."""
    mottle = cloud(rng, size, size / 5, 5)
    stipple = noise(rng, size, 1.6, 1.6)
    tone = 0.955 + 0.006 * mottle + 0.004 * stipple
    return Drawn(np.repeat(tone[..., None], 3, 2), 0.12 * stipple + 0.3 * mottle, 1.6, 0.9)


def limewash(rng: np.random.Generator, size: int) -> Drawn:
    """Brushed lime: soft clouds and crossing strokes."""
    clouds = cloud(rng, size, size / 4, 5, 0.6)
    strokes = noise(rng, size, size / 14, size / 90) + noise(rng, size, size / 90, size / 14)
    tone = 0.925 + 0.013 * clouds + 0.005 * strokes
    warm = np.array([1.0, 0.994, 0.985])
    return Drawn(tone[..., None] * warm, 0.4 * clouds + 0.15 * strokes, 2.4, 0.93)


def concrete(rng: np.random.Generator, size: int, stops: list[str], roughness: float) -> Drawn:
    """Trowelled concrete: clouds, scratches, pin holes."""
    clouds = cloud(rng, size, size / 5, 7, 0.62)
    fine = noise(rng, size, 0.9, 0.9)
    trowel = noise(rng, size, size / 16, size / 60)
    holes = np.clip(noise(rng, size, 1.8, 1.8) - 3.0, 0, 1)
    value = 0.5 + 0.13 * clouds + 0.03 * fine + 0.03 * trowel - 0.5 * holes
    return Drawn(ramp(value, stops), 0.3 * clouds - 1.5 * holes, 2.4, roughness)


def terrazzo(rng: np.random.Generator, size: int) -> Drawn:
    """Marble chips in pale cement, ground flat."""
    base = ramp(0.5 + 0.12 * cloud(rng, size, size / 6, 5), ["#d9d4cb", "#ebe7df"])
    y, x = np.mgrid[0:size, 0:size].astype(float)
    warp = 3.0 * noise(rng, size, 5, 5)
    points = np.stack([(y + warp).ravel() % size, (x - warp).ravel() % size], 1)
    colours = [
        [int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        for c in [
            "#b9b2a6",
            "#8f8a84",
            "#c9a98b",
            "#f4f1ea",
            "#a8735a",
            "#6d6f70",
            "#d8c3a5",
            "#f7f5f0",
        ]
    ]
    for count, keep, shrink in ((5200, 0.45, 2.2), (900, 0.5, 6.5)):
        seeds = rng.random((count, 2)) * size
        near, index = cKDTree(seeds, boxsize=size).query(points, k=2)
        inside = (near[:, 1] - near[:, 0]) / shrink
        chosen = rng.random(count) < keep
        tint = np.array(colours)[rng.integers(0, len(colours), count)] * rng.uniform(
            0.93, 1.04, (count, 1)
        )
        weight = (np.clip(inside - 0.35, 0, 0.25) * 4 * chosen[index[:, 0]]).reshape(size, size, 1)
        base = base * (1 - weight) + tint[index[:, 0]].reshape(size, size, 3) * weight
    return Drawn(base, None, 1.2, 0.28)


def brick(rng: np.random.Generator, size: int) -> Drawn:
    """Running bond, whitewash not included: 4 bricks by 14 courses."""
    tile_m, columns, rows = 1.04, 4, 14
    y, x = (np.mgrid[0:size, 0:size] + 0.5) / size
    wobble = 0.0016 * noise(rng, size, 14, 14)
    row = np.floor(y * rows).astype(int) % rows
    u = x * columns + 0.5 * (row % 2)
    column = np.floor(u).astype(int) % columns
    du = np.abs(u - np.floor(u) - 0.5) * tile_m / columns
    dv = np.abs(y * rows - np.floor(y * rows) - 0.5) * tile_m / rows
    inside = np.minimum(tile_m / columns / 2 - du, tile_m / rows / 2 - dv) + wobble
    face = np.clip((inside - 0.0045) / 0.003, 0, 1)
    tones = rng.normal(0, 0.16, (rows, columns))[row, column]
    grit = noise(rng, size, 1.2, 1.2)
    clouds = cloud(rng, size, 40, 5)
    clay = ramp(
        0.5 + tones + 0.08 * clouds + 0.05 * grit, ["#7d4534", "#9a5a43", "#b1705a", "#c28d76"]
    )
    mortar = ramp(0.5 + 0.1 * grit + 0.1 * clouds, ["#b3aca2", "#cfc9bf"])
    colour = mortar + (clay - mortar) * face[..., None]
    return Drawn(colour, 5.0 * face + 0.35 * grit + 0.4 * clouds, tile_m, 0.92)


def tiles(
    rng: np.random.Generator,
    size: int,
    count: int,
    tile_m: float,
    stops: list[str],
    grout: str,
    veined: float = 0.3,
) -> Drawn:
    """Square tiles with thin joints, of stone with veins or glazed without."""
    y, x = (np.mgrid[0:size, 0:size] + 0.5) * count / size
    i, j = np.floor(x).astype(int) % count, np.floor(y).astype(int) % count
    field = cloud(rng, size, size / 6, 7, 0.62)
    veins = np.exp(-((cloud(rng, size, size / 7, 6) / 0.09) ** 2))
    dx, dy = rng.integers(0, size, (2, count, count))
    px_y, px_x = np.mgrid[0:size, 0:size]
    at = ((px_y + dy[j, i]) % size, (px_x + dx[j, i]) % size)
    value = 0.55 + 0.14 * field[at] - veined * veins[at] + rng.normal(0, 0.05, (count, count))[j, i]
    border = np.minimum(np.minimum(x % 1, 1 - x % 1), np.minimum(y % 1, 1 - y % 1)) * tile_m / count
    face = np.clip((border - 0.0012) / 0.0012, 0, 1)
    joint = ramp(np.zeros_like(x), [grout, grout])
    colour = joint + (ramp(value, stops) - joint) * face[..., None]
    return Drawn(colour, 1.5 * face, tile_m, 0.3)


def carpet(rng: np.random.Generator, size: int, stops: list[str]) -> Drawn:
    """Short wool pile."""
    tufts = noise(rng, size, 1.5, 1.5)
    lay = noise(rng, size, 9, 5)
    value = 0.5 + 0.16 * tufts + 0.07 * lay + 0.05 * cloud(rng, size, 60, 4)
    return Drawn(ramp(value, stops), 1.1 * tufts + 0.6 * lay, 0.8, 1.0)


MATERIALS: dict[str, Callable[[np.random.Generator], Drawn]] = {
    "oak_planks": lambda r: planks(r, 1024, 2.0, 11, ["#e0c5a0", "#cfae83", "#bb956a", "#94704a"], 0.075),
    "pale_planks": lambda r: planks(r, 1024, 2.0, 11, ["#ebdfcd", "#dfcfb7", "#cfba9c", "#b49b7b"], 0.06),
    "walnut_planks": lambda r: planks(r, 1024, 2.0, 14, ["#96704f", "#7c573a", "#62422b", "#44291a"], 0.085),
    "white_boards": lambda r: planks(r, 1024, 2.0, 14, ["#f2f0eb", "#e8e4dc", "#dbd6cc", "#c3bcaf"], 0.05),
    "oak_herringbone": lambda r: herringbone(r, 1024, 1.9, ["#d8b88d", "#c4a072", "#a9845a", "#83603d"], 0.07),
    "smoked_herringbone": lambda r: herringbone(r, 1024, 1.9, ["#a5805a", "#896443", "#6d4c31", "#4c3220"], 0.08),
    "plaster": lambda r: plaster(r, 512),
    "limewash": lambda r: limewash(r, 512),
    "concrete": lambda r: concrete(r, 1024, ["#85827c", "#9b9892", "#b2afa9"], 0.5),
    "concrete_wall": lambda r: concrete(r, 1024, ["#a3a19c", "#b6b3ae", "#c9c6c0"], 0.85),
    "terrazzo": lambda r: terrazzo(r, 1024),
    "brick": lambda r: brick(r, 1024),
    "stone_tiles": lambda r: tiles(r, 1024, 3, 1.8, ["#b9ab98", "#cdc2b2", "#ddd5c8", "#e9e4db"], "#a89d8e"),
    "marble_tiles": lambda r: tiles(r, 1024, 3, 1.8, ["#b8b6b4", "#dddbd8", "#efeeec", "#f5f4f2"], "#c9c6c2"),
    "carpet": lambda r: carpet(r, 512, ["#a8a094", "#c2bbb0", "#d8d2c8"]),
    "decking": lambda r: planks(r, 1024, 2.0, 14, ["#b8a48b", "#a38d72", "#8d775d", "#6f5b45"], 0.06, 2.6),
    "wall_tiles": lambda r: tiles(r, 512, 5, 0.5, ["#dcd9d2", "#eae8e2", "#f3f2ee"], "#d3cfc7", 0.0),
}  # fmt: skip


def normals(height_mm: Field, tile_m: float) -> Field:
    """Tangent-space normals (OpenGL's sense) of a height field that wraps around, as 8-bit colours."""
    step_mm = 1000 * tile_m / len(height_mm)
    slope_u = (np.roll(height_mm, -1, 1) - np.roll(height_mm, 1, 1)) / (2 * step_mm)
    slope_v = (np.roll(height_mm, -1, 0) - np.roll(height_mm, 1, 0)) / (2 * step_mm)
    n = np.stack([-slope_u, slope_v, np.ones_like(slope_u)], 2)
    n /= np.linalg.norm(n, axis=2, keepdims=True)
    return np.round((n * 0.5 + 0.5) * 255).astype(np.uint8)


def write(name: str, pixels: Field, quality: int) -> int:
    """Write a JPEG; its size in bytes."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality, optimize=True, subsampling=0)
    (HERE / name).write_bytes(buffer.getvalue())
    return len(buffer.getvalue())


def main() -> None:
    """Draw the materials named on the command line, or all; `materials.json` keeps the rest."""
    index_path = HERE / "materials.json"
    index = json.loads(index_path.read_text()) if index_path.exists() else {}
    for number, (name, draw) in enumerate(MATERIALS.items()):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        drawn = draw(np.random.default_rng([20, number]))
        pixels = np.round(np.clip(drawn.colour, 0, 1) * 255).astype(np.uint8)
        linear = np.where(
            drawn.colour <= 0.04045, drawn.colour / 12.92, ((drawn.colour + 0.055) / 1.055) ** 2.4
        )
        size = write(f"{name}.jpg", pixels, 84)
        entry = {
            "base_colour": f"{name}.jpg",
            "tile_m": drawn.tile_m,
            "roughness": drawn.roughness,
            "mean_linear": [round(float(c), 4) for c in linear.mean((0, 1))],
        }
        if drawn.height_mm is not None:
            half = drawn.height_mm
            if len(half) > 512:
                half = half.reshape(512, 2, 512, 2).mean((1, 3))
            size += write(f"{name}_normal.jpg", normals(half, drawn.tile_m), 80)
            entry["normal"] = f"{name}_normal.jpg"
        index[name] = entry
        print(f"{name:20s} {size / 1024:6.0f} KB")
    index_path.write_text(
        json.dumps({k: index[k] for k in MATERIALS if k in index}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
