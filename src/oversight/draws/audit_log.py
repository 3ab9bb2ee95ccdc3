"""The installation's trail as the log of a draw: what `mingqian_ceremony.steps` appends to.

An entry is appended in one transaction with the change it stands for. Proofs need the tiles, which
are written after the commit; so nothing here may be called inside a larger transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from mingqian import evidence
from mingqian.errors import MingqianError
from mingqian.log import entry
from mingqian.log.entry import Entry
from mingqian_ceremony.file_log import FileLog, IndexedEntry, SignedCheckpoint
from mingqian_ceremony.sealed_files import ChangedFilesError
from mingqian_ceremony.words import WAY_OUT
from oversight.audit import event_types, publication, services
from oversight.audit import selectors as audit
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import events

_DECIDING = (events.DRAW_SEALED.type, events.DRAW_VOIDED.type)


def _nothing(_: str, __: int) -> None:
    pass


@contextmanager
def translate_core_errors() -> Iterator[None]:
    """Tell a refusal of the core as one of the domain, with the clause that it rests on.

    Raises:
        DomainError: in place of the core's own error.
        TamperedError: files are not those that were logged.
    """
    try:
        yield
    except ChangedFilesError as error:
        raise TamperedError(f"{problem_of(error)}（规则 {error.rule}）") from error
    except MingqianError as error:
        rule = f"（规则 {error.rule}）" if error.rule else ""
        raise DomainError(f"{problem_of(error)}{rule}") from error


@dataclass(kw_only=True)
class DatabaseLog:
    """The trail, written to by one person; ``on_appended`` changes the database with the entry.

    ``private`` is what only the database keeps of an entry; a function gives it for the type, when
    it is known only at the appending.
    """

    author: AuditActor
    title: str = ""
    private: dict[str, Any] | Callable[[str], dict[str, Any]] = field(default_factory=dict)
    on_appended: Callable[[str, int], None] = _nothing

    @property
    def vkey(self) -> str:
        """Give the log's verifier key."""
        return self._files().vkey

    def head(self) -> SignedCheckpoint:
        """Give the newest signed checkpoint over everything that is committed."""
        services.publish_pending()
        return self._files().head()

    def entries(self) -> Iterable[IndexedEntry]:
        """Give the entries that decide whether a task has a draw already (draw-v1 2.6)."""
        rows = audit.of_types(_DECIDING).order_by("index")
        return (IndexedEntry(index=row.index, entry=_read(row)) for row in rows)

    def about(self, kind: str, number: str) -> list[IndexedEntry]:
        """Give the entries about one draw, those of the specification only, as they were signed.

        Raises:
            ChangedFilesError: the database has another entry than the signed log.
        """
        rows = [row for row in audit.about(kind, number).order_by("index") if _is_core(row.type)]
        self.require_signed(rows)
        return [IndexedEntry(index=row.index, entry=_read(row)) for row in rows]

    def append_once(
        self,
        appended: Entry,
        is_same: Callable[[IndexedEntry], bool],
        require: Callable[[Iterable[IndexedEntry]], None] = lambda _: None,
    ) -> IndexedEntry:
        """Append an entry unless one like it is there, and change the database with it.

        Raises:
            RefusedError: ``require`` refuses it, having seen what was there before.
        """
        with transaction.atomic():
            services.lock_head()
            for before in self.about(appended.about.kind, appended.about.number):
                if is_same(before):
                    return before
            require(self.entries())
            index = services.record(self._act(appended), by=self.author, at=_moment(appended.at))
            self.on_appended(appended.type, index)
            return IndexedEntry(index=index, entry=_read(audit.by_index([index])[index]))

    def proof(self, index: int, head: SignedCheckpoint) -> bytes:
        """Prove an entry under a checkpoint."""
        return self._files().proof(index, head)

    def raw(self, index: int, size: int) -> bytes:
        """Give the bytes of an entry."""
        return self._files().raw(index, size)

    def consistency(self, old: int, new: int) -> evidence.ConsistencyProof:
        """Prove that an earlier size is the beginning of a later one."""
        return self._files().consistency(old, new)

    def require_signed(self, rows: list[audit.Entry]) -> None:
        """Compare rows with the log's own tiles; those that are not yet written out have none.

        Raises:
            ChangedFilesError: a row is not what was signed.
        """
        files = self._files()
        size = files.head().size if rows else 0
        for row in rows:
            entry_ = _read(row)
            is_row = entry_.type == row.type and entry_.about.number == row.about_number
            is_signed = row.index >= size or files.raw(row.index, size) == bytes(row.leaf)
            if not is_row or not is_signed:
                raise ChangedFilesError(
                    f"数据库里的第 {row.index} 条留痕和签名的日志不一样。{WAY_OUT}",
                    rule="log-v1 8",
                )

    def _files(self) -> FileLog:
        return FileLog(publication.folder())

    def _act(self, appended: Entry) -> AuditEvent:
        return AuditEvent(
            type=event_types.named(appended.type),
            number=appended.about.number,
            title=self.title,
            public=appended.public,
            private=self.private(appended.type) if callable(self.private) else self.private,
        )


def _read(row: audit.Entry) -> Entry:
    return entry.parse(bytes(row.leaf), f"第 {row.index} 条")


def _is_core(kind: str) -> bool:
    event_type = event_types.find(kind)
    return event_type is not None and event_type.kind is events.DRAW


def _moment(at: str) -> datetime:
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
