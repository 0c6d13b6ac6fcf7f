"""Path-traced pictures of rooms, in a Blender of its own."""
