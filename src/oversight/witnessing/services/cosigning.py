"""Cosigning the checkpoints of neighbours: ``add-checkpoint`` of C2SP tlog-witness (log-v1 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian import canonical
from mingqian.errors import MingqianError
from mingqian.log import note, witness
from mingqian.log.checkpoint import parse_note
from mingqian.log.fork import Fork
from mingqian.log.witness import Consent, Refusal
from mingqian_crypto import default_crypto
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common import moments
from oversight.witnessing import events
from oversight.witnessing.models import FollowedLog
from oversight.witnessing.services import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What HTTP is to answer."""

    status: int
    body: bytes
    content_type: str = witness.PLAIN


def add_checkpoint(*, data: bytes, at: datetime) -> Answer:
    """Cosign a checkpoint that continues what was cosigned of its log before, or say why not.

    The row of the log is locked from reading it until the new checkpoint is stored, and the answer
    is given only after the commit: no older request rolls the record back, and no cosignature is
    out that is not on record. No entry of the trail is made, but for a fork.

    Raises:
        DomainError: the private key of this witness is not there.
    """
    with transaction.atomic():
        log = _locked(data)
        logs = [] if log is None else [note.parse_vkey(log.vkey)]
        latest = {} if log is None or log.latest is None else {log.origin: log.latest}
        outcome = witness.consider(data, logs=logs, latest=latest, crypto=default_crypto())
        if isinstance(outcome, Consent) and log is not None:
            return _cosign(log, outcome, at)
        if isinstance(outcome, Refusal):
            if outcome.is_fork and log is not None:
                _keep_fork(log, witness.parse(data).checkpoint, at)
            return Answer(
                status=outcome.status, body=outcome.body, content_type=outcome.content_type
            )
    raise AssertionError(outcome)


def _locked(data: bytes) -> FollowedLog | None:
    try:
        head = parse_note(witness.parse(data).checkpoint, "add-checkpoint")[0]
    except MingqianError:
        return None  # what is wrong with it is for the witness's rules to say
    rows = FollowedLog.objects.select_for_update().filter(origin=head.origin, ended_at=None)
    return rows.first()


def _cosign(log: FollowedLog, consent: Consent, at: datetime) -> Answer:
    answer = consent.answer(keys.signer(), at=moments.written(at))
    own = note.parse_signatures(answer, "cosignature")
    key = note.parse_vkey(log.vkey)
    by_log = [s for s in consent.note.signatures if (s.name, s.key_id) == (key.name, key.key_id)]
    kept = note.Note(text=consent.note.text, signatures=(*by_log, *own))
    log.size, log.root = consent.checkpoint.size, consent.checkpoint.root.hex()
    log.cosigned, log.cosigned_at = note.write(kept).decode(), at
    log.save(update_fields=["size", "root", "cosigned", "cosigned_at"])
    return Answer(status=200, body=answer)


def _keep_fork(log: FollowedLog, signed: bytes, at: datetime) -> None:
    """Keep the first two histories that a log signed of one size: anybody can verify them."""
    if log.fork:
        return
    fork = Fork(
        key=note.parse_vkey(log.vkey),
        smaller=log.cosigned.encode(),
        larger=signed,
        root=parse_note(signed, "add-checkpoint")[0].root,
        consistency=(),
        difference=None,
    )
    log.fork, log.forked_at = fork.write().decode(), at
    log.save(update_fields=["fork", "forked_at"])
    event = AuditEvent(
        type=events.COSIGNER_FORK_SEEN,
        number=log.origin,
        title=log.title,
        public={"size": log.size, "evidence": canonical.digest(log.fork.encode())},
    )
    audit.record(event, by=PROGRAM, at=at)
