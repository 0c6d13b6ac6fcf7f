"""The table of measured figures."""

from __future__ import annotations

from showroom.bench import Figure, table


def test_table_says_what_was_missed() -> None:
    lines = table(
        (Figure("a", 0.984, "s", 0.7), Figure("b", 117748, "", 150_000), Figure("c", 2.0, "MB"))
    ).splitlines()
    assert lines[2:] == [
        "| a | 0.98 s | 0.7 s: missed |",
        "| b | 117,748 | 150,000 |",
        "| c | 2.00 MB | |",
    ]
