"""Witnesses are asked for every new head, and again where they did not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mingqian.log import checkpoint, note
from mingqian_ceremony.file_log import FileLog
from mingqian_crypto.ed25519 import Ed25519Signer
from oversight.audit import cosignatures, outside, services
from oversight.audit.models import OutsideWitness
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common.errors import DomainError
from oversight.jobs.models import Job
from oversight.witnessing import jobs
from tests.oversight.outside_servers import Outsider, served
from tests.support.audit_events import TEST_DONE
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SEEN = "2026-03-18T04:00:00Z"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


@pytest.fixture
def witnesses(
    own: Bureau,  # noqa: ARG001 - its log is there
    stack: ExitStack,
    settings: Any,
    tmp_path: Path,
    log_folder: Path,
) -> Callable[..., list[Outsider]]:
    """Give a function that serves witnesses and writes the policy with their quorum."""

    def serve(*names: str, quorum: str = "") -> list[Outsider]:
        key = note.parse_vkey(FileLog(log_folder).vkey)
        lines, outsiders = [], []
        for number, name in enumerate(names, start=1):
            signer = Ed25519Signer.from_seed(f"{number}.example", bytes([number]) * 32, 4)
            outsider = Outsider(log=key, at=SEEN, signer=signer)
            url = stack.enter_context(served(outsider))
            lines.append(f"witness {name} {signer.vkey} {url}\n")
            outsiders.append(outsider)
        policy = tmp_path / "policy"
        policy.write_text("".join(lines) + (quorum or f"quorum {names[0]}\n"))
        settings.WITNESS_POLICY = str(policy)
        return outsiders

    return serve


def grow(at: datetime = NOON) -> None:
    services.record(AuditEvent(type=TEST_DONE, number="1"), by=PROGRAM, at=at)
    services.publish_pending()


def cosigned_size(log_folder: Path) -> int:
    return checkpoint.parse_note((log_folder / "cosigned").read_bytes(), "cosigned")[0].size


def test_a_new_head_is_cosigned_and_anybody_can_fetch_it(
    witnesses: Callable[..., list[Outsider]], client: Client
) -> None:
    witnesses("市局")
    grow()

    cosignatures.collect(at=NOON)

    head = cosignatures.newest()
    assert (head.is_enough, head.quorum) == (True, "市局签名")
    assert [sight.who for sight in head.sights] == ["市局"]
    fetched = checkpoint.parse_note(client.get("/log/cosigned").content, "cosigned")[0]
    assert fetched.size == head.size > 0
    assert "够数" in client.get("/log/").content.decode()


def test_a_log_that_has_not_grown_is_not_sent_again(
    witnesses: Callable[..., list[Outsider]],
) -> None:
    (outsider,) = witnesses("市局")
    grow()
    cosignatures.collect(at=NOON)

    cosignatures.collect(at=NOON + timedelta(days=1))

    assert len(outsider.asked) == 1


def test_a_log_that_grows_is_sent_at_most_every_five_minutes(
    witnesses: Callable[..., list[Outsider]],
) -> None:
    (outsider,) = witnesses("市局")
    for minute in (0, 1, 4, 5, 6):
        grow(NOON + minute * MINUTE)
        cosignatures.collect(at=NOON + minute * MINUTE)

    assert len(outsider.asked) == 2


def test_who_does_not_answer_is_asked_ever_more_seldom_up_to_an_hour(
    witnesses: Callable[..., list[Outsider]], stack: ExitStack
) -> None:
    witnesses("市局")
    grow()
    stack.close()

    asked = [minute for minute in range(300) if _is_asked(NOON + minute * MINUTE)]

    assert asked[:6] == [0, 1, 3, 7, 15, 31]
    assert [later - before for before, later in pairwise(asked[5:])] == [32, 60, 60, 60]


def _is_asked(at: datetime) -> bool:
    is_due = bool(cosignatures.due(at))
    cosignatures.collect(at=at)
    return is_due


def test_a_quorum_of_two_in_three_is_not_reached_by_one(
    witnesses: Callable[..., list[Outsider]], client: Client, own: Bureau, signed_in: Any
) -> None:
    group = "group 见证 2 市局 邻县 商会\nquorum 见证\n"
    outsiders = witnesses("市局", "邻县", "商会", quorum=group)
    outsiders[1].log = outsiders[2].log = outsiders[0].signer.key
    grow()

    cosignatures.collect(at=NOON)

    head = cosignatures.newest()
    assert (head.is_enough, head.quorum) == (False, "市局、邻县、商会中至少 2 家")
    assert "不够数" in client.get("/log/").content.decode()
    assert not cosignatures.is_overdue(NOON)
    late = datetime.fromisoformat(SEEN) + timedelta(days=1, seconds=1)
    assert cosignatures.is_overdue(late)
    page = signed_in(own, "administrator").get("/office/").content.decode()
    assert "见证不够数" in page


def test_a_witness_that_comes_later_is_added_to_the_same_head(
    witnesses: Callable[..., list[Outsider]], log_folder: Path
) -> None:
    group = "group 见证 2 市局 邻县\nquorum 见证\n"
    outsiders = witnesses("市局", "邻县", quorum=group)
    right, outsiders[1].log = outsiders[1].log, outsiders[0].signer.key
    grow()
    cosignatures.collect(at=NOON)
    assert not cosignatures.newest().is_enough
    size = cosigned_size(log_folder)

    outsiders[1].log = right
    cosignatures.collect(at=NOON + MINUTE)

    assert (cosignatures.newest().is_enough, cosigned_size(log_folder)) == (True, size)


def test_a_head_with_enough_stands_until_a_newer_one_has_enough(
    witnesses: Callable[..., list[Outsider]], log_folder: Path
) -> None:
    group = "group 见证 all 市局 邻县\nquorum 见证\n"
    outsiders = witnesses("市局", "邻县", quorum=group)
    grow()
    cosignatures.collect(at=NOON)
    size = cosigned_size(log_folder)
    outsiders[1].log = outsiders[0].signer.key

    grow(NOON + 10 * MINUTE)
    cosignatures.collect(at=NOON + 10 * MINUTE)

    assert cosigned_size(log_folder) == size
    assert OutsideWitness.objects.get(name="市局").size == size + 1


def test_the_worker_is_asked_once_while_something_is_due(
    witnesses: Callable[..., list[Outsider]],
) -> None:
    witnesses("市局")
    grow()
    enqueued: list[int] = []

    for _ in range(2):
        jobs.ask_due(enqueue=enqueued.append, at=NOON)

    assert len(enqueued) == 1
    assert Job.objects.get(kind="cosign").is_open


def test_without_a_policy_nobody_is_asked(own: Bureau) -> None:
    assert own.organisation is not None
    jobs.ask_due(enqueue=lambda _: None, at=NOON)

    assert Job.objects.filter(kind="cosign").count() == 0
    assert cosignatures.newest().size == 0
    assert not cosignatures.is_overdue(NOON)


def test_damaged_cosignatures_count_for_nothing(
    witnesses: Callable[..., list[Outsider]], log_folder: Path
) -> None:
    witnesses("市局")
    (log_folder / "cosigned").write_bytes(b"damaged")

    assert cosignatures.newest().size == 0


def test_a_policy_file_that_is_named_and_not_there_is_refused(settings: Any, own: Bureau) -> None:
    assert own.organisation is not None
    settings.WITNESS_POLICY = "/nowhere/policy"

    with pytest.raises(DomainError, match="不在；请核对"):
        outside.require_settings()
