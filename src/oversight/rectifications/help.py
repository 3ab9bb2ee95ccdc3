"""Help on rectifications: orders, service, terms, reports, 回访, extensions, clues."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="rectifications",
        title="责令改正",
        text="检查发现问题以后，从开立到销号都在这里；没有完结的一直列着，谁也不会忘。",
        points=(
            "检查结果写明问题的，自动开立；也可以在检查任务的页面上开立。",
            "期限从送达的次日起算，按日历日，不从打印起算。",
            "到期前三日、到期当天、逾期以后，工作台上都有提醒。",
        ),
        pages=("office:rectifications", "office:rectification", "office:rectification-open"),
    ),
    HelpEntry(
        key="rectification-order",
        title="限期改正指令书和送达",
        text="先出具指令书，再送达，再登记送达；系统同时做好送达回证。",
        points=(
            "留置送达要有见证人；电子送达要有企业的书面同意；公告期满才视为送达。",
            "指令书写错的，先在“文书”中作废，再出具新的，文号不再使用。",
        ),
        pages=(
            "office:rectification-order",
            "office:rectification-serve",
            "office:rectification-begin",
        ),
    ),
    HelpEntry(
        key="rectification-link",
        title="企业怎样报告改正情况",
        text="把链接或二维码发给企业，企业用手机打开，不用账号，写改正情况、传照片，马上有回执。",
        points=(
            "链接只显示一次，只看得到这一件；丢了可以重发，原来的失效。",
            "安排回访以前，企业可以补充报告；每次都留着。",
        ),
        pages=("office:rectification-link",),
    ),
    HelpEntry(
        key="rectification-recheck",
        title="回访和复查结论",
        text="回访另立一次检查，可以换人去；按本地规则不计入上限，总次数里照样显示。",
        points=(
            "逐条写已改正、部分改正、未改正；全部已改正的销号。",
            "当场改正的不用回访：有照片，由负责人核实，不能自己登记自己核实。",
        ),
        pages=(
            "office:rectification-recheck",
            "office:rectification-conclude",
            "office:rectification-spot",
            "office:rectification-spot-accept",
            "office:rectification-spot-return",
        ),
    ),
    HelpEntry(
        key="rectification-late",
        title="改不完怎么办：延期和移交",
        text="有正当理由的，延期一次，由负责人决定；仍不改正的，移交案件线索，由办案机构立案。",
        points=("拒不改正的后果和依据写在页面上，请当面告知企业。",),
        pages=(
            "office:rectification-extend",
            "office:extension-grant",
            "office:extension-refuse",
            "office:rectification-escalate",
            "office:rectification-cancel",
        ),
    ),
)
