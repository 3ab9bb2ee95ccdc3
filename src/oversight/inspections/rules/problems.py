"""What is wrong with a record before it goes to the signatures, at the field (guide 2, R14–R25)."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.inspections.rules import answers, minutes, paths
from oversight.inspections.rules.codes import Path
from oversight.inspections.rules.contents import Content, read_record
from oversight.inspections.rules.facts import Problem, VisitFacts


def problems(content: Content, facts: VisitFacts) -> list[Problem]:
    """Say everything that keeps a record from the signatures; empty if it is whole."""
    return list(_problems(content, facts))


def _problems(content: Content, facts: VisitFacts) -> Iterator[Problem]:
    record = read_record(content)
    if record.path == Path.INSPECTED:
        yield from answers.problems(record, facts)
    else:
        yield from paths.problems(record, facts)
        yield from answers.problems_beside_a_path(record, facts)
    yield from answers.code_problems(record)
    yield from minutes.problems(record, facts)
