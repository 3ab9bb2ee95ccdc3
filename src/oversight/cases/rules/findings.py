"""What labour inspections find (guide 2.5): each with its basis, and which authority decides."""

from __future__ import annotations

from dataclasses import dataclass

OWN = "own"
LEVY, TAX_WORDS = "levy", "社会保险费征收机构（税务部门）"


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of breach: its token, what it is, what it breaks, and who decides on it."""

    token: str
    title: str
    basis: str
    route: str = OWN


FINDINGS = {
    row.token: row
    for row in (
        Finding("V01", "规章制度违法", "《劳动合同法》第八十条"),
        Finding(
            "V02",
            "未订立书面劳动合同、缺少必备条款或者未交付文本",
            "《劳动合同法》第八十一条、第八十二条",
        ),
        Finding("V03", "违法约定试用期", "《劳动合同法》第八十三条"),
        Finding("V04", "扣押证件、收取押金", "《劳动合同法》第八十四条"),
        Finding(
            "V05",
            "克扣、拖欠工资，低于最低工资，未付加班费、经济补偿",
            "《劳动合同法》第八十五条；《劳动保障监察条例》第二十六条",
        ),
        Finding("V06", "违法延长工作时间", "《劳动保障监察条例》第二十五条"),
        Finding("V07", "违反女职工、未成年工保护规定", "《劳动保障监察条例》第二十三条"),
        Finding("V08", "使用童工", "《禁止使用童工规定》"),
        Finding("V09", "未办理社会保险登记", "《社会保险法》第八十四条"),
        Finding("V10", "未按时足额缴纳社会保险费", "《社会保险法》第六十三条、第八十六条", LEVY),
        Finding("V11", "瞒报工资总额或者职工人数", "《劳动保障监察条例》第二十七条"),
        Finding("V12", "骗取社会保险待遇或者基金", "《劳动保障监察条例》第二十七条"),
        Finding(
            "V13",
            "无证从事职业中介、劳务派遣",
            "《就业促进法》第六十四条；《劳动合同法》第九十二条",
        ),
        Finding(
            "V14",
            "人力资源服务机构未明示、无台账、未报年度报告、虚假信息",
            "《人力资源市场暂行条例》第四十三条、第四十四条",
        ),
        Finding(
            "V15",
            "违反农民工工资专户、实名制、总包代发、保证金、维权公示规定",
            "《保障农民工工资支付条例》第五十四条至第五十六条",
        ),
        Finding("V16", "阻挠、隐瞒、伪证、拒不改正、打击报复", "《劳动保障监察条例》第三十条"),
        Finding("V99", "其他", ""),
    )
}


def refusal(token: str) -> str:
    """Say why a breach is not ours to punish, and what to do; empty where it is ours (R41)."""
    finding = FINDINGS[token]
    if finding.route == OWN:
        return ""
    return f"“{finding.title}”由{TAX_WORDS}处理（{finding.basis}）；请改为“移送其他部门”"
