"""Vectors made with printf and sha256sum: printf '%s,order,%s' "$A" "$ID" | sha256sum."""

from __future__ import annotations

from mingqian.assignment import ordering

A = "0123456789abcdef0123456789abcdef"
SUBJECT = "91410307MA4M5BHW10"
INSPECTOR = "J-0042"


def test_the_order_of_visits_is_by_the_digest_of_the_subject() -> None:
    assert (
        ordering.order(A, SUBJECT)
        == "883d3ac45b272ab0f460cae67dd7d303bb18f18a9d9d7a5021c9e2b374485cf9"
    )


def test_the_queue_of_a_visit_is_by_the_digest_of_the_pair() -> None:
    assert (
        ordering.pair(A, SUBJECT, INSPECTOR)
        == "0f89dba004cddc1c740fe63caaaea68886891cfcf9ef6eeb6d3587434273551d"
    )


def test_who_is_spared_is_by_the_digest_of_the_inspector() -> None:
    assert (
        ordering.spare(A, INSPECTOR)
        == "c8a4ceb483e3ebb750a47251e7eb44d7c0c812e82eb869e149c3f37a56b940d7"
    )


def test_digests_for_a_whole_queue_are_the_same_in_bytes() -> None:
    digest = ordering.pairs(A, SUBJECT)

    assert digest(b"J-0042").hex() == ordering.pair(A, SUBJECT, "J-0042")
    assert digest(b"J-0043").hex() == ordering.pair(A, SUBJECT, "J-0043")
