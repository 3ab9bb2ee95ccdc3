"""Queries of the directory of inspectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.common.errors import NotFoundError
from oversight.registry.models import Inspector, Leave, Recusal
from oversight.registry.rules.inspectors import (
    ON_DUTY,
    InspectorAvailability,
    Term,
    blockers,
    is_expiring,
)
from oversight.registry.selectors import ledger

WARNED_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRow:
    """An inspector with what decides whether they may be drawn today."""

    inspector: Inspector
    blockers: list[str]
    is_expiring: bool
    until: date | None
    load: int

    @property
    def is_drawable(self) -> bool:
        """Tell whether the inspector may be drawn."""
        return not self.blockers


def find(actor: Actor, words: str = "", owner: int | None = None) -> QuerySet[Inspector]:
    """Find inspectors within reach."""
    inspectors = Inspector.objects.filter(accounts.within(actor)).select_related("owner")
    if words.strip():
        rows = inspectors.values_list("pk", "name", "number", "post")
        inspectors = inspectors.filter(pk__in=finding.matching(words, rows))
    if owner:
        inspectors = inspectors.filter(owner_id=owner)
    return inspectors.prefetch_related("certificates", "leaves")


def inspector_rows(inspectors: QuerySet[Inspector], on: date) -> Iterator[InspectorRow]:
    """Give each inspector with what decides whether they may be drawn on a day."""
    loads = year_loads(inspectors, on.year)
    for inspector in inspectors:
        availability = availability_of(inspector)
        ends = [
            certificate.until
            for certificate in availability.certificates
            if certificate.covers(on) and certificate.until
        ]
        yield InspectorRow(
            inspector=inspector,
            blockers=blockers(availability, on),
            is_expiring=is_expiring(availability.certificates, on, within_days=WARNED_DAYS),
            until=max(ends) if ends else None,
            load=loads[inspector.pk],
        )


def year_loads(rows: Iterable[Inspector], year: int) -> dict[int, int]:
    """Count the visits of a year by the inspector's key: those of draws, and those entered."""
    drawn: dict[int, int] = {}
    for bureau_id in {row.bureau_id for row in rows}:
        drawn |= ledger.loads(bureau_id, year)
    return {
        row.pk: drawn.get(row.pk, 0) + (row.load if row.load_year == year else 0) for row in rows
    }


def availability_of(inspector: Inspector) -> InspectorAvailability:
    """Give what decides whether somebody may be drawn."""
    return InspectorAvailability(
        staffing=inspector.staffing,
        duty=inspector.duty,
        is_expert=inspector.is_expert,
        certificates=[
            Term(since=certificate.since, until=certificate.until)
            for certificate in inspector.certificates.all()
        ],
        leaves=[
            Term(since=leave.since, until=leave.until, word=leave.kind)
            for leave in inspector.leaves.all()
        ],
    )


def published(bureau_id: int) -> list[dict[str, str]]:
    """Give the five fields the law has published, of those on duty, and nothing else."""
    rows = Inspector.objects.filter(bureau_id=bureau_id, duty=ON_DUTY).select_related("owner")
    return [
        {
            "name": inspector.name,
            "sex": inspector.sex,
            "unit": inspector.owner.name,
            "post": inspector.post,
            "number": inspector.number,
        }
        for inspector in rows
    ]


def inspector_row(actor: Actor, inspector_id: int, on: date) -> InspectorRow:
    """Give one inspector within reach as the directory shows it."""
    return next(inspector_rows(find(actor).filter(pk=inspector_id), on))


def leave_for(actor: Actor, leave_id: int) -> Leave:
    """Load a leave of an inspector within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = Leave.objects.filter(inspector__in=find(actor)).select_related("inspector__owner")
    leave = reach.filter(pk=leave_id).first()
    if leave is None:
        raise NotFoundError("没有这条请假")
    return leave


def recusal_for(actor: Actor, recusal_id: int) -> Recusal:
    """Load a recusal of an inspector within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = Recusal.objects.filter(inspector__in=find(actor))
    recusal = reach.select_related("inspector__owner", "subject").filter(pk=recusal_id).first()
    if recusal is None:
        raise NotFoundError("没有这条回避关系")
    return recusal


def recusals(inspector: Inspector) -> QuerySet[Recusal]:
    """Give the subjects that an inspector does not go to."""
    return inspector.recusals.select_related("subject")
