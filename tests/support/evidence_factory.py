"""A fictional bureau whose log lives in memory: it seals, reveals, holds and publishes draws.

Tests and the vectors' script use it to make evidence folders, honest ones and forged ones: a
forger changes a plan, a value or an entry before it is logged, so that all else agrees with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mingqian import canonical, declaration, draw, evidence, result, seed, sources, times
from mingqian.canonical import Json
from mingqian.log import checkpoint, entry, note, proof, tiles
from mingqian.manifest import Manifest
from mingqian.manifest_builder import Preparation
from mingqian.replacement import Replacement
from mingqian.result import Result, SourceValue
from mingqian.roster import Rosters
from mingqian.sources import Witness

ORIGIN = "log.qinghe.example/2023"
WITNESS = "witness.linjiang.example"


class Key:
    """An Ed25519 key made from a word: fictional, and the same in every run."""

    def __init__(self, name: str, kind: int = note.ED25519) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex(canonical.digest(f"fictional key of {name}"))
        )
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name = name
        self.vkey = note.Key(name=name, kind=kind, public_key=raw).vkey

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A published checkpoint: its size and its signed bytes."""

    size: int
    signed: bytes


@dataclass(kw_only=True)
class Log:
    """The log of the installation, its files in a dictionary."""

    key: Key = field(default_factory=lambda: Key(ORIGIN))
    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    root: bytes = bytes.fromhex(canonical.digest(b""))

    def append(self, data: bytes) -> int:
        """Append an entry and give its index."""
        update = tiles.append(
            self.files.get, size=len(self.entries), root=self.root, entries=[data]
        )
        self.files |= update.files
        self.root = update.root
        self.entries.append(data)
        return len(self.entries) - 1

    def head(self, *, cosigned_at: str | None = None) -> Head:
        """Sign the present size, and have the neighbours' witness cosign it."""
        point = checkpoint.Checkpoint(origin=ORIGIN, size=len(self.entries), root=self.root)
        signed = checkpoint.sign(point, [self.key])
        if cosigned_at is not None:
            parsed = note.parse(signed, "checkpoint")
            key = Key(WITNESS, note.COSIGNATURE)
            more = note.cosigned(parsed.text, key, at=cosigned_at)
            signed = note.write(note.with_signatures(parsed, [more]))
        return Head(size=point.size, signed=signed)

    def proof(self, index: int, head: Head) -> bytes:
        """Prove an entry under a checkpoint."""
        hashes = tiles.Tiles(self.files.get, head.size).inclusion_proof(index)
        return proof.write(proof.Proof(index=index, hashes=hashes, checkpoint=head.signed))

    def consistency(self, old: int, new: int) -> evidence.ConsistencyProof:
        """Prove that an old size is the beginning of a new one."""
        hashes = tiles.Tiles(self.files.get, new).consistency_proof(old)
        return evidence.ConsistencyProof(old=old, new=new, hashes=hashes)


@dataclass(kw_only=True)
class Ceremony:
    """One draw on its way from sealing to evidence folder.

    ``twist`` may change the public part of an entry before it is logged, as a forger would.
    """

    prepared: Preparation
    rosters: Rosters
    given: Sequence[SourceValue]
    log: Log = field(default_factory=Log)
    secret: str | None = None
    shown: Mapping[str, bytes] = field(default_factory=dict)
    """The files in ``evidence/`` that the given values name."""
    is_dated: bool = True
    twist: Callable[[str, dict[str, Json]], dict[str, Json]] = lambda _event, public: public
    at: Mapping[str, str] = field(default_factory=dict)
    """The time of an event, where it is not the usual one."""
    final: Result | None = None
    """The result to publish, where it is not the true one."""
    indexes: dict[str, int] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    replaced: list[Replacement] = field(default_factory=list)

    @property
    def manifest(self) -> Manifest:
        return self.prepared.manifest

    def result(self) -> Result:
        """The result as published."""
        if self.final is not None:
            return self.final
        return draw.hold(self.manifest, self.rosters, self.given, secret=self.secret)

    def seal(self) -> None:
        """Log the commitment an hour before t0."""
        manifest = self.manifest
        self._record(
            evidence.SEALED,
            "draw.sealed",
            times.shift(manifest.t0, -3600),
            {
                "commitment": manifest.commitment,
                "mode": manifest.mode,
                "task": manifest.task,
                "sources": [source.json() for source in manifest.sources],
                "t0": manifest.t0,
                "deadline": manifest.deadline,
            },
            is_dated=True,
        )

    def reveal(self) -> None:
        """Log the witnesses' values before t0, then the public ones, each in its time."""
        times_of = {
            position: self._reveal_time(source, self.given[position - 1].value)
            for position, source in enumerate(self.manifest.sources, start=1)
        }
        for position in sorted(times_of, key=lambda position: (times_of[position], position)):
            source = self.manifest.sources[position - 1]
            given = self.given[position - 1]
            value = given.value
            public: dict[str, Json] = {"source": position, "value": value}
            if self.secret is not None and isinstance(source, Witness):
                digest = seed.reveal_digest(self.manifest.draw, position, self.secret, value)
                public = {"source": position, "digest": digest}
            if sources.is_none(source, value):
                declared = declaration.Declaration(
                    persons=("周岚", "韩静"), evidence=declaration.digests(given.evidence)
                )
                public |= declared.public()
            event = evidence.reveal(position)
            is_dated = isinstance(source, Witness)
            self._record(event, "draw.revealed", times_of[position], public, is_dated=is_dated)

    def _reveal_time(self, source: sources.Source, value: str) -> str:
        if source.time is None:
            return times.shift(self.manifest.t0, -300)
        if not sources.has_value(source, value):
            return self.manifest.deadline
        return times.shift(source.time, 5)

    def hold(self) -> None:
        """Log the digest of the result, and in sealed mode open it."""
        at = self.manifest.deadline
        public: dict[str, Json] = {
            "commitment": self.manifest.commitment,
            "result": canonical.digest(self.result().write()),
        }
        self._record(evidence.HELD, "draw.held", at, public, is_dated=True)
        if self.secret is not None:
            self._record(evidence.OPENED, "draw.opened", at, {"secret": self.secret})

    def replace(self, replacement: Replacement) -> None:
        """Log a replacement."""
        self.replaced.append(replacement)
        event = evidence.replaced(len(self.replaced))
        public = replacement.public(self.manifest.commitment)
        self._record(event, "draw.replaced", self.manifest.deadline, public)

    def folder(self, extra: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
        """Publish: everything of clause 6.2 under one final checkpoint."""
        final = self.log.head(cosigned_at=self.manifest.deadline if self.is_dated else None)
        files = {
            "manifest.json": self.manifest.write(),
            result.FILE: self.result().write(),
            **self.prepared.files,
            **{f"{evidence.EVIDENCE}{name}": data for name, data in self.shown.items()},
            evidence.VKEY: f"{self.log.key.vkey}\n".encode(),
            **(extra or {}),
        }
        for event, index in self.indexes.items():
            files[evidence.entry_file(event)] = self.log.entries[index]
            files[evidence.final_proof_file(event)] = self.log.proof(index, final)
        for event, head in self.heads.items():
            files[evidence.early_proof_file(event)] = self.log.proof(self.indexes[event], head)
        sizes = {head.size for head in self.heads.values()} - {final.size}
        files[evidence.CONSISTENCY] = evidence.write_consistency(
            [self.log.consistency(size, final.size) for size in sizes]
        )
        return files

    def all(self, extra: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
        """Seal, reveal, hold and publish."""
        self.seal()
        self.reveal()
        self.hold()
        return self.folder(extra)

    def _record(
        self, event: str, kind: str, at: str, public: dict[str, Json], *, is_dated: bool = False
    ) -> None:
        at = self.at.get(event, at)
        new_entry = entry.Entry(
            type=kind,
            at=at,
            by=entry.Author(organisation="青禾区人力资源和社会保障局", role="实施"),
            about=entry.About(kind="draw", number=self.manifest.draw),
            public=self.twist(event, public),
            private=None,
        )
        self.indexes[event] = self.log.append(entry.write(new_entry))
        if is_dated and (self.is_dated or event == evidence.SEALED):
            self.heads[event] = self.log.head(cosigned_at=at if self.is_dated else None)
