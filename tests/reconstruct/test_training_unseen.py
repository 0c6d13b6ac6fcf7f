"""Photos to judge by that do not show all of the product."""

from __future__ import annotations

import numpy as np

from reconstruct.training.judged_photos import as_cutout
from reconstruct.training.unseen import taken_for_whole, unseen_parts


def test_parts_are_cut_off_and_covered_the_same_each_time() -> None:
    matte = np.zeros((100, 120), dtype=np.float32)
    matte[20:80, 10:110] = 1
    whole = as_cutout(np.full((100, 120, 3), 200, dtype=np.uint8), matte, "x-1")
    found = unseen_parts(whole)
    assert list(found) == ["cut off at a side", "cut off below", "cut off at both", "covered"]
    touched = [part.touches_edge for part in found.values()]
    assert [sum(sides) for sides in touched] == [1, 1, 2, 0]
    assert touched[1] == (False, False, False, True)
    for name, least in (("cut off at a side", 0.65), ("cut off below", 0.65), ("covered", 0.4)):
        part = found[name]
        assert part.rgb.shape[:2] == part.matte.shape
        assert least <= part.matte.sum() / matte.sum() <= 0.96
    hidden = found["covered"].hidden
    assert hidden is not None
    assert (found["covered"].rgb[hidden] != 200).all()
    assert found["covered"].matte[hidden].max() == 0
    again = unseen_parts(whole)
    assert all(np.array_equal(again[name].matte, found[name].matte) for name in found)
    plain = taken_for_whole(found["cut off at both"])
    assert not any(plain.touches_edge)
    assert taken_for_whole(found["covered"]).hidden is None
