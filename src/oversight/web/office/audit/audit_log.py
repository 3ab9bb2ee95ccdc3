"""全程留痕: who, when, what, before and after, from where; checking and exporting it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import event_types, services
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.audit.selectors import AuditQuery, Entry
from oversight.common.errors import NotFoundError
from oversight.registry.rules.subjects import day_of
from oversight.web import tables
from oversight.web.access import ActingRequest, act, page
from oversight.web.paging import paginate

_SEE = (Permission.SEE_TRAIL, Permission.SEE_ACCOUNT_TRAIL)
_HEADINGS = ("序号", "时间", "机构", "角色", "人员", "来源地址", "做了什么", "对象", "编号", "内容")
MOST_EXPORTED = 100_000


@page(*_SEE)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the trail as filtered."""
    entries = audit.entries([_scope(request.actor)], _question(request))
    page = paginate(request, entries)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": [audit_presenter.render_entry(entry) for entry in page.rows],
        "asked": request.GET,
        "query": query.urlencode(),
        "kinds": [(kind.name, kind.title) for kind in event_types.kinds().values()],
        "may_export": request.actor.may(Permission.SEE_TRAIL),
        "size": audit.size(),
        "finding": list(audit.fsck(is_whole=False))[-1],
    }
    return render(request, "office/audit/trail.html", context)


@page(*_SEE)
def detail(request: ActingRequest, index: int) -> HttpResponse:
    """Show one entry with everything it holds."""
    question = _limited(request.actor, AuditQuery())
    entry = audit.entry_at([_scope(request.actor)], question, index)
    if entry is None:
        raise NotFoundError("没有这条记录，或不在您的范围内")
    context = {
        "view": audit_presenter.render_entry(entry),
        "leaf": bytes(entry.leaf).decode(),
        "written": audit.written_size(),
    }
    return render(request, "office/audit/trail_entry.html", context)


@act(Permission.SEE_TRAIL)
def check(request: ActingRequest) -> HttpResponse:
    """Check the whole trail now."""
    finding = list(audit.fsck(is_whole=True))[-1]
    services.record_check(
        by=request.actor.author, problem=finding.summary, size=finding.written, at=request.at
    )
    if finding.problem:
        messages.error(request, f"校验不一样：{finding.summary}")
    else:
        messages.success(request, f"已逐条重算 {finding.written} 条，与链头一样。")
    return redirect("office:trail")


@page(Permission.SEE_TRAIL)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the trail as filtered."""
    if form not in tables.FORMS:
        raise NotFoundError("只能导出 xlsx、csv 或 json")
    entries = audit.entries([_scope(request.actor)], _question(request))[:MOST_EXPORTED]
    rows = list(entries)
    services.record_export(by=request.actor.author, form=form, rows=len(rows), at=request.at)
    return tables.table_response(form, "全程留痕", _HEADINGS, _rows(rows))


def _scope(actor: Actor) -> str:
    return actor.scope


def _question(request: ActingRequest) -> AuditQuery:
    query = request.GET
    question = AuditQuery(
        words=query.get("q", "")[:60].replace("\0", ""),
        kind=query.get("kind", "").replace("\0", ""),
        number=query.get("number", "").replace("\0", ""),
        person=query.get("person", "").replace("\0", ""),
        since=day_of(query.get("since", "")),
        until=day_of(query.get("until", "")),
        is_refused=query.get("refused") == "1",
    )
    return _limited(request.actor, question)


def _limited(actor: Actor, question: AuditQuery) -> AuditQuery:
    """Show an administrator what concerns accounts, and nothing of the business."""
    if actor.may(Permission.SEE_TRAIL):
        return question
    return AuditQuery(
        words=question.words,
        kind=question.kind,
        number=question.number,
        person=question.person,
        since=question.since,
        until=question.until,
        is_refused=question.is_refused,
        types=event_types.account_types(),
    )


def _rows(entries: Sequence[Entry]) -> Iterator[Sequence[str]]:
    for entry in entries:
        view = audit_presenter.render_entry(entry, is_whole=True)
        details = [f"{name}：{value}" for name, value in view.details]
        details += [
            f"{name}：{before or '（空）'} → {after or '（空）'}"
            for name, before, after in view.changes
        ]
        yield [
            str(entry.index),
            entry.at.isoformat(),
            entry.organisation,
            entry.role,
            entry.person,
            entry.address,
            view.title,
            view.what,
            entry.about_number,
            "；".join(details),
        ]
