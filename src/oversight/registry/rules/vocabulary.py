"""Words for columns with a few values: known words, and those whose meaning a person gives.

A word that is none of the known ones is never guessed: a person says once what it means in this
file, and `suggested` only proposes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from mingqian_tables import states
from oversight.registry.rules import inspectors, items, subjects
from oversight.registry.rules.references import plain

YES, NO = "是", "否"
# What may be chosen for a word, by kind of directory and column.
CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "subjects": {
        "state": subjects.STATES,
        "grade": subjects.GRADES,
        "risk": subjects.RISKS,
        "kind": subjects.KINDS,
    },
    "inspectors": {
        "sex": ("男", "女"),
        "staffing": inspectors.STAFFINGS,
        "duty": inspectors.DUTY_STATES,
        "is_expert": (YES, NO),
    },
    "items": {
        "category": items.CATEGORIES,
        "levels": items.LEVELS,
        "methods": items.METHODS,
    },
}
# Official and usual words that mean nothing else.
_KNOWN: Mapping[str, Mapping[str, str]] = {
    "sex": {"男性": "男", "女性": "女"},
    "staffing": {
        **dict.fromkeys(("行政编制", "行政编"), "行政"),
        **dict.fromkeys(("参公编制", "参公编", "参照公务员法管理", "参照公务员管理"), "参公"),
        **dict.fromkeys(("事业编制", "事业编"), "事业"),
    },
    "duty": {"在职": "在岗", "正常": "在岗", "已退休": "退休", "已调离": "调离"},
    "is_expert": {
        **dict.fromkeys(("专家", "y", "yes", "1", "√", "true"), YES),
        **dict.fromkeys(("不是", "非专家", "n", "no", "0", "×", "false", "无"), NO),
    },
    "category": {
        "重点检查事项": "重点",
        "重点抽查事项": "重点",
        "重点事项": "重点",
        "一般检查事项": "一般",
        "一般抽查事项": "一般",
        "一般事项": "一般",
    },
    "levels": {
        **dict.fromkeys(("省级", "自治区", "直辖市"), "省"),
        **dict.fromkeys(("市级", "设区的市", "地市级", "州市级"), "市"),
        **dict.fromkeys(("县级", "区级", "区县", "区县级", "县区", "县区级", "县(区)"), "县"),
    },
    "methods": {
        **dict.fromkeys(
            ("现场检查", "实地检查", "实地核查", "现场核查", "实地", "实地查看", "上门检查"), "现场"
        ),
        **dict.fromkeys(("书面检查", "书面审查", "书面核查", "资料审查", "书面材料审查"), "书面"),
        **dict.fromkeys(
            ("网络监测", "网络检查", "网上检查", "网络核查", "互联网检查", "线上检查"), "网络"
        ),
        **dict.fromkeys(
            ("委托检查", "委托专业机构", "委托第三方", "委托专业机构检查", "委托核查"), "委托"
        ),
    },
}
_MAY_BE_EMPTY = {"grade", "risk"}
_CLASS = re.compile(r"([A-D])(?:级|类|等|级企业|类企业)?")
_LISTED = re.compile(r"[、,，;；/\s和及与]+")


def meaning(
    kind: str, column: str, word: str, file_meanings: Mapping[str, Mapping[str, str]] | None = None
) -> str | None:
    """Give the value that a word stands for; None if nobody knows or said it.

    ``file_meanings`` has what a person said of the words of this file, by column.
    """
    by_word = (file_meanings or {}).get(column, {})
    if word in by_word:
        return by_word[word]
    bare_word = _bare(word)
    for choice in CHOICES[kind][column]:
        if bare_word == choice:
            return choice
    if column == "state":
        return states.state_of(word)
    value_by_spelling = {
        plain(spelling) or spelling: value for spelling, value in _KNOWN.get(column, {}).items()
    }
    return value_by_spelling.get(plain(word) or word)


def meanings(
    kind: str, column: str, text: str, file_meanings: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[tuple[str, ...], list[str]]:
    """Read several words in one cell: their values in the usual order, and the unknown words."""
    words = [word for word in _LISTED.split(text) if word]
    value_by_word = {word: meaning(kind, column, word, file_meanings) for word in words}
    values = set(value_by_word.values())
    ordered = tuple(choice for choice in CHOICES[kind][column] if choice in values)
    return ordered, [word for word, value in value_by_word.items() if value is None]


def suggested(kind: str, column: str, word: str) -> str:
    """Propose a value for an unknown word, for a person to confirm; empty if none is near."""
    choices = CHOICES[kind].get(column, ())
    match = _CLASS.fullmatch(_bare(word).upper())
    if match and match.group(1) in choices:
        return match.group(1)
    inside = [choice for choice in choices if len(choice) > 1 and choice in word]
    return inside[0] if len(inside) == 1 else ""


def reason(kind: str, column: str, word: str) -> str:
    """Say that a word is unknown, and what there is."""
    choices = "、".join(CHOICES[kind][column])
    if column in _MAY_BE_EMPTY:
        return f"应为 {choices} 或留空"
    problem = "没有填" if not word else "不认得这个词"
    return f"{problem}；应为 {choices} 之一，可以在“词语对应”里一次说明"


def _bare(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split())
