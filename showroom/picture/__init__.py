"""Pictures of products and rooms, cast ray by ray."""
