"""What the log says of results against their rows: state, versions, and the sealed records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mingqian.errors import MingqianError
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.results import events, sealing, states
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.services.recording import KIND, content_digest
from oversight.results.states import RESULT, EntryState, FollowUp

_BATCH = 200
_WORDS = {
    "subject": "检查对象",
    "subject-code": "统一社会信用代码",
    "item": "检查事项",
    "inspected-on": "检查结束日期",
}
_ACTS: Mapping[str, str] = {
    events.RESULT_RESUBMITTED.type: states.SUBMIT,
    events.RESULT_APPROVED.type: states.ACCEPT,
    events.RESULT_RETURNED.type: states.RETURN,
    events.RESULT_CORRECTED.type: states.CORRECT,
    events.RESULT_PUBLISHED.type: states.PUBLISH,
    events.RESULT_WITHDRAWN.type: states.WITHDRAW,
}


def check(wanted: Range) -> Iterator[Step]:
    """Compare every result that was touched, and name those whose row is gone."""
    touched = wanted.numbers(KIND)
    rows = InspectionResult.objects.select_related("owner").order_by("pk")
    if touched is not None:
        rows = rows.filter(number__in=touched)
    total = rows.count()
    for done, row in enumerate(rows.iterator(chunk_size=_BATCH), start=1):
        yield done, total, list(_row(row))
    yield total, total, list(_gone(touched))


def _gone(touched: set[str] | None) -> Iterator[Difference]:
    present = set(InspectionResult.objects.values_list("number", flat=True))
    for entry in audit.of_types([events.RESULT_ENTERED.type]):
        number = entry.about_number
        if number not in present and (touched is None or number in touched):
            yield Subject(kind=KIND, number=number, scope=entry.scope).is_missing()


def _row(row: InspectionResult) -> Iterator[Difference]:
    about = Subject(kind=KIND, number=row.number, scope=row.owner.path)
    acts = sorted(audit.about(KIND, row.number), key=lambda entry: entry.index)
    if not acts:
        yield about.is_unexplained()
        return
    state, follow_up = _replayed(acts)
    yield from about.differs("状态", RESULT.label(state), RESULT.label(row.state))
    yield from about.differs("后续处置", follow_up, str(FollowUp(row.follow_up).label))
    versions = list(row.versions.select_related("result").order_by("number"))
    yield from about.differs("各稿的内容", _logged_contents(acts), _contents(versions))
    yield from about.differs("各版的封存码", _logged_records(acts), _records(versions))
    approved = [version for version in versions if version.edition is not None]
    digests = [version.digest for version in approved]
    yield from about.differs("各版的摘要", _logged_records(acts), digests)
    last = approved[-1].pk if approved else None
    yield from about.differs("现行的一版", last, row.in_force_id)
    yield from about.differs("最新的一稿", versions[-1].pk if versions else None, row.newest_id)
    if approved:
        yield from _sealed(about, row, approved[-1].fields)


def _sealed(
    about: Subject, row: InspectionResult, fields: Mapping[str, Any]
) -> Iterator[Difference]:
    """Compare what lists show of a result with what its record was sealed with."""
    stored = {
        "subject": row.name,
        "subject-code": row.code,
        "item": row.item,
        "inspected-on": row.ended_on.isoformat(),
    }
    for name, value in stored.items():
        yield from about.differs(_WORDS[name], fields.get(name), value)


def _replayed(acts: list[Entry]) -> tuple[str, str]:
    state, follow_up = str(EntryState.WAITING), str(FollowUp.NONE.label)
    for entry in acts:
        act = _ACTS.get(entry.type, "")
        step = RESULT.transition(act, state) if act else None
        state = step.target if step is not None else state
        if entry.type == events.RESULT_APPROVED.type:
            follow_up = str((entry.private or {}).get("follow_up", ""))
        elif entry.type == events.RESULT_FOLLOWED_UP.type:
            follow_up = str(FollowUp.DONE.label)
    return state, follow_up


def _logged_contents(acts: list[Entry]) -> list[Any]:
    privates = (entry.private or {} for entry in acts)
    return [private["content"] for private in privates if "content" in private]


def _contents(versions: list[ResultVersion]) -> list[str]:
    return [content_digest(version.content) for version in versions]


def _logged_records(acts: list[Entry]) -> list[Any]:
    approvals = [entry for entry in acts if entry.type == events.RESULT_APPROVED.type]
    return [entry.public["record"] for entry in approvals]


def _records(versions: list[ResultVersion]) -> list[str]:
    """Seal every approved version again, from its content as it is now in the database."""
    digests: list[str] = []
    for version in versions:
        if version.edition is None:
            continue
        version.fields = {**version.fields, **version.content}
        try:
            digests.append(sealing.digest_of(version, digests[-1] if digests else ""))
        except (MingqianError, ValueError):
            digests.append("不能重新封存")
    return digests
