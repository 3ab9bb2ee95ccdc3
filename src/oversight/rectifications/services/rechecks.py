"""The 回访, an inspection of its own, concluded point by point; and corrections on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.files.services import storing
from oversight.inspections import caps
from oversight.inspections import states as visit_states
from oversight.inspections.kinds import Source
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import registering
from oversight.inspections.services.registering import NewVisit
from oversight.rectifications import contents, document_data, events, selectors
from oversight.rectifications.kinds import ProofKind
from oversight.rectifications.models import Rectification
from oversight.rectifications.services import recording
from oversight.rectifications.services.recording import Upload, record
from oversight.rectifications.states import RECTIFICATION, PointState, RectificationState

EXEMPT = "整改核查(回访)"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckPlan:
    """Who goes on the 回访, and when; the first officer leads."""

    officer_ids: Sequence[int]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What was seen of one point."""

    state: str
    note: str = ""


@transaction.atomic
def arrange(
    *, actor: Actor, rectification_id: int, plan: RecheckPlan, at: datetime
) -> Rectification:
    """Register the 回访 as an inspection: exempt from the caps by the local rule, in the total.

    Raises:
        DomainError: nothing was reported and the term still runs, or one is arranged already.
        FieldsError: what `registering.register` refuses.
    """
    actor.require_for(RECTIFICATION, "arrange")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    target = RECTIFICATION.target("arrange", row.state)
    _require_due(row, moments.day_of(at))
    row.recheck = registering.register(actor=actor, visit=_new_visit(row, plan), at=at)
    row.state = target
    row.save(update_fields=["state", "recheck"])
    record(
        events.RECTIFICATION_RECHECK_ARRANGED, row, actor.author, at, {"visit": row.recheck.number}
    )
    return row


def conclude(
    *,
    actor: Actor,
    rectification_id: int,
    conclusions: Mapping[int, Conclusion],
    uploads: Sequence[Upload] = (),
    at: datetime,
) -> Rectification:
    """Say point by point what the 回访 saw; all corrected closes it, anything else does not.

    Raises:
        DomainError: it was corrected on the spot, or nobody arrived on the 回访 yet.
        FieldsError: a point has no conclusion, or one that is not corrected has no words.
    """
    row = selectors.rectification_for(actor, rectification_id)
    _require_seen(actor, row)
    stored = recording.store(uploads, sender=actor, bureau_id=row.bureau_id, at=at)
    with transaction.atomic():
        row = selectors.rectification_for(actor, rectification_id, lock=True)
        visit = _require_seen(actor, row)
        _write_conclusions(row, conclusions)
        points = row.points.all()
        is_corrected = all(point.state == PointState.CORRECTED for point in points)
        row.state = RECTIFICATION.target("pass" if is_corrected else "fail", row.state)
        row.closed_on = moments.day_of(at) if is_corrected else None
        row.save(update_fields=["state", "closed_on"])
        names = recording.attach(row, stored, kind=ProofKind.RECHECK, who=actor.person, at=at)
        titles = [storing.shown_name(upload.name) for upload in stored]
        data = document_data.recheck(row, visit, proofs=titles, on=moments.day_of(at))
        row.recheck_record = recording.issue(row, "recheck-record", data, actor=actor, at=at)
        row.save(update_fields=["recheck_record"])
        private = {
            "visit": visit.number,
            "on": str(moments.day_of(at)),
            "document": row.recheck_record.number,
            "files": names,
            "content": contents.of_points(row),
        }
        event = events.RECTIFICATION_PASSED if is_corrected else events.RECTIFICATION_FAILED
        record(event, row, actor.author, at, private)
    return row


def prove_on_the_spot(
    *, actor: Actor, rectification_id: int, uploads: Sequence[Upload], at: datetime
) -> Rectification:
    """Put on record that all was corrected on the spot, with pictures; somebody else accepts it.

    Raises:
        DomainError: an order stands, or there is no picture.
    """
    actor.require_for(RECTIFICATION, "prove")
    row = selectors.rectification_for(actor, rectification_id)
    _require_no_order(row)
    if not uploads:
        raise DomainError("当场改正要有照片；请上传改正以后的照片", field="proofs")
    stored = recording.store(
        uploads, sender=actor, bureau_id=row.bureau_id, at=at, kinds=recording.PICTURES
    )
    with transaction.atomic():
        row = selectors.rectification_for(actor, rectification_id, lock=True)
        _require_no_order(row)
        row.state = RECTIFICATION.target("prove", row.state)
        row.is_on_the_spot, row.proved_user = True, actor.user_id
        row.save(update_fields=["state", "is_on_the_spot", "proved_user"])
        names = recording.attach(row, stored, kind=ProofKind.SPOT, who=actor.person, at=at)
        record(events.RECTIFICATION_SPOT_PROVED, row, actor.author, at, {"files": names})
    return row


@transaction.atomic
def accept_proof(*, actor: Actor, rectification_id: int, at: datetime) -> Rectification:
    """Accept that all was corrected on the spot, as somebody who did not put it on record.

    Raises:
        DomainError: it is one's own record, or nothing was corrected on the spot.
    """
    actor.require_for(RECTIFICATION, "accept_proof")
    row = _spot_for(actor, rectification_id)
    if row.proved_user == actor.user_id:
        raise DomainError("登记当场改正的人不能自己核实；请另一位负责人核实")
    row.state = RECTIFICATION.target("accept_proof", row.state)
    row.points.update(state=PointState.CORRECTED, note="当场改正")
    row.closed_on = moments.day_of(at)
    row.save(update_fields=["state", "closed_on"])
    private = {"on": str(row.closed_on), "content": contents.of_points(row)}
    record(events.RECTIFICATION_SPOT_ACCEPTED, row, actor.author, at, private)
    return row


@transaction.atomic
def return_proof(
    *, actor: Actor, rectification_id: int, reason: str, at: datetime
) -> Rectification:
    """Return what was said to be corrected on the spot: it needs an order.

    Raises:
        DomainError: no reason, or nothing was corrected on the spot.
    """
    actor.require_for(RECTIFICATION, "return_proof")
    row = _spot_for(actor, rectification_id)
    if not reason.strip():
        raise DomainError("请写退回的理由", field="reason")
    row.state = RECTIFICATION.target("return_proof", row.state)
    row.is_on_the_spot, row.proved_user = False, None
    row.save(update_fields=["state", "is_on_the_spot", "proved_user"])
    record(events.RECTIFICATION_SPOT_RETURNED, row, actor.author, at, {"reason": reason})
    return row


def has_arrived(visit: InspectionTask | None) -> bool:
    """Tell whether the officers of a 回访 were there."""
    seen = {*visit_states.ON_SITE, *visit_states.CLOSED_ON_SITE}
    return visit is not None and visit.state in seen


def _require_due(row: Rectification, today: date) -> None:
    if row.state == RectificationState.RECHECKING:
        if row.recheck is None or row.recheck.state not in visit_states.ENDED:
            raise DomainError("回访已经安排；要换人、改日期的，到那次检查里改")
        return
    if row.state == RectificationState.CORRECTING and row.due_on and today <= row.due_on:
        raise DomainError("企业还没有报告，改正期也没有满；期满或企业报告以后再安排回访")


def _new_visit(row: Rectification, plan: RecheckPlan) -> NewVisit:
    reasons = caps.exempt_reasons(row.bureau_id, plan.on)
    is_exempt = EXEMPT in reasons
    order = row.order.number if row.order is not None else row.number
    items = [result.item_id for result in row.visit.results.all()]
    return NewVisit(
        subject_id=row.subject_id,
        source=Source.RECHECK,
        item_ids=[row.result.item_id] if row.result is not None else items,
        officer_ids=plan.officer_ids,
        on=plan.on,
        reason=f"复查责令改正的落实情况：{order}",
        reference=row.number,
        exempt=EXEMPT if is_exempt else "",
        exempt_note=f"限期改正指令书 {order}" if is_exempt else "",
    )


def _require_seen(actor: Actor, row: Rectification) -> InspectionTask:
    """Give the visit that was there to see.

    Raises:
        DomainError: the state does not allow a conclusion, or nobody has been there.
    """
    actor.require_for(RECTIFICATION, "pass")
    RECTIFICATION.target("pass", row.state)
    if row.is_on_the_spot or row.recheck is None:
        raise DomainError("这是当场改正，由负责人核实，不用复查结论")
    if not has_arrived(row.recheck):
        raise DomainError("回访还没有到场；请先在那次检查中登记到场，再写复查结论")
    return row.recheck


def _write_conclusions(row: Rectification, conclusions: Mapping[int, Conclusion]) -> None:
    problems = []
    for point in row.points.all():
        seen = conclusions.get(point.pk)
        if seen is None or seen.state not in PointState.values or seen.state == PointState.OPEN:
            problems.append((f"state_{point.pk}", f"请选第 {point.order} 条的结论"))
        elif seen.state != PointState.CORRECTED and not seen.note.strip():
            problems.append((f"note_{point.pk}", f"第 {point.order} 条没有改好，请写看到的情况"))
        else:
            point.state, point.note = seen.state, seen.note.strip()
            point.save(update_fields=["state", "note"])
    if problems:
        raise FieldsError(problems)


def _require_no_order(row: Rectification) -> None:
    RECTIFICATION.target("prove", row.state)
    if selectors.has_order(row):
        raise DomainError("已经出具指令书；请送达以后由企业报告、再复查")


def _spot_for(actor: Actor, rectification_id: int) -> Rectification:
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    RECTIFICATION.target("accept_proof", row.state)
    if not row.is_on_the_spot:
        raise DomainError("没有登记当场改正；要到回访现场复查")
    return row
