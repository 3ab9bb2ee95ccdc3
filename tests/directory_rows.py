"""A small fictional directory, for tests and for the vector of its root."""

from __future__ import annotations

from dataclasses import replace

from mingqian.directory_root import DirectoryRow

KEY = "00112233445566778899aabbccddeeff" * 2
FIRST = DirectoryRow(
    id="91990107MA0000010X",
    is_listed=True,
    is_usable=True,
    state="存续",
    kind="企业",
    industry="制造业",
    region="青禾街道",
    owner="U12",
    grade="A",
    risk="",
    labels=("白名单", "重点监管"),
    last_visit="2025-11-03",
    visits=(("CAP-ALL", 1), ("CAP-LABOUR", 1)),
)


def rows() -> list[DirectoryRow]:
    """Give rows out of order: with rare characters, a bad code, one taken off the list."""
    plain = replace(FIRST, labels=(), last_visit=None, visits=())
    return [
        replace(plain, id="ROW-17", is_usable=False, region='𠮷祥"街\\道\ufffd'),
        FIRST,
        replace(plain, id="91990107MA0000020X", grade="", industry=""),
        replace(plain, id="91990107MA0000030X", is_listed=False),
        replace(plain, id="L-XUEXIAO-1", kind="事业单位", state="注销"),
    ]
