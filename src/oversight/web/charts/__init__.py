"""Pictures as SVG of our own: pure functions of values, without style, script or a fixed width.

Places are per cent of the width and letters keep their size, so that one picture serves a phone, a
desk and paper. Each has a title, a sentence and its table; shades only repeat what words say.
"""
