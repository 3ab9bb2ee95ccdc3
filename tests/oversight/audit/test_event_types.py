"""Types of events: registered by their apps, with words for everything that is recorded."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from oversight.audit import event_types, events, presenters, services
from oversight.audit.event_types import EventType, Kind
from oversight.audit.models import Entry, Head
from oversight.audit.selectors import AuditQuery, entries
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.cases import events as case_events
from oversight.draws import events as draw_events
from oversight.plans import events as plan_events
from oversight.rectifications import events as rectification_events
from tests.support.audit_events import TEST_DONE
from tests.support.platform_factory import NOON

SOURCES = Path(__file__).resolve().parents[3] / "src" / "oversight"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Read every module that may record an event: name and syntax tree."""
    for path in sorted(SOURCES.rglob("*.py")):
        if path.name != "events.py":
            yield path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text())


def ours() -> list[EventType]:
    """Give the types of the platform, without those of tests."""
    of_tests = {TEST_DONE.type, "room.booked"}
    return [known for known in event_types.all_types() if known.type not in of_tests]


def entry(event_type: EventType, **values: object) -> Entry:
    """Make an entry of the log that is not stored."""
    told = {"about_kind": event_type.kind.name, "about_number": "1", "private": None}
    return Entry(index=0, type=event_type.type, at=NOON, **{**told, **values})


def test_every_type_has_chinese_words_for_all_that_it_names() -> None:
    wordless = [
        (event_type.type, words)
        for event_type in ours()
        for words in (event_type.title, event_type.kind.title, *event_type.fields.values())
        if not CHINESE.search(words)
    ]

    assert wordless == []
    assert len(ours()) > 100


def test_no_field_is_both_shown_and_hidden() -> None:
    assert [one.type for one in ours() if one.fields.keys() & one.hidden] == []


def test_no_module_names_an_event_by_a_bare_string() -> None:
    names = {event_type.type for event_type in ours()}

    bare = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in names
    ]

    assert bare == []


def test_every_type_is_recorded_by_somebody() -> None:
    used = {
        node.attr
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }

    idle = [
        event_type.type
        for event_type in ours()
        if re.sub(r"[.-]", "_", event_type.type).upper() not in used
    ]

    assert idle == []


def test_a_type_is_registered_once() -> None:
    again = EventType(type="plan.begun", title="又新建了年度计划", kind=plan_events.PLAN)

    with pytest.raises(ImproperlyConfigured, match=r"two event types are called plan\.begun"):
        event_types.register(again)

    assert event_types.find("plan.begun") is plan_events.PLAN_BEGUN


def test_a_kind_of_things_is_one_object() -> None:
    second = EventType(type="plan.again", title="又一种", kind=Kind("plan", "另一种计划"))

    with pytest.raises(ImproperlyConfigured, match="two kinds of things are called plan"):
        event_types.register(second)

    assert event_types.find("plan.again") is None


@pytest.mark.parametrize(("title", "kind"), [("", "事物"), ("做了", "")])
def test_a_type_without_words_is_refused(title: str, kind: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="has no title"):
        event_types.register(EventType(type="no.words", title=title, kind=Kind("no", kind)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["test.unknown", "plan.begun"])
def test_an_unregistered_type_is_not_recorded(name: str) -> None:
    unregistered = EventType(type=name, title="不认识", kind=plan_events.PLAN)

    with pytest.raises(ImproperlyConfigured, match="is not registered"):
        services.record(AuditEvent(type=unregistered, number="1"), by=PROGRAM, at=NOON)

    assert Head.objects.get(pk=1).size == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "event",
    [
        AuditEvent(type=TEST_DONE, number="1", public={"reason": "例行", "extra": 1}),
        AuditEvent(type=TEST_DONE, number="1", private={"extra": 1}),
    ],
)
def test_a_field_without_a_word_is_not_recorded(event: AuditEvent) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"test\.done has no words for \['extra'\]"):
        services.record(event, by=PROGRAM, at=NOON)

    assert Head.objects.get(pk=1).size == 0


def test_a_type_presents_its_entries_in_its_own_words() -> None:
    public = {"version": 2, "on": "2026-03-18", "with": "市局"}

    view = presenters.render_entry(entry(plan_events.PLAN_FILED, public=public))

    assert view.title == "登记了计划备案"
    assert view.what == "年度计划 1"
    assert view.details == [("版本", "2"), ("日期", "2026年3月18日"), ("备案机关", "市局")]
    assert view.tone == ""


def test_what_only_binds_rows_to_an_entry_is_not_shown() -> None:
    private = {"state": {"bureau": "1"}, "person": "罗听雪", "scope": "/1/"}

    view = presenters.render_entry(entry(plan_events.PLAN_BEGUN, private=private))

    assert view.details == []


def test_an_app_presents_its_own_types() -> None:
    public = {"source": 2, "value": "none", "declared_by": ["甲", "乙"]}

    view = presenters.render_entry(entry(draw_events.DRAW_REVEALED, public=public))

    assert view.details == [("来源", "第 2 个"), ("值", "到期没有公开数"), ("声明人", "甲、乙")]


def test_two_presenters_of_one_type_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"two presenters for draw\.revealed"):
        presenters.register(presenters.present, [draw_events.DRAW_REVEALED])


def test_an_entry_of_a_type_that_no_app_knows_is_still_shown() -> None:
    former = Entry(
        index=0, type="former.done", at=NOON, about_kind="plan", about_number="7", public={"x": 1}
    )

    view = presenters.render_entry(former)

    assert (view.title, view.what, view.details) == ("former.done", "年度计划 7", [("x", "1")])


@pytest.mark.parametrize(
    ("event_type", "tone"),
    [
        (events.SITE_REFUSED, "bad"),
        (draw_events.DRAW_VOIDED, "bad"),
        (draw_events.DRAW_SEALED, "seal"),
        (plan_events.PLAN_APPROVED, "seal"),
        (plan_events.PLAN_SUBMITTED, ""),
    ],
)
def test_an_entry_is_marked_by_the_tone_of_its_type(event_type: EventType, tone: str) -> None:
    assert presenters.render_entry(entry(event_type)).tone == tone


def test_what_was_refused_is_what_its_name_says() -> None:
    named = {one.type for one in ours() if one.type.endswith("refused")}

    assert event_types.refusal_types() == named


@pytest.mark.django_db
def test_only_refusals_are_found_where_they_are_asked_for() -> None:
    services.record(AuditEvent(type=events.SITE_REFUSED, number="x"), by=PROGRAM, at=NOON)
    services.record(AuditEvent(type=TEST_DONE, number="x"), by=PROGRAM, at=NOON)

    found = entries(["/"], AuditQuery(is_refused=True))

    assert [one.type for one in found] == ["site.refused"]


def test_an_administrator_may_read_accounts_and_nothing_of_the_business() -> None:
    areas = {name.split(".")[0] for name in event_types.account_types()}

    assert areas == {"account", "organisation", "site", "cosigner"}


def test_covered_are_the_acts_that_concern_one_officer_or_one_firm() -> None:
    covered = {one.type for one in ours() if one.is_covered}
    # What is decided of one firm is published by itself; its way there is nobody's business.
    kinds = (case_events.CASE, case_events.REFERRAL, rectification_events.RECTIFICATION)
    of_firms = {one.type for one in ours() if one.kind in kinds}

    assert of_firms < covered
    assert covered - of_firms == {
        *("account.signed-in", "account.signed-out", "account.session-ended"),
        *("account.password-changed", "account.code-set-up", "account.changed"),
        *("account.unlocked", "account.sign-in-refused", "account.phone-shown"),
        *("inspector.leave", "inspector.leave-cancelled"),
        *("inspector.recused", "inspector.recusal-ended", "inspector.linked"),
        *("inspector.unlinked", "handover.reminded"),
        *("document.issued-covered", "document.served", "document.voided-covered"),
        # An unannounced visit is not known to anybody outside before the arrival.
        *("visit.registered", "visit.moved", "visit.team-changed", "visit.submitted"),
        *("visit.approved", "visit.refused", "visit.withdrawn", "visit.notified"),
        *("visit.arrived-urgently", "visit.record-saved", "visit.corrected"),
        *("visit.certificate-shown", "visit.arrived", "visit.started", "visit.left"),
        *("visit.code-made", "visit.code-linked", "visit.objection", "rating.given"),
        *("visit.officer-recusal-asked", "visit.officer-recusal-refused"),
        *("visit.signing-begun", "visit.signed", "visit.signature-refused", "visit.reopened"),
        *("visit.finished", "visit.not-inspected", "visit.struck", "visit.told"),
        *("visit.suspended", "visit.resumed", "visit.goes-again", "visit.concluded"),
        *("visit.contact-shown", "visit.defect-found", "visit.defect-decided"),
        *("visit.pictures-missing", "subject.phone-shown"),
        *("account.feed-made", "account.feed-ended"),
        # A result is before the public when it is published; its approval's digest is logged.
        *("result.entered", "result.returned", "result.resubmitted", "result.corrected"),
        *("result.published", "result.withdrawn", "result.followed-up"),
        *("disclosure.drafted", "disclosure.changed", "disclosure.dropped"),
        *("disclosure.submitted", "disclosure.returned"),
    }
