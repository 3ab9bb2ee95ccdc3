"""One result: what is to be done now, what it says, its terms, and every version with why."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.cases import origins as case_origins
from oversight.common import moments
from oversight.regulations.rulebooks import RuleBooks
from oversight.results import awaiting, clocks, rules, selectors, states
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.services import reviewing
from oversight.results.services.recording import KIND
from oversight.results.states import RESULT
from oversight.web.access import ActingRequest, page

_PAGES = {
    states.ACCEPT: "accept",
    states.RETURN: "return",
    states.SUBMIT: "edit",
    states.CORRECT: "correct",
}
_REVIEW = (states.ACCEPT, states.RETURN)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version with what differs from the one before it."""

    version: ResultVersion
    changes: list[tuple[str, str, str]]


@page(Permission.SEE_VISITS)
def detail(request: ActingRequest, result_id: int) -> HttpResponse:
    """Show one result."""
    row = selectors.result_for(request.actor, result_id)
    version = selectors.newest_of(row)
    refusal = reviewing.refusal(request.actor, row) if row.state in states.IN_REVIEW else ""
    books = RuleBooks()
    context = {
        "row": row,
        "version": version,
        "facts": facts_of(version.says),
        "points": row.result.points.all(),
        "lines": version_lines(row),
        "buttons": _buttons(request, row, refusal),
        "refusal": refusal if request.actor.may(Permission.REVIEW_RESULTS) else "",
        "now": awaiting.words(row),
        "clocks": clocks.clocks(row, books),
        "to_case": row in case_origins.results_of(request.actor, row.visit),
        "review_by": clocks.review_by(row, books),
        "publications": selectors.publications(row),
        "entries": [audit_presenter.render_entry(entry) for entry in audit.about(KIND, row.number)],
        "may_see_subject": request.actor.may(Permission.SEE_SUBJECTS),
        "today": moments.day_of(request.at),
    }
    return render(request, "office/results/result.html", context)


def facts_of(content: rules.ResultContent) -> list[tuple[str, str]]:
    """Give what a version says, field by field, for people."""
    return [(words, content.words(name)) for name, words in rules.WORDS.items()]


def version_lines(row: InspectionResult) -> list[VersionLine]:
    """Give all versions, the newest first, each with what differs from the one before."""
    versions = list(row.versions.all())
    lines = []
    for place, version in enumerate(versions):
        before = versions[place - 1] if place else None
        changes = rules.differences(before.says, version.says) if before is not None else []
        lines.append(VersionLine(version=version, changes=changes))
    return lines[::-1]


def _buttons(
    request: ActingRequest, row: InspectionResult, refusal: str
) -> list[tuple[str, str, str]]:
    """Give the acts that are open to the actor, the first one as what is to be done."""
    acts = [
        act
        for act in _PAGES
        if request.actor.may_take(RESULT, act, row.state) and not (refusal and act in _REVIEW)
    ]
    return [
        (
            act,
            RESULT.act_label(act),
            reverse(f"office:result-{_PAGES[act]}", args=[row.pk]),
        )
        for act in acts
    ]
