"""What a sealed draw decided is kept from everybody and everything until its opening (ADR 5).

Whatever reads tasks or teams of several draws leaves these draws out, and the ledger that later
draws read (`registry.selectors.ledger`) has nothing of them: a later draw is made, and a page
looks, as if they had not been held yet. Nothing is withheld by comparing: nobody learns
from a refusal, a number or a gap what is inside.
"""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.draws.models import Draw

SEALED_MODE = "sealed"


def unopened() -> QuerySet[Draw]:
    """Give the draws in sealed mode that are not opened, in whatever state they are."""
    return Draw.objects.filter(setup__mode=SEALED_MODE, opened_at=None)


def waiting_beside(draw: Draw) -> int:
    """Count the other draws of the bureau that are sealed, in sealed mode and not opened.

    The public knows that they exist (draw-v1 2.6); what is in them plays no part in the count.
    """
    sealed = unopened().filter(bureau_id=draw.bureau_id, sealed_at__isnull=False)
    return sealed.exclude(state=Draw.VOIDED).exclude(pk=draw.pk).count()
