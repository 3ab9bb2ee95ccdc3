"""What documents record."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

DOCUMENT = Kind("document", "文书")
TEMPLATE = Kind("word-template", "文书模板")

_FIELDS = {
    "about": "关于",
    "digest": "摘要",
    "document": "文书",
    "docx": "Word 文件的摘要",
    "file_name": "文件名",
    "number": "文号",
    "pdf": "PDF 的摘要",
    "proof": "证明",
    "reason": "理由",
    "receipt": "送达回证",
    "receiver": "签收人",
    "served": "送达日期",
    "version": "版本",
    "way": "送达方式",
    "word": "机关代字",
}


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    hidden: tuple[str, ...] = (),
    tone: Tone = Tone.PLAIN,
    is_covered: bool = False,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=kind,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
            is_covered=is_covered,
        )
    )


DOCUMENT_ISSUED = _event(
    DOCUMENT,
    "document.issued",
    "出具了文书",
    *("document", "number", "pdf", "docx"),
    hidden=("data", "about"),
    tone=Tone.SEAL,
)
DOCUMENT_VOIDED = _event(
    DOCUMENT, "document.voided", "作废了文书", "document", "number", "reason", tone=Tone.VOID
)
DOCUMENT_ISSUED_COVERED = _event(
    DOCUMENT,
    "document.issued-covered",
    "出具了文书",
    *("document", "number", "pdf", "docx"),
    hidden=("data", "about"),
    tone=Tone.SEAL,
    is_covered=True,
)
DOCUMENT_VOIDED_COVERED = _event(
    DOCUMENT,
    "document.voided-covered",
    "作废了文书",
    *("document", "number", "reason"),
    tone=Tone.VOID,
    is_covered=True,
)
DOCUMENT_SERVED = _event(
    DOCUMENT,
    "document.served",
    "送达了文书",
    *("document", "way", "served", "receiver", "receipt", "proof"),
    is_covered=True,
)
ISSUED = (DOCUMENT_ISSUED, DOCUMENT_ISSUED_COVERED)
VOIDED = (DOCUMENT_VOIDED, DOCUMENT_VOIDED_COVERED)
DOCUMENT_WORD_SET = _event(TEMPLATE, "document.word-set", "定了机关代字", "word")
DOCUMENT_TEMPLATE_UPLOADED = _event(
    TEMPLATE,
    "document.template-uploaded",
    "上传了文书模板",
    *("document", "version", "digest", "file_name"),
)
DOCUMENT_TEMPLATE_DISCARDED = _event(
    TEMPLATE, "document.template-discarded", "放弃了文书模板", "document", "version"
)
DOCUMENT_TEMPLATE_IN_FORCE = _event(
    TEMPLATE,
    "document.template-in-force",
    "启用了文书模板",
    *("document", "version", "digest"),
    tone=Tone.SEAL,
)
DOCUMENT_TEMPLATE_RETIRED = _event(
    TEMPLATE, "document.template-retired", "停用了文书模板", "document", "version"
)
