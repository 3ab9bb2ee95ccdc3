"""What the accounts record."""

from __future__ import annotations

TITLES = {
    "account.signed-in": "登录",
    "account.signed-out": "退出",
    "account.sign-in-refused": "登录被拒",
    "account.session-ended": "结束了一个登录",
    "account.made": "建立了账号",
    "account.changed": "修改了账号",
    "account.closed": "停用了账号",
    "account.reopened": "恢复了账号",
    "account.password-changed": "修改了口令",
    "account.password-reset": "重设了口令",
    "account.code-set-up": "绑定了动态码",
    "account.code-removed": "解除了动态码",
    "account.code-refused": "动态码不对",
    "account.appointment-requested": "申请任命角色",
    "account.appointment-refused": "没有同意任命",
    "account.appointment-withdrawn": "撤回了任命申请",
    "account.appointment-confirmed": "补认了首任",
    "account.reset-requested": "申请重设口令、动态码或恢复账号",
    "account.reset-refused": "没有同意重设或恢复",
    "account.reset-withdrawn": "撤回了重设或恢复的申请",
    "account.unlocked": "解除了登录锁定",
    "account.rescued": "在服务器上重设了口令和动态码",
    "account.appointed": "任命了角色",
    "account.dismissed": "免去了角色",
    "account.key-made": "建立了接口密钥",
    "account.key-ended": "停用了接口密钥",
    "organisation.made": "建立了机构",
    "organisation.changed": "修改了机构",
    "organisation.ended": "撤销了机构",
}

# These tell when one officer came, went or typed a password: the public log covers them.
COVERED = frozenset(
    {
        *("account.signed-in", "account.signed-out", "account.session-ended"),
        *("account.password-changed", "account.code-set-up", "account.code-refused"),
        *("account.changed", "account.unlocked"),
    }
)
