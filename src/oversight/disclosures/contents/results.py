"""检查结果, per subject and item: what was sealed when it was approved is what is opened here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mingqian.disclosure import Value
from oversight.disclosures import rules
from oversight.disclosures.contents.directories import BASIS
from oversight.disclosures.sources import (
    Content,
    FieldContent,
    Occurrence,
    Release,
    SealedRecord,
    Source,
)
from oversight.results import rules as result_rules
from oversight.results import sealing, selectors
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.services import publishing
from oversight.results.states import EntryState

_TITLES: Mapping[str, str] = {
    "plan": "抽查计划编号",
    "draw": "抽取编号",
    "task": "抽查任务编号",
    "task-title": "抽查任务名称",
    "kind": "抽查类型",
    "authority": "检查机关",
    "section": "承办科室",
    "subject": "检查对象",
    "subject-code": "统一社会信用代码",
    "item": "抽查事项",
    "item-code": "事项编码",
    "inspected-on": "检查完成日期",
    "officers": "检查人员",
    "result": "抽查结果",
    **result_rules.WORDS,
}
_PERSONAL = frozenset({"officers"})


def occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the approved results, with the end of the inspection."""
    rows = InspectionResult.objects.filter(bureau_id=bureau_id, in_force__isnull=False)
    for row in rows.exclude(state=EntryState.WITHDRAWN).order_by("pk").iterator():
        yield Occurrence(
            key=row.number, title=_title(row), owner_id=row.owner_id, happened_on=row.ended_on
        )


def content(bureau_id: int, key: str) -> Content | None:
    """Read the result in force with the record that was sealed at its approval."""
    rows = InspectionResult.objects.filter(bureau_id=bureau_id, number=key)
    row = rows.filter(in_force__isnull=False).exclude(state=EntryState.WITHDRAWN).first()
    if row is None:
        return None
    version = selectors.in_force_of(row)
    result = selectors.content(version)
    return Content(
        title=_title(row),
        owner_id=row.owner_id,
        fields=tuple(_field(name, value, result) for name, value in _sorted(version.fields)),
        sealed=SealedRecord(
            record=sealing.record_of(version, _previous(row, version)),
            salts={name: bytes.fromhex(salt) for name, salt in version.salts.items()},
        ),
    )


def _sorted(fields: Mapping[str, Value]) -> list[tuple[str, Value]]:
    order = list(_TITLES)
    known = [name for name in order if name in fields]
    return [(name, fields[name]) for name in (*known, *sorted(set(fields) - set(order)))]


def _field(name: str, value: Value, content: result_rules.ResultContent) -> FieldContent:
    is_personal = name in _PERSONAL
    return FieldContent(
        name=name,
        title=_TITLES.get(name, name),
        value=value,
        words=content.words(name) if name in result_rules.TOKENS else "",
        is_personal=is_personal,
        basis=BASIS if is_personal else "",
    )


def _previous(row: InspectionResult, version: ResultVersion) -> str:
    earlier = [
        edition
        for edition in selectors.editions(row)
        if (edition.edition or 0) < (version.edition or 0)
    ]
    return max(earlier, key=lambda edition: edition.edition or 0).digest if earlier else ""


def _on_published(release: Release) -> None:
    row = InspectionResult.objects.get(bureau_id=release.actor.bureau_id, number=release.key)
    if row.state == EntryState.APPROVED:
        publishing.publish(actor=release.actor, result_id=row.pk, at=release.at)


def _on_withdrawn(release: Release) -> None:
    row = InspectionResult.objects.get(bureau_id=release.actor.bureau_id, number=release.key)
    publishing.withdraw(actor=release.actor, result_id=row.pk, reason=release.reason, at=release.at)


def _title(row: InspectionResult) -> str:
    return f"{row.name}“{row.item}”检查结果"


RESULTS = Source(
    code="result",
    title="检查结果",
    term=rules.RESULT_TERM,
    occurrences=occurrences,
    content=content,
    on_published=_on_published,
    on_withdrawn=_on_withdrawn,
)
