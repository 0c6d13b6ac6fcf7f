"""Plain things that nobody sells, made by rule: rugs, plants, cushions, books and framed pictures.

Each file makes one kind, `product` frame, true to scale, with its own small picture; the same style and seed give
the same bytes. Where they go is the layout's business (`layout.fill`); `furnish` brings the two together.
"""

__all__: list[str] = []
