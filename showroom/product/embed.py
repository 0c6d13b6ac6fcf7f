"""A product's own page (`embed.html`): the 3D model to turn and to see in one's room, for a store to frame or to copy.

It works from any web server without a host of others: `<model-viewer>` lies beside the products, the model is the
store file, iPhones get the USDZ.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from showroom.product.facts import ProductFacts

__all__ = ["MODEL_VIEWER", "embed_html", "model_viewer_script"]

MODEL_VIEWER = "model-viewer.min.js"

_STYLE = """\
html, body { margin: 0; height: 100%; background: #fff; color: #1c1c1c; font: 16px/1.4 system-ui, sans-serif; }
figure { margin: 0; height: 100%; display: flex; flex-direction: column; }
model-viewer { flex: 1; width: 100%; min-height: 240px; --poster-color: #fff; }
figcaption { padding: 12px 16px; display: flex; flex-wrap: wrap; gap: 4px 16px; border-top: 1px solid #e4e4e4; }
strong { font-weight: 600; }
a { color: #0b57d0; }
"""


_CHOICE = """\
<script>
  const list = document.getElementById('variant');
  const viewer = document.querySelector('model-viewer');
  list.addEventListener('change', () => { viewer.variantName = list.value; });
</script>
"""


def embed_html(facts: ProductFacts, looks: Sequence[str] = ()) -> bytes:
    """The page; addresses are relative to the product's folder.

    `looks` are the names of the product's variants, its own first; where there are some, a list chooses among them.
    """
    details = facts.details
    sku, name = escape(details.sku), escape(details.name)
    size = " × ".join(f"{100 * side:.0f}" for side in facts.size_m)
    told = [f"<strong>{name}</strong>", f"<span>{size} cm</span>"]
    if details.price is not None:
        told.append(f"<span>{escape(details.price.amount)} {escape(details.price.currency)}</span>")
    if details.url is not None:
        told.append(f'<a href="{escape(details.url)}" target="_top">{name}</a>')
    choice = ""
    if looks:
        options = "".join(f"<option>{escape(look)}</option>" for look in looks)
        told.append(f'<label>Variant <select id="variant">{options}</select></label>')
        choice = _CHOICE
    caption = "\n".join(f"    {line}" for line in told)
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="alternate" type="application/ld+json" href="product.jsonld">
<style>
{_STYLE}</style>
<script type="module" src="../{MODEL_VIEWER}"></script>
</head>
<body>
<figure>
  <model-viewer src="{sku}.store.glb" ios-src="{sku}.usdz" poster="poster.webp" alt="{name}, {size} cm"
    ar ar-modes="webxr scene-viewer quick-look" ar-scale="fixed" camera-controls touch-action="pan-y"
    shadow-intensity="1" shadow-softness="0.8"></model-viewer>
  <figcaption>
{caption}
  </figcaption>
</figure>
{choice}</body>
</html>
""".encode()


def model_viewer_script() -> bytes | None:
    """The script that the pages share, built with the viewer; None where it was not built."""
    script = files("showroom") / "_web" / MODEL_VIEWER
    return script.read_bytes() if script.is_file() else None
