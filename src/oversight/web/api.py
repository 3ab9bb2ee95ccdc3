"""The read API: the three directories for machines, by key, with the same reach as pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import HttpError, Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle, SimpleRateThrottle

from oversight.accounts.models import ApiKey
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor, actor_of_key
from oversight.accounts.services import attempts, keys
from oversight.common import moments
from oversight.registry.models import Subject
from oversight.registry.selectors import inspectors, items, subjects
from oversight.web import clock

MOST_ROWS = 200
_TEXT = r"^[^\x00]*$"  # no database takes a zero byte in a text


class Key(HttpBearer):
    """A key made by the administrator, sent as ``Authorization: Bearer …``."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Find who the key acts for.

        Raises:
            HttpError: there were too many keys that open nothing (429).
        """
        now = clock.now()
        key = keys.opened_by(token, now)
        address = request.META.get("REMOTE_ADDR", "")
        if key is None:
            _count_bad(address, now)
            return None
        request.api_key = key  # type: ignore[attr-defined] # for the throttle
        return actor_of_key(key, address)


class KeyCounter(SimpleRateThrottle):
    """Counts the requests of one key in the last minute."""

    def __init__(self, key: ApiKey) -> None:
        super().__init__(f"{key.per_minute}/m")
        self.api_key = key

    def timer(self) -> float:
        """Give the time of the site's clock."""
        return clock.now().timestamp()

    def get_cache_key(self, request: HttpRequest) -> str:  # noqa: ARG002 - ninja's own
        """Give the place of the count."""
        return f"api:{self.api_key.pk}"


class KeyThrottle(BaseThrottle):
    """Lets a key do as many requests a minute as the administrator wrote into it."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count a request, and tell whether it may go on."""
        # A counter of its own: ninja's keeps the request in itself, and threads would mix them.
        return KeyCounter(_key_of(request)).allow_request(request)


def _key_of(request: HttpRequest) -> ApiKey:
    key: ApiKey = request.api_key  # type: ignore[attr-defined] # found by Key
    return key


def _count_bad(address: str, now: datetime) -> None:
    try:
        attempts.begin_bad_key(address, now)
    except attempts.TooManyError as error:
        raise HttpError(429, error.problem) from None


class Problem(Schema):
    """What went wrong."""

    detail: str


class Invalid(Schema):
    """Which parameter is wrong, and how."""

    detail: list[dict[str, Any]]


class SubjectRow(Schema):
    """检查对象: no telephone and no contact person leaves by this way."""

    id: int
    code: str
    name: str
    kind: str
    industry: str
    address: str
    region: str
    state: str
    grade: str
    risk: str
    labels: list[str]
    section: str
    last_visited_on: date | None


class SubjectPage(Schema):
    """Some rows, and where the next ones begin."""

    rows: list[SubjectRow]
    next_after: int | None = Field(description="下一页的 after；没有下一页时为 null")


class ItemRow(Schema):
    """抽查事项 as published and in force today."""

    code: str
    version: int
    effective_on: date
    section: str
    content: dict[str, Any]


class InspectorRow(Schema):
    """执法检查人员: the five published fields."""

    name: str
    sex: str
    unit: str
    post: str
    number: str


class SubjectQuery(Schema):
    """What may be asked of the directory of subjects."""

    q: str = Field("", max_length=80, pattern=_TEXT, description="名称、代码或地址的一部分")
    region: str = Field("", max_length=60, pattern=_TEXT)
    industry: str = Field("", max_length=80, pattern=_TEXT)
    state: str = Field("", max_length=10, pattern=_TEXT)
    grade: str = Field("", max_length=1, pattern=_TEXT)
    after: int = Field(0, ge=0, le=2**53, description="从这个 id 之后开始")
    limit: int = Field(50, ge=1, le=MOST_ROWS)


api = NinjaAPI(
    title="明签 名录接口",
    version="1",
    description="只读。每个请求带 Authorization: Bearer 密钥；密钥由系统管理员在“接口密钥”页建立。",
    urls_namespace="api",
    auth=Key(),
    throttle=KeyThrottle(),
    docs_url="docs/",
)


@api.exception_handler(Throttled)
def refuse_too_many(request: HttpRequest, _: Throttled) -> HttpResponse:
    """Say how many requests a minute the key may do."""
    detail = f"每分钟最多 {_key_of(request).per_minute} 次；请稍后再试"
    return api.create_response(request, {"detail": detail}, status=429)


_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Invalid, 429: Problem}


@api.get("/items", response={200: list[ItemRow], **_PROBLEMS}, summary="抽查事项清单")
def item_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the published items in force today."""
    actor = _require(request, Permission.SEE_ITEMS)
    published = items.published(actor.bureau_id or 0, moments.day_of(clock.now()))
    return [
        {
            "code": item.code,
            "version": version.number,
            "effective_on": version.effective_on,
            "section": item.owner.name,
            "content": version.content,
        }
        for item, version, _ in published
    ]


@api.get("/inspectors", response={200: list[InspectorRow], **_PROBLEMS}, summary="执法检查人员")
def inspector_rows(request: HttpRequest) -> list[dict[str, str]]:
    """Give the five published fields of the inspectors on duty."""
    actor = _require(request, Permission.SEE_INSPECTORS)
    return inspectors.published(actor.bureau_id or 0)


@api.get("/subjects", response={200: SubjectPage, **_PROBLEMS}, summary="检查对象名录")
def subject_rows(request: HttpRequest, query: Query[SubjectQuery]) -> dict[str, Any]:
    """Give subjects within the key's reach, page by page."""
    actor = _require(request, Permission.SEE_SUBJECTS)
    exact = {"region": query.region, "industry": query.industry}
    exact |= {"state": query.state, "grade": query.grade}
    question = subjects.SubjectQuery(words=query.q, exact={k: v for k, v in exact.items() if v})
    matching = subjects.find(actor, question, moments.day_of(clock.now()))
    page, has_more = subjects.page_after(matching, query.after, query.limit)
    return {
        "rows": [_subject(subject) for subject in page],
        "next_after": page[-1].pk if has_more else None,
    }


@api.get("/subjects/{code}", response={200: SubjectRow, **_PROBLEMS}, summary="一个检查对象")
def subject_row(request: HttpRequest, code: Path[str]) -> dict[str, Any]:
    """Give one subject by its code."""
    actor = _require(request, Permission.SEE_SUBJECTS)
    question = subjects.SubjectQuery()
    matching = subjects.find(actor, question, moments.day_of(clock.now()))
    subject = subjects.with_code(matching, code)
    if subject is None:
        raise HttpError(404, "名录中没有这个代码")
    return _subject(subject)


def _require(request: HttpRequest, power: Permission) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if not actor.may(power):
        raise HttpError(403, "这个密钥不能读这份名录；请系统管理员另建")
    return actor


def _subject(subject: Subject) -> dict[str, Any]:
    plain = ("code", "name", "kind", "industry", "address", "region", "state", "grade", "risk")
    return {
        "id": subject.pk,
        **{name: getattr(subject, name) for name in plain},
        "labels": subject.label_list,
        "section": subject.owner.name,
        "last_visited_on": subject.last_visited_on,
    }
