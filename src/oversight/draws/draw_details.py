"""What belongs to a draw, for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.common.errors import NotFoundError
from oversight.draws import selectors
from oversight.draws.models import (
    Draw,
    DrawWitness,
    FrequencyCapExemption,
    JointInvitation,
    PopulationOverlap,
)

# With fewer characters of a commitment nobody means one draw.
SHORTEST_COMMITMENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawQuestion:
    """What the list of draws is filtered by; empty means no condition."""

    words: str = ""
    state: str = ""
    owner: int | None = None
    year: int | None = None
    mode: str = ""
    sort: str = ""


SORTS = {"title": "title", "sealed": "-sealed_at", "held": "-held_at"}


def listed(actor: Actor, question: DrawQuestion) -> QuerySet[Draw]:
    """Give the draws within reach that a question asks for, the newest first."""
    draws = find(actor, question.words)
    if question.state:
        draws = draws.filter(state=question.state)
    if question.owner is not None:
        draws = draws.filter(owner_id=question.owner)
    if question.year is not None:
        draws = draws.filter(made_at__year=question.year)
    if question.mode:
        draws = draws.filter(setup__mode=question.mode)
    return draws.order_by(SORTS.get(question.sort, "-made_at"), "-made_at", "-pk")


def years(actor: Actor) -> list[int]:
    """Give the years that have draws within reach, the newest first."""
    moments = selectors.draws(actor).order_by().values_list("made_at__year", flat=True)
    return sorted(set(moments), reverse=True)


def find(actor: Actor, words: str) -> QuerySet[Draw]:
    """Find draws within reach by title, number, task or the beginning of the commitment."""
    asked = words.strip()
    if not asked:
        return selectors.draws(actor)
    titles = selectors.draws(actor).values_list("pk", "title", "number")
    wanted = Q(pk__in=finding.matching(asked, titles)) | Q(task_number=asked)
    digest = asked.lower().replace(" ", "")
    if len(digest) >= SHORTEST_COMMITMENT:
        wanted |= Q(commitment__startswith=digest)
    return selectors.draws(actor).filter(wanted)


def published(words: str) -> QuerySet[Draw]:
    """Find public draws by their number, that of the task, or the beginning of the commitment."""
    wanted = Q(number=words) | Q(task_number=words)
    if len(words) >= SHORTEST_COMMITMENT:
        wanted |= Q(commitment__startswith=words.lower())
    return newest_first().filter(wanted)


def newest_first(bureau_id: int | None = None) -> QuerySet[Draw]:
    """Give the public draws, the newest first."""
    return selectors.public(bureau_id).order_by("-sealed_at")


def held(bureau_id: int) -> QuerySet[Draw]:
    """Give the public draws of a bureau that have a result."""
    return selectors.public(bureau_id).filter(held_at__isnull=False)


def without_result(bureau_id: int, at: datetime) -> list[Draw]:
    """List the draws without a result at their deadline, by name (draw-v1 2.6)."""
    late = selectors.public(bureau_id).filter(held_at=None, deadline__lt=at)
    return list(late.exclude(state=Draw.VOIDED))


def voids_of_all() -> int:
    """Count the void draws of all bureaus."""
    return Draw.objects.filter(state=Draw.VOIDED).count()


def witnesses(draw: Draw) -> QuerySet[DrawWitness]:
    """Give the witnesses' seats, with what came of opening their links."""
    return draw.witnesses.prefetch_related("openings")


def seat_counts(draw: Draw) -> tuple[int, int]:
    """Count the witnesses' seats, and those of them with a commitment."""
    return draw.witnesses.count(), draw.witnesses.exclude(commitment="").count()


def invitations(draw: Draw) -> QuerySet[JointInvitation]:
    """Give the sections that were asked to join."""
    return draw.partners.select_related("section")


def accepted_invitations(draw: Draw) -> QuerySet[JointInvitation]:
    """Give the sections that join."""
    return invitations(draw).filter(answer=JointInvitation.ACCEPTED)


def is_answer_missing(draw: Draw) -> bool:
    """Tell whether a section has not answered yet."""
    return draw.partners.filter(answer=JointInvitation.WAITING).exists()


def invitation_for(actor: Actor, invitation_id: int) -> JointInvitation:
    """Load an invitation of one's bureau.

    Raises:
        NotFoundError: there is none.
    """
    rows = JointInvitation.objects.filter(pk=invitation_id, draw__bureau_id=actor.bureau_id)
    invitation = rows.first()
    if invitation is None:
        raise NotFoundError("没有这个联合检查的邀请")
    return invitation


def exemptions(draw: Draw) -> QuerySet[FrequencyCapExemption]:
    """Give the exemptions from a cap that were asked for."""
    return draw.exceptions.select_related("subject")


def exemption_for(actor: Actor, exemption_id: int) -> FrequencyCapExemption:
    """Load an exemption that was asked for in a draw within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = FrequencyCapExemption.objects.filter(draw__in=selectors.draws(actor))
    exemption = reach.select_related("draw", "subject").filter(pk=exemption_id).first()
    if exemption is None:
        raise NotFoundError("没有这个申请")
    return exemption


def population_overlaps(draw: Draw) -> QuerySet[PopulationOverlap]:
    """Give the sealed draws that went over the same subjects."""
    return draw.overlaps.select_related("other")


def is_overlap_unexplained(draw: Draw) -> bool:
    """Tell whether the reason for drawing from the same subjects once more is missing."""
    return draw.overlaps.filter(reason="").exists()
