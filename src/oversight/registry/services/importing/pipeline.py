"""The two long steps of an import, by kind of directory."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian.errors import MingqianError
from oversight.accounts.selectors import Actor
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.registry.models import ImportRun
from oversight.registry.services.importing import inspectors, items, runs, staging, subjects
from oversight.registry.states import IMPORT

_BY_KIND = {
    ImportRun.SUBJECTS: subjects,
    ImportRun.INSPECTORS: inspectors,
    ImportRun.ITEMS: items,
}


def read(*, actor: Actor, run_id: int) -> None:
    """Read and validate the file of an import; what is wrong with the file is noted on it."""
    run = runs.run_for(actor, run_id)
    try:
        staging.read(run_id, actor, _BY_KIND[run.kind].make_validator)
        _note(run_id)
    except (MingqianError, DomainError) as error:
        runs.fail(run_id, problem_of(error))
    except Exception:
        runs.fail(run_id, "读取时程序出错，名录没有变化；请把这个文件交给系统管理员")
        raise


def _note(run_id: int) -> None:
    run = ImportRun.objects.get(pk=run_id)
    hints = _BY_KIND[run.kind].notes(run) if run.state == ImportRun.READY else []
    ImportRun.objects.filter(pk=run_id).update(hints=hints)


def write(*, actor: Actor, run_id: int, at: datetime) -> None:
    """Write an import that was begun; a refusal is noted on it and nothing is written."""
    try:
        _write(actor, run_id, at)
    except DomainError as error:
        runs.fail(run_id, error.problem)
    except Exception:
        runs.fail(run_id, "写入时程序出错，名录没有变化；请再点一次写入")
        raise


@transaction.atomic
def _write(actor: Actor, run_id: int, at: datetime) -> None:
    run = runs.run_for(actor, run_id, lock=True)
    if not IMPORT.allows("write", run.state):
        return  # written by another worker
    run.entry = _BY_KIND[run.kind].write(run, actor, at)
    run.state = IMPORT.target("write", run.state)
    run.written_at, run.problem = at, ""
    run.save(update_fields=["entry", "state", "written_at", "problem"])
