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
    HelpEntry(
        key="accounts-lists",
        title="列表怎么用",
        text="各个列表都一样：查找、筛选、排序、存为常用、导出、打印，导出和打印按现在的筛选。",
        points=(
            "查找可以写名称的一部分、代码、编号，也可以写拼音首字母，例如 ldyg 找到“劳动用工”。",
            "点列的名字换排序。选好条件，起个名字，点“存为常用”；只有您自己看得到，可以改名、删去。",
            "勾选几行，上面的一条写着“选中几家”和能一起办的事；批量定日期可以整批撤回。",
            "按 / 键到查找框，按 ↓、↑ 键一行一行走，按回车打开；不要这几个键，可在“我的账号”关掉。",
        ),
        pages=(
            "office:subjects",
            "office:inspectors",
            "office:items",
            "office:plans",
            "office:draws",
            "office:visits",
            "office:imports",
            "office:views",
        ),
    ),
)
