"""Uses of a directory's rows by other apps, asked for before a row is removed.

What lies above the directories (draws) says here what it holds; the directories do not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

SUBJECT, INSPECTOR = "subject", "inspector"
# Kind of directory, bureau, codes of its rows → where each of them is used.
Use = Callable[[str, int, Collection[str]], Mapping[str, str]]
_USES: list[Use] = []


def declare(use: Use) -> None:
    """Register a use; it is asked from now on."""
    if use not in _USES:
        _USES.append(use)


def of(kind: str, bureau_id: int, names: Collection[str]) -> dict[str, str]:
    """Tell which rows are used, and by what; rows without a use are left out."""
    uses: dict[str, str] = {}
    for use in _USES:
        uses |= use(kind, bureau_id, names)
    return uses
