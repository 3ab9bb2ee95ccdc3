"""What all inspections that a draw decided have in common in the ledger."""

from __future__ import annotations

# Their kind, by which the caps count; the most characters that their items take.
DRAWN_KIND = "双随机"
MOST_ITEMS = 300
MOST_NUMBER = 40
MOST_RESULT = 60
