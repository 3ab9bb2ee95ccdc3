"""Reading a JSON object field by field: what is missing, unknown or wrong is an error (1.7)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from mingqian import canonical, times
from mingqian.canonical import Json
from mingqian.errors import FormatError

MAX_COUNT = 10_000_000
_T = TypeVar("_T")


class Fields:
    """One JSON object being read; call `done` when all its fields were taken."""

    def __init__(self, value: Json, *, file: str, rule: str, where: str = "") -> None:
        self.file = file
        self.rule = rule
        self.where = where
        if not isinstance(value, dict):
            code = "field.object" if where else "field.file-object"
            self.refuse(code, name=where, value=value)
        self._left = dict(value)

    def done(self) -> None:
        """Refuse fields that nobody asked for."""
        for key in self._left:
            self.refuse("field.unknown", name=self._name(key))

    def take(self, key: str) -> Json:
        """Take a field of any type."""
        if key not in self._left:
            self.refuse("field.missing", name=self._name(key))
        return self._left.pop(key)

    def has(self, key: str) -> bool:
        """Tell whether a field is there and was not taken yet."""
        return key in self._left

    def names(self) -> list[str]:
        """List the fields that were not taken yet."""
        return list(self._left)

    def code(self, key: str) -> str:
        """Take a code (1.2)."""
        return self._text_like(key, canonical.is_code, "field.code")

    def code_or_null(self, key: str) -> str | None:
        """Take a code or null."""
        return self._or_null(key, self.code)

    def text(self, key: str) -> str:
        """Take a text (1.8)."""
        return self._text_like(key, canonical.is_text, "field.text")

    def hex(self, key: str, length: int = 64) -> str:
        """Take lower-case hex digits."""
        return self._text_like(
            key, lambda value: canonical.is_hex(value, length), "field.hex", length=length
        )

    def hex_or_null(self, key: str, length: int = 64) -> str | None:
        """Take lower-case hex digits or null."""
        return self._or_null(key, lambda name: self.hex(name, length))

    def time(self, key: str) -> str:
        """Take a time (1.6)."""
        return self._text_like(key, times.is_time, "field.time")

    def word(self, key: str, *allowed: str) -> str:
        """Take one of the allowed words."""
        value = self.take(key)
        if not isinstance(value, str) or value not in allowed:
            self.refuse("field.word", name=self._name(key), allowed=allowed, value=value)
        return value

    def integer(self, key: str, *, least: int = 0, most: int = canonical.MAX_INTEGER) -> int:
        """Take an integer between two bounds, both included."""
        value = self.take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse("field.integer", name=self._name(key), least=least, most=most, value=value)
        return value

    def boolean(self, key: str) -> bool:
        """Take true or false."""
        value = self.take(key)
        if not isinstance(value, bool):
            self.refuse("field.boolean", name=self._name(key), value=value)
        return value

    def members(self, key: str) -> list[Json]:
        """Take a list as it is."""
        value = self.take(key)
        if not isinstance(value, list):
            self.refuse("field.list", name=self._name(key), value=value)
        return value

    def child(self, key: str) -> Fields:
        """Take an object, to be read field by field."""
        return Fields(self.take(key), file=self.file, rule=self.rule, where=self._name(key))

    def objects(self, key: str, read: Callable[[Fields], _T]) -> tuple[_T, ...]:
        """Take a list of objects, each read by ``read`` and then finished."""
        objects = []
        for position, member in enumerate(self.members(key)):
            where = f"{self._name(key)}[{position}]"
            fields = Fields(member, file=self.file, rule=self.rule, where=where)
            objects.append(read(fields))
            fields.done()
        return tuple(objects)

    def codes(self, key: str) -> tuple[str, ...]:
        """Take a list of codes."""
        codes = []
        for member in self.members(key):
            if not isinstance(member, str) or not canonical.is_code(member):
                self.refuse("field.code-member", name=self._name(key), member=member)
            codes.append(member)
        return tuple(codes)

    def require_ordered(self, key: str, keys: Sequence[str]) -> None:
        """Require names to be ascending and unique."""
        for before, after in itertools.pairwise(keys):
            if not before.encode() < after.encode():
                self.refuse("field.order", name=self._name(key), before=before, after=after)

    def refuse(self, code: str, /, **values: object) -> NoReturn:
        """Raise a FormatError with file and clause."""
        raise FormatError.of(code, values, file=self.file, rule=self.rule)

    def is_null(self, key: str) -> bool:
        """Take a field if it is null, and tell whether it was."""
        if self._left.get(key, "") is None:
            del self._left[key]
            return True
        return False

    def _name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def _text_like(
        self, key: str, allowed: Callable[[object], bool], code: str, /, **values: object
    ) -> str:
        value = self.take(key)
        if not isinstance(value, str) or not allowed(value):
            self.refuse(code, name=self._name(key), value=value, **values)
        return value

    def _or_null(self, key: str, read: Callable[[str], str]) -> str | None:
        return None if self.is_null(key) else read(key)
