"""The room without furniture: floors, walls, openings, the garden's edge, baked occlusion."""
