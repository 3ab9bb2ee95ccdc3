"""From a clue to a filed case: begun, asked for, filed or refused, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.cases import document_data, events, origins, standing, states
from oversight.cases.models import Case
from oversight.cases.rules import decisions, findings
from oversight.cases.services import recording
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.inspections import selectors as inspections
from oversight.inspections.models import InspectionTask
from oversight.rectifications.models import CaseClue

_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What somebody enters of a breach that an inspection found."""

    visit_id: int
    finding: str
    facts: str
    basis: str
    discovered_on: date
    act_ended_on: date | None = None
    is_grave: bool = False
    clue_id: int | None = None


@transaction.atomic
def begin(*, actor: Actor, clue: NewCase, at: datetime) -> Case:
    """Register a breach that an inspection found as a clue; a case keeps the visit's number.

    Of a rectification that was not obeyed one case comes, however often somebody begins it.

    Raises:
        NotFoundError: the visit is not within reach, or the clue became a case already.
        FieldsError: what is missing or cannot be, each at its field.
    """
    actor.require(Permission.MAKE_CASES)
    visit = inspections.visit_for(actor, clue.visit_id, lock=True)
    if problems := list(_problems(clue, moments.day_of(at))):
        raise FieldsError(problems)
    handed = _handed(actor, clue, visit)
    case = Case.objects.create(
        number=next_number(visit.bureau, "AJ", moments.day_of(at).year),
        bureau=visit.bureau,
        owner=visit.owner,
        visit=visit,
        clue=handed,
        subject=visit.subject,
        code=visit.code,
        name=visit.name,
        finding=clue.finding,
        facts=clue.facts.strip(),
        basis=clue.basis.strip() or findings.FINDINGS[clue.finding].basis,
        discovered_on=clue.discovered_on,
        act_ended_on=clue.act_ended_on,
        is_grave=clue.is_grave,
        made_by=actor.person,
        made_user=actor.user_id or 0,
        made_at=at,
    )
    recording.keep(
        case, states.BEGIN, events.CASE_BEGUN, actor=actor, at=at, details=_begun(case, visit)
    )
    return case


@transaction.atomic
def submit(*, actor: Actor, case_id: int, opinion: str, old_reason: str = "", at: datetime) -> Case:
    """Ask the head to file a case.

    Raises:
        DomainError: the state, no opinion, another authority's matter, or too old to be punished
            and no reason for filing it all the same.
    """
    case = recording.begin(actor, case_id, states.SUBMIT)
    recording.require_text(opinion, "请写承办意见，例如“建议立案调查”", "opinion")
    if refusal := findings.refusal(case.finding):
        raise DomainError(refusal)
    if (warning := old_warning(case, at)) and not old_reason.strip():
        raise DomainError(f"{warning}；仍要立案的，请写理由", field="old_reason")
    case.asked_user = actor.user_id
    details = {"opinion": opinion, "reason": old_reason}
    recording.finish(
        case, states.SUBMIT, events.CASE_SUBMITTED, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def approve(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """File a case, as somebody who neither asked nor investigates; issues the 立案审批表.

    Raises:
        DomainError: the state, or one's own case.
    """
    case = recording.begin(actor, case_id, states.FILE)
    recording.require_apart(case, actor)
    asked = case.acts.filter(act=states.SUBMIT).last()
    data = document_data.filing(
        case,
        opinion=f"{asked.text}　承办人：{asked.made_by}" if asked else "没有意见",
        head_opinion=f"{opinion.strip() or '同意立案'}　{actor.person}",
        on=moments.day_of(at),
    )
    document = issue(case, "case-filing", data, actor=actor, at=at)
    case.filed_at = at
    recording.finish(
        case,
        states.FILE,
        events.CASE_FILED,
        actor=actor,
        at=at,
        details={"opinion": opinion},
        document=document,
    )
    return case


@transaction.atomic
def refuse(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Case:
    """Decide that no case is filed, with the reason.

    Raises:
        DomainError: the state, no reason, or one's own case.
    """
    case = recording.begin(actor, case_id, states.REFUSE)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写不予立案的理由", "reason")
    details = {"reason": reason}
    recording.finish(case, states.REFUSE, events.CASE_REFUSED, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def withdraw(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Case:
    """Take a filed case off the books, with the reason (情节轻微且已改正).

    Raises:
        DomainError: the state, no reason, one's own case, or the suspicion of a crime.
    """
    case = recording.begin(actor, case_id, states.WITHDRAW)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写撤销立案的理由，例如情节轻微并已改正", "reason")
    if case.suspected_at is not None:
        raise DomainError("本案登记了涉嫌犯罪，不能撤销立案；请先办移送")
    details = {"reason": reason}
    recording.finish(
        case, states.WITHDRAW, events.CASE_WITHDRAWN, actor=actor, at=at, details=details
    )
    return case


def old_warning(case: Case, at: datetime) -> str:
    """Warn that a breach may be too old to be punished, with the day; empty where it is not."""
    last = standing.too_old_on(case, moments.day_of(at))
    if last is None or not decisions.is_too_old(last, case.discovered_on):
        return ""
    return (
        f"违法行为终了于{moments.day_in_words(case.act_ended_on or last)}，"
        f"到{moments.day_in_words(last)}没有发现的不再处罚；"
        f"本案{moments.day_in_words(case.discovered_on)}才发现"
    )


def issue(
    case: Case, type_code: str, data: dict[str, object], *, actor: Actor, at: datetime
) -> Document:
    """Issue a document about a case."""
    return issuing.issue_document(
        type_code=type_code,
        organisation=case.bureau,
        data=data,
        about=About(kind=events.CASE.name, key=case.number, words=case.title),
        actor=actor,
        at=at,
    )


def next_number(bureau: Organisation, letters: str, year: int) -> str:
    """Give the next number of cases (AJ) or referrals (YS) of a bureau in a year."""
    prefix = f"{bureau.code}-{letters}{year}"
    return f"{prefix}{numbers.take(prefix)[0]:0{_PLACES}d}"


def _problems(clue: NewCase, today: date) -> Iterator[tuple[str, str]]:
    if clue.finding not in findings.FINDINGS:
        yield "finding", "请选案由"
        return
    if not clue.facts.strip():
        yield "facts", "请写发现了什么：时间、地点、人数、数额"
    if not clue.basis.strip() and not findings.FINDINGS[clue.finding].basis:
        yield "basis", "案由是“其他”的，请写违反的规定"
    if clue.discovered_on > today:
        yield "discovered_on", "发现日期不能晚于今天"
    if clue.act_ended_on and clue.act_ended_on > clue.discovered_on:
        yield "act_ended_on", "违法行为终了日期不能晚于发现日期；还在继续的不填"


def _handed(actor: Actor, clue: NewCase, visit: InspectionTask) -> CaseClue | None:
    if clue.clue_id is None:
        return None
    handed = origins.clue_for(actor, clue.clue_id, lock=True)
    if handed.rectification.visit_id != visit.pk:
        raise DomainError("这条线索不是这次检查的；请从责令改正的页面登记")
    return handed


def _begun(case: Case, visit: InspectionTask) -> dict[str, object]:
    return {
        "source": f"责令改正线索 {case.clue.number}" if case.clue else "",
        "visit": visit.number,
        "name": case.name,
        "finding": str(case.get_finding_display()),
        "facts": case.facts,
        "basis": case.basis,
        "on": str(case.discovered_on),
        "until": str(case.act_ended_on or ""),
    }
