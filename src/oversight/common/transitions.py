"""State machines: one table of transitions each, which everything that asks about a state reads.

Services check an act against the table before they change anything, pages and todo lists ask it
which acts are open to whom, and the diagrams in ``docs/state-machines.md`` are made from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from oversight.common.errors import DomainError

STAYS = ""
"""The target of an act that changes other things and leaves the state as it is."""
END = "[*]"
"""The target of an act with which the row itself goes."""


class State(Protocol):
    """A member of a model's ``TextChoices``: what is stored, and what people read."""

    @property
    def value(self) -> str:
        """Give what is stored, in ASCII."""

    @property
    def label(self) -> object:
        """Give the Chinese word."""


def labels_of(states: Iterable[State]) -> dict[str, str]:
    """Give the Chinese words of all states, by what is stored, in their order."""
    return {state.value: str(state.label) for state in states}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of the table: who may take what from which states to which state.

    ``permission`` is the value of a permission (``accounts.rules.Permission``), empty where the
    program acts by itself. ``guard`` says in Chinese what else must hold; the service checks it.
    ``target`` may be `STAYS` or `END`.
    """

    act: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str = ""
    guard: str = ""


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of one kind of thing with their Chinese names, and the acts between them.

    ``first`` are the states in which a new one begins.
    """

    name: str
    labels: dict[str, str]
    first: tuple[str, ...]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        """Refuse a table that names an unknown state, or says two things of one act and state."""
        states = {state for row in self.transitions for state in (*row.sources, row.target)}
        unknown = (states | set(self.first)) - {*self.labels, STAYS, END}
        steps = [(row.act, source) for row in self.transitions for source in row.sources]
        if unknown or len(steps) != len(set(steps)):
            raise ValueError(f"{self.name}: {sorted(unknown) or 'an act twice from one state'}")
        if len({(row.act, row.permission) for row in self.transitions}) != len(self.names()):
            raise ValueError(f"{self.name}: an act with two permissions")

    def names(self) -> list[str]:
        """Give the names of all acts, each once, in the table's order."""
        return list(dict.fromkeys(row.act for row in self.transitions))

    def label(self, state: str) -> str:
        """Give the Chinese word of a state; what is none of the states is shown as it is stored."""
        return self.labels.get(state, f"未知的状态 {state}")

    def permission(self, act: str) -> str:
        """Give the value of the permission that an act asks for; empty for the program's own."""
        return next(row.permission for row in self.transitions if row.act == act)

    def transition(self, act: str, state: str) -> Transition | None:
        """Give the transition of an act from a state, or None where it is not possible."""
        for row in self.transitions:
            if row.act == act and state in row.sources:
                return row
        return None

    def allows(self, act: str, state: str) -> bool:
        """Tell whether an act is possible in a state."""
        return self.transition(act, state) is not None

    def target(self, act: str, state: str, *, refusal: str = "") -> str:
        """Give the state that an act leads to.

        Raises:
            DomainError: the act is not possible in this state; it says ``refusal``, if there is
                one, and else in which states it is possible.
        """
        row = self.transition(act, state)
        if row is None:
            raise DomainError(refusal or self.refusal(act, state))
        return state if row.target == STAYS else row.target

    def act_label(self, act: str) -> str:
        """Give the Chinese name of an act."""
        return next(row.label for row in self.transitions if row.act == act)

    def refusal(self, act: str, state: str) -> str:
        """Say why an act is not possible in a state, and in which it is."""
        possible = [source for row in self.transitions if row.act == act for source in row.sources]
        label = self.act_label(act)
        states = "、".join(f"“{self.labels[source]}”" for source in dict.fromkeys(possible))
        return f"{self.name}现在是“{self.label(state)}”，不能{label}；只有{states}时可以"

    def acts(self, state: str, permissions: Collection[str]) -> list[Transition]:
        """Give the acts that somebody with these permissions may take in a state, in order."""
        return [
            row
            for row in self.transitions
            if state in row.sources and row.permission and row.permission in permissions
        ]

    def is_open(self, act: str, state: str, permissions: Collection[str]) -> bool:
        """Tell whether somebody with these permissions may take an act in a state."""
        return any(row.act == act for row in self.acts(state, permissions))

    def sources(self, acts: Iterable[str]) -> tuple[str, ...]:
        """Give the states in which at least one of the acts is possible, in the table's order."""
        act_names = set(acts)
        return tuple(
            state
            for state in self.labels
            if any(row.act in act_names and state in row.sources for row in self.transitions)
        )

    def diagram(self) -> str:
        """Draw the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state}: {label}" for state, label in self.labels.items()]
        lines += [f"    [*] --> {state}" for state in self.first]
        lines += [
            f"    {source} --> {row.target}: {row.label}"
            for row in self.transitions
            for source in row.sources
            if row.target != STAYS
        ]
        ends = [state for state in self.labels if not self.leads_on(state)]
        return "\n".join([*lines, *(f"    {state} --> {END}" for state in ends)])

    def leads_on(self, state: str) -> bool:
        """Tell whether any act leads from a state to another one, or to its end."""
        return any(state in row.sources and row.target != STAYS for row in self.transitions)
