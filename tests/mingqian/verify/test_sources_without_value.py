"""``none``: never for a drand round, by two persons and with a file for the others (spec 3.2)."""

from __future__ import annotations

import pytest

from mingqian.verify import Outcome
from tests.support import examples
from tests.support.tampering import NONE_FORGERIES
from tests.support.verification import checked, failures, of, verified


@pytest.mark.parametrize("name", NONE_FORGERIES)
def test_a_false_word_that_a_source_gave_nothing_is_found(name: str) -> None:
    forge, expected = NONE_FORGERIES[name]

    report = checked(*forge())

    assert failures(report) == list(expected)
    assert report.status == 1


def test_a_lottery_declared_not_drawn_is_left_to_the_eye() -> None:
    report = verified(examples.declared_none().ceremony())

    values = of(report, "source-values")
    assert failures(report) == []
    assert (values.outcome, of(report, "lottery-notice").outcome) == (
        Outcome.BY_EYE,
        Outcome.BY_EYE,
    )
    assert "由 周岚、韩静 声明" in values.says
    assert "evidence/notice.txt(https://lottery.example/notice)" in values.says
    assert "没有开奖" in of(report, "lottery-notice").says


def test_a_round_refused_as_none_is_told_that_it_exists() -> None:
    report = checked(*NONE_FORGERIES["none-of-drand"][0]())

    assert "drand 的每一轮都有公开数" in of(report, "source-values").says
