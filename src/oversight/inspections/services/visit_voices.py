"""What a subject says of a visit without an account: an objection, a rating without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian import canonical
from mingqian_ceremony import entropy
from oversight.audit import services as audit
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import events, visit_page
from oversight.inspections.arrivals import VisitCode, VisitObjection, VisitRating

QUESTIONS = {
    "shown": "检查人员出示了证件",
    "scanned": "检查前请我扫码核对",
    "beyond": "检查了本页没有列的事项",
    "favours": "有吃拿卡要的情况",
}
MOST_OBJECTIONS = 20
_CLAIM, _CONTACT, _WORDS = 1000, 100, 500
_SCORES = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingInput:
    """A rating: from 1 to 5, what was answered of the four questions, and words."""

    score: int
    answers: Mapping[str, bool]
    words: str = ""


@transaction.atomic
def object_to(
    *, typed: str, claim: str, contact: str, address: str, at: datetime
) -> VisitObjection:
    """Take an objection to a visit as a note for the section; gives its receipt.

    Raises:
        NotFoundError: the code shows nothing.
        DomainError: nothing is said, or too many objections came already.
    """
    code = _locked(typed, at)
    if not claim.strip():
        raise DomainError("请写对什么有异议，例如哪个事项、什么理由", field="claim")
    task = code.visit
    count = task.objections.count()
    if count >= MOST_OBJECTIONS:
        raise DomainError("这次检查的异议已经很多，不能再从网页提出；请拨打本页的电话")
    number = f"{task.number}-Y{count + 1}"
    texts = {"claim": claim.strip()[:_CLAIM], "contact": contact.strip()[:_CONTACT]}
    event = AuditEvent(
        type=events.VISIT_OBJECTION,
        number=task.record_number,
        title=task.title,
        private={
            "code": task.code,
            "place": task.place,
            "reference": number,
            "digest": objection_digest(**texts),
        },
    )
    author = AuditActor(
        organisation="被检查单位", role="扫码", scope=task.bureau.path, address=address
    )
    entry = audit.record(event, by=author, at=at)
    return VisitObjection.objects.create(
        visit=task, number=number, received_at=at, entry=entry, **texts
    )


@transaction.atomic
def rate(*, typed: str, rating: RatingInput, at: datetime) -> None:
    """Take a rating, one for each visit; nothing says afterwards which visit it is of.

    Neither the row nor the entry has the visit, the address or the hour of whoever gave it.

    Raises:
        NotFoundError: the code shows nothing.
        DomainError: the visit goes on, was rated already, or the rating is not from 1 to 5.
    """
    code = _locked(typed, at)
    if code.visit.state not in visit_page.RATED_FROM:
        raise DomainError("检查还没有结束；结束以后再评价")
    if code.is_rated:
        raise DomainError("这次检查已经评价过；每次检查评价一次")
    if rating.score not in _SCORES:
        raise DomainError("请选 1 到 5 分", field="score")
    code.is_rated = True
    code.save(update_fields=["is_rated"])
    _keep(code, rating, at)


def objection_digest(*, claim: str, contact: str) -> str:
    """Give what the log keeps of an objection."""
    return canonical.digest(canonical.write({"claim": claim, "contact": contact}))


def rating_digest(row: VisitRating) -> str:
    """Give what the log keeps of a rating; without the salt nobody can try it out."""
    content = {
        "month": str(row.month),
        "score": row.score,
        "answers": row.answers,
        "words": row.words,
        "salt": row.salt,
    }
    return canonical.digest(canonical.write(content))


def _locked(typed: str, at: datetime) -> VisitCode:
    code = visit_page.code_for(typed, at)
    VisitCode.objects.select_for_update().get(pk=code.pk)
    code.refresh_from_db(fields=["is_rated"])
    return code


def _keep(code: VisitCode, rating: RatingInput, at: datetime) -> None:
    bureau = code.visit.bureau
    row = VisitRating(
        bureau=bureau,
        month=moments.day_of(at).replace(day=1),
        score=rating.score,
        answers={key: bool(rating.answers.get(key)) for key in QUESTIONS},
        words=rating.words.strip()[:_WORDS],
        salt=entropy.salt(),
    )
    row.digest = rating_digest(row)
    event = AuditEvent(type=events.RATING_GIVEN, number=bureau.code, private={"digest": row.digest})
    author = AuditActor(organisation="被检查单位", role="匿名", scope=bureau.path)
    audit.record(event, by=author, at=at)
    row.save()
