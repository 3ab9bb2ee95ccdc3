"""What the pages of acts on a result share: crumbs, and what it says."""

from __future__ import annotations

from django.urls import reverse

from oversight.results import rules, selectors
from oversight.results.models import InspectionResult
from oversight.web.action_form import Action

Facts = tuple[tuple[str, str], ...]


def action(
    row: InspectionResult, title: str, button: str, *, lead: str = "", facts: Facts = ()
) -> Action:
    """Make the page of an act; it leads back to the result."""
    crumbs = (
        ("检查结果", reverse("office:results")),
        (row.name, reverse("office:result", args=[row.pk])),
    )
    caption = f"{row.name}　{row.item}"
    return Action(
        title=title, button=button, crumbs=crumbs, caption=caption, lead=lead, facts=facts
    )


def content_facts(row: InspectionResult) -> Facts:
    """Give what the newest version says, as facts beside a form."""
    content = selectors.newest_of(row).says
    shown = ((words, content.words(name)) for name, words in rules.WORDS.items())
    return tuple((words, value) for words, value in shown if value)
