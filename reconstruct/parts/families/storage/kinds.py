"""What storage is sold as: sizes and odds of cabinets, wardrobes and so on.

One category has several kinds, because how wide a piece is decides how many columns it has: a door is 30 to 60 cm
wide, a shelf at most 100 cm. Sizes are those of large furniture shops.
"""

from __future__ import annotations

from reconstruct.parts.families.storage.drawer_kinds import DRAWER_KINDS
from reconstruct.parts.families.storage.low_kinds import LOW_KINDS
from reconstruct.parts.families.storage.tall_kinds import TALL_KINDS

__all__ = ["KINDS"]

KINDS = (*LOW_KINDS, *DRAWER_KINDS, *TALL_KINDS)
