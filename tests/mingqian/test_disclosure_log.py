"""A published record against the log: what was approved, corrected, withdrawn (disclosure-v1 6)."""

from __future__ import annotations

import pytest

from mingqian import disclosure, disclosure_log
from mingqian.canonical import Json
from mingqian.errors import LogError
from mingqian.log.entry import About, Author, Entry
from tests import disclosures

SOME = disclosure.verify_opening(disclosures.ACCEPTED["some"], "file")
NOTHING = disclosure.verify_opening(disclosures.ACCEPTED["nothing"], "file")
NUMBER = "明人社查〔2026〕7号"


def entry(event: str, at: str, **public: Json) -> Entry:
    return Entry(
        type=event,
        at=at,
        by=Author(organisation="青禾区", role="审核"),
        about=About(kind="publication", number=NUMBER),
        public=public,
        private=None,
    )


def approved(version: int, record: str = SOME.digest, number: str = NUMBER) -> Entry:
    return entry(
        "disclosure.approved",
        "2026-11-23T08:00:00Z",
        record=record,
        kind="result",
        number=number,
        version=version,
    )


WITHDRAWN = entry("disclosure.withdrawn", "2026-11-25T08:00:00Z", record=SOME.digest, reason="x")
OTHER = entry("disclosure.withdrawn", "2026-11-24T08:00:00Z", record="0" * 64, reason="x")


def test_an_approved_record_is_found_at_its_place() -> None:
    entries = [approved(1, "0" * 64, "another"), OTHER, approved(1)]

    standing = disclosure_log.standing(SOME, entries)

    assert (standing.index, standing.at) == (2, "2026-11-23T08:00:00Z")
    assert (standing.later_version, standing.withdrawn_at) == (None, None)


def test_a_later_version_is_told() -> None:
    entries = [approved(1), approved(3, "1" * 64), approved(2, "2" * 64)]

    assert disclosure_log.standing(SOME, entries).later_version == 3


def test_an_earlier_version_is_not_later() -> None:
    later = disclosure.verify_opening(disclosures.ACCEPTED["later version"], "file")

    standing = disclosure_log.standing(later, [approved(1), approved(2, later.digest)])

    assert (standing.index, standing.later_version) == (1, None)


def test_a_withdrawn_record_opens_nothing() -> None:
    entries = [approved(1), WITHDRAWN]

    assert disclosure_log.standing(NOTHING, entries).withdrawn_at == "2026-11-25T08:00:00Z"
    with pytest.raises(LogError) as error:
        disclosure_log.standing(SOME, entries)
    assert error.value.code == "disclosure.withdrawn"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "disclosure.not-logged"),
        ([approved(1, number="another")], "disclosure.not-logged"),
        ([approved(1, "0" * 64)], "disclosure.other-record"),
        ([approved(1), approved(1, "0" * 64)], "disclosure.other-record"),
    ],
)
def test_what_was_not_approved_so_is_refused(entries: list[Entry], code: str) -> None:
    with pytest.raises(LogError) as error:
        disclosure_log.standing(SOME, entries)

    assert error.value.code == code
