"""What the witness records. A cosignature is no entry: two logs that did so would never rest."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

COSIGNER = Kind("cosigner", "见证", {"witness": "本单位的见证密钥"})

_FIELDS = {
    "after": "以后",
    "before": "以前",
    "evidence": "证据的摘要",
    "name": "单位",
    "reason": "理由",
    "size": "条数",
    "vkey": "日志公钥",
}


def _event(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=COSIGNER,
            fields={name: _FIELDS[name] for name in fields},
            tone=tone,
            is_account=True,
        )
    )


COSIGNER_KEY_MADE = _event("cosigner.key-made", "建立了见证密钥", "before", "after")
COSIGNER_FOLLOWED = _event(
    "cosigner.followed", "开始见证一个日志", "name", "vkey", "before", "reason"
)
COSIGNER_ENDED = _event("cosigner.ended", "不再见证一个日志", "reason")
COSIGNER_FORK_SEEN = _event(
    "cosigner.fork-seen", "发现一个日志有两段历史", "size", "evidence", tone=Tone.VOID
)
