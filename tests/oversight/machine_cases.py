"""A row for every state machine, how it is put into a state, and the services of its acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from oversight.accounts.models import AccountRequest, Appointment
from oversight.accounts.services import appointments
from oversight.accounts.states import APPOINTMENT, REQUEST
from oversight.common.transitions import END, StateMachine
from oversight.draws.models import Draw, DrawWitness, FrequencyCapExemption, SourceValue
from oversight.draws.services import (
    cap_exemptions,
    drafting,
    holding,
    missing_values,
    overlap,
    preparation,
    revealing,
    sealing,
    witnessing,
)
from oversight.draws.services.revealing import ShownFile
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, SEAT, VALUE, VOID
from oversight.plans.models import PlanVersion
from oversight.plans.services import tasks, versions
from oversight.plans.states import PLAN
from oversight.registry.models import ImportRun, Inspector, Item, ItemVersion, Recusal, Subject
from oversight.registry.services import inspectors, items
from oversight.registry.services.importing import rollback, runs
from oversight.registry.services.inspectors import RecusalDetails
from oversight.registry.states import IMPORT, ITEM, RECUSAL, REVIEW
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE, NUMBER, SEALED, T0
from tests.support.platform_factory import NOON, SECTIONS, Bureau, confirmed

_DICE = 2
_LATE = T0 + timedelta(days=1)
_TOMORROW = NOON + timedelta(days=1)


@dataclass(kw_only=True)
class Case:
    """A row of a machine: ``put`` forces it into a state, ``read`` tells in which it is."""

    machine: StateMachine
    put: Callable[[str], object]
    read: Callable[[], str]
    acts: dict[str, Callable[[], object]]


def draw_case(own: Bureau) -> Case:
    """Prepare a sealed draw's files; each state has the times that go with it."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own, mode="sealed"))
    rows = Draw.objects.filter(pk=draw.pk)
    lead, approver, supervisor = _actors(own, "coordinator", "approver", "supervisor")
    token = draw_factory.link(own, draw)
    key: dict[str, Any] = {"actor": lead, "draw_id": draw.pk}
    second: dict[str, Any] = {"actor": approver, "draw_id": draw.pk}
    code: dict[str, Any] = {"confirmed": confirmed(lead)}
    seat_id = draw.witnesses.get().pk

    def put(state: str) -> None:
        is_sealed = state not in {"preparing", "review", "dropped"}
        rows.update(state=state, sealed_at=SEALED if is_sealed else None)

    def hold() -> None:
        holding.ask(**key, **code)
        holding.hold(draw_id=draw.pk, author=lead.author, at=T0)

    return Case(
        machine=DRAW,
        put=put,
        read=lambda: rows.get().state,
        acts={
            "change": lambda: drafting.invite(
                **key, name="另一位", unit="区", capacity="监督", at=MADE
            ),
            "prepare": lambda: preparation.ask(**key),
            "rehearse": lambda: preparation.note_rehearsal(actor=lead, draw=rows.get(), at=MADE),
            "submit": lambda: sealing.submit(**key, **code, at=MADE),
            "drop": lambda: drafting.drop(**key, reason="不抽了", at=MADE),
            "justify": lambda: overlap.justify(**second, reason="上级部署的专项", at=MADE),
            "send_back": lambda: sealing.send_back(**second, reason="再看", at=MADE),
            "seal": lambda: sealing.seal(
                **second, seen=draw.commitment, confirmed=confirmed(approver), at=MADE
            ),
            "reissue": lambda: witnessing.reissue(actor=lead, seat_id=seat_id, at=MADE),
            "hand_over": lambda: sealing.note_handed_over(
                actor=supervisor, draw_id=draw.pk, at=MADE
            ),
            "reveal": lambda: revealing.reveal(
                token=token, value=NUMBER, visitor=draw_factory.PHONE, at=SEALED
            ),
            "enter": lambda: revealing.enter(**key, position=_DICE, value="1", at=T0),
            "confirm": lambda: revealing.confirm(
                actor=supervisor,
                draw_id=draw.pk,
                position=_DICE,
                value="1",
                confirmed=confirmed(supervisor),
                at=T0,
            ),
            "hold": hold,
            "hold_sealed": hold,
            "open": lambda: holding.open_by_person(**key, **code, at=_LATE),
            "propose_void": lambda: holding.ask_void(**key, **code, why="名录有误", at=MADE),
            "void": lambda: holding.agree_void(**second, confirmed=confirmed(approver), at=MADE),
        },
    )


def void_case(own: Bureau) -> Case:
    """Seal a draw that somebody may propose to be void."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    rows = Draw.objects.filter(pk=draw.pk)
    lead, approver = _actors(own, "coordinator", "approver")

    def put(state: str) -> None:
        why = {"void_why": "" if state == "none" else "名录有误", "void_asked_user": lead.user_id}
        rows.update(state="voided" if state == "voided" else "sealed", **why)

    return Case(
        machine=VOID,
        put=put,
        read=lambda: rows.get().void_state,
        acts={
            "propose": lambda: holding.ask_void(
                actor=lead, draw_id=draw.pk, why="名录有误", confirmed=confirmed(lead), at=SEALED
            ),
            "agree": lambda: holding.agree_void(
                actor=approver, draw_id=draw.pk, confirmed=confirmed(approver), at=SEALED
            ),
            "refuse": lambda: holding.refuse_void(actor=approver, draw_id=draw.pk, at=SEALED),
        },
    )


def value_case(own: Bureau) -> Case:
    """Seal a draw whose dice somebody enters and another confirms."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    rows = SourceValue.objects.filter(draw=draw, position=_DICE)
    lead, supervisor = _actors(own, "coordinator", "supervisor")
    file = ShownFile(name="a.txt", data=b"x", address="")
    key: dict[str, Any] = {"draw_id": draw.pk, "position": _DICE}
    dice: dict[str, Any] = {**key, "value": draw_factory.DICE}
    second: dict[str, Any] = {"actor": supervisor, "confirmed": confirmed(supervisor)}

    def put(state: str) -> None:
        rows.delete()
        value = "none" if state == "none_proposed" else draw_factory.DICE
        if state != "awaited":
            SourceValue.objects.create(
                draw=draw,
                position=_DICE,
                value=value,
                entered_by=lead.person,
                entered_user=lead.user_id,
                entered_at=T0,
                logged_at=T0 if state == "logged" else None,
            )

    def read() -> str:
        row = rows.first()
        return "awaited" if row is None else row.state

    return Case(
        machine=VALUE,
        put=put,
        read=read,
        acts={
            "enter": lambda: revealing.enter(actor=lead, **dice, at=T0),
            "confirm": lambda: revealing.confirm(**second, **dice, at=T0),
            "mismatch": lambda: revealing.confirm(**second, **key, value="1" * 60, at=T0),
            "propose_none": lambda: missing_values.propose(
                actor=lead, **key, shown=file, confirmed=confirmed(lead), at=_LATE
            ),
            "confirm_none": lambda: missing_values.confirm(**second, **key, at=_LATE),
            "refuse_none": lambda: missing_values.refuse(
                actor=supervisor, **key, reason="公告里有", at=_LATE
            ),
        },
    )


def seat_case(own: Bureau) -> Case:
    """Invite a witness."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    rows = DrawWitness.objects.filter(draw=draw)
    token, seat = draw_factory.link(own, draw), rows.get()
    (lead,) = _actors(own, "coordinator")

    def put(state: str) -> None:
        rows.update(
            device="" if state == "open" else seat.device,
            commitment=seat.commitment if state == "committed" else "",
        )

    def read() -> str:
        row = rows.first()
        return END if row is None else row.state

    return Case(
        machine=SEAT,
        put=put,
        read=read,
        acts={
            "bind": lambda: witnessing.arrive(token=token, visitor=draw_factory.PHONE, at=MADE),
            "commit": lambda: witnessing.promise(
                token=token, commitment="ab" * 32, visitor=draw_factory.PHONE, at=MADE
            ),
            "reissue": lambda: witnessing.reissue(actor=lead, seat_id=seat.pk, at=MADE),
            "remove": lambda: drafting.remove_witness(actor=lead, seat_id=seat.pk, at=MADE),
        },
    )


def invitation_case(own: Bureau) -> Case:
    """Ask a section to join."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, clerk = _actors(own, "coordinator", "clerk")
    asked = drafting.ask_to_join(
        actor=lead,
        draw_id=draw.pk,
        section_id=own.sections[SECTIONS[1]].pk,
        people=1,
        at=MADE,
    )
    rows = draw.partners.filter(pk=asked.pk)
    key: dict[str, Any] = {"actor": clerk, "partner_id": asked.pk, "people": 1, "at": MADE}
    return Case(
        machine=INVITATION,
        put=lambda state: rows.update(answer=state),
        read=lambda: rows.get().answer,
        acts={
            "accept": lambda: drafting.answer(**key, accepts=True, reason=""),
            "decline": lambda: drafting.answer(**key, accepts=False, reason="人少"),
        },
    )


def exemption_case(own: Bureau) -> Case:
    """Ask for an exemption from a cap."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, approver = _actors(own, "coordinator", "approver")
    code = Subject.objects.filter(bureau=own.organisation)[0].code
    asked = cap_exemptions.ask(
        actor=lead, draw_id=draw.pk, code=code, reason="媒体曝光", note="晚报", at=MADE
    )
    rows = FrequencyCapExemption.objects.filter(pk=asked.pk)
    key: dict[str, Any] = {"actor": approver, "exception_id": asked.pk, "at": MADE}
    return Case(
        machine=EXEMPTION,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "grant": lambda: cap_exemptions.decide(**key, is_granted=True),
            "refuse": lambda: cap_exemptions.decide(**key, is_granted=False),
        },
    )


def plan_case(own: Bureau) -> Case:
    """Draft a plan with one task."""
    draw_factory.bureau(own, subjects=12, inspectors=2)
    plan = draw_factory.plan(own, is_approved=False)
    rows = PlanVersion.objects.filter(plan=plan)
    number = rows.get().tasks.get().batches[0]["number"]
    lead, approver = _actors(own, "coordinator", "approver")
    key: dict[str, Any] = {"actor": lead, "plan_id": plan.pk, "at": MADE}
    second: dict[str, Any] = {**key, "actor": approver}
    owner_id = own.sections[SECTIONS[0]].pk
    return Case(
        machine=PLAN,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.earliest("pk").state,
        acts={
            "draft": lambda: tasks.add(**key, owner_id=owner_id, details=draw_factory.details()),
            "submit": lambda: versions.submit(**key),
            "discard": lambda: versions.discard_change(**key),
            "send_back": lambda: versions.send_back(**second, reason="再看"),
            "approve": lambda: versions.approve(
                **second, document_number="〔2026〕3号", confirmed=confirmed(approver)
            ),
            "file": lambda: versions.record_filing(**key, filed_on=MADE.date(), filed_with="市局"),
            "publish": lambda: versions.publish(**key, url=""),
            "change": lambda: versions.change(**key, reason="上级调整"),
            "draw": lambda: drafting.begin(actor=lead, task_number=number, at=MADE),
        },
    )


def item_case(own: Bureau) -> Case:
    """Publish an item and begin a further version."""
    clerk, approver = _actors(own, "clerk", "approver")
    item = platform_factory.item(own, is_published=True)
    draft = items.revise(actor=clerk, item_id=item.pk, reason="新规", at=NOON)
    rows = Item.objects.filter(pk=item.pk)
    key: dict[str, Any] = {"actor": clerk, "item_id": item.pk, "at": NOON}
    second: dict[str, Any] = {**key, "actor": approver, "confirmed": confirmed(approver)}
    other = platform_factory.content(name="另一个名称")

    def put(state: str) -> None:
        ItemVersion.objects.filter(pk=draft.pk).delete()
        if state != "valid":
            draft.save(force_insert=True)
        rows.update(state=state)

    return Case(
        machine=ITEM,
        put=put,
        read=lambda: rows.get().state,
        acts={
            "change_draft": lambda: items.change_draft(**key, content=other),
            "publish": lambda: items.publish(**second, effective_on=NOON.date(), url=""),
            "revise": lambda: items.revise(**key, reason="新规"),
            "cancel": lambda: items.cancel(**second, reason="废止"),
        },
    )


def import_case(own: Bureau) -> Case:
    """Upload a table of subjects that would bring one."""
    (clerk,) = _actors(own, "clerk")
    made = runs.upload(
        actor=clerk,
        kind=ImportRun.SUBJECTS,
        owner_id=own.sections[SECTIONS[0]].pk,
        name="名录.csv",
        chunks=["名称,统一社会信用代码\n".encode()],
        at=NOON,
    )
    rows = ImportRun.objects.filter(pk=made.pk)
    counts = {"new": 1, "changed": 0}
    rows.update(counts=counts, headings=["名称", "代码"], columns={"name": 0, "code": 1}, entry=0)
    key: dict[str, Any] = {"actor": clerk, "run_id": made.pk}
    return Case(
        machine=IMPORT,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "change": lambda: runs.choose_columns(**key, columns={"name": 0, "code": 1}),
            "begin_writing": lambda: runs.begin_writing(**key),
            "stop": lambda: runs.stop(**key, at=NOON),
            "undo": lambda: rollback.undo(**key, at=NOON),
        },
    )


def recusal_case(own: Bureau) -> Case:
    """Enter that somebody must not be sent to a subject."""
    (clerk,) = _actors(own, "clerk")
    inspector: Inspector = platform_factory.inspector(own)
    details = RecusalDetails(
        code=platform_factory.subject(own).code,
        relation="近亲属",
        source="本人申报",
        reason="配偶",
        since=NOON.date(),
        until=None,
    )
    made = inspectors.recuse(actor=clerk, inspector_id=inspector.pk, details=details, at=NOON)
    rows, today = Recusal.objects.filter(pk=made.pk), _TOMORROW.date()
    return Case(
        machine=RECUSAL,
        put=lambda state: rows.update(until=today if state == "ended" else None),
        read=lambda: rows.get().state_on(today),
        acts={
            "end": lambda: inspectors.end_recusal(
                actor=clerk, recusal_id=made.pk, on=today, reason="离婚", at=_TOMORROW
            )
        },
    )


def request_case(own: Bureau) -> Case:
    """Ask for a new password of somebody."""
    admin, approver, clerk = _actors(own, "administrator", "approver", "clerk")
    asked = appointments.ask_reset(
        actor=admin,
        user_id=clerk.user_id or 0,
        kind="password",
        password=platform_factory.PASSWORD,
        at=NOON,
    )
    assert asked is not None
    rows = AccountRequest.objects.filter(pk=asked.pk)
    key: dict[str, Any] = {"request_id": asked.pk, "at": NOON}
    return Case(
        machine=REQUEST,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "confirm": lambda: appointments.confirm(
                actor=approver, confirmed=confirmed(approver), **key
            ),
            "refuse": lambda: appointments.refuse(actor=approver, reason="不必", **key),
            "withdraw": lambda: appointments.withdraw(actor=admin, **key),
            "object": lambda: appointments.object_to(actor=clerk, **key),
        },
    )


def appointment_case(own: Bureau) -> Case:
    """Take the appointment of the bureau's first administrator."""
    supervisor, admin = _actors(own, "supervisor", "administrator")
    held = Appointment.objects.get(user=own.user("clerk"))
    rows = Appointment.objects.filter(pk=held.pk)

    def put(state: str) -> None:
        is_first = state == "unconfirmed"
        until = NOON if state == "ended" else None
        rows.update(is_first=is_first, until=until, confirmed_at=None if is_first else NOON)

    key: dict[str, Any] = {"appointment_id": held.pk, "at": NOON}
    return Case(
        machine=APPOINTMENT,
        put=put,
        read=lambda: rows.get().state,
        acts={
            "confirm_first": lambda: appointments.confirm_first(
                actor=supervisor, confirmed=confirmed(supervisor), **key
            ),
            "dismiss": lambda: appointments.dismiss(actor=admin, **key),
        },
    )


def _actors(own: Bureau, *roles: str) -> list[Any]:
    return [own.actors[role] for role in roles]


CASES: dict[str, Callable[[Bureau], Case]] = {
    DRAW.name: draw_case,
    VOID.name: void_case,
    VALUE.name: value_case,
    SEAT.name: seat_case,
    INVITATION.name: invitation_case,
    EXEMPTION.name: exemption_case,
    PLAN.name: plan_case,
    ITEM.name: item_case,
    IMPORT.name: import_case,
    RECUSAL.name: recusal_case,
    REQUEST.name: request_case,
    APPOINTMENT.name: appointment_case,
}
UNTRIED = {REVIEW.name: "what is confirmed stays as it is, and asking twice is no fault"}
