"""The draw that nobody can rig and everybody can repeat.

A bureau fixes who may be drawn and who may be sent (`roster`), writes it down with all rules
(`manifest`) and publishes its digest before any randomness exists. Then numbers that nobody
controls (`sources`) become a seed (`seed`); the seed gives every subject a number, and the
smallest of each stratum are drawn (`selection`); it also gives the order in which inspectors are
sent (`assignment`). What was done can be read from a log that only grows (`log`), each enterprise
can see why it was drawn (`explain`), and anybody can repeat all of it from the evidence folder
(`verify`). The byte-exact rules are in ``spec/draw-v1.md`` and ``spec/log-v1.md``.

This package is pure: it takes values and gives values. It reads no clock, disk, network or dice.
"""

__version__ = "0.1.0"
