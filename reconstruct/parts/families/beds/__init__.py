"""Beds of all kinds, and mattresses."""
