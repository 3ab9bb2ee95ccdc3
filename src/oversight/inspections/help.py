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
)
