"""What is next in a result, in words: for its page, to-do lists and reminders."""

from __future__ import annotations

from oversight.results import states
from oversight.results.models import InspectionResult
from oversight.results.states import EntryState

_WORDS = {
    EntryState.WAITING: "等审核：审核的人不是录入的人，也不是检查组成员",
    EntryState.RETURNED: "请录入的人按审核意见修改，重新报审",
    EntryState.APPROVED: "等公示：公示的人不是录入的人，也不是审核的人",
    EntryState.CORRECTING: "等审核更正；通过以前原来的结果有效",
    EntryState.CORRECTING_PUBLISHED: "等审核更正；通过以前公示的还是原来的结果",
}


def words(row: InspectionResult) -> str:
    """Say what is next; empty where nothing is."""
    return _WORDS.get(EntryState(row.state), "")


def act(row: InspectionResult) -> str:
    """Name the act that is next; empty where none of this app is."""
    if row.state in states.IN_REVIEW:
        return states.ACCEPT
    return states.SUBMIT if row.state == EntryState.RETURNED else ""
