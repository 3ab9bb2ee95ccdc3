"""Help on accounts: what an account may do, and who confirms it."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="accounts-roles",
        title="角色和两人确认",
        text="能做什么由角色定，角色按机构任命。重要的事总要两个人：一人提出，另一人确认。",
        points=(
            "保管名录的不主持抽取，起草的不批准，监督的只看不改，系统管理员不办业务。",
            "任命、重设口令、解除动态码、恢复账号，由监督或审批确认以后才生效。",
            "别人对您的账号做了什么，工作台上会通知您；不是您要求的可以反对。",
        ),
        pages=(
            "office:accounts",
            "office:user",
            "office:user-new",
            "office:account-requests",
            "office:account-request",
            "office:account-request-confirm",
            "office:appointment-confirm",
        ),
    ),
    HelpEntry(
        key="accounts-code",
        title="动态码",
        text="手机上的验证器应用每 30 秒显示六位数字，公布、批准、封存、抽取时要填，证明是您本人。",
        points=(
            "在“我的账号”绑定：用验证器应用扫二维码，再填一次显示的数字。",
            "换了手机、丢了手机，请系统管理员提出解除，由监督或审批确认以后重新绑定。",
        ),
        pages=("office:account", "office:code"),
    ),
)
