"""What plans record."""

from __future__ import annotations

from collections.abc import Collection

from oversight.audit.event_types import EventType, Kind, Tone, register

PLAN = Kind("plan", "年度计划")

_FIELDS = {
    "added": "加上",
    "changed": "更新",
    "count": "数量",
    "document": "发文字号",
    "fields": "改动的栏目",
    "file_name": "文件名",
    "format": "格式",
    "from": "照抄的计划",
    "on": "日期",
    "reason": "理由",
    "same": "不变",
    "sheet": "工作表",
    "task": "任务编号",
    "url": "网址",
    "version": "版本",
    "with": "备案机关",
    "year": "年份",
}


def _plan(
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=PLAN,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
        )
    )


PLAN_BEGUN = _plan("plan.begun", "新建了年度计划", "year", hidden=["state"])
PLAN_COPIED = _plan("plan.copied", "照以前的计划抄了任务", "from", "count", "version")
PLAN_RENAMED = _plan("plan.renamed", "改了年度计划的名称", "version")
PLAN_DISCARDED = _plan(
    "plan.discarded", "放弃了没有提交过的年度计划", *("year", "count", "reason"), tone=Tone.VOID
)
PLAN_TASK_ADDED = _plan("plan.task-added", "起草了计划任务", "task", "version")
PLAN_TASK_CHANGED = _plan("plan.task-changed", "修改了计划任务", "task", "fields")
PLAN_TASK_REMOVED = _plan("plan.task-removed", "删去了计划任务", "task")
PLAN_TASKS_IMPORTED = _plan(
    "plan.tasks-imported",
    "导入了计划任务",
    *("count", "added", "changed", "same", "file_name", "sheet"),
)
PLAN_SUBMITTED = _plan("plan.submitted", "提交了年度计划", "version", hidden=["content"])
PLAN_WITHDRAWN = _plan("plan.withdrawn", "撤回了提交的年度计划", "version")
PLAN_RETURNED = _plan("plan.returned", "退回了年度计划", "version", "reason")
PLAN_APPROVED = _plan(
    "plan.approved",
    "批准了年度计划",
    *("version", "document", "reason"),
    hidden=["content"],
    tone=Tone.SEAL,
)
PLAN_FILED = _plan("plan.filed", "登记了计划备案", "version", "on", "with")
PLAN_PUBLISHED = _plan(
    "plan.published",
    "公示了年度计划",
    *("version", "document", "url"),
    hidden=["content"],
    tone=Tone.SEAL,
)
PLAN_CHANGE_BEGUN = _plan("plan.change-begun", "开始变更年度计划", "version", "reason")
PLAN_CHANGE_DROPPED = _plan("plan.change-dropped", "放弃了计划变更", "version")
PLAN_EXPORTED = _plan("plan.exported", "导出了年度计划", "format", "version")
