"""检查: who goes where, accepted and dated, replaced, recused and merged.

A task comes into being with the result of a draw and is kept in step with the ledger of the
registry (检查台账), which is all that later draws read.
"""
