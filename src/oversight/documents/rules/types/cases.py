"""Cases and referrals: sheets of approval, notices, decisions, letters (guide 3.2)."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType, Field, day, line, rows, text
from oversight.documents.rules.types import parts

_DOUBT = "全国没有统一文本，正文和救济期限请法制审核人员核对"
_SHEET, _LETTER = "case_sheet", "case_letter"
_NUMBER = line("case", "案件编号", "990107-AJ20260001")
_PARTY = line("subject", "当事人", "青禾区瑞丰餐饮服务有限公司")
_CAUSE = line("cause", "案由", "克扣、拖欠工资，低于最低工资，未付加班费、经济补偿")
_FACTS = text("facts", "事实", "2026年9月起未支付12名职工的工资，合计86,400.00元。")
_BASIS = line("basis", "违反的规定", "《劳动保障监察条例》第二十六条")
_REMEDY = text(
    "remedy",
    "救济途径",
    "不服本决定的，可以自收到之日起六十日内申请行政复议，或者自收到之日起六个月内提起行政诉讼。",
)
_PUBLICATION = text(
    "publication", "公示告知", "本决定将依法公示；认为公示内容有误的，可以向本机关提出异议。"
)
_RECEIVER = line("receiver", "收件机关", "青禾区市场监督管理局")
_ENCLOSURES = text("enclosures", "附件", "现场检查笔录、照片、邮寄退件", is_required=False)
_ANSWER_BY = day("answer_by", "请在此日期前函复", "2027-01-08", is_required=False)
_OFFICERS = line("officers", "办案人员", "支行舟（证号 99010700001）、罗听雪（证号 99010700014）")


def _case(
    code: str,
    title: str,
    word: str,
    source: str,
    *fields: Field,
    template: str = _LETTER,
    is_covered: bool = False,
) -> DocumentType:
    return DocumentType(
        code=code,
        title=title,
        word=word,
        template=template,
        source=source,
        doubt=_DOUBT,
        is_covered=is_covered,
        fields=fields,
    )


FILING = _case(
    "case-filing",
    "立案审批表",
    "立审",
    "《劳动保障监察条例》第十四条；《行政处罚法》第五十四条",
    _NUMBER,
    parts.VISIT,
    _CAUSE,
    _PARTY,
    parts.CODE,
    parts.ADDRESS,
    day("discovered_on", "发现日期", "2026-11-20"),
    _FACTS,
    _BASIS,
    text("opinion", "承办意见", "建议立案调查。　承办人：任清和"),
    text("head_opinion", "负责人意见", "同意立案。　郑怀瑾"),
    day("signed_on", "批准日期", "2026-11-24"),
    template=_SHEET,
)
CLOSING = _case(
    "case-closing",
    "结案审批表",
    "结审",
    "《劳动保障监察条例》第十七条；《河南省劳动保障监察条例》第十六条",
    _NUMBER,
    parts.VISIT,
    _CAUSE,
    _PARTY,
    parts.CODE,
    line("outcome", "处理决定", "行政处罚：罚款 5,000.00元"),
    line("performance", "执行情况", "当事人自行履行，2026年12月20日执行完毕"),
    text("opinion", "承办意见", "建议结案。　承办人：任清和"),
    text("head_opinion", "负责人意见", "同意结案。　郑怀瑾"),
    day("signed_on", "批准日期", "2026-12-24"),
    template=_SHEET,
)
NOTICE = _case(
    "penalty-notice",
    "行政处罚事先告知书",
    "罚告",
    "《行政处罚法》第四十四条、第六十三条、第六十四条",
    _NUMBER,
    _PARTY,
    parts.CODE,
    _FACTS,
    _BASIS,
    text("grounds", "理由和证据", "以上事实有工资表、询问笔录证实。"),
    line("penalty", "拟作出的处罚", "罚款 5,000.00元"),
    line("penalty_basis", "处罚依据", "《劳动保障监察条例》第三十条"),
    text("rights", "陈述、申辩和听证的权利", "可以在2026年12月8日以前陈述、申辩。"),
    line("contact", "联系人和电话", "任清和 0379-0000003"),
    parts.SIGNED_ON,
)
PENALTY = _case(
    "penalty",
    "行政处罚决定书",
    "罚决",
    "《行政处罚法》第五十九条",
    _NUMBER,
    _PARTY,
    parts.CODE,
    parts.ADDRESS,
    _FACTS,
    rows("evidence", "证据", line("title", "名称", "工资表"), line("kind", "种类", "书证")),
    text("defence", "陈述、申辩和听证的情况", "当事人没有陈述、申辩。"),
    text("grounds", "理由", "当事人逾期没有改正。"),
    line("penalty", "处罚", "罚款 5,000.00元"),
    line("penalty_basis", "依据", "《劳动保障监察条例》第三十条"),
    text("performance", "履行的方式和期限", "自收到本决定书之日起十五日内缴纳。"),
    _REMEDY,
    _PUBLICATION,
    text(
        "repair",
        "信用修复告知",
        "履行义务、改正违法行为并达到最短公示期以后，可以申请信用修复；信用修复不收费。",
    ),
    parts.SIGNED_ON,
)
NO_PENALTY = _case(
    "no-penalty",
    "不予行政处罚决定书",
    "不罚",
    "《行政处罚法》第三十三条",
    _NUMBER,
    _PARTY,
    parts.CODE,
    _FACTS,
    text("grounds", "不予处罚的理由", "违法行为轻微并及时改正，没有造成危害后果。"),
    line("penalty_basis", "依据", "《行政处罚法》第三十三条第一款"),
    text("education", "教育", "请按月足额支付工资，不得再次拖欠。"),
    _REMEDY,
    parts.SIGNED_ON,
)
HANDLING = _case(
    "handling",
    "行政处理决定书",
    "处决",
    "《劳动保障监察条例》第十八条、第十九条、第二十六条",
    _NUMBER,
    _PARTY,
    parts.CODE,
    parts.ADDRESS,
    _FACTS,
    text("defence", "陈述、申辩的情况", "当事人没有陈述、申辩。"),
    text("grounds", "处理决定和理由", "自收到之日起七日内向12名职工支付工资86,400.00元。"),
    line("penalty_basis", "依据", "《劳动保障监察条例》第二十六条"),
    _REMEDY,
    parts.SIGNED_ON,
)
REFERRAL = _case(
    "referral-letter",
    "案件移送函",
    "移函",
    "《行政处罚法》第二十七条；《社会保险法》第六十三条",
    _RECEIVER,
    _PARTY,
    parts.CODE,
    parts.VISIT,
    _FACTS,
    _BASIS,
    _ENCLOSURES,
    _ANSWER_BY,
    line("contact", "联系人和电话", "任清和 0379-0000003"),
    parts.SIGNED_ON,
)
CRIME = _case(
    "crime-referral",
    "涉嫌犯罪案件移送书",
    "刑移",
    "《行政执法机关移送涉嫌犯罪案件的规定》第六条、第七条",
    _RECEIVER,
    _PARTY,
    parts.CODE,
    parts.VISIT,
    _FACTS,
    _BASIS,
    _OFFICERS,
    _ENCLOSURES,
    text(
        "answer", "请函复", "请在收到之日起三日内决定是否立案并书面通知本机关，同时在回执上签字。"
    ),
    line("contact", "联系人和电话", "任清和 0379-0000003"),
    parts.SIGNED_ON,
)
CLUE = _case(
    "clue-letter",
    "线索移送函",
    "线函",
    "《企业信息公示暂行条例》第十七条；列入经营异常名录由市场监管部门决定",
    _RECEIVER,
    _PARTY,
    parts.CODE,
    parts.ADDRESS,
    parts.VISIT,
    _FACTS,
    rows(
        "attempts",
        "联系的经过",
        day("on", "日期", "2026-11-20"),
        line("what", "经过", "到登记的住所，大门紧锁，物业称已搬走"),
    ),
    _ENCLOSURES,
    _ANSWER_BY,
    line("contact", "联系人和电话", "任清和 0379-0000003"),
    parts.SIGNED_ON,
)
INQUIRY = _case(
    "inquiry",
    "劳动保障监察调查询问书",
    "劳监询",
    "《劳动法》第八十五条；《河南省劳动保障监察条例》第十三条；公开的调查询问书栏目",
    _NUMBER,
    _PARTY,
    parts.CODE,
    parts.ADDRESS,
    parts.VISIT,
    text("asked", "应当说明的情况和提供的材料", "职工名册、工资表、考勤表（2026年7月至9月）"),
    day("answer_by", "请在此日期前答复", "2026-12-05", is_required=False),
    text(
        "consequence",
        "拒不答复的后果",
        "《劳动保障监察条例》第三十条：无理抗拒、阻挠，拒不提供材料的，处2000元以上2万元以下的罚款",
    ),
    line("contact", "联系人和电话", "任清和 0379-0000003"),
    parts.SIGNED_ON,
    is_covered=True,
)
SEIZURE = _case(
    "seizure-notice",
    "先行登记保存通知书",
    "登存",
    "《行政处罚法》第五十六条；《河南省劳动保障监察条例》第十四条",
    _NUMBER,
    _PARTY,
    parts.CODE,
    text("goods", "登记保存的物品（名称、规格、数量）", "2026年7月至9月的工资表 3 册"),
    line("place", "保存的地点", "青禾区和顺路18号财务室"),
    line("approver", "批准的负责人", "郑怀瑾"),
    day("decide_by", "在此日期前作出处理决定", "2026-12-07", is_required=False),
    text("duties", "当事人的义务", "在此期间，当事人或者有关人员不得销毁或者转移证据。"),
    _OFFICERS,
    parts.SIGNED_ON,
    is_covered=True,
)
REFERRAL_APPROVAL = _case(
    "referral-approval",
    "案件移送审批表",
    "移审",
    "《行政处罚法》第二十七条；《行政执法机关移送涉嫌犯罪案件的规定》第五条",
    line("referral", "移送编号", "990107-YS20260001"),
    line("kind", "移送的种类", "涉嫌犯罪移送公安机关"),
    _RECEIVER,
    _PARTY,
    parts.CODE,
    parts.VISIT,
    _FACTS,
    _BASIS,
    text("opinion", "承办意见", "核实情况属实，建议移送。　报告人：任清和"),
    text("head_opinion", "负责人意见", "同意移送。　郑怀瑾"),
    day("reported_on", "报告日期", "2026-12-01"),
    day("signed_on", "批准日期", "2026-12-02"),
    template=_SHEET,
    is_covered=True,
)
PACKAGE = _case(
    "transfer-package",
    "移送材料清单",
    "移材",
    "《行政执法机关移送涉嫌犯罪案件的规定》第六条",
    line("referral", "移送编号", "990107-YS20260001"),
    _RECEIVER,
    _PARTY,
    parts.CODE,
    parts.VISIT,
    line("total", "合计", "4 件，并入 3 件共 9 页，另附 1 件"),
    rows(
        "contents",
        "材料",
        line("title", "名称", "涉嫌犯罪案件移送书 青人社刑移字〔2026〕第0001号"),
        line("from_page", "起页", "3"),
        line("pages", "页数", "2"),
        line(
            "digest",
            "文件摘要（SHA-256）",
            "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        ),
        line("how", "怎样提供", "并入本册"),
    ),
    parts.SIGNED_ON,
    template=_SHEET,
    is_covered=True,
)
TYPES = (
    *(FILING, CLOSING, NOTICE, PENALTY, NO_PENALTY, HANDLING, REFERRAL, CRIME, CLUE),
    *(INQUIRY, SEIZURE, REFERRAL_APPROVAL, PACKAGE),
)
