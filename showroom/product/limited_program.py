"""Becomes another program under a memory limit: run as a script, with the bytes and then the program's own words.

It is a process of its own because a limit set between fork and exec, in a process that has threads, may hang. It
imports nothing of this project, so that it starts at once.
"""

from __future__ import annotations

import os
import resource
import sys

__all__: list[str] = []


def _main(limit_bytes: int, words: list[str]) -> None:
    # On Linux, RLIMIT_DATA counts memory that is written, and not address space that is only reserved: CUDA reserves
    # more of that than any machine has memory, and would not start under RLIMIT_AS.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        limit_bytes = min(limit_bytes, highest)
    resource.setrlimit(kind, (limit_bytes, limit_bytes))
    os.execvp(words[0], words)


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2:])
