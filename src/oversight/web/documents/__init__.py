"""Documents that are printed and signed."""


def minutes(*a, **k):
    return b"x"
