"""Forms of results: what a version says, and what a reviewer remarks."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.inspections.rules.codes import CheckMethod, Disposition, FindingKind, ResultCode
from oversight.results import rules
from oversight.results.rules import LONGEST_FINDING, LONGEST_PROVISION, ResultContent
from oversight.web.forms import Form


class ContentForm(Form):
    """What a version says, and why it is changed."""

    codes = forms.MultipleChoiceField(
        label="检查结果", choices=ResultCode.choices(), widget=forms.CheckboxSelectMultiple
    )
    finding = forms.CharField(
        label="发现的问题",
        required=False,
        max_length=LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写事实，不写结论；没有发现问题的不写",
    )
    provision = forms.CharField(
        label="违反的规定",
        required=False,
        max_length=LONGEST_PROVISION,
        help_text="法律名称和条款，例如《中华人民共和国劳动合同法》第十条",
    )
    kinds = forms.MultipleChoiceField(
        label="问题分类",
        required=False,
        choices=FindingKind.choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    disposition = forms.MultipleChoiceField(
        label="后续处置", choices=Disposition.choices(), widget=forms.CheckboxSelectMultiple
    )
    methods = forms.MultipleChoiceField(
        label="核查方式", choices=CheckMethod.choices(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="改了什么、为什么改",
        max_length=300,
        help_text="会记入留痕；原来的一稿照样保留，看得到改了哪里",
    )

    @property
    def content(self) -> ResultContent:
        """Give what was typed."""
        return rules.read(self.cleaned_data)


class RemarksForm(Form):
    """What a reviewer says is to be changed."""

    remarks = forms.CharField(
        label="审核意见",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写哪里不对、要怎样改；审核的人不能自己改",
    )


class AcceptForm(Form):
    """The version that the reviewer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def start_of(content: ResultContent) -> dict[str, Any]:
    """Give the beginning of a form: what stands now."""
    return {**content.document()}
