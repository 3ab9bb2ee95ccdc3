"""Numbers of persons and complainants entered by every door: none lies anywhere in clear."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from oversight.accounts.services import people
from oversight.accounts.services.people import Person
from oversight.audit import presenters
from oversight.audit import selectors as audit
from oversight.cases.services import filing
from oversight.cases.services.filing import NewCase
from oversight.common import personal_numbers
from oversight.common.personal_numbers import has_number, is_card, masked_numbers
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.inspections.arrivals import VisitCode, VisitObjection
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import (
    finishing,
    registering,
    signing,
    site_papers,
    visit_voices,
)
from oversight.inspections.services.registering import NewVisit
from oversight.inspections.services.site_papers import CheckEnd, Interview
from oversight.rectifications.models import EnterpriseReport, Rectification
from oversight.rectifications.services import reporting
from oversight.rectifications.services.reporting import ReportInput
from oversight.registry import reconciliation
from oversight.registry.models import Inspector, Item, Subject, SubjectVersion
from oversight.registry.rules import subjects as rules
from oversight.registry.services import subjects
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.importing.runs import Cell
from oversight.web import clock
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
from tests.oversight.rectifications import findings
from tests.support import platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau

pytestmark = pytest.mark.django_db
PHONE, OTHER_PHONE = "13987650021", "13987650054"
IDENTITY = "110101199003074530"
CARD = "6222020000112233440"
COMPLAINANT = "卫子期"
SAID = f"员工电话{PHONE}，身份证{IDENTITY}，工资卡{CARD}"
SECRETS = (PHONE, OTHER_PHONE, PHONE[-8:], IDENTITY, IDENTITY[:17], CARD, COMPLAINANT)
FILE_CODE = platform_factory.code(901)


@pytest.fixture(scope="module")
def shared_bureau(module_site: Path) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau into which all of this was entered, by every door that takes such a thing."""
    own = visits.bureau()
    entered_in_directory(own)
    entered_by_import(own)
    entered_on_site(own)
    entered_after_complaint(own)
    entered_by_enterprise(own)
    entered_in_case(own)
    person = Person(username="xin", name="辛未", password=PASSWORD, phone=PHONE)
    people.make(actor=own.actors["administrator"], person=person, at=NOON)
    return own


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: visits.AT)
    return visits.AT


def entered_in_directory(own: Bureau) -> None:
    subject = platform_factory.subject(own, 900, contact="何时雨", phone=PHONE)
    values = {name: str(getattr(subject, name) or "") for name in rules.FIELDS}
    subjects.change(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        owner_id=subject.owner_id,
        values={**values, "phone": OTHER_PHONE},
        reason="换了号码",
        seen_entry=subject.entry,
        at=NOON,
    )


def entered_by_import(own: Bureau) -> None:
    """Import a row, one whose telephone is corrected on the page, and one that stays refused."""
    clerk = own.actors["clerk"]
    heads = ("企业名称", "统一社会信用代码", "联系电话")
    rows = [
        ("青禾区丙食品有限公司", FILE_CODE, PHONE),
        ("青禾区丁食品有限公司", platform_factory.code(902), "1.3E+10"),
        ("青禾区戊食品有限公司", "", PHONE),
    ]
    text = "\n".join(",".join(row) for row in (heads, *rows)) + "\n"
    run = runs.upload(
        actor=clerk,
        kind="subjects",
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        name="名录.csv",
        chunks=[text.encode()],
        at=NOON,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    cell = Cell(line=3, column="phone", value=OTHER_PHONE)
    runs.correct(actor=clerk, run_id=run.pk, cells=[cell], reasons={}, at=NOON)
    pipeline.read(actor=clerk, run_id=run.pk)
    runs.begin_writing(actor=clerk, run_id=run.pk)
    pipeline.write(actor=clerk, run_id=run.pk, at=NOON)


def entered_on_site(own: Bureau) -> None:
    """Sign a record whose texts have numbers, issue its papers, object to it by its code."""
    task = visits.inspecting(own)
    content = visits.with_files(
        samples.with_breach(visits.clean(task), visits.CODE), visits.picture(own)
    )
    content["answers"][visits.CODE]["finding"] = SAID
    content["minutes"] |= {"facts": SAID, "statement": SAID}
    visits.save(own, task, samples.signed(content, *visits.names(task)))
    visits.call(own, task, signing.begin_signing)
    InspectionTask.objects.filter(pk=task.pk).update(arrived_at=visits.AT)
    interview = Interview(
        place="和顺路18号",
        started_at=visits.AT - timedelta(minutes=30),
        ended_at=visits.AT,
        recorder="罗听雪",
        person="柳南星",
        work="会计",
        rights="已告知",
        questions=[("工资发到哪里？", SAID)],
        identity=IDENTITY,
        phone=PHONE,
    )
    visits.call(own, task, site_papers.issue_interview, interview=interview)
    visits.call(own, task, finishing.finish)
    end = CheckEnd(follow_up="责令改正", is_closed=False)
    visits.call(own, task, site_papers.issue_check_record, end=end)
    VisitCode.objects.create(visit=task, code="K7M2Q9XT", made_at=visits.AT, entry=0)
    visit_voices.object_to(
        typed="K7M2Q9XT", claim=SAID, contact=f"柳南星 {PHONE}", address="10.0.0.9", at=visits.AT
    )


def entered_after_complaint(own: Bureau) -> None:
    visit = NewVisit(
        subject_id=Subject.objects.get(code=FILE_CODE).pk,
        source="complaint",
        item_ids=[Item.objects.get(bureau=own.organisation, code="LDBZ-01").pk],
        officer_ids=officer_ids(own)[2:4],
        on=date(2026, 4, 9),
        reason=f"{COMPLAINANT}反映拖欠工资",
        reference=f"12345-0317（{COMPLAINANT}）",
    )
    registering.register(actor=own.actors["clerk"], visit=visit, at=NOON)


def entered_by_enterprise(own: Bureau) -> None:
    _, token = findings.linked(own)
    report = ReportInput(text=SAID, reporter="柳南星", phone=PHONE)
    reporting.report(token=token, report=report, address="10.0.0.9", at=findings.later(1))


def entered_in_case(own: Bureau) -> None:
    clue = NewCase(
        visit_id=complaint(own).pk,
        finding="V05",
        facts=SAID,
        basis="",
        discovered_on=NOON.date(),
        act_ended_on=date(2026, 2, 28),
    )
    case = filing.begin(actor=own.actors["clerk"], clue=clue, at=NOON)
    filing.submit(actor=own.actors["clerk"], case_id=case.pk, opinion=SAID, at=NOON)


def officer_ids(own: Bureau) -> list[int]:
    rows = Inspector.objects.filter(bureau=own.organisation).order_by("number")
    return list(rows.values_list("pk", flat=True))


def complaint(own: Bureau) -> InspectionTask:
    return InspectionTask.objects.get(bureau=own.organisation, code=FILE_CODE)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def stored_forms() -> list[bytes]:
    """Give all that the database holds: each row as stored; on SQLite its pages and its dump."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            rows.append(repr(cursor.fetchall()).encode())
    forms = [b"".join(rows)]
    if connection.vendor == "sqlite":
        forms.append(connection.connection.serialize())
        forms.append("\n".join(connection.connection.iterdump()).encode())
    return forms


def test_no_byte_of_the_database_has_them_in_clear(own: Bureau) -> None:
    assert own.organisation.name
    forms = stored_forms()

    assert all("青禾区丙食品有限公司".encode() in form for form in forms)
    assert [secret for secret in SECRETS for form in forms if secret.encode() in form] == []


def test_no_file_of_the_site_has_them_in_clear(own: Bureau, log_folder: Path) -> None:
    assert own.organisation.name
    paths = [path for path in log_folder.parent.rglob("*") if path.is_file()]
    data = {path: path.read_bytes() for path in paths}
    names = {path.relative_to(log_folder.parent).parts[0] for path in paths}

    assert {"log", "uploads", "files", "draws"} <= names
    assert [
        (path.name, secret)
        for path, content in data.items()
        for secret in SECRETS
        if secret.encode() in content
    ] == []


def test_what_was_entered_is_there_in_the_program(own: Bureau) -> None:
    assert Subject.objects.get(code=platform_factory.code(900)).phone == OTHER_PHONE
    assert SubjectVersion.objects.get(code=platform_factory.code(900)).phone == PHONE
    assert Subject.objects.get(code=FILE_CODE).phone == PHONE
    assert Subject.objects.get(code=platform_factory.code(902)).phone == OTHER_PHONE
    assert EnterpriseReport.objects.get().phone == PHONE
    assert complaint(own).reason == f"{COMPLAINANT}反映拖欠工资"
    interview = Document.objects.get(type="interview")
    assert (interview.data["phone"], interview.data["identity"]) == (PHONE, "110101********4530")


def test_the_rows_with_telephones_are_what_the_log_says(own: Bureau) -> None:
    sound = visits.differences(reconciliation.check)
    Subject.objects.filter(bureau=own.organisation, code=platform_factory.code(900)).update(
        phone=PHONE
    )

    assert "内容" not in sound
    assert [*visits.differences(reconciliation.check)] == [*sound, "内容"]


def test_no_entry_of_the_trail_is_presented_with_them(own: Bureau) -> None:
    assert own.organisation.name
    views = map(presenters.render_entry, audit.Entry.objects.all())
    shown = repr([(view.title, view.what, view.details, view.changes) for view in views])

    assert "139****0054" in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_a_look_at_the_telephone_of_a_subject_is_on_record(own: Bureau, signed_in: Any) -> None:
    subject = Subject.objects.get(code=platform_factory.code(900))
    client, where = signed_in(own, "clerk"), f"/office/subjects/{subject.pk}/"

    page, asked = text_of(client.get(where)), text_of(client.get(f"{where}phone/"))
    edited = client.get(f"{where}edit/").content.decode()
    before = len(audit.of_types(["subject.phone-shown"]))
    response = client.post(f"{where}phone/")

    look = audit.of_types(["subject.phone-shown"])[0]
    assert "139****0054查看" in page
    assert [OTHER_PHONE in text for text in (page, asked, edited)] == [False] * 3
    assert (before, OTHER_PHONE in text_of(response)) == (0, True)
    assert response["Cache-Control"] == "no-store"
    assert (look.about_number, look.person) == (subject.code, own.actors["clerk"].person)


def test_a_look_at_who_reported_is_on_record(own: Bureau, signed_in: Any) -> None:
    row = Rectification.objects.get()
    client, where = signed_in(own, "clerk"), f"/office/rectifications/{row.pk}/"

    page = text_of(client.get(where))
    shown = text_of(client.post(f"{where}reports/1/phone/"))
    missing = text_of(client.post(f"{where}reports/2/phone/"))

    looks = audit.of_types(["rectification.phone-shown"])
    assert "柳南星139****0021查看" in page
    assert [secret for secret in SECRETS if secret in page] == []
    assert PHONE in shown
    assert "没有这份报告，或不在您的范围内" in missing
    assert [look.private["receipt"] for look in looks] == [f"{row.number}-1"]


def test_a_look_at_who_objected_is_on_record(own: Bureau, signed_in: Any) -> None:
    objection = VisitObjection.objects.get()
    client, where = signed_in(own, "clerk"), f"/office/visits/{objection.visit_id}/"

    page = text_of(client.get(where))
    shown = text_of(client.post(f"{where}objections/{objection.pk}/contact/"))

    look = audit.of_types(["visit.contact-shown"])[0]
    assert "联系方式：柳南星****0021查看" in page
    assert [secret for secret in SECRETS if secret in page] == []
    assert PHONE in shown
    assert look.private["reference"] == objection.number


def test_the_officers_sent_after_a_complaint_read_nothing_of_it(
    own: Bureau, signed_in: Any
) -> None:
    task = complaint(own)
    leader = task.slots.all()[0].inspector_id
    Inspector.objects.filter(pk=leader or 0).update(user=own.user("inspector"))
    where = f"/office/visits/{task.pk}/"

    officer = text_of(signed_in(own, "inspector").get(where))
    clerk = text_of(signed_in(own, "clerk").get(where))

    assert "投诉举报" in officer
    assert COMPLAINANT not in officer
    assert f"{COMPLAINANT}反映拖欠工资" in clerk


def test_nobody_outside_reads_of_a_complaint(own: Bureau) -> None:
    task = complaint(own)
    VisitCode.objects.create(visit=task, code="H4T8W2PA", made_at=visits.AT, entry=0)
    InspectionTask.objects.filter(pk=task.pk).update(arrived_at=visits.AT, state="inspecting")
    pages = [text_of(Client().get(path)) for path in ("/visit/H4T8W2PA/", "/log/", "/")]

    assert [word for word in (COMPLAINANT, "投诉举报登记") for page in pages if word in page] == []


def test_an_export_hides_the_telephones_and_comes_back_unchanged(
    own: Bureau, signed_in: Any
) -> None:
    data = signed_in(own, "clerk").get("/office/subjects/export.csv").getvalue()
    before = Subject.objects.get(code=FILE_CODE).phone
    line = next(row for row in data.decode("utf-8-sig").splitlines() if FILE_CODE in row)

    assert "139****0021" in line
    assert PHONE not in data.decode("utf-8-sig")
    assert rules.phone_meant("139****0021", before) == PHONE
    faults = rules.check_row({"code": FILE_CODE, "name": "丙", "phone": "139****0021"})
    assert [(fault.field, fault.reason) for fault in faults.faults] == [
        ("phone", "电话中间被星号遮盖了；请填完整的号码，或留空")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"打{PHONE}找人", "打139****0021找人"),
        ("139-8765-0021", "139****0021"),
        (f"证{IDENTITY}号", "证110101********4530号"),
        (f"卡{CARD}", "卡622****3440"),
        ("91990107MA6N2FMJJX", "91990107MA6N2FMJJX"),
        ("任务990107202603180002", "任务990107202603180002"),
        ("0379-0000002，12人", "0379-0000002，12人"),
    ],
)
def test_numbers_of_persons_are_hidden_in_any_text(text: str, shown: str) -> None:
    assert masked_numbers(text) == shown
    assert has_number(text) == (text != shown)


def test_a_card_is_known_by_its_check_digit() -> None:
    assert is_card(CARD)
    assert not is_card("6222020000112233441")
    assert not is_card("990107202603180002")


def test_the_papers_say_what_was_asked_and_leave_the_number_out(own: Bureau) -> None:
    assert own.organisation.name
    papers = {row.type: row for row in Document.objects.all()}

    assert {"interview", "check-record", "site-minutes", "recording-list"} <= papers.keys()
    assert issuing.render_pdf(papers["interview"]).startswith(b"%PDF-1.7")
    assert papers["check-record"].data["is_closed"] == "否"
    assert personal_numbers.masked(PHONE) == "139****0021"
