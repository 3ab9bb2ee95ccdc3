"""What is ordered after a visit: 限期改正指令书, 复查笔录, and what is handed over."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType, day, line, number, rows, text
from oversight.documents.rules.types import parts

RECTIFICATION = DocumentType(
    code="rectification-order",
    title="限期改正指令书",
    word="劳监令",
    template="rectification_order",
    source="公开的限期改正指令书栏目（被指令单位、认定的事实、指令依据、改正内容和期限、逾期处罚依据、后续处理）",
    doubt="文书没有全国统一文本；是否写救济途径由本机关法制机构定",
    fields=(
        parts.SUBJECT,
        parts.CODE,
        parts.ADDRESS,
        parts.VISIT,
        rows(
            "points",
            "存在的问题和改正要求",
            text("what", "存在的问题", "与3名职工没有订立书面劳动合同。"),
            text("provision", "违反的规定", "《中华人民共和国劳动合同法》第十条"),
            text("demand", "改正要求", "与3名职工补订书面劳动合同，并交付文本。"),
        ),
        text("basis", "责令改正的依据", "《劳动保障监察条例》第十八条"),
        number("days", "改正期限（日，从送达的次日起算）", 15),
        text(
            "consequence",
            "拒不改正的后果和依据",
            "《劳动保障监察条例》第三十条：经责令改正拒不改正的，处2000元以上2万元以下的罚款",
            is_required=False,
        ),
        text(
            "follow_up",
            "后续处理",
            "期满前书面报告改正情况，本机关将派人复查。",
            is_required=False,
        ),
        line("contact", "联系人和电话", "尤星野 0379-0000003"),
        parts.SIGNED_ON,
    ),
)
_POINT = text("what", "存在的问题", "与3名职工没有订立书面劳动合同。")
_PROVISION = text("provision", "违反的规定", "《中华人民共和国劳动合同法》第十条")
_ORDER = line("order", "限期改正指令书", "青人社劳监令字〔2026〕第0007号")
RECHECK = DocumentType(
    code="recheck-record",
    title="复查（回访）笔录",
    word="复查",
    template="recheck_record",
    is_covered=True,
    source="公开的整改复查做法：指令书、逐条结论、证明材料、签名",
    doubt="文书没有全国统一文本，栏目请本机关法制机构核对",
    fields=(
        parts.SUBJECT,
        parts.CODE,
        _ORDER,
        parts.VISIT,
        line("place", "复查地点", "青禾区和顺路18号"),
        day("on", "复查日期", "2026-12-03"),
        line("officers", "复查人员", "支行舟（证号 99010700001）、罗听雪（证号 99010700014）"),
        rows(
            "points",
            "逐条复查的情况",
            _POINT,
            _PROVISION,
            line("result", "结论", "已改正"),
            text("note", "看到的情况", "看了补订的劳动合同原件。", is_required=False),
        ),
        rows(
            "proofs",
            "证明材料",
            line("title", "名称", "劳动合同照片.jpg"),
            is_required=False,
        ),
        line("conclusion", "复查结论", "全部改正，复查合格"),
        parts.SIGNED_ON,
    ),
)
TRANSFER = DocumentType(
    code="clue-transfer",
    title="案件线索移交单",
    word="线移",
    template="case_sheet",
    is_covered=True,
    source="《劳动保障监察条例》第十八条；公开的限期改正指令书“后续处理”栏目",
    doubt="文书没有全国统一文本，栏目请本机关法制机构核对",
    fields=(
        line("clue", "线索编号", "990107-ZG20260007-XS"),
        line("rectification", "责令改正编号", "990107-ZG20260007"),
        _ORDER,
        parts.SUBJECT,
        parts.CODE,
        parts.VISIT,
        line("served", "指令书送达和期满", "2026年11月10日送达，改正期到2026年11月25日为止"),
        text("reason", "移交的理由", "期满仍有2条没有改正，企业没有报告。"),
        line("sender", "移交人", "任清和"),
        rows(
            "points",
            "责令改正的问题",
            _POINT,
            _PROVISION,
            line("result", "结论", "未改正"),
        ),
        day("signed_on", "移交日期", "2026-11-26"),
    ),
)
TYPES = (RECTIFICATION, RECHECK, TRANSFER)
