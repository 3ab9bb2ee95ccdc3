"""A row for every state machine, how it is put into a state, and the services of its acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from oversight.accounts.models import AccountRequest, Appointment
from oversight.accounts.services import appointments
from oversight.accounts.states import APPOINTMENT, REQUEST
from oversight.cases.states import CASE, REFERRAL
from oversight.common.transitions import END
from oversight.documents.states import DOCUMENT, TEMPLATE
from oversight.draws.services import drafting
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, SEAT, VALUE, VOID
from oversight.inspections.states import APPROVAL, TASK
from oversight.inspections.states import REQUEST as REPLACEMENT
from oversight.plans.models import PlanVersion
from oversight.plans.services import first_drafts, tasks, versions
from oversight.plans.states import PLAN
from oversight.rectifications.states import EXTENSION, RECTIFICATION
from oversight.registry.models import ImportRun, Inspector, Item, ItemVersion, Recusal
from oversight.registry.services import items, recusals
from oversight.registry.services.importing import rollback, runs
from oversight.registry.services.recusals import RecusalDetails
from oversight.registry.states import IMPORT, ITEM, RECUSAL, REVIEW
from oversight.results.states import RESULT
from tests.oversight.case_machines import case_case, referral_case
from tests.oversight.document_machines import document_case, template_case
from tests.oversight.draw_machines import (
    Case,
    actors_of,
    draw_case,
    exemption_case,
    invitation_case,
    seat_case,
    value_case,
    void_case,
)
from tests.oversight.rectification_machines import extension_case, rectification_case
from tests.oversight.result_machines import result_case
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import NOON, SECTIONS, Bureau, confirmed

_TOMORROW = NOON + timedelta(days=1)


def plan_case(own: Bureau) -> Case:
    """Draft a plan with one task."""
    draw_factory.bureau(own, subjects=12, inspectors=2)
    plan = draw_factory.plan(own, is_approved=False)
    rows = PlanVersion.objects.filter(plan=plan)
    number = rows.get().tasks.get().batches.all()[0].number
    lead, approver = actors_of(own, "coordinator", "approver")
    key: dict[str, Any] = {"actor": lead, "plan_id": plan.pk, "at": MADE}
    second: dict[str, Any] = {**key, "actor": approver}
    owner_id = own.sections[SECTIONS[0]].pk
    return Case(
        machine=PLAN,
        put=lambda state: rows.update(state=state),
        read=lambda: row.state if (row := rows.order_by("pk").first()) else END,
        acts={
            "draft": lambda: tasks.add(**key, owner_id=owner_id, details=draw_factory.details()),
            "submit": lambda: versions.submit(**key),
            "discard": lambda: first_drafts.discard(**key, reason="不要了"),
            "abandon": lambda: versions.discard_change(**key),
            "rename": lambda: first_drafts.rename(**key, name="2026年度计划"),
            "withdraw": lambda: versions.withdraw(**key),
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
    clerk, approver = actors_of(own, "clerk", "approver")
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
    (clerk,) = actors_of(own, "clerk")
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
    (clerk,) = actors_of(own, "clerk")
    inspector: Inspector = platform_factory.inspector(own)
    details = RecusalDetails(
        code=platform_factory.subject(own).code,
        relation="近亲属",
        source="本人申报",
        reason="配偶",
        since=NOON.date(),
        until=None,
    )
    made = recusals.recuse(actor=clerk, inspector_id=inspector.pk, details=details, at=NOON)
    rows, today = Recusal.objects.filter(pk=made.pk), _TOMORROW.date()
    return Case(
        machine=RECUSAL,
        put=lambda state: rows.update(until=today if state == "ended" else None),
        read=lambda: rows.get().state_on(today),
        acts={
            "end": lambda: recusals.end_recusal(
                actor=clerk, recusal_id=made.pk, on=today, reason="离婚", at=_TOMORROW
            )
        },
    )


def request_case(own: Bureau) -> Case:
    """Ask for a new password of somebody."""
    admin, approver, clerk = actors_of(own, "administrator", "approver", "clerk")
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
    supervisor, admin = actors_of(own, "supervisor", "administrator")
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


CASES: dict[str, Callable[[Bureau], Case]] = {
    DRAW.name: draw_case,
    VOID.name: void_case,
    VALUE.name: value_case,
    SEAT.name: seat_case,
    INVITATION.name: invitation_case,
    EXEMPTION.name: exemption_case,
    PLAN.name: plan_case,
    DOCUMENT.name: document_case,
    TEMPLATE.name: template_case,
    RESULT.name: result_case,
    RECTIFICATION.name: rectification_case,
    EXTENSION.name: extension_case,
    ITEM.name: item_case,
    IMPORT.name: import_case,
    RECUSAL.name: recusal_case,
    CASE.name: case_case,
    REFERRAL.name: referral_case,
    REQUEST.name: request_case,
    APPOINTMENT.name: appointment_case,
}
UNTRIED = {
    REVIEW.name: "what is confirmed stays as it is, and asking twice is no fault",
    TASK.name: "a task in a state that the log does not know is refused: inspections/test_states",
    APPROVAL.name: "an approval is decided once: inspections/test_approvals",
    REPLACEMENT.name: "granting writes to the draw's files: inspections/test_replacements",
}
