"""What is being verified: the files, and what they were read as, each read once.

Reading what a check refuses blocks every later check that needs it (spec draw-v1 7.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from mingqian import draw, evidence, manifest, result, roster
from mingqian import seed as seeds
from mingqian.assignment import Assignment, Visit, assign
from mingqian.assignment.team import Barred, barred
from mingqian.crypto import Crypto
from mingqian.draw import Keys
from mingqian.errors import FormatError
from mingqian.log import checkpoint
from mingqian.log import entry as entries
from mingqian.log import proof as proofs
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.entry import Entry
from mingqian.log.note import Key, Note, parse_vkey
from mingqian.log.policy import Policy
from mingqian.log.tiles import Read
from mingqian.manifest import Manifest
from mingqian.result import EvidenceFile, Result
from mingqian.roster import Rosters
from mingqian.selection import Engine, StratumDraw
from mingqian.sources import Source
from mingqian.verify.findings import BlockedError, require_equal

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLog:
    """The whole log beside the folder: its signed checkpoint and a reader of its tile files."""

    checkpoint: bytes
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What the verifier brings along: whose log, which witnesses, and the whole log if there."""

    policy: Policy | None = None
    whole_log: WholeLog | None = None
    has_signed_printouts: bool = False
    """Whether the verifier has print-outs of the commitment that witnesses signed (7.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProof:
    """A proof file as read; nothing in it is verified.

    ``raw`` is the signed checkpoint as it stands in the file.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note
    raw: bytes


@dataclass(kw_only=True)
class Case:
    """One evidence folder under verification."""

    files: Mapping[str, bytes]
    crypto: Crypto
    configuration: Configuration
    engine: Callable[[Rosters], Engine] = draw.engine_of
    progress: Callable[[int, int], None] | None = None
    failed: set[str] = field(default_factory=set)
    """The names of the checks that failed so far."""

    def require_passed(self, *checks: str) -> None:
        """Refuse to go on when one of the checks has failed.

        Raises:
            BlockedError: it names the first of them.
        """
        for check in checks:
            if check in self.failed:
                raise BlockedError(check)

    def file(self, name: str) -> bytes:
        """Give the bytes of a file.

        Raises:
            BlockedError: it is missing.
        """
        if name not in self.files:
            raise BlockedError("folder-files")
        return self.files[name]

    # -- what was fixed before ------------------------------------------------------------------

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest, as read."""
        return self._read("manifest-canonical", manifest.read, manifest.FILE)

    @cached_property
    def rosters(self) -> Rosters:
        """The rosters, as read; every code of theirs is declared."""
        self._own("roster-format")
        rosters = roster.read({name: self.file(name) for name in roster.NAMES})
        manifest.require_declared(self.manifest, rosters)
        return rosters

    @cached_property
    def _sizes(self) -> dict[str, int]:
        sizes = dict.fromkeys((stratum.code for stratum in self.manifest.strata), 0)
        for subject in self.rosters.subjects:
            for code in subject.strata:
                sizes[code] += 1
        return sizes

    def stratum_size(self, code: str) -> int:
        """Count the subjects that list a stratum."""
        return self._sizes[code]

    @cached_property
    def _tickets(self) -> dict[str, int]:
        return {subject.id: subject.tickets for subject in self.rosters.subjects}

    def tickets_of(self, subject: str) -> int:
        """Give the tickets of a subject.

        Raises:
            DifferenceError: it may not be drawn at all.
        """
        where = f"{result.FILE} {subject}"
        is_listed = subject in self._tickets
        require_equal("抽中的应在可抽名单里", where=where, expected=True, actual=is_listed)
        return self._tickets[subject]

    # -- the outcome ----------------------------------------------------------------------------

    @cached_property
    def result(self) -> Result:
        """The result, as read."""
        return self._read("manifest-canonical", result.read, result.FILE)

    def valued_sources(self) -> list[tuple[Source, str]]:
        """Pair every source with its value in the result."""
        self.require_passed("manifest-canonical")
        return list(zip(self.manifest.sources, self.result.values, strict=True))

    def seed(self) -> str:
        """Recompute the seed from the manifest and the values in the result."""
        return seeds.seed(
            self.manifest.draw,
            self.manifest.commitment,
            self.manifest.sources,
            [value for _, value in self.valued_sources()],
            self.result.secret,
        )

    @cached_property
    def keys(self) -> Keys:
        """The keys by the seed that the result states; the check ``seed`` recomputes it."""
        return draw.keys(self.result.seed)

    @cached_property
    def _drawn(self) -> list[StratumDraw]:
        self.require_passed("manifest-canonical", "roster-format", "strata-counts")
        return draw.select(self.manifest, self.engine(self.rosters), self.result.seed)

    def drawn(self) -> list[StratumDraw]:
        """Draw again."""
        return self._drawn

    def visits(self) -> dict[str, tuple[str, ...]]:
        """List the visits of the repeated draw."""
        return draw.visits(self._drawn)

    def demands(self) -> list[Visit]:
        """List the demand of every visit; the result must have the same visits."""
        self.require_passed("selection")
        return draw.demands(self.manifest, self.visits())

    @cached_property
    def _assignment(self) -> Assignment:
        return assign(
            self.demands(),
            self.rosters.inspectors,
            self.rosters.conflicts,
            key=self.keys.inspectors,
            relax_soft=self.manifest.relax_soft,
            progress=self.progress,
        )

    def assignment(self) -> Assignment:
        """Assign again."""
        return self._assignment

    @cached_property
    def _conflicts(self) -> Barred:
        return barred(self.rosters.conflicts, is_relaxed=self.result.relaxed)

    def has_conflict(self, inspector: str, subject: str) -> bool:
        """Tell whether a pair may not be sent, under the relaxation the result states."""
        return inspector in self._conflicts.get(subject, frozenset())

    def listed_evidence(self) -> Iterator[EvidenceFile]:
        """List the evidence files that the result names."""
        for source in self.result.sources:
            yield from source.evidence

    # -- the log --------------------------------------------------------------------------------

    @property
    def events(self) -> list[str]:
        """The events of the draw, in the order of the log."""
        return evidence.events(
            len(self.manifest.sources),
            is_sealed_mode=self.manifest.is_sealed_mode,
            replacements=evidence.replacements(list(self.files)),
        )

    def expected_names(self) -> tuple[set[str], set[str]]:
        """List the names that must be there, and those that may (6.2)."""
        must = {*evidence.ALWAYS}
        for event in self.events:
            must |= {evidence.entry_file(event), evidence.final_proof_file(event)}
        must.add(evidence.early_proof_file(evidence.SEALED))
        must |= {f"{evidence.EVIDENCE}{file.name}" for file in self.listed_evidence()}
        may = {evidence.README}
        for event in evidence.datable(len(self.manifest.sources)):
            may.add(evidence.early_proof_file(event))
            if evidence.early_proof_file(event) in self.files:
                may.add(evidence.token_file(event))
        return must, may

    @property
    def log_key(self) -> Key:
        """The log's public key, as the folder gives it."""
        return self._read("log-key", _vkey, evidence.VKEY)

    def entry(self, event: str) -> Entry:
        """Read the log entry of an event."""
        name = evidence.entry_file(event)
        return self._read("log-order", lambda data: entries.parse(data, name), name)

    def proof(self, name: str) -> ReadProof:
        """Read a proof file."""
        return self._read("log-consistency", lambda data: _proof(data, name), name)

    def final_proof(self, event: str) -> ReadProof:
        """Read an event's proof under the final checkpoint."""
        return self.proof(evidence.final_proof_file(event))

    def early_proofs(self) -> dict[str, ReadProof]:
        """Read the early proofs that are there, by event."""
        return {
            event: self.proof(evidence.early_proof_file(event))
            for event in evidence.datable(len(self.manifest.sources))
            if evidence.early_proof_file(event) in self.files
        }

    def _read(self, check: str, read: Callable[[bytes], _T], name: str) -> _T:
        self._own(check)
        return read(self.file(name))

    def _own(self, check: str) -> None:
        # What a check reads, that check reports; all others are blocked by it.
        if check in self.failed:
            raise BlockedError(check)


def _proof(data: bytes, name: str) -> ReadProof:
    proof = proofs.parse(data, name)
    head, note = checkpoint.parse_note(proof.checkpoint, name)
    return ReadProof(
        index=proof.index, hashes=proof.hashes, checkpoint=head, note=note, raw=proof.checkpoint
    )


def _vkey(data: bytes) -> Key:
    text = data.decode(errors="replace")
    if not text.endswith("\n"):
        raise FormatError("evidence.no-newline", file=evidence.VKEY, rule="draw-v1 6.2")
    return parse_vkey(text[:-1], evidence.VKEY)
