"""Entries: what is written is read, and everything else is refused by name."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.log import entry
from mingqian.log.entry import About, Author, Entry

SEALED = Entry(
    type="draw.sealed",
    at="2026-11-23T08:00:00Z",
    by=Author(organisation="云岭县人力资源和社会保障局", role="operator"),
    about=About(kind="draw", number="2026-0042"),
    public={"commitment": "0" * 64},
    private=None,
)
WRITTEN = (
    '{"about":{"kind":"draw","number":"2026-0042"},"at":"2026-11-23T08:00:00Z",'
    '"by":{"organisation":"云岭县人力资源和社会保障局","role":"operator"},"private":null,'
    '"public":{"commitment":"' + "0" * 64 + '"},"type":"draw.sealed","v":1}'
).encode()

Change = Callable[[dict[str, Json]], object]


def test_an_entry_is_canonical_json() -> None:
    assert entry.write(SEALED) == WRITTEN


@pytest.mark.parametrize("private", [None, "ab" * 32])
@pytest.mark.parametrize("public", [{}, {"a": [1, {"b": None}], "c": "𠮷"}])
def test_an_entry_is_read_as_it_was_written(private: str | None, public: dict[str, Json]) -> None:
    given = replace(SEALED, public=public, private=private)

    assert entry.parse(entry.write(given), "sealed.entry") == given


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda e: e.pop("v"), "缺少字段 v"),
        (lambda e: e.update(v=2), "v 应是 1 到 1"),
        (lambda e: e.update(v=True), "v 应是 1 到 1"),
        (lambda e: e.pop("type"), "缺少字段 type"),
        (lambda e: e.update(type=""), "type 应是"),
        (lambda e: e.update(type="草稿"), "type 应是"),
        (lambda e: e.pop("at"), "缺少字段 at"),
        (lambda e: e.update(at="2026-02-30T08:00:00Z"), "at 应是"),
        (lambda e: e.update(at=0), "at 应是"),
        (lambda e: e.pop("by"), "缺少字段 by"),
        (lambda e: e.update(by="nobody"), "by 应是一个对象"),
        (lambda e: e.update(by={"organisation": "o"}), "缺少字段 by.role"),
        (lambda e: e.update(by={"organisation": "", "role": "r"}), "by.organisation 应是"),
        (lambda e: e.update(by={"name": "", "organisation": "o", "role": "r"}), "by.name 是未知"),
        (lambda e: e.pop("about"), "缺少字段 about"),
        (lambda e: e.update(about={"kind": "draw"}), "缺少字段 about.number"),
        (lambda e: e.update(about={"kind": "a b", "number": "1"}), "about.kind 应是"),
        (lambda e: e.update(about={"kind": "draw", "number": 1}), "about.number 应是"),
        (lambda e: e.update(about={"id": 1, "kind": "d", "number": "1"}), "about.id 是未知"),
        (lambda e: e.pop("public"), "缺少字段 public"),
        (lambda e: e.update(public=None), "public 应是一个对象"),
        (lambda e: e.update(public=[]), "public 应是一个对象"),
        (lambda e: e.pop("private"), "缺少字段 private"),
        (lambda e: e.update(private="AB" * 32), "private 应是64 位"),
        (lambda e: e.update(private=""), "private 应是64 位"),
        (lambda e: e.update(more=1), "more 是未知的字段"),
    ],
)
def test_a_malformed_entry_is_refused(change: Change, says: str) -> None:
    value = canonical.parse(WRITTEN, "entry")
    assert isinstance(value, dict)
    change(value)

    with pytest.raises(FormatError, match=says) as refused:
        entry.parse(canonical.write(value), "sealed.entry")

    assert refused.value.file == "sealed.entry"
    assert refused.value.rule == "log-v1 5"


@pytest.mark.parametrize("data", [b"", b"[]", WRITTEN + b"\n", WRITTEN.replace(b":", b": ", 1)])
def test_bytes_that_are_not_the_canonical_ones_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        entry.parse(data, "sealed.entry")


def test_an_entry_has_at_most_what_a_bundle_can_hold() -> None:
    room = 65_535 - len(entry.write(replace(SEALED, public={"x": ""})))

    assert len(entry.write(replace(SEALED, public={"x": "y" * room}))) == 65_535
    with pytest.raises(FormatError, match="有 65536 字节，最多 65535 字节"):
        entry.write(replace(SEALED, public={"x": "y" * (room + 1)}))


@pytest.mark.parametrize(
    "wrong",
    [replace(SEALED, at="now"), replace(SEALED, type="a b"), replace(SEALED, private="secret")],
)
def test_what_could_not_be_read_is_not_written(wrong: Entry) -> None:
    with pytest.raises(FormatError):
        entry.write(wrong)


def test_the_private_part_is_hidden_by_its_salt() -> None:
    salt = "0123456789abcdef" * 2

    found = entry.private_digest(salt, {"who": "韩静", "a": 1})

    expected = hashlib.sha256(f'{salt}|{{"a":1,"who":"韩静"}}'.encode()).hexdigest()
    assert found == expected


@pytest.mark.parametrize("salt", ["", "0" * 31, "0" * 33, "A" * 32])
def test_a_salt_of_another_form_is_refused(salt: str) -> None:
    with pytest.raises(FormatError, match="盐应为 32 位"):
        entry.private_digest(salt, None)
