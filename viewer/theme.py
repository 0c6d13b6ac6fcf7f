"""How the app looks: Streamlit's own settings, and the little that they cannot say. Colours as in `viewer.css`."""

from __future__ import annotations

import json
from typing import Any

from viewer.words import Words

__all__ = ["SETTINGS", "style_sheet"]

_FONT = '"Inter", "Segoe UI", "Noto Sans", "Noto Sans SC", system-ui, -apple-system, sans-serif'

LARGEST_UPLOAD_MB = 500

SETTINGS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "runner.magicEnabled": False,
    "server.maxUploadSize": LARGEST_UPLOAD_MB,
    "server.fileWatcherType": "none",
    "theme.base": "light",
    "theme.primaryColor": "#0f5c4a",
    "theme.backgroundColor": "#fbf9f6",
    "theme.secondaryBackgroundColor": "#f1ece4",
    "theme.textColor": "#1d1c1a",
    "theme.linkColor": "#0f5c4a",
    "theme.borderColor": "#ddd6cb",
    "theme.dataframeBorderColor": "#ddd6cb",
    "theme.dataframeHeaderBackgroundColor": "#f4f1ec",
    "theme.greenColor": "#0f5c4a",
    "theme.font": _FONT,
    "theme.headingFont": _FONT,
    "theme.baseRadius": "12px",
    "theme.buttonRadius": "full",
    "theme.showWidgetBorder": True,
    "theme.showSidebarBorder": True,
    "theme.sidebar.backgroundColor": "#f4f1ec",
    "theme.headingFontSizes": ["2rem", "1.2rem", "1.1rem"],
    "theme.headingFontWeights": [700, 650, 650],
}

_CSS = """
[data-testid="stAppDeployButton"], [data-testid="stMainMenu"], [data-testid="stDecoration"],
[data-testid="stStatusWidget"], footer { display: none !important; }
[data-testid="stHeader"] { background: transparent; }
[data-testid="stMainBlockContainer"] { max-width: 1240px; padding: 2.6rem 2.4rem 5rem; }
[data-testid="stCaptionContainer"] { color: #645f57; opacity: 1; }
[data-testid="stCaptionContainer"] a { color: #0f5c4a; }
.stButton button p span[style*="font-size"] { position: absolute; width: 1px; height: 1px; overflow: hidden; }
.stButton button p span[style*="font-size"] { clip-path: inset(50%); }
section[role="dialog"] > button { padding: 13px; margin: -13px; }
h1, h2, h3 { letter-spacing: -0.015em; }
:focus-visible { outline: 3px solid #0f5c4a !important; outline-offset: 2px; }
[data-testid="stSidebarNav"] a { border-radius: 10px; padding-block: 0.45rem; }
[data-testid="stSidebarNav"] a[aria-current="page"] { background: #0f5c4a; }
[data-testid="stSidebarNav"] a[aria-current="page"] * { color: #fff !important; }
.card p { margin: 0; }
.card .picture { height: 168px; display: flex; align-items: center; justify-content: center; background: #fff; }
.card .picture { border-radius: 10px; overflow: hidden; }
.card .picture img { width: 100%; height: 100%; object-fit: contain; }
.card.large .picture { height: 320px; }
.card .wait { color: #645f57; font-size: 0.875rem; }
.card .name { margin-top: 10px; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.card.left-out .picture img { opacity: 0.35; }
.card .state, .card.state { font-size: 0.875rem; color: #645f57; margin: 0; }
.card .state.good, .card.state.good { color: #0f5c4a; }
.card .state.look, .card.state.look { color: #8a4b00; }
.card .state.bad, .card.state.bad { color: #a3261c; }
.small-picture img { width: 88px; height: 66px; object-fit: contain; background: #fff; border-radius: 8px; }
[class*="st-key-things-"] { position: relative; width: fit-content !important; }
[class*="st-key-things-"] > div { width: auto; }
[class*="st-key-things-"] img { display: block; height: auto; width: auto; max-width: 100%; max-height: 420px; }
[class*="st-key-frame-"] { position: absolute !important; --frame: #ffffff; --ground: #1d1c1a; }
[class*="st-key-frame-"] :is(.stButton, button) { width: 100%; height: 100%; min-height: 0; }
[class*="st-key-frame-"] button { padding: 0; border-radius: 8px; border: 3px solid var(--frame); background: none; }
[class*="st-key-frame-"] button { position: relative; outline: 1px solid #1d1c1a; }
[class*="st-key-frame-"] button p { position: absolute; left: 0; top: 0; padding: 0 7px; border-radius: 4px 0 8px; }
[class*="st-key-frame-"] button p { background: var(--ground); color: #fff; }
.thing { display: flex; align-items: center; justify-content: center; background: #fff; border-radius: 8px; }
.thing > div { position: relative; overflow: hidden; border-radius: 6px; }
.thing img { position: absolute; max-width: none; }
.downloads { display: flex; flex-wrap: wrap; gap: 8px; }
.downloads a { padding: 8px 16px; border: 1px solid #ddd6cb; border-radius: 999px; background: #fff; }
.downloads a { color: #1d1c1a; text-decoration: none; }
.downloads a:hover { border-color: #0f5c4a; color: #0f5c4a; }
.downloads span { color: #645f57; }
.st-key-gallery, .st-key-room-products { display: grid; gap: 16px; }
.st-key-gallery, .st-key-room-products { grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); }
.st-key-gallery > *, .st-key-room-products > * { min-width: 0; width: 100% !important; }
.st-key-job-line [data-testid="stProgress"] { min-width: 220px; flex: 1; }
.st-key-drop-wide [data-testid="stFileUploaderDropzone"] { min-height: 190px; justify-content: center; }
.st-key-drop-wide [data-testid="stFileUploaderDropzone"] { border: 2px dashed #b9ae9d; background: #f6f2ec; }
@media (max-width: 640px) {
  .st-key-gallery, .st-key-room-products { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; }
  [class*="st-key-card-"] { padding: 10px !important; }
  .card .picture { height: 120px; }
  [data-testid="stMainBlockContainer"] { padding: 3.4rem 1rem 4rem; }
  h1 { font-size: 1.6rem !important; }
}
@media (prefers-reduced-motion: reduce) { * { animation-duration: 0.01ms !important; transition: none !important; } }
"""


def style_sheet(t: Words) -> str:
    """What Streamlit's settings cannot say; its uploader speaks English only, so its words are put there too."""
    words = {
        "button p": t("app.upload_button"),
        '[data-testid*="Instructions"] span': t("app.upload_drop"),
    }
    uploader = '[data-testid="stFileUploaderDropzone"]'
    rules = [
        f"{uploader} {part} {{ font-size: 0; }} {uploader} {part}::after "
        f"{{ content: {json.dumps(said, ensure_ascii=False)}; font-size: 0.95rem; }}"
        for part, said in words.items()
    ]
    return _CSS + "\n".join(rules)
