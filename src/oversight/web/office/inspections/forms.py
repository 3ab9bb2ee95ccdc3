"""Forms of inspection tasks: the day, a replacement or a recusal, the answer."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.draws import rules
from oversight.inspections import task_details
from oversight.inspections.models import InspectionTask, TeamMember
from oversight.inspections.services import bulk
from oversight.web.forms import Form, day


class AcceptForm(Form):
    """When the visit is made."""

    on = day("检查日期")


class SpreadForm(Form):
    """Over which days visits are spread, and how many a team makes on one of them."""

    first = day("从")
    last = day("到", help_text="只排工作日，按国务院公布的节假日安排")
    most = forms.IntegerField(
        label="每组一天最多查几家",
        initial=2,
        widget=forms.NumberInput(attrs={"min": 1, "max": bulk.MOST_A_DAY}),
        error_messages={"invalid": "请写整数，例如 2"},
        help_text="一位检查人员在几个组里的合起来算，已经定了日期的也算",
    )


class RequestForm(Form):
    """A replacement or a recusal."""

    what = forms.ChoiceField(label="换什么")
    why = forms.ChoiceField(label="原因")
    by_enterprise = forms.BooleanField(label="由企业提出（只有回避）", required=False)
    note = forms.CharField(
        label="情况说明", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.FileField(label="证据", required=False)

    def __init__(self, visit: InspectionTask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [("subject", "换一家企业（按公布的次序递补）")]
        choices += [(f"slot-{slot.pk}", _slot_words(slot)) for slot in task_details.team(visit)]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.fields["why"].choices = list(rules.WORDS.items())  # type: ignore[attr-defined]


class AnswerForm(Form):
    """Why a request is refused."""

    answer = forms.CharField(label="不同意的理由", max_length=300)


def _slot_words(slot: TeamMember) -> str:
    if slot.inspector is None:
        return f"{slot.section.name}：补上空缺"
    return f"{slot.section.name}：换下 {slot.inspector.name}"
