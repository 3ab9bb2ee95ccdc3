"""What the trail itself records."""

from __future__ import annotations

TITLES = {
    "trail.exported": "导出了留痕记录",
    "trail.checked": "校验了整条留痕",
    "trail.acknowledged": "看过了一处不一样",
    "trail.erased": "依法去掉了一条记录的非公开部分",
    "trail.restored": "从备份恢复后继续使用",
    "trail.key-changed": "更换了日志密钥",
    "site.started": "启动了程序",
    "site.refused": "拒绝了一次操作",
}
