"""Merchants' catalogs: reading rows, sizes, languages, variants."""
