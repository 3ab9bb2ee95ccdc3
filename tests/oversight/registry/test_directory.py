"""The directory of subjects: changes with reasons, searches, past days, health."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import ChangedMeanwhileError, DomainError, FieldsError, NotAllowedError
from oversight.registry.models import Subject, SubjectVersion
from oversight.registry.selectors import history
from oversight.registry.selectors import subjects as questions
from oversight.registry.services import subjects, visits
from oversight.registry.services.visits import VisitDetails
from tests.support import platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau, code

TODAY = date(2026, 3, 18)


def found(own: Bureau, who: str = "clerk", **asked: object) -> list[str]:
    question = questions.SubjectQuery(**asked)  # type: ignore[arg-type]
    return [one.name for one in questions.find(own.actors[who], question, TODAY)]


def change(own: Bureau, subject: Subject, *, minutes: int = 5, **values: str) -> Subject:
    told = {"code": subject.code, "name": subject.name, "address": subject.address, **values}
    return subjects.change(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        owner_id=subject.owner_id,
        values=told,
        reason="核对营业执照",
        seen_entry=Subject.objects.get(pk=subject.pk).entry,
        at=NOON + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize(
    "words",
    ["红旗", "旗", "食品", "𠮷", "城关街道", "示例路", "红旗 城关", "qhqhqspyxgs", "hqsp"],
)
def test_any_part_of_name_or_address_and_initials_find_it(own: Bureau, words: str) -> None:
    platform_factory.subject(own, 1, name="青禾区红旗食品𠮷有限公司", address="城关街道示例路8号")
    platform_factory.subject(own, 2, name="柳河建筑劳务中心", address="柳河镇")

    if words == "qhqhqspyxgs":
        words = Subject.objects.get(code=code(1)).initials
    assert found(own, words=words) == ["青禾区红旗食品𠮷有限公司"]


@pytest.mark.parametrize(
    "words", ["没有", '"', "*", "' OR 1=1", "红旗*", "a AND b", "（）", "\\", "&|!", "NEAR(红 旗)"]
)
def test_what_does_not_occur_finds_nothing_and_breaks_nothing(own: Bureau, words: str) -> None:
    platform_factory.subject(own, 1, name="柳河建筑劳务中心", address="柳河镇")

    assert found(own, words=words) == []


def test_the_beginning_of_a_code_finds_it(own: Bureau) -> None:
    platform_factory.subject(own, 1)
    platform_factory.subject(own, 2)

    assert found(own, words=code(2)[:17].lower()) == ["青禾区第2食品有限公司"]
    assert len(found(own, words="91990107MA")) == 2


def test_each_filter_keeps_its_own(own: Bureau) -> None:
    platform_factory.subject(
        own, 1, grade="A", risk="D", region="城关街道", industry="建筑业", labels="重点 白名单"
    )
    platform_factory.subject(own, 2, grade="B", region="柳河镇", state="注销", kind="个体工商户")
    one, two = ["青禾区第1食品有限公司"], ["青禾区第2食品有限公司"]

    for field, value in (
        ("grade", "A"),
        ("risk", "D"),
        ("region", "城关街道"),
        ("industry", "建筑业"),
    ):
        assert found(own, exact={field: value}) == one
    for field, value in (("state", "注销"), ("kind", "个体工商户")):
        assert found(own, exact={field: value}) == two
    assert found(own, label="白名单") == one
    assert found(own, label="白名") == []
    assert found(own, owner=own.sections[SECTIONS[1]].pk) == []
    assert found(own, health="closed") == two


def test_visits_are_counted_for_their_year_and_exempt_ones_are_not(own: Bureau) -> None:
    subject = platform_factory.subject(own, 1)
    platform_factory.subject(own, 2)
    for on, exempt in (
        (date(2025, 5, 1), ""),
        (date(2026, 2, 1), ""),
        (date(2026, 3, 1), "投诉举报/12345"),
    ):
        visits.note_visit(
            actor=own.actors["clerk"],
            subject_id=subject.pk,
            visit=VisitDetails(on=on, kind="双随机", units="试", exempt=exempt),
            at=NOON,
        )

    subject.refresh_from_db()

    assert (subject.visit_year, subject.visit_count) == (2026, 1)
    assert subject.last_visited_on == date(2026, 3, 1)
    assert found(own, visits=1) == ["青禾区第1食品有限公司"]
    assert found(own, visits=0) == ["青禾区第2食品有限公司"]
    assert found(own, never=True) == ["青禾区第2食品有限公司"]


def test_a_change_keeps_what_was_with_who_and_why(own: Bureau) -> None:
    subject = platform_factory.subject(own, 1, address="老地址")

    changed = change(own, subject, address="新地址")

    past = SubjectVersion.objects.get()
    entry = audit.by_index([changed.entry])[changed.entry]
    assert (past.address, past.since, past.until) == ("老地址", NOON, changed.since)
    assert entry.person == "own-clerk先生"
    assert entry.private is not None
    assert entry.private["reason"] == "核对营业执照"
    assert entry.private["changes"] == [["地址", "老地址", "新地址"]]
    assert entry.public == {"fields": ["地址"]}


def test_a_change_without_a_reason_or_without_change_is_refused(own: Bureau) -> None:
    subject = platform_factory.subject(own, 1)
    common: dict[str, Any] = {
        "actor": own.actors["clerk"],
        "subject_id": subject.pk,
        "owner_id": subject.owner_id,
        "seen_entry": subject.entry,
        "at": NOON,
    }

    with pytest.raises(DomainError, match="没有改动任何内容"):
        subjects.change(values={"code": subject.code, "name": subject.name}, reason="x", **common)
    with pytest.raises(DomainError, match="请写改动的原因，它会记入留痕"):
        subjects.change(values={"code": subject.code, "name": "改名"}, reason=" ", **common)


def test_two_clerks_do_not_overwrite_each_other(own: Bureau) -> None:
    subject = platform_factory.subject(own, 1)
    seen = subject.entry
    change(own, subject, name="先改的")

    with pytest.raises(ChangedMeanwhileError, match="这一行刚被别人改过"):
        subjects.change(
            actor=own.actors["clerk"],
            subject_id=subject.pk,
            owner_id=subject.owner_id,
            values={"code": subject.code, "name": "后改的"},
            reason="x",
            seen_entry=seen,
            at=NOON + timedelta(hours=1),
        )

    assert Subject.objects.get().name == "先改的"


def test_a_code_is_listed_once(own: Bureau) -> None:
    platform_factory.subject(own, 1)

    with pytest.raises(DomainError, match="名录中已有这个代码：青禾区第1食品有限公司；请改那一行"):
        platform_factory.subject(own, 1, name="另一家")


def test_a_wrong_code_is_kept_only_on_purpose_and_then_shown_as_ill(own: Bureau) -> None:
    wrong = code(1)[:17] + ("0" if code(1)[17] != "0" else "1")

    with pytest.raises(FieldsError):
        platform_factory.subject(own, 1, code=wrong)
    subjects.add(
        actor=own.actors["clerk"],
        owner_id=own.sections[SECTIONS[0]].pk,
        values={"code": wrong, "name": "照登的"},
        reason="执照如此",
        keeps_bad_code=True,
        at=NOON,
    )

    assert found(own, health="bad_code") == ["照登的"]


def test_labels_sections_and_listing_are_changed_for_many_at_once(own: Bureau) -> None:
    keys = [platform_factory.subject(own, number).pk for number in (1, 2, 3)]
    common: dict[str, Any] = {
        "actor": own.actors["clerk"],
        "subject_ids": keys[:2],
        "reason": "摸排",
    }

    assert subjects.label(added="重点监管", at=NOON + timedelta(minutes=1), **common) == 2
    other = own.sections[SECTIONS[1]]
    assert subjects.move(owner_id=other.pk, at=NOON + timedelta(minutes=2), **common) == 2
    assert subjects.set_listed(is_listed=False, at=NOON + timedelta(minutes=3), **common) == 2

    assert found(own) == ["青禾区第3食品有限公司"]
    assert found(own, is_listed=False, label="重点监管", owner=other.pk) == [
        "青禾区第1食品有限公司",
        "青禾区第2食品有限公司",
    ]
    with pytest.raises(DomainError, match="选中的对象都已经是这样，没有改动"):
        subjects.set_listed(is_listed=False, at=NOON + timedelta(minutes=4), **common)


@pytest.mark.parametrize("who", ["coordinator", "approver", "supervisor", "administrator"])
def test_only_the_keeper_changes_the_directory(own: Bureau, who: str) -> None:
    with pytest.raises(NotAllowedError, match="可以请“实施”来做"):
        subjects.add(
            actor=own.actors[who],
            owner_id=own.sections[SECTIONS[0]].pk,
            values={"code": code(1), "name": "甲"},
            reason="x",
            at=NOON,
        )


def test_the_directory_of_a_past_day_is_what_it_was(own: Bureau) -> None:
    subject = platform_factory.subject(own, 1, address="老地址")
    change(own, subject, minutes=60 * 24 * 3, address="新地址")
    platform_factory.subject(own, 2, at=NOON + timedelta(days=5))
    clerk = own.actors["clerk"]

    def addresses(day: date) -> list[str]:
        present, past = history.on_day(clerk, day)
        return sorted([one.address for one in present] + [one.address for one in past])

    assert addresses(date(2026, 3, 17)) == []
    assert addresses(date(2026, 3, 18)) == ["老地址"]
    assert addresses(date(2026, 3, 21)) == ["新地址"]
    assert addresses(date(2026, 3, 23)) == ["", "新地址"]


def test_two_days_differ_by_what_was_added_removed_and_changed(own: Bureau) -> None:
    stays = platform_factory.subject(own, 1)
    goes = platform_factory.subject(own, 2)
    back = platform_factory.subject(own, 3)
    later = NOON + timedelta(days=2)
    change(own, stays, minutes=60 * 48, grade="C")
    subjects.set_listed(
        actor=own.actors["clerk"],
        subject_ids=[goes.pk],
        is_listed=False,
        reason="注销",
        at=later + timedelta(minutes=1),
    )
    change(own, back, minutes=60 * 48 + 2, address="甲")
    change(own, Subject.objects.get(pk=back.pk), minutes=60 * 48 + 3, address="")
    platform_factory.subject(own, 4, at=later + timedelta(minutes=9))

    told = history.between(own.actors["supervisor"], date(2026, 3, 18), date(2026, 3, 20))

    assert {(one.word, one.code) for one in told} == {
        ("减少", code(2)),
        ("变更", code(1)),
        ("新增", code(4)),
    }
    assert next(one for one in told if one.word == "变更").changes == [("守法诚信等级", "", "C")]


def test_another_bureaus_subjects_are_not_found(own: Bureau, foreign: Bureau) -> None:
    platform_factory.subject(foreign, 1)

    assert found(own, "supervisor") == []
    assert found(own, "supervisor", words="食品") == []
    assert len(found(foreign, "supervisor")) == 1
