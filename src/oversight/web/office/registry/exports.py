"""Exports of the three directories as filtered; each one is on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote_plus

from django.db.models import QuerySet
from django.http import HttpResponseBase

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import NotFoundError
from oversight.registry.models import Inspector, Item, Subject
from oversight.registry.rules import subjects as subject_rules
from oversight.registry.selectors import inspectors, items, subjects
from oversight.registry.services import exports
from oversight.web import tables
from oversight.web.access import ActingRequest, page
from oversight.web.office.registry.subjects import question_of

_SUBJECT = (*subject_rules.FIELDS, "owner")
_INSPECTOR = (
    "监察证号",
    "姓名",
    "性别",
    "单位",
    "职务",
    "编制类型",
    "状态",
    "证件有效期至",
    "不能抽取的原因",
)
_ITEM = ("事项编码", "领域", "事项名称", "类别", "检查主体", "实施科室", "状态", "版本")


@page(Permission.EXPORT)
def subject_table(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the subjects as filtered."""
    _require_form(form)
    selected = subjects.find(request.actor, question_of(request), moments.day_of(request.at))
    selected = selected[: tables.MOST_ROWS]
    _note(request, "subjects", form, selected.count())
    headings = [subject_rules.TITLES[name] for name in _SUBJECT]
    return tables.table_response(
        form, "检查对象名录", [*headings, "上次检查日期"], _subjects(selected)
    )


@page(Permission.EXPORT)
def inspector_table(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the inspectors."""
    _require_form(form)
    selected = inspectors.find(request.actor, request.GET.get("q", ""))
    today = moments.day_of(request.at)
    rows = [_inspector(row) for row in inspectors.inspector_rows(selected, today)]
    _note(request, "inspectors", form, len(rows))
    return tables.table_response(form, "执法检查人员名录", _INSPECTOR, rows)


@page(Permission.EXPORT)
def item_table(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the items."""
    _require_form(form)
    selected = items.find(request.actor, request.GET.get("q", ""), request.GET.get("state", ""))
    rows = [_item(item) for item in items.with_versions(selected)]
    _note(request, "items", form, len(rows))
    return tables.table_response(form, "抽查事项清单", _ITEM, rows)


def _require_form(form: str) -> None:
    if form not in tables.FORMS:
        raise NotFoundError("只能导出 xlsx、csv 或 json")


def _note(request: ActingRequest, directory: str, form: str, rows: int) -> None:
    exports.note(
        actor=request.actor,
        directory=directory,
        form=form,
        rows=rows,
        query=unquote_plus(request.GET.urlencode()),
        at=request.at,
    )


def _subjects(selected: QuerySet[Subject]) -> Iterator[Sequence[str]]:
    for subject in selected.iterator(chunk_size=2000):
        cells = [str(getattr(subject, name) or "") for name in _SUBJECT[:-2]]
        visited = subject.last_visited_on.isoformat() if subject.last_visited_on else ""
        yield [*cells, "、".join(subject.label_list), subject.owner.name, visited]


def _inspector(row: inspectors.InspectorRow) -> Sequence[str]:
    inspector: Inspector = row.inspector
    until = row.until.isoformat() if row.until else ""
    plain = [
        inspector.number,
        inspector.name,
        inspector.sex,
        inspector.owner.name,
        inspector.post,
        inspector.staffing,
        inspector.duty,
    ]
    return [*plain, until, "；".join(row.blockers)]


def _item(item: Item) -> Sequence[str]:
    versions = list(item.versions.all())
    content = versions[0].content
    fields = [content["field"], content["name"], content["category"], content["authority"]]
    return [item.code, *fields, item.owner.name, item.get_state_display(), str(versions[0].number)]
