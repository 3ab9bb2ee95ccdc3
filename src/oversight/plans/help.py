"""Help on plans: how the year's plan comes into force, and what a task says."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="plans-plan",
        title="年度计划",
        text="科室起草各自的任务，牵头机构汇总提交，审批人批准，备案后公示。",
        points=(
            "新的一年照上一年抄一份：日期移到新年度，编号另给；抄完会列出改了什么、哪些不再合适。",
            "从来没有提交过的计划可以改名、放弃；提交以后到审批人办以前，可以撤回再改。",
            "提交时统计基数并固定：以后名录怎么变，应抽多少家都不再变。",
            "批准以后的改动都是新的一版，要写理由，一起公示；以前的版本一直留着。",
            "批准的计划里，到月份的各批从“各批抽取”开始准备。",
        ),
        pages=(
            "office:plans",
            "office:plan",
            "office:plan-new",
            "office:plan-approve",
            "office:plan-change",
            "office:plan-compare",
            "office:plan-rename",
            "office:plan-discard",
        ),
    ),
    HelpEntry(
        key="plans-task",
        title="任务怎么写",
        text="一个任务写清：查什么事项、查谁、抽多少、什么时候、谁来查。边填边查会指出违反了哪条规则。",
        points=(
            "不定向：范围是名录库的全部对象；定向：按条件筛选，例如只查某个行业。",
            "应抽数 = 基数 × 比例，逐类进一；全年的数由各批分担。",
            "按诚信等级或信用风险定不同比例，就是差异化抽查；好的少查，差的多查。",
            "密封方式：抽取后名单先不公布，到开封时间才公布，用在怕走漏消息的检查。",
        ),
        pages=("office:task-new", "office:task-edit", "office:plan-read"),
    ),
    HelpEntry(
        key="plans-approving",
        title="批准、退回",
        text="审批人在这里看过整份计划，再批准或退回。先看各项任务查谁、抽多少、哪几个月，再看“和上一年对照”。",
        points=(
            "批准要填文号和动态码；批准以后内容封存，再改就是新的一版。",
            "退回要写理由，牵头的人在工作台上看到，改好重新提交。",
            "提交的人和批准的人不能是同一个。",
        ),
        pages=(
            "office:plan-approve",
            "office:plan-send-back",
        ),
    ),
    HelpEntry(
        key="plans-publishing",
        title="备案和公示",
        text="批准以后，先登记向哪个机关备案、哪一天，再公示；都由牵头机构办。",
        points=(
            "公示以后，任何人在公示网站上能看到计划、下载表格。",
            "公示不能撤回；要改的，从“变更”做新的一版，写明理由，再批准、再公示。",
            "公示以后，到月份的各批从“各批抽取”开始。",
        ),
        pages=(
            "office:plan-file",
            "office:plan-publish",
        ),
    ),
    HelpEntry(
        key="plans-removing",
        title="删去一项任务",
        text="只有计划草稿里的任务能删去；删去以后不能恢复，它的编号不再用。",
        points=(
            "先看清是哪个科室的哪一项；科室写错的，改它，不用删。",
            "已批准的计划里要去掉一项的，先做新的一版，写明理由。",
            "新的一版还没有提交的，可以整个放弃；已批准的一版照样执行。",
        ),
        pages=("office:task-remove", "office:plan-drop"),
    ),
)
