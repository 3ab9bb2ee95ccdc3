"""How often a subject may be visited in a year: what each rule says of it, and who is exempt.

Rules differ: the national answer counts all visits of the year (司法部, 2025-04-18, on
国办发〔2024〕54号), local rules leave out what was complained of, assigned, found in data or asked
for. Both are shown; the stricter one binds unless a lawful exemption with its proof is given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from oversight.draws.rules import Cap
from oversight.draws.services import sampling_frame
from oversight.inspections.kinds import Kind
from oversight.inspections.models import InspectionTask
from oversight.registry.models import Subject
from oversight.registry.rules.ledger import DRAWN_KIND
from oversight.registry.selectors import ledger
from oversight.regulations import selectors as regulations

LEDGER_KINDS: dict[str, str] = {Kind.ROUTINE: "日常", Kind.CASE: "个案", Kind.SPECIAL: "专项"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CapAnswer:
    """What one cap says of a visit, which is itself among those counted.

    ``counted`` are the visits that the rule counts, ``all_visits`` those of the national answer.
    """

    name: str
    citation: str
    limit: int
    counted: int
    all_visits: int

    @property
    def is_over(self) -> bool:
        """Tell whether the rule's own count goes beyond the limit."""
        return self.counted > self.limit

    @property
    def is_over_nationally(self) -> bool:
        """Tell whether the count of all visits goes beyond the limit."""
        return self.all_visits > self.limit

    @property
    def differs(self) -> bool:
        """Tell whether the two ways of counting give two answers."""
        return self.is_over != self.is_over_nationally

    @property
    def words(self) -> str:
        """Say the count for people."""
        text = f"本年度第 {self.counted} 次，上限 {self.limit} 次"
        if self.all_visits != self.counted:
            text += f"；各类检查都计入时是第 {self.all_visits} 次"
        return text

    @property
    def standing_words(self) -> str:
        """Say for people what was counted before another visit."""
        return (
            f"本年度已有 {self.counted} 次（各类检查都计入时 {self.all_visits} 次），"
            f"上限 {self.limit} 次（{self.citation}）"
        )

    def as_json(self) -> dict[str, object]:
        """Give what is kept with an approval."""
        return asdict(self)


def ledger_kind(task: InspectionTask) -> str:
    """Name the kind of visit by which the caps count it in the ledger."""
    return DRAWN_KIND if task.is_random else LEDGER_KINDS[task.kind]


def sections_of(task: InspectionTask) -> frozenset[int]:
    """Give the sections that go: the one that leads, and those of the team."""
    return frozenset({task.owner_id, *(slot.section_id for slot in task.slots.all())})


def applicable(task: InspectionTask, on: date) -> list[Cap]:
    """Give the caps that apply to a task on a day, the strictest first."""
    return sampling_frame.caps_for(task.bureau_id, sections_of(task), on)


def is_exempt(task: InspectionTask) -> bool:
    """Tell whether somebody else agreed that the task may go beyond a cap, or a rule lets it."""
    if task.draw is None:
        return bool(task.exempt)
    return task.draw.granted_exemptions.filter(subject_id=task.subject_id).exists()


def answers(task: InspectionTask, on: date) -> list[CapAnswer]:
    """Give what each cap says of a task on a day, the strictest first."""
    return _answers(task.bureau_id, sections_of(task), task.subject_id, on)


def standing(subject: Subject, sections: frozenset[int], on: date) -> list[CapAnswer]:
    """Give what each cap says of a subject before another visit of these sections is entered."""
    return _answers(subject.bureau_id, sections, subject.pk, on)


def place_in_year(task: InspectionTask, on: date) -> int:
    """Say which visit of the year it is, of all kinds, for the notice."""
    return len(ledger.visits_of_year(task.subject_id, on.year))


def exempt_reasons(bureau_id: int, on: date) -> list[str]:
    """List the reasons for which the local rules do not count a visit."""
    return list_of(bureau_id, "exempt_reasons", on)


def list_of(bureau_id: int, key: str, on: date) -> list[str]:
    """Give the texts of a rule that is a list; none where no such rule is in force."""
    rule = regulations.rules_on(bureau_id, on).filter(key=key).first()
    return [str(text) for text in rule.value] if rule is not None else []


def number_of(bureau_id: int, key: str, on: date) -> int:
    """Give a rule that is a number; nought where no such rule is in force."""
    rule = regulations.rules_on(bureau_id, on).filter(key=key).first()
    return int(rule.value) if rule is not None else 0


def _answers(
    bureau_id: int, sections: frozenset[int], subject_id: int, on: date
) -> list[CapAnswer]:
    visits = ledger.visits_of_year(subject_id, on.year)
    left_out = _not_national(bureau_id, on)
    applicable_caps = sampling_frame.caps_for(bureau_id, sections, on)
    return [_answer(cap, visits, left_out) for cap in applicable_caps]


def _not_national(bureau_id: int, on: date) -> frozenset[str] | None:
    """Name the kinds that the national count leaves out; None where no such count is in force."""
    kinds = list_of(bureau_id, "national_cap_kinds", on)
    return frozenset({DRAWN_KIND, *LEDGER_KINDS.values()}) - set(kinds) if kinds else None


def _answer(
    cap: Cap, visits: list[ledger.CountedVisit], left_out: frozenset[str] | None
) -> CapAnswer:
    of_units = [v for v in visits if not cap.units or not set(cap.units).isdisjoint(v.sections)]
    by_rule = [v for v in of_units if not v.exempt and cap.counts(v.kind, v.sections)]
    return CapAnswer(
        name=cap.name,
        citation=cap.citation,
        limit=cap.limit,
        counted=len(by_rule),
        all_visits=len(by_rule)
        if left_out is None
        else sum(visit in by_rule or visit.kind not in left_out for visit in of_units),
    )
