"""What is decided and handed over: 结果告知书, 回避决定书, 送达回证."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType, day, line, moment, rows, text
from oversight.documents.rules.types import parts

OUTCOME = DocumentType(
    code="outcome-notice",
    title="行政检查结果告知书",
    word="检告",
    template="outcome_notice",
    source="司法部办公厅行政检查文书基本格式文本（试行，2025年；名称据记忆）",
    doubt="文书名称和正文都没有核对",
    fields=(
        parts.SUBJECT,
        parts.CODE,
        line("basis", "检查依据", "《劳动保障监察条例》第十条"),
        day("inspected_on", "检查日期", "2026-12-03"),
        parts.findings("各事项的结果"),
        line("outcome", "总体结果", "未发现问题"),
        text("follow_up", "后续处置和期限", "没有后续处置。", is_required=False),
        text(
            "publication",
            "公示告知",
            "检查结果将在国家企业信用信息公示系统公示，内容为检查机关、日期、事项和结果；有异议的，可以向本机关提出。",
        ),
        text("remedy", "救济途径", "对检查行为有意见的，可以向青禾区司法局反映。"),
        line("contact", "联系人和电话", "尤星野 0379-0000003"),
        parts.SIGNED_ON,
    ),
)
RECUSAL = DocumentType(
    code="recusal",
    title="回避决定书",
    word="回避",
    template="recusal",
    is_covered=True,
    source="《中华人民共和国行政处罚法》第四十三条；本平台回避申请的栏目",
    doubt="文书没有全国统一文本，救济途径没有核对",
    fields=(
        line("applicant", "申请人", "青禾区瑞丰餐饮服务有限公司"),
        line("person", "被申请回避的人员", "支行舟"),
        parts.CERTIFICATE,
        line("visit", "检查任务编号", "990107202602100001-1/3"),
        day("asked_on", "申请日期", "2026-11-30"),
        text("reason", "申请理由", "与法定代表人有近亲属关系。"),
        line("decision", "决定", "同意回避"),
        text("grounds", "决定的理由", "经核实，申请理由成立。"),
        line("successor", "接替的人员", "按公布的次序由柳南星接替", is_required=False),
        line("decider", "决定人", "郑远山"),
        day("decided_on", "决定日期", "2026-12-01"),
    ),
)
RECEIPT = DocumentType(
    code="receipt",
    title="送达回证",
    word="送证",
    template="receipt",
    is_covered=True,
    source="民事诉讼法关于送达的规定，行政机关参照使用",
    doubt="公告送达的期限和条文号没有核对",
    fields=(
        line("document", "送达文书和文号", "行政检查通知书 青人社检通字〔2026〕第0001号"),
        line("addressee", "受送达人", "青禾区瑞丰餐饮服务有限公司"),
        line("place", "送达地点", "青禾区和顺路18号"),
        line("manner", "送达方式", "直接送达"),
        moment("at", "送达时间", "2026-12-01T02:00:00Z", is_required=False),
        line("receiver", "签收人", "柳南星", is_required=False),
        line("relation", "签收人与受送达人的关系", "会计", is_required=False),
        text("refusal", "拒收的理由", "无", is_required=False),
        line("witness", "见证人", "社区工作人员路遥", is_required=False),
        rows("servers", "送达人", line("name", "姓名", "支行舟"), parts.CERTIFICATE),
        text("note", "备注", "已告知可以用电话联系承办人。", is_required=False),
    ),
)
TYPES = (OUTCOME, RECUSAL, RECEIPT)
