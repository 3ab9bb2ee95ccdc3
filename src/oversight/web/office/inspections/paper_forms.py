"""Forms of a visit's papers: how one was served, what the subject is told of the result."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.common import moments
from oversight.documents.rules.service import WAYS
from oversight.files import rules
from oversight.files import selectors as files
from oversight.inspections import task_details
from oversight.inspections.models import InspectionTask
from oversight.results import selectors as results
from oversight.results.services import entering
from oversight.web.forms import Form

OUTCOMES = ("未发现问题", "发现问题已责令改正", "发现问题待后续处理", "未能检查")
_LONGEST = 300


class ServeForm(Form):
    """How a paper was served, when, to whom, and what proves it."""

    way = forms.ChoiceField(label="送达方式", choices=tuple(WAYS.items()))
    at = forms.DateTimeField(
        label="送达时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    place = forms.CharField(
        label="送达地点", max_length=300, help_text="电子送达写对方的邮箱或号码"
    )
    receiver = forms.CharField(label="签收人", max_length=60, required=False)
    relation = forms.CharField(label="签收人是什么人", max_length=60, required=False)
    refusal = forms.CharField(label="拒收的理由", max_length=300, required=False)
    witness = forms.CharField(label="见证人", max_length=120, required=False)
    consent = forms.CharField(
        label="电子送达确认书",
        max_length=120,
        required=False,
        help_text="当事人同意电子送达的日期和签名人",
    )
    reference = forms.CharField(label="邮件号、电子凭证或公告载体", max_length=120, required=False)
    proof = forms.FileField(label="签收单、照片等证明", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["proof"].help_text = files.limit_words(rules.SCANS)


class TellForm(Form):
    """The result of each item and of the whole, and what follows."""

    outcome = forms.ChoiceField(label="总体结果", choices=[(word, word) for word in OUTCOMES])
    follow_up = forms.CharField(
        label="后续处置和期限",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial="没有后续处置。",
    )
    publication = forms.CharField(
        label="公示告知",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial="检查结果将依法公示，内容为检查机关、日期、事项和结果；有异议的，可以向本机关提出。",
    )
    remedy = forms.CharField(
        label="救济途径",
        max_length=300,
        initial="对检查行为有意见的，可以向本级司法行政部门反映。",
    )
    contact = forms.CharField(label="联系人和电话", max_length=120)

    def __init__(self, visit: InspectionTask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        given = {str(value) for name, value in self.initial.items() if name.startswith("result_")}
        words = dict.fromkeys([*OUTCOMES, self.initial.get("outcome", ""), *sorted(given)])
        choices = [("", "请选"), *((word, word) for word in words if word)]
        self.fields["outcome"] = forms.ChoiceField(label="总体结果", choices=choices[1:])
        items: dict[str, forms.Field] = {}
        for result in task_details.results(visit):
            items[f"result_{result.pk}"] = forms.ChoiceField(
                label=result.item.name, choices=choices
            )
            items[f"note_{result.pk}"] = forms.CharField(
                label=f"{result.item.name}：说明", max_length=300, required=False
            )
        self.fields = {**items, **self.fields}

    def of_items(self, prefix: str) -> dict[int, str]:
        """Give what was typed for each item, by the key of its result."""
        return {
            int(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class NoticesForm(Form):
    """What the notices of many visits say alike."""

    way = forms.CharField(label="怎样通知", max_length=60, help_text="例如：邮寄送达，回执另行登记")
    contact = forms.CharField(label="联系人和电话", max_length=120)
    complaints = forms.CharField(label="投诉举报电话", max_length=120)
    materials = forms.CharField(
        label="需要企业准备的材料",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一件，竖线后面写为什么需要。能共享取得的不能要求提供",
    )


def served_start(at: Any) -> dict[str, Any]:  # noqa: ANN401 - a moment
    """Give the beginning of a form of service: now, in Beijing."""
    return {"at": at.astimezone(moments.BEIJING).strftime("%Y-%m-%dT%H:%M")}


def tell_start(visit: InspectionTask) -> dict[str, Any]:
    """Give the beginning of the 告知书: what was entered, or approved since, of each item."""
    approved = results.approved_of(visit)
    start: dict[str, Any] = {}
    contents = []
    for row in task_details.results(visit):
        content = approved.get(row.pk) or entering.content_of(row)
        contents.append(content)
        start[f"result_{row.pk}"] = content.result
        start[f"note_{row.pk}"] = content.finding[:_LONGEST]
    follow_up = dict.fromkeys(words for c in contents if (words := c.words("disposition")))
    return {
        **start,
        "outcome": results.overall(contents),
        "follow_up": f"{'；'.join(follow_up)}。" if follow_up else "没有后续处置。",
    }
