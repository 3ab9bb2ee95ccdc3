"""Short explanations of results, with the pages that show them."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="results",
        title="检查结果从哪里来",
        text="每个检查对象的每个事项一条结果。笔录签完字，结果自动录入，等别人审核，不用再抄一遍。",
        points=(
            "录入的人、审核的人、公示的人必须是三个人；检查组成员不审核自己的检查。",
            "公示期限两种起算：自检查结束，自结果形成或者变更，各 20 个工作日，以先到的为准。",
            "来年的节假日安排还没有登记的，不推算期限，页面上会说明。",
        ),
        pages=("office:results", "office:results-print", "office:results-overdue"),
    ),
    HelpEntry(
        key="result-desk",
        title="不到现场的检查",
        text="材料、专业意见或者监测数据能查清的，不必到现场；写明核对了什么，结果照样由别人审核。",
        points=(
            "批量录入只用于未发现问题，每一家都要单独确认，没有全选。",
            "发现问题的，在那次检查的页面上逐项录入；无法联系、停业等要到场才能认定。",
        ),
        pages=("office:results-bulk", "office:visit-desk"),
    ),
    HelpEntry(
        key="result-review",
        title="审核检查结果",
        text="审核的人只能通过，或者写明意见退回；不能自己改。",
        points=(
            "通过以后马上封存：每个字段加随机数后计算封存码，写进留痕；以后公示的内容可以证明没有改过。",
            "发现问题、要责令改正的，通过的同时开立责令改正。",
            "录入的人刚刚又改过的，要先看新的一稿，才能决定。",
        ),
        pages=("office:result", "office:result-accept", "office:result-return"),
    ),
    HelpEntry(
        key="result-versions",
        title="退回和更正",
        text="每改一次都是新的一稿，写明理由；原来的一稿保留，页面上逐项列出改了哪里。",
        points=(
            "审核通过以后发现不对的，提出更正，由别人审核；通过以前原来的结果有效。",
            "更正不能换检查对象和事项：弄错企业的，撤下以后重新录入。",
        ),
        pages=("office:result-edit", "office:result-correct"),
    ),
)
