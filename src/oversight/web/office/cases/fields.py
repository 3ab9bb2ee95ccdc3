"""Fields and base classes of the forms of cases: amounts, days with a text, officers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.cases import selectors
from oversight.cases.models import Case
from oversight.cases.rules import amounts
from oversight.common import moments
from oversight.web.forms import Form


class YuanField(forms.CharField):
    """An amount typed in yuan, kept in fen."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Read 12,345.60 as 1234560; nothing as 0."""
        text = super().clean(value).strip()
        if not text:
            return 0
        fen = amounts.fen_of(text)
        if fen is None:
            raise forms.ValidationError("请写金额，单位元，最多两位小数，例如 5000 或 5000.50")
        return fen


class DatedLinesField(forms.CharField):
    """Lines that begin with a day: ``2026-11-20 到登记的住所，大门紧锁``."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Read the lines as pairs of day and text."""
        text = super().clean(value)
        return [_dated(line.strip()) for line in text.splitlines() if line.strip()]


def _dated(line: str) -> tuple[date, str]:
    first, _, rest = line.partition(" ")
    try:
        return date.fromisoformat(first), rest.strip()
    except ValueError:
        raise forms.ValidationError(
            f"看不懂“{line[:20]}”；每行先写日期，例如 2026-11-20，空一格再写内容"
        ) from None


def text(label: str, *, help_text: str = "", required: bool = True, rows: int = 2) -> forms.Field:
    """Make a field for a short text of several lines."""
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: str, *, help_text: str = "", required: bool = True) -> forms.Field:
    """Make a field for a text of one line."""
    return forms.CharField(label=label, max_length=200, required=required, help_text=help_text)


class CaseForm(Form):
    """A form of an act on a case; what it gives are the words of the act's service."""

    def __init__(self, case: Case, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        self.case, self.actor = case, actor
        super().__init__(*args, **kwargs)

    def words(self) -> dict[str, Any]:
        """Give what was typed, as the service takes it."""
        return dict(self.cleaned_data)


def officer_choices(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Offer the officers within reach whose certificates are valid today."""
    rows = selectors.officers(actor, moments.day_of(at))
    return [(str(row.pk), f"{row.name}（{row.number}）") for row in rows]
