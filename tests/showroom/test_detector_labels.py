"""The detector's labels for every kind of furniture that the graph knows."""

from __future__ import annotations

from layout import typical_size
from layout.knowledge import load_knowledge
from reconstruct.see.detector import LABELS
from reconstruct.see.labels import _FIT, label_fit

# The detector has no name that these are often given: they are found as what stands out.
WITHOUT_LABELS = {
    *("coat_rack", "piano", "plinth", "room_divider", "rug", "shower", "speaker", "towel_rack"),
}


def test_every_category_with_a_size_has_labels_or_deliberately_none() -> None:
    sized = {c for c in load_knowledge().categories if typical_size(c) is not None}
    assert sized - _FIT.keys() == WITHOUT_LABELS


def test_every_label_is_one_of_the_detectors() -> None:
    for category, fits in _FIT.items():
        assert fits.keys() <= set(LABELS), category
        assert all(0 < fit <= 1 for fit in fits.values()), category
        assert 0 < label_fit("chair", category) <= 1
    assert label_fit("chair", "rug") == label_fit("chair", None)
