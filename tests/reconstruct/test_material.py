"""What regions are made of."""

import numpy as np
import pytest

from reconstruct.material import CLASSES, FEATURES, Region, load_material_model, reflectance
from reconstruct.training.materials import named_class


def _region(colour: tuple[float, float, float], category: str, **more: float) -> Region:
    usual = {"thickness": 0.1, "height": 0.5, "share": 0.5, "longest_m": 1.0}
    return Region(colour=np.array(colour), category=category, **{**usual, **more})


def test_the_shipped_model_knows_wood_from_cloth() -> None:
    model = load_material_model()
    wood, cloth = (
        _region((0.35, 0.18, 0.08), "sideboard"),
        _region((0.3, 0.3, 0.32), "sofa", share=0.8, longest_m=2.1),
    )
    odds = model.probabilities([wood, cloth])
    assert odds.shape == (2, len(CLASSES))
    assert odds.sum(axis=1) == pytest.approx(1.0)
    names = list(CLASSES)
    assert names[int(odds[0].argmax())] == "wood"
    assert names[int(odds[1].argmax())] == "fabric"


def test_metal_only_where_it_is_sure() -> None:
    odds = np.zeros(len(CLASSES))
    odds[list(CLASSES).index("metal")], odds[list(CLASSES).index("plastic")] = 0.6, 0.4
    assert reflectance(odds).metallic == 0.0
    odds[:] = 0
    odds[list(CLASSES).index("metal")] = 1.0
    assert reflectance(odds).metallic == 1.0


def test_features_are_finite_for_black_and_unknown() -> None:
    features = _region((0.0, 0.0, 0.0), "spaceship", longest_m=0.0).features
    assert features.shape == (FEATURES,)
    assert np.isfinite(features).all()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Black_plastic", "plastic"),
        ("cosins_brown", "fabric"),
        ("fusta_taula", "wood"),
        ("cromo", "metal"),
        ("Material.002", None),
    ],
)
def test_names_of_many_languages(name: str, kind: str | None) -> None:
    assert named_class(name) == kind
