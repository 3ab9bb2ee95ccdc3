"""Help on witnesses: what they are for, who asks whom, what to do about a fork."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="witnessing",
        title="互相见证",
        text="拿着密钥的人能把自己的日志整个重写。请别的单位随时签下看到的链头，重写就会被发现。",
        points=(
            "我们请别人：见证机构签过的链头公开放着，谁都能核对；要几家签才算数，由系统管理员设置。",
            "别人请我们：程序只签接得上的链头，接不上的不签；每一个日志签到哪里都记着。",
            "一个日志用同一把密钥签了两段历史时，这里会红字写明并留下证据，请交给对方的监督部门。",
            "对方换了日志密钥，请核对它公示的更换记录，再把新的公钥填进来。",
        ),
        pages=("office:log-witnesses", "office:log-follow", "office:log-unfollow"),
    ),
)
