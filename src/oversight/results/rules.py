"""What a result says, what it lacks, and what differs between two versions of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mingqian.canonical import Json
from oversight.inspections.rules.codes import (
    FINDING_CODES,
    ROUTES,
    CheckMethod,
    Disposition,
    FindingKind,
    ResultCode,
    Token,
    excluded_pairs,
    unknown,
)

Problem = tuple[str, str]
LONGEST_FINDING, LONGEST_PROVISION = 1000, 300
WORDS = {
    "codes": "检查结果",
    "finding": "发现的问题",
    "provision": "违反的规定",
    "kinds": "问题分类",
    "disposition": "后续处置",
    "methods": "核查方式",
}
TOKENS: Mapping[str, type[Token]] = {
    "codes": ResultCode,
    "kinds": FindingKind,
    "disposition": Disposition,
    "methods": CheckMethod,
}
_LASTING = (Disposition.NONE, Disposition.DAILY, Disposition.DISPUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultContent:
    """What a version of a result says; tokens are those of `inspections.rules.codes`."""

    codes: tuple[str, ...] = ()
    finding: str = ""
    provision: str = ""
    kinds: tuple[str, ...] = ()
    disposition: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()

    @property
    def is_finding(self) -> bool:
        """Tell whether something was found."""
        return any(code in FINDING_CODES for code in self.codes)

    @property
    def is_followed_up(self) -> bool:
        """Tell whether something is still to be done about it (R30)."""
        return self.is_finding or any(token not in _LASTING for token in self.disposition)

    def document(self) -> dict[str, Json]:
        """Give it as plain JSON, as rows and the sealed record have it."""
        return {
            "codes": list(self.codes),
            "finding": self.finding,
            "provision": self.provision,
            "kinds": list(self.kinds),
            "disposition": list(self.disposition),
            "methods": list(self.methods),
        }

    def words(self, field: str) -> str:
        """Give a field for people."""
        value = getattr(self, field)
        return value if isinstance(value, str) else labels(value, TOKENS[field])

    @property
    def result(self) -> str:
        """Give the result in the national wording."""
        return self.words("codes")


def read(document: Mapping[str, Any]) -> ResultContent:
    """Read what a row has."""
    return ResultContent(
        finding=str(document.get("finding", "")),
        provision=str(document.get("provision", "")),
        **{name: tuple(document.get(name, ())) for name in TOKENS},
    )


def labels(tokens: tuple[str, ...], choices: type[Token]) -> str:
    """Write tokens for people; one that is not known stays as it is."""
    known = choices.values()
    return "、".join(choices(token).label if token in known else token for token in tokens)


def problems(content: ResultContent) -> list[Problem]:
    """Say what a result lacks and what contradicts itself (R24, R25)."""
    return [*_tokens(content), *_codes(content), *_finding(content)]


def differences(before: ResultContent, after: ResultContent) -> list[tuple[str, str, str]]:
    """Give what differs between two versions: the field, what it said, what it says."""
    rows = ((words, before.words(name), after.words(name)) for name, words in WORDS.items())
    return [(words, old, new) for words, old, new in rows if old != new]


def _tokens(content: ResultContent) -> Iterator[Problem]:
    for name, choices in TOKENS.items():
        if unknown(getattr(content, name), choices):
            yield name, f"“{WORDS[name]}”不对；请重新选"
    for name in ("codes", "disposition", "methods"):
        if not getattr(content, name):
            yield name, f"请选{WORDS[name]}"
    if Disposition.NONE in content.disposition and len(content.disposition) > 1:
        yield "disposition", "选了“无需后续处置”，不能再选别的"


def _codes(content: ResultContent) -> Iterator[Problem]:
    for first, second in excluded_pairs(content.codes):
        yield "codes", f"“{first.label}”和“{second.label}”不能同时选"
    if content.finding and not content.is_finding:
        yield "codes", "写了问题，检查结果请选发现问题的一种；没有问题的，请删去问题"


def _finding(content: ResultContent) -> Iterator[Problem]:
    if not content.is_finding:
        return
    if not content.finding:
        yield "finding", "请写发现了什么问题，写事实，不写结论"
    if not content.provision:
        yield "provision", "请写违反哪一条；没有依据的不能提交"
    if content.disposition == (Disposition.NONE,):
        yield "disposition", "发现了问题，请选怎样处置"
    for kind in content.kinds:
        fitting = ROUTES.get(kind, ())
        if fitting and not any(token in fitting for token in content.disposition):
            words = "或者".join(f"“{disposition.label}”" for disposition in fitting)
            yield "disposition", f"“{FindingKind(kind).label}”的后续处置请选{words}"
