"""Sources of randomness: their form, their times, their weight (spec draw-v1 3)."""

from __future__ import annotations

import pytest

from mingqian import canonical, seed, sources
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields
from mingqian.sources import Dice, Drand, Lottery, Source, drand
from mingqian.sources.witness import commit
from tests.support import examples

BLUE = "02.07.11.19.25.33+08"


def read(value: dict[str, Json]) -> Source:
    fields = Fields(value, file="manifest.json", rule="draw-v1 3.1")
    source = sources.read(fields)
    fields.done()
    return source


def lottery(game: str, issue: str, time: str) -> Source:
    return read({"kind": "lottery", "game": game, "issue": issue, "time": time})


@pytest.mark.parametrize(
    "source",
    [examples.ROUND, examples.ZHOU, examples.DICE, examples.LOTTERY, examples.KENO],
    ids=lambda source: source.kind,
)
def test_what_is_written_is_read_again(source: Source) -> None:
    assert read(dict(source.json())) == source  # type: ignore[arg-type]


def test_round_1000_came_out_at_its_time_and_is_found_by_it() -> None:
    assert Drand(round=1000).time == "2023-08-23T15:59:24Z"
    assert drand.first_round_at("2023-08-23T15:59:24Z") == 1000
    assert drand.first_round_at("2023-08-23T15:59:22Z") == 1000
    assert drand.first_round_at("2023-08-23T15:59:25Z") == 1001
    assert drand.first_round_at("2020-01-01T00:00:00Z") == 1


@pytest.mark.parametrize(
    ("game", "issue", "time"),
    [
        ("双色球", "2023097", "2023-08-24T13:15:00Z"),
        ("大乐透", "23098", "2023-08-26T13:25:00Z"),
        ("七乐彩", "2023097", "2023-08-25T13:15:00Z"),
        ("快乐8", "2023226", "2023-08-22T13:30:00Z"),
    ],
)
def test_a_game_is_drawn_on_its_days(game: str, issue: str, time: str) -> None:
    assert lottery(game, issue, time).time == time


@pytest.mark.parametrize(
    ("game", "issue", "time", "says"),
    [
        ("双色球", "2023097", "2023-08-23T13:15:00Z", "不开奖"),
        ("大乐透", "23098", "2023-08-27T13:25:00Z", "不开奖"),
        ("快乐8", "2023226", "2023-08-24T03:00:00Z", "北京时间 20:00 至 22:30"),
        ("双色球", "2022097", "2023-08-24T13:15:00Z", "期号应为 2023"),
        ("双色球", "23097", "2023-08-24T13:15:00Z", "期号应为 2023"),
        ("大乐透", "2023098", "2023-08-26T13:25:00Z", "期号应为 23"),
        ("排列五", "2023226", "2023-08-24T13:30:00Z", "之一"),
    ],
)
def test_an_issue_that_does_not_fit_the_calendar_is_refused(
    game: str, issue: str, time: str, says: str
) -> None:
    with pytest.raises(FormatError, match=says):
        lottery(game, issue, time)


@pytest.mark.parametrize(
    ("source", "value", "is_good"),
    [
        (examples.LOTTERY, BLUE, True),
        (examples.LOTTERY, "none", True),
        (examples.LOTTERY, "absent", False),
        (examples.LOTTERY, "02.07.11.19.25.33", False),
        (examples.LOTTERY, "02.07.11.19.25.33+17", False),
        (examples.LOTTERY, "02.07.11.19.33.25+08", False),
        (examples.LOTTERY, "02.07.11.19.25.25+08", False),
        (examples.LOTTERY, "00.07.11.19.25.33+08", False),
        (examples.LOTTERY, "2.7.11.19.25.33+08", False),
        (examples.LOTTERY, "02.07.11.19.25.34+08", False),
        (examples.LOTTERY, "02.07.11.19.25+08", False),
        (examples.KENO, examples.KENO_VALUE, True),
        (examples.KENO, examples.KENO_VALUE + "+01", False),
        (Lottery(game="七乐彩", issue="x", time="x"), "01.02.03.04.05.06.07+08", True),
        (Lottery(game="七乐彩", issue="x", time="x"), "01.02.03.04.05.06.07+07", False),
        (examples.DICE, examples.DICE_VALUE, True),
        (examples.DICE, examples.DICE_VALUE[:-1], False),
        (examples.DICE, "7" * 50, False),
        (examples.ROUND, examples.ROUND_VALUE, True),
        (examples.ROUND, examples.ROUND_VALUE.upper(), False),
        (examples.ROUND, "none", False),
        (examples.ROUND, "absent", False),
        (examples.DICE, "none", True),
        (examples.ZHOU, examples.ZHOU_VALUE, True),
        (examples.ZHOU, "absent", True),
        (examples.ZHOU, "none", False),
    ],
)
def test_a_value_has_the_form_of_its_source(source: Source, value: str, is_good: bool) -> None:  # noqa: FBT001
    assert (sources.misfit(source, value) is None) is is_good


@pytest.mark.parametrize(
    ("given", "level", "bits"),
    [
        ([examples.ROUND], "public", 256),
        ([examples.KENO], "public", 61),
        ([examples.LOTTERY], "low", 24),
        ([Lottery(game="大乐透", issue="x", time="x")], "low", 24),
        ([Lottery(game="七乐彩", issue="x", time="x")], "low", 25),
        ([examples.DICE], "present", 129),
        ([examples.DICE, examples.LOTTERY], "present", 129),
        ([examples.DICE, examples.KENO, examples.LOTTERY], "public", 85),
        ([examples.ZHOU, examples.ROUND], "public", 256),
    ],
)
def test_assurance_is_counted_in_whole_bits(given: list[Source], level: str, bits: int) -> None:
    found = sources.declared_assurance(given)

    assert (found.level, found.bits) == (level, bits)


def test_a_source_without_value_counts_for_nothing() -> None:
    found = sources.assurance([examples.KENO, examples.LOTTERY], ["none", BLUE])

    assert (found.level, found.bits) == ("low", 24)
    assert found.is_below(sources.declared_assurance([examples.KENO]))


def fit(*given: Source) -> None:
    sources.require_fit(given, Fields({}, file="manifest.json", rule="draw-v1 3.7"))


@pytest.mark.parametrize(
    "given",
    [
        (examples.ROUND, examples.ROUND),
        (examples.LOTTERY, examples.LOTTERY),
        (examples.ZHOU, examples.ZHOU),
        (
            examples.ZHOU,
            examples.witness("别人", "x").__class__(
                name="别人", unit="u", capacity="c", commitment=examples.ZHOU.commitment
            ),
        ),
        (examples.DICE, Dice(count=60, by="b", place="p", time=examples.DICE.time)),
    ],
)
def test_no_source_stands_twice(given: tuple[Source, ...]) -> None:
    with pytest.raises(FormatError, match="重复"):
        fit(*given)


def test_dice_come_before_other_public_sources() -> None:
    fit(examples.DICE, examples.ROUND)

    with pytest.raises(FormatError, match="骰子应在其他公开来源之前"):
        fit(Dice(count=50, by="b", place="p", time="2023-08-23T15:59:24Z"), examples.ROUND)


def test_the_seed_is_made_by_hand() -> None:
    """Hash ``mingqian-draw/1|seed|D1|000…|drand:111…|witness:absent``."""
    text = f"mingqian-draw/1|seed|D1|{'0' * 64}|drand:{'1' * 64}|witness:absent"
    given: list[Source] = [examples.ROUND, examples.ZHOU]

    assert seed.seed("D1", "0" * 64, given, ["1" * 64, "absent"], None) == canonical.digest(text)
    assert seed.seed("D1", "0" * 64, given, ["1" * 64, "absent"], "2" * 64) == canonical.digest(
        f"{text}|secret:{'2' * 64}"
    )


def test_commitments_are_made_by_hand() -> None:
    assert commit("D1", "周岚", "0" * 32) == canonical.digest(
        f"mingqian-draw/1|witness|D1|周岚|{'0' * 32}"
    )
    assert seed.commit_secret("D1", "2" * 64) == canonical.digest(
        f"mingqian-draw/1|secret|D1|{'2' * 64}"
    )
    assert seed.reveal_digest("D1", 2, "2" * 64, "absent") == canonical.digest(
        f"mingqian-draw/1|reveal|D1|2|{'2' * 64}|absent"
    )
