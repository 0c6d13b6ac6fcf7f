"""One product: from a catalog row to its folder of files."""
