"""Opens a file in a child process with limits: a reader that fails or is stopped is an error.

The limits on memory, processor time and output are the operating system's where it has them (not
on Windows); the limit on the time by the clock holds everywhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from mingqian_tables import errors
from mingqian_tables.errors import TableError

MEMORY = 2**30
SECONDS: float = 300
OUTPUT = 4 * 2**30
_ROOT = str(Path(__file__).resolve().parents[1])
_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    "import mingqian_tables.child as child; child.main()"
)
_STOPPED = (
    "读这个文件用的{what}超过了上限，已停止；请删去空白的行列、拆成几个文件，或另存为新的 .xlsx"
)


def run(request: Mapping[str, object], file: str) -> tuple[dict[str, Any], IO[str]]:
    """Have a child answer a request; gives the answer and the rows, to be read and closed.

    Raises:
        TableError: what the child says is wrong, or that it used too much and was stopped.
    """
    out = tempfile.TemporaryFile(mode="w+", encoding="utf-8", newline="\n")  # noqa: SIM115
    try:
        answer = _asked(request, file, out)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return answer, out


def _asked(request: Mapping[str, object], file: str, out: IO[str]) -> dict[str, Any]:
    limits = {"memory": MEMORY, "seconds": max(int(SECONDS), 1), "output": OUTPUT}
    path = [_ROOT, *(entry for entry in sys.path if entry and entry != _ROOT)]
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _PROGRAM, json.dumps(path)]
    try:
        child = subprocess.run(  # noqa: S603 - our own program; nothing of the file is in it
            command,
            input=json.dumps({**request, **limits}).encode() + b"\n",
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TableError(errors.STOPPED, problem=_STOPPED.format(what="时间"), file=file) from None
    except OSError as error:
        problem = f"不能另开进程来读文件({error.strerror})；请告诉系统管理员"
        raise TableError(errors.STOPPED, problem=problem, file=file) from None
    return _understood(child.stderr, child.returncode, file)


def _understood(output: bytes, status: int, file: str) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(output.decode("utf-8").splitlines()[-1])
    except (ValueError, IndexError):
        what = f"时间或内存(状态 {status})"
        raise TableError(errors.STOPPED, problem=_STOPPED.format(what=what), file=file) from None
    if "memory" in answer:
        raise TableError(errors.STOPPED, problem=_STOPPED.format(what="内存"), file=file)
    if "error" in answer:
        wrong = answer["error"]
        raise TableError.of(wrong["code"], wrong["values"], file=file, line=wrong["line"])
    return answer
