"""Who may open which address: one row for each, and a new address without a row fails the test.

Roles: P everybody, also nobody · C coordinator · K clerk · A approver · I inspector ·
S supervisor · M administrator.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = {
    "C": "coordinator",
    "K": "clerk",
    "A": "approver",
    "I": "inspector",
    "S": "supervisor",
    "M": "administrator",
}
EVERYBODY = "PCKAISM"
SIGNED_IN = "CKAISM"
SEE = "CKAS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An address: who may open it, by which method; ``thing`` names the row in its path."""

    who: str
    methods: str = "GET"
    thing: str = ""
    extra: tuple[str, ...] = ()


MATRIX: dict[str, Row] = {
    "public:home": Row(who=EVERYBODY),
    "public:items": Row(who=EVERYBODY),
    "public:item": Row(who=EVERYBODY, extra=("LDBZ-01",)),
    "public:inspectors": Row(who=EVERYBODY),
    "public:log": Row(who=EVERYBODY),
    "public:log-file": Row(who=EVERYBODY, extra=("checkpoint",)),
    "office:sign-in": Row(who=EVERYBODY, methods="GET POST"),
    "office:sign-in-code": Row(who=EVERYBODY, methods="GET POST"),
    "office:first": Row(who=EVERYBODY, methods="GET POST"),
    "office:sign-out": Row(who=SIGNED_IN, methods="POST"),
    "office:workbench": Row(who=SIGNED_IN),
    "office:account": Row(who=SIGNED_IN),
    "office:password": Row(who=SIGNED_IN, methods="GET POST"),
    "office:code": Row(who=SIGNED_IN, methods="GET POST"),
    "office:code-begin": Row(who=SIGNED_IN, methods="POST"),
    "office:code-at-sign-in": Row(who=SIGNED_IN, methods="POST", extra=("1",)),
    "office:session-end": Row(who=SIGNED_IN, methods="POST", extra=("0",)),
    "office:act-as": Row(who=SIGNED_IN, methods="POST", extra=("0",)),
    "office:items": Row(who="CKAIS"),
    "office:items-on-day": Row(who="CKAIS"),
    "office:items-export": Row(who=SEE, extra=("csv",)),
    "office:item": Row(who="CKAIS", thing="item"),
    "office:item-new": Row(who="K", methods="GET POST"),
    "office:item-edit": Row(who="K", methods="GET POST", thing="item"),
    "office:item-revise": Row(who="K", methods="GET POST", thing="item"),
    "office:item-publish": Row(who="A", methods="GET POST", thing="item"),
    "office:item-cancel": Row(who="A", methods="GET POST", thing="item"),
    "office:subjects": Row(who=SEE),
    "office:subject": Row(who=SEE, thing="subject"),
    "office:subject-new": Row(who="K", methods="GET POST"),
    "office:subject-edit": Row(who="K", methods="GET POST", thing="subject"),
    "office:subjects-bulk": Row(who="K", methods="POST"),
    "office:subjects-on-day": Row(who=SEE),
    "office:subjects-differences": Row(who=SEE),
    "office:subjects-export": Row(who=SEE, extra=("csv",)),
    "office:filter-save": Row(who=SEE, methods="POST"),
    "office:filter-drop": Row(who=SEE, methods="POST", extra=("0",)),
    "office:inspectors": Row(who=SEE),
    "office:inspectors-on-day": Row(who=SEE),
    "office:inspectors-export": Row(who=SEE, extra=("csv",)),
    "office:inspector": Row(who=SEE, thing="inspector"),
    "office:inspector-new": Row(who="K", methods="GET POST"),
    "office:inspector-edit": Row(who="K", methods="GET POST", thing="inspector"),
    "office:inspector-certify": Row(who="K", methods="GET POST", thing="inspector"),
    "office:inspector-leave": Row(who="K", methods="GET POST", thing="inspector"),
    "office:inspector-recuse": Row(who="K", methods="GET POST", thing="inspector"),
    "office:leave-cancel": Row(who="K", methods="POST", thing="leave"),
    "office:recusal-end": Row(who="K", methods="POST", thing="recusal"),
    "office:health": Row(who=SEE),
    "office:imports": Row(who="K"),
    "office:import-new": Row(who="K", methods="GET POST"),
    "office:import": Row(who="K", thing="run"),
    "office:import-progress": Row(who="K", thing="run"),
    "office:import-columns": Row(who="K", methods="POST", thing="run"),
    "office:import-again": Row(who="K", methods="POST", thing="run"),
    "office:import-write": Row(who="K", methods="POST", thing="run"),
    "office:import-stop": Row(who="K", methods="POST", thing="run"),
    "office:import-undo": Row(who="K", methods="POST", thing="run"),
    "office:import-faults": Row(who="K", thing="run"),
    "office:trail": Row(who="CASM"),
    "office:trail-entry": Row(who="CASM", thing="entry"),
    "office:trail-check": Row(who="CAS", methods="POST"),
    "office:trail-export": Row(who="CAS", extra=("csv",)),
    "office:rules": Row(who=SIGNED_IN),
    "office:rule": Row(who="A", methods="GET POST", thing="rule"),
    "office:year-new": Row(who="A", methods="GET POST"),
    "office:year": Row(who="A", methods="GET POST", extra=("2026",)),
    "office:accounts": Row(who="M"),
    "office:user-new": Row(who="M", methods="GET POST"),
    "office:user": Row(who="M", methods="GET POST", thing="user"),
    "office:user-change": Row(who="M", methods="POST", thing="user", extra=("reopen",)),
    "office:appointment-dismiss": Row(who="M", methods="POST", thing="appointment"),
    "office:organisation-new": Row(who="M", methods="GET POST"),
    "office:organisation-end": Row(who="M", methods="POST", thing="organisation"),
    "office:keys": Row(who="M", methods="GET POST"),
    "office:key-end": Row(who="M", methods="POST", thing="key"),
    # Machines come with a key, never with a session; the description is public.
    "api:api-root": Row(who=EVERYBODY),
    "api:openapi-json": Row(who=EVERYBODY),
    "api:openapi-view": Row(who=EVERYBODY),
    "api:item_rows": Row(who=""),
    "api:inspector_rows": Row(who=""),
    "api:subject_rows": Row(who=""),
    "api:subject_row": Row(who="", extra=("x",)),
}
