"""What the log says of organisations, accounts, appointments and keys, against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oversight.accounts import events
from oversight.accounts.models import ApiKey, Appointment, Organisation, User
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.common import moments

_ORGANISATIONS = (
    events.ORGANISATION_MADE.type,
    events.ORGANISATION_CHANGED.type,
    events.ORGANISATION_ENDED.type,
)
_ACCOUNTS = (
    *(
        events.ACCOUNT_MADE.type,
        events.ACCOUNT_CHANGED.type,
        events.ACCOUNT_CLOSED.type,
        events.ACCOUNT_REOPENED.type,
    ),
    *(events.ACCOUNT_APPOINTED.type, events.ACCOUNT_DISMISSED.type),
)
_KEYS = (events.ACCOUNT_KEY_MADE.type, events.ACCOUNT_KEY_ENDED.type)
_ROLES = {name: role.value for role, name in ROLE_NAMES.items()}
_STATE = {"kind": "层级", "path": "隶属", "region": "区划代码", "is_lead": "牵头机构"}
_KEY = {
    "organisation": "机构",
    "digest": "密钥摘要",
    "scopes": "可读",
    "per_minute": "每分钟次数",
    "expires_on": "有效期至",
}
_LATE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class _HeldRole:
    """A role as the log has it: where, by the organisation's key or path, and since when."""

    place: str
    role: str
    since: datetime


@dataclass(kw_only=True)
class _Account:
    """An account as the log has it."""

    name: str = ""
    is_open: bool = True
    held: list[_HeldRole] = field(default_factory=list)
    appointed: int = 0


def check(_: Range) -> Iterator[Step]:
    """Compare all rows every time: they are few, and each of them gives rights."""
    yield 1, 3, list(_organisations())
    yield 2, 3, list(_accounts())
    yield 3, 3, list(_keys())


def former_names() -> dict[int, set[str]]:
    """Give the names that every organisation had or has, by its key."""
    rows = list(Organisation.objects.all())
    by_code: dict[str, set[str]] = {organisation.code: {organisation.name} for organisation in rows}
    for row in audit.of_types(_ORGANISATIONS):
        before = (row.private or {}).get("before", {})
        by_code.setdefault(row.about_number, set()).update(
            {row.public.get("name", ""), before.get("name", "")} - {""}
        )
    return {organisation.pk: by_code[organisation.code] for organisation in rows}


def scope_of(path: str) -> str:
    """Give the part of the tree that may see what differs in a row below ``path``."""
    return path or "/"


def _organisations() -> Iterator[Difference]:
    last_events: dict[str, Entry] = {}
    ended: set[str] = set()
    for row in audit.of_types(_ORGANISATIONS).order_by("index"):
        last_events[row.about_number] = row
        if row.type == events.ORGANISATION_ENDED.type:
            ended.add(row.about_number)
    voices = _logged_voices()
    codes = {_logged_path(event): code for code, event in last_events.items()}
    for organisation in Organisation.objects.all():
        about = Subject(
            kind="organisation", number=organisation.name, scope=scope_of(organisation.path)
        )
        # Of a row whose code was changed the place in the tree tells which it was.
        code = codes.get(organisation.path, organisation.code)
        event = last_events.pop(code, None)
        if event is None:
            yield about.is_unexplained()
            continue
        yield from about.differs("机构编码", code, organisation.code)
        yield from about.differs("名称", event.public.get("name"), organisation.name)
        yield from about.differs("已撤销", code in ended, organisation.ended_at is not None)
        for name, logged in (event.private or {}).get("state", {}).items():
            yield from about.differs(_STATE.get(name, name), logged, getattr(organisation, name))
        phone, address = voices.get(code, ("", ""))
        yield from about.differs("监督电话", phone, organisation.voice_phone)
        yield from about.differs("监督渠道", address, organisation.voice_address)
    for event in last_events.values():
        yield Subject(kind="organisation", number=event.public.get("name", "")).is_missing()


def _logged_voices() -> dict[str, tuple[str, str]]:
    """Give by an organisation's code what its newest entry says of telephone and address."""
    rows = audit.of_types([events.ORGANISATION_VOICE_SET.type]).order_by("index")
    return {row.about_number: (row.public["phone"], row.public["address"]) for row in rows}


def _logged_path(event: Entry) -> str:
    return str((event.private or {}).get("state", {}).get("path", ""))


def _accounts() -> Iterator[Difference]:
    logged = _logged_accounts()
    rows = {user.username: user for user in User.objects.all()}
    appointments = _appointments_by_username()
    for username, user in rows.items():
        about = Subject(
            kind="account", number=username, scope=_scope(appointments.get(username, []))
        )
        account = logged.get(username)
        if account is None:
            yield about.is_unexplained()
            account = _Account(name=user.name, is_open=user.is_active)
        yield from about.differs("姓名", account.name, user.name)
        yield from about.differs("可登录", account.is_open, user.is_active)
        yield from _appointments(account, about.scope, username, appointments.get(username, []))
    for username in logged.keys() - rows.keys():
        yield Subject(kind="account", number=username).is_missing()


def _logged_accounts() -> dict[str, _Account]:
    accounts: dict[str, _Account] = {}
    for row in audit.of_types(_ACCOUNTS).order_by("index"):
        if row.about_kind == "account":
            username = str((row.private or {}).get("username", row.about_number))
            _replay(accounts.setdefault(username, _Account()), row)
    return accounts


def _replay(account: _Account, row: Entry) -> None:
    private = row.private or {}
    is_renamed = row.type == events.ACCOUNT_CHANGED.type and "name" in private.get("before", {})
    if row.type == events.ACCOUNT_MADE.type or is_renamed:
        account.name = row.title
    elif row.type in {events.ACCOUNT_CLOSED.type, events.ACCOUNT_REOPENED.type}:
        account.is_open = row.type == events.ACCOUNT_REOPENED.type
    elif row.type in {events.ACCOUNT_APPOINTED.type, events.ACCOUNT_DISMISSED.type}:
        key = private.get("state", {}).get("organisation") or private.get("organisation_path")
        place = str(key or row.public.get("organisation", ""))
        role_name = row.public.get("role", "")
        role = str(private.get("role_code") or _ROLES.get(role_name, role_name))
        if row.type == events.ACCOUNT_APPOINTED.type:
            account.held.append(_HeldRole(place=place, role=role, since=row.at))
            account.appointed += 1
        else:
            matching = [held for held in account.held if (held.place, held.role) == (place, role)]
            account.held = [held for held in account.held if held not in matching[:1]]


def _appointments_by_username() -> dict[str, list[Appointment]]:
    rows: dict[str, list[Appointment]] = {}
    for row in Appointment.objects.select_related("user", "organisation"):
        rows.setdefault(row.user.username, []).append(row)
    return rows


def _scope(rows: list[Appointment]) -> str:
    """Give the part of the tree that may see an account: where it holds or held a role first."""
    return min((row.organisation.path for row in rows), default="/")


def _appointments(
    account: _Account, scope: str, username: str, rows: list[Appointment]
) -> Iterator[Difference]:
    """Compare the roles held now, since when, and how many there ever were."""
    about = Subject(kind="appointment", number=username, scope=scope)
    yield from about.differs("任命过几次", account.appointed, len(rows))
    waiting = list(account.held)
    for row in rows:
        if row.until is not None:
            continue
        place = Subject(kind="appointment", number=username, scope=row.organisation.path)
        match = next((role for role in waiting if _is_same(role, row)), None)
        if match is None:
            yield place.says("角色", NO_EVENT, f"{row.organisation.name}的{row.role_name}")
            continue
        waiting.remove(match)
        if match.since - row.since > _LATE:
            yield place.says("任职起始", moments.written(match.since), moments.written(row.since))
    for role in waiting:
        name = f"{_place_name(role.place)}的{_role_name(role.role)}"
        yield about.says("角色", name, "没有这个任命，或已免去")


def _is_same(role: _HeldRole, row: Appointment) -> bool:
    places = {str(row.organisation_id), row.organisation.path, row.organisation.name}
    return role.place in places and role.role == row.role


def _place_name(place: str) -> str:
    organisations = Organisation.objects.filter(path=place)
    if place.isdigit():
        organisations = Organisation.objects.filter(pk=place)
    organisation = organisations.first()
    return organisation.name if organisation else place


def _role_name(role: str) -> str:
    return ROLE_NAMES[Role(role)] if role in set(Role) else role


def _keys() -> Iterator[Difference]:
    logged_keys: dict[str, Entry] = {}
    ended: set[str] = set()
    for row in audit.of_types(_KEYS).order_by("index"):
        if row.type == events.ACCOUNT_KEY_MADE.type:
            logged_keys[row.about_number] = row
        else:
            ended.add(row.about_number)
    for key in ApiKey.objects.select_related("organisation"):
        about = Subject(kind="key", number=key.prefix, scope=scope_of(key.organisation.path))
        event = logged_keys.pop(key.prefix, None)
        if event is None:
            yield about.is_unexplained()
            continue
        yield from about.differs("用途", event.title, key.name)
        yield from about.differs("已停用", key.prefix in ended, key.ended_at is not None)
        stored = {
            "organisation": key.organisation.code,
            "digest": key.digest,
            "scopes": list(key.scopes),
            "per_minute": key.per_minute,
            "expires_on": key.expires_on.isoformat(),
        }
        for name, logged in (event.private or {}).get("state", {}).items():
            yield from about.differs(_KEY.get(name, name), logged, stored.get(name))
    for prefix in logged_keys:
        yield Subject(kind="key", number=prefix).is_missing()
