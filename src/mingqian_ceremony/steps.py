"""The steps of a draw: each moves it forward or changes nothing (draw-v1 2.5, 3, 6).

What is in the log has happened. A step therefore first prepares its files, then logs, then
writes what follows from the log; after a crash the same step goes on where it stopped. Every step
after the sealing refuses files that are not those that were logged (`sealed_files`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from mingqian import canonical, declaration, draw, evidence, result, roster, sources, times
from mingqian.canonical import Json
from mingqian.errors import RefusedError
from mingqian.manifest import Manifest
from mingqian.replacement import Replacement, ReplacementState
from mingqian.result import SourceValue
from mingqian.roster import Rosters
from mingqian.selection import Engine
from mingqian.sources import Source
from mingqian.verify.timing import SEALED_BEFORE, hold_by
from mingqian_ceremony import draw_log, readme, sealed_files, source_values
from mingqian_ceremony.draw_folder import SEALING, Folder
from mingqian_ceremony.draw_log import DrawLog, StepContext, StepReceipt
from mingqian_ceremony.file_log import IndexedEntry
from mingqian_ceremony.sealed_files import SealedFiles


def seal(folder: Folder, context: StepContext) -> StepReceipt:
    """Log the commitment (2.5).

    Raises:
        RefusedError: too late, voided, or the task has another draw.
    """
    sealed_files.require_as_promised(folder, context.book)
    manifest = folder.manifest()
    folder.rosters()
    if draw_log.find(manifest, context.book, "draw.sealed") is None:
        _require_only(manifest, context.book.entries())
        _require_seal_time(manifest, context.at)
    else:
        sealed_files.read(folder, context.book)
    _require_not_voided(manifest, context.book)
    # From here on nothing in the folder may change, even if this process dies at the next line.
    folder.put(SEALING, f"{manifest.commitment}\n".encode())
    done = draw_log.log(
        manifest,
        context,
        "draw.sealed",
        draw_log.sealed_fields(manifest),
        require=lambda entries: _require_only(manifest, entries),
    )
    draw_log.date(folder, context.book, evidence.SEALED, done.logged)
    return done


def reveal(
    folder: Folder,
    context: StepContext,
    position: int,
    given: SourceValue,
    shown: Mapping[str, bytes] | None = None,
    *,
    persons: Sequence[str] = (),
) -> StepReceipt:
    """Log what a source gave; positions start at 1 (3.1, 3.2).

    ``shown`` are the files of ``given.evidence``; they stay private until the draw is held.
    ``persons`` are the two who declare that a lottery or dice source gave nothing (``none``);
    they are named in the public log. A drand round always exists and is never ``none``.

    Raises:
        RefusedError: not sealed, not the time, another value was logged before, or a ``none``
            of a drand round, or one without two persons and a file that shows it.
    """
    manifest = _sealed(folder, context.book).manifest
    declared = source(manifest, position)
    source_values.require_value(manifest, declared, given)
    public = draw_log.revealed_fields(
        manifest,
        folder.secret(),
        position,
        given.value,
        source_values.declare(declared, given, persons, shown or {}),
    )
    before = draw_log.find(manifest, context.book, "draw.revealed", position)
    if before is None:
        source_values.require_time(manifest, context.at, declared, given.value)
    elif before.entry.public != public or folder.given(position) not in {None, given}:
        raise RefusedError("source.recorded", rule="draw-v1 2.6", position=position)
    _require_own_names(folder, manifest, position, given)
    for name, data in (shown or {}).items():
        folder.put_shown(position, name, data)
    folder.put_given(position, given)
    done = draw_log.log(
        manifest,
        context,
        "draw.revealed",
        public,
        is_same=lambda logged: logged.entry.public["source"] == position,
    )
    draw_log.date(folder, context.book, evidence.reveal(position), done.logged)
    return done


def hold(
    folder: Folder,
    context: StepContext,
    *,
    engine: Callable[[Rosters], Engine] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> StepReceipt:
    """Draw, and log the digest of the result (2.6, 4, 5).

    Raises:
        RefusedError: a source is missing, the deadline has passed, or the draw is void by rule.
    """
    sealed = _sealed(folder, context.book)
    manifest = sealed.manifest
    given = _all_given(folder, sealed)
    before = draw_log.find(manifest, context.book, "draw.held")
    values = [value.value for value in given]
    latest = hold_by(manifest.deadline, zip(manifest.sources, values, strict=True))
    if before is None and context.at > latest:
        raise RefusedError("draw.past-deadline", rule="draw-v1 3.2", latest=latest)
    _put_evidence(folder, given)
    _void_by_rule(folder, context, given)
    rosters = roster.read(sealed.rosters)
    drawn = draw.hold(
        manifest,
        rosters,
        given,
        secret=folder.secret(),
        engine=engine(rosters) if engine is not None else None,
        progress=progress,
    ).write()
    folder.put(folder.result_name(), drawn)
    public: dict[str, Json] = {
        "commitment": manifest.commitment,
        "result": canonical.digest(drawn),
    }
    done = draw_log.log(manifest, context, "draw.held", public)
    if done.logged.entry.public["result"] != public["result"]:
        raise RefusedError("draw.other-result")
    draw_log.date(folder, context.book, evidence.HELD, done.logged)
    return done


def open_(folder: Folder, context: StepContext) -> StepReceipt:
    """Open a sealed draw: log the secret, and let the result be public (3.5).

    Raises:
        RefusedError: not a sealed draw, or not held yet.
    """
    sealed = sealed_files.read(folder, context.book)
    secret = folder.secret()
    if secret is None or not sealed.manifest.is_sealed_mode:
        raise RefusedError("draw.open-mode")
    if sealed.result_bytes is None:
        raise RefusedError("draw.not-held")
    done = draw_log.log(sealed.manifest, context, "draw.opened", {"secret": secret})
    folder.put(result.FILE, sealed.result_bytes)
    return done


def void(
    folder: Folder, context: StepContext, *, why: str, persons: tuple[str, str]
) -> StepReceipt:
    """Declare a draw void, before t0 only (2.6).

    Raises:
        RefusedError: not sealed, t0 has come, or the two persons are one.
    """
    manifest = _sealed(folder, context.book).manifest
    before = draw_log.find(manifest, context.book, "draw.voided")
    if before is None and context.at >= manifest.t0:
        raise RefusedError("draw.t0-passed", rule="draw-v1 2.6", t0=manifest.t0)
    if not declaration.are_different(persons):
        raise RefusedError("draw.two-persons", rule="draw-v1 2.6")
    return _voided(manifest, context, why)


def replace(
    folder: Folder, context: StepContext, find: Callable[[ReplacementState], Replacement]
) -> tuple[StepReceipt, Replacement]:
    """Log who takes over, as the rules give it (6.3).

    Raises:
        RefusedError: there is no result yet, or nobody may take over.
    """
    sealed = sealed_files.read(folder, context.book)
    manifest = sealed.manifest
    standing = _standing(sealed)
    chosen = find(standing)
    standing.apply(chosen)
    public = chosen.public(manifest.commitment)
    return draw_log.log(manifest, context, "draw.replaced", public, is_same=lambda _: False), chosen


def standing_of(folder: Folder, book: DrawLog) -> ReplacementState:
    """Tell how visits and teams stand after all logged replacements."""
    return _standing(sealed_files.read(folder, book))


def publish(folder: Folder, book: DrawLog) -> dict[str, bytes]:
    """Write the folder's log files under one final checkpoint; give the evidence by its names.

    Raises:
        RefusedError: the draw is not held, or a sealed one not opened.
        ChangedFilesError: a file is not what was logged.
    """
    sealed = sealed_files.read(folder, book)
    draw_log.publish(folder, book)
    files = sealed_files.public_files(sealed, folder)
    return {**files, evidence.README: readme.BYTES}


def _standing(sealed: SealedFiles) -> ReplacementState:
    if sealed.result is None:
        raise RefusedError("draw.not-held")
    standing = ReplacementState(sealed.manifest, roster.read(sealed.rosters), sealed.result)
    for logged in sealed.entries:
        if logged.entry.type == "draw.replaced":
            standing.apply(draw_log.replacement_of(logged.entry))
    return standing


def is_overdue(folder: Folder, events: Collection[str], at: str) -> bool:
    """Tell whether the time of a sealed draw is over and it has no result (3.2).

    It is then shown by name as missing, for ever: it is neither held, voided nor drawn again.
    A day more is left only where all that lacks may still be declared ``none``, or was.
    """
    if "sealed" not in events or {"held", "voided"} & set(events):
        return False
    manifest = folder.manifest()
    valued: list[tuple[Source, str]] = []
    for position, declared in enumerate(manifest.sources, start=1):
        given = folder.given(position)
        if given is None and declared.missing != sources.NONE:
            return at > manifest.deadline
        valued.append((declared, sources.NONE if given is None else given.value))
    return at > hold_by(manifest.deadline, valued)


def _require_only(manifest: Manifest, entries: Iterable[IndexedEntry]) -> None:
    """One task, one draw: another one that is not void stands in the way (2.6)."""
    open_draws: dict[str, str] = {}
    for logged in entries:
        number = logged.entry.about.number
        if logged.entry.type == "draw.sealed" and logged.entry.public["task"] == manifest.task:
            open_draws[number] = logged.entry.at
        if logged.entry.type == "draw.voided":
            open_draws.pop(number, None)
    for number, at in open_draws.items():
        raise RefusedError(
            "draw.task-taken", rule="draw-v1 2.6", task=manifest.task, number=number, at=at
        )


def _sealed(folder: Folder, book: DrawLog) -> SealedFiles:
    """Read a draw that is sealed and not void, from files that are as they were logged."""
    sealed = sealed_files.read(folder, book)
    _require_not_voided(sealed.manifest, book)
    return sealed


def _require_not_voided(manifest: Manifest, book: DrawLog) -> None:
    if draw_log.find(manifest, book, "draw.voided") is not None:
        raise RefusedError("draw.voided", rule="draw-v1 2.6")


def source(manifest: Manifest, position: int) -> Source:
    """Find a source by its position, from 1.

    Raises:
        RefusedError: there is none.
    """
    if not 1 <= position <= len(manifest.sources):
        raise RefusedError("source.no-such", position=position, count=len(manifest.sources))
    return manifest.sources[position - 1]


def _require_own_names(
    folder: Folder, manifest: Manifest, position: int, given: SourceValue
) -> None:
    """Require that no other source has another file of the same name (6.2)."""
    own = {file.name: file.sha256 for file in given.evidence}
    for number in range(1, len(manifest.sources) + 1):
        known = folder.given(number)
        for file in known.evidence if known is not None and number != position else ():
            if own.get(file.name, file.sha256) != file.sha256:
                raise RefusedError(
                    "source.evidence-name", rule="draw-v1 6.2", position=number, name=file.name
                )


def _all_given(folder: Folder, sealed: SealedFiles) -> list[SourceValue]:
    values = []
    for position in range(1, len(sealed.manifest.sources) + 1):
        given = folder.given(position)
        if given is None or sealed.first("draw.revealed", position) is None:
            raise RefusedError("source.not-given", rule="draw-v1 3", position=position)
        sealed_files.require_given(sealed, folder, position, given)
        source_values.require_value(sealed.manifest, source(sealed.manifest, position), given)
        values.append(given)
    return values


def _require_seal_time(manifest: Manifest, at: str) -> None:
    """Require that a sealing comes long enough before the first public source (2.5)."""
    latest = times.shift(manifest.t0, -SEALED_BEFORE)
    if at > latest:
        raise RefusedError(
            "draw.seal-too-late",
            rule="draw-v1 2.5",
            latest=latest,
            beijing=times.beijing(latest),
            at=at,
        )


def _put_evidence(folder: Folder, given: Sequence[SourceValue]) -> None:
    """Copy the files that show the values of the sources into the evidence."""
    for position, value in enumerate(given, start=1):
        for file in value.evidence:
            folder.put(f"{evidence.EVIDENCE}{file.name}", folder.shown(position, file))


def _void_by_rule(folder: Folder, context: StepContext, given: Sequence[SourceValue]) -> None:
    manifest = folder.manifest()
    try:
        draw.require_assurance(manifest, [value.value for value in given])
    except RefusedError:
        _voided(manifest, context, "assurance")
        raise


def _voided(manifest: Manifest, context: StepContext, why: str) -> StepReceipt:
    public: dict[str, Json] = {"commitment": manifest.commitment, "why": why}
    return draw_log.log(manifest, context, "draw.voided", public)
