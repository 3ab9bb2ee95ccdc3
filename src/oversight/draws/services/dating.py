"""Who outside dates a draw: asked before t0, kept with the evidence, said on every page (7.2).

What nobody outside saw is only the bureau's own word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from mingqian import evidence, times
from mingqian.errors import MingqianError
from mingqian.log import checkpoint, proof
from mingqian.log.checkpoint import Checkpoint
from mingqian.sources import Witness
from mingqian.verify.timing import SEALED_BEFORE
from mingqian_ceremony import draw_log
from mingqian_ceremony.draw_folder import Folder
from mingqian_ceremony.file_log import FileLog
from oversight.audit import outside, publication
from oversight.audit.outside import DatedCheckpoint, Sight
from oversight.audit.services import PROGRAM
from oversight.common import moments
from oversight.draws.audit_log import DatabaseLog
from oversight.draws.files import folder
from oversight.draws.models import Draw

_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of a draw whose time matters, who outside saw it, and until when it counts."""

    name: str
    title: str
    latest: datetime
    sights: tuple[Sight, ...]

    @property
    def in_time(self) -> tuple[Sight, ...]:
        """Give who saw it in time."""
        return tuple(sight for sight in self.sights if moments.read(sight.at) <= self.latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """An event that somebody outside has not seen yet."""

    draw: Draw
    event: str
    present: frozenset[str]
    has_token: bool


def run_due(*, at: datetime) -> list[str]:
    """Ask everybody outside for what is not dated yet; gives the draws whose evidence grew."""
    if not outside.is_configured():
        return []
    due = [event for draw in _open(at) for event in _undated(draw, at)]
    if not due:
        return []
    wanted = frozenset(witness.name for witness in outside.witnesses())
    dated = outside.ask(wanted, needs_token=True, at=at)
    return sorted({event.draw.number for event in due if _store_newer(event, dated)})


def events(draw: Draw) -> list[Event]:
    """Say of each event whose time matters who outside saw it; empty before the sealing."""
    files = folder(draw.number)
    if draw.sealed_at is None or draw.t0 is None or draw.deadline is None:
        return []
    manifest = files.manifest()
    t0, latest = moments.read(manifest.t0), times.shift(manifest.t0, -SEALED_BEFORE)
    events = [(evidence.SEALED, "封存", moments.read(latest))]
    for position, source in enumerate(manifest.sources, start=1):
        if isinstance(source, Witness):
            title = f"{source.name}的数"
            events.append((evidence.reveal(position), title, t0 - timedelta(seconds=1)))
    events.append((evidence.HELD, "结果", draw.deadline + _AFTER))
    return [
        Event(name=name, title=title, latest=until, sights=tuple(_sights(files, name)))
        for name, title, until in events
        if files.has(evidence.early_proof_file(name))
    ]


def head(draw: Draw) -> Checkpoint | None:
    """Give the log's head that holds the sealing: printed, so that people keep it too."""
    files, name = folder(draw.number), evidence.early_proof_file(evidence.SEALED)
    if not files.has(name):
        return None
    return checkpoint.parse_note(proof.parse(files.data(name), name).checkpoint, name)[0]


def sign_again() -> int:
    """Add the log's new key to the early proofs of all draws, after a change of key.

    A proof that a token stamps stays as it is: the token stamps the signatures too. Gives how many.
    """
    log, count = FileLog(publication.folder()), 0
    for draw in Draw.objects.filter(sealed_at__isnull=False):
        files = folder(draw.number)
        names = [evidence.SEALED, evidence.HELD]
        names += [evidence.reveal(n) for n in range(1, len(files.manifest().sources) + 1)]
        for name in names:
            file = evidence.early_proof_file(name)
            if files.has(file) and not files.has(evidence.token_file(name)):
                parsed = proof.parse(files.data(file), file)
                signed = log.sign_again(parsed.checkpoint)
                _put(files, file, parsed, signed)
                count += 1
        _drop_bundles(draw)
    return count


def _open(at: datetime) -> Iterator[Draw]:
    late = Q(held_at__gt=at - _AFTER, held_at__lte=at)
    draws = Draw.objects.filter(Q(t0__gt=at) | late, sealed_at__isnull=False)
    yield from draws.exclude(state=Draw.VOIDED)


def _undated(draw: Draw, at: datetime) -> Iterator[_Due]:
    witness_names = {witness.name for witness in outside.witnesses() if witness.url}
    files = folder(draw.number)
    for event in events(draw):
        present = frozenset(sight.who for sight in event.sights) & witness_names
        has_token = files.has(evidence.token_file(event.name))
        is_whole = present == witness_names and (has_token or not settings.TSA_URL)
        if at <= event.latest and not is_whole:
            yield _Due(draw=draw, event=event.name, present=present, has_token=has_token)


def _store_newer(due: _Due, dated: DatedCheckpoint) -> bool:
    """Put what came into the evidence, where it is more than what is there."""
    is_more = len(dated.witnesses) > len(due.present)
    adds_token = dated.token is not None and not due.has_token
    loses = due.present - dated.witnesses or (due.has_token and dated.token is None)
    if loses or not (is_more or adds_token):
        return False
    log, files = DatabaseLog(author=PROGRAM), folder(due.draw.number)
    logged = draw_log.events(files.manifest(), log)[due.event]
    token, name = evidence.token_file(due.event), evidence.early_proof_file(due.event)
    # First the old token away: it stamps the old proof. A crash here only asks once more.
    (files.path / token).unlink(missing_ok=True)
    files.put(name, log.proof(logged.index, dated.head))
    if dated.token is not None:
        files.put(token, dated.token)
    _drop_bundles(due.draw)
    return True


def _sights(files: Folder, event: str) -> list[Sight]:
    name, token = evidence.early_proof_file(event), evidence.token_file(event)
    stamped = files.data(token) if files.has(token) else None
    try:
        return outside.sights(files.data(name), stamped, name)
    except MingqianError:
        return []  # damaged proofs date nothing; the verifiers say what is wrong with them


def _put(files: Folder, name: str, parsed: proof.Proof, signed: bytes) -> None:
    again = proof.Proof(
        index=parsed.index, hashes=parsed.hashes, checkpoint=signed, extra=parsed.extra
    )
    files.put(name, proof.write(again))


def _drop_bundles(draw: Draw) -> None:
    """Delete the packed evidence of a draw, so that it is packed anew."""
    for path in (folder(draw.number).path.parent / "bundles").glob(f"{draw.number}-[0-9]*.zip"):
        path.unlink(missing_ok=True)
