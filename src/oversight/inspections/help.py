"""Help on inspection tasks: visits, recusals, replacements."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="draws-visits",
        title="检查任务、回避和递补",
        text="抽中的企业一家一次，几个事项一起查。接受任务就是定下检查日期。",
        points=(
            "密封的抽取，检查任务到开封以后才出现。",
            "有利害关系的请马上申请回避；对象找不到、人去不了的申请递补。",
            "由审批人决定，按抽取时公布的次序接替，不重新抽。",
        ),
        pages=("office:visits", "office:visit", "office:visit-accept", "office:visit-ask"),
    ),
    HelpEntry(
        key="visits-bulk",
        title="一次给许多家定日期",
        text="在检查任务中筛选、勾选，再按“接受并定日期”；日期均匀排在工作日。",
        points=(
            "每组一天不超过您写的家数；一位检查人员在几个组里的合起来算。",
            "超过年度上限、排不下的会列出原因，保持原样，其他的照常定下。",
            "检查日到来以前，可以在结果页撤回；以后又改过的不动。",
        ),
        pages=("office:visits-bulk", "office:visits-dating"),
    ),
)
