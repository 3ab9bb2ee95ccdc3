"""A bulk act on subjects is taken back as a whole, where nothing came after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.audit.models import Entry
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry.models import Subject
from oversight.registry.services import bulk_undo, subjects
from tests.support import platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, SECTIONS, Bureau

SOON, LATER = NOON + timedelta(minutes=1), NOON + timedelta(hours=1)


def labelled(own: Bureau) -> tuple[list[Subject], int]:
    """Label two subjects of which one has a label already; give them and the entry."""
    rows = [platform_factory.subject(own, number, labels="老户") for number in (1, 2)]
    common: dict[str, Any] = {"actor": own.actors["clerk"], "reason": "摸排", "at": SOON}
    subjects.label(subject_ids=[row.pk for row in rows], added="重点监管", **common)
    return rows, Entry.objects.get(type="subject.labelled").index


def labels() -> list[str]:
    return list(Subject.objects.order_by("pk").values_list("labels", flat=True))


def test_a_bulk_act_is_taken_back_and_both_stay_in_the_trail(own: Bureau) -> None:
    _, index = labelled(own)

    count = bulk_undo.undo(actor=own.actors["clerk"], index=index, at=LATER)

    assert count == 2
    assert labels() == ["|老户|", "|老户|"]
    entry = Entry.objects.get(type="subject.restored")
    assert entry.public == {"count": 2, "entry": index}
    assert bulk_undo.newest(own.actors["clerk"], LATER) is None
    with pytest.raises(DomainError, match="已经撤销，或者各家以后又改过"):
        bulk_undo.undo(actor=own.actors["clerk"], index=index, at=LATER)


def test_what_was_changed_since_stays_as_it_is(own: Bureau) -> None:
    rows, index = labelled(own)
    other = own.sections[SECTIONS[1]].pk
    subjects.move(
        actor=own.actors["clerk"], subject_ids=[rows[0].pk], owner_id=other, reason="分工", at=LATER
    )

    undoing = bulk_undo.undoing_for(own.actors["clerk"], index)
    bulk_undo.undo(actor=own.actors["clerk"], index=index, at=LATER)

    assert (undoing.unchanged, undoing.changed_since) == (1, 1)
    assert labels() == ["|老户|重点监管|", "|老户|"]


def test_a_bulk_act_is_not_taken_back_after_a_day_nor_by_others(own: Bureau) -> None:
    _, index = labelled(own)
    tomorrow = SOON + timedelta(hours=24, seconds=1)

    with pytest.raises(DomainError, match="过了 24 小时不能撤销；请另做一次改动改回去"):
        bulk_undo.undo(actor=own.actors["clerk"], index=index, at=tomorrow)
    with pytest.raises(NotFoundError):
        bulk_undo.undoing_for(own.actors["approver"], index)
    assert bulk_undo.newest(own.actors["clerk"], tomorrow) is None


def test_somebody_else_of_the_same_name_takes_nothing_back(own: Bureau) -> None:
    _, index = labelled(own)
    namesake = replace(own.actors["clerk"], username="namesake")

    assert bulk_undo.newest(namesake, LATER) is None
    with pytest.raises(NotFoundError):
        bulk_undo.undoing_for(namesake, index)
    assert bulk_undo.newest(own.actors["clerk"], LATER) is not None


def test_the_list_offers_to_take_the_last_bulk_act_back(
    own: Bureau, signed_in: Callable[..., Client]
) -> None:
    keys = [platform_factory.subject(own, number).pk for number in (1, 2)]
    clerk = signed_in(own, "clerk")
    clerk.post(
        "/office/subjects/bulk/",
        {"act": "label", "label": "重点", "selected": keys, "reason": "查"},
    )
    index = Entry.objects.get(type="subject.labelled").index

    offered = text_of(clerk.get("/office/subjects/"))
    asked = text_of(clerk.get(f"/office/subjects/bulk/{index}/undo/"))
    done = text_of(clerk.post(f"/office/subjects/bulk/{index}/undo/", follow=True))

    assert f'href="/office/subjects/bulk/{index}/undo/"' in offered
    assert "2 家" in asked
    assert "已撤销，2 家改回原来的样子。" in done
    assert "撤销这次改动" not in done
    assert labels() == ["", ""]
