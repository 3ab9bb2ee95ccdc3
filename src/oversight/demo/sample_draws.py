"""Plans and draws of the fictional bureau: one with a real drand round, one by dice, one sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mingqian.sources import witness
from mingqian_tables.sample_codes import number
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.common import moments
from oversight.demo import sample_names
from oversight.draws.models import Draw
from oversight.draws.services import (
    drafting,
    holding,
    preparation,
    revealing,
    sealing,
    witnessing,
)
from oversight.draws.services.witnessing import Visitor
from oversight.inspections.services import tasks as inspections
from oversight.plans import selectors as plans
from oversight.plans.models import Plan, TaskBatch
from oversight.plans.rules import TaskDetails
from oversight.plans.services import tasks, versions
from oversight.registry.selectors import changes
from oversight.registry.services import reviews

ROUND = 1000
ROUND_AT = datetime(2023, 8, 23, 15, 59, 24, tzinfo=UTC)
SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
_WITNESSES = (
    ("梁静姝", "青禾区纪委监委派驻组", "监督"),
    ("郝方正", "青禾区工商联", "企业代表"),
)


def plan(actors: Mapping[str, Actor], year: int, document: str, at: datetime) -> Plan:
    """Draft, approve, file and publish the plan of a year."""
    lead, approver = actors["shen"], actors["zheng"]
    new_plan = versions.begin(
        actor=lead, year=year, name=f"{year}年度“双随机、一公开”抽查计划", at=at
    )
    owners = dict(accounts.sections(lead).values_list("name", "pk"))
    for owner, details in _tasks(year, owners):
        tasks.add(actor=lead, plan_id=new_plan.pk, owner_id=owners[owner], details=details, at=at)
    later = at + timedelta(hours=2)
    versions.submit(actor=lead, plan_id=new_plan.pk, at=later)
    versions.approve(
        actor=approver,
        plan_id=new_plan.pk,
        document_number=document,
        confirmed=_confirmed(approver),
        at=later + timedelta(hours=3),
    )
    filed = later + timedelta(days=1)
    versions.record_filing(
        actor=lead,
        plan_id=new_plan.pk,
        filed_on=filed.date(),
        filed_with="示例市人力资源和社会保障局",
        at=filed,
    )
    versions.publish(actor=lead, plan_id=new_plan.pk, url="", at=filed + timedelta(hours=1))
    return new_plan


def drafted(actors: Mapping[str, Actor], year: int, at: datetime) -> Plan:
    """Begin the plan of next year, which the sections are still drafting."""
    lead = actors["shen"]
    new_plan = versions.begin(
        actor=lead, year=year, name=f"{year}年度“双随机、一公开”抽查计划", at=at
    )
    owners = dict(accounts.sections(lead).values_list("name", "pk"))
    for owner, details in _tasks(year, owners)[:1]:
        tasks.add(actor=lead, plan_id=new_plan.pk, owner_id=owners[owner], details=details, at=at)
    return new_plan


def by_drand(actors: Mapping[str, Actor], plan: Plan) -> Draw:
    """Hold the draw of August 2023, whose public number is a real one."""
    source = {"kind": "drand", "chain": "quicknet", "round": ROUND}
    draw, links = _begun(actors, plan, 0, source, ROUND_AT, ROUND_AT - timedelta(hours=9))
    _sealed(actors, draw, ROUND_AT - timedelta(hours=6))
    _revealed(draw, links, ROUND_AT - timedelta(hours=5))
    position = draw.witnesses.count() + 1
    revealing.enter_drand(
        actor=actors["shen"],
        draw_id=draw.pk,
        position=position,
        signature=SIGNATURE,
        confirmed=_confirmed(actors["shen"]),
        at=ROUND_AT + timedelta(minutes=1),
    )
    return _held(actors, draw, ROUND_AT + timedelta(minutes=5))


def by_dice(actors: Mapping[str, Actor], plan: Plan, t0: datetime) -> Draw:
    """Hold the draw of March 2026, by dice thrown before everybody."""
    draw, links = _begun(actors, plan, 0, _dice(t0), t0, t0 - timedelta(hours=3))
    _sealed(actors, draw, t0 - timedelta(hours=1))
    _revealed(draw, links, t0 - timedelta(minutes=30))
    _dice_entered(actors, draw, t0 + timedelta(minutes=2))
    held = _held(actors, draw, t0 + timedelta(minutes=6))
    visit = held.visits.order_by("place").first()
    if visit is not None:
        inspections.accept(
            actor=actors["wei"],
            visit_id=visit.pk,
            on=moments.day_of(t0) + timedelta(days=7),
            at=t0 + timedelta(days=1),
        )
    return held


def voided(actors: Mapping[str, Actor], plan: Plan, t0: datetime) -> Draw:
    """Seal a draw and declare it void before t0: it stays listed for good."""
    draw, _ = _begun(actors, plan, 1, _dice(t0), t0, t0 - timedelta(hours=4))
    _sealed(actors, draw, t0 - timedelta(hours=2))
    lead, second = actors["shen"], actors["zheng"]
    at = t0 - timedelta(hours=1)
    why = "会议室临时停电，见证人无法到场"
    holding.ask_void(actor=lead, draw_id=draw.pk, why=why, confirmed=_confirmed(lead), at=at)
    return holding.agree_void(
        actor=second, draw_id=draw.pk, confirmed=_confirmed(second), at=at + timedelta(minutes=5)
    )


def sealed(actors: Mapping[str, Actor], plan: Plan, t0: datetime) -> Draw:
    """Hold a draw in sealed mode, which opens in some days."""
    draw, links = _begun(actors, plan, 2, _dice(t0), t0, t0 - timedelta(hours=3), is_sealed=True)
    _sealed(actors, draw, t0 - timedelta(hours=1))
    sealing.note_handed_over(actor=actors["ji"], draw_id=draw.pk, at=t0 - timedelta(minutes=40))
    _revealed(draw, links, t0 - timedelta(minutes=30))
    _dice_entered(actors, draw, t0 + timedelta(minutes=2))
    return _held(actors, draw, t0 + timedelta(minutes=6))


def waiting(actors: Mapping[str, Actor], plan: Plan, at: datetime) -> Draw:
    """Begin a draw that waits for the visitor."""
    return drafting.begin(actor=actors["shen"], task_number=_batch(plan, 3), at=at)


def _tasks(year: int, owners: Mapping[str, int]) -> list[tuple[str, TaskDetails]]:
    first, last = date(year, 2, 20), date(year, 12, 20)
    common: dict[str, Any] = {"starts_on": first, "ends_on": last, "reserve": 3}
    months = [3, 11] if year > 2023 else [8]  # noqa: PLR2004 - the first year had one batch
    labour = TaskDetails(
        title=f"{year}年劳动用工和工资支付抽查",
        kind="不定向",
        items=["LDBZ-02", "LDBZ-06"],
        months=months,
        ratio_by="grade",
        ratios={"A": 300, "B": 500, "C": 1500, "未评": 0},
        partners=[{"owner": owners[sample_names.SECTIONS[2]], "people": 1}],
        **common,
    )
    agencies = TaskDetails(
        title=f"{year}年人力资源服务机构抽查",
        kind="定向",
        items=["RLZY-01", "RLZY-02"],
        scope={"industries": ["租赁和商务服务业"]},
        months=[11],
        ratio=1000,
        mode="sealed",
        **common,
    )
    schools = TaskDetails(
        title=f"{year}年职业培训机构抽查",
        kind="定向",
        items=["ZYPX-01"],
        scope={"industries": ["教育"]},
        months=[12],
        ratio=1200,
        **common,
    )
    return [
        (sample_names.SECTIONS[3], labour),
        (sample_names.SECTIONS[0], agencies),
        (sample_names.SECTIONS[1], schools),
    ]


def _batch(plan: Plan, place: int) -> str:
    version = plans.in_force(plan)
    if version is None:
        raise LookupError(plan.number)
    ordered = TaskBatch.objects.filter(task__version=version).order_by("task__number", "pk")
    return ordered[place].number


def _begun(
    actors: Mapping[str, Actor],
    plan: Plan,
    place: int,
    source: dict[str, Any],
    t0: datetime,
    at: datetime,
    *,
    is_sealed: bool = False,
) -> tuple[Draw, dict[str, str]]:
    """Begin a draw with its witnesses, and give the links they got."""
    lead = actors["shen"]
    draw = drafting.begin(actor=lead, task_number=_batch(plan, place), at=at)
    for partner in draw.partners.all():
        drafting.answer(
            actor=actors["luo"],
            partner_id=partner.pk,
            accepts=True,
            people=partner.people,
            reason="",
            at=at,
        )
    deadline = t0 + timedelta(hours=6)
    drafting.change(
        actor=lead,
        draw_id=draw.pk,
        sources=[source],
        deadline=deadline,
        opens_at=t0 + timedelta(days=9) if is_sealed else None,
        values={"mode": "sealed" if is_sealed else "open"},
        at=at,
    )
    links = {}
    for name, unit, capacity in _WITNESSES:
        seat = drafting.invite(
            actor=lead, draw_id=draw.pk, name=name, unit=unit, capacity=capacity, at=at
        )
        promise = witness.commit(draw.number, name, _number(draw, name))
        witnessing.promise(
            token=seat.token, commitment=promise, visitor=_telephone(draw, name), at=at
        )
        links[name] = seat.token
    return draw, links


def changes_confirmed(second: Actor, at: datetime) -> None:
    """Let the approver look at what was changed in the directory of late."""
    bureau_id = second.bureau_id or 0
    start = at - timedelta(days=30)
    acts = {change.entry for change in changes.since(bureau_id, start) if change.is_read}
    acts |= {visit.entry for visit in changes.visits_since(bureau_id, start)}
    waiting = acts - set(changes.reviews(bureau_id, acts))
    if waiting:
        reviews.confirm(actor=second, acts=waiting, at=at)


def _sealed(actors: Mapping[str, Actor], draw: Draw, at: datetime) -> None:
    lead, second = actors["shen"], actors["zheng"]
    early = at - timedelta(minutes=30)
    changes_confirmed(second, early)
    preparation.prepare(actor=lead, draw_id=draw.pk, at=early)
    sealing.submit(actor=lead, draw_id=draw.pk, confirmed=_confirmed(lead), at=at)
    draw.refresh_from_db()
    sealing.seal(
        actor=second,
        draw_id=draw.pk,
        seen=draw.commitment,
        confirmed=_confirmed(second),
        at=at + timedelta(minutes=3),
    )
    draw.refresh_from_db()


def _revealed(draw: Draw, links: Mapping[str, str], at: datetime) -> None:
    for name, token in links.items():
        visitor = _telephone(draw, name)
        revealing.reveal(token=token, value=_number(draw, name), visitor=visitor, at=at)


def _telephone(draw: Draw, name: str) -> Visitor:
    return Visitor(device=f"{draw.number} {name}", address="10.0.0.20")


def _dice_entered(actors: Mapping[str, Actor], draw: Draw, at: datetime) -> None:
    position = draw.witnesses.count() + 1
    value = "".join(str(1 + number(f"dice {draw.number} {n}", 6)) for n in range(60))
    revealing.enter(actor=actors["shen"], draw_id=draw.pk, position=position, value=value, at=at)
    revealing.confirm(
        actor=actors["ji"],
        draw_id=draw.pk,
        position=position,
        value=value,
        confirmed=_confirmed(actors["ji"]),
        at=at,
    )


def _held(actors: Mapping[str, Actor], draw: Draw, at: datetime) -> Draw:
    lead = actors["shen"]
    return holding.hold(draw_id=draw.pk, author=lead.author, at=at)


def _dice(t0: datetime) -> dict[str, Any]:
    place = "青禾区政务服务中心三楼会议室"
    time = moments.written(t0)
    return {"kind": "dice", "count": 60, "by": "许澜", "place": place, "time": time}


def _number(draw: Draw, name: str) -> str:
    halves = [number(f"witness {draw.number} {name} {n}", 2**48) for n in range(3)]
    return "".join(f"{half:012x}" for half in halves)[:32]


def _confirmed(actor: Actor) -> Confirmation:
    return Confirmation(user_id=actor.user_id or 0)
