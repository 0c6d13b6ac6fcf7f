"""From a photo to fitted parts.

`evidence` is what a photo says, `draft` a design with its size and cameras, `look` how a draft looks beside a photo,
`score` how well it explains it, `gauss_newton` moves measures and cameras together, `profile` reads turned outlines, and
`fit_parts` goes from proposals to a ranked answer.
"""
