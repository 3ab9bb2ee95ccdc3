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
    HelpEntry(
        key="visits-deciding",
        title="决定递补、回避",
        text="检查人员报告企业找不到、停业，或者自己要回避、去不了，由审批人在这里决定。先看申请的理由和材料。",
        points=(
            "同意以后，由抽取时公布的次序里的下一家（下一位）接替，不重新抽，也不能挑。",
            "不同意要写理由，申请的人在工作台上看到，照原来的去查。",
            "决定公开，不能改。",
        ),
        pages=(
            "office:request-grant",
            "office:request-refuse",
        ),
    ),
    HelpEntry(
        key="visits-merge",
        title="两次检查合并为一次",
        text="同一家企业被两次抽取抽中时，可以合并，只去一次、只算一次，少打扰企业。",
        points=(
            "先看两个任务各由谁去、什么时候；保留后一个任务的人员。",
            "合并以后不能再分开；原来的任务在留痕和公示里保留。",
        ),
        pages=("office:visit-merge",),
    ),
    HelpEntry(
        key="visits-print",
        title="打印检查任务单",
        text="按刚才的筛选列出任务，一页一页打印，带去现场用。",
        points=(
            "要少打几家的，先回到检查任务里筛选。",
            "打印不改变任何任务；名单变了请重新打印。",
        ),
        pages=("office:visits-print",),
    ),
)
