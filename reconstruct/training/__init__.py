"""Training of the shape model: shapes, renders, fit, judgement. Nothing here runs when a product is made."""

__all__: list[str] = []
