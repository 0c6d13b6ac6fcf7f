"""What a published site takes from the viewer's build: two scripts, a style sheet, and the pages' words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from showroom.errors import SiteError

__all__ = ["SiteBundle", "read_site_bundle"]

_VIEWER = ("bundle.json", "src/index.ts")
_SITE = ("site.json", "src/site/index.ts")
_WORDS = "words.json"


@dataclass(frozen=True)
class SiteBundle:
    """The built frontend.

    Attributes
    ----------
    viewer
        The 3D view, three.js and the mesh decoder with it; pages fetch it when a shopper starts it.
    script
        The pages' own small script.
    style
        Their style sheet.
    words
        Interface words by language tag and key.
    """

    viewer: bytes
    script: bytes
    style: bytes
    words: Mapping[str, Mapping[str, str]]


def read_site_bundle(folder: Traversable | None = None) -> SiteBundle:
    """Read the build, by default the one inside this package.

    Raises
    ------
    SiteError
        If it was not built.
    """
    folder = folder if folder is not None else files("showroom") / "_web"
    try:
        viewer = _entry(folder, *_VIEWER)
        site = _entry(folder, *_SITE)
        return SiteBundle(
            viewer=(folder / viewer["file"]).read_bytes(),
            script=(folder / site["file"]).read_bytes(),
            style=b"".join((folder / name).read_bytes() for name in site["css"]),
            words=json.loads((folder / _WORDS).read_bytes()),
        )
    except (OSError, KeyError) as error:
        raise SiteError(
            f"the site's scripts are missing ({error}). Build them with `make web` (or `python -m viewer.bundle`)."
        ) from None


def _entry(folder: Traversable, manifest: str, source: str) -> Mapping[str, str]:
    told: Mapping[str, Mapping[str, str]] = json.loads((folder / manifest).read_bytes())
    return told[source]
