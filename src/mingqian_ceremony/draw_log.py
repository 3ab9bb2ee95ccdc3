"""A draw's entries in the log, and the proofs that date them (draw-v1 6.2, 6.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from mingqian import evidence, seed
from mingqian.canonical import Json
from mingqian.declaration import Declaration
from mingqian.errors import FormatError, RefusedError
from mingqian.log import checkpoint, note, proof, timestamp
from mingqian.log.entry import About, Author, Entry
from mingqian.manifest import Manifest
from mingqian.replacement import Replacement
from mingqian.sources import Witness
from mingqian_ceremony.draw_folder import Folder
from mingqian_ceremony.file_log import IndexedEntry, SignedCheckpoint

DRAW = "draw"
_SIGNATURE = "— ".encode()


class DrawLog(Protocol):
    """A log that the steps append to: a folder of tiles, or a database with tiles behind it."""

    @property
    def vkey(self) -> str:
        """Give the log's verifier key."""
        ...

    def head(self) -> SignedCheckpoint:
        """Give the newest signed checkpoint."""
        ...

    def entries(self) -> Iterable[IndexedEntry]:
        """Give at least the entries that decide whether a task has a draw already."""
        ...

    def about(self, kind: str, number: str) -> list[IndexedEntry]:
        """Give the entries about one thing."""
        ...

    def append_once(
        self,
        appended: Entry,
        is_same: Callable[[IndexedEntry], bool],
        require: Callable[[Iterable[IndexedEntry]], None] = ...,
    ) -> IndexedEntry:
        """Append an entry unless one like it is there; give the one that is there then."""
        ...

    def proof(self, index: int, head: SignedCheckpoint) -> bytes:
        """Prove an entry under a checkpoint."""
        ...

    def raw(self, index: int, size: int) -> bytes:
        """Give the bytes of an entry."""
        ...

    def consistency(self, old: int, new: int) -> evidence.ConsistencyProof:
        """Prove that an earlier size is the beginning of a later one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContext:
    """Who acts, when, and in which log."""

    book: DrawLog
    at: str
    role: str = "实施"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReceipt:
    """What a step came to; ``is_new`` is false where it had been done before."""

    is_new: bool
    logged: IndexedEntry


def of_draw(manifest: Manifest, book: DrawLog) -> list[IndexedEntry]:
    """List a draw's entries."""
    return book.about(DRAW, manifest.draw)


def find(
    manifest: Manifest, book: DrawLog, kind: str, position: int | None = None
) -> IndexedEntry | None:
    """Find a draw's first entry of a type, for a reveal that of the source."""
    for logged in of_draw(manifest, book):
        if logged.entry.type == kind and logged.entry.public.get("source") == position:
            return logged
    return None


def log(
    manifest: Manifest,
    context: StepContext,
    kind: str,
    public: dict[str, Json],
    *,
    is_same: Callable[[IndexedEntry], bool] = lambda _: True,
    require: Callable[[Iterable[IndexedEntry]], None] = lambda _: None,
) -> StepReceipt:
    """Log an entry about a draw, unless one like it is there.

    ``require`` judges the log as it is when nobody else can append.
    """
    appended = Entry(
        type=kind,
        at=context.at,
        by=Author(organisation=manifest.organisation, role=context.role),
        about=About(kind=DRAW, number=manifest.draw),
        public=public,
        private=None,
    )
    before = context.book.head().size
    logged = context.book.append_once(
        appended, lambda earlier: earlier.entry.type == kind and is_same(earlier), require
    )
    return StepReceipt(is_new=logged.index >= before, logged=logged)


def sealed_fields(manifest: Manifest) -> dict[str, Json]:
    """Write the public part of ``draw.sealed``."""
    return {
        "commitment": manifest.commitment,
        "mode": manifest.mode,
        "task": manifest.task,
        "sources": [source.json() for source in manifest.sources],
        "t0": manifest.t0,
        "deadline": manifest.deadline,
    }


def revealed_fields(
    manifest: Manifest,
    secret: str | None,
    position: int,
    value: str,
    declared: Declaration | None = None,
) -> dict[str, Json]:
    """Write the public part of ``draw.revealed``; a sealed draw hides witnesses' values.

    ``declared`` goes with a ``none`` (3.2).
    """
    if secret is not None and isinstance(manifest.sources[position - 1], Witness):
        digest = seed.reveal_digest(manifest.draw, position, secret, value)
        return {"source": position, "digest": digest}
    return {"source": position, "value": value, **(declared.public() if declared else {})}


def replacement_of(entry: Entry) -> Replacement:
    """Read a ``draw.replaced`` entry of this log."""
    public = entry.public

    def code(name: str) -> str | None:
        value = public.get(name)
        return value if isinstance(value, str) else None

    return Replacement(
        stratum=code("stratum"),
        pool=code("pool"),
        visit=code("visit") or "",
        out=code("out"),
        incoming=code("in") or "",
        why=code("why") or "",
    )


def date(folder: Folder, book: DrawLog, event: str, logged: IndexedEntry) -> None:
    """Keep an early proof of an event: the first checkpoint over it is the one to be dated."""
    name = evidence.early_proof_file(event)
    if not folder.has(name):
        folder.put(name, book.proof(logged.index, book.head()))


def imprint(folder: Folder, event: str) -> str:
    """Give what a time-stamping authority is to stamp for an event: 64 hex digits (6.2)."""
    name = evidence.early_proof_file(event)
    return proof.parse(folder.data(name), name).imprint.hex()


def attach(folder: Folder, event: str, data: bytes, *, may_replace: bool = False) -> str:
    """Add what outsiders gave to date an event: cosignature lines, or else an RFC 3161 token.

    Gives the name of the file that now holds it. A token that is there is another one's evidence:
    only ``may_replace`` puts another in its place.

    Raises:
        RefusedError: a cosignature after the token, which stamps the signatures too; or another
            token is there.
        LogError: lines that are no signatures; no token, or one that stamps something else.
    """
    name = evidence.early_proof_file(event)
    if not data.startswith(_SIGNATURE):
        return _attach_token(folder, event, data, may_replace=may_replace)
    if folder.has(evidence.token_file(event)):
        raise RefusedError("token.before-cosignatures", rule="draw-v1 6.2")
    early = proof.parse(folder.data(name), name)
    signed = note.parse(early.checkpoint, name)
    more = note.parse_signatures(data, "见证签名")
    checkpoint_with = note.write(note.with_signatures(signed, more))
    folder.put(name, proof.write(replace(early, checkpoint=checkpoint_with)))
    return name


def _attach_token(folder: Folder, event: str, data: bytes, *, may_replace: bool) -> str:
    name = evidence.token_file(event)
    timestamp.read(data, bytes.fromhex(imprint(folder, event)), "所给的文件")
    if folder.has(name) and folder.data(name) != data and not may_replace:
        raise RefusedError("token.another", rule="draw-v1 6.6", name=name)
    folder.put(name, data)
    return name


def events(manifest: Manifest, book: DrawLog) -> dict[str, IndexedEntry]:
    """Name a draw's entries as the evidence does; of each event the first counts (2.6)."""
    return named(of_draw(manifest, book))


def named(entries: Iterable[IndexedEntry]) -> dict[str, IndexedEntry]:
    """Name entries of one draw as the evidence does."""
    entries_of: dict[str, IndexedEntry] = {}
    replaced = 0
    for logged in entries:
        kind = logged.entry.type.removeprefix("draw.")
        if kind == "revealed":
            event = f"reveal-{logged.entry.public['source']}"
        elif kind == "replaced":
            replaced += 1
            event = evidence.replaced(replaced)
        else:
            event = kind
        entries_of.setdefault(event, logged)
    return entries_of


def publish(folder: Folder, book: DrawLog) -> None:
    """Write the folder's log files under one final checkpoint."""
    manifest = folder.manifest()
    final = book.head()
    for event, logged in events(manifest, book).items():
        folder.put(evidence.entry_file(event), book.raw(logged.index, final.size))
        folder.put(evidence.final_proof_file(event), book.proof(logged.index, final))
    early = _early_sizes(folder, manifest) - {final.size}
    consistency = [book.consistency(size, final.size) for size in early]
    folder.put(evidence.CONSISTENCY, evidence.write_consistency(consistency))
    folder.put(evidence.VKEY, f"{book.vkey}\n".encode())


def _early_sizes(folder: Folder, manifest: Manifest) -> set[int]:
    sizes = set()
    for event in evidence.datable(len(manifest.sources)):
        name = evidence.early_proof_file(event)
        if folder.has(name):
            early = proof.parse(folder.data(name), name)
            sizes.add(checkpoint.parse_note(early.checkpoint, name)[0].size)
    if not sizes:
        raise FormatError("draw.no-seal-proof", file=evidence.early_proof_file(evidence.SEALED))
    return sizes
