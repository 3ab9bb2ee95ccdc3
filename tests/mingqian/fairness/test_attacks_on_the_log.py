"""False times, another key, entries changed, left out or forked: one test for each attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import canonical, times
from mingqian.errors import LogError
from mingqian.log import note, tree, witness
from mingqian.log.checkpoint import parse_note
from mingqian.log.witness import Refusal, Request
from mingqian.result import EvidenceFile
from mingqian.verify import Outcome
from tests.mingqian.fairness import insider
from tests.mingqian.fairness.insider import T0, TWO_DAYS_BEFORE
from tests.support import examples
from tests.support.evidence_factory import ORIGIN, Key, Log
from tests.support.tampering import honest
from tests.support.verification import CRYPTO, checked, configured, failures, of

FIRST = "2023-0002"


def _first_try() -> Log:
    """Seal the task two days before the draw that will be shown."""
    log = Log()
    insider.sealed(log, FIRST, TWO_DAYS_BEFORE)
    return log


# -- time ----------------------------------------------------------------------------------------


def test_an_entry_dated_back_breaks_the_order_of_the_log() -> None:
    """Held, but with the time of an hour before the sealing."""
    ceremony = replace(honest(), at={"held": times.shift(T0, -7200)})

    assert failures(checked(ceremony.all(), configured(ceremony.log))) == ["log-order"]


def test_a_sealing_dated_back_is_the_bureaus_own_word() -> None:
    """Logged after t0 with an earlier time: the witness saw the log only after t0."""
    ceremony = honest()
    ceremony.seal()
    ceremony.heads["sealed"] = ceremony.log.head(cosigned_at=times.shift(T0, 1))
    ceremony.reveal()
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert of(report, "sealed-before-t0").outcome is Outcome.SELF_ASSERTED


def test_without_a_witness_no_time_is_said_to_be_proven() -> None:
    ceremony = honest()
    ceremony.is_dated = False

    report = checked(ceremony.all(), configured(ceremony.log))

    assert {
        name: of(report, name).outcome
        for name in ("sealed-before-t0", "reveals-before-t0", "deadline")
    } == dict.fromkeys(("sealed-before-t0", "reveals-before-t0", "deadline"), Outcome.SELF_ASSERTED)


def test_a_witness_that_the_verifier_does_not_know_dates_nothing() -> None:
    ceremony = honest()
    ceremony.seal()
    ceremony.is_dated = False
    head = ceremony.log.head()
    read = note.parse(head.signed, "checkpoint")
    friend = Key("witness.friend.example", note.COSIGNATURE)
    more = note.cosigned(read.text, friend, at=times.shift(T0, -3600))
    ceremony.heads["sealed"] = replace(head, signed=note.write(note.with_signatures(read, [more])))
    ceremony.reveal()
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert of(report, "sealed-before-t0").outcome is Outcome.SELF_ASSERTED


# -- the log -------------------------------------------------------------------------------------


def test_a_folder_with_its_own_log_key_is_refused_by_who_knows_ours() -> None:
    """The forger's log has the name of the bureau's log, and another key."""
    ceremony = honest()
    ceremony.log.key = insider.namesake()
    files = ceremony.all()

    report = checked(files, configured(ceremony.log))

    assert failures(report) == ["log-key"]


def test_a_folder_with_its_own_log_key_is_left_to_the_eye_without_ours() -> None:
    ceremony = honest()
    ceremony.log.key = insider.namesake()

    report = checked(ceremony.all())

    assert of(report, "log-key").outcome is Outcome.BY_EYE


def test_a_result_swapped_after_it_was_held_is_found() -> None:
    """The other result is in itself without fault: it lists one more piece of evidence."""
    ceremony = honest()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    data = b"another notice\n"
    more = EvidenceFile(name="notice.txt", sha256=canonical.digest(data), address="公告")
    result = ceremony.result()
    sources = (replace(result.sources[0], evidence=(more,)), *result.sources[1:])
    ceremony.final = replace(result, sources=sources)

    report = checked(ceremony.folder({"evidence/notice.txt": data}), configured(ceremony.log))

    assert failures(report) == ["result-logged"]


def test_a_second_result_of_the_same_draw_does_not_count() -> None:
    """Another result was logged first; the folder shows the second `draw.held`."""
    ceremony = honest()
    ceremony.seal()
    ceremony.reveal()
    insider.write_down(
        ceremony.log,
        "draw.held",
        ceremony.manifest.deadline,
        {"commitment": ceremony.manifest.commitment, "result": insider.HEX},
        examples.DRAW,
    )
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert failures(report) == ["uniqueness"]
    assert of(report, "uniqueness").where == "log/held.entry"


def test_a_log_that_erased_a_draw_contradicts_a_kept_checkpoint() -> None:
    """The witness saw a log with the first sealing; the published one was written anew."""
    before = _first_try()
    ceremony = honest()
    ceremony.all()
    hashes = ceremony.log.consistency(1, len(ceremony.log.entries)).hashes

    with pytest.raises(LogError):
        tree.require_consistency(
            old=1,
            old_root=before.root,
            new=len(ceremony.log.entries),
            new_root=ceremony.log.root,
            proof=hashes,
        )


def test_a_checkpoint_of_a_longer_history_does_not_fit_a_shorter_log() -> None:
    """One entry was left out of the log after the sealing had been witnessed."""
    full = honest()
    full.log = _first_try()
    full.seal()
    shown = honest()
    shown.seal()
    shown.heads["sealed"] = full.heads["sealed"]
    shown.reveal()
    shown.hold()
    files = shown.folder()
    files["log/sealed.proof"] = full.log.proof(full.indexes["sealed"], full.heads["sealed"])

    report = checked(files, configured(shown.log))

    assert {"log-consistency", "log-order"} & set(failures(report))


def test_an_entry_left_out_of_the_folder_is_missed() -> None:
    ceremony = honest()
    files = ceremony.all()
    del files["log/reveal-2.entry"]

    report = checked(files, configured(ceremony.log))

    assert "folder-files" in failures(report)
    assert of(report, "folder-files").where == "log/reveal-2.entry"


def test_a_forked_log_is_found_in_the_folder_that_shows_both_sides() -> None:
    """Two checkpoints of one size: the sealing was witnessed on one side, shown on the other."""
    seen = honest()
    seen.seal()
    shown = honest()
    shown.at = {"sealed": times.shift(T0, -3601)}
    shown.seal()
    shown.reveal()
    shown.hold()
    files = shown.folder()
    files["log/sealed.proof"] = seen.log.proof(0, seen.heads["sealed"])

    assert "log-consistency" in failures(checked(files, configured(shown.log)))


def test_a_forked_log_is_found_when_the_whole_log_is_the_other_side() -> None:
    ceremony = honest()
    files = ceremony.all()
    other = replace(honest(), at={"sealed": times.shift(T0, -3601)})
    other.all()

    report = checked(files, configured(other.log))

    assert "uniqueness" in failures(report)


def test_a_witness_does_not_cosign_a_fork_and_keeps_it_as_evidence() -> None:
    ceremony = honest()
    ceremony.seal()
    other = replace(honest(), log=Log(), at={"sealed": times.shift(T0, -3601)})
    other.seal()
    seen, _ = parse_note(ceremony.log.head().signed, "checkpoint")
    request = witness.write(Request(old=1, hashes=(), checkpoint=other.log.head().signed))
    key = note.parse_vkey(ceremony.log.key.vkey, "vkey")

    found = witness.consider(request, logs=[key], latest={ORIGIN: seen}, crypto=CRYPTO)

    assert isinstance(found, Refusal)
    assert found.is_fork


def test_a_whole_log_shorter_than_the_folder_is_refused() -> None:
    """Somebody hands over an old copy of the log that does not show what came after."""
    ceremony = honest()
    ceremony.seal()
    old = configured(
        Log(
            files=dict(ceremony.log.files),
            entries=list(ceremony.log.entries),
            root=ceremony.log.root,
        )
    )
    ceremony.reveal()
    ceremony.hold()

    assert "uniqueness" in failures(checked(ceremony.folder(), old))
