"""Four years of the fictional bureau, made through the same services that people use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from mingqian_tables.sample_codes import number, subject_code
from oversight.accounts import selectors as accounts
from oversight.accounts.models import (
    User,
)
from oversight.accounts.selectors import Actor
from oversight.accounts.services import sessions
from oversight.demo import (
    newcomers,
    sample_cases,
    sample_draws,
    sample_endings,
    sample_inspections,
    sample_names,
    sample_publications,
    sample_rectifications,
    sample_results,
    sample_visits,
    staff,
)
from oversight.documents.services import letterheads
from oversight.plans.models import Plan
from oversight.registry.models import ImportRun, Inspector, Item, Subject
from oversight.registry.rules import items as item_rules
from oversight.registry.services import inspectors, items, recusals, subjects, visits
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.inspectors import CertificateDetails, Details
from oversight.registry.services.recusals import RecusalDetails
from oversight.registry.services.visits import VisitDetails
from oversight.regulations import services as regulation_services

_RESULTS = (
    "未发现问题",
    "未发现问题",
    "未发现问题",
    "发现问题已责令改正",
    "未发现问题",
    "发现问题待后续处理",
)


def is_seeded() -> bool:
    """Tell whether the demonstration was made to its end."""
    return Subject.objects.filter(code=subject_code(sample_names.SUBJECTS)).exists()


def seed() -> Iterator[str]:
    """Make the four years; give a line of words after each part."""
    actors = staff.appoint(_at(2023, 2, 1))
    yield "机构、账号和规则"
    yield from _directories(actors)
    _year_2023(actors)
    yield "2023 年的名录、计划、检查，和一次用真实公开数的抽取"
    _years_between(actors)
    yield "2024、2025 年的名录更新和检查"
    plan = _year_2026(actors)
    yield "2026 年的计划和第 1 批抽取"
    _last_weeks(actors, plan)
    yield "检查结果、整改、案件和公示，和一次作废的抽取"
    _last_days(actors, plan)
    yield "一次密封的抽取，一次等您来主持的抽取，和等审批的检查"
    admin = staff.actor_of(User.objects.get(username="admin"))
    newcomers.awaited(admin, timezone.now() - timedelta(hours=1))
    yield f"2026 年的名录：{Subject.objects.count()} 家"


def _directories(actors: dict[str, Actor]) -> Iterator[str]:
    letterheads.set_word(word="青人社", actor=actors["shen"], at=_at(2023, 2, 5))
    _items(actors, _at(2023, 2, 6))
    yield "抽查事项清单"
    _inspectors(actors["luo"], _at(2023, 2, 8))
    newcomers.linked(actors["luo"], staff.INSPECTOR, _at(2023, 2, 9))
    yield "执法检查人员"
    sample_publications.released(actors, _at(2023, 2, 14))


def _year_2023(actors: dict[str, Actor]) -> None:
    _import(actors["luo"], "检查对象2023年.csv", sample_names.directory(1, 1100), _at(2023, 2, 20))
    first = sample_draws.plan(actors, 2023, "青人社〔2023〕15号", _at(2023, 2, 22))
    _visits(actors["luo"], 2023, 120, until=date(2023, 8, 20))
    drawn = sample_draws.by_drand(actors, first)
    officers = sample_inspections.busiest(drawn, staff.INSPECTOR)
    staff.appoint_officers(officers, actors, _at(2023, 8, 28))
    _visits(actors["luo"], 2023, 120, since=date(2023, 8, 25))
    sample_inspections.inspect(actors, drawn, officers, date(2023, 9, 18))
    sample_publications.released(actors, _at(2023, 10, 9), kept_back=["subjects"])


def _years_between(actors: dict[str, Actor]) -> None:
    sample_publications.released(actors, _at(2024, 1, 5))
    _visits(actors["luo"], 2024, 140)
    later = sample_names.directory(1, 1100, is_later=True)
    _import(actors["luo"], "检查对象2025年1月更新.csv", later, _at(2025, 1, 13))
    _visits(actors["luo"], 2025, 150)
    _odd_codes(actors["luo"], _at(2025, 12, 1))


def _year_2026(actors: dict[str, Actor]) -> Plan:
    plan = sample_draws.plan(actors, 2026, "青人社〔2026〕3号", _at(2026, 2, 10))
    sample_publications.released(actors, _at(2026, 2, 12))
    _visits(actors["luo"], 2026, 130, until=date(2026, 3, 17))
    sample_draws.by_dice(actors, plan, datetime(2026, 3, 18, 7, tzinfo=UTC))
    _visits(actors["luo"], 2026, 130, since=date(2026, 3, 20))
    return plan


def _last_weeks(actors: dict[str, Actor], plan: Plan) -> None:
    now = timezone.now()
    sample_results.overdue(actors, now - timedelta(days=40))
    _lately(actors, now - timedelta(days=20))
    sample_rectifications.closed(actors, now - timedelta(days=19))
    sample_cases.decided_and_referred(actors, now - timedelta(days=19))
    sample_draws.voided(actors, plan, now - timedelta(days=9))
    clue = sample_rectifications.escalated(actors, now - timedelta(days=18))
    sample_endings.revoked(actors, clue, now - timedelta(days=14))
    sample_endings.to_police(actors, now - timedelta(days=8))
    sample_publications.caught_up(actors, now - timedelta(days=4))
    sample_results.lately(actors, now - timedelta(days=4))


def _last_days(actors: dict[str, Actor], plan: Plan) -> None:
    now = timezone.now()
    newest = sample_names.directory(1101, sample_names.SUBJECTS)
    _import(actors["luo"], "检查对象2026年新增.csv", newest, now - timedelta(days=2))
    sample_rectifications.running(actors, now - timedelta(days=2))
    sample_draws.sealed(actors, plan, now - timedelta(days=1))
    sample_draws.waiting(actors, plan, now - timedelta(hours=3))
    sample_draws.changes_confirmed(actors["zheng"], now - timedelta(hours=2))
    sample_publications.lately(actors, now - timedelta(hours=2))
    sample_visits.waiting(actors, now - timedelta(hours=2))
    sample_draws.drafted(actors, now.year + 1, now - timedelta(hours=2))


def _items(actors: dict[str, Actor], at: datetime) -> None:
    owners = dict(accounts.sections(actors["luo"]).values_list("name", "pk"))
    rows = regulation_services.load_default_data("items.json")["items"]
    for row in rows:
        content = item_rules.read({k: v for k, v in row.items() if k not in {"code", "section"}})
        items.draft(
            actor=actors["luo"],
            owner_id=owners[row["section"]],
            code=row["code"],
            content=content,
            at=at,
        )
    approver = actors["zheng"]
    for item in Item.objects.all()[: len(rows) - 1]:  # one waits for the visitor to publish it
        items.publish(
            actor=approver,
            item_id=item.pk,
            confirmed=sessions.Confirmation(user_id=approver.user_id or 0),
            effective_on=date(2023, 2, 10),
            url="",
            at=at + timedelta(days=3),
        )


def _inspectors(actor: Actor, at: datetime) -> None:
    owners = dict(accounts.sections(actor).values_list("name", "pk"))
    for place, (name, sex, section, post, code, until) in enumerate(sample_names.inspectors()):
        inspector = inspectors.add(
            actor=actor,
            owner_id=owners[section],
            details=Details(
                name=name,
                sex=sex,
                post=post,
                number=code,
                staffing="编外" if place == 20 else "行政",  # noqa: PLR2004 - one of them
                duty="在岗",
            ),
            reason="建库",
            at=at,
        )
        inspectors.certify(
            actor=actor,
            inspector_id=inspector.pk,
            details=CertificateDetails(
                kind="劳动保障监察证",
                number=code,
                issuer="示例省人力资源和社会保障厅",
                since=date(2022, 1, 1),
                until=date.fromisoformat(until),
            ),
            at=at,
        )


def _import(actor: Actor, name: str, data: bytes, at: datetime) -> None:
    run = runs.upload(
        actor=actor,
        kind=ImportRun.SUBJECTS,
        owner_id=actor.organisation_id,
        name=name,
        chunks=[data],
        at=at,
    )
    pipeline.read(actor=actor, run_id=run.pk)
    runs.begin_writing(actor=actor, run_id=run.pk)
    pipeline.write(actor=actor, run_id=run.pk, at=at)


@transaction.atomic
def _visits(
    actor: Actor,
    year: int,
    count: int,
    *,
    since: date = date.min,
    until: date = date.max,
) -> None:
    listed = dict(Subject.objects.values_list("code", "pk"))
    for place in range(count):
        position = number(f"visit {year} {place}", 1100) + 1
        on = date(year, 3, 1) + timedelta(days=place * 200 // count)
        if not since <= on <= until:
            continue
        visits.note_visit(
            actor=actor,
            subject_id=listed[subject_code(position)],
            visit=VisitDetails(
                on=on,
                kind="双随机" if place % 4 else "投诉举报",
                units=sample_names.section_of(position),
                items="支付工资和最低工资标准" if place % 2 else "订立劳动合同",
                number=f"990107{on:%Y%m%d}{1 + place % 4:04d}",
                result=_RESULTS[number(f"result {year} {place}", len(_RESULTS))],
                exempt="" if place % 4 else "投诉举报/12345",
            ),
            at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
        )


def _odd_codes(actor: Actor, at: datetime) -> None:
    owner = accounts.sections(actor).get(name=sample_names.SECTIONS[1])
    for position in (2001, 2002, 2003, 2004):
        code = subject_code(position)
        wrong = code[:17] + ("0" if code[17] != "0" else "1")
        subjects.add(
            actor=actor,
            owner_id=owner.pk,
            values={
                "code": wrong,
                "name": sample_names.name_of(position),
                "address": "城关街道示例路1号",
            },
            reason="照营业执照复印件登记，待核对",
            keeps_bad_code=True,
            at=at,
        )


def _lately(actors: dict[str, Actor], at: datetime) -> None:
    keeper = actors["luo"]
    chosen = list(Subject.objects.order_by("pk")[40:46])
    subjects.label(
        actor=keeper,
        subject_ids=[subject.pk for subject in chosen],
        added="建筑用工",
        reason="年度专项摸排",
        at=at,
    )
    someone = Inspector.objects.order_by("pk")[3]
    recusals.recuse(
        actor=keeper,
        inspector_id=someone.pk,
        details=RecusalDetails(
            code=chosen[0].code,
            relation="近亲属",
            source="本人申报",
            reason="配偶任该单位会计",
            since=at.date(),
            until=None,
        ),
        at=at + timedelta(hours=1),
    )
    inspectors.take_leave(
        actor=keeper,
        inspector_id=Inspector.objects.order_by("pk")[7].pk,
        kind="请假",
        since=timezone.now().date() - timedelta(days=1),
        until=timezone.now().date() + timedelta(days=12),
        reason="年休假",
        at=at + timedelta(hours=2),
    )


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 1, tzinfo=UTC)
