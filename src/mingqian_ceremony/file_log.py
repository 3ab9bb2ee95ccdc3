"""The log of the installation as a folder: tiles, checkpoint, key (log-v1)."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingqian import evidence
from mingqian.errors import LogError, RefusedError
from mingqian.log import check, checkpoint, entry, note, policy, proof, tiles
from mingqian.log.entry import Entry
from mingqian.log.tree import EMPTY_ROOT
from mingqian_ceremony import durable_files, entropy
from mingqian_crypto import default_crypto
from mingqian_crypto.ed25519 import Ed25519Signer

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

KEY = Path("private") / "key.pem"
NEXT_KEY = Path("private") / "next-key.pem"
CHECKPOINT = "checkpoint"
VKEY = "vkey"
LOCK = "lock"
CAUGHT_UP_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedEntry:
    """An entry with its place in the log."""

    index: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A size of the log with its signed checkpoint."""

    size: int
    root: bytes
    signed: bytes


class FileLog:
    """A log folder that is there."""

    def __init__(self, folder: Path) -> None:
        if not (folder / VKEY).is_file():
            raise RefusedError("log.not-there", rule="log-v1 2", folder=folder)
        self.folder = folder
        self.vkey = (folder / VKEY).read_bytes().decode(errors="replace").strip()
        note.parse_vkey(self.vkey)

    def read_tile(self, name: str) -> bytes | None:
        """Read a file of the log by its C2SP name."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def head(self) -> SignedCheckpoint:
        """Read the newest checkpoint, which must be signed by the log's own key.

        Raises:
            LogError: it is not.
        """
        signed = durable_files.read(self.folder / CHECKPOINT, "term.log-checkpoint")
        own = policy.Policy(logs=(policy.Log(key=note.parse_vkey(self.vkey)),))
        head = own.open(signed, default_crypto(), CHECKPOINT).checkpoint
        return SignedCheckpoint(size=head.size, root=head.root, signed=signed)

    def entries(self) -> Iterator[IndexedEntry]:
        """Read all entries in order."""
        size = self.head().size
        for index, data in enumerate(tiles.Tiles(self.read_tile, size).entries()):
            yield IndexedEntry(index=index, entry=entry.parse(data, f"日志第 {index} 条"))

    def about(self, kind: str, number: str) -> list[IndexedEntry]:
        """Read the entries about one thing."""
        about = entry.About(kind=kind, number=number)
        return [logged for logged in self.entries() if logged.entry.about == about]

    def append_once(
        self,
        appended: Entry,
        is_same: Callable[[IndexedEntry], bool],
        require: Callable[[Iterable[IndexedEntry]], None] = lambda _: None,
    ) -> IndexedEntry:
        """Append an entry unless one like it is there; give the one that is there then.

        ``require`` may refuse the new entry, having seen all others.

        Raises:
            RefusedError: the time would go backwards.
        """
        with self._locked():
            newest = None
            for newest in self.entries():
                if newest.entry.about == appended.about and is_same(newest):
                    return newest
            if newest is not None and newest.entry.at > appended.at:
                raise RefusedError(
                    "log.time-backwards", rule="log-v1 3", newest=newest.entry.at, at=appended.at
                )
            require(self.entries())
            self._append([entry.write(appended)])
            return IndexedEntry(index=self.head().size - 1, entry=appended)

    def catch_up(self, leaves: Callable[[int, int], list[bytes]]) -> int:
        """Append what a database has beyond this log; ``leaves`` gives so many from a place.

        Gives the size reached.

        Raises:
            LogError: the database's entries are not those of this log: nothing is signed then.
        """
        with self._locked():
            size = self.head().size
            self._require_same(size, leaves)
            while batch := leaves(size, CAUGHT_UP_AT_ONCE):
                self._append(batch)
                size += len(batch)
        return size

    def require_key(self) -> None:
        """Require the private key of this log: without it nothing can be signed.

        Raises:
            FormatError: it is not there.
            RefusedError: it is another one.
        """
        self._signer()

    def next_vkey(self) -> str:
        """Make the key that is to follow, once, beside the present one; give its verifier key."""
        name = note.parse_vkey(self.vkey).name
        if not (self.folder / NEXT_KEY).is_file():
            signer = Ed25519Signer.from_seed(name, entropy.key_seed(), note.ED25519)
            durable_files.put(self.folder / NEXT_KEY, signer.pem(), is_private=True)
        return _next_signer(self.folder, name).vkey

    def take_next_key(self) -> str:
        """Sign with the next key from now on; what a crash left is done by doing it again.

        The tree stays as it is: the same size and head are signed by the new key. Gives its
        verifier key.
        """
        with self._locked():
            signed = durable_files.read(self.folder / CHECKPOINT, "term.log-checkpoint")
            head = checkpoint.parse_note(signed, CHECKPOINT)[0]
            signer = _next_signer(self.folder, head.origin)
            if tiles.Tiles(self.read_tile, head.size).root() != head.root:
                raise LogError("log.files-differ", rule="log-v1 7")
            durable_files.put(self.folder / KEY, signer.pem(), is_private=True)
            durable_files.put(self.folder / VKEY, f"{signer.vkey}\n".encode())
            signed = _signed(signer, head.size, head.root)
            durable_files.put(self.folder / CHECKPOINT, signed)
            (self.folder / NEXT_KEY).unlink()
            self.vkey = signer.vkey
        return self.vkey

    def sign_again(self, signed: bytes) -> bytes:
        """Add this log's signature to a checkpoint of it that a former key signed.

        Raises:
            LogError: it is no checkpoint of this tree.
        """
        former, read = checkpoint.parse_note(signed, CHECKPOINT)
        if tiles.Tiles(self.read_tile, self.head().size).root_at(former.size) != former.root:
            raise LogError("log.other-checkpoint", rule="log-v1 2")
        own = note.signed(read.text, self._signer())
        return note.write(note.with_signatures(read, [own]))

    def proof(self, index: int, head: SignedCheckpoint) -> bytes:
        """Prove an entry under a checkpoint."""
        hashes = tiles.Tiles(self.read_tile, head.size).inclusion_proof(index)
        return proof.write(proof.Proof(index=index, hashes=hashes, checkpoint=head.signed))

    def consistency(self, old: int, new: int) -> evidence.ConsistencyProof:
        """Prove that an earlier size is the beginning of a later one."""
        hashes = tiles.Tiles(self.read_tile, new).consistency_proof(old)
        return evidence.ConsistencyProof(old=old, new=new, hashes=hashes)

    def raw(self, index: int, size: int) -> bytes:
        """Read the bytes of an entry."""
        return tiles.Tiles(self.read_tile, size).entry(index)

    def fsck(self) -> Iterator[int]:
        """Check the whole log against its checkpoint; give the number of entries done so far.

        Raises:
            LogError: something is damaged; it says from where.
        """
        newest = checkpoint.parse_note(self.head().signed, CHECKPOINT)[0]
        for done in check.whole(self.read_tile, newest, ()):
            yield done.start + len(done.entries)

    def _require_same(self, size: int, leaves: Callable[[int, int], list[bytes]]) -> None:
        """Require that the newest entry here is the database's at that place."""
        if size and leaves(size - 1, 1) != [self.raw(size - 1, size)]:
            raise LogError("log.database-behind", rule="log-v1 7", index=size - 1)

    def _append(self, entries: Sequence[bytes]) -> None:
        # Tiles first, then the checkpoint: a crash in between leaves tiles that no checkpoint
        # names, and the next append writes the same names again.
        head, signer = self.head(), self._signer()
        appended = tiles.append(self.read_tile, size=head.size, root=head.root, entries=entries)
        for name, data in appended.files.items():
            durable_files.put(self.folder / name, data)
        durable_files.put(self.folder / CHECKPOINT, _signed(signer, appended.size, appended.root))

    def _signer(self) -> Ed25519Signer:
        """Read the private key: only appending needs it."""
        pem = durable_files.read(self.folder / KEY, "term.log-key")
        signer = Ed25519Signer.from_pem(note.parse_vkey(self.vkey).name, pem, note.ED25519)
        if signer.vkey != self.vkey:
            raise RefusedError("log.other-private-key", rule="log-v1 2", path=self.folder / KEY)
        return signer

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process append at a time; the lock goes with the process."""
        with (self.folder / LOCK).open("a+b") as file:
            _lock(file.fileno())
            yield


def init(folder: Path, origin: str, *, may_begin: bool = True) -> str:
    """Make a new log and its key; give the verifier key. A log that is there stays as it is.

    ``may_begin`` is false where entries exist already: then a log that is not there was lost.

    Raises:
        RefusedError: there is a log of another name, or it was lost.
        LogError: the name cannot be a key's name.
    """
    if (folder / VKEY).is_file():
        vkey = FileLog(folder).vkey
        if note.parse_vkey(vkey).name != origin:
            name = note.parse_vkey(vkey).name
            raise RefusedError("log.other-name", folder=folder, name=name)
        return vkey
    if not may_begin:
        raise RefusedError("log.lost", rule="log-v1 7", folder=folder)
    if not (folder / KEY).is_file():
        new_signer = Ed25519Signer.from_seed(origin, entropy.key_seed(), note.ED25519)
        durable_files.put(folder / KEY, new_signer.pem(), is_private=True)
    signer = Ed25519Signer.from_pem(origin, (folder / KEY).read_bytes(), note.ED25519)
    if (folder / "tile").exists():
        # An empty checkpoint over entries would let one size have two roots.
        raise RefusedError("log.key-lost", rule="log-v1 7", folder=folder, vkey=VKEY)
    durable_files.put(folder / CHECKPOINT, _signed(signer, 0, EMPTY_ROOT))
    durable_files.put(folder / VKEY, f"{signer.vkey}\n".encode())
    return signer.vkey


def _next_signer(folder: Path, name: str) -> Ed25519Signer:
    pem = durable_files.read(folder / NEXT_KEY, "term.next-log-key")
    return Ed25519Signer.from_pem(name, pem, note.ED25519)


def _signed(signer: Ed25519Signer, size: int, root: bytes) -> bytes:
    head = checkpoint.Checkpoint(origin=signer.name, size=size, root=root)
    return checkpoint.sign(head, [signer])


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
