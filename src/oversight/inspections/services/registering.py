"""Inspections that no draw decided: registered with their source, guarded, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.common.personal_numbers import has_number
from oversight.inspections import caps, events, guards, selectors
from oversight.inspections.kinds import NOT_RANDOM, Kind, Source
from oversight.inspections.models import InspectionTask, TeamMember
from oversight.inspections.services import evidence_files, item_results
from oversight.inspections.services.recording import record
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector, Item, ItemVersion, Subject
from oversight.registry.selectors import inspectors
from oversight.registry.selectors import items as items_of
from oversight.registry.services import ledger
from oversight.registry.services.ledger import OtherVisit
from oversight.registry.services.subjects import subject_for

_KINDS: dict[str, str] = {Source.CAMPAIGN: Kind.SPECIAL}
"""The kind of inspection by its source; what is not listed is a case of its own (个案检查)."""
_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """What somebody enters of an inspection that no draw decided; the first officer leads.

    ``reference`` is the number under which the source is filed; of a complaint nothing else is
    kept here (劳动保障监察条例 §9). ``exempt`` is the reason for which the local rules do not count
    the visit, ``exempt_note`` and the evidence its proof. ``campaign`` says who approved the plan
    of a campaign, with whom it is filed and where it is published (rule R10).
    """

    subject_id: int
    source: str
    item_ids: Sequence[int]
    officer_ids: Sequence[int]
    on: date
    reason: str
    reference: str = ""
    exempt: str = ""
    exempt_note: str = ""
    evidence_name: str = ""
    evidence: bytes = b""
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows that a new inspection names, all within reach of who registers it."""

    subject: Subject
    versions: Sequence[ItemVersion]
    officers: Sequence[Inspector]


@transaction.atomic
def register(*, actor: Actor, visit: NewVisit, at: datetime) -> InspectionTask:
    """Register an inspection that no draw decided; it stands in the ledger from now on.

    Raises:
        NotFoundError: the subject is not within reach.
        FieldsError: what is missing or may not be, each at its field.
    """
    actor.require(Permission.REGISTER_VISITS)
    rows = _Rows(
        subject=subject_for(actor, visit.subject_id, lock=True),
        versions=_versions(actor, visit.item_ids, visit.on),
        officers=_officers(actor, visit.officer_ids),
    )
    if problems := _problems(visit, rows, moments.day_of(at)):
        raise FieldsError(problems)
    task = _create(actor, visit, rows, at)
    if over := list(guards.cap_problems(caps.answers(task, visit.on), exempt=bool(visit.exempt))):
        raise DomainError("；".join(over), field="exempt")
    return task


@transaction.atomic
def change_team(
    *, actor: Actor, visit_id: int, officer_ids: Sequence[int], reason: str, at: datetime
) -> InspectionTask:
    """Send other officers, before anybody was asked to approve; a drawn team is never chosen.

    Raises:
        DomainError: it was drawn, is past registering, or the team may not go.
    """
    actor.require(Permission.REGISTER_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    if task.is_random:
        raise DomainError("抽取派出的人员不能自己选；请申请递补或回避，按公布的次序接替")
    if task.state not in {TaskState.REGISTERED, TaskState.REFUSED}:
        raise DomainError("已经报请审批；要换人请先请负责人不予批准，换好再报")
    if not reason.strip():
        raise DomainError("请写换人的理由", field="reason")
    officers = _officers(actor, officer_ids)
    on = task.planned_on or moments.day_of(at)
    if problems := list(guards.officer_problems(officers, task.subject_id, on)):
        raise DomainError("；".join(problems), field="officers")
    task.slots.all().delete()
    _send(task, officers)
    private = {"officers": _names(officers), "reason": reason}
    entry = record(events.VISIT_TEAM_CHANGED, task, actor, at, {}, private)
    if task.state == TaskState.REGISTERED:
        ledger.send(
            draw_number=task.number, subject_id=task.subject_id, team=_team(officers), entry=entry
        )
    return task


def needs_reference(source: str) -> bool:
    """Tell whether a source has a number that must be named."""
    return source in {Source.COMPLAINT, Source.ASSIGNED, Source.CAMPAIGN, Source.REFERRED}


_NO_PERSON = "这里不能写电话或证件号码；投诉举报人只写登记号，对谁都不说是谁"


def kind_of(source: str) -> str:
    """Give the kind of inspection of a source."""
    return _KINDS.get(source, Kind.CASE)


def _problems(visit: NewVisit, rows: _Rows, today: date) -> list[tuple[str, str]]:
    problems = []
    if visit.source not in NOT_RANDOM:
        problems.append(("source", "请选任务来源；双随机的任务只由抽取产生"))
    if needs_reference(visit.source) and not visit.reference.strip():
        problems.append(("reference", "请写来源编号，例如投诉登记号、交办文号、专项方案文号"))
    if not visit.reason.strip():
        problems.append(("reason", "请写检查的理由"))
    texts = {"reference": visit.reference, "reason": visit.reason, "exempt_note": visit.exempt_note}
    problems += [(name, _NO_PERSON) for name, text in texts.items() if has_number(text)]
    if visit.on < today:
        problems.append(("on", "检查日期不能早于今天"))
    if not rows.versions:
        problems.append(("items", "请选至少一个已公布并有效的事项"))
    reach = guards.officer_problems(rows.officers, rows.subject.pk, visit.on)
    problems += [("officers", problem) for problem in reach]
    return problems + _exemption_problems(visit, rows.subject)


def _exemption_problems(visit: NewVisit, subject: Subject) -> list[tuple[str, str]]:
    if not visit.exempt:
        return []
    problems = []
    if visit.exempt not in caps.exempt_reasons(subject.bureau_id, visit.on):
        problems.append(("exempt", "请选一个规则中列出的情形"))
    if not visit.exempt_note.strip():
        problems.append(("exempt_note", "请写不计次数的依据和编号"))
    return problems


def _create(actor: Actor, visit: NewVisit, rows: _Rows, at: datetime) -> InspectionTask:
    bureau = Organisation.objects.get(pk=rows.subject.bureau_id)
    task = InspectionTask.objects.create(
        number=_next_number(bureau, visit.on.year),
        bureau=bureau,
        owner_id=_leading_section(actor, rows),
        source=visit.source,
        kind=kind_of(visit.source),
        subject=rows.subject,
        code=rows.subject.code,
        name=rows.subject.name,
        place=1,
        state=TaskState.REGISTERED,
        planned_on=visit.on,
        made_by=actor.person,
        made_user=actor.user_id,
        made_at=at,
        reason=visit.reason,
        reference=visit.reference,
        exempt=visit.exempt,
        exempt_note=visit.exempt_note,
        exempt_evidence_name=visit.evidence_name[:200],
        exempt_evidence_digest=evidence_files.keep(
            visit.evidence, name=visit.evidence_name, bureau_id=bureau.pk, actor=actor, at=at
        ),
        campaign=visit.campaign.strip()[:300],
    )
    _send(task, rows.officers)
    item_results.create_for(task, rows.versions)
    entry = record(events.VISIT_REGISTERED, task, actor, at, {}, _registered(task, rows))
    ledger.enter(visit=_in_ledger(task, rows), team=_team(rows.officers), entry=entry)
    return task


def _registered(task: InspectionTask, rows: _Rows) -> dict[str, object]:
    return {
        "name": task.name,
        "source": task.source,
        "kind": task.kind,
        "on": str(task.planned_on),
        "items": "、".join(_item_text(version) for version in rows.versions),
        "officers": _names(rows.officers),
        "reason": task.reason,
        "reference": task.reference,
        "exempt": task.exempt,
        "note": task.exempt_note,
        "evidence": task.exempt_evidence_digest,
        "campaign": task.campaign,
    }


def _in_ledger(task: InspectionTask, rows: _Rows) -> OtherVisit:
    return OtherVisit(
        number=task.number,
        subject_id=task.subject_id,
        owner_id=task.owner_id,
        kind=caps.ledger_kind(task),
        items="、".join(version.item.name for version in rows.versions),
        planned_on=task.planned_on or date.min,
        exempt=task.exempt,
        is_hidden=True,
    )


def _versions(actor: Actor, item_ids: Collection[int], on: date) -> list[ItemVersion]:
    """Give what the items say on a day, leaving out those that say nothing then."""
    items = Item.objects.filter(bureau_id=actor.bureau_id, pk__in=item_ids).select_related("owner")
    versions = (items_of.in_force(item, on) for item in items.order_by("code"))
    return [version for version in versions if version is not None]


def _officers(actor: Actor, officer_ids: Sequence[int]) -> list[Inspector]:
    """Give the officers within reach in the order they were named; the first one leads."""
    reach = {officer.pk: officer for officer in inspectors.find(actor).filter(pk__in=officer_ids)}
    return [reach[pk] for pk in dict.fromkeys(officer_ids) if pk in reach]


def _leading_section(actor: Actor, rows: _Rows) -> int:
    """Give the section that leads: the actor's, or that of the officer who leads."""
    sections = accounts.sections(actor).values_list("pk", flat=True)
    if actor.organisation_id != actor.bureau_id and actor.organisation_id in sections:
        return actor.organisation_id
    return rows.officers[0].owner_id


def _send(task: InspectionTask, officers: Sequence[Inspector]) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(
            visit=task,
            section_id=officer.owner_id,
            pool=officer.owner.code,
            order=order,
            inspector=officer,
            is_leader=order == 0,
        )
        for order, officer in enumerate(officers)
    )


def _team(officers: Sequence[Inspector]) -> ledger.Team:
    return [(officer.owner_id, officer.pk) for officer in officers]


def _names(officers: Sequence[Inspector]) -> str:
    return "、".join(f"{officer.name} {officer.code}" for officer in officers)


def _item_text(version: ItemVersion) -> str:
    name = str(version.content["name"])
    return f"{version.item.code} {name}（第 {version.number} 版）"


def _next_number(bureau: Organisation, year: int) -> str:
    prefix = f"{bureau.code}-JC{year}"
    return f"{prefix}{numbers.take(prefix)[0]:0{_PLACES}d}"
