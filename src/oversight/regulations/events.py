"""What the regulations record."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, register

RULE = Kind("rule", "规则")
CALENDAR = Kind("calendar", "日历")

RULE_CHANGED = register(
    EventType(
        type="rule.changed",
        title="修改了规则",
        kind=RULE,
        fields={"name": "名称", "value": "值", "reason": "理由", "before": "之前"},
    )
)
CALENDAR_CHANGED = register(
    EventType(
        type="calendar.changed",
        title="修改了工作日历",
        kind=CALENDAR,
        fields={
            "year": "年份",
            "holidays": "放假日",
            "make_up_days": "调休上班日",
            "source": "依据",
        },
    )
)
