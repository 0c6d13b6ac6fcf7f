"""The tour of a room: what it shows, the way there, and the words."""
