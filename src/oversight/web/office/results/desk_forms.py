"""Forms of results that are entered at a desk."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.inspections import task_details
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.codes import Disposition, FindingKind
from oversight.inspections.services import desk_review
from oversight.inspections.services.desk_review import DeskReview
from oversight.results import rules
from oversight.results.rules import LONGEST_FINDING, LONGEST_PROVISION, ResultContent
from oversight.web.forms import Form, day

_METHODS = [(method.value, method.label) for method in desk_review.METHODS]
_CODES = [(code.value, code.label) for code in desk_review.CODES]
_TICKS = forms.CheckboxSelectMultiple


class ReviewForm(Form):
    """How it was looked at: the method, which papers, on which day."""

    method = forms.ChoiceField(label="核查方式", choices=_METHODS)
    basis = forms.CharField(
        label="核对了什么",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="材料名称和期间；专业意见写谁出具、文号；网络监测写网址和时间",
    )
    on = day("检查日期")

    @property
    def review(self) -> DeskReview:
        """Give what was typed."""
        return DeskReview(**{name: self.cleaned_data[name] for name in ("method", "basis", "on")})


class DeskForm(ReviewForm):
    """The result of each item of one inspection."""

    def __init__(self, visit: InspectionTask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.keys: list[int] = []
        for row in task_details.results(visit):
            self.keys.append(row.pk)
            self.fields |= _of_item(row.pk, row.item.name)

    @property
    def contents(self) -> dict[int, ResultContent]:
        """Give what was typed of each item, by the key of its result."""
        return {key: self._content(key) for key in self.keys}

    def _content(self, key: int) -> ResultContent:
        names = [name for name in rules.WORDS if name != "methods"]
        return rules.read({name: self.cleaned_data[f"{name}_{key}"] for name in names})


def _of_item(key: int, name: str) -> dict[str, forms.Field]:
    return {
        f"codes_{key}": forms.MultipleChoiceField(
            label=f"{name}：检查结果", choices=_CODES, widget=_TICKS
        ),
        f"finding_{key}": forms.CharField(
            label=f"{name}：发现的问题",
            required=False,
            max_length=LONGEST_FINDING,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        f"provision_{key}": forms.CharField(
            label=f"{name}：违反的规定", required=False, max_length=LONGEST_PROVISION
        ),
        f"kinds_{key}": forms.MultipleChoiceField(
            label=f"{name}：问题分类",
            required=False,
            choices=FindingKind.choices(),
            widget=_TICKS,
        ),
        f"disposition_{key}": forms.MultipleChoiceField(
            label=f"{name}：后续处置", choices=Disposition.choices(), widget=_TICKS
        ),
    }
