"""What inspections record; ``drawing.rechecked`` is told of the draw that was opened."""

from __future__ import annotations

TITLES = {
    "drawing.rechecked": "开封后复核了上限和轮换",
    "visit.accepted": "接受了检查任务",
    "visit.dated": "定了检查日期",
    "visit.recusal-asked": "提出了回避",
    "visit.recusal-granted": "同意了回避",
    "visit.recusal-refused": "没有同意回避",
    "visit.replacement-asked": "申请了递补",
    "visit.replacement-refused": "没有同意递补",
    "visit.merged": "合并了检查任务",
}
