"""The words of an error: of another error within it, and of a term that the table knows."""

from __future__ import annotations

from mingqian.errors import FormatError, problem_of

WORDS = {
    "outer": "{what!w}读不了：{why!p}；{found!r}",
    "inner": "第 {place} 处坏了",
    "term.list": "名单",
}


def test_an_error_within_an_error_is_said_without_its_place() -> None:
    inner = FormatError("inner", place=3, rule="draw-v1 1")

    error = FormatError("outer", what="term.list", why=inner, found="x")

    assert problem_of(error, WORDS) == "名单读不了：第 3 处坏了；'x'"
