"""The two small drawings that a site's pages need as files."""

from __future__ import annotations

__all__ = ["AR_ICON", "FAVICON"]

FAVICON = b"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5c4a"/>\
<path d="M16 6.5l8.5 4.8v9.4L16 25.5l-8.5-4.8v-9.4zM7.5 11.3l8.5 4.8l8.5-4.8M16 16.1v9.4" \
fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/></svg>
"""
AR_ICON = b"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1d1c1a" stroke-width="1.7" \
stroke-linecap="round" stroke-linejoin="round"><path d="M12 7l4.5 2.5v5L12 17l-4.5-2.5v-5z\
M7.5 9.5L12 12l4.5-2.5M12 12v5"/>\
<path d="M4 8V4.5h3.5M20 8V4.5h-3.5M4 16v3.5h3.5M20 16v3.5h-3.5"/></svg>
"""
