"""Lists of what was collected: 证据清单, 音像清单."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType, line, moment, rows
from oversight.documents.rules.types import parts

EVIDENCE = DocumentType(
    code="evidence-list",
    title="证据清单",
    word="证清",
    template="evidence_list",
    source="现场检查笔录的证据目录（编号、名称、摘要、页数）",
    doubt="清单的栏目由本平台定，没有与格式文本核对",
    fields=(
        parts.SUBJECT,
        parts.CODE,
        parts.VISIT,
        rows(
            "evidence",
            "证据",
            line("number", "编号", "1"),
            line("title", "名称", "2026年10月工资表照片"),
            line("kind", "种类", "书证（照片）"),
            line("source", "来源、提供人", "柳南星当场提供"),
            moment("at", "取得时间", "2026-12-03T01:40:00Z"),
            line("pages", "页数", "2", is_required=False),
            line("digest", "摘要（前后各8位）", "3f9a20c1…77d04b12"),
        ),
        parts.PEOPLE,
        parts.SIGNED_ON,
    ),
)
RECORDINGS = DocumentType(
    code="recording-list",
    title="音像记录清单",
    word="音清",
    template="recording_list",
    source="关于推行行政执法全过程记录制度的要求：进入时开始，离开时结束",
    doubt="清单的栏目由本平台定，没有与格式文本核对",
    fields=(
        parts.SUBJECT,
        parts.CODE,
        parts.VISIT,
        rows(
            "recordings",
            "音像记录",
            line("number", "编号", "1"),
            line("stage", "环节", "进入和亮证", is_required=False),
            line("kind", "类别", "入户类", is_required=False),
            line("device", "设备", "执法记录仪 07"),
            moment("started_at", "开始", "2026-12-03T01:04:00Z"),
            moment("ended_at", "结束", "2026-12-03T03:12:00Z"),
            line("content", "内容", "进入经营场所、出示执法证件"),
            line("recorder", "记录人", "罗听雪", is_required=False),
            line("digest", "摘要（前后各8位）", "84bc19fe…02aa6d31", is_required=False),
        ),
        parts.SIGNED_ON,
    ),
)
TYPES = (EVIDENCE, RECORDINGS)
