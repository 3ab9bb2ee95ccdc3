"""A program that takes a rectification nobody obeyed to a closed case, one step after another.

python following_program.py prepare · ready · work NUMBER · check NUMBER

It asks the rows what is next, as people do, and says each step once it is done; it may be killed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable

    from oversight.accounts.selectors import Actor
    from oversight.cases.models import Case


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "prepare":
        from oversight import serving  # noqa: PLC0415

        serving.prepare_database("tests.example/log")
    elif words[0] == "ready":
        ready()
    elif words[0] == "work":
        work(int(words[1]))
    else:
        check(int(words[1]))


def ready() -> None:
    from tests.oversight.rectifications import findings  # noqa: PLC0415
    from tests.support import draw_factory, platform_factory  # noqa: PLC0415

    own = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw_factory.bureau(own, subjects=3, inspectors=3)
    print(findings.served(own).pk)  # noqa: T201


def work(rectification_id: int) -> None:
    print("begun", flush=True)  # noqa: T201
    while (step := _next(rectification_id)) is not None:
        name, act = step
        act()
        print(name, flush=True)  # noqa: T201


def check(rectification_id: int) -> None:
    from oversight.audit import selectors as audit  # noqa: PLC0415
    from oversight.audit.reconciliation import Range  # noqa: PLC0415
    from oversight.cases import reconciliation as cases  # noqa: PLC0415
    from oversight.cases.models import Case  # noqa: PLC0415
    from oversight.documents.models import Document  # noqa: PLC0415
    from oversight.rectifications.models import CaseClue  # noqa: PLC0415

    assert CaseClue.objects.filter(rectification_id=rectification_id).count() == 1
    case = Case.objects.get()
    entries = len(list(audit.about("case", case.number)))
    differences = [
        row for _, _, rows in cases.check_cases(Range(is_whole=True, first=0)) for row in rows
    ]
    papers = Document.objects.exclude(type="receipt").order_by("type")
    print(case.state, entries, len(differences))  # noqa: T201
    print(" ".join(case.acts.values_list("act", flat=True)))  # noqa: T201
    print(" ".join(papers.values_list("type", flat=True)))  # noqa: T201
    print(case.decision.payments.count(), case.evidence.count())  # noqa: T201


def _next(rectification_id: int) -> tuple[str, Callable[[], object]] | None:
    """Give what is next, by the rows alone."""
    from oversight.cases.models import Case  # noqa: PLC0415
    from oversight.cases.services import filing  # noqa: PLC0415
    from oversight.rectifications.models import CaseClue, Rectification  # noqa: PLC0415
    from oversight.rectifications.services import extensions  # noqa: PLC0415
    from tests.oversight.cases import making  # noqa: PLC0415

    clerk, head = _actor("own-clerk"), _actor("own-approver")
    row = Rectification.objects.get(pk=rectification_id)
    call: dict[str, Any] = {"actor": clerk, "at": making.later(16)}
    clue = CaseClue.objects.filter(rectification=row).first()
    if clue is None:
        return "escalate", lambda: extensions.escalate(
            **call, rectification_id=row.pk, reason="没有改"
        )
    case = Case.objects.filter(clue=clue).first()
    if case is None:
        new = filing.NewCase(
            visit_id=row.visit_id,
            finding="V16",
            facts="没有改",
            basis="",
            discovered_on=making.later(16).date(),
            clue_id=clue.pk,
        )
        return "begin", lambda: filing.begin(**call, clue=new)
    return _of_case(case, clerk, head)


def _of_case(case: Case, clerk: Actor, head: Actor) -> tuple[str, Callable[[], object]] | None:
    from oversight.cases.models import Evidence  # noqa: PLC0415
    from oversight.cases.services import (  # noqa: PLC0415
        deciding,
        executing,
        filing,
        investigating,
        telling,
    )
    from tests.oversight.cases import making  # noqa: PLC0415

    at = making.later(17)
    key: dict[str, Any] = {"actor": clerk, "case_id": case.pk, "at": at}
    own: dict[str, Any] = {**key, "actor": head}
    evidence = Evidence.objects.filter(case=case).first()
    inspectors = list(case.visit.slots.values_list("inspector_id", flat=True))
    new = investigating.NewEvidence(
        kind="document", title="送达回证", source="本单位", taken_on=at.date()
    )
    acts: dict[str, Callable[[], object]] = {
        "clue": lambda: filing.submit(**key, opinion="建议立案"),
        "awaiting": lambda: filing.approve(**own, opinion=""),
        "filed": lambda: investigating.assign(
            **key, lead_id=inspectors[0], second_id=inspectors[1]
        ),
        "collect": lambda: investigating.collect(**key, evidence=new),
        "judge": lambda: investigating.judge(
            actor=clerk,
            evidence_id=evidence.pk if evidence else 0,
            is_accepted=True,
            reason="",
            at=at,
        ),
        "tell": lambda: telling.tell(**key, notice=making.notice(until=making.later(30).date())),
        "waive": lambda: telling.defend(
            **key, on=at.date(), statement="", reply="", is_waived=True
        ),
        "told": lambda: deciding.propose(**key, opinion="拟处罚"),
        "deciding": lambda: deciding.decide(**own, decided=making.decision()),
        "decided": lambda: deciding.serve(**key, on=at.date(), manner="direct", receiver="李静"),
        "pay": lambda: executing.pay(**key, on=at.date(), amount=500_000, reference="票1"),
        "served": lambda: executing.execute(**key, performance="party", on=at.date()),
        "executed": lambda: executing.submit_closing(**key, opinion="建议结案"),
        "closing": lambda: executing.close(**own, opinion=""),
    }
    name = case.state
    if name == "investigating":
        name = "collect" if evidence is None else "judge"
        name = "tell" if evidence is not None and evidence.state != "collected" else name
    elif name == "told" and not case.was_waived:
        name = "waive"
    elif name == "served" and not case.decision.payments.exists():
        name = "pay"
    return (name, acts[name]) if name in acts else None


def _actor(username: str) -> Actor:
    from oversight.accounts import selectors as accounts  # noqa: PLC0415
    from oversight.accounts.models import Appointment  # noqa: PLC0415

    held = Appointment.objects.get(user__username=username, until=None)
    return accounts.actor_of(held, "10.0.0.7")


if __name__ == "__main__":
    main(sys.argv[1:])
