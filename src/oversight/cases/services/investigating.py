"""The investigation: officers, questions, evidence, goods kept, a longer term, a crime."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import document_data, events, selectors, standing, states
from oversight.cases.kinds import EvidenceKind
from oversight.cases.models import Case, Evidence, Seizure
from oversight.cases.services import filing, recording
from oversight.cases.states import EvidenceState
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.files.services import storing
from oversight.inspections import guards
from oversight.registry.models import Inspector
from oversight.registry.selectors import inspectors

_BOTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """What somebody enters of a piece of evidence; the file is taken by its bytes."""

    kind: str
    title: str
    source: str
    taken_on: date
    file_name: str = ""
    chunks: Iterable[bytes] = ()


@transaction.atomic
def assign(
    *, actor: Actor, case_id: int, lead_id: int, second_id: int, reason: str = "", at: datetime
) -> Case:
    """Name the two officers who investigate; naming others later asks for a reason.

    Raises:
        DomainError: the state, fewer than two, a certificate out of date, a recusal, no reason.
    """
    case = recording.begin(actor, case_id, states.ASSIGN)
    officers = officers_for(actor, (lead_id, second_id))
    day = moments.day_of(at)
    if problems := list(guards.officer_problems(officers, case.subject_id, day)):
        raise DomainError("；".join(problems), field="lead_id")
    if case.lead is not None:
        recording.require_text(reason, "请写换办案人员的理由", "reason")
    case.lead, case.second = officers
    details = {"officers": document_data.officers(*officers), "reason": reason}
    recording.finish(case, states.ASSIGN, events.CASE_ASSIGNED, actor=actor, at=at, details=details)
    return case


def officers_for(actor: Actor, keys: tuple[int, int]) -> list[Inspector]:
    """Give two different officers within reach.

    Raises:
        DomainError: they are not two.
    """
    reach = {row.pk: row for row in inspectors.find(actor).filter(pk__in=keys)}
    officers = [reach[key] for key in dict.fromkeys(keys) if key in reach]
    if len(officers) < _BOTH:
        raise DomainError("办案人员要两名，不能是同一个人", field="second_id")
    return officers


@transaction.atomic
def inquire(
    *, actor: Actor, case_id: int, on: date, asked: str, contact: str, at: datetime
) -> Case:
    """Issue a 调查询问书 that was served on a day; the party's time to answer runs from then.

    Raises:
        DomainError: the state, nothing is asked, or a day to come.
    """
    case = recording.begin(actor, case_id, states.INQUIRE)
    recording.require_text(asked, "请写要求说明的情况和提供的材料，例如工资表及月份", "asked")
    recording.require_text(contact, "请写联系人和电话", "contact")
    require_past(on, at)
    case.inquired_on, case.answered_on = on, None
    until = standing.end_day(case.bureau_id, "case_inquiry", on)
    data = document_data.inquiry(
        case, asked=asked, contact=contact, answer_by=until, on=moments.day_of(at)
    )
    document = filing.issue(case, "inquiry", data, actor=actor, at=at)
    recording.finish(
        case,
        states.INQUIRE,
        events.CASE_INQUIRED,
        actor=actor,
        at=at,
        details={"on": str(on), "note": asked},
        document=document,
    )
    return case


@transaction.atomic
def reply(*, actor: Actor, case_id: int, on: date, note: str, at: datetime) -> Case:
    """Note the party's answer to a 调查询问书.

    Raises:
        DomainError: the state, none was served, or a day to come.
    """
    case = recording.begin(actor, case_id, states.REPLY)
    require_past(on, at)
    if case.inquired_on is None:
        raise DomainError("还没有登记调查询问书的送达；请先登记")
    case.answered_on = on
    details = {"on": str(on), "note": note}
    recording.finish(case, states.REPLY, events.CASE_REPLIED, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def extend(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Case:
    """Grant a longer term, once.

    Raises:
        DomainError: the state, no reason, granted before, or one's own case.
    """
    case = recording.begin(actor, case_id, states.EXTEND)
    recording.require_apart(case, actor)
    recording.require_text(reason, "请写延长的理由，例如案情复杂", "reason")
    if case.extended_at is not None:
        raise DomainError("办案期限已经延长过一次，不能再延长")
    case.extended_at = at
    details = {"reason": reason}
    recording.finish(case, states.EXTEND, events.CASE_EXTENDED, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def suspect(*, actor: Actor, case_id: int, suspicion: str, at: datetime) -> Case:
    """Note that the threshold of a crime is reached: from now on no fine instead of a transfer.

    Raises:
        DomainError: the state, or it is not said which threshold.
    """
    case = recording.begin(actor, case_id, states.SUSPECT)
    recording.require_text(suspicion, "请写达到了哪一条标准、人数和数额", "suspicion")
    case.suspected_at, case.suspicion = at, suspicion.strip()[:500]
    details = {"facts": suspicion}
    recording.finish(
        case, states.SUSPECT, events.CASE_SUSPECTED, actor=actor, at=at, details=details
    )
    return case


@transaction.atomic
def collect(*, actor: Actor, case_id: int, evidence: NewEvidence, at: datetime) -> Evidence:
    """Register a piece of evidence.

    Raises:
        DomainError: the state, no name, no source, a day to come, or a file that is not taken.
    """
    case = recording.begin(actor, case_id, states.COLLECT)
    recording.require_text(evidence.title, "请写证据的名称", "title")
    recording.require_text(evidence.source, "请写证据从哪里、由谁取得", "source")
    require_past(evidence.taken_on, at, "taken_on")
    if evidence.kind not in EvidenceKind.values:
        raise DomainError("请选证据的种类", field="kind")
    digest = _stored(case, evidence, actor, at)
    details = {
        "kind": EvidenceKind(evidence.kind).label,
        "evidence": evidence.title,
        "source": evidence.source,
        "on": str(evidence.taken_on),
        "digest": digest,
    }
    event = events.CASE_EVIDENCE_COLLECTED
    entry = recording.finish(case, states.COLLECT, event, actor=actor, at=at, details=details)
    return Evidence.objects.create(
        case=case,
        kind=evidence.kind,
        title=evidence.title.strip(),
        source=evidence.source.strip(),
        taken_on=evidence.taken_on,
        digest=digest,
        entry=entry,
    )


@transaction.atomic
def judge(
    *, actor: Actor, evidence_id: int, is_accepted: bool, reason: str, at: datetime
) -> Evidence:
    """Accept a piece of evidence or exclude it, with the reason; until the party is told.

    Raises:
        DomainError: the state of the case, or no reason for excluding it.
    """
    actor.require(Permission.MAKE_CASES)
    evidence = selectors.evidence_for(actor, evidence_id)
    case = recording.begin(actor, evidence.case_id, states.COLLECT)
    if not is_accepted:
        recording.require_text(reason, "请写不采信的理由", "reason")
    evidence.state = EvidenceState.ACCEPTED if is_accepted else EvidenceState.EXCLUDED
    evidence.reason, evidence.judged_by, evidence.judged_at = reason.strip(), actor.person, at
    evidence.save()
    details = {"evidence": evidence.title, "result": evidence.state, "reason": reason}
    details["result"] = EvidenceState(evidence.state).label
    event = events.CASE_EVIDENCE_JUDGED
    recording.keep(case, states.JUDGE, event, actor=actor, at=at, details=details)
    return evidence


@transaction.atomic
def seize(
    *, actor: Actor, case_id: int, goods: str, place: str, approved_by: str, on: date, at: datetime
) -> Seizure:
    """Register goods that are kept as evidence; they are decided on within seven working days.

    Raises:
        DomainError: the state, what is missing, or a day to come.
    """
    case = recording.begin(actor, case_id, states.SEIZE)
    recording.require_text(goods, "请写物品的名称、规格和数量，一行一件", "goods")
    recording.require_text(place, "请写保存的地点", "place")
    recording.require_text(approved_by, "请写批准的负责人", "approved_by")
    require_past(on, at)
    details = {"goods": goods, "place": place, "approver": approved_by, "on": str(on)}
    data = document_data.seizure(
        case,
        goods=goods,
        place=place,
        approver=approved_by,
        decide_by=standing.end_day(case.bureau_id, "case_seizure", on),
        on=moments.day_of(at),
    )
    entry = recording.finish(
        case,
        states.SEIZE,
        events.CASE_SEIZED,
        actor=actor,
        at=at,
        details=details,
        document=filing.issue(case, "seizure-notice", data, actor=actor, at=at),
    )
    return Seizure.objects.create(
        case=case, goods=goods, place=place, approved_by=approved_by, seized_on=on, entry=entry
    )


@transaction.atomic
def handle_seizure(
    *, actor: Actor, seizure_id: int, on: date, handling: str, at: datetime
) -> Seizure:
    """Note what was decided of goods that were kept: returned, examined, confiscated.

    Raises:
        DomainError: it was decided, it is not said how, or a day to come.
    """
    actor.require(Permission.MAKE_CASES)
    seizure = selectors.seizure_for(actor, seizure_id)
    case = selectors.case_for(actor, seizure.case_id, lock=True)
    seizure.refresh_from_db()
    if seizure.handled_on is not None:
        raise DomainError("这些物品已经处理过")
    recording.require_text(handling, "请写怎样处理，例如：退还、送鉴定、没收", "handling")
    require_past(on, at)
    seizure.handled_on, seizure.handling = on, handling.strip()
    seizure.save()
    details = {"goods": seizure.goods, "handling": handling, "on": str(on)}
    event = events.CASE_SEIZURE_HANDLED
    recording.keep(case, states.HANDLE, event, actor=actor, at=at, details=details)
    return seizure


def require_past(on: date, at: datetime, field: str = "on") -> None:
    """Refuse a day to come.

    Raises:
        DomainError: it is one.
    """
    if on > moments.day_of(at):
        raise DomainError("日期不能晚于今天", field=field)


def require_evidence(case: Case) -> None:
    """Refuse to end an investigation without accepted evidence, or with some not judged.

    Raises:
        DomainError: it says which.
    """
    if waiting := case.evidence.filter(state=EvidenceState.COLLECTED).first():
        raise DomainError(f"证据“{waiting.title}”还没有审查；请先写采信或者不采信")
    if not case.evidence.filter(state=EvidenceState.ACCEPTED).exists():
        raise DomainError("还没有采信的证据；请先登记和审查证据")
    if case.seizures.filter(handled_on=None).exists():
        raise DomainError("先行登记保存的物品还没有处理；请先处理")


def _stored(case: Case, evidence: NewEvidence, actor: Actor, at: datetime) -> str:
    """Keep the file of a piece of evidence; gives its digest, empty where there is none."""
    if not evidence.file_name:
        return ""
    stored = storing.store_file(
        chunks=evidence.chunks,
        name=evidence.file_name,
        actor=actor,
        at=at,
        bureau_id=case.bureau_id,
    )
    return stored.digest
