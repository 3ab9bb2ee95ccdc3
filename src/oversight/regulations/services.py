"""The rules with their citations and the calendars: changed only by a new, dated row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditActor, AuditEvent
from oversight.common.errors import DomainError, NotFoundError
from oversight.regulations import events
from oversight.regulations.models import CalendarYear, RegulatoryParameter

DATA = Path(__file__).resolve().parents[1] / "data"


def load_default_data(name: str) -> dict[str, Any]:
    """Read a file that comes with the program."""
    read: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return read


@transaction.atomic
def install_defaults(*, bureau_id: int, at: datetime, author: AuditActor = PROGRAM) -> None:
    """Create the default rules and calendars of a new bureau; existing ones stay."""
    for row in load_default_data("rules.json")["rules"]:
        if not RegulatoryParameter.objects.filter(bureau_id=bureau_id, key=row["key"]).exists():
            index = _record_rule(row["key"], row["name"], row["value"], author, at, "随程序提供")
            RegulatoryParameter.objects.create(
                bureau_id=bureau_id, entry=index, **_rule_columns(row)
            )
    for year in load_default_data("working_days.json")["years"]:
        if not CalendarYear.objects.filter(bureau_id=bureau_id, year=year["year"]).exists():
            days = sorted(day for holiday in year["holidays"] for day in holiday["days"])
            source = f"{year['source']}{year.get('number', '')}"
            _put_year(bureau_id, year["year"], days, year["make_up_days"], source, author, at)


@transaction.atomic
def change_rule(
    *,
    actor: Actor,
    rule_id: int,
    value: int | list[str],
    citation: str,
    effective_from: date,
    reason: str,
    confirmed: Confirmation,
    at: datetime,
) -> RegulatoryParameter:
    """Set a rule anew from a day on, until which the former one holds; gives the new row.

    Raises:
        DomainError: nothing changes, no reason or citation, or the day is not after the former's.
    """
    actor.require(Permission.KEEP_RULES)
    confirmed.require(actor)
    old = (
        RegulatoryParameter.objects.filter(pk=rule_id, bureau_id=actor.bureau_id)
        .select_for_update()
        .first()
    )
    if old is None or old.effective_until is not None:
        raise NotFoundError("没有这条规则，或已有更新的版本")
    _require_change(old, value, citation, effective_from, reason)
    index = _record_rule(old.key, old.name, value, actor.author, at, reason, old.value)
    old.effective_until = effective_from - timedelta(days=1)
    old.save(update_fields=["effective_until"])
    copied_fields = (
        "bureau_id",
        "key",
        "name",
        "kind",
        "unit",
        "scope",
        "mark",
        "exemptions",
        "counts",
    )
    return RegulatoryParameter.objects.create(
        **{name: getattr(old, name) for name in copied_fields},
        value=value,
        citation=citation,
        effective_from=effective_from,
        reason=reason,
        entry=index,
    )


@transaction.atomic
def set_year(
    *,
    actor: Actor,
    year: int,
    holidays: Iterable[date],
    make_up_days: Iterable[date],
    source: str,
    at: datetime,
) -> CalendarYear:
    """Register a year's calendar, or correct it; gives it.

    Raises:
        DomainError: a day is of another year or in both lists, or the source is not named.
    """
    actor.require(Permission.KEEP_RULES)
    off, worked = sorted(set(holidays)), sorted(set(make_up_days))
    foreign_days = [day.isoformat() for day in (*off, *worked) if day.year != year]
    if foreign_days:
        raise DomainError(f"{'、'.join(foreign_days)} 不在 {year} 年；请核对", field="holidays")
    both = sorted(set(off) & set(worked))
    if both:
        raise DomainError(f"{both[0]} 不能既放假又上班；请核对", field="make_up_days")
    if not source.strip():
        raise DomainError("请写依据，例如国务院办公厅的通知和文号", field="source")
    if actor.bureau_id is None:
        raise DomainError("请以一个局的角色来登记")
    written = ([day.isoformat() for day in off], [day.isoformat() for day in worked])
    return _put_year(actor.bureau_id, year, *written, source, actor.author, at)


def _put_year(
    bureau_id: int,
    year: int,
    holidays: list[str],
    make_up_days: list[str],
    source: str,
    author: AuditActor,
    at: datetime,
) -> CalendarYear:
    public = {"year": year, "holidays": holidays, "make_up_days": make_up_days, "source": source}
    act = AuditEvent(type=events.CALENDAR_CHANGED, number=str(year), public=public)
    index = audit.record(act, by=author, at=at)
    values = {"holidays": holidays, "make_up_days": make_up_days, "source": source, "entry": index}
    return CalendarYear.objects.update_or_create(bureau_id=bureau_id, year=year, defaults=values)[0]


def _require_change(
    old: RegulatoryParameter,
    value: int | list[str],
    citation: str,
    effective_from: date,
    reason: str,
) -> None:
    if value == old.value and citation == old.citation:
        raise DomainError("没有改动任何内容", field="value")
    if isinstance(value, int) and value < 0:
        raise DomainError("应为 0 或更大的整数", field="value")
    if not citation.strip():
        raise DomainError("请写依据（文件和条款）", field="citation")
    if not reason.strip():
        raise DomainError("请写改动的理由", field="reason")
    if effective_from <= old.effective_from:
        since = old.effective_from.isoformat()
        raise DomainError(f"生效日期应晚于现行规则的 {since}", field="effective_from")


def _rule_columns(row: dict[str, Any]) -> dict[str, Any]:
    plain = ("key", "name", "kind", "value", "unit", "scope", "citation", "mark")
    return {
        **{name: row.get(name, "") for name in plain},
        "exemptions": row.get("exemptions", []),
        "counts": row.get("counts", {}),
        "effective_from": date.fromisoformat(row["effective_from"]),
    }


def _record_rule(
    key: str,
    name: str,
    value: int | list[str],
    author: AuditActor,
    at: datetime,
    reason: str,
    before: Any = None,  # noqa: ANN401 - a rule's value
) -> int:
    public = {"name": name, "value": value, "reason": reason}
    act = AuditEvent(
        type=events.RULE_CHANGED,
        number=key,
        title=name,
        public=public,
        private={} if before is None else {"before": before},
    )
    return audit.record(act, by=author, at=at)
