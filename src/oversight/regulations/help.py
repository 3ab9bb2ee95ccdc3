"""Help on the regulations: where the numbers come from, and how working days are counted."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="regulations-parameters",
        title="规则和依据",
        text="次数上限、比例、期限都不写在程序里，每个数都有依据和生效日期；过去的事按当时的规则。",
        points=(
            "“待核实”的规则是凭经验预置的，使用前请对照原文核对。",
            "改规则要审批人填动态码，写明依据和理由，并记入留痕。",
        ),
        pages=("office:rules", "office:rule"),
    ),
    HelpEntry(
        key="regulations-working-days",
        title="工作日怎么算",
        text="工作日按国务院办公厅每年公布的放假安排算，开始的当天不算。",
        points=(
            "还没有公布的年份不猜：期限改按天数显示，等审批人登记这一年的安排。",
            "放假安排公布以后，由审批人登记：一行一天，写明通知和文号；已登记的改动记入留痕。",
        ),
        pages=("office:rules", "office:year", "office:year-new", "office:deadlines"),
    ),
)
