"""What plans record."""

from __future__ import annotations

TITLES = {
    "plan.begun": "新建了年度计划",
    "plan.task-added": "起草了计划任务",
    "plan.task-changed": "修改了计划任务",
    "plan.task-removed": "删去了计划任务",
    "plan.tasks-imported": "导入了计划任务",
    "plan.submitted": "提交了年度计划",
    "plan.returned": "退回了年度计划",
    "plan.approved": "批准了年度计划",
    "plan.filed": "登记了计划备案",
    "plan.published": "公示了年度计划",
    "plan.change-begun": "开始变更年度计划",
    "plan.change-dropped": "放弃了计划变更",
    "plan.exported": "导出了年度计划",
}
