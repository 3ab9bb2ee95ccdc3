"""Workbooks as offices and attackers make them, built byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
FORMATS = ("General", "0%", "0.00%", "0.00", "yyyy-mm-dd", "000000", "#,##0", 'm"月"d"日"', "@")


class Raw(str):
    """XML that is written as it stands: a whole cell, or what goes around the rows."""

    __slots__ = ()


def cell(place: str, value: object) -> str:
    """Write a cell: text, a number, a number with the place of its format, or raw XML."""
    if isinstance(value, Raw):
        return value.replace("@", place)
    if isinstance(value, tuple):
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def rows(table: Sequence[Sequence[object]]) -> str:
    """Write the rows of a sheet; None leaves a cell out."""
    lines = []
    for number, row in enumerate(table, start=1):
        cells = [
            cell(f"{chr(65 + at)}{number}", value)
            for at, value in enumerate(row)
            if value is not None
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


def sheet(table: Sequence[Sequence[object]], *, behind: str = "", head: str = "") -> str:
    """Write a sheet; ``behind`` comes after its rows (merged cells), ``head`` before all."""
    return (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}"><sheetData>{rows(table)}'
        f"</sheetData>{behind}</worksheet>"
    )


def xlsx(
    sheets: Mapping[str, str],
    *,
    current: int = 0,
    states: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    calc: str = "",
    properties: str = "",
    others: Mapping[str, str] | None = None,
) -> bytes:
    """Write a workbook of sheets whose XML is given."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" state="{(states or {}).get(name, "visible")}"'
        f' r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{(kinds or {}).get(name, "worksheet")}"'
        f' Target="worksheets/sheet{at}.xml"/>'
        for at, name in enumerate(names, start=1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{170 + at}" formatCode="{escape(one)}"/>'
        for at, one in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{170 + at}"/>' for at in range(len(FORMATS)))
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1"'
        f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<bookViews>'
        f'<workbookView activeTab="{current}"/></bookViews><sheets>{listed}</sheets>{calc}'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{relations}'
        f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rIdT" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{at}.xml": sheets[name] for at, name in enumerate(names, start=1)},
        **(others or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def save(place: Path, name: str, data: bytes | str) -> Path:
    """Write a file and give its path."""
    path = place / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, width: str) -> bytes:
    return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")


def _biff_cell(row: int, place: int, value: object) -> bytes:
    at = struct.pack("<HHH", row, place, 15)
    if isinstance(value, tuple):
        kind, number = value
        if kind == "error":
            return _record(0x0205, at + struct.pack("<BB", number, 1))
        if kind == "uncalculated":
            return _record(0x0006, at + bytes(8) + struct.pack("<HIH", 2, 0, 0))
        percent = struct.pack("<HHH", row, place, 16)
        return _record(0x0203, percent + struct.pack("<d", number))
    if isinstance(value, int | float):
        return _record(0x0203, at + struct.pack("<d", value))
    return _record(0x0204, at + _text(str(value), "H"))


def xls(table: Sequence[Sequence[object]], *, merged: Sequence[tuple[int, ...]] = ()) -> bytes:
    """Write an old workbook (BIFF8) with one sheet; ``("error", 42)`` is a cell ``#N/A``."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    inner = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)
    body = _record(0x0809, inner)
    for number, row in enumerate(table):
        body += b"".join(_biff_cell(number, at, value) for at, value in enumerate(row))
    if merged:
        blocks = b"".join(struct.pack("<HHHH", *one) for one in merged)
        body += _record(0x00E5, struct.pack("<H", len(merged)) + blocks)
    body += _record(0x023E, struct.pack("<HHHHHHHHH", 0x06B6, 0, 0, 64, 0, 0, 0, 0, 0))
    body += _record(0x000A, b"")
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial"
    plain = struct.pack("<HHHBBBBIIH", 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x20C0)
    formats = [plain] * 16 + [struct.pack("<HH", 0, 9) + plain[4:]]
    globals_ = _record(0x0809, begin) + _record(0x0042, struct.pack("<H", 1200))
    globals_ += _record(0x0031, font) * 5
    globals_ += b"".join(_record(0x00E0, one) for one in formats)
    name = "名录"
    bound = len(_record(0x0085, bytes(6) + _text(name, "B"))) + len(_record(0x000A, b""))
    offset = struct.pack("<IH", len(globals_) + bound, 0)
    globals_ += _record(0x0085, offset + _text(name, "B")) + _record(0x000A, b"")
    return compound("Workbook", globals_ + body)


def compound(name: str, stream: bytes) -> bytes:
    """Put one stream into a compound file of version 3 (MS-CFB), without small sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    end, free, own = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [own, end, *range(3, sectors + 2), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = title.encode("utf-16-le") + b"\0\0"
        return (
            words.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(words), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    directory += bytes(128) * 2
    assert sectors < 126, "one table of sectors is enough for a test"
    return header + table + directory + stream
