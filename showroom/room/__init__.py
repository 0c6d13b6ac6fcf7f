"""Rooms and houses: which products, where they stand, the scene of it all."""
