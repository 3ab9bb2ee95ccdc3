"""Forms of publications: what is withheld, the checklist, reasons."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.kinds import Withholding
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services.drafting import FieldChoice
from oversight.web.forms import Form

_OPEN = [("", "公开"), *((why.value, f"不公开：{why.label}") for why in Withholding)]


class ChangeForm(Form):
    """What is said of each field: opened or withheld why, and on which basis."""

    def __init__(self, row: Disclosure, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.names = []
        for field in row.fields.all():
            self.names.append(field.name)
            self.fields[f"why_{field.name}"] = forms.ChoiceField(
                label=field.title, choices=_OPEN, required=False, initial=field.withheld
            )
            self.fields[f"note_{field.name}"] = forms.CharField(
                label=f"{field.title}：不公开的说明",
                max_length=200,
                required=False,
                initial=field.note,
            )
            if field.is_personal:
                self.fields[f"basis_{field.name}"] = forms.CharField(
                    label=f"{field.title}：公开个人信息的依据",
                    max_length=200,
                    required=False,
                    initial=field.basis,
                    help_text="法律、法规、规章的名称和条款；没有依据的不公开",
                )

    @property
    def choices(self) -> dict[str, FieldChoice]:
        """Give what was chosen, by the names of the fields."""
        typed = self.cleaned_data
        return {
            name: FieldChoice(
                withheld=typed[f"why_{name}"],
                note=typed[f"note_{name}"],
                basis=typed.get(f"basis_{name}", ""),
            )
            for name in self.names
        }


class ApproveForm(Form):
    """The checklist of the review."""

    checks = forms.MultipleChoiceField(
        label="审查清单（逐项确认）",
        choices=tuple(CHECKS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class WhyForm(Form):
    """A reason that is kept and, of corrections and withdrawals, published."""

    reason = forms.CharField(
        label="理由", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
