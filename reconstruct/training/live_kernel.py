"""The ray caster of live renders as a Triton kernel: a tile of rays against a tile of triangles at a time.

Brute force: a thousand triangles are too few for a tree to pay. Imported only where there is a GPU.
"""
# mypy: ignore-errors
# ruff: noqa: D103

from __future__ import annotations

import triton
import triton.language as tl

__all__ = ["RAYS", "TRIANGLES", "cast_kernel"]

RAYS, TRIANGLES = 128, 32  # of a tile


@triton.jit
def cast_kernel(
    origins,  # B P 3
    directions,  # B P 3
    reach,  # B P
    first,  # B
    count,  # B, a multiple of TRIANGLES
    triangles,  # 12 T
    all_triangles,
    distance,  # B P
    face,  # B P
    rays,
    near,
    RAYS: tl.constexpr,
    TRIANGLES: tl.constexpr,
):
    view = tl.program_id(1)
    ray = tl.program_id(0) * RAYS + tl.arange(0, RAYS)
    inside = ray < rays
    at = view.to(tl.int64) * rays + ray
    far = tl.load(reach + at, mask=inside, other=0.0)
    ox = tl.load(origins + at * 3, mask=inside, other=0.0)[:, None]
    oy = tl.load(origins + at * 3 + 1, mask=inside, other=0.0)[:, None]
    oz = tl.load(origins + at * 3 + 2, mask=inside, other=0.0)[:, None]
    dx = tl.load(directions + at * 3, mask=inside, other=0.0)[:, None]
    dy = tl.load(directions + at * 3 + 1, mask=inside, other=0.0)[:, None]
    dz = tl.load(directions + at * 3 + 2, mask=inside, other=0.0)[:, None]
    start = tl.load(first + view)
    end = tl.load(count + view).to(tl.int32)
    end = tl.where(tl.max(far, axis=0) > 0, end, 0)
    best = tl.zeros([RAYS, TRIANGLES], tl.float32) + far[:, None]
    tile = tl.zeros([RAYS, TRIANGLES], tl.int32) - 1
    lane = tl.arange(0, TRIANGLES)
    for k in range(0, end, TRIANGLES):
        t = triangles + start + k + lane
        c = tl.load(t + 8 * all_triangles)[None, :]
        d = tl.load(t + 9 * all_triangles)[None, :]
        e = tl.load(t + 10 * all_triangles)[None, :]
        f = tl.load(t + 11 * all_triangles)[None, :]
        away = -(c * ox + d * oy + e * oz + f) / (c * dx + d * dy + e * dz)
        px = ox + away * dx
        py = oy + away * dy
        pz = oz + away * dz
        c = tl.load(t)[None, :]
        d = tl.load(t + all_triangles)[None, :]
        e = tl.load(t + 2 * all_triangles)[None, :]
        f = tl.load(t + 3 * all_triangles)[None, :]
        u = c * px + d * py + e * pz + f
        c = tl.load(t + 4 * all_triangles)[None, :]
        d = tl.load(t + 5 * all_triangles)[None, :]
        e = tl.load(t + 6 * all_triangles)[None, :]
        f = tl.load(t + 7 * all_triangles)[None, :]
        v = c * px + d * py + e * pz + f
        better = (u >= 0) & (v >= 0) & (u + v <= 1) & (away > near) & (away < best)
        best = tl.where(better, away, best)
        tile = tl.where(better, k, tile)
    hit = tl.where(tile >= 0, best, float("inf"))
    nearest = tl.min(hit, axis=1)
    number = tl.where((hit == nearest[:, None]) & (tile >= 0), tile + lane[None, :], -1)
    tl.store(distance + at, nearest, mask=inside)
    tl.store(face + at, tl.max(number, axis=1), mask=inside)
