"""Merchants' words stay words."""

from __future__ import annotations

import pytest

from viewer.markdown import plain, size_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](javascript:alert(1))", r"\[x\]\(javascript\:alert\(1\)\)"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert\(1\)\>"),
        ("costs $5 or $6 :smile:", r"costs \$5 or \$6 \:smile\:"),
        ("two\n# lines", r"two \# lines"),
        ("Sofa 椅子", "Sofa 椅子"),
    ],
)
def test_nothing_is_read_as_a_mark(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_sizes_are_told_as_people_say_them() -> None:
    assert [size_text(n) for n in (10, 48_700, 1_900_000)] == ["1 KB", "49 KB", "1.9 MB"]
