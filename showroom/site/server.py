"""What a site tells servers and search engines beside its pages: headers, robots, the list of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from showroom.site.folder import ASSETS
from showroom.site.page import CONTENT_SECURITY_POLICY, REFERRER_POLICY

__all__ = ["headers_file", "robots_file", "sitemap_file"]


def headers_file() -> bytes:
    """`_headers`, which Netlify and Cloudflare Pages read: assets for ever, pages asked for again each time.

    No rule sets what another one sets: the two hosts join such values in ways of their own.
    """
    return f"""\
/*
  Content-Security-Policy: {CONTENT_SECURITY_POLICY}
  Referrer-Policy: {REFERRER_POLICY}
  X-Content-Type-Options: nosniff
  Permissions-Policy: camera=(), microphone=(), geolocation=()
/{ASSETS}/*
  Cache-Control: public, max-age=31536000, immutable
/{ASSETS}/*.usdz
  Content-Type: model/vnd.usdz+zip
/{ASSETS}/*.glb
  Content-Type: model/gltf-binary
""".encode()


def robots_file(url: str) -> bytes:
    """`robots.txt`: everything may be read, and where the list of pages is."""
    return f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\n".encode()


def sitemap_file(addresses: Sequence[str]) -> bytes:
    """`sitemap.xml` of the pages that search engines should list."""
    entries = "".join(f"  <url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    ).encode()
