"""What backups record."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

BACKUP = Kind("backup", "备份")
_FIELDS = {"size": "字节", "digest": "摘要", "entries": "留痕", "reason": "原因", "copy": "另一处"}


def _event(type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=BACKUP,
            fields={name: _FIELDS[name] for name in fields},
            tone=tone,
        )
    )


BACKUP_KEY_SET = _event("backup.key-set", "设了备份的公钥")
BACKUP_MADE = _event("backup.made", "备份了全部数据", "size", "digest", "entries", "copy")
BACKUP_FAILED = _event("backup.failed", "没有备份成", "reason", tone=Tone.VOID)
BACKUP_TAKEN = _event("backup.taken", "取走了一份备份")
BACKUP_REHEARSED = _event("backup.rehearsed", "演练恢复，结果一样", "entries")
BACKUP_REHEARSAL_FAILED = _event(
    "backup.rehearsal-failed", "演练恢复，结果不一样", "reason", tone=Tone.VOID
)
