"""Pictures of furnished rooms, from inside, for training and judging the cut-out: `python -m showroom.backgrounds`."""

from showroom.backgrounds.furnished import FurnishedRoom, furnished_room, sample_products
from showroom.backgrounds.views import BackgroundView, FloorPlace, choose_views

__all__ = [
    "BackgroundView",
    "FloorPlace",
    "FurnishedRoom",
    "choose_views",
    "furnished_room",
    "sample_products",
]
