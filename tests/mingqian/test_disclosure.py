"""Sealed fields: opened ones are what was sealed, withheld ones tell nothing (disclosure-v1)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian import canonical, disclosure
from mingqian.disclosure import Opened, Opening
from mingqian.errors import FormatError, MingqianError, RefusedError

FIELDS: dict[str, disclosure.Value] = {
    "subject": "明山市青禾区示例餐饮店",
    "points": 3,
    "officers": ["QH-0001", "QH-0002"],
    "note": None,
}
SALTS = {name: bytes([number]) * 16 for number, name in enumerate(FIELDS, start=1)}
RECORD = disclosure.seal("result", "CC-1", 1, FIELDS, SALTS)


def opened(*names: str) -> list[Opened]:
    return [Opened(name, FIELDS[name], SALTS[name]) for name in names]


def opening(*names: str) -> bytes:
    withheld = {name: "商业秘密" for name in FIELDS if name not in names}
    return disclosure.write_opening(
        Opening(record=RECORD, opened=tuple(opened(*names)), withheld=withheld)
    )


def code_of(error: pytest.ExceptionInfo[MingqianError]) -> str:
    return error.value.code


def test_a_commitment_is_the_hash_of_tag_name_salt_and_value() -> None:
    plain = '["mingqian disclosure-v1 field","points","02020202020202020202020202020202",3]'

    expected = hashlib.sha256(plain.encode()).hexdigest()

    assert disclosure.commitment("points", 3, SALTS["points"]) == expected


def test_a_record_holds_commitments_and_no_value() -> None:
    written = canonical.parse(RECORD, "record")

    assert isinstance(written, dict)
    assert sorted(written) == ["fields", "format", "kind", "number", "previous", "version"]
    assert "示例".encode() not in RECORD
    assert disclosure.digest(RECORD) == hashlib.sha256(RECORD).hexdigest()


def test_opened_fields_show_and_the_others_are_named_as_withheld() -> None:
    disclosed = disclosure.open_fields(RECORD, opened("points", "note"))

    assert disclosed.opened == {"points": 3, "note": None}
    assert disclosed.withheld == ("officers", "subject")
    assert disclosed.record.number == "CC-1"
    assert disclosed.digest == disclosure.digest(RECORD)


def test_a_later_version_names_the_digest_of_the_one_before() -> None:
    before = disclosure.digest(RECORD)

    record = disclosure.parse(disclosure.seal("result", "CC-1", 2, FIELDS, SALTS, before), "r")

    assert (record.version, record.previous) == (2, before)


@pytest.mark.parametrize(("version", "previous"), [(1, "0" * 64), (2, ""), (2, "0"), (0, "")])
def test_version_and_the_digest_before_must_fit(version: int, previous: str) -> None:
    with pytest.raises(FormatError):
        disclosure.seal("result", "CC-1", version, FIELDS, SALTS, previous)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (Opened("points", 4, SALTS["points"]), "disclosure.mismatch"),
        (Opened("points", "3", SALTS["points"]), "disclosure.mismatch"),
        (Opened("points", 3, SALTS["note"]), "disclosure.mismatch"),
        (Opened("note", 3, SALTS["points"]), "disclosure.mismatch"),
        (Opened("other", 3, SALTS["points"]), "disclosure.unknown"),
        (Opened("subject", FIELDS["subject"], SALTS["subject"]), "disclosure.twice"),
    ],
)
def test_what_was_not_sealed_is_refused(field: Opened, code: str) -> None:
    with pytest.raises(RefusedError) as error:
        disclosure.open_fields(RECORD, [*opened("subject"), field])

    assert code_of(error) == code


@pytest.mark.parametrize(
    ("name", "value", "salt", "code"),
    [
        ("不是代码", 1, bytes(16), "disclosure.name"),
        ("points", 1, bytes(15), "disclosure.salt"),
        ("points", [[[[[[[[[1]]]]]]]]], bytes(16), "json.too-deep"),
        ("points", 1.5, bytes(16), "json.type"),
    ],
)
def test_what_cannot_be_sealed_is_refused(
    name: str, value: disclosure.Value, salt: bytes, code: str
) -> None:
    with pytest.raises(FormatError) as error:
        disclosure.commitment(name, value, salt)

    assert code_of(error) == code


@pytest.mark.parametrize(
    "salts",
    [
        {},
        {"points": bytes(16)},
        {"points": bytes(16), "note": bytes(16)},
        {"points": bytes(16), "note": bytes([1]) * 16, "other": bytes([2]) * 16},
    ],
)
def test_every_field_has_a_salt_of_its_own(salts: dict[str, bytes]) -> None:
    with pytest.raises(RefusedError) as error:
        disclosure.seal("result", "CC-1", 1, {"points": 3, "note": None}, salts)

    assert code_of(error) == "disclosure.salts"


def test_a_record_without_fields_or_with_a_strange_name_is_refused() -> None:
    with pytest.raises(FormatError) as empty:
        disclosure.seal("result", "CC-1", 1, {}, {})
    with pytest.raises(FormatError) as strange:
        disclosure.parse(RECORD.replace(b'"points"', b'"po nts"'), "record")

    assert code_of(empty) == "disclosure.count"
    assert code_of(strange) == "disclosure.name"


def test_a_published_file_verifies_and_comes_back_as_it_was() -> None:
    data = opening("points", "subject")

    disclosed = disclosure.verify_opening(data, "file")
    again = disclosure.parse_opening(data, "file")

    assert disclosed.opened == {"points": 3, "subject": "明山市青禾区示例餐饮店"}
    assert again.withheld == {"note": "商业秘密", "officers": "商业秘密"}
    assert disclosure.write_opening(again) == data


def test_a_field_neither_opened_nor_withheld_is_refused() -> None:
    wrong = Opening(record=RECORD, opened=tuple(opened("points")), withheld={"note": "个人隐私"})

    with pytest.raises(RefusedError) as error:
        disclosure.write_opening(wrong)

    assert code_of(error) == "disclosure.withheld"
    assert error.value.values == {"name": "officers"}


SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=6), st.data())
def test_any_selection_of_fields_opens_and_hides_the_rest(
    fields: dict[str, disclosure.Value], data: st.DataObject
) -> None:
    salts = {name: hashlib.md5(name.encode()).digest() for name in fields}  # noqa: S324
    shown = data.draw(st.sets(st.sampled_from(sorted(fields))))
    record = disclosure.seal("item", "1", 1, fields, salts)

    disclosed = disclosure.open_fields(
        record, [Opened(name, fields[name], salts[name]) for name in shown]
    )

    assert disclosed.opened == {name: fields[name] for name in shown}
    assert set(disclosed.withheld) == set(fields) - shown


@given(VALUES, VALUES)
def test_another_value_never_opens_a_field(
    value: disclosure.Value, other: disclosure.Value
) -> None:
    record = disclosure.seal("item", "1", 1, {"field": value}, {"field": bytes(16)})
    is_same = canonical.write(value) == canonical.write(other)

    try:
        disclosure.open_fields(record, [Opened("field", other, bytes(16))])
    except RefusedError:
        assert not is_same
    else:
        assert is_same
