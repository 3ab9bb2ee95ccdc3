"""What a verification says beside passed and failed, and what it does with ruins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mingqian import canonical, evidence, times
from mingqian.log import entry, proof
from mingqian.manifest import Rule
from mingqian.result import EvidenceFile, SourceValue
from mingqian.verify import CHECKS, Configuration, Outcome, WholeLog, summary, verify
from mingqian_crypto import default_crypto
from tests.mingqian_crypto.tsa import Authority
from tests.support import examples
from tests.support.evidence_factory import Key
from tests.support.examples import Example
from tests.support.tampering import FORGERIES
from tests.support.verification import (
    CRYPTO,
    checked,
    configured,
    failures,
    of,
    policy_of,
    verified,
)


def published(example: Example, **changes: Any) -> dict[str, bytes]:
    return example.ceremony(**changes).all()


@pytest.mark.parametrize("make", examples.ALL.values(), ids=examples.ALL)
def test_every_honest_draw_has_no_failure(make: Callable[[], Example]) -> None:
    assert failures(verified(make().ceremony())) == []


def test_without_configuration_uniqueness_is_left_to_the_eye() -> None:
    report = checked(published(examples.drand_and_witness()))

    assert [check.name for check in report.of(Outcome.BY_EYE)] == ["log-key", "uniqueness", "voids"]
    assert [check.name for check in report.of(Outcome.SELF_ASSERTED)] == [
        "sealed-before-t0", "reveals-before-t0", "deadline",
    ]  # fmt: skip
    assert summary(report.checks) == "23 项通过，0 项不通过，3 项仅为自述，3 项请目测"
    assert not report.has_failed


def test_signed_print_outs_leave_the_times_to_the_eye() -> None:
    files = published(examples.drand_and_witness(), is_dated=False)

    report = checked(files, Configuration(has_signed_printouts=True))

    assert of(report, "sealed-before-t0").outcome == Outcome.BY_EYE


def test_a_witness_who_saw_it_too_late_dates_nothing() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    ceremony.is_dated = False
    ceremony.seal()
    ceremony.heads["sealed"] = ceremony.log.head(cosigned_at=ceremony.manifest.t0)
    ceremony.reveal()
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert of(report, "sealed-before-t0").outcome == Outcome.SELF_ASSERTED


def test_a_policy_without_quorum_is_content_with_any_witness() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    files = ceremony.all()
    policy = replace(policy_of(ceremony.log.key), quorum=None)

    report = checked(files, Configuration(policy=policy))

    assert of(report, "sealed-before-t0").outcome == Outcome.PASSED


def test_the_report_is_json_of_its_own_format() -> None:
    report = checked(published(examples.drand_and_witness()))

    found = report.json()

    assert isinstance(found, dict)
    assert found["format"] == "mingqian-report/1"
    assert found["draw"] == "2023-0003"
    canonical.write(found)


def test_progress_names_every_check() -> None:
    seen: list[str] = []
    verify(published(examples.drand_and_witness()), crypto=CRYPTO, progress=seen.append)

    assert sorted(seen) == sorted(CHECKS)


def test_an_empty_folder_fails_everywhere_and_raises_nowhere() -> None:
    report = checked({})

    assert failures(report) == ["folder-files"]
    assert (report.draw, report.notes) == (None, ())
    assert of(report, "folder-files").where == "manifest.json"


@pytest.mark.parametrize("name", sorted(published(examples.sealed())))
@pytest.mark.parametrize("ruin", [b"", b"\xff\xfe\x00", b"{}", b"x\n" * 50, None])
def test_a_ruined_or_missing_file_is_a_failure_not_a_traceback(
    name: str, ruin: bytes | None
) -> None:
    files = published(examples.sealed())
    if ruin is None:
        del files[name]
    else:
        files[name] = ruin

    assert checked(files, Configuration()).has_failed


def test_attached_evidence_is_compared_with_its_digest() -> None:
    example = examples.low_assurance()
    notice = EvidenceFile(name="kj.html", sha256=canonical.digest(b"notice"), address="某网站")
    given = (SourceValue(value=example.given[0].value, evidence=(notice,)),)
    ceremony = replace(example, given=given).ceremony()

    files = ceremony.all({"evidence/kj.html": b"notice"})
    forged = {**files, "evidence/kj.html": b"another"}

    assert failures(checked(files, configured(ceremony.log))) == []
    assert failures(checked(forged, configured(ceremony.log))) == ["folder-files"]


def test_low_assurance_is_said_in_plain_words() -> None:
    report = verified(examples.low_assurance().ceremony())

    assert "仍有少许影响" in of(report, "assurance").says
    assert of(report, "lottery-notice").outcome == Outcome.BY_EYE


def test_dice_are_left_to_the_eye() -> None:
    report = verified(examples.dice_and_lottery().ceremony())

    assert "三楼会议室" in of(report, "source-values").says
    assert "当场骰子" in of(report, "assurance").says or "公开来源" in of(report, "assurance").says


def test_lost_assurance_makes_the_draw_void_by_rule() -> None:
    ceremony = examples.declared_none().ceremony()
    given = (replace(examples.NOT_DRAWN), examples.NOT_DRAWN)
    true = ceremony.result()
    lost = replace(true, sources=given, assurance=replace(true.assurance, level="low", bits=0))
    ceremony.given = given
    ceremony.final = lost

    report = checked(ceremony.all(), configured(ceremony.log))

    assert "按规则作废" in of(report, "assurance").says


def test_a_signature_where_none_belongs_is_refused() -> None:
    example = examples.drand_and_witness()
    given = (example.given[0], SourceValue(value=examples.ZHOU_VALUE, signature="0" * 96))

    assert failures(verified(replace(example, given=given).ceremony())) == ["drand-signature"]


def test_a_value_of_the_wrong_form_is_refused() -> None:
    example = examples.drand_and_witness()
    given = (example.given[0], SourceValue(value="seven"))

    report = verified(replace(example, given=given).ceremony())

    assert "source-values" in failures(report)


def test_notes_say_what_no_mathematics_forbids() -> None:
    notes = "\n".join(verified(examples.one_subject().ceremony()).notes)
    weighted = "\n".join(verified(examples.tickets().ceremony()).notes)
    tight = "\n".join(verified(examples.partial().ceremony()).notes)

    assert "层 A 全查，不是随机" in notes
    assert "不可抽 1 家：已注销(ZX)" in notes
    assert "名录库 60 家，本次名单 3 家，相差 57 家" in notes
    assert "接近指定" in tight
    assert "t0:2023-08-23T15:59:24Z(北京时间 2023-08-23 23:59:24)" in weighted


def test_a_directory_without_root_is_said_aloud() -> None:
    without = "\n".join(verified(examples.tickets().ceremony()).notes)
    with_root = "\n".join(verified(examples.uneven().ceremony()).notes)

    assert "名录没有留根" in without
    assert "名录没有留根" not in with_root


def test_uneven_chances_are_noted_on_both_sides() -> None:
    example = examples.tickets()
    subjects = [
        s._replace(tickets=10 if n < 4 else 1) for n, s in enumerate(example.rosters.subjects)
    ]
    rosters = replace(example.rosters, subjects=subjects)

    notes = "\n".join(verified(replace(example, rosters=rosters).ceremony()).notes)

    assert "超过平均的两倍" in notes


def test_few_tickets_among_many_are_noted() -> None:
    example = examples.tickets()
    subjects = [
        s._replace(tickets=1 if n < 4 else 10) for n, s in enumerate(example.rosters.subjects)
    ]
    rosters = replace(example.rosters, subjects=subjects)

    notes = "\n".join(verified(replace(example, rosters=rosters).ceremony()).notes)

    assert "不到平均的一半" in notes


def test_a_directory_smaller_than_the_rosters_is_refused() -> None:
    example = examples.drand_and_witness()
    plan = replace(example.plan, directory=replace(example.plan.directory, size=41))

    assert failures(verified(replace(example, plan=plan).ceremony())) == ["strata-counts"]


def test_somebody_drawn_who_may_not_be_is_named() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    result = ceremony.result()
    last = replace(result.strata[0].drawn[-1], id="91990107MA0000910X")
    stratum = replace(result.strata[0], drawn=(*result.strata[0].drawn[:-1], last))
    ceremony.final = replace(result, strata=(stratum, *result.strata[1:]))

    report = checked(ceremony.all(), configured(ceremony.log))

    assert "numbers" in failures(report)


@pytest.mark.parametrize("kind", ["hard", "limit", "twice"])
def test_a_team_that_may_not_go_is_named(kind: str) -> None:
    ceremony = examples.drand_and_witness().ceremony()
    result = ceremony.result()
    visit = next(v for v in result.visits if len(v.team) >= 2 and v.team[0].pool == v.team[1].pool)
    people = ceremony.rosters
    if kind == "hard":
        visit = (
            next(v for v in result.visits if v.subject == "91990107MA0000050X")
            if any(v.subject == "91990107MA0000050X" for v in result.visits)
            else visit
        )
    first = visit.team[0]
    team = tuple(replace(slot, inspector=first.inspector) for slot in visit.team)
    visits = tuple(
        replace(v, team=team) if v.subject == visit.subject else v for v in result.visits
    )
    ceremony.final = replace(result, visits=visits)

    report = checked(ceremony.all(), configured(ceremony.log))

    assert "assignment-complete" in failures(report)
    assert people.inspectors


def test_a_shorter_whole_log_is_refused() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    short = ceremony.log.head().signed
    files = ceremony.all()
    known = replace(
        configured(ceremony.log),
        whole_log=WholeLog(checkpoint=short, read=ceremony.log.files.get),
    )

    assert "uniqueness" in failures(checked(files, known))


def test_a_whole_log_with_another_key_is_refused() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    files = ceremony.all()
    other = examples.drand_and_witness().ceremony()
    other.log.key = Key("log.other.example")
    signed = ceremony.log.head().signed.replace(b"\xe2\x80\x94 log.q", b"\xe2\x80\x94 log.x")
    known = replace(
        configured(ceremony.log),
        whole_log=WholeLog(checkpoint=signed, read=ceremony.log.files.get),
    )

    assert "uniqueness" in failures(checked(files, known))


def test_other_things_in_the_log_do_not_disturb() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    other = entry.Entry(
        type="item.published",
        at="2023-01-01T00:00:00Z",
        by=entry.Author(organisation="青禾区", role="牵头"),
        about=entry.About(kind="item", number="GZZF"),
        public={},
        private=None,
    )
    ceremony.log.append(entry.write(other))

    assert failures(verified(ceremony)) == []


def test_an_early_proof_may_be_under_the_final_checkpoint() -> None:
    ceremony = examples.drand_and_witness().ceremony()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    ceremony.heads = {"sealed": ceremony.log.head(cosigned_at=ceremony.manifest.deadline)}

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert "log-consistency" not in failures(report)


def test_the_events_must_be_logged_in_their_order() -> None:
    ceremony = examples.drand_and_witness().ceremony(at={"held": "2023-08-23T15:00:00Z"})
    ceremony.seal()
    ceremony.hold()
    ceremony.at = {"reveal-1": "2023-08-23T16:00:00Z"}
    ceremony.reveal()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert "log-order" in failures(report)


def test_dice_thrown_too_early_are_refused() -> None:
    early = times.shift(examples.DICE.time, -1)

    report = verified(examples.dice_and_lottery().ceremony(at={"reveal-1": early}))

    assert failures(report) == ["reveals-before-t0"]


def test_a_witness_called_absent_too_early_is_found_out() -> None:
    example = examples.absent_witness()
    early = times.shift(example.prepared.manifest.t0, -601)

    report = verified(example.ceremony(at={"reveal-2": early}))

    assert failures(report) == ["reveals-before-t0"]


@pytest.mark.parametrize(
    ("thrown_at", "outcome"),
    [("2026-11-23T09:00:00Z", Outcome.PASSED), ("2026-11-23T08:29:59Z", Outcome.SELF_ASSERTED)],
)
def test_a_time_stamp_dates_the_sealing_if_it_came_in_time(
    thrown_at: str, outcome: Outcome
) -> None:
    """The token is of 08:00, half an hour and a second before the first draw's limit."""
    example = examples.drand_and_witness()
    dice = replace(examples.DICE, time=thrown_at)
    plan = replace(example.plan, sources=(dice,), deadline="2026-11-24T00:00:00Z")
    given = (SourceValue(value=examples.DICE_VALUE),)
    ceremony = replace(example, plan=plan, given=given).ceremony(is_dated=False)
    files = ceremony.all()
    tsa = Authority()
    imprint = proof.parse(files["log/sealed.proof"], "x").imprint
    files[evidence.token_file("sealed")] = tsa.token(imprint, at="20261123080000Z")

    report = verify(
        files,
        crypto=default_crypto([tsa.root_pem]),
        configuration=Configuration(policy=policy_of(ceremony.log.key)),
    )

    assert of(report, "sealed-before-t0").outcome == outcome


def test_a_census_rule_takes_everybody() -> None:
    assert Rule(permyriad=10000, least=0, most=None).draw(3) == 3


def test_the_verdict_and_the_status_say_the_worst_that_was_found() -> None:
    """0 only where nothing failed and nothing stands on the bureau's own word (7.8)."""
    ceremony = examples.drand_and_witness().ceremony()
    whole = checked(ceremony.all(), configured(ceremony.log))
    folder = checked(ceremony.folder(), configured(ceremony.log))
    dice = verified(examples.dice_and_lottery().ceremony())
    own_word = checked(examples.drand_and_witness().ceremony(is_dated=False).all())
    forged = checked(*FORGERIES["selection"]())

    assert (whole.status, whole.verdict) == (0, "每一项都通过。")
    assert folder.status == 0
    assert (dice.status, dice.verdict) == (
        0,
        "没有不通过的项目；有 2 项请照所写的目测核对，核对以后才算数。",
    )
    assert (own_word.status, own_word.verdict) == (
        3,
        "没有不通过的项目，但有 3 项仅为自述：除了本机构自己的话没有别的证明，不能算作通过。",
    )
    assert (forged.status, forged.verdict) == (1, "有 5 项不通过，这次抽取不能采信。")
