"""Which of the states of a registration an office's words mean.

Source: 市场主体登记管理条例 第三十一条起, and the words on the public pages of the registries.
"""

from __future__ import annotations

import re

from mingqian_tables import headings
from mingqian_tables.normalisation import folded

IN_BUSINESS = "存续"
STATES = ("存续", "注销", "吊销", "撤销", "迁出", "停业")
HEADINGS = ("登记状态", "经营状态", "企业状态", "主体状态", "登记经营状态", "市场主体状态", "状态")
_WORDS = {
    "存续": (
        *("存续", "在营", "在业", "在册", "开业", "正常", "登记成立", "仍注册", "正常经营"),
        *("正常开业", "在营开业", "在营在册", "存续在营开业在册", "确立", "有效", "迁入"),
        *("经营中", "营业中", "正在经营", "正在营业", "在业在册", "在业正常", "在册登记"),
        *("正常营业", "正常存续", "正常在业", "成立", "营业", "已开业", "存续在业"),
    ),
    "注销": (
        "注销",
        "已注销",
        "简易注销",
        "注销简易",
        "吊销已注销",
        "吊销后注销",
        "撤销后注销",
        "准予注销",
    ),
    "吊销": (
        "吊销",
        "已吊销",
        "吊销未注销",
        "已吊销未注销",
        "被吊销未注销",
        "吊销营业执照",
        "被吊销",
    ),
    "撤销": ("撤销", "已撤销", "撤销登记", "被撤销", "撤销设立", "撤销未注销"),
    "迁出": ("迁出", "已迁出", "迁往市外", "迁往外地", "迁移异地", "迁出外地"),
    "停业": (
        *(
            "停业",
            "歇业",
            "已歇业",
            "已停业",
            "责令关闭",
            "清算",
            "清算中",
            "正在清算",
            "被责令关闭",
        ),
        *("停业歇业", "关停", "停产", "停产停业", "已关闭", "关闭"),
    ),
}
_BY_WORD = {word: state for state, words in _WORDS.items() for word in words}
_BETWEEN = re.compile(r"[\s()\[\],.、;:/|·\-—]+")
_KIND = re.compile(r"(?:企业|公司|单位|个体户|个体工商户|主体|状态)$")


def state_of(words: str) -> str | None:
    """Give the state that an office's words mean; None if they are not known.

    Empty is None as well: nothing said is not ``存续``.
    """
    bare = _BETWEEN.sub("", folded(words).replace("。", "").replace("，", ""))
    known = _BY_WORD.get(bare) or _BY_WORD.get(_KIND.sub("", bare))
    if known is not None:
        return known
    # 在业/存续: several words for one state say that state; for two, nobody guesses.
    parts = {_BY_WORD.get(word) for word in _BETWEEN.split(folded(words)) if word}
    return parts.pop() if len(parts) == 1 else None


def is_heading(heading: str) -> bool:
    """Tell whether a column of this heading says the state of a registration."""
    return headings.bare(heading) in HEADINGS
