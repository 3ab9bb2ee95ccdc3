"""Records whose fields are salted commitments, and opening some of them (spec disclosure-v1).

The shape is that of SD-JWT disclosures (RFC 9901): who has a field's value and salt can show that
the record committed to it; what stays withheld tells nothing, and can be shown unchanged later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import FormatError, RefusedError
from mingqian.fields import Fields

Value: TypeAlias = Json

FORMAT = "disclosure-v1"
OPENING_FORMAT = "disclosure-opening-v1"
SALT_BYTES = 16
MAX_FIELDS = 1000
MAX_DEPTH = 8
MAX_VERSION = 100_000
FIELD_TAG = "mingqian disclosure-v1 field"
RECORD_RULE = "disclosure-v1 1"
COMMITMENT_RULE = "disclosure-v1 2"
OPENING_RULE = "disclosure-v1 4"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens one field: its name, its value and the salt of its commitment."""

    name: str
    value: Value
    salt: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it was sealed: nothing but what it is about, and the commitments by name."""

    kind: str
    number: str
    version: int
    previous: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A record of which some fields were opened, and every opened one is what was sealed."""

    record: Record
    digest: str
    opened: Mapping[str, Value]
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A record as it is published: what is opened, and why the rest is withheld."""

    record: bytes
    opened: tuple[Opened, ...]
    withheld: Mapping[str, str]


def commitment(name: str, value: Value, salt: bytes) -> str:
    """Commit to one field (2).

    Raises:
        FormatError: the name is no code, the salt has another length, the value is no canonical
            value or is nested too deep.
    """
    if not canonical.is_code(name):
        _refuse("disclosure.name", COMMITMENT_RULE, name=name)
    if len(salt) != SALT_BYTES:
        _refuse("disclosure.salt", COMMITMENT_RULE, name=name, digits=2 * SALT_BYTES)
    if _depth(value) > MAX_DEPTH:
        _refuse("json.too-deep", COMMITMENT_RULE, most=MAX_DEPTH)
    return canonical.digest(canonical.write([FIELD_TAG, name, salt.hex(), value]))


def seal(
    kind: str,
    number: str,
    version: int,
    fields: Mapping[str, Value],
    salts: Mapping[str, bytes],
    previous: str = "",
) -> bytes:
    """Write the record that commits to all fields; its `digest` is what the log gets (1).

    Raises:
        FormatError: something is not written as the format requires.
        RefusedError: a field has no salt of its own, or a salt no field.
    """
    if set(fields) != set(salts) or len(set(salts.values())) != len(salts):
        raise RefusedError("disclosure.salts", rule=COMMITMENT_RULE)
    commitments: dict[str, Json] = {
        name: commitment(name, value, salts[name]) for name, value in fields.items()
    }
    record = canonical.write(
        {
            "format": FORMAT,
            "kind": kind,
            "number": number,
            "version": version,
            "previous": previous,
            "fields": commitments,
        }
    )
    parse(record, "record")
    return record


def digest(record: bytes) -> str:
    """Compute what is logged when the record is approved (3)."""
    return canonical.digest(record)


def parse(record: bytes, file: str) -> Record:
    """Read a record (1).

    Raises:
        FormatError: not written as the format requires.
    """
    return _record(Fields(canonical.parse(record, file), file=file, rule=RECORD_RULE))


def open_fields(record: bytes, opened: Iterable[Opened], file: str = "record") -> Disclosed:
    """Open fields of a record, each against its commitment; the others are withheld (4).

    Raises:
        FormatError: the record or an opening is not written as the format requires.
        RefusedError: a field is opened twice, is not in the record, or is not what was sealed.
    """
    sealed = parse(record, file)
    values: dict[str, Value] = {}
    for field in opened:
        _require_field(sealed, field, values)
        values[field.name] = field.value
    return Disclosed(
        record=sealed,
        digest=digest(record),
        opened=values,
        withheld=tuple(name for name in sealed.fields if name not in values),
    )


def write_opening(opening: Opening) -> bytes:
    """Write the file that is published: the inverse of `parse_opening`.

    Raises:
        FormatError, RefusedError: it would not be accepted by `verify_opening`.
    """
    fields: list[Json] = [
        {"name": field.name, "salt": field.salt.hex(), "value": field.value}
        for field in sorted(opening.opened, key=lambda field: field.name)
    ]
    reasons: dict[str, Json] = dict(opening.withheld)
    data = canonical.write(
        {
            "format": OPENING_FORMAT,
            "record": canonical.parse(opening.record, "record"),
            "opened": fields,
            "withheld": reasons,
        }
    )
    verify_opening(data, "opening")
    return data


def parse_opening(data: bytes, file: str) -> Opening:
    """Read a published file; nothing in it is verified yet (4).

    Raises:
        FormatError: not written as the format requires.
    """
    fields = Fields(canonical.parse(data, file), file=file, rule=OPENING_RULE)
    fields.word("format", OPENING_FORMAT)
    record = fields.take("record")
    opened = fields.objects("opened", _opened)
    fields.require_ordered("opened", [field.name for field in opened])
    reasons = fields.child("withheld")
    withheld = {name: reasons.text(name) for name in reasons.names()}
    fields.done()
    return Opening(record=canonical.write(record), opened=opened, withheld=withheld)


def verify_opening(data: bytes, file: str) -> Disclosed:
    """Verify a published file: every field is opened as it was sealed, or withheld with a reason.

    Raises:
        FormatError: not written as the format requires.
        RefusedError: a field is not what was sealed, or is neither opened nor withheld.
    """
    opening = parse_opening(data, file)
    disclosed = open_fields(opening.record, opening.opened, file)
    for name in sorted(set(disclosed.withheld) ^ set(opening.withheld)):
        raise RefusedError("disclosure.withheld", file=file, rule=OPENING_RULE, name=name)
    return disclosed


def _record(fields: Fields) -> Record:
    fields.word("format", FORMAT)
    version = fields.integer("version", least=1, most=MAX_VERSION)
    record = Record(
        kind=fields.code("kind"),
        number=fields.text("number"),
        version=version,
        previous=_previous(fields, version),
        fields=_commitments(fields.child("fields")),
    )
    fields.done()
    return record


def _previous(fields: Fields, version: int) -> str:
    if version > 1:
        return fields.hex("previous")
    if fields.take("previous") != "":
        fields.refuse("disclosure.previous")
    return ""


def _commitments(fields: Fields) -> dict[str, str]:
    names = fields.names()
    if not 1 <= len(names) <= MAX_FIELDS:
        fields.refuse("disclosure.count", count=len(names), most=MAX_FIELDS)
    for name in names:
        if not canonical.is_code(name):
            fields.refuse("disclosure.name", name=name)
    return {name: fields.hex(name) for name in names}


def _opened(fields: Fields) -> Opened:
    return Opened(
        name=fields.code("name"),
        salt=bytes.fromhex(fields.hex("salt", 2 * SALT_BYTES)),
        value=fields.take("value"),
    )


def _require_field(record: Record, field: Opened, before: Mapping[str, Value]) -> None:
    if field.name in before:
        raise RefusedError("disclosure.twice", rule=OPENING_RULE, name=field.name)
    if field.name not in record.fields:
        raise RefusedError("disclosure.unknown", rule=OPENING_RULE, name=field.name)
    computed = commitment(field.name, field.value, field.salt)
    if computed != record.fields[field.name]:
        raise RefusedError("disclosure.mismatch", rule=OPENING_RULE, name=field.name)


def _depth(value: Value) -> int:
    members = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(_depth, members), default=0)


def _refuse(code: str, rule: str, /, **values: object) -> NoReturn:
    raise FormatError.of(code, values, rule=rule)
