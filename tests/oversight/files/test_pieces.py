"""Files that come by pieces over a bad line: cut anywhere, they arrive as they were sent."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from oversight.accounts.actors import Actor
from oversight.common.errors import NotFoundError
from oversight.files import parts, rules, selectors, store
from oversight.files.models import StoredFile
from oversight.files.rules import PIECE
from oversight.files.services import pieces, storing, sweeping
from oversight.files.services.pieces import Piece, PieceState, WrongOffsetError
from oversight.files.services.storing import FileRefusedError
from tests.oversight.files import samples
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.django_db
DATA = samples.noise()
SHA = samples.sha(DATA)


def send(actor: Actor, offset: int, data: bytes = DATA, digest: str = SHA) -> PieceState:
    """Send the piece of a file that begins at an offset."""
    piece = Piece(offset=offset, total=len(data), data=data[offset : offset + PIECE])
    return pieces.receive(actor=actor, digest=digest, piece=piece, at=NOON, name="门牌.png")


def send_rest(actor: Actor, data: bytes = DATA) -> PieceState:
    """Ask what is here and send the rest, as a telephone does when the line is back."""
    digest = samples.sha(data)
    state = pieces.state_of(actor=actor, digest=digest)
    while not state.done:
        state = send(actor, state.have, data, digest)
    return state


def stored_bytes() -> bytes:
    with store.current().open(SHA) as file:
        return file.read()


def test_the_file_of_these_tests_takes_five_pieces() -> None:
    assert 4 * PIECE < len(DATA) < 5 * PIECE


def test_a_file_comes_by_pieces_and_is_kept_whole(inspector: Actor) -> None:
    answers = [send(inspector, n * PIECE) for n in range(5)]

    assert [(answer.have, answer.done) for answer in answers] == [
        (262144, False),
        (524288, False),
        (786432, False),
        (1048576, False),
        (len(DATA), True),
    ]
    assert stored_bytes() == DATA
    stored = StoredFile.objects.get()
    assert (stored.digest, stored.kind, stored.name) == (SHA, "png", "门牌.png")
    assert list(store.parts_folder().iterdir()) == []


def cut_points() -> list[int]:
    """Give places at which the disc has what came: within, at and around every piece."""
    edges = [n * PIECE + more for n in range(5) for more in (0, 1, PIECE // 2, PIECE - 1)]
    return [*(edge for edge in edges if edge < len(DATA)), len(DATA) - 1, len(DATA)]


@pytest.mark.parametrize("size", cut_points())
def test_a_part_cut_anywhere_goes_on_to_the_same_digest(inspector: Actor, size: int) -> None:
    """A power cut leaves of what came as much as the disc had, the last piece maybe torn."""
    part = parts.part_of(inspector.user_id or 0, SHA)
    parts.write_whole(part, iter([DATA[:size]]), limit=len(DATA))

    state = pieces.state_of(actor=inspector, digest=SHA)
    finished = send_rest(inspector)

    assert state == PieceState(have=size - size % PIECE, done=False)
    assert finished == PieceState(have=len(DATA), done=True)
    assert stored_bytes() == DATA


def test_rubbish_behind_the_whole_pieces_is_written_over(inspector: Actor) -> None:
    send(inspector, 0)
    with parts.part_of(inspector.user_id or 0, SHA).path.open("ab") as file:
        file.write(b"\0" * 70_000)

    assert send_rest(inspector).done
    assert stored_bytes() == DATA


def test_a_piece_that_comes_twice_at_once_takes_nothing_away(inspector: Actor) -> None:
    """A telephone sends again what the program is still working on."""
    for offset in (0, PIECE, 2 * PIECE):
        send(inspector, offset)
    part = parts.part_of(inspector.user_id or 0, SHA)

    part.write(DATA[PIECE : 2 * PIECE], offset=PIECE, is_last=False, at=NOON)

    assert pieces.state_of(actor=inspector, digest=SHA).have == 3 * PIECE
    assert send_rest(inspector).done
    assert stored_bytes() == DATA


def test_the_last_piece_that_comes_twice_at_once_is_answered_twice(inspector: Actor) -> None:
    """The other request finished between the question what is here and the writing."""
    place, finish = len(DATA) // PIECE * PIECE, parts.Part.write
    for offset in range(0, place, PIECE):
        send(inspector, offset)

    def write_late(part: Any, data: bytes, **more: Any) -> None:
        finish(part, data, **more)
        storing.keep(part, name="", actor=inspector, at=NOON, kinds=storing.ALL)
        finish(part, data, **more)

    with pytest.MonkeyPatch.context() as late:
        late.setattr(parts.Part, "write", write_late)
        answer = send(inspector, place)

    assert answer == PieceState(have=len(DATA), done=True)
    assert stored_bytes() == DATA
    assert list(store.parts_folder().iterdir()) == []


@pytest.mark.parametrize("step", ["before the move", "between move and row"])
def test_a_power_cut_at_the_end_is_repaired_by_the_next_put(
    inspector: Actor, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The program dies at the worst moments; what it finds afterwards is what the disc has."""
    module, name = (Path, "replace") if step == "before the move" else (storing, "_row")
    with monkeypatch.context() as broken:
        broken.setattr(module, name, _power_cut)
        with pytest.raises(PowerCutError):
            send_rest(inspector)
    assert not StoredFile.objects.exists()
    assert store.current().has(SHA) == (step == "between move and row")

    assert send_rest(inspector) == PieceState(have=len(DATA), done=True)
    assert StoredFile.objects.get().digest == SHA
    assert stored_bytes() == DATA


class PowerCutError(BaseException):
    """The program ends here: nothing that it would do afterwards is done."""


def _power_cut(*_: Any, **__: Any) -> None:
    raise PowerCutError


def test_what_is_answered_to_be_here_was_synced_before(
    inspector: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = os.fsync

    def note(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)

    assert send(inspector, 0).have == PIECE
    assert PIECE in synced


@pytest.mark.parametrize("offset", [0, PIECE, 3 * PIECE])
def test_a_piece_that_does_not_follow_says_where_to_go_on(inspector: Actor, offset: int) -> None:
    send(inspector, 0)
    send(inspector, PIECE)

    with pytest.raises(WrongOffsetError) as wrong:
        send(inspector, offset)

    assert wrong.value.have == 2 * PIECE


def test_a_finished_file_sent_again_is_answered_and_not_kept_twice(inspector: Actor) -> None:
    send_rest(inspector)

    assert send(inspector, 0) == PieceState(have=len(DATA), done=True)
    assert StoredFile.objects.count() == 1


def test_other_bytes_than_the_address_says_are_forgotten(inspector: Actor) -> None:
    other = samples.noise(601)[: len(DATA) - 1] + b"\0"
    for offset in range(0, len(other) - PIECE, PIECE):
        send(inspector, offset, other)

    with pytest.raises(FileRefusedError) as refused:
        send(inspector, len(other) // PIECE * PIECE, other)

    assert refused.value.problem == "收到的和手机上的不一样，没有收下；会从头再传一次"
    assert pieces.state_of(actor=inspector, digest=SHA) == PieceState(have=0, done=False)
    assert not store.current().has(SHA)


@pytest.mark.parametrize(
    ("piece", "says"),
    [
        (Piece(offset=0, total=21 * 2**20 * 5, data=DATA[:PIECE]), "文件超过 100 MB"),
        (Piece(offset=0, total=10, data=DATA[:PIECE]), "这一段的大小不对"),
        (Piece(offset=0, total=len(DATA), data=DATA[: PIECE - 1]), "这一段的大小不对"),
        (Piece(offset=0, total=len(DATA), data=b""), "这一段的大小不对"),
        (Piece(offset=0, total=10 * PIECE, data=bytes(5 * PIECE)), "这一段的大小不对"),
        (Piece(offset=0, total=len(DATA), data=b"MZ" + bytes(PIECE - 2)), "不收这种文件"),
    ],
    ids=["too large", "beyond the end", "no whole piece", "nothing", "too much", "a program"],
)
def test_what_need_not_be_sent_is_refused_at_once(
    inspector: Actor, piece: Piece, says: str
) -> None:
    with pytest.raises(FileRefusedError, match=says):
        pieces.receive(actor=inspector, digest=SHA, piece=piece, at=NOON)

    assert list(store.parts_folder().glob("*")) == []


@pytest.mark.parametrize("digest", ["", "..", SHA.upper(), SHA[:-1], f"{SHA}\n", "../" + SHA])
def test_an_address_that_is_no_digest_is_none(inspector: Actor, digest: str) -> None:
    with pytest.raises(NotFoundError):
        pieces.state_of(actor=inspector, digest=digest)


def test_parts_of_two_people_do_not_meet(own: Bureau) -> None:
    first, second = own.actors["inspector"], own.actors["clerk"]
    send(first, 0)

    assert pieces.state_of(actor=second, digest=SHA).have == 0
    assert send_rest(second).done
    assert pieces.state_of(actor=first, digest=SHA).done


def test_what_another_bureau_has_is_not_here(own: Bureau, foreign: Bureau) -> None:
    send_rest(own.actors["inspector"])
    stranger = foreign.actors["inspector"]

    assert pieces.state_of(actor=stranger, digest=SHA) == PieceState(have=0, done=False)
    with pytest.raises(NotFoundError):
        selectors.file_of(selectors.home_of(stranger), SHA)
    assert send_rest(stranger).done
    assert StoredFile.objects.filter(digest=SHA).count() == 2


def test_a_part_is_swept_after_seven_days_and_not_before(inspector: Actor) -> None:
    send(inspector, 0)

    young = sweeping.sweep(at=NOON + rules.PART_LIFE)
    old = sweeping.sweep(at=NOON + rules.PART_LIFE + timedelta(seconds=1))

    assert (young.parts, old.parts) == (0, 1)
    assert pieces.state_of(actor=inspector, digest=SHA).have == 0
