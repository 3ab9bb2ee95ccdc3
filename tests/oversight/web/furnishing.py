"""One of everything in a bureau, and clients that knock at its addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from oversight.accounts.models import ApiKey, Appointment, Organisation
from oversight.accounts.rules import Role
from oversight.accounts.services import appointments, keys, organisations
from oversight.audit import selectors as audit
from oversight.cases.services import investigating
from oversight.cases.services.investigating import NewEvidence
from oversight.documents import word_files
from oversight.documents.rules.types import TYPES
from oversight.documents.services import templates
from oversight.draws.services import cap_exemptions, drafting, minutes
from oversight.draws.services.minutes import Scan
from oversight.files.models import StoredFile
from oversight.files.services import examining
from oversight.inspections.models import Approval, BulkDating, InspectionTask
from oversight.inspections.services import requests
from oversight.inspections.services.record_receivers import SignedRecord
from oversight.inspections.services.requests import ReplacementInput
from oversight.plans.models import Task
from oversight.plans.services import versions
from oversight.rectifications import rules as rectification_rules
from oversight.rectifications.models import Rectification
from oversight.registry.models import ImportRun, Inspector, Item, Subject
from oversight.registry.services import inspectors, recusals
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.recusals import RecusalDetails
from oversight.regulations.models import RegulatoryParameter
from oversight.results.models import InspectionResult
from oversight.results.services import entering
from tests.oversight.cases import making
from tests.oversight.disclosures import publications
from tests.oversight.documents import papers
from tests.oversight.files import samples
from tests.oversight.web.matrix import Row
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, Bureau


def furnished(bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in a bureau, and give the keys."""
    draw_factory.bureau(bureau, subjects=12, inspectors=3)
    clerk, admin = bureau.actors["clerk"], bureau.actors["administrator"]
    subject = Subject.objects.filter(bureau=bureau.organisation).order_by("pk")[0]
    person = Inspector.objects.filter(bureau=bureau.organisation).order_by("pk")[0]
    drawn = _drawn(bureau)
    leave = inspectors.take_leave(
        actor=clerk,
        inspector_id=person.pk,
        kind="请假",
        since=date(2030, 1, 1),
        until=date(2030, 1, 5),
        reason="",
        at=NOON,
    )
    recusal = recusals.recuse(
        actor=clerk,
        inspector_id=person.pk,
        details=RecusalDetails(
            code=subject.code,
            relation="近亲属",
            source="本人申报",
            reason="配偶",
            since=date(2026, 1, 1),
            until=None,
        ),
        at=NOON,
    )
    run = runs.upload(
        actor=clerk,
        kind=ImportRun.SUBJECTS,
        owner_id=subject.owner_id,
        name="坏.csv",
        chunks=["名称,统一社会信用代码\n某,坏\n".encode()],
        at=NOON,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    keys.make(
        actor=admin,
        name="试",
        scopes=["see_items"],
        per_minute=1,
        expires_on=date(2099, 1, 1),
        at=NOON,
    )
    name = f"spare-{bureau.organisation.pk}"
    spare = platform_factory.actor(name, bureau.organisation, Role.INSPECTOR)
    section = organisations.make(
        actor=admin,
        parent_id=bureau.organisation.pk,
        kind=Organisation.SECTION,
        name="空科",
        at=NOON,
    )
    asked = appointments.ask_reset(
        actor=admin,
        user_id=bureau.actors["clerk"].user_id or 0,
        kind="password",
        password=platform_factory.PASSWORD,
        at=NOON,
    )
    assert asked is not None
    made = audit.entries([bureau.organisation.path], audit.AuditQuery(kind="key"))
    entry = made.filter(scope=bureau.organisation.path).first()
    assert entry is not None
    template = templates.upload(
        type_code="notice",
        file_name="通知书.docx",
        content=word_files.default_template(TYPES["notice"]),
        actor=bureau.actors["coordinator"],
        at=NOON,
    )
    return {
        **drawn,
        **_disclosed(bureau),
        "document": papers.issued(bureau, "notice", "inspector").pk,
        "word_template": template.pk,
        "item": Item.objects.filter(bureau=bureau.organisation)[0].pk,
        "subject": subject.pk,
        "inspector": person.pk,
        "leave": leave.pk,
        "recusal": recusal.pk,
        "run": run.pk,
        "entry": entry.index,
        "rule": RegulatoryParameter.objects.filter(bureau=bureau.organisation, key="cap_all")
        .get()
        .pk,
        "user": spare.user_id,
        "account_request": asked.pk,
        "first": Appointment.objects.get(user_id=admin.user_id or 0).pk,
        "appointment": Appointment.objects.get(user_id=spare.user_id or 0).pk,
        "organisation": section.pk,
        "key": ApiKey.objects.get(organisation=bureau.organisation).pk,
    }


def _disclosed(bureau: Bureau) -> dict[str, Any]:
    """Publish an item, and draft the publication of the officers."""
    public = publications.published(bureau, publications.drafted(bureau))
    return {
        "publication": public.number,
        "disclosure": publications.drafted(bureau, "inspectors", "extract").pk,
    }


def _drawn(bureau: Bureau) -> dict[str, Any]:
    """Draw once, openly, with a partner, an exception and a request."""
    lead, clerk = bureau.actors["coordinator"], bureau.actors["clerk"]
    partner_id = bureau.sections[platform_factory.SECTIONS[1]].pk
    made = draw_factory.plan(
        bureau, draw_factory.details(partners=[{"owner": partner_id, "people": 1}], ratio=2000)
    )
    versions.publish(actor=lead, plan_id=made.pk, url="", at=draw_factory.MADE)
    draw = draw_factory.begun(bureau)
    partner = draw.partners.get()
    drafting.answer(
        actor=clerk,
        partner_id=partner.pk,
        accepts=False,
        people=1,
        reason="人少",
        at=draw_factory.MADE,
    )
    code = Subject.objects.filter(bureau=bureau.organisation).order_by("pk")[11].code
    asked = cap_exemptions.ask(
        actor=lead,
        draw_id=draw.pk,
        code=code,
        reason="媒体曝光",
        note="晚报三版",
        at=draw_factory.MADE,
    )
    cap_exemptions.decide(
        actor=bureau.actors["approver"],
        exception_id=asked.pk,
        is_granted=False,
        at=draw_factory.MADE,
    )
    seeded = draw_factory.seeded(bureau, draw_factory.sealed(bureau, draw))
    token = draw_factory.link(bureau, seeded)
    held = draw_factory.held(bureau, seeded)
    visit = held.visits.order_by("place")[0]
    slot = visit.slots.order_by("order")[0]
    assert slot.inspector is not None
    slot.inspector.user = bureau.user("inspector")
    slot.inspector.save(update_fields=["user"])
    scan = minutes.file_signed(
        actor=lead,
        draw_id=held.pk,
        scan=Scan(name="签字.png", chunks=[samples.picture("PNG")]),
        at=draw_factory.OPENS,
    )
    files = StoredFile.objects.filter(digest=scan.digest, organisation=bureau.organisation)
    examining.examine(file_id=files.get().pk, at=draw_factory.OPENS)
    dating = BulkDating.objects.create(
        made_user=clerk.user_id or 0, made_by=clerk.person, made_at=draw_factory.OPENS
    )
    request = requests.ask(
        actor=clerk,
        asked=ReplacementInput(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=draw_factory.OPENS,
    )
    approval = Approval.objects.create(
        visit=visit, asked_by=clerk.person, asked_user=0, asked_at=draw_factory.OPENS
    )
    return {
        "plan": made.pk,
        "plan_number": made.number,
        "task": Task.objects.filter(version__plan=made)[0].pk,
        "task_number": draw.task_number,
        "draw": draw.pk,
        "number": draw.number,
        "seat": draw.witnesses.get().pk,
        "token": token,
        "partner": partner.pk,
        "exception": asked.pk,
        "scan": scan.pk,
        "visit": visit.pk,
        "dating": dating.pk,
        "request": request.pk,
        "approval": approval.pk,
        **_rectified(visit, scan.digest),
        **_resulted(bureau, visit),
        **_cases(bureau, visit.pk),
    }


def _resulted(bureau: Bureau, visit: InspectionTask) -> dict[str, Any]:
    """Enter the result of a visit's item, as the signed record does."""
    signed = SignedRecord(task=visit, actor=bureau.actors["inspector"], at=draw_factory.OPENS)
    entering.receive(signed)
    return {"result": InspectionResult.objects.filter(visit=visit)[0].pk}


def _rectified(visit: InspectionTask, digest: str) -> dict[str, Any]:
    """Put a rectification whose term runs to a visit, with an extension and a proof."""
    token = f"link-of-{visit.pk}"
    row = Rectification.objects.create(
        number=f"{visit.number}-ZG",
        bureau=visit.bureau,
        owner=visit.owner,
        visit=visit,
        subject=visit.subject,
        code=visit.code,
        name=visit.name,
        finding_code="ZLGZ",
        state="correcting",
        opened_by="柳南星",
        opened_at=draw_factory.OPENS,
        due_on=draw_factory.OPENS.date(),
        link=rectification_rules.link_digest(token),
    )
    row.points.create(order=1, what="没有订立合同", provision="《劳动合同法》第十条")
    extension = row.extensions.create(
        days=5, reason="停产", asked_by="柳南星", asked_user=0, asked_at=draw_factory.OPENS
    )
    proof = row.proofs.create(
        kind="report", digest=digest, added_by="企业", added_at=draw_factory.OPENS
    )
    return {
        "rectification": row.pk,
        "extension": extension.pk,
        "proof": proof.pk,
        "report_link": token,
    }


def _cases(bureau: Bureau, visit_id: int) -> dict[str, Any]:
    """Begin a case of a visit with evidence and a thing kept, and report a referral."""
    clerk = bureau.actors["clerk"]
    case = making.filed(bureau, visit_id=visit_id)
    lead, second = making.officers(bureau)[:2]
    key: dict[str, Any] = {"actor": clerk, "case_id": case.pk, "at": NOON}
    investigating.assign(**key, lead_id=lead, second_id=second)
    file: dict[str, Any] = {"file_name": "工资表.png", "chunks": [samples.picture("PNG")]}
    row = NewEvidence(kind="document", title="工资表", source="企业", taken_on=NOON.date(), **file)
    evidence = investigating.collect(**key, evidence=row)
    seizure = investigating.seize(
        **key, goods="账册", place="本单位", approved_by="负责人", on=NOON.date()
    )
    files = StoredFile.objects.filter(digest=evidence.digest, organisation=bureau.organisation)
    examining.examine(file_id=files.get().pk, at=NOON)
    return {
        "case": case.pk,
        "evidence": evidence.pk,
        "seizure": seizure.pk,
        "referral": making.reported(bureau, visit_id=visit_id).pk,
        "package": making.packed(bureau, visit_id=visit_id).pk,
    }


def address(name: str, row: Row, things: dict[str, Any]) -> str:
    arguments = [things[row.thing]] if row.thing else []
    return reverse(name, args=[*arguments, *row.extra])


def spent(response: Any) -> None:
    """Close the file of a download; closing the response would close the test's database."""
    for close in response._resource_closers:  # noqa: SLF001
        close()


def client_of(bureau: Bureau, who: str) -> Client:
    client = Client()
    if who:
        told = {"username": bureau.actors[who].username, "password": platform_factory.PASSWORD}
        assert client.post("/sign-in/", told).status_code == 302
    return client
