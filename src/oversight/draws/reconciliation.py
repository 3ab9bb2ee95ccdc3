"""What the log says of draws, against rows and files: states, people, values, the result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mingqian import canonical, seed
from mingqian import manifest as manifests
from mingqian import result as results
from oversight.accounts.models import Organisation
from oversight.accounts.reconciliation import former_names
from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.draws import events
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.replaying import LoggedDraw, replay
from oversight.draws.services import preparation
from oversight.draws.states import DRAW, EXEMPTION, INVITATION

_KINDS = ("drawing", "draw", "visit")
_FIELDS = {
    "task_number": "任务编号",
    "plan_number": "计划编号",
    "document_number": "发文字号",
    "kind": "抽查类型",
    "why": "临时抽查的理由",
    "bureau": "所属局",
    "owner": "发起部门",
    "made_by": "建立人",
    "commitment": "封存码",
    "submitted_by": "提交人",
    "approved_by": "复核人",
    "handed_over_to": "密封材料交给谁",
    "void_why": "作废原因",
    "void_asked_by": "提出作废的人",
    "void_agreed_by": "同意作废的人",
}
_TIMES = {
    "t0": "公开数产生的时间",
    "deadline": "截止时间",
    "opens_at": "开封时间",
    "sealed_at": "封存时间",
    "seeded_at": "来源齐的时间",
    "held_at": "抽取时间",
    "opened_at": "实际开封时间",
    "voided_at": "作废时间",
}
# Times in the log never decrease, so one may stand there a little later than in the row.
_TOLERANCE = 60


def check(range_: Range) -> Iterator[Step]:
    """Compare draws: all, or those that something happened to; that none is missing, always."""
    touched = range_.numbers(*_KINDS)
    begun = {row.about_number: row for row in audit.of_types([events.DRAWING_BEGUN.type])}
    draws = Draw.objects.select_related("bureau", "owner").order_by("pk")
    total, names = draws.count(), former_names()
    for done, draw in enumerate(draws.iterator(chunk_size=100), start=1):
        event = begun.pop(draw.number, None)
        differences: list[Difference] = []
        if event is None or touched is None or draw.number in touched:
            differences = list(_draw(draw, names))
        yield done, total, differences
    missing = [Subject(kind="draw", number=number).is_missing() for number in begun]
    yield total, total, missing


def _draw(draw: Draw, names: dict[int, set[str]]) -> Iterator[Difference]:
    logged = replay(entries_of(draw.number))
    if logged is None:
        yield Subject(kind="draw", number=draw.number, scope=draw.bureau.path).is_unexplained()
        return
    about = about_draw(draw, logged)
    yield from about.differs("名称", logged.title, draw.title)
    yield from _columns(about, draw, logged)
    yield from _decisions(about, draw, logged, names)
    yield from _values(about, draw, logged)
    if logged.is_sealed:
        yield from _files(about, draw, logged)


def about_draw(draw: Draw, logged: LoggedDraw) -> Subject:
    """Name a draw in differences; what a sealed one decided is not told before its opening."""
    return Subject(
        kind="draw", number=draw.number, scope=draw.bureau.path, is_secret=logged.is_secret
    )


def entries_of(number: str) -> list[Entry]:
    """Give the entries about a draw in their order."""
    rows = [row for kind in ("drawing", "draw") for row in audit.about(kind, number)]
    return sorted(rows, key=lambda row: row.index)


def _columns(about: Subject, draw: Draw, logged: LoggedDraw) -> Iterator[Difference]:
    state = DRAW.label(logged.fields["state"])
    yield from about.differs("状态", state, DRAW.label(draw.state))
    for column, name in _FIELDS.items():
        if column in logged.fields:
            value = getattr(draw, column)
            stored = value.code if isinstance(value, Organisation) else value
            yield from about.differs(name, logged.fields[column], stored)
    for column, name in _TIMES.items():
        yield from _moment(about, name, logged.fields.get(column, ""), getattr(draw, column))
    if logged.prepared_of:
        yield from about.differs("备料时的方案", logged.prepared_of, draw.prepared_of)
    if logged.figures:
        counted = preparation.figures_digest(draw.figures)
        yield from about.differs("备料时的统计", logged.figures, counted)
    if logged.is_sealed and logged.prepared_of:
        now = preparation.state_digest(draw)
        yield from about.differs("封存的方案、见证人和例外", logged.prepared_of, now)


def _moment(about: Subject, name: str, logged: str, stored: datetime | None) -> list[Difference]:
    shown = moments.written(stored) if stored else ""
    if logged and stored:
        apart = abs((moments.read(logged) - stored).total_seconds())
        return [] if apart <= _TOLERANCE else about.differs(name, logged, shown)
    return about.differs(name, logged, shown)


def _decisions(
    about: Subject, draw: Draw, logged: LoggedDraw, names: dict[int, set[str]]
) -> Iterator[Difference]:
    seats = {
        seat.name: {"unit": seat.unit, "capacity": seat.capacity, "commitment": seat.commitment}
        for seat in draw.witnesses.all()
    }
    yield from _mapping(about, "见证人", logged.seats, seats)
    partners = {}
    for partner in draw.partners.select_related("section"):
        former = names.get(partner.section_id, set()) & logged.partners.keys()
        key = next(iter(former), partner.section.name)
        partners[key] = {"people": partner.people, "answer": INVITATION.label(partner.answer)}
    yield from _mapping(about, "联合检查", logged.partners, partners)
    exceptions = {
        exemption.subject.code: {
            "asked_by": exemption.asked_by,
            "decision": EXEMPTION.label(exemption.state),
            "decided_by": exemption.decided_by,
        }
        for exemption in draw.exceptions.select_related("subject")
    }
    yield from _mapping(about, "超上限例外", logged.exceptions, exceptions)
    scans = {
        scan.digest: {"reason": scan.reason, "added_by": scan.added_by}
        for scan in draw.signed_minutes.all()
    }
    yield from _mapping(about, "签字的抽取记录", logged.signed, scans)


def _mapping(
    about: Subject, name: str, logged: dict[str, dict[str, Any]], stored: dict[str, dict[str, Any]]
) -> Iterator[Difference]:
    for key in sorted(logged.keys() | stored.keys()):
        yield from about.differs(f"{name} {key}", logged.get(key), stored.get(key))


def _values(about: Subject, draw: Draw, logged: LoggedDraw) -> Iterator[Difference]:
    rows = {row.position: row for row in draw.values.exclude(logged_at=None)}
    for position, entry in logged.values.items():
        row, name = rows.pop(position, None), f"第 {position} 个来源"
        if row is None:
            yield about.says(name, "给出了数", "没有这一行")
            continue
        public = entry.public
        if "value" in public:
            yield from about.differs(f"{name}的数", public["value"], row.value)
        else:
            digest = _reveal_digest(draw, position, row.value)
            yield from about.differs(f"{name}的数的摘要", public["digest"], digest)
        entered = logged.entered.get(position) or entry.person or entry.role
        yield from about.differs(f"{name}的录入人", entered, row.entered_by)
        if position in logged.entered and row.confirmed_by not in {"", "签名"}:
            yield from about.differs(f"{name}的核对人", entry.person, row.confirmed_by)
    for position in rows:
        yield about.says(f"第 {position} 个来源", NO_EVENT, "有数")


def _reveal_digest(draw: Draw, position: int, value: str) -> str:
    secret = folder(draw.number).secret()
    if secret is None:
        return "密数文件不在，无法核对"
    return seed.reveal_digest(draw.number, position, secret, value)


def _files(about: Subject, draw: Draw, logged: LoggedDraw) -> Iterator[Difference]:
    """Compare the files with their digests in the log."""
    files = folder(draw.number)
    commitment = logged.fields["commitment"]
    data = files.data(manifests.FILE) if files.has(manifests.FILE) else b""
    if not data or canonical.digest(data) != commitment:
        yield about.says("清单文件", commitment, canonical.digest(data) if data else "没有文件")
        return
    manifest = manifests.read(data)
    for file in manifest.files:
        digest = canonical.digest(files.data(file.name)) if files.has(file.name) else "没有文件"
        yield from about.differs(f"名单 {file.name}", file.sha256, digest)
    if logged.result:
        yield from _result(about, draw, logged)


def _result(about: Subject, draw: Draw, logged: LoggedDraw) -> Iterator[Difference]:
    files = folder(draw.number)
    name = files.result_name()
    data = files.data(name) if files.has(name) else b""
    if not data or canonical.digest(data) != logged.result:
        digest = canonical.digest(data) if data else "没有文件"
        yield about.says("结果文件", logged.result, digest)
        return
    result = results.read(data)
    yield from about.differs("保证程度", result.assurance.level, draw.assurance)
    yield from about.differs("保证位数", result.assurance.bits, draw.bits)
