"""Every state machine has one table: services, pages and the documentation keep to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from oversight.accounts.rules import ROLE_PERMISSIONS, Role, permission_of
from oversight.accounts.states import APPOINTMENT, REQUEST
from oversight.audit.selectors import Entry
from oversight.cases.states import CASE, REFERRAL
from oversight.common.errors import DomainError
from oversight.common.transitions import END, STAYS, StateMachine, Transition
from oversight.documents.states import DOCUMENT, TEMPLATE
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, SEAT, VALUE, VOID
from oversight.draws.todos import todos
from oversight.plans.states import PLAN
from oversight.rectifications.states import EXTENSION, RECTIFICATION
from oversight.registry.states import IMPORT, ITEM, REVIEW
from oversight.results.states import RESULT
from scripts import state_machines
from tests.oversight.draw_machines import Case, draw_case
from tests.oversight.machine_cases import CASES, UNTRIED
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support.draw_factory import MADE
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database

PAGES = {
    "office:draw-setup": (DRAW, "change"),
    "office:draw-witness": (DRAW, "change"),
    "office:draw-joint": (DRAW, "change"),
    "office:draw-exception": (DRAW, "change"),
    "office:draw-prepare": (DRAW, "prepare"),
    "office:draw-rehearse": (DRAW, "rehearse"),
    "office:draw-submit": (DRAW, "submit"),
    "office:draw-drop": (DRAW, "drop"),
    "office:draw-overlap": (DRAW, "justify"),
    "office:draw-withdraw": (DRAW, "withdraw"),
    "office:draw-send-back": (DRAW, "send_back"),
    "office:draw-seal": (DRAW, "seal"),
    "office:draw-medium": (DRAW, "hand_over"),
    "office:draw-value": (VALUE, "enter"),
    "office:draw-value-confirm": (VALUE, "confirm"),
    "office:draw-value-none": (VALUE, "propose_none"),
    "office:draw-value-none-confirm": (VALUE, "confirm_none"),
    "office:draw-value-none-refuse": (VALUE, "refuse_none"),
    "office:draw-hold": (DRAW, "hold"),
    "office:draw-open": (DRAW, "open"),
    "office:draw-signed": (DRAW, "file_minutes"),
    "office:draw-void": (VOID, "propose"),
    "office:draw-void-agree": (VOID, "agree"),
    "office:draw-void-refuse": (VOID, "refuse"),
    "office:draw-void-withdraw": (VOID, "withdraw"),
    "office:witness-remove": (SEAT, "remove"),
    "office:witness-reissue": (SEAT, "reissue"),
    "office:joint": (INVITATION, "accept"),
    "office:exception-decide": (EXEMPTION, "grant"),
    "office:draw-begin": (PLAN, "draw"),
    "office:plan-submit": (PLAN, "submit"),
    "office:plan-rename": (PLAN, "rename"),
    "office:plan-discard": (PLAN, "discard"),
    "office:plan-withdraw": (PLAN, "withdraw"),
    "office:plan-send-back": (PLAN, "send_back"),
    "office:plan-approve": (PLAN, "approve"),
    "office:plan-file": (PLAN, "file"),
    "office:plan-publish": (PLAN, "publish"),
    "office:plan-change": (PLAN, "change"),
    "office:plan-drop": (PLAN, "discard"),
    "office:item-edit": (ITEM, "change_draft"),
    "office:item-revise": (ITEM, "revise"),
    "office:item-publish": (ITEM, "publish"),
    "office:item-cancel": (ITEM, "cancel"),
    "office:import-columns": (IMPORT, "change"),
    "office:import-sheet": (IMPORT, "change"),
    "office:import-words": (IMPORT, "change"),
    "office:import-cells": (IMPORT, "change"),
    "office:import-write": (IMPORT, "begin_writing"),
    "office:import-stop": (IMPORT, "stop"),
    "office:import-undo": (IMPORT, "undo"),
    "office:result-accept": (RESULT, "accept"),
    "office:result-return": (RESULT, "return"),
    "office:result-edit": (RESULT, "submit"),
    "office:result-correct": (RESULT, "correct"),
    "office:rectification-order": (RECTIFICATION, "order"),
    "office:rectification-serve": (RECTIFICATION, "serve"),
    "office:rectification-begin": (RECTIFICATION, "begin"),
    "office:rectification-link": (RECTIFICATION, "link"),
    "office:rectification-cancel": (RECTIFICATION, "cancel"),
    "office:rectification-spot": (RECTIFICATION, "prove"),
    "office:rectification-spot-accept": (RECTIFICATION, "accept_proof"),
    "office:rectification-spot-return": (RECTIFICATION, "return_proof"),
    "office:rectification-recheck": (RECTIFICATION, "arrange"),
    "office:rectification-conclude": (RECTIFICATION, "pass"),
    "office:rectification-extend": (RECTIFICATION, "ask_extension"),
    "office:rectification-escalate": (RECTIFICATION, "escalate"),
    "office:extension-grant": (EXTENSION, "grant"),
    "office:extension-refuse": (EXTENSION, "refuse"),
    "office:document-void": (DOCUMENT, "void"),
    "office:template-version-use": (TEMPLATE, "put_in_force"),
    "office:template-version-retire": (TEMPLATE, "retire"),
    "office:template-version-discard": (TEMPLATE, "discard"),
    "office:case-make": (CASE, "submit"),
    "office:case-review": (CASE, "pass_review"),
    "office:case-decide": (CASE, "decide"),
    "office:referral-make": (REFERRAL, "send"),
    "office:referral-decide": (REFERRAL, "approve"),
    "office:import-review": (REVIEW, "confirm"),
    "office:account-request-confirm": (REQUEST, "confirm"),
    "office:account-request-refuse": (REQUEST, "refuse"),
    "office:account-request-withdraw": (REQUEST, "withdraw"),
    "office:appointment-confirm": (APPOINTMENT, "confirm_first"),
    "office:appointment-dismiss": (APPOINTMENT, "dismiss"),
}
DOOR = StateMachine(
    name="门",
    labels={"open": "开着", "shut": "关着", "gone": "拆了"},
    first=("shut",),
    transitions=(
        Transition(act="open", label="打开", sources=("shut",), target="open", permission="keep"),
        Transition(act="shut", label="关上", sources=("open",), target="shut"),
        Transition(
            act="paint", label="上漆", sources=("open", "shut"), target=STAYS, permission="keep"
        ),
        Transition(act="remove", label="拆", sources=("shut",), target=END, permission="break"),
    ),
)


def test_the_page_of_state_machines_is_what_the_tables_say() -> None:
    assert state_machines.PAGE.read_text(encoding="utf-8") == state_machines.render()


def test_every_machine_that_people_act_on_is_tried() -> None:
    acted_on = {
        machine.name
        for _, machine in state_machines.machines()
        if any(row.permission for row in machine.transitions)
    }

    assert acted_on == CASES.keys() | UNTRIED.keys()


@pytest.mark.parametrize("make", CASES.values())
def test_services_keep_to_the_table(own: Bureau, make: Callable[[Bureau], Case]) -> None:
    case = make(own)
    machine = case.machine

    wrong = [
        (act, state, told)
        for act, service in case.acts.items()
        for state in machine.labels
        if (told := _tried(case, service, state)) not in _lawful(machine, act, state)
    ]

    assert wrong == []
    assert {row.act for row in machine.transitions if row.permission} - case.acts.keys() == set()


@pytest.mark.parametrize(("page", "of"), PAGES.items(), ids=list(PAGES))
def test_a_page_opens_for_those_who_may_take_its_act(
    page: str, of: tuple[StateMachine, str]
) -> None:
    permission = permission_of(*of)
    roles = {
        letter for letter, role in LETTERS.items() if permission in ROLE_PERMISSIONS[Role(role)]
    }

    assert set(MATRIX[page].who) == roles


def test_a_draw_in_review_waits_for_the_approver_only(own: Bureau) -> None:
    case = draw_case(own)
    case.put("review")

    titles = {
        role: {todo.title: todo.waiting_for for todo in todos(own.actors[role], MADE)}
        for role in ("coordinator", "approver", "supervisor", "clerk")
    }

    assert titles == {
        "coordinator": {"复核：劳动用工抽查": "own-approver先生"},
        "approver": {"复核：劳动用工抽查": ""},
        "supervisor": {},
        "clerk": {},
    }


def test_a_table_says_which_acts_are_open_to_whom() -> None:
    acts = {
        (state, who): [row.act for row in DOOR.acts(state, {who})]
        for state in DOOR.labels
        for who in ("keep", "break")
    }

    assert acts == {
        ("open", "keep"): ["paint"],
        ("open", "break"): [],
        ("shut", "keep"): ["open", "paint"],
        ("shut", "break"): ["remove"],
        ("gone", "keep"): [],
        ("gone", "break"): [],
    }
    assert DOOR.is_open("remove", "shut", {"break"})
    assert not DOOR.is_open("remove", "shut", {"keep"})
    assert not DOOR.is_open("shut", "open", {"keep", "break"})


def test_a_table_says_where_an_act_leads_and_from_where() -> None:
    assert DOOR.target("open", "shut") == "open"
    assert DOOR.target("paint", "open") == "open"
    assert DOOR.target("remove", "shut") == END
    assert DOOR.sources(["open", "shut"]) == ("open", "shut")
    assert DOOR.permission("paint") == "keep"
    assert DOOR.permission("shut") == ""


@pytest.mark.parametrize(
    ("act", "state", "says"),
    [
        ("open", "open", "门现在是“开着”，不能打开；只有“关着”时可以"),
        ("paint", "gone", "门现在是“拆了”，不能上漆；只有“开着”、“关着”时可以"),
        ("open", "开着", "门现在是“未知的状态 开着”，不能打开；只有“关着”时可以"),
    ],
)
def test_a_refusal_says_in_which_states_an_act_is_possible(act: str, state: str, says: str) -> None:
    with pytest.raises(DomainError) as refused:
        DOOR.target(act, state)

    assert refused.value.problem == says


def test_a_refusal_may_have_words_of_its_own() -> None:
    with pytest.raises(DomainError, match="门开着呢"):
        DOOR.target("open", "open", refusal="门开着呢")


def test_the_diagram_leaves_out_what_changes_no_state() -> None:
    assert DOOR.diagram().splitlines() == [
        "stateDiagram-v2",
        "    open: 开着",
        "    shut: 关着",
        "    gone: 拆了",
        "    [*] --> shut",
        "    shut --> open: 打开",
        "    open --> shut: 关上",
        "    shut --> [*]: 拆",
        "    gone --> [*]",
    ]


def _row(act: str, source: str, target: str, permission: str = "") -> Transition:
    return Transition(act=act, label=act, sources=(source,), target=target, permission=permission)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([_row("go", "a", "c")], r"M: \['c'\]"),
        ([_row("go", "c", "a")], r"M: \['c'\]"),
        ([_row("go", "a", "b"), _row("go", "a", "a")], "M: an act twice from one state"),
        ([_row("go", "a", "b"), _row("go", "b", "a", "x")], "M: an act with two permissions"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows: list[Transition], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        StateMachine(name="M", labels={"a": "甲", "b": "乙"}, first=("a",), transitions=tuple(rows))


REFUSED, IDLE = "refused", "nothing done"


def _lawful(machine: StateMachine, act: str, state: str) -> set[str]:
    """Give what may come of an act: its target, or a refusal for another reason than the state."""
    if not machine.allows(act, state):
        return {REFUSED, IDLE}
    target = machine.target(act, state)
    return {REFUSED, target} | ({IDLE} if target == state else set())


def _tried(case: Case, service: Callable[[], object], state: str) -> str:
    """Tell what comes of a service in a state: the next state; what it did is taken back."""
    with transaction.atomic():
        case.put(state)
        entries = Entry.objects.count()
        try:
            with transaction.atomic():
                service()
            is_idle = case.read() == state and Entry.objects.count() == entries
            reached = IDLE if is_idle else case.read()
        except DomainError:
            reached = REFUSED
        transaction.set_rollback(True)
    return reached
