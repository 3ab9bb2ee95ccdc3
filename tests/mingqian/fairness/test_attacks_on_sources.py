"""Choosing the randomness, or who comes last: one test for each known attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import canonical, draw, manifest, seed, times
from mingqian.errors import FormatError, RefusedError
from mingqian.manifest_builder import prepare
from mingqian.result import SourceValue
from mingqian.sources import Assurance, Drand, Lottery, Source, drand
from mingqian.verify import Outcome
from tests.mingqian.fairness import insider
from tests.mingqian.fairness.insider import T0
from tests.support import examples
from tests.support.examples import Example
from tests.support.tampering import honest, published, told, twisted
from tests.support.verification import CRYPTO, checked, configured, failures, of, verified

ABSENT = SourceValue(value="absent")
INFINITY_G1 = bytes([0xC0]) + bytes(47)
INFINITY_G2 = bytes([0xC0]) + bytes(95)


def _with_sources(*sources: Source) -> Example:
    example = examples.drand_and_witness()
    return replace(example, plan=replace(example.plan, sources=sources))


# -- the last revealer ---------------------------------------------------------------------------


def test_a_witness_who_withholds_can_only_be_absent() -> None:
    ceremony = examples.absent_witness().ceremony()

    report = verified(ceremony)

    assert failures(report) == []
    assert [one.value for one in ceremony.given] == [examples.ROUND_VALUE, "absent"]


@pytest.mark.parametrize("value", ["none", "0" * 31, "0" * 33, "ABSENT", "G" * 32])
def test_nothing_but_a_value_or_absent_stands_for_a_witness(value: str) -> None:
    example = examples.drand_and_witness()
    ceremony = replace(example, given=(example.given[0], SourceValue(value=value))).ceremony()

    assert "source-values" in failures(verified(ceremony))


def test_a_witness_who_changes_the_value_is_found() -> None:
    example = examples.drand_and_witness()
    other = SourceValue(value="f" * 32)
    ceremony = replace(example, given=(example.given[0], other)).ceremony()

    assert failures(verified(ceremony)) == ["witness-commitments"]


def test_the_commitment_of_a_witness_for_another_draw_is_of_no_use() -> None:
    value = examples.ZHOU_VALUE

    ours = examples.witness("周岚", value).commitment
    elsewhere = canonical.digest(f"mingqian-draw/1|witness|2023-0002|周岚|{value}")

    assert ours != elsewhere


def test_a_witness_who_reveals_after_the_public_value_is_too_late() -> None:
    """Whoever sees the round first could choose between two seeds."""
    ceremony = honest()
    ceremony.at = {"reveal-2": T0}

    assert failures(verified(ceremony)) == ["reveals-before-t0"]


def test_a_witness_cannot_be_declared_absent_before_the_time_for_it() -> None:
    ceremony = examples.absent_witness().ceremony(at={"reveal-2": times.shift(T0, -601)})

    assert failures(verified(ceremony)) == ["reveals-before-t0"]


def test_a_witness_cannot_be_declared_absent_after_the_public_value() -> None:
    ceremony = examples.absent_witness().ceremony(at={"reveal-2": T0})

    assert failures(verified(ceremony)) == ["reveals-before-t0"]


def test_a_witness_whose_value_was_logged_cannot_be_made_absent_afterwards() -> None:
    ceremony = examples.absent_witness().ceremony()
    ceremony.seal()
    public: dict[str, canonical.Json] = {"source": 2, "value": examples.ZHOU_VALUE}
    insider.write_down(ceremony.log, "draw.revealed", times.shift(T0, -900), public, examples.DRAW)
    ceremony.reveal()
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert failures(report) == ["uniqueness"]
    assert of(report, "uniqueness").where == "log/reveal-2.entry"


def test_an_absence_that_nobody_outside_dates_is_the_bureaus_own_word() -> None:
    """The bureau keeps a witness's value back, waits for the round, and dates `absent` back."""
    ceremony = examples.absent_witness().ceremony()
    ceremony.seal()
    ceremony.is_dated = False
    ceremony.reveal()
    ceremony.hold()

    report = checked(ceremony.folder(), configured(ceremony.log))

    assert of(report, "reveals-before-t0").outcome is Outcome.SELF_ASSERTED


# -- sources -------------------------------------------------------------------------------------


def test_a_plan_without_public_source_is_refused() -> None:
    with pytest.raises(RefusedError, match="公开来源"):
        _with_sources(examples.ZHOU)


def test_a_manifest_without_public_source_is_refused() -> None:
    made = examples.drand_and_witness().prepared.manifest

    with pytest.raises(FormatError, match="公开来源"):
        manifest.read(replace(made, sources=(examples.ZHOU,)).write())


def test_sources_chosen_after_the_fact_are_not_the_sealed_ones() -> None:
    """The manifest names the round before, whose value the operator liked better."""
    earlier = Drand(round=999).json()

    report = checked(*twisted("sealed", "sources", [earlier, examples.ZHOU.json()]))

    assert failures(report) == ["commitment-logged"]


def test_a_round_that_is_out_already_cannot_be_sealed_in_time() -> None:
    ceremony = examples.absent_witness().ceremony()
    ceremony.at = {"sealed": T0, "reveal-2": T0, "reveal-1": times.shift(T0, 1)}

    assert failures(verified(ceremony)) == ["sealed-before-t0", "reveals-before-t0"]


def test_another_round_than_the_sealed_one_does_not_verify() -> None:
    """Round 1001 with its true signature, in place of round 1000."""
    signature = (
        "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03"
        "f73896b25883abf2853d10337fb8fa41"
    )
    value = drand.value_of(bytes.fromhex(signature))
    example = examples.drand_and_witness()
    given = (SourceValue(value=value, signature=signature), example.given[1])

    assert failures(verified(replace(example, given=given).ceremony())) == ["drand-signature"]


def test_a_signature_at_infinity_is_refused() -> None:
    example = examples.drand_and_witness()
    forged = SourceValue(value=drand.value_of(INFINITY_G1), signature=INFINITY_G1.hex())
    ceremony = replace(example, given=(forged, example.given[1])).ceremony()

    assert failures(verified(ceremony)) == ["drand-signature"]


def test_a_key_at_infinity_that_signs_everything_is_refused() -> None:
    """e(infinity, x) is 1 for every x: with both at infinity the equation of BLS would hold."""
    message = examples.ROUND.message

    assert not CRYPTO.verify_bls_g1(INFINITY_G2, message, INFINITY_G1)
    assert CRYPTO.verify_bls_g1(drand.PUBLIC_KEY, message, bytes.fromhex(examples.ROUND_SIGNATURE))


@pytest.mark.parametrize("time", ["2023-08-22T13:15:00Z", "2023-08-24T13:15:00Z"])
def test_a_lottery_issue_that_was_drawn_before_the_sealing_is_found(time: str) -> None:
    """Sealed a minute after the draw of the issue, with an honest entry of when."""
    issue = "2023096" if "22T" in time else "2023097"
    lottery = replace(examples.LOTTERY, issue=issue, time=time)
    example = examples.low_assurance()
    example = replace(example, plan=replace(example.plan, sources=(lottery,)))
    late = times.shift(time, 60)
    ceremony = example.ceremony(at={"sealed": late, "reveal-1": late})

    assert failures(verified(ceremony)) == ["sealed-before-t0"]


@pytest.mark.parametrize(
    ("issue", "time"),
    [
        ("2022097", "2023-08-24T13:15:00Z"),
        ("23097", "2023-08-24T13:15:00Z"),
        ("2023097", "2023-08-25T13:15:00Z"),
        ("2023097", "2023-08-24T11:59:59Z"),
        ("2023097", "2023-08-24T14:30:01Z"),
        ("2023097", "2024-08-25T13:15:00Z"),
    ],
    ids=["last year's", "no year", "a Friday", "before eight", "after half past ten", "next year"],
)
def test_a_lottery_issue_that_does_not_fit_its_day_is_refused(issue: str, time: str) -> None:
    with pytest.raises(FormatError, match="双色球"):
        _with_sources(Lottery(game="双色球", issue=issue, time=time))


def test_an_old_issue_under_a_new_date_is_left_to_the_eye() -> None:
    """Number and year fit the day: only the official notice tells that it was drawn before."""
    lottery = replace(examples.LOTTERY, issue="2023090")
    example = examples.low_assurance()
    example = replace(example, plan=replace(example.plan, sources=(lottery,)))

    found = of(verified(example.ceremony()), "lottery-notice")

    assert found.outcome is Outcome.BY_EYE
    for part in ("双色球", "2023090", "2023-08-24T13:15:00Z", "02.07.11.19.25.33+08"):
        assert part in found.says


@pytest.mark.parametrize("other", [examples.KENO, examples.LOTTERY, examples.DICE])
@pytest.mark.parametrize("is_declared", [False, True])
def test_a_round_said_not_to_have_come_is_found(other: Source, *, is_declared: bool) -> None:
    """Two public sources; the operator saw both seeds, drops the round and keeps the other."""
    values = {
        examples.KENO: examples.KENO_VALUE,
        examples.LOTTERY: examples.BLUE,
        examples.DICE: examples.DICE_VALUE,
    }
    example = _with_sources(examples.ROUND, other)
    none = examples.NOT_DRAWN if is_declared else SourceValue(value="none")
    given = (none, SourceValue(value=values[other]))
    shown = examples.NOTICE if is_declared else {}

    report = verified(replace(example, given=given, shown=shown).ceremony())

    assert {"source-values", "drand-signature"} <= set(failures(report))


def test_sources_that_give_nothing_end_the_draw_instead_of_weakening_it() -> None:
    """Without keno only a small lottery is left: public was declared, low is refused (3.2)."""
    example = _with_sources(examples.KENO, examples.LOTTERY)
    given = (examples.NOT_DRAWN, examples.low_assurance().given[0])

    with pytest.raises(RefusedError, match="作废"):
        draw.hold(example.prepared.manifest, example.rosters, given)


# -- assurance -----------------------------------------------------------------------------------


def test_a_small_seed_is_labelled_low_in_plain_words() -> None:
    report = verified(examples.low_assurance().ceremony())

    found = of(report, "assurance")
    assert found.outcome is Outcome.PASSED
    assert found.says == "低(24 位)：封存前能在多份名单中挑选的人，仍有少许影响"


def test_a_small_seed_labelled_public_is_found() -> None:
    example = examples.low_assurance()
    true = example.ceremony().result()
    forged = replace(true, assurance=Assurance(level="public", bits=24))

    assert failures(verified(example.ceremony(final=forged))) == ["assurance"]


def test_a_witness_adds_no_bits() -> None:
    """Nobody but the witness knows that the value was made at random (3.3)."""
    with_witness = _with_sources(examples.LOTTERY, examples.ZHOU).prepared.manifest
    given = ["02.07.11.19.25.33+08", examples.ZHOU_VALUE]

    assert draw.require_assurance(with_witness, given) == Assurance(level="low", bits=24)


def test_more_bits_than_there_are_are_found() -> None:
    forged = replace(honest().result().assurance, bits=300)

    assert failures(checked(*told(assurance=forged))) == ["assurance"]


# -- sealed mode ---------------------------------------------------------------------------------


def test_a_secret_withheld_at_the_opening_is_missed() -> None:
    ceremony = examples.sealed().ceremony()
    files = ceremony.all()
    for name in ("log/opened.entry", "log/opened.proof"):
        del files[name]

    report = checked(files, configured(ceremony.log))

    assert "folder-files" in failures(report)
    assert of(report, "folder-files").where == "log/opened.entry"


def test_a_result_without_its_secret_is_refused() -> None:
    ceremony = examples.sealed().ceremony()
    ceremony.final = replace(ceremony.result(), secret=None)

    report = verified(ceremony)

    assert "secret-commitment" in failures(report)


def test_a_secret_changed_after_the_values_were_known_is_found() -> None:
    """Everything else is made to agree with the new secret: draw, reveals, opening."""
    example = examples.sealed()
    ceremony = replace(example, secret=canonical.digest("a secret that suits better")).ceremony()

    assert failures(verified(ceremony)) == ["secret-commitment"]


def test_a_sealed_draw_tells_nothing_of_a_witness_before_the_opening() -> None:
    ceremony = examples.sealed().ceremony()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    before_the_opening = b"".join(ceremony.log.entries[: ceremony.indexes["opened"]])

    assert examples.ZHOU_VALUE.encode() not in before_the_opening
    assert (ceremony.secret or "").encode() not in before_the_opening
    assert ceremony.result().seed.encode() not in before_the_opening


def test_values_are_tied_to_their_place_and_draw() -> None:
    """A digest shown for one source or draw cannot be shown for another."""
    secret = canonical.digest("a fictional secret")

    found = {
        seed.reveal_digest(number, position, secret, examples.ZHOU_VALUE)
        for number in ("2023-0003", "2023-0004")
        for position in (1, 2)
    }

    assert len(found) == 4


def test_the_draws_that_these_attacks_change_are_honest_themselves() -> None:
    for example in (examples.sealed(), examples.low_assurance(), examples.absent_witness()):
        files, configuration = published(example.ceremony())

        assert failures(checked(files, configuration)) == []


def test_preparing_twice_gives_the_same_commitment() -> None:
    """No salt, no clock: the operator cannot try manifests that differ in nothing visible."""
    example = examples.drand_and_witness()

    again = prepare(example.plan, example.rosters)

    assert again.manifest.commitment == example.prepared.manifest.commitment
