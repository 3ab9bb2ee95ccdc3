"""What is wrong in the data of a document, each thing in Chinese with the field's title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from oversight.common import moments
from oversight.documents.rules.fields import DocumentType, Field, Form

MOST_LETTERS = 20_000
MOST_ROWS = 2_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def problems(type_: DocumentType, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what is wrong, as pairs of the field's name and a sentence."""
    return list(_problems(type_.fields, data, "", ""))


def _problems(
    fields: Sequence[Field], data: Mapping[str, Any], prefix: str, place: str
) -> Iterator[tuple[str, str]]:
    known = {field.name for field in fields}
    for name in data:
        if name not in known:
            yield f"{prefix}{name}", f"{place}没有叫“{name}”的栏目"
    for field in fields:
        yield from _of_field(field, data.get(field.name), prefix, place)


def _of_field(field: Field, value: Any, prefix: str, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - unchecked
    name, title = f"{prefix}{field.name}", f"{place}“{field.title}”"
    if value is None or value in ("", []):
        if field.is_required:
            yield name, f"{title}没有填"
    elif field.form is Form.ROWS:
        yield from _of_rows(field, value, name, title)
    elif not _IS_OF_FORM[field.form](value):
        yield name, f"{title}{_WANTED[field.form]}"


def _of_rows(field: Field, value: Any, name: str, title: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - unchecked
    is_list = isinstance(value, list) and len(value) <= MOST_ROWS
    if not is_list or not all(isinstance(row, Mapping) for row in value):
        yield name, f"{title}应当是一行一行的表，最多 {MOST_ROWS} 行"
        return
    for place, row in enumerate(value, start=1):
        yield from _problems(field.columns, row, f"{name}.{place}.", f"{title}第 {place} 行的")


def _is_line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MOST_LETTERS and not _CONTROL.search(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and _is_line(value.replace("\n", ""))


def _is_day(value: object) -> bool:
    return isinstance(value, str) and _is_read(date.fromisoformat, value)


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and _is_read(moments.read, value)


def _is_read(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _is_number(value: object) -> bool:
    return type(value) is int and value >= 0


_IS_OF_FORM: dict[Form, Callable[[object], bool]] = {
    Form.LINE: _is_line,
    Form.TEXT: _is_text,
    Form.DAY: _is_day,
    Form.MOMENT: _is_moment,
    Form.NUMBER: _is_number,
}
_WANTED = {
    Form.LINE: f"应当是一行文字，最多 {MOST_LETTERS} 字",
    Form.TEXT: f"应当是文字，最多 {MOST_LETTERS} 字",
    Form.DAY: "应当是日期，例如 2026-12-03",
    Form.MOMENT: "应当是时刻，例如 2026-12-03T01:00:00Z",
    Form.NUMBER: "应当是不小于 0 的整数",
}
