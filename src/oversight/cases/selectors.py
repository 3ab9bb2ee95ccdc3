"""Questions to cases and referrals; each gives only what is within the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mingqian_tables import uscc
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import states
from oversight.cases.models import Case, Decision, Evidence, Referral, ReferralPackage, Seizure
from oversight.cases.states import CASE, REFERRAL
from oversight.common import finding
from oversight.common.errors import NotFoundError
from oversight.files.models import StoredFile
from oversight.inspections import selectors as inspections
from oversight.registry.models import Inspector
from oversight.registry.selectors import inspectors

NO_CASE = "没有这个案件，或不在您的范围内"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuestion:
    """What a list of cases or referrals is filtered by; empty means no condition."""

    words: str = ""
    state: str = ""
    kind: str = ""
    owner: int | None = None
    sort: str = ""


def cases(actor: Actor) -> QuerySet[Case]:
    """Give the cases within reach: an inspector own ones, a section its own, the bureau all."""
    rows = Case.objects.select_related("visit", "subject", "owner", "lead", "second", "decision")
    if not actor.may(Permission.SEE_CASES):
        return rows.none()
    return rows.filter(_reach(actor)).distinct()


def referrals(actor: Actor) -> QuerySet[Referral]:
    """Give the referrals within reach, as `cases`."""
    rows = Referral.objects.select_related("visit", "subject", "owner", "case", "lead", "second")
    if not actor.may(Permission.SEE_CASES):
        return rows.none()
    return rows.filter(_reach(actor)).distinct()


def case_for(actor: Actor, case_id: int, *, lock: bool = False) -> Case:
    """Load a case within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    if lock:
        list(Case.objects.select_for_update().filter(pk=case_id).order_by("pk"))
    case = cases(actor).filter(pk=case_id).first()
    if case is None:
        raise NotFoundError(NO_CASE)
    return case


def referral_for(actor: Actor, referral_id: int, *, lock: bool = False) -> Referral:
    """Load a referral within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    if lock:
        list(Referral.objects.select_for_update().filter(pk=referral_id).order_by("pk"))
    referral = referrals(actor).filter(pk=referral_id).first()
    if referral is None:
        raise NotFoundError("没有这个移送，或不在您的范围内")
    return referral


def package_for(actor: Actor, package_id: int) -> ReferralPackage:
    """Load the package of a referral within reach.

    Raises:
        NotFoundError: there is none.
    """
    keys = referrals(actor).order_by().values("pk")
    row = ReferralPackage.objects.filter(pk=package_id, referral__in=keys).first()
    if row is None:
        raise NotFoundError("没有这份移送材料，或不在您的范围内")
    return row


def evidence_for(actor: Actor, evidence_id: int) -> Evidence:
    """Load a piece of evidence of a case within reach.

    Raises:
        NotFoundError: there is none.
    """
    row = Evidence.objects.filter(pk=evidence_id, case__in=_keys(actor)).first()
    if row is None:
        raise NotFoundError("没有这份证据，或不在您的范围内")
    return row


def seizure_for(actor: Actor, seizure_id: int) -> Seizure:
    """Load a 先行登记保存 of a case within reach.

    Raises:
        NotFoundError: there is none.
    """
    row = Seizure.objects.filter(pk=seizure_id, case__in=_keys(actor)).first()
    if row is None:
        raise NotFoundError("没有这次登记保存，或不在您的范围内")
    return row


def find_cases(actor: Actor, question: CaseQuestion) -> QuerySet[Case]:
    """Give the cases within reach that a question asks for, newest first unless it says else."""
    rows = cases(actor).filter(_named(question.words))
    if question.state:
        rows = rows.filter(state=question.state)
    if question.kind:
        rows = rows.filter(finding=question.kind)
    if question.owner is not None:
        rows = rows.filter(owner_id=question.owner)
    return rows.order_by("name", "-pk") if question.sort == "name" else rows.order_by("-pk")


def find_referrals(actor: Actor, question: CaseQuestion) -> QuerySet[Referral]:
    """Give the referrals within reach that a question asks for, newest first."""
    rows = referrals(actor).filter(_named(question.words))
    if question.state:
        rows = rows.filter(state=question.state)
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.owner is not None:
        rows = rows.filter(owner_id=question.owner)
    return rows.order_by("name", "-pk") if question.sort == "name" else rows.order_by("-pk")


def case_acts(actor: Actor, case: Case) -> set[str]:
    """Name the acts on a case that are open to somebody, as the table of its states has them."""
    return {row.act for row in CASE.acts(case.state, actor.permissions)}


def referral_acts(actor: Actor, referral: Referral) -> set[str]:
    """Name the acts on a referral that are open to somebody."""
    return {row.act for row in REFERRAL.acts(referral.state, actor.permissions)}


def cases_of(actor: Actor, visit_id: int) -> QuerySet[Case]:
    """Give the cases within reach that came of a visit."""
    return cases(actor).filter(visit_id=visit_id)


def referrals_of(actor: Actor, visit_id: int) -> QuerySet[Referral]:
    """Give the referrals within reach that came of a visit."""
    return referrals(actor).filter(visit_id=visit_id)


def served_decisions(visit_id: int) -> list[Decision]:
    """Give the decisions that came of a visit and were served: the party has them already."""
    rows = Decision.objects.filter(case__visit_id=visit_id, served_on__isnull=False)
    return list(rows.select_related("case", "document").order_by("pk"))


def evidence_file(evidence: Evidence) -> StoredFile:
    """Give the file of a piece of evidence.

    Raises:
        NotFoundError: it has none.
    """
    rows = StoredFile.objects.filter(organisation_id=evidence.case.bureau_id)
    stored = rows.filter(digest=evidence.digest).first() if evidence.digest else None
    if stored is None:
        raise NotFoundError("这份证据没有存文件")
    return stored


def officers(actor: Actor, on: date) -> list[Inspector]:
    """Give the officers within reach whose certificate is valid on a day and who may be sent."""
    rows = inspectors.inspector_rows(inspectors.find(actor), on)
    return [row.inspector for row in rows if row.is_drawable]


def open_referrals(case: Case) -> QuerySet[Referral]:
    """Give the referrals of a case that are not done."""
    return case.referrals.filter(state__in=states.WAITING)


def _reach(actor: Actor) -> Q:
    if not actor.may(Permission.SEE_DRAWS):
        me = actor.user_id or 0
        visits = inspections.my_visits(actor).order_by().values("pk")
        return Q(lead__user_id=me) | Q(second__user_id=me) | Q(visit__in=visits)
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    reach = Q(bureau_id__in=keys)
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return reach
    return reach & Q(owner_id=actor.organisation_id)


def _keys(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=cases(actor).order_by().values("pk"))


def _named(words: str) -> Q:
    asked, code = words.strip(), uscc.normalized(words)
    if not asked:
        return Q()
    wanted = Q(name__icontains=asked) | Q(number__icontains=asked) | Q(visit__number=asked)
    if letters := finding.asked_letters(asked):
        wanted |= Q(subject__initials__contains=letters)
    return wanted | Q(code__startswith=code) if code else wanted
