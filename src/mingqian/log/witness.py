"""What a witness does when a log asks it to cosign (C2SP tlog-witness add-checkpoint; log-v1 3).

`consider` decides; it stores, signs and sends nothing. The caller must hold a lock on the
origin's record from reading it until the new checkpoint is stored, and must store it before it
answers: otherwise an older request could roll the record back and let a fork be cosigned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian.crypto import Crypto, Signer
from mingqian.errors import LogError, sentence_of
from mingqian.log import note, tree
from mingqian.log.checkpoint import Checkpoint, parse_note
from mingqian.log.encoding import Place, decimal, hashes_of, text_of, to_base64

MAX_BYTES = note.MAX_BYTES + 10_000
MAX_HASHES = 63
PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
RULE = "log-v1 3"

_FILE = "add-checkpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a log sends: the size the witness saw last, the way from there, a checkpoint."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no cosignature, with what HTTP is to answer.

    ``is_fork`` tells that the log itself signed two trees that cannot both be true: keep the
    request, it is evidence.
    """

    status: int
    body: bytes
    problem: str
    content_type: str = PLAIN
    is_fork: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A checkpoint to be stored as the latest, and then cosigned."""

    checkpoint: Checkpoint
    note: note.Note

    def answer(self, signer: Signer, *, at: str) -> bytes:
        """Cosign at a time, and write the body of the answer.

        Raises:
            LogError: the signer's key is not one of a witness.
        """
        return note.cosigned(self.note.text, signer, at=at).line().encode()


def parse(data: bytes) -> Request:
    """Read the body of a request.

    Raises:
        LogError: not written as tlog-witness requires.
    """
    place = Place(file=_FILE, rule=RULE)
    head, blank, rest = text_of(data, place, limit=MAX_BYTES).partition("\n\n")
    first, *lines = head.split("\n")
    if not blank or not first.startswith("old "):
        place.refuse("witness.request", line=1)
    if len(lines) > MAX_HASHES:
        place.refuse("proof.too-many-hashes", count=len(lines), most=MAX_HASHES)
    old = decimal(first.removeprefix("old "), place, line=1)
    hashes = hashes_of(lines, place, first_line=2)
    return Request(old=old, hashes=hashes, checkpoint=rest.encode())


def write(request: Request) -> bytes:
    """Write the body of a request; the inverse of `parse`."""
    lines = [f"old {request.old}", *map(to_base64, request.hashes), ""]
    return "".join(f"{line}\n" for line in lines).encode() + request.checkpoint


def consider(
    data: bytes, *, logs: Sequence[note.Key], latest: Mapping[str, Checkpoint], crypto: Crypto
) -> Consent | Refusal:
    """Decide on a request, given the latest checkpoint cosigned for each origin."""
    try:
        request = parse(data)
        head, read = parse_note(request.checkpoint, f"{_FILE} 中检查点")
    except LogError as error:
        return _refusal(400, sentence_of(error))
    return (
        _signature_problem(head, read, logs, crypto)
        or _size_problem(request, head, latest.get(head.origin))
        or _proof_problem(request, head, latest.get(head.origin))
        or Consent(checkpoint=head, note=read)
    )


def _signature_problem(
    head: Checkpoint, read: note.Note, logs: Sequence[note.Key], crypto: Crypto
) -> Refusal | None:
    keys = [key for key in logs if key.name == head.origin]
    if not keys:
        return _refusal(404, "不见证这个来源的日志")
    try:
        signatures = note.verified(read, keys, crypto, _FILE)
    except LogError as error:
        return _refusal(403, sentence_of(error))
    return None if signatures else _refusal(403, "没有已知日志密钥的签名")


def _size_problem(request: Request, head: Checkpoint, seen: Checkpoint | None) -> Refusal | None:
    size = seen.size if seen else 0
    if request.old > head.size:
        return _refusal(400, f"旧的大小 {request.old} 大于检查点的大小 {head.size}")
    if request.old != size:
        return _conflict(size, f"上次见证的大小是 {size}，不是 {request.old}")
    if seen and head.size == size and head.root != seen.root:
        return _refusal(422, f"大小为 {size} 的树有两个树根", is_fork=True)
    return None


def _proof_problem(request: Request, head: Checkpoint, seen: Checkpoint | None) -> Refusal | None:
    try:
        tree.require_consistency(
            old=request.old,
            old_root=seen.root if seen else tree.EMPTY_ROOT,
            new=head.size,
            new_root=head.root,
            proof=request.hashes,
        )
    except LogError as error:
        return _refusal(422, sentence_of(error))
    return None


def _refusal(status: int, problem: str, *, is_fork: bool = False) -> Refusal:
    body = f"{problem}\n".encode()
    return Refusal(status=status, body=body, problem=problem, is_fork=is_fork)


def _conflict(size: int, problem: str) -> Refusal:
    return Refusal(status=409, body=f"{size}\n".encode(), problem=problem, content_type=SIZE)
