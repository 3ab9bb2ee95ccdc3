"""Public extracts of the directories: the officers' five fields, and figures of the subjects."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from mingqian.disclosure import Value
from oversight.accounts.models import Organisation
from oversight.disclosures import rules
from oversight.disclosures.sources import Content, FieldContent, Occurrence, Source
from oversight.registry.models import Subject
from oversight.registry.selectors import inspectors

BASIS = "《行政执法公示制度》：公示执法人员的姓名、性别、单位、职务、执法证号"
_KEY = "extract"


def inspector_occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the extract of the officers; it has no term."""
    yield Occurrence(key=_KEY, title="执法检查人员名录摘要", owner_id=bureau_id)


def inspector_content(bureau_id: int, key: str) -> Content | None:
    """Read the five fields of those on duty."""
    rows = inspectors.published(bureau_id)
    if key != _KEY or not rows:
        return None
    people: list[Value] = [dict(row) for row in rows]
    fields = (
        FieldContent(name="count", title="人数", value=len(people)),
        FieldContent(
            name="officers",
            title="执法检查人员",
            value=people,
            is_personal=True,
            basis=BASIS,
        ),
    )
    return Content(title="执法检查人员名录摘要", owner_id=bureau_id, fields=fields)


def subject_occurrences(bureau_id: int) -> Iterator[Occurrence]:
    """Give the extract of the subjects; it has no term."""
    yield Occurrence(key=_KEY, title="检查对象名录摘要", owner_id=bureau_id)


def subject_content(bureau_id: int, key: str) -> Content | None:
    """Read how many subjects there are, by kind and by region; no single one."""
    if key != _KEY or not Organisation.objects.filter(pk=bureau_id).exists():
        return None
    fields = (
        FieldContent(
            name="count",
            title="家数",
            value=Subject.objects.filter(bureau_id=bureau_id).count(),
        ),
        FieldContent(name="kinds", title="按主体类型", value=_counts(bureau_id, "kind")),
        FieldContent(name="regions", title="按街道（乡镇）", value=_counts(bureau_id, "region")),
    )
    return Content(title="检查对象名录摘要", owner_id=bureau_id, fields=fields)


def _counts(bureau_id: int, column: str) -> list[Value]:
    rows = Subject.objects.filter(bureau_id=bureau_id).values(column).annotate(n=Count("pk"))
    return [f"{row[column] or '未填'} {row['n']} 家" for row in rows.order_by(column)]


INSPECTORS = Source(
    code="inspectors",
    title="执法检查人员名录摘要",
    term=rules.RESULT_TERM,
    occurrences=inspector_occurrences,
    content=inspector_content,
)
SUBJECTS = Source(
    code="subjects",
    title="检查对象名录摘要",
    term=rules.RESULT_TERM,
    occurrences=subject_occurrences,
    content=subject_content,
)
