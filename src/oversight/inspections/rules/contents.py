"""A record from the spot as values: what is not as it should be reads as nothing said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from oversight.inspections.rules.codes import FINDING_CODES, PointState, ResultCode

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswer:
    """The answer to a point, by its place in the item's list from 1."""

    n: int
    answer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer:
    """What was answered to an item, and what follows."""

    points: tuple[PointAnswer, ...] = ()
    finding: str = ""
    provision: str = ""
    kinds: tuple[str, ...] = ()
    disposition: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Tell whether any point is a breach."""
        return any(point.answer == PointState.BAD for point in self.points)

    @property
    def is_checked(self) -> bool:
        """Tell whether any point was looked at."""
        looked = (PointState.OK, PointState.BAD)
        return any(point.answer in looked for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """责令改正: the number of the order, its term, and whether it was obeyed on the spot."""

    number: str = ""
    due: date | None = None
    is_cured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the 现场检查笔录 says beside the items."""

    place: str = ""
    person: str = ""
    post: str = ""
    identity: str = ""
    start: datetime | None = None
    end: datetime | None = None
    shown_at: datetime | None = None
    is_recusal_told: bool = False
    recusal_answer: str = ""
    facts: str = ""
    statement: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound or video recording, from its start to its end."""

    device: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A picture or paper by its digest, and what it proves."""

    digest: str
    name: str
    pages: int
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSignature:
    """A signature: who, the strokes, and the digest of what was signed.

    ``is_own_login`` tells that an officer confirmed on the own account instead of drawing.
    """

    who: str
    name: str
    strokes: tuple[Any, ...]
    signed: str
    at: datetime | None
    is_own_login: bool = False

    @property
    def is_given(self) -> bool:
        """Tell whether somebody drew it, or confirmed on the own account."""
        return bool(self.strokes) or self.is_own_login


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The whole record."""

    answers: Mapping[str, ItemAnswer]
    codes: tuple[str, ...]
    order: Order
    path: str
    path_facts: Content
    minutes: Minutes
    recordings: tuple[Recording, ...]
    evidence: tuple[Evidence, ...]
    signatures: tuple[RecordSignature, ...]
    refusal_reason: str
    refusal_witness: str
    paper: tuple[str, ...]

    def evidence_at(self, point: str) -> list[Evidence]:
        """Give the evidence for a point or a slot of a path."""
        return [row for row in self.evidence if row.point == point]

    def codes_of(self, code: str) -> tuple[str, ...]:
        """Give the result codes of an item: its own, or those that follow from the record."""
        answer = self.answers.get(code, ItemAnswer())
        if answer.codes:
            return answer.codes
        if answer.is_bad:
            return tuple(token for token in self.codes if token in FINDING_CODES)
        if self.path:
            return tuple(token for token in self.codes if token not in FINDING_CODES)
        return (ResultCode.WFX,) if answer.is_checked else ()


def read_record(content: Content) -> Record:
    """Read a record's content."""
    result = _object(content.get("result"))
    answers = _object(content.get("answers"))
    refusal = _object(content.get("refusal"))
    return Record(
        answers={code: _item(_object(answer)) for code, answer in answers.items()},
        codes=_tokens(result.get("codes")),
        order=_order(_object(result.get("order"))),
        path=text(result.get("path")),
        path_facts=_object(result.get("path_facts")),
        minutes=_minutes(_object(content.get("minutes"))),
        recordings=tuple(map(_recording, objects(content.get("recordings")))),
        evidence=tuple(map(_evidence, objects(content.get("evidence")))),
        signatures=tuple(map(_signature, objects(content.get("signatures")))),
        refusal_reason=text(refusal.get("reason")),
        refusal_witness=text(refusal.get("witness")),
        paper=_tokens(content.get("paper")),
    )


def text(value: object) -> str:
    """Give a text without space around it; empty if it is none."""
    return value.strip() if isinstance(value, str) else ""


def moment(value: object) -> datetime | None:
    """Give a moment with its offset, or None."""
    try:
        instant = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def day(value: object) -> date | None:
    """Give a day, or None."""
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        return None


def objects(value: object) -> list[Content]:
    """Give the objects of a list; nothing if it is none."""
    return [row for row in _list(value) if isinstance(row, Mapping)]


def _item(document: Content) -> ItemAnswer:
    return ItemAnswer(
        points=tuple(map(_point, objects(document.get("points")))),
        finding=text(document.get("finding")),
        provision=text(document.get("provision")),
        kinds=_tokens(document.get("kinds")),
        disposition=_tokens(document.get("disposition")),
        methods=_tokens(document.get("methods")),
        codes=_tokens(document.get("codes")),
    )


def _point(document: Content) -> PointAnswer:
    return PointAnswer(
        n=_number(document.get("n")),
        answer=text(document.get("answer")),
        why=text(document.get("why")),
    )


def _order(document: Content) -> Order:
    return Order(
        number=text(document.get("number")),
        due=day(document.get("due")),
        is_cured=document.get("cured") is True,
    )


def _minutes(document: Content) -> Minutes:
    person = _object(document.get("person"))
    return Minutes(
        place=text(document.get("place")),
        person=text(person.get("name")),
        post=text(person.get("post")),
        identity=text(person.get("identity")),
        start=moment(document.get("start")),
        end=moment(document.get("end")),
        shown_at=moment(document.get("shown_at")),
        is_recusal_told=document.get("recusal_told") is True,
        recusal_answer=text(document.get("recusal_answer")),
        facts=text(document.get("facts")),
        statement=text(document.get("statement")),
        changes=text(document.get("changes")),
    )


def _recording(document: Content) -> Recording:
    return Recording(
        device=text(document.get("device")),
        start=moment(document.get("start")),
        end=moment(document.get("end")),
    )


def _evidence(document: Content) -> Evidence:
    return Evidence(
        digest=text(document.get("digest")),
        name=text(document.get("name")),
        pages=_number(document.get("pages")),
        point=text(document.get("point")),
    )


def _signature(document: Content) -> RecordSignature:
    return RecordSignature(
        who=text(document.get("who")),
        name=text(document.get("name")),
        strokes=tuple(stroke for stroke in _list(document.get("strokes")) if stroke),
        signed=text(document.get("signed")),
        at=moment(document.get("at")),
    )


def _object(value: object) -> Content:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _tokens(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for entry in _list(value) if (token := text(entry))))


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
