"""Evidence as it is found: stamped, damaged, packed; no lie goes by as another type."""

from __future__ import annotations

import pytest

from mingqian import evidence, result
from mingqian.canonical import Json
from mingqian.log import proof
from mingqian.verify import Outcome
from mingqian.verify.findings import DifferenceError, require_equal
from tests import added, damages, tokens
from tests.support import examples
from tests.support.tampering import twisted
from tests.support.verification import checked, configured, failures, of

DATED = examples.drand_and_witness().ceremony()
FILES = DATED.all()
FIELDS = dict(damages.fields(FILES[result.FILE]))
CHECK_OF = {
    "sealed": "sealed-before-t0",
    "reveal-1": "reveals-before-t0",
    "reveal-2": "reveals-before-t0",
    "held": "deadline",
}


def with_early(event: str) -> dict[str, bytes]:
    early = evidence.early_proof_file(event)
    return {**FILES, early: FILES.get(early, FILES[evidence.final_proof_file(event)])}


def test_a_token_that_nobody_can_judge_proves_nothing_and_is_no_failure() -> None:
    report = checked(added.stamped(added.undated(), "sealed"))

    assert failures(report) == []
    check = of(report, "sealed-before-t0")
    assert check.outcome == Outcome.SELF_ASSERTED
    assert "--tsa-roots" in check.says


def test_a_token_without_certificates_is_said_to_be_that() -> None:
    files = added.undated()
    imprint = proof.parse(files["log/sealed.proof"], "x").imprint
    bare = tokens.token(tokens.info(imprint), optional=b"")

    report = checked(added.stamped(files, "sealed", bare))

    assert "没有签发机构的证书" in of(report, "sealed-before-t0").says


@pytest.mark.parametrize("event", CHECK_OF)
@pytest.mark.parametrize("name", ["text", "of something else", "cut off", "not granted"])
def test_bytes_that_are_no_token_fail_although_a_witness_dates_them(event: str, name: str) -> None:
    files = added.stamped(with_early(event), event, tokens.REFUSED[name]())

    report = checked(files, configured(DATED.log))

    assert failures(report) == [CHECK_OF[event]]
    assert of(report, CHECK_OF[event]).where == evidence.token_file(event)


@pytest.mark.parametrize("event", CHECK_OF)
def test_a_token_of_its_own_checkpoint_takes_nothing_away(event: str) -> None:
    files = added.stamped(with_early(event), event)

    assert failures(checked(files, configured(DATED.log))) == []


def test_a_token_is_not_read_under_a_key_that_is_none() -> None:
    files = added.stamped(with_early("reveal-1"), "reveal-1", b"text")
    files["log/vkey"] = b"no key\n"

    report = checked(files, configured(DATED.log))

    assert of(report, "reveals-before-t0").blocked_by == "log-key"


MANIFEST_ONLY = {
    "roster-format", "roster-digests", "candidates-root", "strata-counts", "log-key", "log-order",
    "commitment-logged", "sealed-before-t0", "uniqueness", "log-consistency", "voids",
}  # fmt: skip


@pytest.mark.parametrize("name", damages.WHOLE)
def test_a_damaged_result_takes_nothing_away_from_manifest_rosters_and_log(name: str) -> None:
    damaged = damages.WHOLE[name](FILES[result.FILE])

    report = checked({**FILES, result.FILE: damaged}, configured(DATED.log))

    passed = {check.name for check in report.of(Outcome.PASSED)}
    assert passed == MANIFEST_ONLY
    assert failures(report) == ["manifest-canonical", "result-logged"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_result_with_one_field_of_another_kind_never_passes(name: str) -> None:
    report = checked({**FILES, result.FILE: FIELDS[name]}, configured(DATED.log))

    assert report.has_failed
    assert of(report, "result-logged").outcome == Outcome.FAILED


@pytest.mark.parametrize("value", [True, "1", [1], None])
def test_the_number_of_a_source_is_a_number(value: Json) -> None:
    """For Python true equals 1, for JavaScript "1" prints like 1: to neither may it be the same."""
    report = checked(*twisted("reveal-1", "source", value))

    assert "log-order" in failures(report)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (1, True),
        (False, 0),
        ([1, "a"], [True, "a"]),
        ([1], [1, 1]),
        ({"round": 1}, {"round": True}),
        ({"a": 1}, {"b": 1}),
        ([{"a": [0]}], [{"a": [False]}]),
        ("1", 1),
    ],
)
def test_values_of_another_type_are_not_the_same(expected: object, found: object) -> None:
    with pytest.raises(DifferenceError):
        require_equal("x", where="y", expected=expected, actual=found)


@pytest.mark.parametrize("value", [1, True, None, "a", [1, {"a": False}], ("a", 1)])
def test_a_value_is_the_same_as_itself(value: object) -> None:
    require_equal("x", where="y", expected=value, actual=value)


@pytest.mark.parametrize("kind", added.PACKED)
def test_what_packers_add_fails_only_the_check_of_the_files(kind: str) -> None:
    files = {**FILES, **dict.fromkeys(added.PACKED[kind], b"\0")}

    report = checked(files, configured(DATED.log))

    assert failures(report) == ["folder-files"]
    assert "自己加的，不是证据的一部分" in of(report, "folder-files").says


def test_evidence_one_folder_too_deep_is_named_and_other_folders_are_not() -> None:
    wrapped = {f"a/b/{name}": data for name, data in FILES.items()}
    stray = {"evidence/manifest.json": b"{}"}

    assert "证据都在 a/b/ 里面" in of(checked(wrapped), "folder-files").says
    assert of(checked(stray), "folder-files").says == "缺少文件"


def test_the_text_for_people_is_the_one_that_everybody_gets() -> None:
    other = checked({**FILES, evidence.README: b"another text"})

    (name,) = failures(other)
    assert of(other, name).where == "读我.txt"
