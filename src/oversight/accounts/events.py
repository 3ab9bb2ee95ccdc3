"""What the accounts record."""

from __future__ import annotations

from collections.abc import Collection

from oversight.audit.event_types import EventType, Kind, Tone, register

ACCOUNT = Kind("account", "账号")
ORGANISATION = Kind("organisation", "机构")
KEY = Kind("key", "接口密钥")

_FIELDS = {
    "address": "监督渠道",
    "appointed_by": "申请人",
    "asked_for": "申请",
    "before": "之前",
    "confirmed_by": "确认人",
    "count": "数量",
    "first": "说明",
    "is_first": "首任",
    "name": "名称",
    "organisation": "机构",
    "phone": "监督电话",
    "reason": "理由",
    "role": "角色",
    "since": "自",
    "username": "账号",
}
_ROLE = ("role", "organisation", "since", "is_first", "appointed_by", "confirmed_by")
_ROLE_ROWS = ("appointment", "organisation_path", "role_code")
_REQUEST_ROWS = ("request", "organisation_path", "role_code")


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
    is_covered: bool = False,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=kind,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
            is_account=True,
            is_covered=is_covered,
        )
    )


def _account(
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
    is_covered: bool = False,
) -> EventType:
    return _event(
        ACCOUNT,
        type_,
        title,
        *("username", *fields),
        hidden=hidden,
        tone=tone,
        is_covered=is_covered,
    )


# Covered are those that tell when one officer came, went or typed a password (log-v1 5).
ACCOUNT_SIGNED_IN = _account("account.signed-in", "登录", is_covered=True)
ACCOUNT_SIGNED_OUT = _account("account.signed-out", "退出", is_covered=True)
ACCOUNT_SIGN_IN_REFUSED = _account(
    "account.sign-in-refused", "登录被拒", "count", tone=Tone.REFUSAL, is_covered=True
)
ACCOUNT_SESSION_ENDED = _account("account.session-ended", "结束了一个登录", is_covered=True)
ACCOUNT_MADE = _account("account.made", "建立了账号")
ACCOUNT_CHANGED = _account("account.changed", "修改了账号", "before", "name", is_covered=True)
ACCOUNT_PHONE_SHOWN = _account(
    "account.phone-shown", "查看了完整的手机号", "reason", is_covered=True
)
ACCOUNT_CLOSED = _account("account.closed", "停用了账号")
ACCOUNT_REOPENED = _account("account.reopened", "恢复了账号")
ACCOUNT_PASSWORD_CHANGED = _account("account.password-changed", "修改了口令", is_covered=True)
ACCOUNT_PASSWORD_RESET = _account("account.password-reset", "重设了口令")
ACCOUNT_CODE_SET_UP = _account("account.code-set-up", "绑定了动态码", is_covered=True)
ACCOUNT_CODE_REMOVED = _account("account.code-removed", "解除了动态码")
ACCOUNT_APPOINTMENT_REQUESTED = _account(
    "account.appointment-requested", "申请任命角色", "asked_for", hidden=_REQUEST_ROWS
)
ACCOUNT_APPOINTMENT_REFUSED = _account(
    "account.appointment-refused",
    "没有同意任命",
    *("asked_for", "reason"),
    hidden=_REQUEST_ROWS,
    tone=Tone.REFUSAL,
)
ACCOUNT_APPOINTMENT_WITHDRAWN = _account(
    "account.appointment-withdrawn", "撤回了任命申请", "asked_for", hidden=_REQUEST_ROWS
)
ACCOUNT_APPOINTMENT_CONFIRMED = _account(
    "account.appointment-confirmed", "补认了首任", *_ROLE, hidden=_ROLE_ROWS
)
ACCOUNT_RESET_REQUESTED = _account(
    "account.reset-requested", "申请重设口令、动态码或恢复账号", "asked_for", hidden=["request"]
)
ACCOUNT_RESET_REFUSED = _account(
    "account.reset-refused",
    "没有同意重设或恢复",
    *("asked_for", "reason"),
    hidden=["request"],
    tone=Tone.REFUSAL,
)
ACCOUNT_RESET_WITHDRAWN = _account(
    "account.reset-withdrawn", "撤回了重设或恢复的申请", "asked_for", hidden=["request"]
)
ACCOUNT_UNLOCKED = _account("account.unlocked", "解除了登录锁定", is_covered=True)
ACCOUNT_RESCUED = _account("account.rescued", "在服务器上重设了口令和动态码", "reason")
ACCOUNT_APPOINTED = _account(
    "account.appointed", "任命了角色", *_ROLE, "first", hidden=[*_ROLE_ROWS, "request"]
)
ACCOUNT_DISMISSED = _account("account.dismissed", "免去了角色", *_ROLE, hidden=_ROLE_ROWS)
ACCOUNT_FEED_MADE = _account("account.feed-made", "生成了期限订阅地址", is_covered=True)
ACCOUNT_FEED_ENDED = _account("account.feed-ended", "停用了期限订阅地址", is_covered=True)
ACCOUNT_KEY_MADE = _event(KEY, "account.key-made", "建立了接口密钥", hidden=["state"])
ACCOUNT_KEY_ENDED = _event(KEY, "account.key-ended", "停用了接口密钥", hidden=["state"])
ORGANISATION_MADE = _event(
    ORGANISATION, "organisation.made", "建立了机构", "name", hidden=["state"]
)
ORGANISATION_CHANGED = _event(
    ORGANISATION, "organisation.changed", "修改了机构", "name", "before", hidden=["state"]
)
ORGANISATION_VOICE_SET = _event(
    ORGANISATION, "organisation.voice-set", "登记了监督电话和渠道", "phone", "address"
)
ORGANISATION_ENDED = _event(
    ORGANISATION, "organisation.ended", "撤销了机构", "name", hidden=["state"]
)

# Who came and went; it stands in the trail, but is not what people look for in what is new.
COMING_AND_GOING = frozenset(
    event_type.type
    for event_type in (
        ACCOUNT_SIGNED_IN,
        ACCOUNT_SIGNED_OUT,
        ACCOUNT_SIGN_IN_REFUSED,
        ACCOUNT_SESSION_ENDED,
    )
)
