"""Long work is done once, whatever is asked twice or interrupted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from oversight.common.errors import DomainError, NotFoundError
from oversight.jobs import kinds, selectors, services
from oversight.jobs.kinds import JobDetails, JobKind
from oversight.jobs.models import Job
from oversight.jobs.rules import INTERRUPTED, STOPPED_OFTEN

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


_history: list[str] = []


def _work(job: JobDetails, _: datetime) -> None:
    _history.append(f"work {job.target}")
    if job.target == 7:
        raise DomainError("没有完成")
    if job.target == 8:
        raise NotFoundError("发起人的任职已经结束")
    if job.target == 9:
        raise ZeroDivisionError


def _failed(target: int, problem: str) -> None:
    _history.append(f"failed {target} {problem}")


kinds.register(JobKind(name="test.kind", title="试", work=_work, on_failure=_failed))


@pytest.fixture
def history() -> list[str]:
    """Give what was done of the kind under test, in order."""
    _history.clear()
    return _history


def ask(target: int, queue: list[int]) -> Job:
    return services.ask(
        kind="test.kind", target=target, appointment=1, address="", enqueue=queue.append, at=NOON
    )


def run(job: Job) -> Job:
    services.run(job_id=job.pk, now=lambda: NOON)
    job.refresh_from_db()
    return job


def begin(*, is_after_crash: bool) -> list[int]:
    return services.begin_work(process=5, is_after_crash=is_after_crash, at=NOON)


def test_work_asked_for_twice_is_done_once(history: list[str]) -> None:
    queue: list[int] = []
    first, second = ask(3, queue), ask(3, queue)

    for job_id in queue:
        services.run(job_id=job_id, now=lambda: NOON)

    assert first.pk == second.pk
    assert history == ["work 3"]
    assert Job.objects.get().state == "done"


def test_work_done_may_be_asked_for_again(history: list[str]) -> None:
    run(ask(3, []))
    run(ask(3, []))

    assert history == ["work 3", "work 3"]


def test_work_whose_asking_was_rolled_back_is_not_done(history: list[str]) -> None:
    queue: list[int] = []
    with transaction.atomic():
        ask(3, queue)
        transaction.set_rollback(True)

    services.run(job_id=queue[0], now=lambda: NOON)

    assert (history, Job.objects.count()) == ([], 0)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        services.ask(kind="none", target=1, appointment=1, address="", enqueue=print, at=NOON)


def test_a_refusal_is_noted(history: list[str]) -> None:
    job = run(ask(7, []))

    assert (job.state, job.problem, job.ended_at) == ("failed", "没有完成", NOON)
    assert history == ["work 7"]


def test_work_of_somebody_who_may_no_longer_frees_its_target(history: list[str]) -> None:
    assert run(ask(8, [])).state == "failed"
    assert history == ["work 8", "failed 8 发起人的任职已经结束"]


def test_an_error_of_the_program_is_noted_and_raised(history: list[str]) -> None:
    job = ask(9, [])
    with pytest.raises(ZeroDivisionError):
        services.run(job_id=job.pk, now=lambda: NOON)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.problem.startswith("程序出错，没有完成")
    assert history == ["work 9"]


def test_a_job_says_how_far_it_is() -> None:
    job = ask(3, [])

    services.note_progress(job_id=job.pk, done=20, total=60)

    job.refresh_from_db()
    assert (job.progress, job.progress_total, job.is_open) == (20, 60, True)


def test_the_last_job_on_a_target_is_the_one_that_counts(history: list[str]) -> None:
    run(ask(7, []))
    before = list(selectors.refused_targets("test.kind", ""))
    last = run(ask(3, []))
    again = ask(7, [])

    assert selectors.latest(["test.kind"], 3) == last
    assert selectors.latest(["test.kind"], 4) is None
    assert (before, list(selectors.refused_targets("test.kind", ""))) == ([7], [])
    assert (again.is_open, last.is_open) == (True, False)
    assert history == ["work 7", "work 3"]


def test_work_that_ran_when_the_site_was_stopped_goes_on_three_times(history: list[str]) -> None:
    job = ask(3, [])
    for _ in range(3):
        Job.objects.filter(pk=job.pk).update(state="running")
        assert begin(is_after_crash=False) == [job.pk]
    Job.objects.filter(pk=job.pk).update(state="running")

    assert begin(is_after_crash=False) == []
    assert history == [f"failed 3 {STOPPED_OFTEN}"]


def test_work_that_ran_when_the_worker_died_is_not_tried_again(history: list[str]) -> None:
    killer, other = ask(3, []), ask(4, [])
    Job.objects.filter(pk=killer.pk).update(state="running")

    assert begin(is_after_crash=True) == [other.pk]
    killer.refresh_from_db()
    assert (killer.state, killer.problem) == ("failed", INTERRUPTED)
    assert history == [f"failed 3 {INTERRUPTED}"]


def test_the_health_of_the_worker_tells_silence_crashes_and_what_waits(
    history: list[str],
) -> None:
    before = selectors.worker_health(NOON)
    begin(is_after_crash=False)
    begin(is_after_crash=True)
    ask(3, [])
    run(ask(7, []))
    services.note_alive(process=5, at=NOON + timedelta(seconds=30))
    services.note_alive(process=6, at=NOON + timedelta(hours=1))

    health = selectors.worker_health(NOON + timedelta(seconds=80))
    late = selectors.worker_health(NOON + timedelta(seconds=91))

    assert (before.is_alive, before.seen_at) == (False, None)
    assert (health.is_alive, health.crashes, health.crashed_at) == (True, 1, NOON)
    assert (health.waiting, health.running) == (1, 0)
    assert late.is_alive is False
    assert [job.target for job in selectors.failed_lately(NOON)] == [7]
    assert history == ["work 7"]
