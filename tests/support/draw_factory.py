"""A bureau that can hold a draw: items, subjects, inspectors, an approved plan, and the steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingqian.sources import witness
from mingqian_tables.table import Row, Sheet
from oversight.audit.services import PROGRAM
from oversight.common import moments
from oversight.draws.models import Draw
from oversight.draws.services import (
    directory_changes,
    drafting,
    holding,
    overlap,
    preparation,
    revealing,
    sampling_frame,
    sealing,
    witnessing,
)
from oversight.draws.services.directory_changes import Survey
from oversight.draws.services.witnessing import Visitor
from oversight.plans.models import Plan, Task
from oversight.plans.rules import TaskDetails
from oversight.plans.services import tasks, versions
from oversight.registry.models import Item
from oversight.registry.services import reviews
from oversight.regulations.models import RegulatoryParameter
from tests.support import platform_factory
from tests.support.platform_factory import SECTIONS, Bureau

MADE = datetime(2026, 3, 19, 1, tzinfo=UTC)
SEALED = datetime(2026, 3, 20, 1, tzinfo=UTC)  # nine in the morning in China
T0 = SEALED + timedelta(hours=1)
DEADLINE = T0 + timedelta(hours=6)
OPENS = DEADLINE + timedelta(days=1)
DICE = "123456" * 10
NUMBER = "0123456789abcdef0123456789abcdef"
GRADES = "AABBBC"
PHONE = Visitor(device="telephone of the witness", address="10.0.0.9")


def bureau(bureau_: Bureau, *, subjects: int = 40, inspectors: int = 6) -> Bureau:
    """Add rules, items, subjects and inspectors to a bureau; give the bureau."""
    platform_factory.stocked(bureau_)
    platform_factory.item(bureau_, "LDBZ-01", is_published=True)
    platform_factory.item(bureau_, "LDBZ-02", is_published=True)
    for number in range(1, subjects + 1):
        platform_factory.subject(bureau_, number, grade=GRADES[number % 6], industry="制造业")
    for number in range(1, inspectors + 1):
        platform_factory.inspector(bureau_, number)
    return bureau_


def details(**values: Any) -> TaskDetails:
    """Give a task that breaks no rule."""
    defaults: dict[str, Any] = {
        "title": "劳动用工抽查",
        "kind": "不定向",
        "items": ["LDBZ-01"],
        "months": [3],
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 11, 30),
        "ratio": 1500,
        "reserve": 2,
    }
    return TaskDetails(**{**defaults, **values})


def plan(bureau_: Bureau, *given: TaskDetails, is_approved: bool = True) -> Plan:
    """Draft a plan with one task for each details, and approve it."""
    lead = bureau_.actors["coordinator"]
    plan_ = versions.begin(actor=lead, year=2026, name="2026年度抽查计划", at=MADE)
    owner = bureau_.sections[SECTIONS[0]].pk
    for task in given or (details(),):
        tasks.add(actor=lead, plan_id=plan_.pk, owner_id=owner, details=task, at=MADE)
    if is_approved:
        versions.submit(actor=lead, plan_id=plan_.pk, at=MADE)
        approver = bureau_.actors["approver"]
        versions.approve(
            actor=approver,
            plan_id=plan_.pk,
            document_number="青人社〔2026〕3号",
            confirmed=platform_factory.confirmed(approver),
            at=MADE,
        )
    return plan_


def sheet(table: Sequence[Sequence[str]]) -> Sheet:
    """Give a table as the reader does; the first row has the headings."""
    rows = [Row(number=n, cells=tuple(cells)) for n, cells in enumerate(table, start=1)]
    return Sheet(file="计划.xlsx", headings=rows[0].cells, rows=rows[1:])


def begun(bureau_: Bureau, *, batch: int = 0, **values: Any) -> Draw:
    """Begin the draw of the first task's batch, with dice and one witness."""
    task = Task.objects.filter(version__plan__bureau=bureau_.organisation).first()
    assert task is not None
    lead = bureau_.actors["coordinator"]
    draw = drafting.begin(actor=lead, task_number=task.batches.all()[batch].number, at=MADE)
    set_up(bureau_, draw, **values)
    return Draw.objects.get(pk=draw.pk)


def set_up(bureau_: Bureau, draw: Draw, *, t0: datetime = T0, **values: Any) -> None:
    """Fix the sources, and invite a witness who commits to `NUMBER`."""
    lead = bureau_.actors["coordinator"]
    deadline = t0 + (DEADLINE - T0)
    drafting.change(
        actor=lead,
        draw_id=draw.pk,
        sources=[dice(t0)],
        deadline=deadline,
        opens_at=deadline + timedelta(days=1),
        values=values,
        at=MADE,
    )
    seat = drafting.invite(
        actor=lead, draw_id=draw.pk, name="申见证", unit="区纪委监委", capacity="监督", at=MADE
    )
    promise = witness.commit(draw.number, "申见证", NUMBER)
    witnessing.promise(token=seat.token, commitment=promise, visitor=PHONE, at=MADE)


def dice(t0: datetime = T0) -> dict[str, Any]:
    """Describe dice thrown at t0."""
    time = moments.written(t0)
    return {"kind": "dice", "count": 60, "by": "许澜", "place": "三楼会议室", "time": time}


def prepared(bureau_: Bureau, draw: Draw, at: datetime = MADE) -> Draw:
    """Make the files; a second person has looked at what changed in the directory."""
    lead = bureau_.actors["coordinator"]
    confirm_changes(bureau_, draw, at)
    return preparation.prepare(actor=lead, draw_id=draw.pk, at=at)


def confirm_changes(bureau_: Bureau, draw: Draw, at: datetime = MADE) -> list[int]:
    """Confirm all changes of the last days, as the approver; give the acts."""
    survey = changes_of(draw, at)
    acts = [act.entry for act in survey.unconfirmed()]
    if acts:
        reviews.confirm(actor=bureau_.actors["approver"], acts=acts, at=at)
    return acts


def changes_of(draw: Draw, at: datetime = MADE) -> Survey:
    """Look at what changed in the directory in the days before a moment."""
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or at))
    return directory_changes.survey(draw, terms=terms, at=at)


def sealed(bureau_: Bureau, draw: Draw, at: datetime = SEALED) -> Draw:
    """Prepare, submit and seal."""
    prepared(bureau_, draw)
    lead, second = bureau_.actors["coordinator"], bureau_.actors["approver"]
    sealing.submit(actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=at)
    fresh = Draw.objects.get(pk=draw.pk)
    if fresh.overlaps.filter(reason="").exists():
        overlap.justify(actor=second, draw_id=draw.pk, reason="上级部署的专项", at=at)
    return sealing.seal(
        actor=second,
        draw_id=draw.pk,
        seen=fresh.commitment,
        confirmed=platform_factory.confirmed(second),
        at=at,
    )


def seeded(bureau_: Bureau, draw: Draw) -> Draw:
    """Let the witness reveal and enter the dice, by two people."""
    token = link(bureau_, draw)
    revealing.reveal(token=token, value=NUMBER, visitor=PHONE, at=SEALED + timedelta(minutes=10))
    enter_dice(bureau_, draw)
    return Draw.objects.get(pk=draw.pk)


def link(bureau_: Bureau, draw: Draw) -> str:
    """Make the link of the draw's witness anew: nobody can read the first one again."""
    seat_id = draw.witnesses.get().pk
    lead = bureau_.actors["coordinator"]
    return witnessing.reissue(actor=lead, seat_id=seat_id, at=SEALED).token


def enter_dice(bureau_: Bureau, draw: Draw, value: str = DICE) -> None:
    """Enter the public number by one person, and confirm it by another."""
    lead, second = bureau_.actors["coordinator"], bureau_.actors["supervisor"]
    at = T0 + timedelta(minutes=1)
    revealing.enter(actor=lead, draw_id=draw.pk, position=2, value=value, at=at)
    revealing.confirm(
        actor=second,
        draw_id=draw.pk,
        position=2,
        value=value,
        confirmed=platform_factory.confirmed(second),
        at=at,
    )


def held(bureau_: Bureau, draw: Draw) -> Draw:
    """Hold the draw."""
    lead = bureau_.actors["coordinator"]
    return holding.hold(draw_id=draw.pk, author=lead.author, at=T0 + timedelta(minutes=5))


def whole(bureau_: Bureau, **values: Any) -> Draw:
    """Go the whole way to a draw that was held, from an empty bureau or a stocked one."""
    if not Item.objects.filter(bureau=bureau_.organisation).exists():
        bureau(bureau_)
    plan(bureau_)
    return held(bureau_, seeded(bureau_, sealed(bureau_, begun(bureau_, **values))))


def opened(draw: Draw) -> Draw:
    """Open a sealed draw at its time."""
    return holding.open_(draw_id=draw.pk, author=PROGRAM, at=OPENS)


def sent(client: Client, plan_: Plan, data: bytes, name: str, **more: str) -> Any:
    """Send a table of tasks through the page."""
    form = {"file": SimpleUploadedFile(name, data), **more}
    return client.post(f"/office/plans/{plan_.pk}/tasks/read/", form)


def two_drafts(own: Bureau, **values: Any) -> tuple[Draw, Draw]:
    """Begin a sealed draw of everybody, and another of the same section and subjects.

    One visit a year is the cap, so that whatever counts the sealed draw's visits shows at once.
    """
    bureau(own)
    RegulatoryParameter.objects.filter(key="cap_all").update(value=1)
    second = details(title="第二项", items=["LDBZ-02"], ratio=5000)
    plan(own, details(ratio=5000), second)
    sealed = begun(own, mode="sealed", limit=40)
    number = Task.objects.order_by("number")[1].number
    other = drafting.begin(actor=own.actors["coordinator"], task_number=number, at=MADE)
    set_up(own, other, **{"limit": 40, **values})
    return sealed, Draw.objects.get(pk=other.pk)
