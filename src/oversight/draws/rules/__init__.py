"""Who takes part in a draw and who does not, each for one printed reason; and other plain rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from mingqian import canonical
from oversight.plans import rules as plans

BAD_CODE = "BADCODE"
STATE = "STATE"
SCOPE = "SCOPE"
LABEL = "LABEL"
REST = "REST"
CAP = "CAP-"
IN_BUSINESS = "存续"
TICKETS = range(1, 11)
# Reasons for which a visit or a person is replaced (draw-v1 6.3); the codes go into the log.
SUBJECT_REASONS = {
    "CLOSED": "已注销、吊销或撤销",
    "MOVED": "已迁出本区",
    "UNREACHABLE": "通过登记的住所（经营场所）无法联系",
    "NOBUSINESS": "未开展本次抽查涉及的经营活动",
}
PERSON_REASONS = {
    "LEAVE": "请假",
    "DUTY": "另有公务",
    "ILLNESS": "生病",
    "TRANSFER": "调离岗位",
    "CERTIFICATE": "证件失效",
}
# Found at the opening of a sealed draw, when others were made without knowing of it (ADR 5).
CAPPED, ROTATED = "CAPPED", "ROTATED"
RECHECKED = {
    CAPPED: "开封复核：本年度检查超过上限",
    ROTATED: "开封复核：近期已派到同一家",
}
RECUSAL = "RECUSAL"
OPEN_SLOT = "OPENSLOT"
RECUSAL_TITLE = "回避"
# A reason that stands only since a change of the last days, and one of a row that left.
CHANGED = "-CHANGED"
DELISTED = "DELISTED"
WORDS = {
    **SUBJECT_REASONS,
    **PERSON_REASONS,
    **RECHECKED,
    RECUSAL: RECUSAL_TITLE,
    OPEN_SLOT: "补上空缺",
}
VOID_SHORT, VOID_MOST = 4, 300
# The kinds of background jobs of a draw; each is about the draw's key.
PREPARE_DRAW, HOLD_DRAW = "draw.prepare", "draw.hold"
# The code of a preparation's refusal that a second person can lift by looking at the changes.
UNCONFIRMED_CHANGES = "unconfirmed-changes"


class Row(NamedTuple):
    """A subject as the directory has it at the freezing."""

    pk: int
    code: str
    code_is_valid: bool
    state: str
    kind: str
    industry: str
    region: str
    owner_id: int
    grade: str
    risk: str
    labels: str
    last_visited_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A cap that applies: its rule, and how often each subject was visited so far this year."""

    key: str
    name: str
    limit: int
    citation: str
    visits: Mapping[int, int]

    @property
    def code(self) -> str:
        """Name the reason of those it excludes."""
        return f"{CAP}{self.key.removeprefix('cap_')}".replace("_", "-").upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything by which subjects are told apart; ``caps`` begin with the strictest."""

    scope: Mapping[str, Sequence[Any]]
    ratio_by: str
    split_by: str
    classes: Mapping[str, tuple[str, ...]]
    """For every class the codes of its strata."""
    caps: Sequence[Cap]
    rest_days: int
    exempt_labels: Collection[str]
    excepted: Collection[int]
    tickets: Mapping[str, int]
    sections: Mapping[int, str]
    """The public codes of the organisations that keep subjects, by their keys."""
    on: date

    def section_of(self, code: str) -> int:
        """Give the key of an organisation by its public code; 0 if there is none."""
        return next((key for key, section_code in self.sections.items() if section_code == code), 0)


_COLUMNS = {
    "kinds": Row._fields.index("kind"),
    "industries": Row._fields.index("industry"),
    "regions": Row._fields.index("region"),
    "owners": Row._fields.index("owner_id"),
    "grades": Row._fields.index("grade"),
    "risks": Row._fields.index("risk"),
}


def exclusion(row: Row, terms: Terms, rested_since: date) -> str:
    """Give the one reason for which a subject takes no part; empty for those who do.

    The order is that of the printed list: what makes an entry unusable, the scope, the exempt
    labels, the caps from the strictest on, the resting period.
    """
    if not row.code_is_valid or not canonical.is_code(row.code):
        return BAD_CODE
    if row.state != IN_BUSINESS:
        return STATE
    if not in_scope(row, terms.scope):
        return SCOPE
    if row.labels and any(f"|{label}|" in row.labels for label in terms.exempt_labels):
        return LABEL
    return "" if row.pk in terms.excepted else _visited(row, terms, rested_since)


def roster_id(row: Row) -> str:
    """Name a row in the rosters: by its code, or by its key where no roster can hold the code."""
    return row.code if canonical.is_code(row.code) else f"ROW-{row.pk}"


def rested_since(terms: Terms) -> date:
    """Give the last day on which a visit no longer asks for rest."""
    return terms.on - timedelta(days=terms.rest_days)


def strata_of(row: Row, terms: Terms) -> tuple[str, ...]:
    """Give the strata of a subject that takes part."""
    own = ""
    if terms.ratio_by:
        own = plans.class_of(row.grade if terms.ratio_by == "grade" else row.risk)
    if terms.split_by:
        part = row.region if terms.split_by == "region" else row.industry
        own = plans.class_key(own, terms.split_by, part)
    return terms.classes.get(own, ())


def tickets_of(row: Row, terms: Terms) -> int:
    """Give a subject's tickets by its grade; one where nothing is agreed."""
    return terms.tickets.get(row.grade, 1)


def reasons(terms: Terms, exempt_labels: Collection[str]) -> dict[str, str]:
    """Name the reasons that may stand in the exclusions, with their sources."""
    named = {
        BAD_CODE: "统一社会信用代码无效或校验不符，更正前不参加抽取",
        STATE: "登记状态不是“存续”",
        SCOPE: "不在本次抽查范围",
        LABEL: f"带有不参加抽取的标签：{'、'.join(sorted(exempt_labels)) or '无'}",
        REST: f"上次检查后未满 {terms.rest_days} 日",
    }
    for cap in terms.caps:
        named[cap.code] = f"本年度检查次数已达上限 {cap.limit} 次（{cap.name}；{cap.citation}）"
    return named


def changed_reasons(named: Mapping[str, str], days: int) -> dict[str, str]:
    """Name the reasons that rest on changes of the directory in the days before preparation."""
    cause = f"（备料前 {days} 日内的名录改动所致，改动以前会参加）"
    texts = {f"{code}{CHANGED}": f"{text}{cause}" for code, text in named.items()}
    return {**texts, DELISTED: f"移出了名录{cause}"}


def link_digest(token: str) -> str:
    """Give what is kept of a witness's link."""
    return canonical.digest(f"mingqian witness link|{token}")


def device_digest(device: str) -> str:
    """Give what is kept of the secret that lies on a witness's telephone."""
    return canonical.digest(f"mingqian witness device|{device}")


def drawn_classes(setup: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the classes of which anybody is drawn; the others are not in scope."""
    return [
        drawn_class
        for drawn_class in setup["classes"]
        if drawn_class["permyriad"] or drawn_class["count"]
    ]


def scopes_meet(scope: Mapping[str, Sequence[Any]], other: Mapping[str, Sequence[Any]]) -> bool:
    """Tell whether somebody may be in both scopes, as far as the scopes alone say.

    A subject has one region, one industry …, but may have several labels.
    """
    return all(
        name == "labels" or not wanted or not other.get(name) or set(wanted) & set(other[name])
        for name, wanted in scope.items()
    )


def shared_permille(shared: int, own: int, other: int) -> int:
    """Give the part that two populations share, of the smaller one."""
    return shared * 1000 // max(1, min(own, other))


def letter_of(class_code: str, place: int) -> str:
    """Name a class within the codes of strata; divided ones by their place among all."""
    if plans.BAR in class_code:
        return f"P{place:03d}"
    return {"": "ALL", plans.UNGRADED: "N"}.get(class_code, class_code)


def stratum_code(letter: str, item: str) -> str:
    """Name a stratum: its class, then its item."""
    return f"{letter}.{item}"


def _visited(row: Row, terms: Terms, rested_since: date) -> str:
    for cap in terms.caps:
        if cap.visits.get(row.pk, 0) >= cap.limit:
            return cap.code
    if row.last_visited_on is not None and row.last_visited_on > rested_since:
        return REST
    return ""


def in_scope(row: Row, scope: Mapping[str, Sequence[Any]]) -> bool:
    """Tell whether a row is in the scope of a draw, whatever else keeps it from taking part."""
    for name, wanted in scope.items():
        if not wanted:
            continue
        if name == "labels":
            if not any(f"|{label}|" in row.labels for label in wanted):
                return False
        elif row[_COLUMNS[name]] not in wanted:
            return False
    return True
