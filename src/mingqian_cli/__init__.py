"""The command line: offices' files, the draw folder, the log folder, the clock.

Here is everything that the pure core must not have. Each step of a draw is one function of
`ceremony`; it moves a draw forward or changes nothing.
"""
