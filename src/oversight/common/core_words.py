"""The platform's words for errors of the core, by code: for officials, who have pages.

No command and no option stands in them. `problem_of` is how a service or a page says what the
core or a table's reader refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from mingqian import errors
from mingqian.errors import MingqianError
from mingqian_ceremony import durable_files
from mingqian_ceremony.words import WORDS as CEREMONY
from mingqian_tables.errors import WORDS as TABLES
from oversight.common import moments
from oversight.common.errors import DomainError

WORDS: Mapping[str, str] = {
    **CEREMONY,
    **TABLES,
    "declaration.evidence": "没有公布要有证据：官方停开公告、录像或纪要；请附上文件",
    "declaration.persons": "没有公布要由两个不同的人共同声明；请写明两个人的姓名",
    "draw.not-held": "还没有抽取；请先“抽取”",
    "draw.not-opened": "密封方式在开封之前不能导出证据；请先“开封”",
    "draw.not-prepared": "还没有备料；请先“备料”",
    "draw.not-sealed": "还没有封存；请先“封存”",
    "log.not-there": "日志文件夹里没有日志；请系统管理员从备份恢复日志文件夹",
    "log.other-name": "日志文件夹里是日志 {name}，和设置的日志名称不一样；请系统管理员核对设置",
    "source.not-given": "第 {position} 个来源还没有给出数；请先“取种”",
    "source.signature-missing": "drand 的数要连同签名一起给出；请填写这一轮的签名",
    "source.signature-unwanted": "只有 drand 的数有签名；请把签名一栏留空",
    "token.another": "已有另一个时间戳 {name}，没有改动；请系统管理员核对哪一个是真的",
}


def problem_of(error: MingqianError | DomainError | OSError) -> str:
    """Write what is wrong, without the place; a `DomainError` has its words already."""
    if isinstance(error, DomainError):
        return error.problem
    if isinstance(error, OSError):
        error = durable_files.io_error(error)
    return moments.rewritten(errors.problem_of(error, WORDS))


def sentence_of(error: MingqianError) -> str:
    """Write place, problem and clause."""
    return moments.rewritten(errors.sentence_of(error, WORDS))
