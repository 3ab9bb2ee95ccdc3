"""Forms of the directory of subjects."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.common import personal_numbers
from oversight.registry.models import Subject
from oversight.registry.rules import subjects as rules
from oversight.web.forms import Form, day, owner_choices

_OPEN = ("", "")


class SubjectForm(Form):
    """One subject."""

    code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="18 位；老户可填 15 位注册号；工地、学校等没有代码的，自编以 L- 开头的代码",
    )
    name = forms.CharField(label="名称", max_length=200)
    kind = forms.ChoiceField(label="主体类型", choices=[(k, k) for k in rules.KINDS])
    company_type = forms.CharField(label="企业类型", max_length=80, required=False)
    industry = forms.CharField(label="行业", max_length=80, required=False)
    legal_person = forms.CharField(label="法定代表人", max_length=80, required=False)
    address = forms.CharField(label="地址", max_length=300, required=False)
    region = forms.CharField(label="区域（街道、乡镇）", max_length=60, required=False)
    contact = forms.CharField(label="联络人", max_length=60, required=False)
    phone = forms.CharField(
        label="电话",
        max_length=40,
        required=False,
        help_text="不公开；带星号的是已登记的号码，不改就照原样",
    )
    founded_on = day("成立日期", required=False)
    state = forms.ChoiceField(label="登记状态", choices=[(s, s) for s in rules.STATES])
    grade = forms.ChoiceField(
        label="守法诚信等级", choices=[_OPEN, *((g, g) for g in rules.GRADES)], required=False
    )
    risk = forms.ChoiceField(
        label="信用风险分类", choices=[_OPEN, *((r, r) for r in rules.RISKS)], required=False
    )
    labels = forms.CharField(
        label="标签", max_length=200, required=False, help_text="几个标签用顿号隔开"
    )
    owner = forms.ChoiceField(label="所属科室")
    keeps_bad_code = forms.BooleanField(
        label="校验位不符也按原样登记",
        required=False,
        help_text="营业执照上确实这样写时才勾选；会列入“名录体检”，抽取前要核对",
    )
    seen_entry = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="原因", max_length=200, help_text="会记入留痕")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """Give the typed values by field name, as text."""
        typed = self.cleaned_data
        values = {name: str(typed[name]) for name in rules.FIELDS if name != "founded_on"}
        founded = typed["founded_on"]
        return {**values, "founded_on": founded.isoformat() if founded else ""}


def initial_of(subject: Subject) -> dict[str, Any]:
    """Give the form's initial values from a subject."""
    initial = {name: getattr(subject, name) for name in rules.FIELDS}
    initial["phone"] = personal_numbers.masked(subject.phone)
    initial["labels"] = "、".join(subject.label_list)
    return {
        **initial,
        "owner": str(subject.owner_id),
        "seen_entry": subject.entry,
        "keeps_bad_code": not subject.code_is_valid,
        "reason": "",
    }


class BulkForm(Form):
    """A bulk action on the selected subjects."""

    selected = forms.TypedMultipleChoiceField(coerce=int)
    reason = forms.CharField(label="原因", max_length=200)
    label = forms.CharField(max_length=60, required=False)
    owner = forms.ChoiceField(required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [_OPEN, *owner_choices(actor)]  # type: ignore[attr-defined]
        selected = self.data.getlist("selected") if hasattr(self.data, "getlist") else []
        digits = [
            subject_id for subject_id in selected if subject_id.isascii() and subject_id.isdigit()
        ]
        self.fields["selected"].choices = [(subject_id, subject_id) for subject_id in digits]  # type: ignore[attr-defined]
