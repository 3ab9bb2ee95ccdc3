"""What the trail itself records."""

from __future__ import annotations

TITLES = {
    "trail.exported": "导出了留痕记录",
    "trail.checked": "校验了整条留痕",
    "site.started": "启动了程序",
    "site.refused": "拒绝了一次操作",
}
