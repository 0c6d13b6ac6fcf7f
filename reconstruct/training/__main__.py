"""`python -m reconstruct.training shapes|render|train|evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m reconstruct.training")
    steps = parser.add_subparsers(dest="step", required=True)
    shapes = steps.add_parser("shapes", help="fill the cache with shapes")
    shapes.add_argument("--out", type=Path, required=True, help="the cache")
    shapes.add_argument("--blender", type=Path, help="python with bpy and infinigen")
    shapes.add_argument("--sweethome", type=Path, help="folder of Sweet Home 3D libraries (.sh3f)")
    shapes.add_argument("--count", type=int, default=6000)
    shapes.add_argument("--seed", type=int, default=0)
    render = steps.add_parser("render", help="render the shapes of the cache")
    render.add_argument("--out", type=Path, required=True, help="the cache")
    render.add_argument("--views", type=int, default=20)
    render.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.step == "shapes":
        _shapes(args)
    if args.step == "render":
        from reconstruct.training.dataset import render_shapes

        print(f"{render_shapes(args.out, views=args.views, seed=args.seed)} shapes rendered")


def _shapes(args: argparse.Namespace) -> None:
    if args.sweethome is not None:
        from reconstruct.training.sweethome import import_libraries

        print(f"{import_libraries(args.sweethome, args.out)} artists' shapes")
    if args.blender is not None:
        from reconstruct.training.shapes import GenerateOptions, generate_shapes

        options = GenerateOptions(count=args.count, seed=args.seed)
        print(f"{generate_shapes(args.out, args.blender, options)} generated shapes")


if __name__ == "__main__":
    main()
