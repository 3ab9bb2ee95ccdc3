"""The directory as the preparation read it: its root, and what proves it (draw-v1 2.7).

Two private files stay in the draw's folder: the rows, and the key of their salts. Before the
sealing the directory is read once more with that key: the same root means that nothing changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from mingqian import canonical, directory_root
from mingqian.directory_root import DirectoryRow
from mingqian.errors import FormatError
from mingqian_ceremony import durable_files, entropy
from mingqian_ceremony.draw_folder import Folder
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.draws import rules
from oversight.draws.audit_log import translate_core_errors
from oversight.draws.models import Draw
from oversight.draws.rules import Row, Terms
from oversight.draws.services import sampling_frame
from oversight.registry.rules.subjects import TITLES

ROWS = "private/directory.rows"
KEY = "private/directory.json"
_SHA = 32
_NAMED = 5
_WORDS = {
    "listed": "在名录中", "usable": "代码校验相符", "owner": "所属科室",
    "last_visit": "上次检查日期", "visits": "本年度检查次数",
}  # fmt: skip


class Snapshot:
    """Takes rows as they are read, in any order; keeps 51 bytes or so of each."""

    def __init__(self, terms: Terms, key: str, file: BinaryIO | None = None) -> None:
        self.key = key
        self.unlisted: list[str] = []
        self._terms, self._file = terms, file
        self._lines: list[bytes] = []

    def add(self, row: Row, *, is_listed: bool = True) -> None:
        """Take a row."""
        try:
            entry = directory_row(row, self._terms, is_listed=is_listed)
            written = entry.write()
        except FormatError as error:  # not translate_core_errors(): a million rows come this way
            raise DomainError(problem_of(error)) from error
        if not is_listed:
            self.unlisted.append(written.decode())
        elif self._file is not None:
            self._file.write(written + b"\n")
        self.put(entry.id, written)

    def put(self, row_id: str, written: bytes) -> None:
        """Take a row that is written already."""
        digest = bytes.fromhex(directory_root.line(self.key, row_id, written).decode())
        # A comma comes before everything that may stand in an id: so they sort as their ids do.
        self._lines.append(row_id.encode() + b"," + digest)

    def root(self) -> str:
        """Compute the root of everything that was taken."""
        self._lines.sort()
        with translate_core_errors():
            return directory_root.root(map(_line, self._lines))

    def digests(self) -> dict[str, bytes]:
        """Give the digest of each row by its id."""
        return {line[: -_SHA - 1].decode(): line[-_SHA:] for line in self._lines}


@contextmanager
def taking(files: Folder, terms: Terms) -> Iterator[Snapshot]:
    """Take a new snapshot into a draw's folder; it replaces the former one when all goes well."""
    with durable_files.writing(files.path / ROWS) as file:
        snapshot = Snapshot(terms, entropy.secret(), file)
        yield snapshot
    private_part = {"key": snapshot.key, "unlisted": snapshot.unlisted}
    files.put(KEY, json.dumps(private_part, ensure_ascii=False).encode())


def require_unchanged(draw: Draw, files: Folder, terms: Terms) -> None:
    """Require that the slice is still as the preparation read it.

    Raises:
        DomainError: which rows differ, or the private files are not those of the preparation.
    """
    root = files.manifest().directory.root
    private_part = _read_key_file(files)
    present = Snapshot(terms, private_part["key"])
    for chunk in sampling_frame.listed_rows(draw.bureau_id):
        for row in chunk:
            present.add(row)
    listed = present.digests()
    unlisted = {json.loads(row)["id"]: row.encode() for row in private_part["unlisted"]}
    for row_id, written in unlisted.items():
        if row_id not in listed:
            present.put(row_id, written)
    if present.root() == root:
        return
    _require_key_file(files, private_part, terms, root)
    different = _different(draw, files, private_part, terms)
    if different:
        more = f"等 {len(different)} 家" if len(different) > _NAMED else ""
        raise DomainError(
            f"备料以后名录有改动：{'；'.join(different[:_NAMED])}{more}；请退回，再备一次料"
        )


def directory_row(row: Row, terms: Terms, *, is_listed: bool = True) -> DirectoryRow:
    """Write down of a row what a draw reads of it."""
    visits = ((cap.code, cap.visits.get(row.pk, 0)) for cap in terms.caps)
    return DirectoryRow(
        id=rules.roster_id(row),
        is_listed=is_listed,
        is_usable=row.code_is_valid and canonical.is_code(row.code),
        state=row.state,
        kind=row.kind,
        industry=row.industry,
        region=row.region,
        owner=terms.sections[row.owner_id],
        grade=row.grade,
        risk=row.risk,
        labels=tuple(sorted({label for label in row.labels.split("|") if label})),
        last_visit=row.last_visited_on.isoformat() if row.last_visited_on else None,
        visits=tuple(sorted((code, count) for code, count in visits if count > 0)),
    )


def _line(line: bytes) -> tuple[str, bytes]:
    return line[: -_SHA - 1].decode(), line[-_SHA:].hex().encode()


def _read_key_file(files: Folder) -> dict[str, Any]:
    if not files.has(KEY) or not files.has(ROWS):
        raise DomainError("备料时留下的名录底稿不见了；请退回，再备一次料")
    private_part: dict[str, Any] = json.loads(files.data(KEY))
    return private_part


def _rows(files: Folder, private_part: dict[str, Any]) -> Iterator[bytes]:
    with (files.path / ROWS).open("rb") as file:
        for line in file:
            yield line.rstrip(b"\n")
    yield from (row.encode() for row in private_part["unlisted"])


def _require_key_file(
    files: Folder, private_part: dict[str, Any], terms: Terms, root: str | None
) -> None:
    before = Snapshot(terms, private_part["key"])
    for written in _rows(files, private_part):
        before.put(json.loads(written)["id"], written)
    if before.root() != root:
        raise DomainError("备料时留下的名录底稿被改动过；请保留现场，报告监督，退回后再备一次料")


def _different(draw: Draw, files: Folder, private_part: dict[str, Any], terms: Terms) -> list[str]:
    """Name the rows of the slice, then or now, that differ, each with what and how."""
    before = {}
    now = _present(draw, terms)
    for written in _rows(files, private_part):
        row = json.loads(written)
        if now.get(row["id"]) == written:
            del now[row["id"]]
        else:
            before[row["id"]] = row
    after = {row_id: json.loads(written) for row_id, written in now.items()}
    texts = []
    for row_id in sorted(set(before) | set(after)):
        pair = before.get(row_id), after.get(row_id)
        is_inside = any(state is not None and _is_inside(state, terms) for state in pair)
        if is_inside and (pair[1] is not None or (pair[0] or {}).get("listed")):
            texts.append(_describe_change(row_id, *pair))
    return texts


def _present(draw: Draw, terms: Terms) -> dict[str, bytes]:
    rows = (row for chunk in sampling_frame.listed_rows(draw.bureau_id) for row in chunk)
    directory_rows: Iterable[DirectoryRow] = (directory_row(row, terms) for row in rows)
    return {row.id: row.write() for row in directory_rows}


def _is_inside(row: dict[str, Any], terms: Terms) -> bool:
    return rules.in_scope(
        Row(
            pk=0,
            code=row["id"],
            code_is_valid=row["usable"],
            state=row["state"],
            kind=row["kind"],
            industry=row["industry"],
            region=row["region"],
            owner_id=terms.section_of(row["owner"]),
            grade=row["grade"],
            risk=row["risk"],
            labels="".join(f"|{label}|" for label in row["labels"]),
            last_visited_on=None,
        ),
        terms.scope,
    )


def _describe_change(
    row_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> str:
    if before is None or after is None:
        return f"{row_id} {'新进' if before is None else '不再在'}名录"
    moved = [name for name in before if before[name] != after[name]]
    fields = "，".join(f"{_title(n)} {_text(before[n])} → {_text(after[n])}" for n in moved)
    return f"{row_id} {fields}"


def _title(name: str) -> str:
    return _WORDS.get(name) or TITLES.get(name, name)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(item) for item in value) or "无"
    return str(value) if value else "无"
