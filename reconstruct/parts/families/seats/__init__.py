"""What is sat on: chairs, stools, office chairs, benches, ottomans, and what they share."""

from __future__ import annotations

__all__: list[str] = []
