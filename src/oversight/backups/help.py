"""Help on backups."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="backups",
        title="备份和演练恢复",
        text="每天一点以后程序自己备份：数据库、日志、文件、密钥都在里面，加密成一个文件。"
        "打开它的钥匙只印在纸上、放在保险柜里，服务器上没有。",
        points=(
            "每七天把当天的备份恢复到空文件夹里，逐个文件、逐条留痕核对；核对完就清掉。",
            "钥匙丢了，以前的备份谁也打不开：请两个人各保管一份，并马上建立新的钥匙。",
            "换机器时：./dev restore 备份文件 --identity 钥匙文件 --home 新文件夹。",
        ),
        pages=("office:backups", "office:backup", "office:backup-key"),
    ),
)
