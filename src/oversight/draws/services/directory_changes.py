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
from oversight.draws.rules import Cap, Row, Terms
from oversight.draws.rules.frame import FormerVisits, RecentChanges
from oversight.registry.models import Subject
from oversight.registry.rules.subjects import TITLES
from oversight.registry.selectors import changes, ledger
from oversight.registry.selectors.changes import Change, LedgerVisit, State

MOST_LISTED = 5_000
LEFT, ENTERED, NEW = "离开范围", "进入范围", "新增"
_NAMED = 5
_BATCH = 900


class UnconfirmedChangesError(DomainError):
    """Changes of the directory wait for a second person: the preparation cannot go on."""

    code = rules.UNCONFIRMED_CHANGES


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
    visited: dict[int, list[LedgerVisit]] = field(default_factory=dict)

    def unconfirmed(self) -> list[Act]:
        """List the acts that wait for a second person."""
        reviewed = changes.reviews(self.draw.bureau_id, self.acts)
        return [act for act in self.acts.values() if act.entry not in reviewed]

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
    days = changes.days_on(draw.bureau_id, moments.day_of(at))
    survey_ = Survey(draw=draw, terms=terms, days=days, start=at - timedelta(days=days))
    for change in changes.since(draw.bureau_id, survey_.start):
        _note(survey_, change)
    _note_visits(survey_)
    survey_.acts = dict(sorted(survey_.acts.items()))
    return survey_


def require_confirmed(survey: Survey) -> None:
    """Require that a second person looked at every change inside the slice.

    Raises:
        UnconfirmedChangesError: which acts wait, and who can confirm them.
    """
    waiting = survey.unconfirmed()
    if not waiting:
        return
    entries = changes.acts(act.entry for act in waiting)
    named = [
        f"{entries[act.entry].title}（{act.rows + act.new} 家，{entries[act.entry].person}）"
        for act in waiting[:_NAMED]
        if act.entry in entries
    ]
    more = f"等 {len(waiting)} 项" if len(waiting) > _NAMED else ""
    raise UnconfirmedChangesError(
        f"备料前的名录改动还没有第二人核对：备料前 {survey.days} 日内有 {'、'.join(named)}{more}；"
        f"请审批人在“名录变动”里看过、核对，再备一次料"
    )


def changed_since(draw: Draw, terms: Terms, moment: datetime) -> list[str]:
    """Name the rows of the slice that changed after a moment, cheaply, by their history."""
    survey = Survey(draw=draw, terms=terms, days=0, start=moment + timedelta(microseconds=1))
    for change in changes.since(draw.bureau_id, survey.start):
        _note(survey, change)
    codes = {row["code"]: None for act in survey.acts.values() for row in act.listed}
    return list(codes)


def departed_rows(survey: Survey) -> list[Row]:
    """Give the rows that are no longer listed and would have taken part."""
    return list(_departed(survey))


def recent_changes(survey: Survey, departed: Iterable[Row]) -> RecentChanges:
    """Give what the decision on the rosters needs to know of a survey."""
    return RecentChanges(
        days=survey.days,
        was_in=frozenset(survey.was_in),
        was_out=frozenset(survey.was_out),
        departed=tuple(rules.roster_id(row) for row in departed),
        former_visits=_former_visits(survey),
    )


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


def _note(survey: Survey, change: Change) -> None:
    before, after = change.before, change.after
    pk = change.subject_id
    if before is None:
        survey.new.add(pk)
    elif survey.takes_part(before):
        survey.was_in.add(pk)
    else:
        survey.was_out.add(pk)
    if before is not None and after is None and change.was_there:
        survey.gone[pk] = before
    is_inside = survey.is_inside(before) or survey.is_inside(after)
    if not change.is_read or not is_inside:
        return
    act = survey.acts.setdefault(change.entry, Act(entry=change.entry))
    act.new += before is None
    act.rows += before is not None
    if len(act.listed) < MOST_LISTED:
        act.listed.append(_describe_change(survey, change))


def _describe_change(survey: Survey, change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    state = after or before
    if state is None:
        return {}
    was_in = before is not None and survey.takes_part(before)
    is_in = after is not None and survey.takes_part(after)
    effect = LEFT if was_in and not is_in else ENTERED if is_in and not was_in else ""
    fields = [[_title(n), _field_text(before, n), _field_text(after, n)] for n in change.fields]
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


def _note_visits(survey: Survey) -> None:
    for visit in changes.visits_since(survey.draw.bureau_id, survey.start):
        survey.visited.setdefault(visit.subject_id, []).append(visit)
    for pk, code, is_valid, row in _present(survey.draw.bureau_id, survey.visited):
        if not rules.in_scope(row, survey.terms.scope):
            continue
        for visit in survey.visited[pk]:
            act = survey.acts.setdefault(visit.entry, Act(entry=visit.entry))
            act.rows += 1
            visit_text = f"{visit.on.isoformat()} {visit.kind}"
            fields = [["检查记录", "", visit_text]]
            act.listed.append({"code": code, "is_code": is_valid, "effect": "", "fields": fields})


def _present(bureau_id: int, keys: Iterable[int]) -> Iterator[tuple[int, str, bool, Row]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        rows = Subject.objects.filter(
            bureau_id=bureau_id, is_listed=True, pk__in=ordered[start : start + _BATCH]
        )
        for values in rows.values_list(*Row._fields):
            row = Row._make(values)
            yield row.pk, row.code, row.code_is_valid, row


def _former_visits(survey: Survey) -> dict[int, FormerVisits]:
    """Give for each subject with new entries its last day before, and what each cap counted."""
    on = survey.terms.on
    return {
        pk: FormerVisits(
            last_visited_on=_last_before(pk, visits),
            recent={
                cap.key: sum(_counts(cap, visit, on.year) for visit in visits)
                for cap in survey.terms.caps
            },
        )
        for pk, visits in survey.visited.items()
    }


def _last_before(pk: int, visits: Iterable[LedgerVisit]) -> date | None:
    return ledger.last_done(pk, [visit.entry for visit in visits])


def _counts(cap: Cap, visit: LedgerVisit, year: int) -> bool:
    is_counted = not visit.exempt and visit.on.year == year
    return is_counted and cap.counts(visit.kind, visit.sections)


def _departed(survey: Survey) -> Iterator[Row]:
    ordered = sorted(survey.was_in - set(survey.gone))
    for start in range(0, len(ordered), _BATCH):
        rows = Subject.objects.filter(is_listed=False, pk__in=ordered[start : start + _BATCH])
        for values in rows.order_by("pk").values_list(*Row._fields):
            yield Row._make(values)
    for pk, state in sorted(survey.gone.items()):
        is_back = Subject.objects.filter(bureau_id=survey.draw.bureau_id, code=state.code).exists()
        if pk in survey.was_in and not is_back:
            yield row_of(state)


def _title(name: str) -> str:
    return TITLES.get(name.removesuffix("_id"), name)


def _field_text(state: State | None, name: str) -> str:
    value = getattr(state, name)
    if name == "owner_id":
        return _section(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return (
        "、".join(label for label in value.split("|") if label) if name == "labels" else str(value)
    )


def _section(pk: int) -> str:
    name = Organisation.objects.filter(pk=pk).values_list("name", flat=True).first()
    return name or "（已不在）"
