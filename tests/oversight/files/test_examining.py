"""What the worker does with a file: the scanner, and a small picture that tells nothing else."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotFoundError
from oversight.files import rules, selectors, store
from oversight.files.models import StoredFile
from oversight.files.services import examining
from oversight.jobs import services as jobs
from oversight.jobs.models import Job
from tests.oversight.files import samples
from tests.oversight.files.conftest import Hand
from tests.support.platform_factory import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Scanner:
    """Answers on a socket as clamd does, and keeps what it was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.received = answer, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self.socket.accept()
        with connection, connection.makefile("rb") as file:
            assert file.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", file.read(4))[0]:
                self.received += file.read(size)
            connection.sendall(self.answer)


@pytest.fixture
def scanner(settings: Any) -> Iterator[Callable[[bytes], Scanner]]:
    """Give a function that starts a scanner with its answer, and tells the site of it."""
    scanners: list[Scanner] = []

    def start(answer: bytes) -> Scanner:
        scanners.append(Scanner(answer))
        settings.CLAMD, settings.CLAMD_SECONDS = scanners[-1].address, 2
        return scanners[-1]

    yield start
    for each in scanners:
        each.socket.close()


def examined(stored: StoredFile) -> StoredFile:
    """Let the worker look at a file, and give its row as it is then."""
    examining.examine(file_id=stored.pk, at=NOON)
    return StoredFile.objects.get(pk=stored.pk)


def bytes_of(digest: str) -> bytes:
    with store.current().open(digest) as file:
        return file.read()


def test_a_small_picture_is_upright_and_carries_nothing_along(hand_in: Hand) -> None:
    original = samples.photograph()
    assert b"MAKER-OF-TELEPHONE" in original

    stored = examined(hand_in(original))

    small = bytes_of(stored.thumbnail)
    picture = Image.open(io.BytesIO(small))
    assert (picture.format, picture.size) == ("JPEG", (270, 480))
    assert dict(picture.getexif()) == {}
    assert b"MAKER" not in small
    assert b"Exif" not in small
    # It was turned: what was on the left is now above.
    assert sum(picture.getpixel((135, 60))) > 600  # type: ignore[arg-type]
    assert sum(picture.getpixel((135, 420))) < 300  # type: ignore[arg-type]
    assert bytes_of(stored.digest) == original


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_every_kind_of_picture_has_a_small_one(hand_in: Hand, kind: str) -> None:
    stored = examined(hand_in(samples.OF_KIND[kind]))

    assert Image.open(io.BytesIO(bytes_of(stored.thumbnail))).size == (480, 270)
    assert stored.is_inline


@pytest.mark.parametrize("kind", ["heic", "pdf", "mp4"])
def test_what_is_no_picture_for_us_has_none_and_is_not_shown_inline(
    hand_in: Hand, kind: str
) -> None:
    stored = examined(hand_in(samples.OF_KIND[kind]))

    assert (stored.thumbnail, stored.problem, stored.is_inline) == ("", "", False)
    with pytest.raises(NotFoundError):
        selectors.open_thumbnail(stored)


def test_a_picture_that_breaks_off_is_kept_and_said_to_be_broken(hand_in: Hand) -> None:
    stored = examined(hand_in(samples.noise()[:400_000]))

    assert stored.problem == "图片打不开，可能没有传完或已损坏；请重新拍照或扫描后再传"
    assert (stored.thumbnail, stored.is_inline) == ("", False)
    assert stored.size == 400_000


def test_without_a_scanner_a_file_is_said_not_to_be_scanned(hand_in: Hand) -> None:
    stored = hand_in(samples.PDF)
    assert selectors.scan_words(stored) == "病毒：待检查"

    assert selectors.scan_words(examined(stored)) == "病毒：未检查"


def test_a_scanner_gets_every_byte_and_its_word_counts(
    hand_in: Hand, scanner: Callable[[bytes], Scanner]
) -> None:
    clamd = scanner(b"stream: OK\0")
    data = samples.noise()

    stored = examined(hand_in(data))

    assert selectors.scan_words(stored) == "病毒：没有查出病毒"
    assert clamd.received == data


def test_an_infected_file_is_on_record_and_opens_for_nobody(
    hand_in: Hand, scanner: Callable[[bytes], Scanner]
) -> None:
    scanner(b"stream: Eicar-Test-Signature FOUND\0")

    stored = examined(hand_in(samples.picture(), "门牌.jpg"))

    assert (stored.scan, stored.virus, stored.thumbnail) == (
        "infected",
        "Eicar-Test-Signature",
        "",
    )
    with pytest.raises(DomainError, match="在这个文件里查出病毒，不能打开"):
        selectors.open_file(stored)
    (entry,) = audit.of_types(["file.refused"])
    assert (entry.about_number, entry.title) == (stored.digest, "门牌.jpg")
    assert entry.public == {}
    assert entry.private is not None
    assert entry.private["virus"] == "Eicar-Test-Signature"
    assert entry.scope == stored.organisation.path


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"\xff" * 2000],
    ids=["nothing", "error", "too large", "another form", "rubbish"],
)
def test_any_other_answer_is_no_clean_bill(
    hand_in: Hand, scanner: Callable[[bytes], Scanner], answer: bytes
) -> None:
    scanner(answer)

    assert examined(hand_in(samples.PDF)).scan == "unscanned"


def test_a_scanner_that_is_not_there_is_asked_again_in_an_hour(
    hand_in: Hand, settings: Any, scanner: Callable[[bytes], Scanner]
) -> None:
    settings.CLAMD = "/no/such/socket"
    stored = examined(hand_in(samples.PDF))
    assert stored.scan == "unscanned"
    assert list(selectors.awaiting_examination(NOON + HOUR / 2)) == []
    assert list(selectors.awaiting_examination(NOON + HOUR)) == [stored]

    scanner(b"stream: OK\0")

    assert examined(stored).scan == "clean"
    assert list(selectors.awaiting_examination(NOON + HOUR)) == []


def test_where_the_office_wants_it_what_was_not_scanned_stays_shut(
    hand_in: Hand, settings: Any
) -> None:
    stored = examined(hand_in(samples.PDF))
    selectors.open_file(stored).close()

    settings.FILES_NEED_SCAN = True

    with pytest.raises(DomainError, match="本单位规定检查过病毒才能打开"):
        selectors.open_file(stored)


def test_the_worker_looks_at_each_file_once_and_sweeps_daily(
    hand_in: Hand,
) -> None:
    stored = hand_in(samples.picture())
    queued: list[int] = []
    for minutes in (0, 1, 2):
        examining.ask_due(enqueue=queued.append, at=NOON + timedelta(minutes=minutes))

    assert [(job.kind, job.target) for job in Job.objects.order_by("pk")] == [
        (rules.EXAMINE, stored.pk),
        (rules.SWEEP, 0),
    ]
    for key in queued:
        jobs.run(job_id=key, now=lambda: NOON)
    assert StoredFile.objects.get().thumbnail
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}

    examining.ask_due(enqueue=queued.append, at=NOON + timedelta(hours=23))
    assert len(queued) == 2
    examining.ask_due(enqueue=queued.append, at=NOON + timedelta(hours=24))
    assert Job.objects.get(pk=queued[-1]).kind == rules.SWEEP


def test_a_file_whose_bytes_are_gone_is_not_tried_for_ever(hand_in: Hand) -> None:
    stored = hand_in(samples.picture())
    store.current().remove(stored.digest, before=NOON + HOUR)
    queued: list[int] = []
    for minute in (0, 1, 2):
        examining.ask_due(enqueue=queued.append, at=NOON + timedelta(minutes=minute))
        jobs.run(job_id=queued[0], now=lambda: NOON)

    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.scan, stored.problem) == ("unscanned", "后台程序没有读成这个文件")
    assert Job.objects.filter(kind=rules.EXAMINE).count() == 1


def test_a_file_that_killed_the_worker_is_not_tried_for_ever(hand_in: Hand) -> None:
    stored = hand_in(samples.picture())
    examining.ask_due(enqueue=lambda _: None, at=NOON)
    Job.objects.filter(kind=rules.EXAMINE).update(state="running")

    jobs.begin_work(process=1, is_after_crash=True, at=NOON)

    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.scan, stored.problem) == ("unscanned", "后台程序没有读成这个文件")
    assert list(selectors.awaiting_examination(NOON + HOUR)) == []
