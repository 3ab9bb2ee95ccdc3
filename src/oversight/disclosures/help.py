"""Help on publications: drafting, review, withholding, correction, withdrawal, verification."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="disclosures",
        title="公示",
        text="应当公开的从这里公示：起草、审查、公示由三个不同的人办。",
        points=(
            "待公示的一直列着，按期限排；期限按工作日计算，逾期的标红。",
            "内容直接取自原件，这里不能改；原件改了，要重新起草。",
            "有身份证号码、电话、银行卡号的，系统不让公示，并说明在哪一项。",
            "公示率按记录计算：应公示的有几件，已公示几件，按时的几件。",
        ),
        pages=(
            "office:disclosures",
            "office:disclosures-waiting",
            "office:disclosures-print",
            "office:disclosure",
            "office:disclosure-draft",
            "office:disclosure-submit",
            "office:disclosure-return",
            "office:disclosure-publish",
            "office:disclosure-drop",
            "office:disclosure-archive",
        ),
    ),
    HelpEntry(
        key="disclosure-withheld",
        title="不公开的字段",
        text="商业秘密、个人隐私、国家秘密按字段不公开，公示页上写明理由；内容已经封存，日后可以证明没有改过。",
        points=(
            "公开的个人信息，每一项都要写法律依据。",
            "批准时，全部字段连同不公开的一起封存，封存摘要记入公开的日志。",
        ),
        pages=("office:disclosure-change", "office:disclosure-approve"),
    ),
    HelpEntry(
        key="disclosure-correct",
        title="更正和撤下",
        text="更正是新的一版，旧版划去、写明理由和日期，仍可查看；撤下的删去内容，留下理由和封存摘要。",
        points=(
            "处罚决定被撤销的，待办里会提醒撤下；期限三个工作日，信用信息一个工作日。",
            "谁都可以用核对程序核对公示页下载的公开记录。",
        ),
        pages=("office:disclosure-correct", "office:disclosure-withdraw"),
    ),
)
