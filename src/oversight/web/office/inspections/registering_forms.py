"""Forms of inspections that no draw decided: all that is entered, and another team."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.inspections import caps
from oversight.inspections.kinds import NOT_RANDOM
from oversight.inspections.models import InspectionTask
from oversight.registry.selectors import inspectors, items
from oversight.web.forms import Form, day


class NewVisitForm(Form):
    """An inspection with its source, items, officers and reason."""

    source = forms.ChoiceField(label="任务来源")
    reference = forms.CharField(
        label="来源编号",
        max_length=80,
        required=False,
        help_text="投诉登记号、交办文号、专项方案文号等；不写投诉人的姓名和电话",
    )
    reason = forms.CharField(
        label="检查的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    items = forms.MultipleChoiceField(label="检查事项", widget=forms.CheckboxSelectMultiple)
    leader = forms.ChoiceField(label="组长（主办）")
    officers = forms.MultipleChoiceField(
        label="其他检查人员（连组长至少两名）", widget=forms.CheckboxSelectMultiple
    )
    on = day("检查日期")
    exempt = forms.ChoiceField(label="不计次数的情形", required=False)
    exempt_note = forms.CharField(
        label="不计次数的依据和编号",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.FileField(label="证据文件", required=False)
    campaign = forms.CharField(
        label="专项方案由谁批准、向谁备案、在哪里公布",
        max_length=300,
        required=False,
        help_text="专项部署的才填；没有写的，审批时会提醒负责人",
    )

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        bureau_id = actor.bureau_id or 0
        published = [(str(item.pk), item.name) for item, _, _ in items.published(bureau_id, today)]
        people = _people(actor, today)
        reasons = [(reason, reason) for reason in caps.exempt_reasons(bureau_id, today)]
        choices = {
            "source": [(source.value, str(source.label)) for source in NOT_RANDOM],
            "items": published,
            "leader": people,
            "officers": people,
            "exempt": [("", "没有，计入次数"), *reasons],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class TeamForm(Form):
    """Who goes instead, and why."""

    leader = forms.ChoiceField(label="组长（主办）")
    officers = forms.MultipleChoiceField(
        label="其他检查人员（连组长至少两名）", widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="换人的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, actor: Actor, visit: InspectionTask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        people = _people(actor, visit.planned_on) if visit.planned_on else []
        for name in ("leader", "officers"):
            self.fields[name].choices = people  # type: ignore[attr-defined]

    @property
    def officer_ids(self) -> list[int]:
        """Give who goes, the leader first."""
        keys = [self.cleaned_data["leader"], *self.cleaned_data["officers"]]
        return list(dict.fromkeys(int(key) for key in keys))


def _people(actor: Actor, on: date) -> list[tuple[str, str]]:
    """Offer the officers within reach who may go on a day."""
    rows = inspectors.inspector_rows(inspectors.find(actor), on)
    return [
        (str(row.inspector.pk), f"{row.inspector.name}（{row.inspector.number}）")
        for row in rows
        if row.is_drawable
    ]
