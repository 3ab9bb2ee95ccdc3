"""The forms of referrals; each gives the words of its service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.cases.kinds import ReferralKind
from oversight.cases.rules.findings import FINDINGS
from oversight.cases.services.filing import NewCase
from oversight.cases.services.referring import NewReferral
from oversight.web.forms import Form, day
from oversight.web.office.cases.fields import DatedLinesField, line, officer_choices, text

_FINDINGS = [("", "请选择"), *((row.token, row.title) for row in FINDINGS.values())]


class ReferralForm(Form):
    """A form of an act on a referral."""

    def words(self) -> dict[str, Any]:
        """Give what was typed, as the service takes it."""
        return dict(self.cleaned_data)


class OpinionForm(ReferralForm):
    """The head's opinion, which may be left out."""

    opinion = text("负责人意见", required=False, help_text="不写就是同意移送")


class ReasonForm(ReferralForm):
    """The reason of an act."""

    reason = text("理由", help_text="记入案卷和留痕")


class SendForm(ReferralForm):
    """How the letter was sent."""

    way = line("怎样送出", help_text="例如：专人送达、机要交换")
    contact = line("联系人和电话", help_text="写在移送函上")


class ReceiveForm(ReferralForm):
    """Who signed the receipt."""

    on = day("回执日期")
    receiver = line("在回执上签字的人")


class RemindForm(ReferralForm):
    """How the other authority was reminded."""

    way = text("怎样催的、对方怎样答复")


class AnswerForm(ReferralForm):
    """What the other authority decided."""

    on = day("对方决定的日期")
    number = line("对方的文号", help_text="没有文号的写“没有文号”")
    decision = text("对方的决定", help_text="照对方的原话")
    is_accepted = forms.BooleanField(label="对方立案或者受理", required=False)


class DeclineForm(ReferralForm):
    """Why the other authority does not take a matter."""

    on = day("对方通知的日期")
    reason = text("对方不受理的理由")


class AppealForm(ReferralForm):
    """To whom it is appealed."""

    on = day("提请的日期")
    receiver = line("向哪个机关提请", help_text="原公安机关复议，或者人民检察院立案监督")


class HandOverForm(ReferralForm):
    """What was handed to the police."""

    on = day("移交日期")
    goods = text("移交的物品和材料", rows=3)


class NewCaseForm(Form):
    """A breach that an inspection found."""

    finding = forms.ChoiceField(label="案由", choices=_FINDINGS)
    facts = text("违法事实", rows=4, help_text="时间、地点、人数、数额；只写查到的事实")
    basis = line("违反的规定", required=False, help_text="不写就用案由的规定")
    discovered_on = day("发现日期")
    act_ended_on = day("违法行为终了日期", required=False, help_text="还在继续的不填")
    is_grave = forms.BooleanField(
        label="危害公民生命健康安全、金融安全且有危害后果", required=False
    )

    def words(self, visit_id: int, clue_id: int | None = None) -> NewCase:
        """Give the clue; ``clue_id`` is that of the rectification that was not obeyed."""
        return NewCase(visit_id=visit_id, clue_id=clue_id, **self.cleaned_data)


class NewReferralForm(Form):
    """A matter that belongs to another authority."""

    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *ReferralKind.choices])
    receiver = line("收件机关", help_text="写全称；未按时足额缴纳社会保险费的送税务局")
    finding = forms.ChoiceField(label="事项", choices=_FINDINGS, required=False)
    facts = text("事实", rows=4)
    basis = line("依据")
    enclosures = text("附件", required=False, help_text="一行一件；无法联系的必须有证据")
    attempts = DatedLinesField(
        label="联系的经过",
        required=False,
        help_text="只有无法联系的填，一行一次，例如：2026-11-20 到登记的住所，大门紧锁",
    )
    lead_id = forms.TypedChoiceField(
        label="执法人员（涉嫌犯罪的填）", coerce=int, required=False, empty_value=None
    )
    second_id = forms.TypedChoiceField(
        label="另一名执法人员", coerce=int, required=False, empty_value=None
    )
    case_id = forms.TypedChoiceField(
        label="有关的案件", coerce=int, required=False, empty_value=None
    )

    def __init__(
        self,
        actor: Actor,
        cases: list[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form
        at: datetime,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        officers = [("", "没有"), *officer_choices(actor, at)]
        for name, choices in (("lead_id", officers), ("second_id", officers)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["case_id"].choices = [("", "没有"), *cases]  # type: ignore[attr-defined]

    def words(self, visit_id: int) -> NewReferral:
        """Give the matter."""
        typed = dict(self.cleaned_data)
        lead, second = typed.pop("lead_id"), typed.pop("second_id")
        officers = (lead, second) if lead and second else None
        return NewReferral(visit_id=visit_id, officer_ids=officers, **typed)
