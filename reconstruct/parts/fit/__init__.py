"""From a photo to fitted parts.

`evidence` is what a photo says (as `marks`: pixels with a way across), `aim` a camera, `draft` a design with its size
and cameras, `look` how a draft looks beside a photo, `score` how well it explains it. `unknowns` and `gauss_newton`
move measures and cameras together, `profile` reads turned outlines, `fit_parts` goes from proposals to a ranked answer.
"""
