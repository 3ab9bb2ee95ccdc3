"""The fields of a type of documents: what the data has to say, and how each value is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Form(Enum):
    """How a field's value is written in the data."""

    LINE = "line"
    """Text of one line."""
    TEXT = "text"
    """Text of several lines."""
    DAY = "day"
    """A day in China: ``2026-12-03``."""
    MOMENT = "moment"
    """A moment as the log writes it: ``2026-12-03T01:00:00Z``."""
    NUMBER = "number"
    """An integer that is not negative."""
    ROWS = "rows"
    """A list of objects with the columns as keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field: its key in the data, its Chinese title, its form and an example of its value."""

    name: str
    title: str
    form: Form = Form.LINE
    is_required: bool = True
    example: Any = ""
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """A type of documents: its code, its title, the word in its numbers, and its fields.

    ``source`` says where the fields are from; ``doubt`` what of it nobody has checked against the
    law yet: it is shown as 待核实. ``template`` is the name of the typst file, without its ending.
    ``is_covered``: the public log does not say that one was issued, since that would announce an
    unannounced visit. ``scanned`` names the field with an address that is printed as a QR too.
    """

    code: str
    title: str
    word: str
    fields: tuple[Field, ...]
    source: str
    doubt: str = ""
    template: str = ""
    is_covered: bool = False
    scanned: str = ""

    def field(self, name: str) -> Field | None:
        """Give the field of a name, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def example(self) -> dict[str, Any]:
        """Give data with all fields, as a preview shows them."""
        return example_of(self.fields)


def example_of(fields: Sequence[Field]) -> dict[str, Any]:
    """Give data in which every field has its example."""
    return {field.name: _example(field) for field in fields}


def _example(field: Field) -> Any:  # noqa: ANN401 - as the form of the field says
    if field.form is Form.ROWS:
        return field.example or [example_of(field.columns)]
    return field.example


def line(name: str, title: str, example: str, *, is_required: bool = True) -> Field:
    """Make a field of one line."""
    return Field(name=name, title=title, example=example, is_required=is_required)


def text(name: str, title: str, example: str, *, is_required: bool = True) -> Field:
    """Make a field of several lines."""
    return Field(name=name, title=title, form=Form.TEXT, example=example, is_required=is_required)


def day(name: str, title: str, example: str, *, is_required: bool = True) -> Field:
    """Make a field for a day in China."""
    return Field(name=name, title=title, form=Form.DAY, example=example, is_required=is_required)


def moment(name: str, title: str, example: str, *, is_required: bool = True) -> Field:
    """Make a field for a moment."""
    return Field(name=name, title=title, form=Form.MOMENT, example=example, is_required=is_required)


def number(name: str, title: str, example: int, *, is_required: bool = True) -> Field:
    """Make a field for a count."""
    return Field(name=name, title=title, form=Form.NUMBER, example=example, is_required=is_required)


def rows(
    name: str,
    title: str,
    *columns: Field,
    example: Sequence[Mapping[str, Any]] = (),
    is_required: bool = True,
) -> Field:
    """Make a field of rows; the columns are fields without rows of their own."""
    return Field(
        name=name,
        title=title,
        form=Form.ROWS,
        columns=columns,
        example=[dict(row) for row in example],
        is_required=is_required,
    )
