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
        key="visits-approval",
        title="检查以前的审批",
        text="每一次检查，包括投诉引起的，到场以前都经负责人批准。",
        points=(
            "定了日期再报请；事项、人员、回避、次数上限由系统核对，不合的说明怎样改。",
            "批准的人不是检查组成员，也不是报请的人。",
            "情况紧急的可以先到场，写明理由和口头报告的对象，按期补办审批。",
            "不预先通知的，到场以前企业和公众都看不到。",
        ),
        pages=(
            "office:approvals",
            "office:approval-approve",
            "office:visit-submit",
            "office:visit-urgent",
        ),
    ),
    HelpEntry(
        key="visits-new",
        title="双随机以外的检查",
        text="投诉举报、交办、专项等检查在这里立项；不进双随机的统计，都进检查次数的台账。",
        points=(
            "本地规则不计次数的情形要写依据和编号；全国口径和本地口径不一样时两个都显示。",
            "不写投诉人的姓名和电话，对企业不说有投诉。",
        ),
        pages=("office:visit-new", "office:visit-register", "office:visit-team"),
    ),
    HelpEntry(
        key="visits-calendar",
        title="检查日历",
        text="一个月里每天谁去哪几家；休息日、不做日常检查的日子、排得太多的都标出。",
        points=("超期没有去的列在最上面；请改日期，或由负责人撤回。",),
        pages=("office:visits-calendar",),
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
