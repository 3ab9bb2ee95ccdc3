"""For every check there is a forgery that only this check finds; all else agrees with the lie."""

from __future__ import annotations

import pytest

from mingqian.verify import CHECKS
from tests.support.tampering import FORGERIES, honest
from tests.support.verification import checked, failures, verified


def test_an_honest_draw_passes_every_check_with_key_witness_and_whole_log() -> None:
    report = verified(honest())

    assert [(check.name, check.outcome) for check in report.checks] == [
        (name, "passed") for name in CHECKS
    ]


def test_only_the_lottery_notice_cannot_fail_by_itself() -> None:
    assert [name for name in CHECKS if name not in FORGERIES] == ["lottery-notice"]


@pytest.mark.parametrize("check", FORGERIES)
def test_a_forgery_is_found_by_exactly_its_check(check: str) -> None:
    report = checked(*FORGERIES[check]())

    assert failures(report) == [check]


@pytest.mark.parametrize("check", FORGERIES)
def test_a_failure_says_which_thing_and_where(check: str) -> None:
    report = checked(*FORGERIES[check]())

    (failed,) = [one for one in report.checks if one.name == check]
    assert failed.says
    assert failed.where or "规则" in failed.says
