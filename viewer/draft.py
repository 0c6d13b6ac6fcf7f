"""A product as the merchant sees it in the app, before and after it is made; plain data, kept in `project.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from reconstruct.see.thing import PhotoBox
from showroom import PhotoThing, Problem

__all__ = ["PhotoDraft", "ProductDraft", "Status", "VariantDraft"]

Status = Literal["new", "cut_out", "made", "failed"]


@dataclass(frozen=True)
class PhotoDraft:
    """One photo of a product.

    Attributes
    ----------
    file
        Name in the project's `photos/`, made of the content's hash.
    original_name
        What the merchant called it; text for people, never a path.
    status
        "new" until its cut-out was tried, then "cut_out" or "failed".
    mask
        Name in `masks/`; None while there is none.
    repaired
        Whether the merchant corrected the cut-out: such a one is used as it is, the engine's own are made again.
    confidence
        Of the cut-out, 0 to 1.
    thumbnail, picture
        Names in `previews/`: the product cut out, small; the whole photo, upright, to draw on.
    warnings
        What the merchant should look at.
    repair
        What the merchant drew and nobody worked in yet: a box (`box_px`: left, top, right, bottom) and `strokes`.
    box
        Where the merchant says that the product is; None where it is chosen automatically. A repaired cut-out
        overrides it.
    things
        What else the photo shows that may be the product, the automatic choice first.
    ask
        Whether more than one of `things` may well be the product.
    photo_px
        Width and height of the upright photo, which the boxes are in; None until it was looked at.
    looked_for
        Category that was looked for; None where nobody said any.
    category_guesses
        What it seems to show, in the graph's categories, each with its probability; the likeliest first.
    """

    file: str
    original_name: str
    status: Status = "new"
    mask: str | None = None
    repaired: bool = False
    confidence: float | None = None
    thumbnail: str | None = None
    picture: str | None = None
    warnings: tuple[Problem, ...] = ()
    repair: Mapping[str, Any] | None = None
    box: PhotoBox | None = None
    things: tuple[PhotoThing, ...] = ()
    ask: bool = False
    photo_px: tuple[int, int] | None = None
    looked_for: str | None = None
    category_guesses: tuple[tuple[str, float], ...] = ()

    @property
    def automatic(self) -> bool:
        """Whether nobody but the program chose what is cut out."""
        return self.box is None and not self.repaired and self.repair is None

    @property
    def asks(self) -> bool:
        """Whether the merchant should still say which thing is the product."""
        return self.ask and self.automatic

    def waits(self, category: str | None) -> bool:
        """Whether it is to be looked at, now that its product is said to be of that category."""
        if self.status == "new" or self.repair is not None:
            return True
        return self.automatic and self.looked_for != category

    def with_box(self, box: PhotoBox | None) -> PhotoDraft:
        """The photo to be cut out anew in that box, or by an automatic choice; a repair of the earlier one goes."""
        return replace(self, box=box, status="new", repaired=False, repair=None)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> PhotoDraft:
        """Read what `asdict` wrote."""
        warnings = tuple(_warning(warning, told["original_name"]) for warning in told["warnings"])
        box, photo_px = told.get("box"), told.get("photo_px")
        things = [
            PhotoThing(**{**thing, "box": PhotoBox(**thing["box"])})
            for thing in told.get("things", ())
        ]
        guesses = [(str(name), float(share)) for name, share in told.get("category_guesses", ())]
        return cls(
            **{
                **told,
                "warnings": warnings,
                "box": None if box is None else PhotoBox(**box),
                "things": tuple(things),
                "photo_px": None if photo_px is None else (int(photo_px[0]), int(photo_px[1])),
                "category_guesses": tuple(guesses),
            }
        )

    def made_of(self) -> list[Any]:
        """What of it goes into the finished product."""
        own = [self.file, self.mask if self.repaired else None]
        # Without a box as it was before there were any: products of then are not outdated.
        return own if self.box is None or self.repaired else [*own, asdict(self.box)]


def _warning(told: Mapping[str, Any] | str, photo: str) -> Problem:
    # Projects used to keep the sentence alone.
    return Problem(photo, "", told, "warning") if isinstance(told, str) else Problem(**told)


@dataclass(frozen=True)
class VariantDraft:
    """Another look of a product, as the catalog had it.

    Attributes
    ----------
    sku, name
        Its article number, and what it is called.
    photos
        Names in `photos/`.
    rgb
        Its colour (sRGB) if it has no photos.
    price, currency, url
        For the shopper; "" where not given.
    boxes
        The catalog's boxes around it in its photos, one for each from the first on; None where there is none.
    """

    sku: str
    name: str
    photos: tuple[str, ...] = ()
    rgb: tuple[int, int, int] | None = None
    price: str = ""
    currency: str = ""
    url: str = ""
    boxes: tuple[PhotoBox | None, ...] = ()

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> VariantDraft:
        """Read what `asdict` wrote."""
        rgb = told["rgb"]
        colour = None if rgb is None else (int(rgb[0]), int(rgb[1]), int(rgb[2]))
        boxes = tuple(box and PhotoBox(**box) for box in told.get("boxes", ()))
        photos = tuple(told["photos"])
        return cls(**{**told, "photos": photos, "rgb": colour, "boxes": boxes})


@dataclass(frozen=True)
class ProductDraft:
    """One product of the project.

    Attributes
    ----------
    sku
        Article number, unique in the project, safe as a file name; it names the product for good.
    name
        For people.
    photos
        At least one, unless the product has a model of its own.
    category
        Of the graph or in the merchant's words; None if nobody knows.
    category_guessed
        Whether the model guessed the category.
    width_m, height_m, depth_m
        True size; None where unknown.
    size_guessed
        Whether the sides are a guess.
    price, currency, url, description
        For the shopper; "" where not given. The price is kept as it was written.
    names, descriptions
        In other languages, by tag.
    turn_deg
        Quarter turns about the vertical axis that the merchant asked for, right-handed: 0, 90, 180 or 270.
    model
        The merchant's own GLB, a name in `models/`; None where the product is made of its photos.
    design
        The parts that the merchant wants it built from, as `parts.json` has them; None for those that are found. It is
        kept as it was written, even if families have changed since: `viewer.kept_design` reads it.
    variants, variant_name, variant_of
        Other looks, as the catalog had them.
    left_out
        Whether the merchant wants to do without it for now.
    keep_doubtful
        Whether the merchant wants it built even if it is not good enough to be sold.
    status
        "new", "cut_out", "made" or "failed".
    made_of
        `fingerprint()` at the time it was made; another one now means that it has to be made again.
    made_turn_deg
        `turn_deg` at that time.
    problems
        What the engine said about it.
    needs_photo
        The photo that it needs before it is made: "whole_product", "another_side" or "plain_background".
    """

    sku: str
    name: str
    photos: tuple[PhotoDraft, ...] = ()
    category: str | None = None
    category_guessed: bool = False
    width_m: float | None = None
    height_m: float | None = None
    depth_m: float | None = None
    size_guessed: bool = False
    price: str = ""
    currency: str = ""
    url: str = ""
    description: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    turn_deg: int = 0
    model: str | None = None
    design: Mapping[str, Any] | None = None
    variants: tuple[VariantDraft, ...] = ()
    variant_name: str | None = None
    variant_of: str | None = None
    left_out: bool = False
    keep_doubtful: bool = False
    status: Status = "new"
    made_of: str | None = None
    made_turn_deg: int = 0
    problems: tuple[Problem, ...] = ()
    needs_photo: str | None = None

    @property
    def made(self) -> bool:
        """Whether its files lie in `out/products/<sku>`, even if they are of an earlier wish."""
        return self.made_of is not None

    @property
    def outdated(self) -> bool:
        """Whether it was changed since it was made."""
        return self.made_of is not None and self.made_of != self.fingerprint()

    def fingerprint(self) -> str:
        """A text that changes with everything that goes into the finished files."""
        import hashlib
        import json

        told = asdict(self)
        for outcome in (
            "status",
            "made_of",
            "made_turn_deg",
            "problems",
            "needs_photo",
            "left_out",
        ):
            del told[outcome]
        # Projects of before this wish existed keep their fingerprints.
        if not self.keep_doubtful:
            del told["keep_doubtful"]
        if self.design is None:
            del told["design"]
        # A guess is made again from the photos; only the merchant's own word goes into the product.
        if self.category_guessed:
            del told["category"]
        if self.size_guessed:
            told |= {"width_m": None, "height_m": None, "depth_m": None}
        for variant in told["variants"]:
            if not variant["boxes"]:  # as it was before there were any
                del variant["boxes"]
        told["photos"] = [photo.made_of() for photo in self.photos]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def with_photo(self, photo: PhotoDraft) -> ProductDraft:
        """The product with that photo's new state."""
        photos = tuple(photo if p.file == photo.file else p for p in self.photos)
        return replace(self, photos=photos)

    def as_json(self) -> dict[str, Any]:
        """The product as `project.json` holds it."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> ProductDraft:
        """Read what `as_json` wrote."""
        return cls(
            **{
                **told,
                "photos": tuple(PhotoDraft.from_json(photo) for photo in told["photos"]),
                "variants": tuple(VariantDraft.from_json(variant) for variant in told["variants"]),
                "problems": tuple(Problem(**problem) for problem in told["problems"]),
            }
        )
