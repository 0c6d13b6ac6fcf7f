"""Furniture as parts: families of furniture with parameters, built from a few kinds of closed parts.

`parameters` says what can be chosen and measured, `family` ties a family's parameters to the code that builds it,
`families/` holds one file for each family, `primitives/` the shapes that parts are made of.
"""
