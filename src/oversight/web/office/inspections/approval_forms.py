"""Forms of what goes before a visit: approval, answer, notice, urgent arrival."""

from __future__ import annotations

from django import forms

from oversight.web.forms import Form


class SubmitForm(Form):
    """What the section says of a visit when it asks for approval."""

    why_on_site = forms.CharField(
        label="为什么要到现场",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="书面核查、信息共享、网络监测能解决的，不到现场检查",
    )
    visit_place = forms.CharField(
        label="检查地点", max_length=300, help_text="劳动用工按实际用工的地方，不按登记住所"
    )
    is_outside = forms.BooleanField(
        label="检查地点不在本辖区",
        required=False,
        help_text="劳动用工归用工所在地管；辖区以外的要有异地协助的依据",
    )
    assistance = forms.CharField(
        label="异地协助的依据",
        max_length=200,
        required=False,
        help_text="例如：石桥县人社局复函〔2026〕5号；在本辖区的不填",
    )
    is_announced = forms.BooleanField(
        label="预先通知企业",
        required=False,
        help_text="不预先通知的，到场以前企业和公众都看不到",
    )
    helpers = forms.IntegerField(
        label="协助人员几名",
        min_value=0,
        max_value=20,
        initial=0,
        help_text="专家、辅助人员；不计入两名检查人员，到场不能超过这个数",
        error_messages={"invalid": "请写整数，没有写 0"},
    )
    helper_roles = forms.CharField(label="协助人员的身份", max_length=200, required=False)
    opinion = forms.CharField(
        label="科室意见", max_length=300, initial="拟同意检查", required=False
    )


class DecisionForm(Form):
    """What the head answers; a reason is asked for where two ways of counting differ."""

    answer = forms.CharField(
        label="负责人意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="记入审批表和留痕",
    )


class RefusalForm(Form):
    """Why a visit is not approved."""

    answer = forms.CharField(
        label="不予批准的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(Form):
    """Why a visit is withdrawn."""

    reason = forms.CharField(
        label="撤回的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class NotifyForm(Form):
    """How the subject is told, and what the notice says beyond the task."""

    way = forms.CharField(
        label="怎样通知、交给谁", max_length=60, help_text="例如：直接送达，交前台李静"
    )
    contact = forms.CharField(label="联系人和电话", max_length=120, help_text="企业有事找谁")
    complaints = forms.CharField(
        label="投诉举报电话", max_length=120, help_text="例如：青禾区司法局 0379-0000000"
    )
    materials = forms.CharField(
        label="需要企业准备的材料",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一件，竖线后面写为什么需要，例如：工资台账｜看原件。能共享取得的不能要求提供",
    )


class UrgentForm(Form):
    """Why nobody waited for the approval, and to whom it was reported."""

    reason = forms.CharField(
        label="为什么等不到审批", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    reported = forms.CharField(
        label="向哪一位负责人口头报告过", max_length=60, help_text="写姓名、职务和报告的时间"
    )


class DefectForm(Form):
    """What was not lawful about a visit that was made."""

    what = forms.CharField(
        label="哪里不合程序",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：检查当天一名检查人员的执法证已经过期",
    )


class DefectDecisionForm(Form):
    """Whether a visit with a defect is made again, and why."""

    is_redo = forms.BooleanField(
        label="重新检查", required=False, help_text="不勾选的，原来的检查继续有效"
    )
    answer = forms.CharField(
        label="决定的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
