"""The forms of the acts on a case; each gives the words of its service."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.cases.kinds import Annuller, EvidenceKind, Manner, Outcome, Performance
from oversight.cases.rules import amounts, decisions
from oversight.cases.rules.decisions import CREDIT_CLASSES, PENALTIES, Penalty
from oversight.cases.services.deciding import DecisionInput
from oversight.cases.services.investigating import NewEvidence
from oversight.cases.services.revoking import Revocation
from oversight.cases.services.telling import NoticeInput
from oversight.files import selectors as files
from oversight.files.services import storing
from oversight.web.forms import day
from oversight.web.office.cases.fields import (
    CaseForm,
    DatedLinesField,
    YuanField,
    line,
    officer_choices,
    text,
)

_NO_CHOICE = ("", "请选择")


class OpinionForm(CaseForm):
    """The opinion of whoever asks or decides."""

    opinion = text("意见")


class OptionalOpinionForm(CaseForm):
    """The head's opinion, which may be left out."""

    opinion = text("负责人意见", required=False, help_text="不写就是同意")


class ReasonForm(CaseForm):
    """The reason of an act."""

    reason = text("理由", help_text="记入案卷和留痕")


class SubmitForm(CaseForm):
    """Why a case should be filed."""

    opinion = text("承办意见", help_text="例如：建议立案调查")
    old_reason = text(
        "过了追究期限仍要立案的理由",
        required=False,
        help_text="没有过期限的不填；系统会提示算出的日期",
    )


class AssignForm(CaseForm):
    """The two officers."""

    lead_id = forms.TypedChoiceField(label="主办", coerce=int)
    second_id = forms.TypedChoiceField(label="协办", coerce=int)
    reason = text("换人的理由", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as CaseForm
        at = kwargs.pop("at")
        super().__init__(*args, **kwargs)
        choices = [_NO_CHOICE, *officer_choices(self.actor, at)]
        for name in ("lead_id", "second_id"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.case.lead is None:
            del self.fields["reason"]


class InquiryForm(CaseForm):
    """What the party is asked, and when the paper was served."""

    on = day("送达日期")
    asked = text("要求说明的情况和提供的材料", rows=4, help_text="写清材料的名称和起止月份")
    contact = line("联系人和电话")


class DayNoteForm(CaseForm):
    """A day and what is to be said of it."""

    on = day("日期")
    note = text("情况")


class SuspicionForm(CaseForm):
    """Which threshold of which crime is reached."""

    suspicion = text("达到的标准、人数和数额", rows=3)


class EvidenceForm(CaseForm):
    """A piece of evidence."""

    kind = forms.ChoiceField(label="种类", choices=[_NO_CHOICE, *EvidenceKind.choices])
    title = line("名称")
    source = line("来源", help_text="从哪里、由谁取得")
    taken_on = day("取得日期")
    file = forms.FileField(label="文件", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as CaseForm
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = files.limit_words(storing.ALL)

    def words(self) -> dict[str, Any]:
        """Give the evidence."""
        typed = dict(self.cleaned_data)
        upload = typed.pop("file", None)
        bytes_ = {"file_name": upload.name, "chunks": upload.chunks()} if upload else {}
        return {"evidence": NewEvidence(**typed, **bytes_)}


class SeizeForm(CaseForm):
    """Things that are kept."""

    goods = text("物品", rows=4, help_text="一行一件：名称、规格、数量")
    place = line("保存的地点")
    approved_by = line("批准的负责人")
    on = day("登记保存日期")


class PenaltyForm(CaseForm):
    """A penalty: kinds and amounts."""

    kinds = forms.MultipleChoiceField(
        label="处罚种类",
        choices=list(PENALTIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fine = YuanField(label="罚款（元）", required=False)
    confiscated = YuanField(label="没收的数额或者价值（元）", required=False)

    def penalty(self) -> Penalty:
        """Give the penalty that was typed."""
        typed = self.cleaned_data
        kinds = frozenset(typed["kinds"])
        return Penalty(kinds=kinds, fine=typed["fine"], confiscated=typed["confiscated"])


class TellForm(PenaltyForm):
    """What the party is told."""

    grounds = text("理由和证据", rows=3)
    basis = line("处罚依据")
    until = day("陈述、申辩的期限")
    contact = line("联系人和电话")
    is_public = forms.BooleanField(label="涉及重大公共利益", required=False)
    is_complex = forms.BooleanField(label="案情疑难复杂、涉及多个法律关系", required=False)
    is_other = forms.BooleanField(label="其他应当法制审核的情形", required=False)

    def words(self) -> dict[str, Any]:
        """Give the notice."""
        names = ("grounds", "basis", "until", "contact", "is_public", "is_complex", "is_other")
        typed = {name: self.cleaned_data[name] for name in names}
        return {"notice": NoticeInput(penalty=self.penalty(), **typed)}


class DefenceForm(CaseForm):
    """What the party said, and what is answered."""

    on = day("日期")
    is_waived = forms.BooleanField(label="当事人书面放弃陈述、申辩和听证", required=False)
    statement = text("陈述、申辩的内容", required=False, rows=3)
    reply = text("是否采纳和理由", required=False)


class DayForm(CaseForm):
    """A day."""

    on = day("日期")


class HearingForm(CaseForm):
    """A hearing that was held."""

    notified_on = day("通知听证的日期")
    on = day("听证日期")
    host = line("主持人", help_text="不能是本案的办案人员")
    opinion = text("听证的情况和意见", rows=3)


class DecideForm(PenaltyForm):
    """The decision; begins with what the party was told."""

    outcome = forms.ChoiceField(label="决定", choices=[_NO_CHOICE, *Outcome.choices])
    grounds = text("理由", rows=3)
    basis = line("依据")
    heavier_reason = text("比告知更重的理由", required=False)
    discussion = line("集体讨论的日期和结论", required=False)
    credit_class = forms.ChoiceField(
        label="信用信息类别",
        choices=[("", "按处罚种类"), *CREDIT_CLASSES.items()],
        required=False,
    )
    credit_reason = text("类别不同的理由", required=False)
    field_order = ("outcome",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as CaseForm
        super().__init__(*args, **kwargs)
        if self.case.told_on is not None:
            self.initial = {
                "outcome": Outcome.PENALTY,
                **_as_typed(self.case.intended),
                **self.initial,
            }

    def words(self) -> dict[str, Any]:
        """Give the decision."""
        typed = dict(self.cleaned_data)
        for name in ("kinds", "fine", "confiscated"):
            typed.pop(name)
        return {"decided": DecisionInput(penalty=self.penalty(), **typed)}


class ServeForm(CaseForm):
    """How a decision was served."""

    on = day("送达日期")
    manner = forms.ChoiceField(label="送达方式", choices=[_NO_CHOICE, *Manner.choices])
    receiver = line("签收人", help_text="留置、公告送达的写见证人或者公告的情况")
    has_consent = forms.BooleanField(label="当事人签过同意电子送达的确认书", required=False)
    note = text("备注", required=False)


class InstalmentsForm(CaseForm):
    """The parts in which a fine is paid."""

    parts = DatedLinesField(label="各期", help_text="一行一期，例如：2026-12-31 2500.00")
    reason = text("批准的理由")

    def clean_parts(self) -> list[tuple[Any, int]]:
        """Read the amounts."""
        pairs = [(on, amounts.fen_of(amount)) for on, amount in self.cleaned_data["parts"]]
        if any(amount is None for _, amount in pairs):
            raise forms.ValidationError("日期后面写金额，单位元，例如 2026-12-31 2500.00")
        return [(on, amount or 0) for on, amount in pairs]


class PayForm(CaseForm):
    """A payment."""

    on = day("缴款日期")
    amount = YuanField(label="数额（元）")
    reference = line("票据号")


class ExecuteForm(CaseForm):
    """How a decision was carried out."""

    performance = forms.ChoiceField(label="执行方式", choices=[_NO_CHOICE, *Performance.choices])
    on = day("执行完毕日期")
    note = text("情况", required=False, help_text="申请强制执行的写文号、日期和结果")


class RevokeForm(CaseForm):
    """Who revokes a decision, and why."""

    by = forms.ChoiceField(label="由谁撤销", choices=[_NO_CHOICE, *Annuller.choices])
    number = line("文书和文号")
    on = day("撤销日期")
    reason = text("理由", rows=3)

    def words(self) -> dict[str, Any]:
        """Give the revocation."""
        return {"revocation": Revocation(**self.cleaned_data)}


class SettleForm(CaseForm):
    """Which consequence was seen to, and how."""

    kind = forms.ChoiceField(label="办理的事项")
    on = day("办理日期")
    note = text("怎样办的")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as CaseForm
        super().__init__(*args, **kwargs)
        rows = [row for row in self.case.decision.consequences.all() if row.settled_on is None]
        choices = [(row.kind, row.text) for row in rows]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


def _as_typed(penalty: Penalty) -> dict[str, Any]:
    return {
        "kinds": sorted(penalty.kinds, key=list(decisions.PENALTIES).index),
        "fine": _plain(penalty.fine),
        "confiscated": _plain(penalty.confiscated),
    }


def _plain(fen: int) -> str:
    return amounts.yuan(fen).removesuffix("元") if fen else ""
