"""What the directories record."""

from __future__ import annotations

TITLES = {
    "item.drafted": "起草了事项",
    "item.draft-changed": "修改了事项草稿",
    "item.published": "公布了事项",
    "item.revised": "开始调整事项",
    "item.cancelled": "取消了事项",
    "subject.added": "登记了检查对象",
    "subject.changed": "修改了检查对象",
    "subject.labelled": "给检查对象贴标签",
    "subject.moved": "改了检查对象的所属科室",
    "subject.delisted": "把检查对象移出名录",
    "subject.relisted": "把检查对象移回名录",
    "subject.visited": "登记了一次检查",
    "inspector.added": "登记了执法检查人员",
    "inspector.changed": "修改了执法检查人员",
    "inspector.certified": "登记了证件",
    "inspector.leave": "登记了请假或公务",
    "inspector.leave-cancelled": "取消了请假或公务",
    "inspector.recused": "登记了回避关系",
    "inspector.recusal-ended": "解除了回避关系",
    "directory.imported": "导入了名录",
    "directory.import-explained": "说明了导入文件里的词语",
    "directory.import-corrected": "改正了导入文件里的单元格",
    "directory.import-undone": "撤销了导入",
    "directory.import-stopped": "放弃了导入",
    "directory.change-confirmed": "核对了名录改动",
    "directory.exported": "导出了名录",
    "rule.changed": "修改了规则",
    "calendar.changed": "修改了工作日历",
}

# These tell where an officer is, or whose kin: the public log covers them (log-v1 5).
COVERED = frozenset(
    {
        *("inspector.leave", "inspector.leave-cancelled"),
        *("inspector.recused", "inspector.recusal-ended"),
    }
)
