"""The 现场检查笔录: what it cannot close without; never the legal representative (R53)."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.inspections.rules.codes import UNVISITED, Path
from oversight.inspections.rules.contents import Record
from oversight.inspections.rules.facts import Problem, VisitFacts

LEAST_OFFICERS = 2
"""No visit is made by fewer: 劳动保障监察条例 §16, 行政处罚法 §42."""


def problems(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    """Say what the minutes lack (司法部 行政检查文书基本格式文本; R17)."""
    if len(facts.officers) < LEAST_OFFICERS:
        yield "officers", "检查人员只有一名，笔录不能完结；请先补足两名"
    if record.path == Path.DEREGISTERED and record.minutes.start is None:
        return
    yield from _place_and_time(record)
    if record.path not in UNVISITED:
        yield from _shown_and_asked(record)
        yield from _person(record)
    if not record.minutes.facts:
        yield "minutes.facts", "请写现场情况：看到什么、问到什么，不写结论"
    for row in record.recordings:
        if not row.device or row.start is None or row.end is None or row.start > row.end:
            yield "recordings", "录音录像要写设备和起止时间，起在止前"
    for evidence in record.evidence:
        if not evidence.name or not evidence.digest:
            yield "evidence", "每件证据都要有名称和文件"


def _place_and_time(record: Record) -> Iterator[Problem]:
    minutes = record.minutes
    if not minutes.place:
        yield "minutes.place", "请写检查地点"
    if minutes.start is None:
        yield "minutes.start", "请写开始时间"
    if minutes.end is None:
        yield "minutes.end", "请写结束时间"
    if minutes.start and minutes.end and minutes.start >= minutes.end:
        yield "minutes.end", "结束时间应在开始时间之后"


def _shown_and_asked(record: Record) -> Iterator[Problem]:
    minutes = record.minutes
    if minutes.shown_at is None:
        yield "minutes.shown_at", "请写出示执法证件的时间"
    elif minutes.end and minutes.shown_at > minutes.end:
        yield "minutes.shown_at", "出示证件的时间在结束以后；请核对"
    if record.path == Path.UNCOOPERATIVE:
        return
    if not minutes.is_recusal_told:
        yield "minutes.recusal_told", "请告知对方可以申请回避，然后勾选"
    if not minutes.recusal_answer:
        yield "minutes.recusal_answer", "请写对方是否申请回避"


def _person(record: Record) -> Iterator[Problem]:
    if record.path == Path.UNCOOPERATIVE:
        return
    if not record.minutes.person:
        yield "minutes.person.name", "请写现场负责人的姓名；不必是法定代表人"
    if not record.minutes.post:
        yield "minutes.person.post", "请写现场负责人的职务"


def signature_problems(record: Record, digest: str, facts: VisitFacts) -> list[Problem]:
    """Say whose signature is missing under a text; photographed paper stands for all of them."""
    if record.paper:
        return []
    return [*_officers(record, digest, facts), *_subject(record, digest, facts)]


def _officers(record: Record, digest: str, facts: VisitFacts) -> Iterator[Problem]:
    signatures = {row.name: row for row in record.signatures if row.who == "officer"}
    valid = {name for name, row in signatures.items() if row.signed == digest and row.is_given}
    for name in signatures.keys() - valid:
        yield "signatures.officer", f"{name}签的不是现在这份笔录；请重新签"
    signers = [officer for officer in facts.officers if officer.name in valid]
    if len(signers) < LEAST_OFFICERS:
        words = "、".join(row.name for row in facts.officers if row not in signers)
        yield "signatures.officer", f"要两名检查人员签字；还没有签的：{words}"
        return
    units = {item.section for item in facts.items} & {row.section for row in facts.officers}
    for unit in sorted(units - {officer.section for officer in signers}):
        yield "signatures.officer", f"{unit}的事项由{unit}的人员签字；请补签"


def _subject(record: Record, digest: str, facts: VisitFacts) -> Iterator[Problem]:
    if record.path in (*UNVISITED, Path.UNCOOPERATIVE):
        return
    own = [row for row in record.signatures if row.who == "subject"]
    if any(row.signed == digest and row.name and row.is_given for row in own):
        return
    if own:
        yield "signatures.subject", "被检查人签的不是现在这份笔录，或没有写姓名；请重新签"
    elif not record.refusal_reason:
        yield "signatures.subject", "请被检查人签字；拒绝签字的，写明理由"
    elif record.refusal_witness in {officer.name for officer in facts.officers}:
        yield "refusal.witness", "见证人不能是这次检查的人员；请另写一位"
    elif not (record.refusal_witness or record.recordings):
        yield "refusal.witness", "拒绝签字要有见证人，或者录音录像"
