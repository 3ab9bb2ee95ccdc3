"""Witnesses and time-stamping authorities, and their last answers (log-v1 3; draw-v1 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from mingqian.errors import LogError, MingqianError
from mingqian.log import checkpoint, note, proof
from mingqian.log import policy as policies
from mingqian.log.policy import Policy, Witness
from mingqian.log.tiles import Tiles
from mingqian_ceremony.file_log import FileLog, SignedCheckpoint
from mingqian_crypto import default_crypto
from oversight.audit import publication, witness_client
from oversight.audit.models import OutsideWitness
from oversight.audit.witness_client import OutsideError
from oversight.common import moments
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError

AUTHORITY = "时间戳机构"
Reply = TypeVar("Reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCheckpoint:
    """A checkpoint with what outsiders gave: their cosignatures in it, and a token over it."""

    head: SignedCheckpoint
    witnesses: frozenset[str]
    token: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The name of an outsider that saw a checkpoint, and when."""

    who: str
    at: str

    @property
    def moment(self) -> datetime:
        """Give the moment."""
        return moments.read(self.at)


def policy() -> Policy:
    """Give the policy of the settings as its file stands; nobody's where there is none.

    Raises:
        LogError: it is not one; the text says in which line.
    """
    path = Path(settings.WITNESS_POLICY)
    if not settings.WITNESS_POLICY or not path.is_file():
        return Policy()
    return _policy(path, path.stat().st_mtime_ns)


def witnesses() -> tuple[Witness, ...]:
    """Give the witnesses of the settings; those without an address are not asked."""
    return policy().witnesses


def is_configured() -> bool:
    """Tell whether the settings name any witness or authority."""
    return bool(settings.TSA_URL or any(witness.url for witness in witnesses()))


def require_settings() -> None:
    """Refuse settings that could not work, before anybody relies on them.

    Raises:
        DomainError: a file is missing or damaged, or an authority has no roots.
    """
    if settings.TSA_URL and not settings.TSA_ROOTS:
        raise DomainError("设了 MINGQIAN_TSA，还要设 MINGQIAN_TSA_ROOTS：时间戳机构的根证书文件")
    policy_path = settings.WITNESS_POLICY
    if policy_path and policy_path != settings.OWN_POLICY and not Path(policy_path).is_file():
        raise DomainError(f"MINGQIAN_WITNESSES 设的 {policy_path} 不在；请核对")
    try:
        witnesses()
        default_crypto(_roots(settings.TSA_ROOTS))
    except (OSError, MingqianError) as error:
        raise DomainError(f"见证机构或时间戳机构的设置不能用：{problem_of(error)}") from error


def ask(names: frozenset[str], *, needs_token: bool, at: datetime) -> DatedCheckpoint:
    """Ask the witnesses named for the newest checkpoint, then the authority; note what they said.

    A token stamps the signatures too, so the authority comes last.
    """
    log_files = FileLog(publication.folder())
    head = log_files.head()
    signed, cosigners = head.signed, set()
    for witness in witnesses():
        if witness.url and witness.name in names:
            lines = _ask_outsider(
                witness.name, at, partial(_cosignatures, log_files, witness, head)
            )
            if lines is not None:
                signed = note.write(note.with_signatures(note.parse(signed, "检查点"), lines))
                cosigners.add(witness.name)
    token = None
    if needs_token and settings.TSA_URL:
        token = _ask_outsider(AUTHORITY, at, partial(_timestamp, signed))
    return DatedCheckpoint(
        head=replace(head, signed=signed), witnesses=frozenset(cosigners), token=token
    )


def sights(proven: bytes, token: bytes | None, file: str) -> list[Sight]:
    """Give the outsiders of the settings that saw the checkpoint of a proof; verified.

    Raises:
        LogError: the proof, or a known signature in it, is damaged.
    """
    proven_checkpoint = proof.parse(proven, file)
    keys = {witness.key: witness.name for witness in witnesses()}
    text = checkpoint.parse_note(proven_checkpoint.checkpoint, file)[1]
    cosignatures = note.verified(text, list(keys), default_crypto(), file)
    sightings = [
        Sight(who=keys[cosignature.key], at=cosignature.at)
        for cosignature in cosignatures
        if cosignature.at
    ]
    if token is not None:
        try:
            time = default_crypto(_roots(settings.TSA_ROOTS)).timestamp_time(
                token, proven_checkpoint.imprint
            )
            sightings += [Sight(who=AUTHORITY, at=time)] if time else []
        except LogError:
            pass  # a token that nobody here trusts dates nothing
    return sightings


def last_answers() -> list[OutsideWitness]:
    """Give what the outsiders of the settings said last; those never asked yet are blank."""
    names = [witness.name for witness in witnesses() if witness.url]
    names += [AUTHORITY] if settings.TSA_URL else []
    rows = {row.name: row for row in OutsideWitness.objects.filter(name__in=names)}
    return [rows.get(name, OutsideWitness(name=name)) for name in names]


def _cosignatures(
    log_files: FileLog, witness: Witness, head: SignedCheckpoint
) -> tuple[note.Signature, ...]:
    tiles = Tiles(log_files.read_tile, head.size)
    row, _ = OutsideWitness.objects.get_or_create(name=witness.name)
    # Cosigned before: the proof is empty, and the witness signs the same checkpoint again.
    known_size = min(row.size, head.size)
    answer = witness_client.cosign(witness, head.signed, known_size, tiles.consistency_proof)
    OutsideWitness.objects.filter(name=witness.name).update(size=head.size)
    return answer.signatures


def _timestamp(signed: bytes) -> bytes:
    return witness_client.stamp(settings.TSA_URL, signed, _roots(settings.TSA_ROOTS))[0]


def _ask_outsider(name: str, at: datetime, question: Callable[[], Reply]) -> Reply | None:
    """Ask, and note the answer; who does not answer must not keep others from being asked.

    Whoever could not be reached is left alone for a minute (`WITNESS_RETRY`).
    """
    row, _ = OutsideWitness.objects.get_or_create(name=name)
    pause = timedelta(seconds=settings.WITNESS_RETRY)
    if row.problem and row.asked_at and timedelta() <= at - row.asked_at < pause:
        return None
    try:
        answer = question()
    except OutsideError as error:
        row.asked_at, row.problem, row.is_fork = at, error.problem[:500], error.is_fork
        row.failures += 1
        row.save(update_fields=["asked_at", "problem", "is_fork", "failures"])
        return None
    row.asked_at = row.seen_at = at
    row.problem, row.is_fork, row.failures = "", False, 0
    row.save(update_fields=["asked_at", "seen_at", "problem", "is_fork", "failures"])
    return answer


@lru_cache(maxsize=4)
def _policy(path: Path, _: int) -> Policy:
    """Read a policy, once for each state of the file."""
    return policies.parse(path.read_bytes(), path.name)


@cache
def _roots(path: str) -> tuple[bytes, ...]:
    return (Path(path).read_bytes(),) if path else ()
