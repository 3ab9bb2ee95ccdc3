"""What files record: that one is infected, and what was swept.

That a file came in is said by the app that uses it, with its digest: until then it is only
waiting, and goes if nothing comes to use it.
"""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

FILE = Kind("file", "文件")

FILE_REFUSED = register(
    EventType(
        type="file.refused",
        title="在文件里查出病毒，不给打开",
        kind=FILE,
        fields={"virus": "病毒"},
        tone=Tone.REFUSAL,
    )
)
FILE_SWEPT = register(
    EventType(
        type="file.swept",
        title="清理了没有用到的文件",
        kind=FILE,
        fields={"files": "文件", "parts": "没有传完的"},
    )
)
