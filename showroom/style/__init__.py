"""How rooms look: styles, palettes, the merchant's wishes."""
