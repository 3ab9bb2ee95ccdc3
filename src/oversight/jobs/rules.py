"""How often a job goes on, when a worker counts as silent, and what is said of both."""

from __future__ import annotations

from datetime import timedelta

RESUMPTIONS = 3
"""How often a job goes on after the whole site was stopped in its midst."""
SILENT_AFTER = timedelta(seconds=60)
"""A worker that gave no sign for so long is said to stand still."""

INTERRUPTED = "这项任务让后台程序意外退出，已停止，没有再试；请检查所用的文件或缩小范围后重新发起"
STOPPED_OFTEN = "这项任务多次没有做完程序就停了，已停止；请在程序稳定运行后重新发起"
