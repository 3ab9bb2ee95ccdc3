"""The acts on cases and referrals: one page each, made of its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.cases import document_data, selectors, states
from oversight.cases.models import Case, Referral
from oversight.cases.services import (
    answering,
    deciding,
    executing,
    filing,
    investigating,
    referring,
    revoking,
    telling,
)
from oversight.cases.states import CASE, REFERRAL
from oversight.common.errors import NotFoundError
from oversight.common.transitions import StateMachine
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.office.cases import case_forms as forms
from oversight.web.office.cases import referral_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """The page of an act: its form, its service, and what is said above the form."""

    form: type[Any]
    service: Callable[..., object]
    lead: str = ""


_NOT_LIGHTLY = "决定以后不能改；要撤销的另行撤销，原来的决定保留在案卷里。"
CASE_PAGES: Mapping[str, ActPage] = {
    states.SUBMIT: ActPage(form=forms.SubmitForm, service=filing.submit),
    states.FILE: ActPage(form=forms.OptionalOpinionForm, service=filing.approve),
    states.REFUSE: ActPage(form=forms.ReasonForm, service=filing.refuse),
    states.WITHDRAW: ActPage(form=forms.ReasonForm, service=filing.withdraw),
    states.ASSIGN: ActPage(form=forms.AssignForm, service=investigating.assign),
    states.INQUIRE: ActPage(
        form=forms.InquiryForm,
        service=investigating.inquire,
        lead="将出具劳动保障监察调查询问书；答复的期限从送达起算。",
    ),
    states.REPLY: ActPage(form=forms.DayNoteForm, service=investigating.reply),
    states.EXTEND: ActPage(form=forms.ReasonForm, service=investigating.extend),
    states.SUSPECT: ActPage(
        form=forms.SuspicionForm,
        service=investigating.suspect,
        lead="登记以后，公安机关回执以前不能作出处罚决定，也不能结案。",
    ),
    states.COLLECT: ActPage(form=forms.EvidenceForm, service=investigating.collect),
    states.SEIZE: ActPage(form=forms.SeizeForm, service=investigating.seize),
    states.TELL: ActPage(
        form=forms.TellForm,
        service=telling.tell,
        lead="将出具行政处罚事先告知书；属于应当听证的，系统自动写明听证的权利和期限。",
    ),
    states.DEFEND: ActPage(form=forms.DefenceForm, service=telling.defend),
    states.ASK_HEARING: ActPage(form=forms.DayForm, service=telling.ask_hearing),
    states.HOLD_HEARING: ActPage(form=forms.HearingForm, service=telling.hold_hearing),
    states.SUBMIT_REVIEW: ActPage(form=forms.OpinionForm, service=telling.submit_review),
    states.PASS_REVIEW: ActPage(form=forms.OpinionForm, service=telling.pass_review),
    states.RETURN_REVIEW: ActPage(form=forms.OpinionForm, service=telling.return_review),
    states.CONCLUDE: ActPage(form=forms.OpinionForm, service=deciding.conclude),
    states.PROPOSE: ActPage(form=forms.OpinionForm, service=deciding.propose),
    states.DECIDE: ActPage(form=forms.DecideForm, service=deciding.decide, lead=_NOT_LIGHTLY),
    states.SEND_BACK: ActPage(form=forms.ReasonForm, service=deciding.send_back),
    states.SERVE: ActPage(form=forms.ServeForm, service=deciding.serve),
    states.INSTALMENTS: ActPage(form=forms.InstalmentsForm, service=executing.grant_instalments),
    states.PAY: ActPage(form=forms.PayForm, service=executing.pay),
    states.EXECUTE: ActPage(form=forms.ExecuteForm, service=executing.execute),
    states.SUBMIT_CLOSING: ActPage(form=forms.OpinionForm, service=executing.submit_closing),
    states.CLOSE: ActPage(form=forms.OptionalOpinionForm, service=executing.close),
    states.RETURN_CLOSING: ActPage(form=forms.ReasonForm, service=executing.return_closing),
    states.REVOKE: ActPage(
        form=forms.RevokeForm,
        service=revoking.revoke,
        lead="撤销以后不能恢复。公示、信用信息、缴款等后果会逐项列出，由承办科室逐项办理、登记。",
    ),
    states.SETTLE: ActPage(form=forms.SettleForm, service=revoking.settle),
}
REFERRAL_PAGES: Mapping[str, ActPage] = {
    states.APPROVE: ActPage(form=referral_forms.OpinionForm, service=referring.approve),
    states.REFUSE_REFERRAL: ActPage(form=referral_forms.ReasonForm, service=referring.refuse),
    states.SEND: ActPage(
        form=referral_forms.SendForm,
        service=referring.send,
        lead="将出具移送函。送出不等于办完：回执和对方的决定都要登记。",
    ),
    states.RECEIVE: ActPage(form=referral_forms.ReceiveForm, service=referring.receive),
    states.REMIND: ActPage(form=referral_forms.RemindForm, service=referring.remind),
    states.ANSWER: ActPage(form=referral_forms.AnswerForm, service=answering.answer),
    states.DECLINE: ActPage(form=referral_forms.DeclineForm, service=answering.decline),
    states.APPEAL: ActPage(form=referral_forms.AppealForm, service=answering.appeal),
    states.END_REFERRAL: ActPage(form=referral_forms.ReasonForm, service=answering.end),
    states.HAND_OVER: ActPage(form=referral_forms.HandOverForm, service=answering.hand_over),
}


@form(Permission.MAKE_CASES)
def make(request: ActingRequest, case_id: int, name: str) -> HttpResponse:
    """Take an act of those who work on cases."""
    return _on_case(request, case_id, name, Permission.MAKE_CASES)


@form(Permission.REVIEW_CASES)
def review(request: ActingRequest, case_id: int, name: str) -> HttpResponse:
    """Take an act of the legal review."""
    return _on_case(request, case_id, name, Permission.REVIEW_CASES)


@form(Permission.DECIDE_CASES)
def decide(request: ActingRequest, case_id: int, name: str) -> HttpResponse:
    """Take an act of those who decide."""
    return _on_case(request, case_id, name, Permission.DECIDE_CASES)


@form(Permission.MAKE_CASES)
def make_referral(request: ActingRequest, referral_id: int, name: str) -> HttpResponse:
    """Take an act of those who work on referrals."""
    return _on_referral(request, referral_id, name, Permission.MAKE_CASES)


@form(Permission.DECIDE_CASES)
def decide_referral(request: ActingRequest, referral_id: int, name: str) -> HttpResponse:
    """Take an act of those who decide on referrals."""
    return _on_referral(request, referral_id, name, Permission.DECIDE_CASES)


def case_action(case: Case, title: str, *, lead: str = "") -> Action:
    """Make the page of an act on a case, with what it is about."""
    crumbs = (
        ("案件", reverse("office:cases")),
        (case.number, reverse("office:case", args=[case.pk])),
    )
    facts = (("案由", str(case.get_finding_display())), ("事实", case.facts), *_notice_facts(case))
    return Action(
        title=title, button=title, crumbs=crumbs, caption=case.name, lead=lead, facts=facts
    )


def _notice_facts(case: Case) -> tuple[tuple[str, str], ...]:
    if case.told_on is None:
        return ()
    return (("告知的处罚", document_data.in_words(case.intended)),)


def _on_case(
    request: ActingRequest, case_id: int, name: str, permission: Permission
) -> HttpResponse:
    act = _page_of(CASE, CASE_PAGES, name, permission)
    case = selectors.case_for(request.actor, case_id)
    CASE.target(name, case.state)
    more = {"at": request.at} if act.form is forms.AssignForm else {}
    bound = act.form(case, request.actor, request.POST or None, request.FILES or None, **more)
    return run_action(
        request,
        bound,
        lambda: act.service(actor=request.actor, case_id=case_id, at=request.at, **bound.words()),
        case_action(case, CASE.act_label(name), lead=act.lead),
        success=f"已办：{CASE.act_label(name)}。",
    )


def _on_referral(
    request: ActingRequest, referral_id: int, name: str, permission: Permission
) -> HttpResponse:
    act = _page_of(REFERRAL, REFERRAL_PAGES, name, permission)
    referral = selectors.referral_for(request.actor, referral_id)
    REFERRAL.target(name, referral.state)
    bound = act.form(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: act.service(
            actor=request.actor, referral_id=referral_id, at=request.at, **bound.words()
        ),
        _referral_action(referral, REFERRAL.act_label(name), act.lead),
        success=f"已办：{REFERRAL.act_label(name)}。",
    )


def _page_of(
    machine: StateMachine, pages: Mapping[str, ActPage], name: str, permission: Permission
) -> ActPage:
    page = pages.get(name)
    if page is None or machine.permission(name) != permission:
        raise NotFoundError("没有这个办理事项")
    return page


def _referral_action(referral: Referral, title: str, lead: str) -> Action:
    crumbs = (
        ("移送", reverse("office:referrals")),
        (referral.number, reverse("office:referral", args=[referral.pk])),
    )
    facts = (
        ("移送给", referral.receiver),
        ("种类", str(referral.get_kind_display())),
        ("事实", referral.facts),
    )
    return Action(
        title=title, button=title, crumbs=crumbs, caption=referral.name, lead=lead, facts=facts
    )
