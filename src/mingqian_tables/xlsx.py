"""Workbooks in Office Open XML, read cell by cell: only what is really there takes memory.

Source: ECMA-376 Part 1, 18.2 (workbook), 18.3 (worksheet), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from mingqian_tables import errors, number_format, xlsx_sheet
from mingqian_tables.errors import TableError
from mingqian_tables.number_format import Style
from mingqian_tables.raw import Limits, Merge, RawFile, RawRow, RawSheet
from mingqian_tables.xlsx_parts import Book, Parser

MOST_ENTRIES = 10_000
MOST_RATIO = 200
SMALL = 20 * 2**20
_CHUNK = 2**18
_DAMAGED = "打不开这个工作簿：文件已损坏；请用表格软件重新保存"
_ABNORMAL = "文件解开后异常地大，没有读取；请用表格软件另存为新的 .xlsx"
_MERGE = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


def read(path: Path, limits: Limits) -> RawFile:
    """Look at a workbook; its sheets are read when their rows are asked for.

    Raises:
        TableError: no workbook, damaged, locked, or larger than anybody's table.
    """
    try:
        archive = zipfile.ZipFile(path)
        _require_small(archive, limits)
        return _workbook(archive, limits)
    except (*_BROKEN, KeyError, ValueError, expat.ExpatError):
        raise TableError(errors.DAMAGED, problem=_DAMAGED) from None


def _require_small(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_ENTRIES or len(set(names)) < len(names):
        raise TableError(errors.DAMAGED, problem=_DAMAGED)
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise TableError(errors.NOT_A_TABLE, problem="这种工作簿读不了；请用表格软件另存为 .xlsx")
    unpacked, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if unpacked > limits.bytes or (unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)):
        raise TableError(errors.TOO_LARGE, problem=_ABNORMAL)


def _workbook(archive: zipfile.ZipFile, limits: Limits) -> RawFile:
    main = _target(_relations(archive, "_rels/.rels"), "/officeDocument", "") or "xl/workbook.xml"
    if main not in archive.namelist():
        raise TableError(errors.NOT_A_TABLE, problem="不是表格；请给出 .xlsx、.xls 或 .csv 文件")
    folder = str(PurePosixPath(main).parent)
    parts = _relations(archive, f"{folder}/_rels/{PurePosixPath(main).name}.rels")
    nodes = _nodes(archive, main)
    views = [attributes for name, attributes in nodes if name == "workbookView"]
    current = int(views[0].get("activeTab", "0")) if views else 0
    calc = next((attributes for name, attributes in nodes if name == "calcPr"), {})
    properties = next((attributes for name, attributes in nodes if name == "workbookPr"), {})
    book = Book(
        archive=archive,
        strings=_target(parts, "/sharedStrings", folder),
        styles=_styles(archive, _target(parts, "/styles", folder)),
        since_1904=properties.get("date1904") in {"1", "true"},
        is_stale=calc.get("fullCalcOnLoad") in {"1", "true"},
        limits=limits,
    )
    sheets = []
    listed = [attributes for name, attributes in nodes if name == "sheet"]
    for at, attributes in enumerate(listed):
        identity = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        kind, target = parts.get(identity, ("", ""))
        part = _within(folder, target)
        if kind.endswith("/worksheet") and part in archive.namelist():
            sheets.append(_sheet(book, part, attributes, is_current=at == current))
    return RawFile(kind="xlsx", encoding="", sheets=sheets)


def _sheet(book: Book, part: str, attributes: dict[str, str], *, is_current: bool) -> RawSheet:
    def rows() -> Iterator[RawRow]:
        try:
            yield from xlsx_sheet.rows(book, part)
        except (*_BROKEN, expat.ExpatError, ValueError, LookupError):
            raise TableError(errors.DAMAGED, problem=_DAMAGED) from None

    def notes() -> list[str]:
        hidden = sum(1 for _ in _tags(book.archive, part, _HIDDEN_ROW))
        return [f"表中有 {hidden} 行被隐藏或筛掉，也读了"] if hidden else []

    return RawSheet(
        name=attributes.get("name", ""),
        is_visible=attributes.get("state", "visible") == "visible",
        is_current=is_current,
        rows=rows,
        merges=lambda: _merges(book.archive, part),
        notes=notes,
    )


def _merges(archive: zipfile.ZipFile, part: str) -> list[Merge]:
    merges = []
    for match in _tags(archive, part, _MERGE):
        ends = _RANGE.fullmatch(match.group(1).decode("ascii", "replace"))
        if ends is None:
            raise TableError(errors.DAMAGED, problem=_DAMAGED)
        left, top, right, bottom = ends.groups()
        merges.append(
            Merge(
                int(top),
                xlsx_sheet.column(left),
                int(bottom or top),
                xlsx_sheet.column(right or left),
            )
        )
    return merges


def _tags(
    archive: zipfile.ZipFile, part: str, what: re.Pattern[bytes]
) -> Iterator[re.Match[bytes]]:
    """Find tags in a part of any size; a tag that lies across two chunks is found once."""
    try:
        with archive.open(part) as file:
            rest = b""
            while chunk := file.read(_CHUNK):
                whole = rest + chunk
                cut = whole.rfind(b"<")
                yield from what.finditer(whole, 0, max(cut, 0))
                rest = whole[max(cut, 0) :][-_CHUNK:]
            yield from what.finditer(rest)
    except _BROKEN:
        raise TableError(errors.DAMAGED, problem=_DAMAGED) from None


def _relations(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    if name not in archive.namelist():
        return {}
    return {
        attributes.get("Id", ""): (attributes.get("Type", ""), attributes.get("Target", ""))
        for tag, attributes in _nodes(archive, name)
        if tag == "Relationship"
    }


def _target(parts: dict[str, tuple[str, str]], kind: str, folder: str) -> str:
    return next((_within(folder, at) for what, at in parts.values() if what.endswith(kind)), "")


def _within(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = [part for part in folder.split("/") if part]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _styles(archive: zipfile.ZipFile, name: str) -> list[Style]:
    if not name or name not in archive.namelist():
        return []
    codes: dict[int, str] = {}
    styles: list[Style] = []
    is_inside = False
    for tag, attributes in _nodes(archive, name):
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            is_inside = tag == "cellXfs"
        elif tag == "xf" and is_inside:
            number = int(attributes.get("numFmtId", "0"))
            styles.append(number_format.style(number, codes.get(number)))
    return styles


def _nodes(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """Read a small part whole: each tag by its local name, with its attributes."""
    nodes: list[tuple[str, dict[str, str]]] = []
    parser = Parser(archive, name)
    parser.on_start(lambda tag, attributes: nodes.append((tag.rpartition(" ")[2], attributes)))
    for _ in parser.steps():
        if len(nodes) > MOST_ENTRIES * 100:
            raise TableError(errors.TOO_LARGE, problem=_ABNORMAL)
    return nodes
