"""Before a penalty: the party is told and heard, and who is no investigator reviews it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.cases import document_data, events, standing, states
from oversight.cases.models import Case
from oversight.cases.rules import decisions
from oversight.cases.rules.decisions import Penalty
from oversight.cases.rules.terms import last_day
from oversight.cases.services import filing, investigating, recording
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.regulations import selectors as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInput:
    """What the party is told: the intended penalty, why, until when it may answer.

    ``is_public``, ``is_complex`` and ``is_other`` are the reasons for a legal review besides a
    hearing (行政处罚法 §58).
    """

    penalty: Penalty
    grounds: str
    basis: str
    until: date
    contact: str
    is_public: bool = False
    is_complex: bool = False
    is_other: bool = False


@transaction.atomic
def tell(*, actor: Actor, case_id: int, notice: NoticeInput, at: datetime) -> Case:
    """Tell the party the facts, the reasons, the intended penalty and its rights.

    Issues the 行政处罚事先告知书. For a penalty of the kinds of 行政处罚法 §63 it tells of the
    hearing; the days of the notice run from today.

    Raises:
        FieldsError: the penalty does not fit, or something is missing.
        DomainError: the state, evidence that nobody accepted or judged, or an unknown calendar.
    """
    case = recording.begin(actor, case_id, states.TELL)
    investigating.require_evidence(case)
    on = moments.day_of(at)
    if problems := _problems(notice, on):
        raise FieldsError(problems)
    case.told_on, case.heard_until = on, notice.until
    case.intended_kinds = sorted(notice.penalty.kinds)
    case.intended_fine = notice.penalty.fine
    case.intended_confiscated = notice.penalty.confiscated
    large = standing.large_fine(case.bureau_id, on)
    case.has_hearing_right = decisions.needs_hearing(notice.penalty, large)
    case.needs_review = decisions.needs_review(
        is_public=notice.is_public,
        is_complex=notice.is_complex,
        was_heard=case.has_hearing_right,
        is_other=notice.is_other,
    )
    case.has_defence = case.was_waived = False
    case.hearing_asked_on = case.heard_on = None
    case.investigated_at, case.asked_user = at, actor.user_id
    hearing_until = _hearing_until(case) if case.has_hearing_right else None
    data = document_data.notice(
        case,
        grounds=notice.grounds,
        basis=notice.basis,
        contact=notice.contact,
        hearing_until=hearing_until,
        on=on,
    )
    document = filing.issue(case, "penalty-notice", data, actor=actor, at=at)
    recording.finish(
        case,
        states.TELL,
        events.CASE_TOLD,
        actor=actor,
        at=at,
        details=_notice_details(case, notice),
        document=document,
    )
    return case


@transaction.atomic
def defend(
    *,
    actor: Actor,
    case_id: int,
    on: date,
    statement: str,
    reply: str,
    is_waived: bool = False,
    at: datetime,
) -> Case:
    """Note what the party said, and why it is adopted or not; or that it waives its right.

    Raises:
        DomainError: the state, nothing said of either, or a day to come.
    """
    case = recording.begin(actor, case_id, states.DEFEND)
    investigating.require_past(on, at)
    if is_waived:
        case.was_waived = True
    else:
        recording.require_text(statement, "请写当事人陈述、申辩的内容", "statement")
        recording.require_text(reply, "请写是否采纳和理由", "reply")
        case.has_defence = True
    result = "当事人书面放弃" if is_waived else ""
    details = {"on": str(on), "facts": statement, "opinion": reply, "result": result}
    recording.finish(case, states.DEFEND, events.CASE_DEFENDED, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def ask_hearing(*, actor: Actor, case_id: int, on: date, at: datetime) -> Case:
    """Note that the party asks for a hearing, within the term.

    Raises:
        DomainError: the state, no such right, too late, or held already.
    """
    case = recording.begin(actor, case_id, states.ASK_HEARING)
    investigating.require_past(on, at)
    if not case.has_hearing_right:
        raise DomainError("这样的处罚不属于应当听证的；可以登记为陈述、申辩")
    if case.heard_on is not None:
        raise DomainError("已经听证过；再有意见的可以登记为陈述、申辩")
    if on > (until := _hearing_until(case)):
        raise DomainError(
            f"要求听证的期限到{moments.day_in_words(until)}为止；逾期的可以登记为陈述、申辩",
            field="on",
        )
    case.hearing_asked_on = on
    details = {"on": str(on)}
    event = events.CASE_HEARING_ASKED
    recording.finish(case, states.ASK_HEARING, event, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def hold_hearing(
    *,
    actor: Actor,
    case_id: int,
    notified_on: date,
    on: date,
    host: str,
    opinion: str,
    at: datetime,
) -> Case:
    """Note a hearing: notified seven working days before, led by somebody who does not investigate.

    Raises:
        DomainError: the state, too short a notice, an investigator as host, or what is missing.
    """
    case = recording.begin(actor, case_id, states.HOLD_HEARING)
    investigating.require_past(on, at)
    recording.require_text(host, "请写主持人", "host")
    recording.require_text(opinion, "请写听证的情况和意见", "opinion")
    if host.strip() in {person.name for person in (case.lead, case.second) if person}:
        raise DomainError("主持人不能是本案的办案人员", field="host")
    term = standing.terms_of(case.bureau_id, on)["case_hearing_notice"]
    earliest = last_day(term, notified_on, regulations.calendar(case.bureau_id))
    if on < earliest:
        raise DomainError(
            f"听证要在{term.words}以前通知：{moments.day_in_words(notified_on)}通知的，"
            f"最早{moments.day_in_words(earliest)}举行（{term.citation}）",
            field="on",
        )
    case.heard_on, case.has_defence, case.needs_review = on, True, True
    details = {"on": str(on), "host": host, "opinion": opinion, "until": str(notified_on)}
    event = events.CASE_HEARD
    recording.finish(case, states.HOLD_HEARING, event, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def submit_review(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Hand a case to the legal review.

    Raises:
        DomainError: the state, no opinion, or the party may still speak.
    """
    case = recording.begin(actor, case_id, states.SUBMIT_REVIEW)
    recording.require_text(opinion, "请写承办意见", "opinion")
    require_heard(case, at)
    case.asked_user = actor.user_id
    details = {"opinion": opinion}
    event = events.CASE_REVIEW_ASKED
    recording.finish(case, states.SUBMIT_REVIEW, event, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def pass_review(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Pass the legal review, as somebody who neither asked nor investigates.

    Raises:
        DomainError: the state, one's own case, or no opinion.
    """
    case = recording.begin(actor, case_id, states.PASS_REVIEW)
    recording.require_apart(case, actor)
    recording.require_text(opinion, "请写审核意见：主体、管辖、事实、依据、程序、裁量", "opinion")
    details = {"opinion": opinion}
    event = events.CASE_REVIEW_PASSED
    recording.finish(case, states.PASS_REVIEW, event, actor=actor, at=at, details=details)
    return case


@transaction.atomic
def return_review(*, actor: Actor, case_id: int, opinion: str, at: datetime) -> Case:
    """Return a case to the investigators with what is wrong; the party must be told anew.

    Raises:
        DomainError: the state, one's own case, or no opinion.
    """
    case = recording.begin(actor, case_id, states.RETURN_REVIEW)
    recording.require_apart(case, actor)
    recording.require_text(opinion, "请写退回的意见", "opinion")
    case.investigated_at = None
    details = {"opinion": opinion}
    event = events.CASE_REVIEW_RETURNED
    recording.finish(case, states.RETURN_REVIEW, event, actor=actor, at=at, details=details)
    return case


def require_heard(case: Case, at: datetime) -> None:
    """Refuse to go on while the party may still speak or ask for a hearing (行政处罚法 §62).

    Raises:
        DomainError: it says until when.
    """
    if case.was_waived or case.heard_on is not None:
        return
    until = case.heard_until or moments.day_of(at)
    if case.has_hearing_right:
        until = max(until, _hearing_until(case))
    elif case.has_defence:
        return
    if moments.day_of(at) <= until:
        raise DomainError(
            f"当事人到{moments.day_in_words(until)}为止可以陈述、申辩"
            f"{'、要求听证' if case.has_hearing_right else ''}；"
            "请等期限过了再办，或者先登记当事人的陈述、书面放弃"
        )


def _hearing_until(case: Case) -> date:
    term = standing.terms_of(case.bureau_id, case.told_on or case.discovered_on)["case_hearing_ask"]
    calendar = regulations.calendar(case.bureau_id)
    return last_day(term, case.told_on or case.discovered_on, calendar)


def _problems(notice: NoticeInput, on: date) -> list[tuple[str, str]]:
    problems = decisions.problems_of(notice.penalty)
    texts = (
        ("grounds", notice.grounds, "请写理由和证据"),
        ("basis", notice.basis, "请写处罚依据的条款"),
        ("contact", notice.contact, "请写联系人和电话"),
    )
    problems += [(name, words) for name, value, words in texts if not value.strip()]
    if notice.until <= on:
        problems.append(("until", "陈述、申辩的期限要晚于今天"))
    return problems


def _notice_details(case: Case, notice: NoticeInput) -> dict[str, object]:
    return {
        "kinds": document_data.in_words(notice.penalty),
        "grounds": notice.grounds,
        "basis": notice.basis,
        "until": str(notice.until),
        "rights": "告知了听证权利" if case.has_hearing_right else "不属于应当听证的",
        "review": "须法制审核" if case.needs_review else "不需要法制审核",
    }
