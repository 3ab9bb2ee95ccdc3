"""The list of changes that goes with a draw: kept beside its files, its digest in the log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from mingqian import canonical, directory_root
from mingqian_ceremony.draw_folder import Folder
from mingqian_ceremony.words import WAY_OUT
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.audit import selectors as audit
from oversight.audit.selectors import Entry
from oversight.audit.services import PROGRAM
from oversight.common import moments
from oversight.common.errors import TamperedError
from oversight.draws import events
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.records import Record
from oversight.draws.rules.frame import SamplingFrame
from oversight.draws.rules.preparation import PreparationResult
from oversight.draws.services import drafting
from oversight.draws.services.directory_changes import Act, Survey
from oversight.registry.models import ChangeReview
from oversight.registry.rules import subjects as rules
from oversight.registry.rules.subjects import TITLES
from oversight.registry.selectors import changes

FILE = "private/changes.json"
_MOST_CODES = 5_000
_SHOWN = 8


def put(
    files: Folder, survey: Survey, frame: SamplingFrame, result: PreparationResult, at: datetime
) -> str:
    """Write the list of changes into the draw's folder; give its digest, which a salt protects."""
    changes_list = {
        "salt": directory_root.salt(frame.salt_key, "changes"),
        "at": moments.written(at),
        **listing(survey),
        "left": result.left,
        "entered": result.entered,
        "new": len(survey.new),
    }
    data = json.dumps(changes_list, ensure_ascii=False, sort_keys=True).encode()
    files.put(FILE, data)
    return canonical.digest(data)


def read(record: Record) -> dict[str, Any] | None:
    """Read the list that went with a sealed draw; None for a draw that left none.

    Raises:
        TamperedError: it is not the one whose digest was logged at the preparation.
    """
    draw = record.draw
    rows = audit.about(drafting.KIND, draw.number).filter(type=events.DRAWING_PREPARED.type)
    prepared = [row for row in rows if row.public.get("commitment") == draw.commitment]
    if not prepared:
        raise TamperedError(f"日志里没有这次抽取的备料记录；{WAY_OUT}")
    with translate_core_errors():
        DatabaseLog(author=PROGRAM).require_signed(prepared[:1])
    digest = prepared[0].public.get("changes")
    if digest is None:
        return None
    files = folder(draw.number)
    data = files.data(FILE) if files.has(FILE) else b""
    if canonical.digest(data) != digest:
        raise TamperedError(f"备料前的名录变动清单和备料时记入日志的不一样；{WAY_OUT}")
    changes_list: dict[str, Any] = json.loads(data)
    return changes_list


def masked(changes_list: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is personal: who acted and confirmed, and codes that may be of a person."""
    return {**changes_list, "acts": [_mask_act(act) for act in changes_list["acts"]]}


def cut(changes_list: dict[str, Any], most: int | None) -> dict[str, Any]:
    """Keep so many rows of each act for a page, and say how many it does not show."""
    acts = [
        {**act, "listed": act["listed"][:most], "hidden": len(act["listed"][most:]) if most else 0}
        for act in changes_list["acts"]
    ]
    return {**changes_list, "acts": acts}


def summary(survey: Survey, result: PreparationResult) -> dict[str, Any]:
    """Count the changes, for the page of the draw."""
    acts = survey.acts.values()
    return {
        "days": survey.days,
        "acts": len(acts),
        "rows": sum(act.rows for act in acts),
        "new": sum(act.new for act in acts),
        "left": len(result.left),
        "entered": len(result.entered),
    }


def listing(survey: Survey) -> dict[str, Any]:
    """List every act that changed the slice: who, when, before and after, who confirmed."""
    entries = changes.acts(survey.acts)
    reviews = changes.reviews(survey.draw.bureau_id, survey.acts)
    return {
        "days": survey.days,
        "since": moments.written(survey.start),
        "acts": [
            _describe_act(act, entries.get(act.entry), reviews.get(act.entry))
            for act in survey.acts.values()
        ],
    }


def _mask_act(act: dict[str, Any]) -> dict[str, Any]:
    confirmed = act["confirmed"] and {**act["confirmed"], "person": ""}
    listed = [_mask_row(row) for row in act["listed"]]
    by = {**act["by"], "person": ""}
    return {**act, "by": by, "title": "", "confirmed": confirmed, "listed": listed}


def _mask_row(row: dict[str, Any]) -> dict[str, Any]:
    """Hide a code that is no credit code: it may be somebody's identity number."""
    fields = [
        [title, _mask_code(before), _mask_code(after)]
        if title == TITLES["code"]
        else [title, before, after]
        for title, before, after in row["fields"]
    ]
    code = row["code"] if row["is_code"] else _hide(row["code"])
    return {**row, "code": code, "fields": fields}


def _mask_code(code: str) -> str:
    return code if rules.code_fault(code) is None else _hide(code)


def _hide(code: str) -> str:
    return f"{code[:4]}…{code[-2:]}" if len(code) > _SHOWN else "…"


def _describe_act(act: Act, entry: Entry | None, review: ChangeReview | None) -> dict[str, Any]:
    return {
        "entry": act.entry,
        "type": "" if entry is None else entry.type,
        "at": "" if entry is None else moments.written(entry.at),
        "day": "" if entry is None else moments.day_of(entry.at).isoformat(),
        "by": {} if entry is None else {"role": entry.role, "person": entry.person},
        "title": "" if entry is None else entry.title,
        "rows": act.rows,
        "new": act.new,
        "listed": act.listed[:_MOST_CODES],
        "confirmed": None if review is None else _describe_review(review),
    }


def _describe_review(review: ChangeReview) -> dict[str, str]:
    return {
        "role": ROLE_NAMES[Role.APPROVER],
        "person": review.confirmed_by,
        "at": moments.written(review.confirmed_at),
    }
