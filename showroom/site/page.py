"""What all pages of a site share: head, security policy, header, footer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from showroom.site.content import SiteRoom
from showroom.site.html import Markup, SiteWords, element, join
from showroom.site.pictures import PREVIEW_PX

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "REFERRER_POLICY",
    "PageHead",
    "SiteFrame",
    "room_name",
    "room_title",
]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        # The mesh decoder is WebAssembly; nothing else is compiled at run time.
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        # Textures come out of the models as blobs, saved pictures leave as one.
        "img-src 'self' data: blob:",
        "connect-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
REFERRER_POLICY = "strict-origin-when-cross-origin"


@dataclass(frozen=True)
class PageHead:
    """What a page says of itself.

    Attributes
    ----------
    path
        Its file, from the site's root.
    title, description
        For search engines and tabs.
    preview
        Path of its picture for links.
    canonical
        Path of the page that stands for it; None where none does.
    indexed
        Whether search engines should list it.
    """

    path: str
    title: str
    description: str
    preview: str
    canonical: str | None
    indexed: bool = True

    @property
    def root(self) -> str:
        """How the page's addresses get to the site's root."""
        return "../" * self.path.count("/")


@dataclass(frozen=True)
class SiteFrame:
    """What is the same on every page of a site.

    Attributes
    ----------
    title
        Name of the whole.
    titled
        Whether the merchant gave it; ours is said in the visitor's language.
    lang
        Language of the pages.
    url
        Where the site will be, without a slash at the end; None where that is unknown.
    script, style, viewer, icon, ar_icon
        Paths from the site's root.
    """

    title: str
    titled: bool
    lang: str
    url: str | None
    script: str
    style: str
    viewer: str
    icon: str
    ar_icon: str

    def address(self, path: str) -> str | None:
        """Absolute address of a page or file, where the site's own is known."""
        return None if self.url is None else f"{self.url}/{_folder_of(path)}"

    def page(self, head: PageHead, body: Markup, body_class: str | None = None) -> bytes:
        """A whole page."""
        html = element(
            "html",
            {"lang": self.lang},
            Markup("\n"),
            element("head", {}, Markup("\n"), self._head(head), Markup("\n")),
            Markup("\n"),
            element("body", {"class": body_class}, Markup("\n"), body, Markup("\n")),
            Markup("\n"),
        )
        return f"<!doctype html>\n{html}\n".encode()

    def header(self, words: SiteWords, root: str, *, gallery: bool, skip_to: str) -> Markup:
        """Bar with the site's name, the way to all rooms, and the keyboard's way past it."""
        name = self.name(words, "a", {"class": "brand", "href": root or "./"})
        key = "skip" if skip_to == "products" else "skip_rooms"
        nav = element(
            "nav",
            {"aria-label": self.title},
            words.element("a", "all_rooms", {"href": f"{root}index.html"}),
        )
        return join(
            words.element("a", key, {"class": "skip", "href": f"#{skip_to}"}),
            element("header", {"class": "bar"}, name, nav if gallery else None),
        )

    def footer(self, words: SiteWords) -> Markup:
        """The foot of a page."""
        return element("footer", {}, self.name(words, "p", {}), words.element("p", "footer"))

    def name(self, words: SiteWords, tag: str, attributes: Mapping[str, str]) -> Markup:
        """The site's name as an element."""
        if self.titled:
            return element(tag, attributes, self.title)
        return words.element(tag, "site_title", attributes)

    def _head(self, head: PageHead) -> Markup:
        root = head.root
        preview = self.address(head.preview) or f"{root}{head.preview}"
        canonical = self.address(head.canonical) if head.canonical is not None else None
        told = {
            "og:type": "website",
            "og:site_name": self.title,
            "og:title": head.title,
            "og:description": head.description,
            "og:url": canonical,
            "og:image": preview,
            "og:image:type": "image/jpeg",
            "og:image:width": PREVIEW_PX[0],
            "og:image:height": PREVIEW_PX[1],
            "og:image:alt": head.title,
            "og:locale": self.lang.replace("-", "_") if "-" in self.lang else None,
        }
        named = {
            "viewport": "width=device-width, initial-scale=1",
            "referrer": REFERRER_POLICY,
            "description": head.description,
            "robots": None if head.indexed else "noindex",
            "theme-color": "#faf8f5",
            "twitter:card": "summary_large_image",
            "twitter:title": head.title,
            "twitter:description": head.description,
            "twitter:image": preview,
        }
        policy = {"http-equiv": "Content-Security-Policy", "content": CONTENT_SECURITY_POLICY}
        return join(
            element("meta", {"charset": "utf-8"}),
            element("meta", policy),
            element("title", {}, head.title),
            *(
                element("meta", {"name": name, "content": text})
                for name, text in named.items()
                if text is not None
            ),
            *(
                element("meta", {"property": name, "content": text})
                for name, text in told.items()
                if text is not None
            ),
            element("link", {"rel": "canonical", "href": canonical}) if canonical else None,
            element("link", {"rel": "icon", "type": "image/svg+xml", "href": root + self.icon}),
            element("link", {"rel": "stylesheet", "href": root + self.style}),
            element("script", {"type": "module", "src": root + self.script}),
        )


def room_name(room: SiteRoom, words: SiteWords, tag: str | None = None) -> Markup:
    """What a room is called ("Living room 2"): as text, or as an element in the visitor's language."""
    key = f"room_{room.room_type}"
    number = f" {room.number}" if room.number is not None else ""
    if not words.has(key):
        name = room.room_type.replace("_", " ").strip().capitalize()
        return element(tag or "span", {}, f"{name}{number}")
    said = words.element("span", key)
    return element(tag or "span", {}, said, number)


def room_title(room: SiteRoom, words: SiteWords) -> str:
    """What a room is called, as text."""
    key = f"room_{room.room_type}"
    name = words.text(key) if words.has(key) else room.room_type.replace("_", " ").capitalize()
    return name if room.number is None else f"{name} {room.number}"


def _folder_of(path: str) -> str:
    """A folder's own page is at the folder's address."""
    return path.removesuffix("index.html")
