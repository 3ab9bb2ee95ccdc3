"""Why nothing could be inspected, and the least evidence that each reason demands (guide 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from oversight.common import moments
from oversight.inspections.rules.codes import PATH_CODES, REGISTRATION_CODES, Path, ResultCode
from oversight.inspections.rules.contents import Content, Record, day, moment, objects, text
from oversight.inspections.rules.facts import Problem, VisitFacts

_NOON = 12


def problems(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    """Say what a reason for not inspecting lacks."""
    if record.path not in _RULES:
        yield "result.path", f"没有“{record.path}”这种未能检查的情形；请重新选"
        return
    yield from _RULES[record.path](record, facts)
    codes = PATH_CODES[record.path]
    if sum(code in codes for code in record.codes) != 1:
        words = "或者".join(f"“{code.label}”" for code in codes)
        yield "result.codes", f"选了“{Path(record.path).label}”，检查结果请选{words}"


def _unreachable(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    path_facts = record.path_facts
    if not record.evidence_at("path.door"):
        yield "path.door", "请拍登记住所的门牌、大门；照片要归到“门牌”"
    calls = objects(path_facts.get("calls"))
    if not calls:
        yield "path.calls", "请把登记的电话都打一遍，写号码、时间和结果"
    for row in calls:
        if not (text(row.get("number")) and text(row.get("result")) and moment(row.get("at"))):
            yield "path.calls", "每次打电话都要写号码、时间和结果"
    is_attested = text(path_facts.get("neighbour")) and text(path_facts.get("neighbour_name"))
    if not (is_attested or _is_other_half_day(record, path_facts)):
        yield (
            "path.neighbour",
            "请写物业或邻居的姓名和说明；没有人作证的，改天或隔半天再去一次，写第二次的时间",
        )
    if facts.is_dormant and not text(path_facts.get("dormant_attempt")):
        yield (
            "path.dormant_attempt",
            "这家企业登记了歇业，歇业不是无法联系；请先按登记的文书送达地址联系，写结果",
        )


def _is_other_half_day(record: Record, path_facts: Content) -> bool:
    """Tell whether there was a second visit, on another day or in another half of the day."""
    start, again = record.minutes.start, moment(path_facts.get("second_visit"))
    if start is None or again is None:
        return False
    halves = [
        (moments.day_of(at), at.astimezone(moments.BEIJING).hour < _NOON) for at in (start, again)
    ]
    return halves[0] != halves[1]


def _uncooperative(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    path_facts = record.path_facts
    if not facts.is_shown or record.minutes.shown_at is None:
        yield (
            "minutes.shown_at",
            "没有出示两名人员的执法证件，企业有权拒绝检查，不能定为不配合；请改为中止",
        )
    if path_facts.get("basis_read") is not True:
        yield "path.basis_read", "请向对方宣读检查依据，然后勾选"
    if path_facts.get("consequence_read") is not True:
        yield "path.consequence_read", "请宣读拒绝的后果（劳动保障监察条例第三十条），然后勾选"
    if moment(path_facts.get("refused_at")) is None:
        yield "path.refused_at", "请写对方拒绝的时间"
    if not text(path_facts.get("words")):
        yield "path.words", "请写对方怎样拒绝的，照原话"
    if not (record.recordings or text(path_facts.get("witness"))):
        yield "path.witness", "请写录音录像，或者见证人的姓名"


def _closed(record: Record, _: VisitFacts) -> Iterator[Problem]:
    if not record.evidence_at("path.premises"):
        yield "path.premises", "请拍现场的照片，归到“场所”"
    if not (record.evidence_at("path.notice") or _is_stated(record.path_facts)):
        yield (
            "path.notice",
            "请拍停业、清算公告或退租材料；没有的，写邻居或房东的姓名和说明",
        )


def _no_business(record: Record, _: VisitFacts) -> Iterator[Problem]:
    if not record.evidence_at("path.premises"):
        yield "path.premises", "请拍经营场所的照片，归到“场所”"
    if not record.evidence_at("path.licence"):
        yield "path.licence", "请拍营业执照，归到“执照”"
    if not _is_stated(record.path_facts):
        yield "path.statement", "请写在场的人的姓名和说明"


def _deregistered(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    path_facts = record.path_facts
    status = text(path_facts.get("status"))
    if status not in REGISTRATION_CODES:
        yield "path.status", "请选登记状态：注销、被吊销、被撤销或者迁出"
    elif status not in record.codes:
        yield "result.codes", f"登记状态是“{ResultCode(status).label}”，检查结果请选同一个"
    as_of = day(path_facts.get("as_of"))
    if as_of is None or not _is_of_the_day(as_of, facts):
        yield "path.as_of", "请写登记信息是哪一天查的；应当是到场当天，不到场的写今天"
    if not text(path_facts.get("source")):
        yield "path.source", "请写登记信息从哪里查到的"
    if not record.evidence_at("path.extract"):
        yield "path.extract", "请附登记信息的截图或打印件，归到“登记信息”"


def _is_of_the_day(as_of: date, facts: VisitFacts) -> bool:
    return facts.today is None or as_of == facts.today


def _is_stated(path_facts: Content) -> bool:
    return bool(text(path_facts.get("statement")) and text(path_facts.get("speaker")))


_RULES: dict[str, Callable[[Record, VisitFacts], Iterator[Problem]]] = {
    Path.UNREACHABLE: _unreachable,
    Path.UNCOOPERATIVE: _uncooperative,
    Path.CLOSED: _closed,
    Path.DEREGISTERED: _deregistered,
    Path.NO_BUSINESS: _no_business,
}
