"""The background work of a draw: its job says how far it is, and why it stopped."""

from __future__ import annotations

import pytest

from oversight.accounts.models import Appointment
from oversight.common.errors import DomainError
from oversight.draws import selectors
from oversight.draws.models import Draw
from oversight.draws.services import drafting, preparation
from oversight.draws.todos import todos
from oversight.jobs import services as jobs
from oversight.jobs.models import Job
from tests.oversight.draws.directory_moves import BEFORE, industry, scoped
from tests.support import draw_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(own: Bureau) -> Draw:
    return scoped(own)


def asked(own: Bureau, draw: Draw) -> Job:
    """Ask for the preparation as somebody whose appointment stands."""
    lead = own.actors["coordinator"]
    job = preparation.ask(actor=lead, draw_id=draw.pk, enqueue=lambda _: None, at=MADE)
    appointment = Appointment.objects.filter(user_id=lead.user_id or 0).get()
    Job.objects.filter(pk=job.pk).update(appointment=appointment.pk)
    return job


def run(job: Job) -> Job:
    jobs.run(job_id=job.pk, now=lambda: MADE)
    job.refresh_from_db()
    return job


def test_a_draw_is_not_changed_while_its_preparation_waits(own: Bureau, draw: Draw) -> None:
    lead = own.actors["coordinator"]
    asked(own, draw)

    with pytest.raises(DomainError, match="正在备料；请等它完成"):
        drafting.drop(actor=lead, draw_id=draw.pk, reason="不抽了", at=MADE)

    assert selectors.is_busy(draw)


def test_a_preparation_that_is_done_tells_how_many_rows_it_read(own: Bureau, draw: Draw) -> None:
    draw_factory.confirm_changes(own, draw)

    job = run(asked(own, draw))

    draw.refresh_from_db()
    assert (job.state, job.problem, job.error_code) == ("done", "", "")
    assert (job.progress, job.progress_total) == (draw.figures["size"], draw.figures["size"])
    assert selectors.current_job(draw) == job
    assert not selectors.is_busy(draw)


def test_a_preparation_that_waits_for_a_second_look_is_listed(own: Bureau, draw: Draw) -> None:
    approver = own.actors["approver"]
    industry(own, BEFORE)

    job = run(asked(own, draw))
    waiting = [todo.title for todo in todos(approver, MADE)]
    draw_factory.confirm_changes(own, draw)

    assert (job.state, job.error_code) == ("failed", "unconfirmed-changes")
    assert job.problem.startswith("备料前的名录改动还没有第二人核对：备料前 30 日内有")
    assert waiting == ["核对名录变动：劳动用工抽查"]
    assert list(todos(approver, MADE)) == []


def test_a_refusal_of_another_kind_waits_for_nobody(own: Bureau, draw: Draw) -> None:
    draw_factory.confirm_changes(own, draw)
    job = asked(own, draw)
    draw.witnesses.update(commitment="")

    run(job)

    assert (job.state, job.error_code) == ("failed", "")
    assert "还没有交签封" in job.problem
    assert list(todos(own.actors["approver"], MADE)) == []


def test_a_preparation_asked_for_twice_is_one_job(own: Bureau, draw: Draw) -> None:
    asked(own, draw)

    with pytest.raises(DomainError, match="正在备料"):
        asked(own, draw)

    assert [job.asked_at for job in Job.objects.all()] == [MADE]
