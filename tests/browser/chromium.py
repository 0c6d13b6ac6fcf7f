"""Find Chromium, or install Debian's: run as a script before the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
COARSE = 0.4
"""Device scale of the tests' pages: pictures are drawn in software here, and their layout stays as it is."""
ARGUMENTS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
FOR_TESTS = (*ARGUMENTS, "--disable-gpu-compositing")
"""Small pages cost a quarter less so; large ones, which are measured, wait longer for their pictures."""


def find_chromium() -> str | None:
    """Path of the browser, wherever Debian or the user put it."""
    for name in NAMES:
        found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin")
        if found:
            return found
    return None


def main() -> int:
    """Install Chromium where that is possible, else say how."""
    if find_chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(["apt-get", *arguments], check=True, stdout=subprocess.DEVNULL)
        return 0 if find_chromium() else 1
    print("The browser tests need Chromium: sudo apt-get install chromium", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
