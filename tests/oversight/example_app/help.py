"""Help on the meeting room."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="example-room",
        title="会议室怎么订",
        text="抽取以前一天向办公室预订，当众抽取的门要开着。",
        points=("钥匙一周内归还。",),
        pages=("office:workbench",),
    ),
)
