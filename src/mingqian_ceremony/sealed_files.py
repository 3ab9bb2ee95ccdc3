"""The files of a sealed draw, read only where they are what the log says (draw-v1 2.5, 2.6).

What lies on a disc can be edited, what was logged cannot. Every step after the sealing, every page
and every download reads the files here: the manifest is the one whose digest was logged, the
rosters are those of the manifest, the secret is the one committed to, and the result is the one
that was logged when it was held. Nothing is remembered between two readings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from mingqian import canonical, declaration, evidence, manifest, result, roster, seed, sources
from mingqian.canonical import Json
from mingqian.errors import MingqianError, RefusedError
from mingqian.log import checkpoint, entry, proof, tree
from mingqian.manifest import Manifest
from mingqian.result import Result, SourceValue
from mingqian_ceremony import draw_log
from mingqian_ceremony.draw_folder import SEALING, Folder
from mingqian_ceremony.draw_log import DrawLog
from mingqian_ceremony.file_log import IndexedEntry

RULE = "draw-v1 2.5"


class ChangedFilesError(RefusedError):
    """A file is not what was logged: somebody changed it after the sealing, or lost it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFiles:
    """What was sealed and held, byte for byte as logged; ``result`` is None before the holding."""

    manifest: Manifest
    manifest_bytes: bytes
    rosters: Mapping[str, bytes]
    result: Result | None
    result_bytes: bytes | None
    entries: Sequence[IndexedEntry]

    def first(self, kind: str, position: int | None = None) -> IndexedEntry | None:
        """Find the draw's first entry of a type, for a reveal that of the source."""
        return first(self.entries, kind, position)

    def files(self) -> dict[str, bytes]:
        """Give manifest and rosters by their names."""
        return {manifest.FILE: self.manifest_bytes, **self.rosters}


def read(folder: Folder, book: DrawLog) -> SealedFiles:
    """Read a sealed draw, and require that every file is the one that was logged.

    Raises:
        RefusedError: it is not sealed.
        ChangedFilesError: a file was changed or lost since; which one, and what to do.
    """
    data, draw_manifest, entries = _sealed(folder, book)
    rosters = _rosters(folder, draw_manifest)
    _require_secret(folder, draw_manifest)
    written = _result(folder, first(entries, "draw.held"))
    return SealedFiles(
        manifest=draw_manifest,
        manifest_bytes=data,
        rosters=rosters,
        result=None if written is None else result.read(written),
        result_bytes=written,
        entries=entries,
    )


def read_manifest(folder: Folder, book: DrawLog) -> tuple[Manifest, Sequence[IndexedEntry]]:
    """Read the manifest of a sealed draw and its entries, for a line in a list of many.

    Raises:
        RefusedError: it is not sealed.
        ChangedFilesError: the manifest is not the one that was logged.
    """
    _, draw_manifest, entries = _sealed(folder, book)
    return draw_manifest, entries


def _sealed(folder: Folder, book: DrawLog) -> tuple[bytes, Manifest, tuple[IndexedEntry, ...]]:
    data, draw_manifest = _manifest(folder, book)
    entries = tuple(draw_log.of_draw(draw_manifest, book))
    sealed = first(entries, "draw.sealed")
    if sealed is None:
        if folder.has(SEALING) and not _is_being_sealed(folder, draw_manifest):
            changed(manifest.FILE, "changed.never-sealed")
        raise RefusedError("draw.not-sealed", rule=RULE)
    logged = sealed.entry.public
    digest = canonical.digest(data)
    if logged.get("commitment") != digest:
        changed(
            manifest.FILE, "changed.manifest-digest", found=digest, logged=logged.get("commitment")
        )
    if dict(logged) != draw_log.sealed_fields(draw_manifest):
        changed(manifest.FILE, "changed.sealed-fields")
    return data, draw_manifest, entries


def require_as_promised(folder: Folder, book: DrawLog) -> None:
    """Require that nothing changed since a sealing began, even where it did not reach the log.

    Raises:
        ChangedFilesError: a file was changed or lost since.
    """
    if not folder.has(SEALING):
        return
    _, draw_manifest = _manifest(folder, book)
    if not _is_being_sealed(folder, draw_manifest):
        changed(manifest.FILE, "changed.since-sealing-began")
    _rosters(folder, draw_manifest)


def require_given(sealed: SealedFiles, folder: Folder, position: int, given: SourceValue) -> None:
    """Require that a source's value, as kept, is the one that was logged, with its evidence.

    Raises:
        ChangedFilesError: it is another, or a file that shows it was changed or lost.
    """
    draw_manifest = sealed.manifest
    logged = sealed.first("draw.revealed", position)
    wanted = draw_log.revealed_fields(draw_manifest, folder.secret(), position, given.value)
    if logged is None or not wanted.items() <= dict(logged.entry.public).items():
        raise ChangedFilesError("changed.source-value", position=position, rule=RULE)
    if sources.is_none(draw_manifest.sources[position - 1], given.value):
        _require_declared(logged, position, given)
    for file in given.evidence:
        try:
            data = folder.shown(position, file)
        except MingqianError:
            changed(file.name, "changed.evidence-lost")
        if canonical.digest(data) != file.sha256:
            changed(file.name, "changed.evidence-digest")


def _require_declared(logged: IndexedEntry, position: int, given: SourceValue) -> None:
    """Require for a ``none`` the files that the two persons declared it with (3.2)."""
    declared = declaration.read(logged.entry.public, "draw.revealed")
    if declaration.digests(given.evidence) != declared.evidence:
        raise ChangedFilesError("changed.source-evidence", position=position, rule=RULE)


def public_files(sealed: SealedFiles, folder: Folder) -> dict[str, bytes]:
    """Give the evidence by its names: what was logged, and nothing else that lies beside it.

    Raises:
        RefusedError: the draw is not held, or a sealed one not opened.
        ChangedFilesError: a file of the evidence was changed or lost.
    """
    if sealed.result is None or sealed.result_bytes is None:
        raise RefusedError("draw.not-held")
    if sealed.manifest.is_sealed_mode and sealed.first("draw.opened") is None:
        raise RefusedError("draw.not-opened")
    files = {**sealed.files(), result.FILE: sealed.result_bytes}
    for source in sealed.result.sources:
        for file in source.evidence:
            name = f"{evidence.EVIDENCE}{file.name}"
            data = folder.data(name) if folder.has(name) else b""
            if canonical.digest(data) != file.sha256:
                changed(name, "changed.result-evidence")
            files[name] = data
    log = folder.log_files()
    _require_early_proofs(sealed, log)
    return files | {name: log[name] for name in _log_names(sealed) if name in log}


def changed(name: str, code: str, /, **values: object) -> NoReturn:
    """Refuse to go on with files that are not those that were logged.

    Raises:
        ChangedFilesError: always.
    """
    raise ChangedFilesError.of(code, {"name": name, **values}, rule=RULE)


def _manifest(folder: Folder, book: DrawLog) -> tuple[bytes, Manifest]:
    is_begun = folder.has(SEALING) or _is_logged(folder, book)
    if not folder.has(manifest.FILE):
        if is_begun:
            changed(manifest.FILE, "changed.lost")
        folder.manifest()  # which says that nothing is prepared
    data = folder.data(manifest.FILE)
    try:
        draw_manifest = manifest.read(data)
    except MingqianError as error:
        if is_begun:
            changed(manifest.FILE, "changed.unreadable", cause=error)
        raise
    if folder.number is not None and draw_manifest.draw != folder.number:
        changed(manifest.FILE, "changed.other-draw", draw=draw_manifest.draw, number=folder.number)
    return data, draw_manifest


def _is_logged(folder: Folder, book: DrawLog) -> bool:
    if folder.number is None:
        return False
    return any(
        logged.entry.type == "draw.sealed" for logged in book.about(draw_log.DRAW, folder.number)
    )


def _is_being_sealed(folder: Folder, draw_manifest: Manifest) -> bool:
    # A crash between the promise on disc and the log: the same manifest may still be sealed.
    return folder.data(SEALING).decode(errors="replace").strip() == draw_manifest.commitment


def _rosters(folder: Folder, draw_manifest: Manifest) -> dict[str, bytes]:
    files = {}
    for file in draw_manifest.files:
        if not folder.has(file.name):
            changed(file.name, "changed.lost")
        data = folder.data(file.name)
        digest = canonical.digest(data)
        if digest != file.sha256:
            changed(file.name, "changed.roster-digest", digest=digest, listed=file.sha256)
        files[file.name] = data
    return {name: files[name] for name in roster.NAMES}


def _require_secret(folder: Folder, draw_manifest: Manifest) -> None:
    if not draw_manifest.is_sealed_mode:
        return
    try:
        secret = folder.secret()
    except MingqianError:
        secret = None
    if (
        secret is None
        or seed.commit_secret(draw_manifest.draw, secret) != draw_manifest.secret_commitment
    ):
        raise ChangedFilesError("changed.secret", rule=RULE)


def _result(folder: Folder, held: IndexedEntry | None) -> bytes | None:
    if held is None:
        return None  # a result that was never logged is none yet
    name = folder.result_name()
    if not folder.has(name):
        changed(result.FILE, "changed.lost")
    data = folder.data(name)
    digest = canonical.digest(data)
    expected: Json = held.entry.public.get("result")
    if digest != expected:
        changed(result.FILE, "changed.result-digest", digest=digest, logged=expected)
    return data


def _require_early_proofs(sealed: SealedFiles, log: Mapping[str, bytes]) -> None:
    """Require that each early proof proves the entry that it dates, under its own checkpoint."""
    for event, logged in draw_log.named(sealed.entries).items():
        name = evidence.early_proof_file(event)
        if name not in log:
            continue
        try:
            given = proof.parse(log[name], name)
            early = checkpoint.parse_note(given.checkpoint, name)[0]
            tree.require_inclusion(
                tree.leaf_hash(entry.write(logged.entry)),
                index=given.index,
                size=early.size,
                root=early.root,
                proof=given.hashes,
            )
        except MingqianError:
            changed(name, "changed.proof")


def _log_names(sealed: SealedFiles) -> set[str]:
    names = {evidence.VKEY, evidence.CONSISTENCY}
    for event in draw_log.named(sealed.entries):
        names |= {evidence.entry_file(event), evidence.final_proof_file(event)}
        names |= {evidence.early_proof_file(event), evidence.token_file(event)}
    return names


def first(
    entries: Sequence[IndexedEntry], kind: str, position: int | None = None
) -> IndexedEntry | None:
    """Find the first entry of a type, for a reveal that of the source."""
    for logged in entries:
        if logged.entry.type == kind and logged.entry.public.get("source") == position:
            return logged
    return None
