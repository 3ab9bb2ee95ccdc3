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
)
