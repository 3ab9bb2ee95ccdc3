"""What log, result and replacements say of inspection tasks and the ledger, against the rows."""

from __future__ import annotations

from collections.abc import Iterator

from mingqian import canonical
from mingqian import manifest as manifests
from mingqian import result as results
from oversight.accounts.models import Organisation
from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.common import moments
from oversight.draws import events as draws_events
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.reconciliation import about_draw, entries_of
from oversight.draws.replaying import LoggedDraw, replay
from oversight.inspections import rebuilding, registered_tasks, replaying
from oversight.inspections.models import InspectionTask
from oversight.inspections.rebuilding import Evidence, RebuiltTask
from oversight.inspections.services.recording import KIND
from oversight.registry.models import InspectionRecord, RecordMember
from oversight.registry.rules.ledger import DRAWN_KIND
from oversight.registry.states import RECORD

_KINDS = ("drawing", "draw", KIND)


def check(wanted: Range) -> Iterator[Step]:
    """Compare the tasks and ledger of the draws that were held: all, or those touched lately."""
    touched = wanted.numbers(*_KINDS)
    numbers = _numbers() if touched is None else _numbers() & touched
    draws = Draw.objects.filter(number__in=numbers).select_related("bureau").order_by("pk")
    total = draws.count()
    for done, draw in enumerate(draws.iterator(chunk_size=100), start=1):
        yield done, total, list(_draw(draw))
    yield total, total, [*_of_no_draw(), *registered_tasks.differences()]


def _numbers() -> set[str]:
    """Name the draws that were held, and all others that have rows."""
    held = {entry.about_number for entry in audit.of_types([draws_events.DRAW_HELD.type])}
    drawn = InspectionTask.objects.exclude(draw=None).order_by()
    tasks = drawn.values_list("draw__number", flat=True).distinct()
    records = InspectionRecord.objects.exclude(draw_number="").order_by()
    return held | set(tasks) | set(records.values_list("draw_number", flat=True).distinct())


def _draw(draw: Draw) -> Iterator[Difference]:
    logged = replay(entries_of(draw.number))
    if logged is None:
        return  # the check of the draws says so
    about = about_draw(draw, logged)
    if not logged.result:
        yield from _not_held(about, draw)
        return
    evidence = _evidence(draw, logged)
    if evidence is None:
        return  # the check of the draws says which file differs
    acts = sorted(audit.about(KIND, draw.number), key=lambda entry: entry.index)
    yield from rebuilding.differences(about, draw, logged, acts, evidence)
    yield from replaying.approval_differences(about, draw.visits.all(), acts)
    yield from _ledger(
        about, draw, logged, rebuilding.rebuild_tasks(logged.replaced, acts, evidence)
    )


def _not_held(about: Subject, draw: Draw) -> Iterator[Difference]:
    tasks = draw.visits.count()
    records = InspectionRecord.objects.filter(draw_number=draw.number).count()
    for name, count in (("检查任务", tasks), ("检查台账", records)):
        if count:
            yield about.says(name, "还没有抽取", f"{count} 行")


def _evidence(draw: Draw, logged: LoggedDraw) -> Evidence | None:
    """Read the files that the log names; None where one is not what was logged."""
    files = folder(draw.number)
    names = (manifests.FILE, files.result_name())
    data = [files.data(name) if files.has(name) else b"" for name in names]
    digests = [canonical.digest(part) for part in data]
    if digests != [logged.fields["commitment"], logged.result]:
        return None
    return Evidence(manifest=manifests.read(data[0]), result=results.read(data[1]))


def _ledger(
    about: Subject, draw: Draw, logged: LoggedDraw, tasks: dict[str, RebuiltTask]
) -> Iterator[Difference]:
    """Compare the ledger with the tasks; of a sealed draw nothing stands in it yet."""
    expected = {} if logged.is_secret else {c: _expected(draw, task) for c, task in tasks.items()}
    rows = InspectionRecord.objects.filter(draw_number=draw.number).select_related("subject")
    stored = {
        row.subject.code: _stored(row)
        for row in rows.prefetch_related("members__section", "members__inspector")
    }
    for code in sorted(expected.keys() | stored.keys()):
        name = f"检查台账 {code}"
        if code not in stored:
            yield about.says(name, "有这一次", "没有这一行")
        elif code not in expected:
            yield about.says(name, "没有这一次", "有这一行")
        else:
            for field, value in expected[code].items():
                yield from about.differs(f"{name} 的{field}", value, stored[code][field])


def _expected(draw: Draw, task: RebuiltTask) -> dict[str, object]:
    held_on = moments.day_of(draw.held_at) if draw.held_at else None
    team = [(pool, who) for pool, who, _ in task.team]
    return {
        "状态": RECORD.label(replaying.ledger_state(task.state, task.unvisited)),
        "年度": held_on.year if held_on else 0,
        "抽取日期": str(held_on or ""),
        "计划日期": task.planned_on,
        "检查类型": DRAWN_KIND,
        "发起部门": draw.owner_id,
        "任务编号": draw.task_number,
        "不计次数的理由": "",
        "派员": sorted(team),
    }


def _stored(row: InspectionRecord) -> dict[str, object]:
    return {
        "状态": RECORD.labels.get(row.state, row.state),
        "年度": row.year,
        "抽取日期": str(row.drawn_on or ""),
        "计划日期": str(row.planned_on or ""),
        "检查类型": row.kind,
        "发起部门": row.owner_id,
        "任务编号": row.task_number,
        "不计次数的理由": row.exempt,
        "派员": sorted(_member(member) for member in row.members.all()),
    }


def _member(member: RecordMember) -> tuple[str, str]:
    return member.section.code, member.inspector.code if member.inspector else ""


def _of_no_draw() -> Iterator[Difference]:
    """Name what stands in the ledger as drawn, by a draw that does not exist."""
    places = dict(Organisation.objects.values_list("pk", "path"))
    rows = InspectionRecord.objects.exclude(draw_number="").select_related("subject")
    rows = rows.exclude(draw_number__in=InspectionTask.objects.filter(draw=None).values("number"))
    for row in rows.exclude(draw_number__in=Draw.objects.values("number")):
        scope = places[row.subject.bureau_id]
        about = Subject(kind="subject", number=row.subject.code, scope=scope)
        yield about.says("检查台账", NO_EVENT, f"抽取 {row.draw_number}")
