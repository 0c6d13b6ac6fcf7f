"""The page that shows what `showroom` made: the browser bundle (the app is still to come)."""

__all__: list[str] = []
