"""What a photo shows: the things detected in it, which of them is the product, and what kind of product it is."""
