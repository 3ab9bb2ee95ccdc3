"""Help on the trail: what is on record, and what the comparison with the log finds."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="audit-log",
        title="全程留痕",
        text="登录、改名录、导入导出、公布、被拒绝的操作都在这里，谁也不能删改。",
        points=(
            "公开的日志里只有机构和角色；人名、来源和改动内容不公开，但有封存码可以核对。",
            "后一条扣住前一条，删改任何一条都会断开；打开这一页时重算最近的 256 条。",
        ),
        pages=("office:trail", "office:trail-entry"),
    ),
    HelpEntry(
        key="audit-reconciliation",
        title="数据核对",
        text="每次启动核对新的部分，每天两点从第一条起全部核对。"
        "列出的每一处都是“日志里一个说法，数据库里另一个说法”：有人绕过程序改了数据库，或恢复了旧的备份。",
        points=("看过以后写明查了什么，这句话会记入留痕。", "不一样的地方改好以前一直列在这里。"),
        pages=("office:reconciliation",),
    ),
)
