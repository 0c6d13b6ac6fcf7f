"""The static site of a results folder: pages, assets, checks."""
