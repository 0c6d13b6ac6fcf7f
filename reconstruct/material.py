"""What a region of a product is made of: wood, metal, fabric and so on, and how that reflects light.

A small linear model, learned from artists' named materials (`python -m reconstruct.training materials`), reads the
region's colour, how thick and how high up it is, how much of the product it makes up, and what the product is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.errors import WeightsError
from reconstruct.weights import read_checked, weights_folder

__all__ = [
    "CLASSES",
    "FEATURES",
    "MATERIALS",
    "SURE_METAL",
    "MaterialModel",
    "Reflectance",
    "Region",
    "load_material_model",
    "reflectance",
]

MATERIALS = "materials.json"


@dataclass(frozen=True)
class Reflectance:
    """How a material reflects: glTF's factors in [0, 1]."""

    roughness: float
    metallic: float


# Roughness as measured libraries of real materials give it, rounded.
CLASSES: dict[str, Reflectance] = {
    "wood": Reflectance(0.55, 0.0),
    "metal": Reflectance(0.35, 1.0),
    "plastic": Reflectance(0.45, 0.0),
    "fabric": Reflectance(0.9, 0.0),
    "leather": Reflectance(0.5, 0.0),
    "glass": Reflectance(0.08, 0.0),
    "ceramic": Reflectance(0.2, 0.0),
    "stone": Reflectance(0.6, 0.0),
    "foliage": Reflectance(0.7, 0.0),
}

_KINDS = (
    ("chair", "armchair", "stool", "office_chair", "bench"),
    ("sofa", "pillow", "mattress", "bed"),
    ("coffee_table", "side_table", "dining_table", "desk", "kitchen_island"),
    ("cabinet", "sideboard", "dresser", "wardrobe", "nightstand", "bookcase", "shelf", "tv_stand"),
    ("floor_lamp", "table_lamp", "ceiling_lamp"),
    ("oven", "refrigerator", "dishwasher", "microwave", "radiator", "speaker", "tv"),
    ("sink", "toilet", "bathtub"),
    ("vase", "jar", "bottle", "pot", "bowl", "cup"),
    ("plant",),
)
FEATURES = 12 + len(_KINDS)


@dataclass(frozen=True)
class Region:
    """A region of one colour.

    Attributes
    ----------
    colour
        Linear base colour.
    thickness
        Mean way through the product behind the surface, in longest sides, at most 0.3.
    height
        Mean height, 0 at the floor, 1 at the top.
    share
        Of the product's area.
    longest_m
        Longest side of the product.
    category
        Of the bank, or None.
    """

    colour: Float[np.ndarray, "3"]
    thickness: float
    height: float
    share: float
    longest_m: float
    category: str | None

    @property
    def features(self) -> Float[np.ndarray, " F"]:
        """What the model reads."""
        red, green, blue = np.log(np.clip(self.colour, 0.004, 1))
        light = (red + green + blue) / 3
        warm, pink = red - blue, (red + blue) / 2 - green
        chroma = float(np.hypot(warm, pink))
        thin = float(self.thickness < 0.04)
        own = [1.0, light, light * light / 4, warm, pink, chroma, self.thickness * 5, thin]
        own += [self.height, self.share, float(np.log(max(self.longest_m, 0.02))), thin * chroma]
        kind = [float(self.category in kinds) for kinds in _KINDS]
        return np.array(own + kind)


@dataclass(frozen=True)
class MaterialModel:
    """Weights of the classes, in the order of `CLASSES`."""

    weights: Float[np.ndarray, "C F"]

    def probabilities(self, regions: Sequence[Region]) -> Float[np.ndarray, "R C"]:
        """Of each class for each region."""
        score = np.stack([region.features for region in regions]) @ self.weights.T
        score -= score.max(axis=1, keepdims=True)
        odds = np.exp(score)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def reflectance(probability: Float[np.ndarray, " C"]) -> Reflectance:
    """What is expected of a region: the mean roughness; metal only where that is sure.

    Half a metal is no material, and a white chair taken for chrome is worse than chrome taken for paint.
    """
    classes = list(CLASSES.values())
    metal = float(probability[list(CLASSES).index("metal")])
    if metal >= SURE_METAL:
        return CLASSES["metal"]
    rough = np.array([c.roughness for c in classes])
    return Reflectance(round(float(probability @ rough), 3), 0.0)


SURE_METAL = 0.85


@cache
def load_material_model() -> MaterialModel:
    """The shipped model.

    Raises
    ------
    WeightsError
        If its file is missing or damaged.
    """
    told = json.loads(read_checked(weights_folder(), MATERIALS))
    weights = np.array(told["weights"], dtype=np.float64)
    if tuple(told["classes"]) != tuple(CLASSES) or weights.shape != (len(CLASSES), FEATURES):
        raise WeightsError(
            MATERIALS,
            expected=f"weights of {len(CLASSES)} classes and {FEATURES} features",
            found=f"{weights.shape}",
            remedy="Install the package again.",
        )
    return MaterialModel(weights)
