"""The command line's words for errors, by code: they may name its commands and options."""

from __future__ import annotations

from collections.abc import Mapping

from mingqian import errors
from mingqian.errors import MingqianError
from mingqian_ceremony import durable_files
from mingqian_ceremony.words import WORDS as CEREMONY
from mingqian_tables.errors import WORDS as TABLES

OWN = "command-line"
"""The code of what a command itself refuses: it writes the sentence where it raises the error."""

WORDS: Mapping[str, str] = {
    **CEREMONY,
    **TABLES,
    OWN: "{problem}",
    "declaration.evidence": (
        "没有公布(none)要有证据：官方停开公告、录像或纪要；请附上文件(--evidence)"
    ),
    "declaration.persons": (
        "没有公布(none)要由两个不同的人共同声明；请写明两个人的姓名(--by 甲 乙)"
    ),
    "draw.not-held": "还没有抽取；请先用 mingqian hold 抽取",
    "draw.not-opened": "密封方式在开封之前不能导出证据；请先用 mingqian open",
    "draw.not-prepared": "{path} 里没有清单；请先用 mingqian prepare 准备",
    "draw.not-sealed": "还没有封存；请先用 mingqian seal 封存",
    "log.not-there": "{folder} 里没有日志；先用 mingqian log init --origin 名称 建立",
    "log.other-name": "{folder} 已有日志 {name}；要用它请写 --origin {name}",
    "source.not-given": "第 {position} 个来源还没有给出数；请先用 mingqian reveal",
    "source.signature-missing": "drand 的数要连同签名(--signature)一起给出",
    "source.signature-unwanted": "只有 drand 的数有签名(--signature)",
    "token.another": (
        "已有另一个时间戳 {name}，没有改动；确实要换掉的，请另存原来的一份，再加 --replace"
    ),
}


def problem_of(error: MingqianError | OSError) -> str:
    """Write what is wrong, without the place."""
    if isinstance(error, OSError):
        error = durable_files.io_error(error)
    return errors.problem_of(error, WORDS)


def sentence_of(error: MingqianError | OSError) -> str:
    """Write place, problem and clause."""
    if isinstance(error, OSError):
        error = durable_files.io_error(error)
    return errors.sentence_of(error, WORDS)
