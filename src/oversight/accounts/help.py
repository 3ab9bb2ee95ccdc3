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
            "手机号只显示头尾，加密保存；要看完整号码须写理由，会记入留痕。",
            "别人对您的账号做了什么，工作台上会通知您；不是您要求的可以反对。",
        ),
        pages=(
            "office:accounts",
            "office:user",
            "office:user-phone",
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
        key="accounts-password",
        title="改口令",
        text="口令只有您自己知道；至少十二位，不要和别处的一样。先填现在的口令，再填两遍新的。",
        points=(
            "改好以后，别处登录的马上退出。",
            "忘了口令的，请系统管理员申请重设，由监督或审批确认。",
        ),
        pages=("office:password",),
    ),
    HelpEntry(
        key="accounts-closing",
        title="解除动态码、停用、解任",
        text="人走了、换了岗位、丢了手机，由系统管理员在这里办。先看清是谁、还有几位同样的角色。",
        points=(
            "停用和解任马上生效，本人不能再办事；做过的事都在留痕里，不会删除。",
            "业务角色的解除动态码、恢复账号，由监督或审批确认以后才生效。",
            "只剩一个人担任的角色，先任命接替的人，再解任。",
        ),
        pages=(
            "office:user-close",
            "office:user-code",
            "office:appointment-dismiss",
        ),
    ),
    HelpEntry(
        key="accounts-refusing",
        title="不同意一项申请",
        text="监督或审批觉得申请不对的，写明理由，不同意；系统管理员看到以后可以另行申请。",
        points=(
            "没有同意的，什么都不改变；理由记入留痕。",
            "和本人核实过再决定，尤其是重设口令和解除动态码。",
        ),
        pages=("office:account-request-refuse",),
    ),
    HelpEntry(
        key="accounts-organisations",
        title="机构和科室",
        text="名录、计划任务和人员都归到科室。新建先写名称；一个局里有一个科室做牵头机构。",
        points=(
            "撤销以后不能恢复，也不能再任命人；名录里归它的，请先改到别的科室。",
            "局的监督电话和渠道，公示网站的“我要反映”照它显示；改动记入留痕。",
            "有几个局一起用的，“各局”里由建立本系统的局的系统管理员新设，再给新的局设一位系统管理员。",
        ),
        pages=(
            "office:organisation-new",
            "office:organisation-end",
            "office:organisation-voice",
            "office:bureaus",
            "office:bureau-new",
        ),
    ),
    HelpEntry(
        key="accounts-keys",
        title="给别的系统的密钥",
        text="别的系统要读名录的，给它建一个密钥：写明用途、可以读什么、每分钟几次、有效到哪一天。",
        points=(
            "密钥只显示这一次，请直接交给对方；程序只保存它的摘要，找不回来。",
            "停用马上生效，不能恢复；还要用的，另建一个。",
        ),
        pages=(
            "office:keys",
            "office:key-end",
        ),
    ),
    HelpEntry(
        key="accounts-lists",
        title="列表怎么用",
        text="各个列表都一样：查找、筛选、排序、存为常用、导出、打印，导出和打印按现在的筛选。",
        points=(
            "查找可以写名称的一部分、代码、编号，也可以写拼音首字母，例如 ldyg 找到“劳动用工”。",
            "点列的名字换排序。选好条件，起个名字，点“存为常用”；只有您自己看得到，可以改名、删去。",
            "勾选几行，上面的一条写着“选中几家”和能一起办的事；批量定日期可以整批撤回。",
            "名录的批量改动，24 小时以内可以在名录的页面上整批撤销。",
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
