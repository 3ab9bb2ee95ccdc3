"""What a row of the directory of subjects may say, and how it is looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingqian import canonical
from mingqian.errors import FormatError
from mingqian_tables import dates, states, uscc
from mingqian_tables.normalisation import plain_line, plain_text
from oversight.common import personal_numbers
from oversight.registry.rules.references import plain

KINDS = ("企业", "个体工商户", "农民专业合作社", "事业单位", "社会组织", "机关", "项目", "其他")
STATES = ("存续", "注销", "吊销", "撤销", "迁出", "停业")
GRADES = ("A", "B", "C")
RISKS = ("A", "B", "C", "D")
IN_BUSINESS = "存续"
# What one person enters for one subject; the order is that of the forms.
FIELDS = (
    *("code", "name", "kind", "company_type", "industry", "legal_person", "address", "region"),
    *("contact", "phone", "founded_on", "state", "grade", "risk", "labels"),
)
TITLES = {
    "code": "统一社会信用代码",
    "name": "名称",
    "kind": "主体类型",
    "company_type": "企业类型",
    "industry": "行业",
    "legal_person": "法定代表人",
    "address": "地址",
    "region": "区域",
    "contact": "联络人",
    "phone": "电话",
    "founded_on": "成立日期",
    "state": "登记状态",
    "grade": "守法诚信等级",
    "risk": "信用风险分类",
    "labels": "标签",
    "owner": "所属科室",
    "is_listed": "在名录中",
    "code_is_valid": "代码校验相符",
}
# The columns whose former states are kept.
VERSIONED = (
    *("owner_id", "bureau_id", "code_is_valid", "is_listed"),
    *(name for name in TITLES if name not in {"owner", "is_listed", "code_is_valid"}),
)


def row_digest(values: Mapping[str, Any]) -> str:
    """Digest what a row says, so that its entry in the log can bind it."""
    plain = {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}
    return canonical.digest(canonical.write(plain))


def visit_digest(values: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Digest what an entry of the ledger says, with the codes of the sections that went."""
    return row_digest({**values, "sections": sorted(codes)})


LENGTHS = {
    "code": 40, "name": 200, "company_type": 80, "industry": 80, "legal_person": 80,
    "address": 300, "region": 60, "contact": 60, "phone": 40, "labels": 300,
}  # fmt: skip
_KIND_BY_PREFIX = {
    "91": "企业", "92": "个体工商户", "93": "农民专业合作社", "11": "机关", "12": "事业单位",
    "51": "社会组织", "52": "社会组织", "53": "社会组织",
}  # fmt: skip
_UNKNOWN = {"n/a", "null", "none", "无", "-", "--", "—", "——", "/", "不详", "未知"}
_WHOLE = 18
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field, and how to mend it."""

    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """The values of a row by column name, and what is wrong with it."""

    values: dict[str, Any]
    faults: list[FieldError]


def clean_cell(text: str) -> str:
    """Clean a cell; what only says that nothing is known becomes empty."""
    cleaned = plain_text(text)
    return "" if unicodedata.normalize("NFKC", cleaned).lower() in _UNKNOWN else cleaned


def code_fault(code: str) -> str | None:
    """Say what is wrong with a normalised code, or None.

    A local code of a site, school or township is letters, digits, ``.``, ``_`` or ``-`` and
    begins with ``L-``; everything else must be a credit code or a registration number.
    """
    if not code:
        return "没有代码；请补上统一社会信用代码"
    if _CHINESE.search(code):
        return "代码列中是文字或地址，疑似列错位；请核对这一行"
    if _SCIENTIFIC.fullmatch(code):
        return "代码被表格软件改成了科学计数法，末几位已丢失；请把该列设为文本后重新填写"
    if holds_identity(code):
        return uscc.IDENTITY
    if not canonical.is_code(code):
        return "代码中有不允许的字符；请核对"
    return None if code.startswith("L-") else uscc.problem(code)


def holds_identity(code: str) -> bool:
    """Tell whether a normalised code is an identity number, or has one in it."""
    return uscc.is_identity(code) or uscc.masked(code) != code


def differs_in_check(code: str) -> bool:
    """Tell whether a code is whole but for its check character, and nobody's identity number."""
    is_form = len(code) == _WHOLE and set(code) <= set(uscc.ALPHABET)
    return is_form and not holds_identity(code) and uscc.check_character(code) != code[-1]


def kind_of(code: str, given: str) -> str:
    """Name the kind: as given, else by the first two characters of the code."""
    if given in KINDS:
        return given
    return _KIND_BY_PREFIX.get(code[:2], "企业" if len(code) != _WHOLE else "其他")


def state_of(given: str) -> str | None:
    """Bring the words offices use to the six states; None if it is none of them."""
    return states.state_of(given) if given else IN_BUSINESS


def day_of(text: str) -> date | None:
    """Read a date in one of the usual forms; None if it is none."""
    try:
        return dates.day(text)
    except FormatError:
        return None


def phone_meant(text: str, known: str) -> str:
    """Give the telephone that is meant: one with its middle hidden is the one that is known."""
    return known if known and clean_cell(text) == personal_numbers.masked(known) else text


def labels_of(text: str) -> str:
    """Write labels between bars, each once, in order: ``|白名单|重点监管|``."""
    parts = {part.strip() for part in re.split(r"[|、,，;；\s]+", text) if part.strip()}
    return f"|{'|'.join(sorted(parts))}|" if parts else ""


def too_long(values: Mapping[str, str]) -> list[FieldError]:
    """Give the errors of values that are too long."""
    return [
        FieldError(field=name, value=values[name][:40], reason=f"超过 {most} 个字；请缩短")
        for name, most in LENGTHS.items()
        if len(values.get(name, "")) > most
    ]


def grade_faults(values: Mapping[str, str]) -> list[FieldError]:
    """Give the errors of grades and risk classes that do not exist."""
    values_allowed = {"grade": GRADES, "risk": RISKS}
    return [
        FieldError(field=name, value=values[name], reason=f"应为 {'、'.join(allowed)} 或留空")
        for name, allowed in values_allowed.items()
        if values.get(name) and values[name] not in allowed
    ]


def plain_words(name: str, address: str) -> str:
    """Give the text in which a search looks for characters in their order."""
    return f"{plain(name)} {plain(address)}"


def tokens(name: str, address: str, initials: str, labels: Iterable[str]) -> str:
    """Make the tokens under which a subject is found."""
    token_set = {**_pairs(plain(name)), **_pairs(plain(address))}
    token_set |= {f"p:{pair}": None for pair in _pairs(initials)}
    token_set |= {label_token(label): None for label in labels}
    return " ".join(token_set)


def asked_tokens(words: str) -> str:
    """Make the tokens that must all be there for a part of a name or an address."""
    text = plain(words)
    if len(text) == 1:
        return f"{text}*"
    return " ".join(text[at : at + 2] for at in range(len(text) - 1))


def asked_initials(words: str) -> str:
    """Make the tokens for pinyin initials; empty if the words cannot be such."""
    letters = unicodedata.normalize("NFKC", words).strip().lower()
    if not (letters.isascii() and letters.isalpha() and len(letters) > 1):
        return ""
    return " ".join(f"p:{letters[at : at + 2]}" for at in range(len(letters) - 1))


def label_token(label: str) -> str:
    """Make the token of a label."""
    return f"l:{plain(label)}"


def _pairs(text: str) -> dict[str, None]:
    pairs = dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1))
    return {**pairs, text[-1]: None} if text else pairs


def check_row(cells_by_name: Mapping[str, str], *, keeps_bad_code: bool = False) -> RowCheck:
    """Bring the cells of one row to the values of the directory, or say what is wrong.

    With ``keeps_bad_code`` a code whose check character differs is kept and marked: some were
    issued so, and somebody must look at them.
    """
    cells = {name: plain_line(clean_cell(cells_by_name.get(name, ""))) for name in FIELDS}
    code = uscc.normalized(cells["code"])
    problem = code_fault(code)
    is_person = holds_identity(code)
    is_kept = keeps_bad_code and differs_in_check(code)
    faults = too_long(cells) + grade_faults(cells)
    if problem and not is_kept:
        value = "（身份证号）" if is_person else cells["code"][:60]
        faults.append(FieldError(field="code", value=value, reason=problem))
    if not plain(cells["name"]):
        faults.append(FieldError(field="name", value="", reason="没有名称；请补上"))
    elif uscc.problem(uscc.normalized(cells["name"])) is None:
        reason = "名称列中是代码，疑似列错位；请核对这一行"
        faults.append(FieldError(field="name", value=cells["name"], reason=reason))
    elif not any(char.isalpha() for char in cells["name"]):
        reason = "名称列中只有数字或符号，疑似列错位；请核对这一行"
        faults.append(FieldError(field="name", value=cells["name"], reason=reason))
    if _SCIENTIFIC.fullmatch(cells["phone"].upper()):
        reason = "电话被表格软件改成了科学计数法，末几位已丢失；请把该列设为文本后重新填写"
        faults.append(FieldError(field="phone", value=cells["phone"], reason=reason))
    elif "*" in cells["phone"]:
        reason = "电话中间被星号遮盖了；请填完整的号码，或留空"
        faults.append(FieldError(field="phone", value=cells["phone"], reason=reason))
    state, founded_on = state_of(cells["state"]), day_of(cells["founded_on"])
    if state is None:
        reason = f"应为 {'、'.join(STATES)} 之一"
        faults.append(FieldError(field="state", value=cells["state"], reason=reason))
    if cells["founded_on"] and founded_on is None:
        reason = "看不懂的日期；请写作 2023-08-23"
        faults.append(FieldError(field="founded_on", value=cells["founded_on"], reason=reason))
    values: dict[str, Any] = {
        **cells,
        "code": code,
        "code_is_valid": problem is None,
        "state": state,
    }
    values |= {"kind": kind_of(code, cells["kind"]), "founded_on": founded_on}
    values["labels"] = labels_of(cells["labels"])
    return RowCheck(values=values, faults=faults)
