"""The values of a document's data as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oversight.common import moments
from oversight.documents.rules.fields import DocumentType, Field, Form


def words(type_: DocumentType, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give every field's value in words, fields that the data leaves out as empty."""
    return _words(type_.fields, data)


def _words(fields: Sequence[Field], data: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: _value(field, data.get(field.name)) for field in fields}


def _value(field: Field, value: Any) -> Any:  # noqa: ANN401 - as the form of the field says
    if field.form is Form.ROWS:
        return [_words(field.columns, row) for row in value or ()]
    if value is None or value == "":
        return ""
    if field.form is Form.DAY:
        return moments.day_in_words(date.fromisoformat(value))
    return _moment(value) if field.form is Form.MOMENT else str(value)


def _moment(value: str) -> str:
    """Write a moment as minutes of an inspection do: 2026年12月3日9时05分."""
    beijing = moments.read(value).astimezone(moments.BEIJING)
    return f"{moments.day_in_words(beijing.date())}{beijing.hour}时{beijing:%M}分"
