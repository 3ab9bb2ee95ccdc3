"""抽查事项清单: one item, drafting, publishing, comparing versions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.services import sessions
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.registry.models import Item, ItemVersion
from oversight.registry.rules import items as rules
from oversight.registry.rules.subjects import day_of
from oversight.registry.selectors import history, items
from oversight.registry.services import items as changes
from oversight.registry.states import ITEM
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, show_action
from oversight.web.forms import ReasonForm
from oversight.web.office.registry.item_forms import CancelForm, ItemForm, PublishForm, initial_of


@page(Permission.SEE_ITEMS)
def detail(request: ActingRequest, item_id: int) -> HttpResponse:
    """Show an item: the version in force, the draft, all versions, what happened to it."""
    item = changes.item_for(request.actor, item_id)
    versions = list(item.versions.all())
    number = request.GET.get("version", "")
    version = next((version for version in versions if str(version.number) == number), versions[0])
    draft = next((version for version in versions if version.published_at is None), None)
    context = {
        "item": item,
        "versions": versions,
        "version": version,
        "content": rules.read(version.content),
        "titles": rules.TITLES,
        "in_force": items.in_force(item, moments.day_of(request.at)),
        "draft": draft,
        "lacking": rules.missing(rules.read(versions[0].content)),
        "differences": _compared(request, versions),
        "entries": [
            audit_presenter.render_entry(entry) for entry in audit.about("item", item.code)[:50]
        ],
        **_may(request, item, has_draft=draft is not None),
    }
    return render(request, "office/registry/item.html", context)


@form(Permission.KEEP_DIRECTORIES)
def new(request: ActingRequest) -> HttpResponse:
    """Draft an item."""
    bound = ItemForm(request.actor, request.POST or None)
    if bound.is_valid():
        item = bound.carry_out(
            lambda: changes.draft(
                actor=request.actor,
                owner_id=int(bound.cleaned_data["owner"]),
                code=bound.cleaned_data["code"],
                content=bound.content(),
                at=request.at,
            )
        )
        if item is not None:
            messages.success(request, f"{item.name} 已存为草稿；公布以前不能据此检查。")
            return redirect("office:item", item.pk)
    return render(request, "office/registry/item_form.html", {"form": bound})


@form(permission_of(ITEM, "change_draft"))
def edit(request: ActingRequest, item_id: int) -> HttpResponse:
    """Change the draft."""
    item = changes.item_for(request.actor, item_id)
    draft = items.draft_of(item)
    if draft is None:
        messages.error(request, "没有待公布的草稿；要改内容请先“开始调整”。")
        return redirect("office:item", item_id)
    content = rules.read(draft.content)
    initial = initial_of(content, item.code, item.owner_id)
    bound = ItemForm(request.actor, request.POST or None, initial=initial)
    bound.fields["code"].disabled = bound.fields["owner"].disabled = True
    if bound.is_valid():
        bound.carry_out(
            lambda: changes.change_draft(
                actor=request.actor, item_id=item_id, content=bound.content(), at=request.at
            )
        )
        if not bound.errors:
            messages.success(request, "草稿已改好。")
            return redirect("office:item", item_id)
    return render(
        request, "office/registry/item_form.html", {"form": bound, "item": item, "draft": draft}
    )


@form(permission_of(ITEM, "publish"))
def publish(request: ActingRequest, item_id: int) -> HttpResponse:
    """Publish the draft, with the second factor."""
    item = changes.item_for(request.actor, item_id)
    initial = {"effective_on": moments.day_of(request.at)}
    bound = PublishForm(request.POST or None, initial=initial)
    if bound.is_valid():
        typed = bound.cleaned_data
        version = bound.carry_out(
            lambda: changes.publish(
                actor=request.actor,
                item_id=item_id,
                confirmed=sessions.verify_totp(user_id=request.user.pk, code=typed["code"]),
                effective_on=typed["effective_on"],
                url=typed["url"],
                at=request.at,
            )
        )
        if version is not None:
            messages.success(request, f"{item.name} 第 {version.number} 版已公布。")
            return redirect("office:item", item_id)
    draft = items.draft_of(item)
    lacking = rules.missing(rules.read(draft.content)) if draft else []
    context = {"form": bound, "item": item, "draft": draft, "lacking": lacking}
    return render(request, "office/registry/item_publish.html", context)


@form(permission_of(ITEM, "revise"))
def revise(request: ActingRequest, item_id: int) -> HttpResponse:
    """Begin a further version."""
    item = changes.item_for(request.actor, item_id)
    bound = ReasonForm(request.POST or None)
    if bound.is_valid():
        bound.carry_out(
            lambda: changes.revise(
                actor=request.actor,
                item_id=item_id,
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if not bound.errors:
            return redirect("office:item-edit", item_id)
    action = _action(
        item,
        title=f"调整：{item.name}",
        lead="已公布的版本在新版公布以前继续有效；过去的检查仍按当时的版本。",
        button="开始调整",
    )
    return show_action(request, bound, action)


@form(permission_of(ITEM, "cancel"))
def cancel(request: ActingRequest, item_id: int) -> HttpResponse:
    """Cancel an item, with the second factor."""
    item = changes.item_for(request.actor, item_id)
    bound = CancelForm(request.POST or None)
    if bound.is_valid():
        typed = bound.cleaned_data
        bound.carry_out(
            lambda: changes.cancel(
                actor=request.actor,
                item_id=item_id,
                confirmed=sessions.verify_totp(user_id=request.user.pk, code=typed["code"]),
                reason=typed["reason"],
                at=request.at,
            )
        )
        if not bound.errors:
            messages.success(request, f"{item.name} 已取消；以后不能据此检查。")
            return redirect("office:item", item_id)
    action = _action(
        item,
        title=f"取消：{item.name}",
        lead="取消以后不能恢复，也不能再据此检查；过去的检查和版本都保留。",
        button="取消这个事项",
    )
    return show_action(request, bound, action)


@page(Permission.SEE_ITEMS)
def on_day(request: ActingRequest) -> HttpResponse:
    """Show the list as it stood at the end of a past day."""
    today = moments.day_of(request.at)
    day = day_of(request.GET.get("day", "")) or today
    context = {
        "day": day,
        "today": today,
        "rows": history.revisions_on(request.actor, "item", day),
        "states": dict(Item.State.choices),
    }
    return render(request, "office/registry/items_on_day.html", context)


def _may(request: ActingRequest, item: Item, *, has_draft: bool) -> dict[str, bool]:
    """Tell which acts on an item are open to whoever looks."""
    acts = {row.act for row in ITEM.acts(item.state, request.actor.permissions)}
    return {
        "may_change_draft": "change_draft" in acts and has_draft,
        "may_revise": "revise" in acts,
        "may_publish": "publish" in acts and has_draft,
        "may_cancel": "cancel" in acts,
    }


def _compared(
    request: ActingRequest, versions: list[ItemVersion]
) -> list[tuple[str, object, object]]:
    """Compare two versions: those asked for, else the newest with the one before."""
    numbers = {str(version.number): version for version in versions}
    after = numbers.get(request.GET.get("version", "")) or versions[0]
    before = numbers.get(request.GET.get("against", "")) or numbers.get(str(after.number - 1))
    if before is None:
        return []
    differences = rules.differences(rules.read(before.content), rules.read(after.content))
    return [(rules.TITLES[name], old, new) for name, old, new in differences]


def _action(item: Item, *, title: str, lead: str, button: str) -> Action:
    crumbs = (
        ("抽查事项", reverse("office:items")),
        (item.name, reverse("office:item", args=[item.pk])),
    )
    return Action(title=title, lead=lead, button=button, crumbs=crumbs)
