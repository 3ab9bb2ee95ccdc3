"""How one enterprise stands in the public draws: drawn, not drawn or no part of it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mingqian import roster
from mingqian.errors import MingqianError
from oversight.common.errors import DomainError
from oversight.draws import draw_details, explanations, records, selectors
from oversight.draws.explanations import Explanation, Place
from oversight.draws.files import folder
from oversight.draws.models import Draw

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One draw, and what became of the enterprise in it."""

    draw: Draw
    explanation: Explanation

    @property
    def place(self) -> Place | None:
        """Give how it stands in the first of its strata; None where it took no part."""
        return next(iter(self.explanation.places), None)


def standings(code: str) -> list[Standing]:
    """Give how a code stands in the newest draws whose lists are public, the newest first."""
    rows: list[Standing] = []
    for draw in draw_details.newest_first():
        if len(rows) == MOST:
            break
        if selectors.is_list_shown(draw) and _is_listed(draw, code):
            rows += _standing(draw, code)
    return rows


def _is_listed(draw: Draw, code: str) -> bool:
    """Tell whether a code stands in the lists on the disc, before they are verified."""
    row, files = f"\n{code},".encode(), folder(draw.number)
    try:
        return any(row in files.data(name) for name in (roster.SUBJECTS, roster.EXCLUSIONS))
    except (OSError, MingqianError):
        return False  # a draw whose files are lost says so on its own page


def _standing(draw: Draw, code: str) -> Iterator[Standing]:
    try:
        record = records.read(draw)
    except DomainError:
        return  # a draw whose files were changed says so on its own page
    explanation = explanations.explain(record, code)
    if explanation.outcome != explanations.UNKNOWN:
        yield Standing(draw=record.draw, explanation=explanation)
