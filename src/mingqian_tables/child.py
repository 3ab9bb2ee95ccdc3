"""The child process that opens a file under limits of memory, time and output.

It takes one request as JSON from its standard input, writes the rows to its standard output, a line
each, and ends with one line of JSON on its standard error: what was read, or what is wrong.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from mingqian.errors import FormatError
from mingqian_tables import choosing, csv_text, errors, html_table, xlsx
from mingqian_tables.errors import TableError
from mingqian_tables.judging import Judge
from mingqian_tables.raw import Limits, RawFile
from mingqian_tables.table import Row, WantedColumns

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"MZ"),
    *(b"\x7fELF", b"\x1f\x8b", b"MIME-Version", b"PK"),
)
_LONG = "文件里的内容异常地大，没有读取；请删去空白的行列、拆成几个文件"
_NO_TABLE = "不是表格；请给出 .xlsx、.xls 或 .csv 文件"


def main() -> None:
    """Serve one request."""
    request = json.loads(sys.stdin.buffer.readline())
    _limit(memory=request["memory"], seconds=request["seconds"], output=request["output"])
    # From here on nothing may take the process down without a word.
    try:
        answer = _answer(request)
    except FormatError as error:
        answer = {"error": _error_json(error)}
    except MemoryError:
        answer = {"memory": True}
    except OSError as error:
        is_long = error.errno == errno.EFBIG
        problem = _LONG if is_long else f"读不到：{error.strerror}"
        code = errors.TOO_LARGE if is_long else errors.UNREADABLE
        answer = {"error": _error_json(TableError(code, problem=problem))}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes of a reader
        problem = "打不开这个文件：可能损坏了，或不是表格；请用表格软件打开看过，另存为 .xlsx"
        answer = {"error": _error_json(TableError(errors.DAMAGED, problem=problem))}
    sys.stderr.write(json.dumps(answer))
    sys.stderr.flush()
    os._exit(0)  # what is left in the buffers of a failed reading is not wanted


def _limit(*, memory: int, seconds: int, output: int) -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_FSIZE", output)):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        own = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (own, own))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**request["limits"])
    wanted_fields = request["wanted"]
    wanted = WantedColumns(**wanted_fields) if wanted_fields else None
    path = Path(request["path"])
    raw = _opened(path, limits, wanted)
    if request["task"] == "inspect":
        return {
            "kind": raw.kind,
            "encoding": raw.encoding,
            "sheets": [asdict(sheet_info) for sheet_info in choosing.described(raw, wanted)],
        }
    sheet, notes = choosing.chosen(raw, request["sheet"], wanted)
    judge = Judge(file=request["name"], raw=raw, sheet=sheet, limits=limits)
    _write(judge.rows(request["heading_row"], wanted), sys.stdout, limits)
    return {"about": asdict(judge.about(notes))}


def _opened(path: Path, limits: Limits, wanted: WantedColumns | None) -> RawFile:
    size = path.stat().st_size
    if size > limits.bytes:
        raise TableError(errors.TOO_LARGE, problem=f"文件有 {size} 字节，超过 {limits.bytes} 字节")
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(_ZIP):
        return xlsx.read(path, limits)
    if head.startswith(_OLE):
        from mingqian_tables import xls  # noqa: PLC0415 - most files are not of that kind

        return xls.read(path, limits)
    if head.startswith(_OTHERS):
        raise TableError(errors.NOT_A_TABLE, problem=_NO_TABLE)
    if html_table.is_html(head):
        return html_table.read(path, limits)
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml"):
        problem = "这是 XML 格式的工作簿，读不了；请用表格软件另存为 .xlsx"
        raise TableError(errors.NOT_A_TABLE, problem=problem)
    return csv_text.read(path, limits, wanted)


def _write(rows: Iterator[Row], out: TextIO, limits: Limits) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    for row in rows:
        if max(map(len, row.cells), default=0) > limits.cell:
            problem = f"有一格超过 {limits.cell} 个字；请核对这一行"
            raise TableError(errors.TOO_LARGE, problem=problem, line=row.number)
        faults = [[f.place, f.column, f.value, f.cause, f.advice] for f in row.faults]
        out.write(encode([row.number, row.cells, row.kinds, faults]) + "\n")
    out.flush()


def _error_json(error: FormatError) -> dict[str, Any]:
    return {
        "code": error.code,
        "line": error.line,
        "values": dict(error.values),
    }
