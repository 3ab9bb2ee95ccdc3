"""规则与日历: what the law and the plan set, with citations and dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.accounts.services import sessions
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.registry.rules.subjects import day_of
from oversight.regulations import selectors as regulations
from oversight.regulations import services as changes
from oversight.regulations.models import CalendarYear, RegulatoryParameter
from oversight.web.access import ActingRequest, form, page
from oversight.web.forms import CodeForm, Form, day, lines, split_lines

_KINDS = {"cap": "次数上限", "ratio": "比例", "deadline": "期限", "count": "数量", "list": "名单"}


class RuleForm(CodeForm):
    """The new value of a regulatory parameter, from when on, and its citation."""

    value = forms.CharField(label="值", widget=forms.Textarea(attrs={"rows": 1}))
    citation = forms.CharField(label="依据", max_length=300)
    effective_from = day("生效日期")
    reason = forms.CharField(label="改动的理由", max_length=300)
    field_order = ("value", "citation", "effective_from", "reason", "code")


class YearForm(Form):
    """A year's calendar."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    holidays = lines("放假日", rows=8, required=True, help_text="一行一天，例如 2027年1月1日")
    make_up_days = lines("调休上班的周末", rows=4, help_text="一行一天")
    source = forms.CharField(label="依据", max_length=200, help_text="国务院办公厅的通知和文号")

    def clean_holidays(self) -> list[date]:
        """Read the days, one a line."""
        return _days(self.cleaned_data["holidays"])

    def clean_make_up_days(self) -> list[date]:
        """Read the days, one a line."""
        return _days(self.cleaned_data["make_up_days"])


class CountForm(Form):
    """Working days from a day on."""

    start = day("起算日（不计入）")
    count = forms.IntegerField(label="工作日", min_value=0, max_value=400)


@page(Permission.SEE_RULES)
def rules(request: ActingRequest) -> HttpResponse:
    """Show the rules in force, those to come and those before; count working days."""
    bureau_id, today = request.actor.bureau_id or 0, moments.day_of(request.at)
    counting = CountForm(request.GET if "start" in request.GET else None)
    context = {
        "groups": _groups(bureau_id, today),
        "former": regulations.former_rules(bureau_id, today),
        "years": regulations.years(bureau_id),
        "calendar": regulations.calendar(bureau_id),
        "counting": counting,
        "counted": _counted_end(bureau_id, counting),
        "may_keep": request.actor.may(Permission.KEEP_RULES),
    }
    return render(request, "office/regulations/rules.html", context)


@form(Permission.KEEP_RULES)
def change(request: ActingRequest, rule_id: int) -> HttpResponse:
    """Change a regulatory parameter from a day on."""
    rule = regulations.rule_for(request.actor.bureau_id, rule_id)
    is_list = isinstance(rule.value, list)
    text = "\n".join(map(str, rule.value)) if is_list else str(rule.value)
    bound = RuleForm(request.POST or None, initial={"value": text, "citation": rule.citation})
    if is_list:
        bound.fields["value"].widget.attrs["rows"] = 8
        bound.fields["value"].help_text = "一行一个"
    if bound.is_valid():
        changed = bound.carry_out(lambda: _change(request, rule, bound.cleaned_data))
    else:
        changed = None
    if changed is not None:
        messages.success(request, f"“{rule.name}”已改，从生效日起按新的执行。")
        return redirect("office:rules")
    return render(request, "office/regulations/rule_form.html", {"form": bound, "rule": rule})


@form(Permission.KEEP_RULES)
def year(request: ActingRequest, year: int = 0) -> HttpResponse:
    """Enter or correct the working calendar of a year."""
    calendar_year = regulations.year_of(request.actor.bureau_id, year)
    bound = YearForm(
        request.POST or None, initial=_initial(calendar_year) if calendar_year else None
    )
    if bound.is_valid():
        saved_year = bound.carry_out(
            lambda: changes.set_year(actor=request.actor, at=request.at, **bound.cleaned_data)
        )
        if saved_year is not None:
            messages.success(request, f"{saved_year.year} 年的工作日历已登记。")
            return redirect("office:rules")
    return render(
        request,
        "office/regulations/year_form.html",
        {"form": bound, "calendar_year": calendar_year},
    )


def _change(
    request: ActingRequest, rule: RegulatoryParameter, typed: dict[str, Any]
) -> RegulatoryParameter:
    value: int | list[str] = list(split_lines(typed["value"]))
    if not isinstance(rule.value, list):
        text = typed["value"].strip()
        if not (text.isascii() and text.isdigit()):
            raise DomainError("应为 0 或更大的整数", field="value")
        value = int(text)
    confirmed = sessions.verify_totp(user_id=request.user.pk, code=typed["code"])
    return changes.change_rule(
        actor=request.actor,
        rule_id=rule.pk,
        value=value,
        citation=typed["citation"],
        effective_from=typed["effective_from"],
        reason=typed["reason"],
        confirmed=confirmed,
        at=request.at,
    )


def _groups(bureau_id: int, today: date) -> list[tuple[str, list[RegulatoryParameter]]]:
    current = regulations.live_rules(bureau_id, today)
    return [
        (title, [rule for rule in current if rule.kind == kind]) for kind, title in _KINDS.items()
    ]


def _counted_end(bureau_id: int, counting: CountForm) -> str:
    if not counting.is_bound or not counting.is_valid():
        return ""
    start, count = counting.cleaned_data["start"], counting.cleaned_data["count"]
    try:
        end = regulations.calendar(bureau_id).after(start, count)
    except DomainError as error:
        return error.problem
    return f"{moments.day_in_words(start)}起第 {count} 个工作日是{moments.day_in_words(end)}"


def _initial(calendar_year: CalendarYear) -> dict[str, Any]:
    return {
        "year": calendar_year.year,
        "holidays": moments.rewritten("\n".join(calendar_year.holidays)),
        "make_up_days": moments.rewritten("\n".join(calendar_year.make_up_days)),
        "source": calendar_year.source,
    }


def _days(text: str) -> list[date]:
    days = []
    for line in split_lines(text):
        day = day_of(line)
        if day is None:
            raise forms.ValidationError(f"“{line[:20]}”看不懂；请写作 2027年1月1日")
        days.append(day)
    return days
