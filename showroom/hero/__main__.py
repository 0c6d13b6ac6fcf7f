"""`python -m showroom.hero`: a path-traced picture of a room."""

from showroom.hero.hero import main

main()
