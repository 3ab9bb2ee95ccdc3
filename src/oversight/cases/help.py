"""Help on cases and referrals."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="cases-way",
        title="案件怎样办",
        text="在检查任务的页面登记线索，报请立案；批准以后指定两名办案人员，调查、告知、决定、送达、执行、结案。",
        points=(
            "“现在该做”列出您能办的和在等谁；做不到的会说明缺什么。",
            "报请、办案的人不能自己审批；法制审核的人不是办案人员。",
            "案件带着检查任务的编号；每一步谁办的、什么时候、说了什么都留痕。",
        ),
        pages=(
            "office:cases",
            "office:cases-print",
            "office:case",
            "office:case-new",
            "office:case-make",
        ),
    ),
    HelpEntry(
        key="cases-clocks",
        title="案件的期限",
        text="国家的规定和河南的规定不一样时两个都走，最早到期的标红，每个都写明依据。",
        points=(
            "条文没有写明是工作日的，按自然日计算，从严。",
            "没有公布下一年节假日安排的，工作日算不到下一年，如实写“算不出”。",
            "期限的长短在“规则与日历”里，改了要写依据。",
        ),
        pages=("office:case",),
    ),
    HelpEntry(
        key="cases-deciding",
        title="告知、听证、法制审核和决定",
        text="没有告知事实、理由、依据和权利，不能作出处罚；当事人说话的期限没过，不能往下办。",
        points=(
            "比告知更重的处罚必须写理由；不因申辩加重。",
            "达到较大数额等情形的，系统自动告知听证权利，并要求法制审核。",
            "决定撤销以后，公示、信用信息、缴款等后果逐项列出，逐项登记办理。",
        ),
        pages=(
            "office:case-review",
            "office:case-decide",
            "office:evidence-judge",
            "office:seizure-handle",
        ),
    ),
    HelpEntry(
        key="cases-referrals",
        title="移送和抄告",
        text="不归本机关管的移送有关机关：报告、批准、送出、回执、对方的决定，一步一步登记。",
        points=(
            "送出不等于办完；没有回执、没有结果的一直列着，到期提醒。",
            "未按时足额缴纳社会保险费的送税务局；涉嫌犯罪的由两名执法人员报告，三日决定，批准后二十四小时内送公安机关。",
            "无法联系的抄告市场监管部门，要不同日期的两次经过和证据；是否列入由对方决定。",
        ),
        pages=(
            "office:referrals",
            "office:referral",
            "office:referral-pack",
            "office:referral-new",
            "office:referral-make",
            "office:referrals-print",
            "office:referral-decide",
        ),
    ),
)
