"""名录变动: what was changed in the directory in the days before a draw reads it.

Somebody who keeps the directory could move a friend out of the slice before the preparation and
back afterwards, or put firms into it that do not exist. So every change of a field that a draw
reads is listed before → after, every new row of the slice too; both must be confirmed by a second
person, an import or any other act as a whole, and are published with the draw. Who left by a change
stands among the exclusions for that reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from oversight.accounts.models import Organisation
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import rules
from oversight.draws.models import Draw
from oversight.draws.rules import Row, Terms
from oversight.draws.services import sampling_frame
from oversight.draws.services.snapshots import Snapshot
from oversight.registry.models import Subject
from oversight.registry.rules.subjects import TITLES
from oversight.registry.selectors import changes, ledger
from oversight.registry.selectors.changes import Change, State, Visited
from oversight.regulations import selectors as regulations

WAITING = "备料前的名录改动还没有第二人核对"
MOST_LISTED = 5_000
DEFAULT_DAYS = 30
LEFT, ENTERED, NEW = "离开范围", "进入范围", "新增"
_NAMED = 5
_BATCH = 900


@dataclass(slots=True, kw_only=True)
class Act:
    """What one act of the trail did to the slice, which waits for a second person's look.

    ``rows`` counts what was there before, ``new`` what came into the slice, ``listed`` tells both.
    """

    entry: int
    rows: int = 0
    new: int = 0
    listed: list[dict[str, Any]] = field(default_factory=list)


@dataclass(kw_only=True)
class Survey:
    """All changes of the last days that touch the slice of a draw."""

    draw: Draw
    terms: Terms
    days: int
    start: datetime
    acts: dict[int, Act] = field(default_factory=dict)
    was_in: set[int] = field(default_factory=set)
    was_out: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    gone: dict[int, State] = field(default_factory=dict)
    visited: dict[int, list[Visited]] = field(default_factory=dict)

    def unconfirmed(self) -> list[Act]:
        """List the acts that wait for a second person."""
        known = changes.reviews(self.draw.bureau_id, self.acts)
        return [act for act in self.acts.values() if act.entry not in known]

    @cached_property
    def bare(self) -> Terms:
        """Give the terms without visits, which have no former states."""
        return replace(self.terms, caps=(), rest_days=0)

    def takes_part(self, state: State) -> bool:
        """Tell whether a state of a row would take part, visits aside."""
        if not state.is_listed:
            return False
        row = row_of(state)
        is_free = not rules.exclusion(row, self.bare, self.bare.on)
        return is_free and bool(rules.strata_of(row, self.bare))

    def is_inside(self, state: State | None) -> bool:
        """Tell whether a state of a row lies in the slice."""
        if state is None or not state.is_listed:
            return False
        return rules.in_scope(row_of(state), self.terms.scope)


def survey(draw: Draw, *, terms: Terms, at: datetime) -> Survey:
    """Look at everything that changed in the days before a moment."""
    days = days_on(draw.bureau_id, moments.day_of(at))
    found = Survey(draw=draw, terms=terms, days=days, start=at - timedelta(days=days))
    for change in changes.since(draw.bureau_id, found.start):
        _note(found, change)
    _note_visits(found)
    found.acts = dict(sorted(found.acts.items()))
    return found


def days_on(bureau_id: int, day: date) -> int:
    """Give for how many days before the preparation changes need a second person."""
    rule = regulations.rules_on(bureau_id, day).filter(key=changes.DAYS).first()
    return rule.value if rule is not None and isinstance(rule.value, int) else DEFAULT_DAYS


def require_confirmed(found: Survey) -> None:
    """Require that a second person looked at every change inside the slice.

    Raises:
        DomainError: which acts wait, and who can confirm them.
    """
    waiting = found.unconfirmed()
    if not waiting:
        return
    entries = changes.acts(one.entry for one in waiting)
    named = [
        f"{entries[one.entry].title}（{one.rows + one.new} 家，{entries[one.entry].person}）"
        for one in waiting[:_NAMED]
        if one.entry in entries
    ]
    more = f"等 {len(waiting)} 项" if len(waiting) > _NAMED else ""
    raise DomainError(
        f"{WAITING}：备料前 {found.days} 日内有 {'、'.join(named)}{more}；"
        f"请审批人在“名录变动”里看过、核对，再备一次料"
    )


def changed_since(draw: Draw, terms: Terms, moment: datetime) -> list[str]:
    """Name the rows of the slice that changed after a moment, cheaply, by their history."""
    found = Survey(draw=draw, terms=terms, days=0, start=moment + timedelta(microseconds=1))
    for change in changes.since(draw.bureau_id, found.start):
        _note(found, change)
    codes = {one["code"]: None for act in found.acts.values() for one in act.listed}
    return list(codes)


class Watching:
    """Sees every row as the preparation reads it: takes its snapshot, tells who came and went."""

    def __init__(self, found: Survey, snapshot: Snapshot) -> None:
        self.survey, self.snapshot = found, snapshot
        self.terms, self.days = found.terms, found.days
        self.left: list[str] = []
        self.entered: list[str] = []
        self._before_visits = _before_visits(found)

    def read(self, row: Row) -> None:
        """Take a row into the snapshot."""
        self.snapshot.add(row)

    def takes_part(self, row: Row) -> None:
        """Note a row that takes part, and did not some days ago."""
        if row.pk in self.survey.was_out:
            self.entered.append(row.code)

    def reason(self, row: Row, reason: str) -> str:
        """Mark the reason of a row that would take part but for a change of the last days."""
        if row.pk in self.survey.was_in or self._was_kept_out_by_a_visit(row):
            self.left.append(sampling_frame.usable(row))
            return f"{reason}{rules.CHANGED}"
        return reason

    def departed(self) -> Iterable[str]:
        """Give the rows that are no longer listed and would have taken part."""
        for row in _departed(self.survey):
            self.snapshot.add(row, is_listed=False)
            self.left.append(sampling_frame.usable(row))
            yield sampling_frame.usable(row)

    def _was_kept_out_by_a_visit(self, row: Row) -> bool:
        if row.pk not in self._before_visits:
            return False
        last, counts = self._before_visits[row.pk]
        before = row._replace(last_visited_on=last)
        caps = [
            replace(cap, visits={row.pk: cap.visits.get(row.pk, 0) - counts.get(cap.key, 0)})
            for cap in self.terms.caps
        ]
        terms = replace(self.terms, caps=caps)
        is_free = not rules.exclusion(before, terms, rules.rested_since(terms))
        return is_free and bool(rules.strata_of(before, terms))


def row_of(state: State) -> Row:
    """Read a state as the directory's row."""
    return Row(
        pk=state.subject_id,
        code=state.code,
        code_is_valid=state.code_is_valid,
        state=state.state,
        kind=state.kind,
        industry=state.industry,
        region=state.region,
        owner_id=state.owner_id,
        grade=state.grade,
        risk=state.risk,
        labels=state.labels,
        last_visited_on=None,
    )


def _note(found: Survey, change: Change) -> None:
    before, after = change.before, change.after
    pk = change.subject_id
    if before is None:
        found.new.add(pk)
    elif found.takes_part(before):
        found.was_in.add(pk)
    else:
        found.was_out.add(pk)
    if before is not None and after is None and change.was_there:
        found.gone[pk] = before
    is_inside = found.is_inside(before) or found.is_inside(after)
    if not change.is_read or not is_inside:
        return
    act = found.acts.setdefault(change.entry, Act(entry=change.entry))
    act.new += before is None
    act.rows += before is not None
    if len(act.listed) < MOST_LISTED:
        act.listed.append(_listed(found, change))


def _listed(found: Survey, change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    state = after or before
    if state is None:
        return {}
    was_in = before is not None and found.takes_part(before)
    is_in = after is not None and found.takes_part(after)
    effect = LEFT if was_in and not is_in else ENTERED if is_in and not was_in else ""
    fields = [[_title(n), _shown(before, n), _shown(after, n)] for n in change.fields]
    if before is None:
        effect, fields = NEW, []
    elif after is None:
        fields = [["在名录中", "是", "撤销了导入"]]
    return {
        "code": state.code,
        "is_code": state.code_is_valid,
        "effect": effect,
        "fields": fields,
    }


def _note_visits(found: Survey) -> None:
    for visit in changes.visits_since(found.draw.bureau_id, found.start):
        found.visited.setdefault(visit.subject_id, []).append(visit)
    for pk, code, is_valid, row in _present(found.draw.bureau_id, found.visited):
        if not rules.in_scope(row, found.terms.scope):
            continue
        for visit in found.visited[pk]:
            act = found.acts.setdefault(visit.entry, Act(entry=visit.entry))
            act.rows += 1
            told = f"{visit.on.isoformat()} {visit.kind}"
            fields = [["检查记录", "", told]]
            act.listed.append({"code": code, "is_code": is_valid, "effect": "", "fields": fields})


def _present(bureau_id: int, keys: Iterable[int]) -> Iterator[tuple[int, str, bool, Row]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = Subject.objects.filter(
            bureau_id=bureau_id, is_listed=True, pk__in=wanted[start : start + _BATCH]
        )
        for values in rows.values_list(*Row._fields):
            row = Row._make(values)
            yield row.pk, row.code, row.code_is_valid, row


def _before_visits(found: Survey) -> dict[int, tuple[date | None, dict[str, int]]]:
    """Give for each subject with new entries its last day before, and what each cap counted."""
    on = found.terms.on
    counted = {rule.key: rule.counts for rule in regulations.rules_on(found.draw.bureau_id, on)}
    told: dict[int, tuple[date | None, dict[str, int]]] = {}
    for pk, visits in found.visited.items():
        last = ledger.last_done(pk, [one.entry for one in visits])
        counts = {
            cap.key: sum(_counts(counted.get(cap.key) or {}, one, on.year) for one in visits)
            for cap in found.terms.caps
        }
        told[pk] = (last, counts)
    return told


def _counts(counts: dict[str, Any], visit: Visited, year: int) -> bool:
    kinds, units = counts.get("kinds") or [], counts.get("units") or []
    if visit.exempt or visit.on.year != year or (kinds and visit.kind not in kinds):
        return False
    return not units or any(unit in visit.units for unit in units)


def _departed(found: Survey) -> Iterator[Row]:
    wanted = sorted(found.was_in - set(found.gone))
    for start in range(0, len(wanted), _BATCH):
        rows = Subject.objects.filter(is_listed=False, pk__in=wanted[start : start + _BATCH])
        for values in rows.order_by("pk").values_list(*Row._fields):
            yield Row._make(values)
    for pk, state in sorted(found.gone.items()):
        is_back = Subject.objects.filter(bureau_id=found.draw.bureau_id, code=state.code).exists()
        if pk in found.was_in and not is_back:
            yield row_of(state)


def _title(name: str) -> str:
    return TITLES.get(name.removesuffix("_id"), name)


def _shown(state: State | None, name: str) -> str:
    value = getattr(state, name)
    if name == "owner_id":
        return _section(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(one for one in value.split("|") if one) if name == "labels" else str(value)


def _section(pk: int) -> str:
    found = Organisation.objects.filter(pk=pk).values_list("name", flat=True).first()
    return found or f"U{pk}"
