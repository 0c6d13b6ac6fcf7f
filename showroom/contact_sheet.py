"""Every style in every type of room on one picture, to look at: `python -m showroom.contact_sheet --out sheet.webp`.

The rooms are furnished with shapes of the bank in plain colours, so that nothing but the package is needed; fillers
complete them, as with `--fill`. About 6 core-seconds a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import trimesh
from jaxtyping import UInt8
from PIL import Image, ImageDraw

from layout import Footprint, arrange_room, load_knowledge, room_for, typical_size
from layout.bench_rooms import CORES
from layout.placement import Arrangement
from reconstruct.bank import ShapeBank, read_bank
from reconstruct.product import TexturedProduct
from reconstruct.size import ProductSize
from reconstruct.texture import PbrMaterial
from reconstruct.weights import weights_folder
from showroom.fillers.furnish import make_fillers
from showroom.picture.picture import PictureOptions, dollhouse_poster, room_poster
from showroom.room.scene import room_scene
from showroom.room.settle import settled
from showroom.seeds import derive_seed
from showroom.style.style import load_style, style_names

__all__ = ["BANK_WORDS", "bank_product", "contact_sheet", "sample_room"]

BANK_WORDS = {
    "stove": "oven",
    "washbasin": "sink",
    "picture": "wall_art",
    "houseplant": "plant",
    "kitchen_cabinet": "cabinet",
    "single_bed": "bed",
    "toy_storage": "shelf",
    "console_table": "side_table",
    "shoe_cabinet": "sideboard",
    "dining_chair": "chair",
    "outdoor_chair": "chair",
    "outdoor_table": "dining_table",
    "outdoor_sofa": "sofa",
    "display_table": "coffee_table",
    "filing_cabinet": "nightstand",
    "desk_lamp": "table_lamp",
    "pendant_lamp": "ceiling_lamp",
    "laundry_basket": "bin",
}
"""What the bank calls some categories; what it has no shape of becomes a box."""

_COLOURS = ("#b98b5e", "#7d8c94", "#d8d2c6", "#4f5d55", "#c9a27e", "#8a4f3d", "#efece6", "#2f3336")


@dataclass(frozen=True)
class SheetOptions:
    """Size of a sheet.

    Attributes
    ----------
    cell_px
        Width of a cell; five eighths of it high.
    above
        Whether rooms are seen from above.
    seed
        Of goods, rooms and pictures.
    """

    cell_px: int = 400
    above: bool = False
    seed: int = 0


def contact_sheet(
    styles: Sequence[str], room_types: Sequence[str], options: SheetOptions
) -> UInt8[np.ndarray, "H W 3"]:
    """Pictures of all rooms, a row for each type and a column for each style, named at their lower edge."""
    width, height = options.cell_px, options.cell_px * 5 // 8
    sheet = Image.new("RGB", (width * len(styles), height * len(room_types)))
    draw = ImageDraw.Draw(sheet)
    picture = PictureOptions(width_px=width, height_px=height, seed=options.seed)
    draws = dollhouse_poster if options.above else room_poster
    for row, room_type in enumerate(room_types):
        boxed, products = sample_room(room_type, options.seed)
        arrangement = settled(boxed, products)
        for column, name in enumerate(styles):
            style = load_style(name)
            fillers = make_fillers(boxed, arrangement, products, style, seed=options.seed)
            scene = room_scene(arrangement, products, style, None, fillers)
            place = (column * width, row * height)
            sheet.paste(Image.fromarray(draws(scene, picture)), place)
            draw.text((place[0] + 8, place[1] + height - 16), f"{room_type}, {name}", fill="black")
            click.echo(f"{room_type}, {name}", err=True)
    return np.asarray(sheet)


def sample_room(room_type: str, seed: int) -> tuple[Arrangement, dict[str, TexturedProduct]]:
    """A usual room with the goods that belong in it, as shapes of the bank."""
    rng = np.random.default_rng(derive_seed(seed, "sheet", room_type))
    bank = read_bank(weights_folder() / "bank.npz")
    goods = list(CORES[room_type][0])
    footprints: list[Footprint] = []
    products: dict[str, TexturedProduct] = {}
    for number, category in enumerate(goods):
        sku = f"{category}-{number}"
        first = goods.index(category)
        size = typical_size(category) or (0.6, 0.6, 0.6)
        known = products.get(f"{category}-{first}")
        products[sku] = known or bank_product(bank, category, sku, size, rng)
        footprints.append(Footprint(sku, category, size[0], size[2], size[1]))
    room = room_for(tuple(footprints), room_type, seed)
    return arrange_room(room, tuple(footprints), seed=seed), products


def bank_product(
    bank: ShapeBank,
    category: str,
    sku: str,
    size: tuple[float, float, float],
    rng: np.random.Generator,
) -> TexturedProduct:
    """A shape of the category, stretched to its usual size, in one colour."""
    rows = [
        k for k, name in enumerate(bank.categories) if name == BANK_WORDS.get(category, category)
    ]
    if rows:
        shape = bank.shape(int(rng.choice(rows)))
        mesh = trimesh.Trimesh(shape.vertices, shape.faces, process=False)
    else:
        mesh = trimesh.creation.box((1.0, 1.0, 1.0))
    mesh.vertices = (mesh.vertices + np.array([0.0, 0.5, 0.0])) * size
    smooth = trimesh.graph.smooth_shade(mesh, angle=np.radians(35))
    colour = str(rng.choice(_COLOURS))
    rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], dtype=np.uint8)
    plain = np.tile(rgb, (8, 8, 1))
    return TexturedProduct(
        product_id=sku,
        vertices_m=np.asarray(smooth.vertices, dtype=np.float64),
        normals=np.asarray(smooth.vertex_normals, dtype=np.float64),
        uvs=np.full((len(smooth.vertices), 2), 0.5),
        faces=np.asarray(smooth.faces, dtype=np.int64),
        material=PbrMaterial(sku, plain, np.full((8, 8, 3), (255, 160, 0), dtype=np.uint8)),
        size_m=ProductSize(*size),
        size_source="given",
        variants=(),
        cutouts=(),
        photo_uses=(),
        stage_seconds={},
        shape_confidence=1.0,
        known_shape=category,
        warnings=(),
    )


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Picture to write.")
@click.option("--style", "styles", multiple=True, help="Only these styles.")
@click.option("--room", "rooms", multiple=True, help="Only these types of room.")
@click.option("--cell-px", default=400, show_default=True, help="Width of a cell.")
@click.option("--above", is_flag=True, help="Rooms seen from above.")
@click.option("--seed", default=0, show_default=True)
def main(
    out: Path, styles: tuple[str, ...], rooms: tuple[str, ...], cell_px: int, above: bool, seed: int
) -> None:
    """Draw every style in every type of room."""
    known = tuple(load_knowledge().room_types)
    for name in (*rooms,):
        if name not in known:
            raise click.UsageError(f"--room {name}: choose one of {', '.join(known)}")
    picture = contact_sheet(
        styles or style_names(), rooms or known, SheetOptions(cell_px, above, seed)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(out)


if __name__ == "__main__":
    main()
