"""What ratings say together: five at a time, so that no single one can be told from the sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.inspections.arrivals import VisitRating
from oversight.inspections.services.visit_voices import QUESTIONS

LEAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFigures:
    """Counts over ratings: how many of each score, how many said yes to each question, words."""

    number: int
    scores: tuple[tuple[int, int], ...]
    answers: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


def figures(actor: Actor) -> RatingFigures | None:
    """Give the figures of one's bureau; None while there are fewer than five ratings.

    The sixth to ninth wait for the tenth: two sums that differ by one rating would show it. Words
    come in the order of their letters, not in that of the visits.
    """
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    rows = list(VisitRating.objects.filter(bureau_id__in=keys).order_by("pk"))
    rows = rows[: len(rows) // LEAST * LEAST]
    if not rows:
        return None
    scores = Counter(row.score for row in rows)
    return RatingFigures(
        number=len(rows),
        scores=tuple((score, scores[score]) for score in range(5, 0, -1)),
        answers=tuple(
            (words, sum(bool(row.answers.get(key)) for row in rows))
            for key, words in QUESTIONS.items()
        ),
        words=tuple(sorted(row.words for row in rows if row.words)),
    )
