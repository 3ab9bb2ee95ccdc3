"""What the pages of acts on a rectification share: crumbs, facts, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from oversight.common import moments
from oversight.rectifications.models import Rectification
from oversight.rectifications.services.recording import Upload
from oversight.web.action_form import Action

Facts = tuple[tuple[str, str], ...]


def action(
    row: Rectification, title: str, button: str, *, lead: str = "", facts: Facts = ()
) -> Action:
    """Make the page of an act; it leads back to the rectification."""
    crumbs = (
        ("责令改正", reverse("office:rectifications")),
        (row.name, reverse("office:rectification", args=[row.pk])),
    )
    return Action(
        title=title, button=button, crumbs=crumbs, caption=row.name, lead=lead, facts=facts
    )


def point_facts(row: Rectification) -> Facts:
    """Give the points, as facts beside a form."""
    points = row.points.all()
    return tuple((f"第 {p.order} 条", f"{p.what}（{p.provision}）") for p in points)


def term_facts(row: Rectification) -> Facts:
    """Give the order and its term, as facts beside a form."""
    order = row.order.number if row.order is not None else ""
    due = moments.day_in_words(row.due_on) if row.due_on is not None else ""
    shown = (("指令书", order), ("改正期满日", due))
    return tuple((words, value) for words, value in shown if value)


def uploads(files: Iterable[UploadedFile[Any]]) -> list[Upload]:
    """Give what was chosen in a form, for the services."""
    return [Upload(name=file.name or "", chunks=file.chunks()) for file in files]
