"""What is ordered after a visit: 限期改正指令书."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType, line, number, rows, text
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
TYPES = (RECTIFICATION,)
