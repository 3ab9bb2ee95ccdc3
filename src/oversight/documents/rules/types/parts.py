"""Fields that several types of documents have, under the same names."""

from __future__ import annotations

from oversight.documents.rules.fields import Field, day, line, rows, text

SUBJECT = line("subject", "检查对象", "青禾区瑞丰餐饮服务有限公司")
CODE = line("code", "统一社会信用代码", "91990107MA6N2FMJJX")
ADDRESS = line("address", "住所（经营场所）", "青禾区和顺路18号")
CERTIFICATE = line("certificate", "执法证号", "99010700001")
PEOPLE = rows(
    "people",
    "检查人员",
    line("name", "姓名", "支行舟"),
    CERTIFICATE,
    example=(
        {"name": "支行舟", "certificate": "99010700001"},
        {"name": "罗听雪", "certificate": "99010700014"},
    ),
)
ITEMS = rows(
    "items",
    "检查事项",
    line("title", "事项", "劳动合同签订、履行情况"),
    text("basis", "依据", "《中华人民共和国劳动合同法》第七十四条"),
    line("method", "方式", "现场检查"),
)
VISIT = line("visit", "检查任务编号", "990107202602100001-1/3")
SIGNED_ON = day("signed_on", "落款日期", "2026-12-03")


def findings(title: str) -> Field:
    """Make the rows of what was found on each item."""
    return rows(
        "findings",
        title,
        line("title", "事项", "劳动合同签订、履行情况"),
        line("result", "检查结果", "未发现问题"),
        text("note", "说明", "抽查劳动合同12份，均已签订。", is_required=False),
    )
