"""The networks of the shape model. Importing this package is cheap: torch comes with the files inside."""

__all__: list[str] = []
