"""The list of inspection tasks as the address asks for it."""

from __future__ import annotations

from datetime import date

from oversight.inspections import states, task_lists
from oversight.inspections.models import InspectionTask
from oversight.inspections.task_lists import TaskQuestion
from oversight.web import lists
from oversight.web.access import ActingRequest
from oversight.web.lists import Column, Filter, ListKind, ListState


def _team(task: InspectionTask) -> str:
    return "、".join(slot.inspector.name if slot.inspector else "空缺" for slot in task.slots.all())


KIND = ListKind(
    key="visits",
    title="检查任务",
    unit="家",
    hint="企业名称、代码、抽取、拼音首字母",
    more_names=("owner",),
    columns=(
        Column(title="任务编号", cell=lambda task: str(task.number), is_printed=False),
        Column(title="抽取或检查类型", cell=lambda task: str(task.title), is_printed=False),
        Column(title="序号", cell=lambda task: str(task.place or ""), is_printed=False),
        Column(title="统一社会信用代码", cell=lambda task: str(task.code)),
        Column(title="检查对象", cell=lambda task: str(task.name)),
        Column(title="地址", cell=lambda task: str(task.subject.address)),
        Column(title="检查人员", cell=_team),
        Column(title="状态", cell=lambda task: states.TASK.labels[task.state], is_printed=False),
        Column(title="检查日期", cell=lambda task: lists.day(task.planned_on)),
        Column(title="接受人", cell=lambda task: str(task.accepted_by), is_printed=False),
    ),
)


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it, with what each filter can be set to."""
    actor = request.actor
    sections = [(str(row.pk), row.name) for row in task_lists.sections(actor)]
    people = [(str(row.pk), row.name) for row in task_lists.inspectors(actor)]
    draws = [(str(draw.pk), draw.title) for draw in task_lists.draws(actor)]
    filters = (
        Filter(name="draw", every="全部抽取", choices=draws),
        Filter(name="section", every="全部科室", choices=sections),
        Filter(name="inspector", every="全部检查人员", choices=people),
        Filter(name="state", every="全部状态", choices=list(task_lists.STATES.items())),
        Filter(name="due", every="日期不限", choices=list(task_lists.DUE.items())),
        Filter(name="day", every="检查日期", is_day=True),
    )
    return lists.state_of(request, KIND, filters)


def question_of(request: ActingRequest) -> TaskQuestion:
    """Read the filters; what is no sound value of one is as if it were not there."""
    asked = state_of(request).asked
    state, due = asked.get("state", ""), asked.get("due", "")
    return TaskQuestion(
        words=asked.get(lists.WORDS, ""),
        draw=lists.key_of(asked.get("draw", "")),
        section=lists.key_of(asked.get("section", "")),
        owner=lists.key_of(asked.get("owner", "")),
        state=state if state in task_lists.STATES else "",
        on=_day(asked.get("day", "")),
        inspector=lists.key_of(asked.get("inspector", "")),
        due=due if due in task_lists.DUE else "",
        sort=asked.get(lists.SORT, ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
