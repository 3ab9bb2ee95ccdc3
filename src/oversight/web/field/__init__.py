"""What inspectors use on the spot: a shell that works without network, and the data behind it.

The shell holds no data and needs no sign-in, so a telephone may keep it. Data come by ``now``,
``tasks``, ``record`` and ``picture``, which the worker never keeps.
"""
