"""`python -m reconstruct.training STEP`: from nothing to weights and their figures.

The order: shapes (or unpack), render, train, pack, graphs, train-judge, pack-judge; sprites, train-cut, pack-cut;
parts-data, train-parts, pack-parts; photos, judge-parts, evaluate. `train-cut` also needs
rooms: `python -m showroom.backgrounds` draws them into CACHE/backgrounds/train.

Every step is seeded and resumable, and keeps its files in the cache folder given with `--out`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from reconstruct.training.judged_groups import SPLITS, in_split


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m reconstruct.training")
    steps = parser.add_subparsers(dest="step", required=True)

    def step(name: str, does: str) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=does)
        added.add_argument("--out", type=Path, required=True, help="the cache")
        return added

    shapes = step("shapes", "fill the cache with shapes")
    shapes.add_argument("--blender", type=Path, help="python with bpy and infinigen")
    shapes.add_argument("--sweethome", type=Path, help="folder of Sweet Home 3D libraries (.sh3f)")
    shapes.add_argument("--count", type=int, default=6000)
    shapes.add_argument("--seed", type=int, default=0)
    shapes.add_argument("--kinds", nargs="*", default=(), help="generate only these categories")
    families = step("families", "draw sixty samples of each family of furniture, a sheet each")
    families.add_argument("names", nargs="*", help="of these families only")
    families.add_argument("--seed", type=int, default=0)
    parts_data = step("parts-data", "draw random furniture of the families, to learn parts from")
    parts_data.add_argument("--minutes", type=float, default=60.0)
    parts_data.add_argument("--count", type=int, default=100_000, help="pictures in all")
    parts_data.add_argument("--seed", type=int, default=0)
    train_parts = step("train-parts", "train the network's heads for parts")
    train_parts.add_argument("--minutes", type=float, default=30.0)
    train_parts.add_argument("--threads", type=int, default=1)
    train_parts.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    train_parts.add_argument("--seed", type=int, default=0)
    train_parts.add_argument("--batch", type=int, default=64)
    train_parts.add_argument("--live", action="store_true", help="draw pieces on the way (GPU)")
    pack_parts = step("pack-parts", "write the weights of the heads for parts")
    pack_parts.add_argument("--to", type=Path, required=True, help="folder of a packed model")
    judge_parts = step("judge-parts", "families read in the judgement set, its tuning third")
    judge_parts.add_argument("--model", type=Path, help="folder of a packed model")
    step("unpack", "put the model that ships into the cache, to train on from it")
    render = step("render", "render the shapes of the cache")
    render.add_argument("--views", type=int, default=20, help="of each; none for `train --live`")
    render.add_argument("--seed", type=int, default=0)
    photos = step("photos", "path-trace the judgement set")
    photos.add_argument("--blender", type=Path, required=True, help="python with bpy")
    photos.add_argument("--sweethome", type=Path, required=True)
    photos.add_argument("--samples", type=int, default=16)
    photos.add_argument("--threads", type=int, default=1)
    train = step("train", "train the network that reads photos")
    train.add_argument(
        "--trunk", type=Path, help="EfficientNet-Lite0's release (.pth), to begin from nothing"
    )
    train.add_argument("--minutes", type=float, default=45.0)
    train.add_argument("--threads", type=int, default=1)
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--live", action="store_true", help="make new views on the way (on a GPU)")
    train.add_argument("--batch", type=int, default=32)
    train.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    pack = step("pack", "write the weights and the bank that ship")
    pack.add_argument("--to", type=Path, required=True, help="folder for the files")
    pack.add_argument("--keep-bank", type=Path, help="a bank.npz to keep, with the same shapes")
    part_graphs = step("graphs", "candidates for renders, for the judge of parts to learn from")
    part_graphs.add_argument("--model", type=Path, help="folder of a packed model; else what ships")
    part_graphs.add_argument("--minutes", type=float, default=30.0)
    part_graphs.add_argument(
        "--tuning", action="store_true", help="of the judgement set's tuning part instead"
    )
    part_judge = step(
        "train-judge", "train the graph network that judges candidates by their parts"
    )
    part_judge.add_argument("--minutes", type=float, default=15.0)
    part_judge.add_argument("--threads", type=int, default=1)
    pack_part_judge = step("pack-judge", "write that graph network's weights")
    pack_part_judge.add_argument("--to", type=Path, required=True, help="folder of a packed model")
    evaluate = step("evaluate", "judge the model on the judgement set")
    evaluate.add_argument(
        "--model", type=Path, help="folder of a packed model; else the one that ships"
    )
    evaluate.add_argument("--group", choices=("furniture", "other"), default="furniture")
    evaluate.add_argument(
        "--split",
        choices=SPLITS,
        default="judge",
        help="the models that no number was chosen on, those to choose numbers on, or all",
    )
    evaluate.add_argument("--photos", choices=("traced", "simple"), default="traced")
    evaluate.add_argument(
        "--own-cutouts", action="store_true", help="the model on our own cut-outs of the photos too"
    )
    evaluate.add_argument(
        "--no-baselines", action="store_true", help="only the model: a third faster"
    )
    evaluate.add_argument("--trunk", type=Path, help="for the baseline by ImageNet features")
    evaluate.add_argument("--every", type=int, default=1, help="only each so-many-th product")
    evaluate.add_argument("--several", action="store_true", help="two and four photos too")
    evaluate.add_argument("--ablations", action="store_true", help="parts of the model left out")
    evaluate.add_argument("--unseen", action="store_true", help="parts cut off or covered too")
    evaluate.add_argument("--points", type=int, default=10_000)
    evaluate.add_argument("--csv", type=Path, help="keep the figures of each photo in this file")
    evaluate.add_argument(
        "--resume", action="store_true", help="go on with the photos that --csv has not yet"
    )
    evaluate.add_argument(
        "--rows", type=Path, help="print the tables of such a file, and judge nothing"
    )
    evaluate.add_argument(
        "--compare", type=Path, help="print the gain over such a file of an earlier model too"
    )
    evaluate.add_argument(
        "--sheet", type=Path, help="write the worst and the best products as a picture"
    )
    evaluate.add_argument("--sheet-count", type=int, default=10, help="how many of each")
    evaluate.add_argument("--views", type=int, default=1, help="photos of each product at most")
    evaluate.add_argument(
        "--see",
        action="store_true",
        help="judge finding and cutting out instead, on plain photos, in rooms and pale on pale",
    )
    evaluate.add_argument("--no-fit", action="store_true", help="with --see: without refusals")
    evaluate.add_argument("--jobs", type=int, default=1, help="worker processes, a core each")
    evaluate.add_argument(
        "--photos-folder",
        type=Path,
        help="with --see and --sheet: a sheet of these photos only, named for what they sell",
    )
    evaluate.add_argument(
        "--categories", action="store_true", help="only what kind of product is seen, no shapes"
    )
    category = step("category", "learn what kind of product a photo shows, by voting")
    category.add_argument("--sweethome", type=Path, required=True)
    category.add_argument(
        "--trunk", type=Path, required=True, help="EfficientNet-Lite0's release (.pth)"
    )
    category.add_argument("--to", type=Path, required=True, help="folder of a packed model")
    category.add_argument("--views", type=int, default=2, help="of each artist's model")
    category.add_argument("--seed", type=int, default=0)
    sprites = step("sprites", "draw artists' models with exact alpha, to learn cutting out from")
    sprites.add_argument("--sweethome", type=Path, required=True)
    sprites.add_argument("--views", type=int, default=4)
    cut = step("train-cut", "train the network that cuts products out")
    cut.add_argument("--released", type=Path, required=True, help="U²-Net-p's release, u2netp.onnx")
    cut.add_argument("--minutes", type=float, default=90.0)
    cut.add_argument("--total-minutes", type=float, help="of all calls; else those of this one")
    cut.add_argument("--threads", type=int, default=1)
    pack_cut = step("pack-cut", "write the cut-out network's file")
    pack_cut.add_argument("--to", type=Path, required=True, help="folder of a packed model")
    step("matte-confidence", "learn how far to trust a matte; prints the numbers")
    materials = step("materials", "learn what regions are made of from named materials")
    materials.add_argument("--to", type=Path, required=True, help="folder of a packed model")
    looks = step("looks", "judge how products look beside the truth")
    looks.add_argument("--sweethome", type=Path, required=True)
    looks.add_argument("--trunk", type=Path, required=True, help="EfficientNet-Lite0's release")
    looks.add_argument("--every", type=int, default=1, help="only each so-many-th product")
    looks.add_argument("--sheet", type=Path, help="write photo, truth and prediction as a picture")
    _run(parser.parse_args())


def _run(args: argparse.Namespace) -> None:
    """Import what the step needs, and no more."""
    if args.step == "shapes":
        _shapes(args)
    elif args.step == "families":
        from reconstruct.parts.families import all_families
        from reconstruct.training.family_sheet import family_sheet

        args.out.mkdir(parents=True, exist_ok=True)
        for name in args.names or [family.name for family in all_families()]:
            family_sheet(name, args.out / f"{name}.png", seed=args.seed)
    elif args.step in ("parts-data", "train-parts", "pack-parts", "judge-parts"):
        _parts(args)
    elif args.step == "unpack":
        from reconstruct.training.unpack import unpack

        print(f"{unpack(args.out)} shapes of the bank")
    elif args.step == "render":
        from reconstruct.training.dataset import render_shapes

        print(f"{render_shapes(args.out, views=args.views, seed=args.seed)} shapes rendered")
    elif args.step == "photos":
        from reconstruct.training.photos import make_photos

        made = make_photos(
            args.out, args.blender, args.sweethome, samples=args.samples, threads=args.threads
        )
        print(f"{made} photos")
    elif args.step == "train":
        from reconstruct.training.train_reader import TrainOptions, train_reader

        options = TrainOptions(
            minutes=args.minutes,
            batch=args.batch,
            rate=args.rate,
            seed=args.seed,
            threads=args.threads,
            live=args.live,
        )
        print(train_reader(args.out, args.trunk, options))
    elif args.step == "pack":
        from reconstruct.training.pack import PackOptions, pack

        pack(args.out, args.to, PackOptions(bank=args.keep_bank))
    elif args.step == "graphs":
        from reconstruct.training.part_graph_data import PartGraphOptions, make_part_graphs

        making = PartGraphOptions(minutes=args.minutes, tuning=args.tuning)
        print(f"graphs of {make_part_graphs(args.out, args.model, making)} views")
    elif args.step == "train-judge":
        from reconstruct.training.train_part_judge import TrainPartJudgeOptions, train_part_judge

        judging_parts = TrainPartJudgeOptions(minutes=args.minutes, threads=args.threads)
        print(train_part_judge(args.out, judging_parts))
    elif args.step == "pack-judge":
        from reconstruct.training.pack import pack_judge

        pack_judge(args.out, args.to)
    elif args.step == "category":
        from reconstruct.training.category import CategoryOptions, learn_categories

        learning = CategoryOptions(views=args.views, seed=args.seed)
        print(learn_categories(args.out, args.sweethome, args.trunk, args.to, learning))
    elif args.step == "sprites":
        from reconstruct.training.sprites import make_sprites

        print(f"{make_sprites(args.out, args.sweethome, views=args.views)} pictures")
    elif args.step == "train-cut":
        from reconstruct.training.train_cut import TrainCutOptions, train_cut

        cutting = TrainCutOptions(
            minutes=args.minutes,
            total_minutes=args.total_minutes or args.minutes,
            threads=args.threads,
        )
        print(train_cut(args.out, args.released, cutting))
    elif args.step == "pack-cut":
        from reconstruct.training.pack_cut import pack_cut

        print(pack_cut(args.out, args.to))
    elif args.step == "matte-confidence":
        from reconstruct.training.matte_trust import learn_matte_trust

        print(learn_matte_trust(args.out))
    elif args.step == "materials":
        from reconstruct.training.materials import learn_materials

        print(learn_materials(args.out, args.to))
    elif args.step == "looks":
        from reconstruct.training.looks import judge_looks, looks_sheet, looks_table

        judged = list(judge_looks(args.out, args.sweethome, args.trunk, every=args.every))
        print(looks_table(judged))
        if args.sheet is not None:
            looks_sheet(judged, args.sheet)
    elif args.see:
        _see(args)
    elif args.categories:
        from reconstruct.training.judge_category import category_table

        print(category_table(args.out, args.group))
    else:
        _evaluate(args)


def _evaluate(args: argparse.Namespace) -> None:
    """Judge, or read what was judged; print the tables, and write the files that were asked for."""
    from reconstruct.training.evaluate import EvaluateOptions, ShapeJudge, evaluate
    from reconstruct.training.shape_row import kept_rows, read_rows
    from reconstruct.training.shape_table import shape_table
    from reconstruct.training.sheet import shape_sheet

    before = read_rows(args.compare) if args.compare is not None else []
    options = EvaluateOptions(
        points=args.points,
        group=args.group,
        split=args.split,
        photos=args.photos,
        every=args.every,
        views=args.views,
        trunk=args.trunk,
        baselines=not args.no_baselines,
        own_cutouts=args.own_cutouts,
        several=args.several,
        ablations=args.ablations,
        unseen=args.unseen,
        jobs=args.jobs,
    )
    if args.resume and (args.csv is None or not args.csv.is_file()):
        raise SystemExit(
            "--resume: expected --csv FILE of the run to go on with, found no such file"
        )
    if args.rows is not None:
        rows = [row for row in read_rows(args.rows) if in_split(row.shape_id, args.split)]
    else:
        there = read_rows(args.csv) if args.resume else []
        done = {(row.shape_id, row.view) for row in there}
        judged = evaluate(args.out, args.model, options, done=done)
        rows = list(kept_rows(judged, args.csv, there) if args.csv is not None else judged)
        rows = [row for row in rows if in_split(row.shape_id, args.split)]
    print(shape_table(rows, before))
    if args.sheet is not None:
        judge = ShapeJudge(args.out, args.model, options)
        shape_sheet(judge, rows, args.sheet, count=args.sheet_count)


def _parts(args: argparse.Namespace) -> None:
    """Pictures, training, weights and figures of the heads for parts."""
    if args.step == "parts-data":
        from reconstruct.training.part_data import PartDataOptions, make_part_data

        drawing = PartDataOptions(minutes=args.minutes, count=args.count, seed=args.seed)
        print(f"{make_part_data(args.out, drawing)} pictures")
    elif args.step == "train-parts":
        from reconstruct.training.train_parts import TrainPartsOptions, train_parts

        options = TrainPartsOptions(
            minutes=args.minutes,
            batch=args.batch,
            rate=args.rate,
            threads=args.threads,
            seed=args.seed,
            live=args.live,
        )
        print(train_parts(args.out, options))
    elif args.step == "pack-parts":
        from reconstruct.training.pack_parts import pack_parts

        print(pack_parts(args.out, args.to))
    else:
        from reconstruct.training.judge_parts import judge_parts

        print(judge_parts(args.out, args.model))


def _see(args: argparse.Namespace) -> None:
    """Print the table of finding and cutting out, keep the rows, write the sheet that was asked for."""
    from reconstruct.training.earlier_cutout import FILE
    from reconstruct.training.see_judgement import SeeOptions, judge_seeing, see_cases
    from reconstruct.training.see_row import write_rows
    from reconstruct.training.see_sheet import case_tiles, folder_tiles, see_sheet
    from reconstruct.training.see_table import see_table

    if not (args.out / FILE).is_file():
        print(f"{args.out / FILE} is not there, so that today's method is left out", flush=True)
    options = SeeOptions(
        group=args.group,
        views=args.views,
        every=args.every,
        fit=not args.no_fit,
        jobs=args.jobs,
        points=args.points,
    )
    if args.photos_folder is not None:
        if args.sheet is None:
            raise SystemExit(
                "--photos-folder: a sheet is written of it; say where with --sheet FILE"
            )
        see_sheet(list(folder_tiles(args.photos_folder, args.out)), args.sheet)
        return
    rows = []
    for row in judge_seeing(args.out, options):
        rows.append(row)
        if len(rows) % 50 == 0:
            print(f"{len(rows)} pictures", flush=True)
    write_rows(
        rows, args.out / ("see_rows.jsonl" if args.group == "furniture" else "see_rows_other.jsonl")
    )
    print(see_table(rows, targets=args.group == "furniture"))
    if args.sheet is not None:
        see_sheet(list(case_tiles(see_cases(args.out, options), args.out)), args.sheet)


def _shapes(args: argparse.Namespace) -> None:
    if args.sweethome is not None:
        from reconstruct.training.sweethome import import_libraries

        print(f"{import_libraries(args.sweethome, args.out)} artists' shapes")
    if args.blender is not None:
        from reconstruct.training.shapes import GenerateOptions, generate_shapes

        options = GenerateOptions(count=args.count, seed=args.seed, kinds=tuple(args.kinds))
        print(f"{generate_shapes(args.out, args.blender, options)} generated shapes")


if __name__ == "__main__":
    main()
