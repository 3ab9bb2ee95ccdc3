"""The transparency log: entries, tree, checkpoints, tiles, proofs and witnesses (spec log-v1).

An `entry` is a leaf of a `tree`; the tree lies in `tiles`; a `checkpoint` is a signed `note`
that names its size and head; a `witness` adds its own signature when the new tree continues the
old one; a `proof` shows one entry under one checkpoint; a `policy` says whose word counts.
"""
