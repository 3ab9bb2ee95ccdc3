"""The kinds of jobs: each app names its own, with what to do and what to say when it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class JobDetails(Protocol):
    """What the work of a job may know of the job."""

    @property
    def pk(self) -> int:
        """Give the key of the job itself, under which its progress is noted."""
        ...

    @property
    def target(self) -> int:
        """Give the key of the thing that the work is done on."""
        ...

    @property
    def appointment(self) -> int:
        """Give the key of the appointment that asked for it."""
        ...

    @property
    def address(self) -> str:
        """Give the network address it was asked from."""
        ...


CRASHED = "程序出错，没有完成；请再试一次，仍不行请把时间和这句话告诉系统管理员"


def _leave_target(_: int, __: str) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A kind of job: its name, title and work.

    ``on_failure`` tells its target, where that keeps a state of its own, what happened;
    ``crashed`` is what to say when the program failed.
    """

    name: str
    title: str
    work: Callable[[JobDetails, datetime], None]
    on_failure: Callable[[int, str], None] = _leave_target
    crashed: str = CRASHED


_KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Register a kind."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(kind.name)


def get(name: str) -> JobKind:
    """Give a kind by its name."""
    return _KINDS[name]
