"""Every code of an error has words for both kinds of users, and the right ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

from mingqian.errors import FormatError, RefusedError, problem_of, sentence_of
from mingqian_ceremony.sealed_files import ChangedFilesError
from mingqian_cli import error_words
from oversight.common import core_words

SRC = Path(__file__).resolve().parents[2] / "src"
PACKAGES = ("mingqian", "mingqian_crypto", "mingqian_engines", "mingqian_ceremony")
CODE = re.compile(r"[a-z]+\.[a-z0-9-]+")
RAISING = re.compile(r"\w+Error|of|refuse|_refuse|changed|_text_like|_require_known|_failure")
NOT_VALUES = {"file", "line", "rule"}
# A helper adds these to the values that are named where it is called.
ADDED = {"name", "text", "value", "view"}
USERS = pytest.mark.parametrize(
    "words", [error_words.WORDS, core_words.WORDS], ids=["command line", "platform"]
)


def _calls() -> Iterator[tuple[str, set[str] | None]]:
    """Give the codes in the source, each with the values named with it; None if not there."""
    for package in PACKAGES:
        for path in sorted((SRC / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and RAISING.fullmatch(_name(node.func)):
                    values = {word.arg or "**" for word in node.keywords} - NOT_VALUES
                    for code in _codes(node.args):
                        yield code, None if "**" in values else values
                elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                    for code in _codes([node.value]):
                        yield code, None


def _name(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def _codes(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for part in [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]:
            if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)):
                yield str(part.value)


CALLS = list(_calls())


def test_the_codes_are_found_in_the_source() -> None:
    codes = {code for code, _ in CALLS}

    assert {"json.type", "draw.not-held", "zip.bomb", "key.not-pem", "field.code"} <= codes
    assert {"replacement.no-vacancy", "roster.pool-undeclared", "changed.lost"} <= codes
    assert len(codes) > 240


@USERS
def test_every_code_has_words(words: Mapping[str, str]) -> None:
    assert {code for code, _ in CALLS} - words.keys() == set()


@USERS
def test_no_words_are_left_without_an_error(words: Mapping[str, str]) -> None:
    own = {error_words.OWN}
    known = {code for code, _ in CALLS}
    left = {code for code in words.keys() - known - own if not code.startswith("table.")}

    assert {code for code in left if not code.startswith(("os.", "term."))} == set()


@USERS
def test_words_use_only_values_of_the_error(words: Mapping[str, str]) -> None:
    for code, values in CALLS:
        used = {name for _, name, _, _ in Formatter().parse(words[code]) if name}
        assert values is None or used <= values | ADDED, (code, used, values)


def test_no_official_is_told_a_command_or_an_option() -> None:
    for code, words in core_words.WORDS.items():
        assert "mingqian " not in words, code
        assert "--" not in words, code


def test_no_sentence_of_the_reader_of_tables_names_an_option() -> None:
    for path in (SRC / "mingqian_tables").glob("*.py"):
        assert not re.search(r"--[a-z]|mingqian [a-z]", path.read_text()), path.name


def test_each_user_is_told_the_own_way_on() -> None:
    error = RefusedError("draw.not-held", rule="draw-v1 2.6")

    assert (
        error_words.sentence_of(error) == "还没有抽取；请先用 mingqian hold 抽取(规则 draw-v1 2.6)"
    )
    assert core_words.problem_of(error) == "还没有抽取；请先“抽取”"


def test_values_are_shown_briefly_joined_or_by_their_own_words() -> None:
    inner = FormatError("field.list", name="names", value="x" * 70, file="a.json", rule="draw-v1 2")
    changed = ChangedFilesError("changed.unreadable", name="manifest.json", cause=inner)
    missing = FormatError("file.unreadable", what="term.log-key", path="key", reason="os.missing")
    other = FormatError("file.unreadable", what="证书", path="key", reason="Odd")

    assert core_words.problem_of(changed).startswith(
        f"封存后文件被改动：manifest.json 读不懂（names 应是列表，实为 '{'x' * 59}…(共 72 字符)）。"
    )
    assert core_words.problem_of(missing) == "读不到日志私钥 key：没有这个文件或文件夹"
    assert core_words.problem_of(other) == "读不到证书 key：Odd"
    assert (
        problem_of(FormatError("source.twice", identity=("drand", "7"))) == "随机来源重复:drand、7"
    )


def test_an_error_within_an_error_is_told_with_its_place() -> None:
    inner = FormatError("text.no-newline", file="checkpoint", line=3, rule="log-v1 2")
    error = FormatError("compare.files-unreadable", view="A", cause=inner)

    assert (
        sentence_of(error) == "A 的文件缺失或损坏：checkpoint 第 3 行:末尾缺少换行(规则 log-v1 2)"
    )


def test_a_code_without_words_is_shown_with_its_values() -> None:
    assert str(RefusedError("draw.unheard-of", number="D-1")) == "draw.unheard-of number='D-1'"


def test_an_error_of_the_system_is_told_to_both() -> None:
    error = FileNotFoundError(2, "No such file", "draw.json")
    unnamed = OSError(28, "No space left")

    assert error_words.problem_of(error) == "读写不了 draw.json：没有这个文件或文件夹"
    assert error_words.sentence_of(unnamed) == "读写不了 文件：盘已满"
    assert core_words.problem_of(error) == "读写不了 draw.json：没有这个文件或文件夹"
