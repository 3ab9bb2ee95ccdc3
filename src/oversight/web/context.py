"""What every page shows around its content: who acts, where they may go, which day it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from oversight.accounts.rules import ROLE_NAMES, Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import HelpEntry
from oversight.common.errors import DomainError
from oversight.regulations import selectors as regulations
from oversight.web import clock, contributions, counts

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the menu."""

    title: str
    icon: str
    address: str
    is_current: bool
    waiting: int = 0
    """How many things wait there for whoever looks."""


_PLACES: tuple[tuple[str, str, str, tuple[Permission, ...]], ...] = (
    ("工作台", "home", "office:workbench", ()),
    ("年度计划", "calendar", "office:plans", (Permission.SEE_PLANS,)),
    ("抽查", "arrows-shuffle", "office:draws", (Permission.SEE_DRAWS,)),
    ("检查任务", "clipboard-check", "office:visits", (Permission.SEE_VISITS,)),
    ("检查结果", "report", "office:results", (Permission.SEE_VISITS,)),
    ("责令改正", "refresh-alert", "office:rectifications", (Permission.SEE_VISITS,)),
    ("案件与移送", "alert-triangle", "office:cases", (Permission.SEE_CASES,)),
    ("文书", "file-text", "office:documents", (Permission.SEE_DOCUMENTS,)),
    ("抽查事项", "list-check", "office:items", (Permission.SEE_ITEMS,)),
    ("检查对象", "building", "office:subjects", (Permission.SEE_SUBJECTS,)),
    ("执法检查人员", "users", "office:inspectors", (Permission.SEE_INSPECTORS,)),
    ("名录体检", "stethoscope", "office:health", (Permission.SEE_SUBJECTS,)),
    ("导入", "file-import", "office:imports", (Permission.KEEP_DIRECTORIES,)),
    ("全程留痕", "link", "office:trail", (Permission.SEE_TRAIL, Permission.SEE_ACCOUNT_TRAIL)),
    ("规则与日历", "scale", "office:rules", (Permission.SEE_RULES,)),
    ("账号与机构", "key", "office:accounts", (Permission.KEEP_ACCOUNTS,)),
    ("账号申请", "users", "office:account-requests", (Permission.CONFIRM_ACCOUNTS,)),
    ("接口密钥", "lock", "office:keys", (Permission.KEEP_KEYS,)),
)


# Title, address, and where the other pages of the same section begin.
_PUBLIC_PLACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("首页", "public:home", ()),
    ("查企业", "public:find", ("/enterprises/",)),
    ("抽查与结果", "public:draws", ("/fair/",)),
    ("计划和事项", "public:plans", ("/items/", "/inspectors/")),
    ("怎样验证", "public:how", ("/log/", "/data/")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the context of the base template."""
    actor: Actor | None = getattr(request, "actor", None)
    context: dict[str, Any] = {"actor": actor, "is_demo": settings.IS_DEMO}
    if not request.path.startswith("/office/"):
        context["public_places"] = _public_menu(request)
    if settings.IS_DEMO:
        context["skipped"] = int(clock.skipped().total_seconds()) // 60
    if actor is not None:
        context["places"] = _menu(request, actor)
        context["page_help"] = _help(request)
        context["sees_trail"] = actor.may(Permission.SEE_TRAIL) or actor.may(
            Permission.SEE_ACCOUNT_TRAIL
        )
        context["role_name"] = ROLE_NAMES[actor.role]
        context["today_words"] = _today(request, actor)
    return context


def _public_menu(request: HttpRequest) -> list[Place]:
    places = []
    for title, name, others in _PUBLIC_PLACES:
        address = reverse(name)
        starts = others if address == "/" else (address, *others)
        here = request.path == address or request.path.startswith(starts or ("\n",))
        places.append(Place(title=title, icon="", address=address, is_current=here))
    return places


def _help(request: HttpRequest) -> list[HelpEntry]:
    match = request.resolver_match
    return contributions.help_for(match.view_name) if match else []


def _menu(request: HttpRequest, actor: Actor) -> list[Place]:
    places = []
    addresses = counts.waiting_addresses(actor, request.at)  # type: ignore[attr-defined]
    for title, icon, name, powers in _PLACES:
        if not powers or any(actor.may(power) for power in powers):
            address = reverse(name)
            is_home = name == "office:workbench"
            here = request.path == address if is_home else request.path.startswith(address)
            waiting = sum(other.startswith(address) for other in addresses)
            places.append(
                Place(
                    title=title,
                    icon=icon,
                    address=address,
                    is_current=here,
                    waiting=len(addresses) if is_home else waiting,
                )
            )
    return places


def _today(request: HttpRequest, actor: Actor) -> str:
    day = moments.day_of(request.at)  # type: ignore[attr-defined]
    words = f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
    if actor.bureau_id is None:
        return words
    try:
        is_working = regulations.calendar(actor.bureau_id).is_working(day)
    except DomainError:
        return words
    return f"{words} · {'工作日' if is_working else '休息日'}"
