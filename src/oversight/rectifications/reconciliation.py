"""What the log says of rectifications against their rows: state, term, points, reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.rectifications import contents, events
from oversight.rectifications.models import Rectification
from oversight.rectifications.services.recording import KIND
from oversight.rectifications.states import RECTIFICATION, RectificationState

_BATCH = 200
_S = RectificationState
_STATES: Mapping[str, str] = {
    events.RECTIFICATION_OPENED.type: _S.OPENED,
    events.RECTIFICATION_SERVED.type: _S.SERVED,
    events.RECTIFICATION_BEGUN.type: _S.CORRECTING,
    events.RECTIFICATION_REPORTED.type: _S.REPORTED,
    events.RECTIFICATION_SPOT_PROVED.type: _S.RECHECKING,
    events.RECTIFICATION_SPOT_ACCEPTED.type: _S.CORRECTED,
    events.RECTIFICATION_SPOT_RETURNED.type: _S.OPENED,
    events.RECTIFICATION_RECHECK_ARRANGED.type: _S.RECHECKING,
    events.RECTIFICATION_PASSED.type: _S.CORRECTED,
    events.RECTIFICATION_FAILED.type: _S.NOT_CORRECTED,
    events.RECTIFICATION_ESCALATED.type: _S.ESCALATED,
    events.RECTIFICATION_CANCELLED.type: _S.CANCELLED,
}
_POINTS = {
    events.RECTIFICATION_OPENED.type,
    events.RECTIFICATION_SPOT_ACCEPTED.type,
    events.RECTIFICATION_PASSED.type,
    events.RECTIFICATION_FAILED.type,
}


def check(wanted: Range) -> Iterator[Step]:
    """Compare every rectification that was touched, and name those whose row is gone."""
    touched = wanted.numbers(KIND)
    rows = Rectification.objects.select_related("owner", "order", "recheck").order_by("pk")
    if touched is not None:
        rows = rows.filter(number__in=touched)
    total, seen = rows.count(), set()
    for done, row in enumerate(rows.iterator(chunk_size=_BATCH), start=1):
        seen.add(row.number)
        yield done, total, list(_row(row))
    yield total, total, list(_gone(touched))


def _gone(touched: set[str] | None) -> Iterator[Difference]:
    present = set(Rectification.objects.values_list("number", flat=True))
    for entry in audit.of_types([events.RECTIFICATION_OPENED.type]):
        number = entry.about_number
        if number not in present and (touched is None or number in touched):
            yield Subject(kind=KIND, number=number, scope=entry.scope).is_missing()


def _row(row: Rectification) -> Iterator[Difference]:
    about = Subject(kind=KIND, number=row.number, scope=row.owner.path)
    acts = sorted(audit.about(KIND, row.number), key=lambda entry: entry.index)
    if not acts:
        yield about.is_unexplained()
        return
    logged = _replayed(acts)
    yield from about.differs(
        "状态", RECTIFICATION.label(logged["state"]), RECTIFICATION.label(row.state)
    )
    stored = {
        "改正期满日": str(row.due_on or ""),
        "指令书": row.order.number if row.order is not None else "",
        "改正事项的内容": contents.of_points(row),
        "企业报告的内容": [contents.of_report(report) for report in row.reports.all()],
        "证明材料": sorted(row.proofs.values_list("digest", flat=True)),
        "回访": row.recheck.number if row.recheck is not None else "",
    }
    for field, value in stored.items():
        yield from about.differs(field, logged[field], value)


def _replayed(acts: list[Entry]) -> dict[str, Any]:
    """Give what the entries of one rectification make of it."""
    logged: dict[str, Any] = {
        "state": "",
        "改正期满日": "",
        "指令书": "",
        "改正事项的内容": "",
        "企业报告的内容": [],
        "证明材料": [],
        "回访": "",
    }
    for act in acts:
        _replay(act.type, act.private or {}, logged)
    logged["证明材料"].sort()
    return logged


def _replay(type_: str, private: Mapping[str, Any], logged: dict[str, Any]) -> None:
    logged["state"] = _STATES.get(type_, logged["state"])
    if type_ == events.RECTIFICATION_EXTENSION_GRANTED.type and logged["state"] == _S.NOT_CORRECTED:
        logged["state"] = _S.CORRECTING
    if "due" in private:
        logged["改正期满日"] = private["due"]
    if "order" in private:
        logged["指令书"] = private["order"]
    if type_ in _POINTS:
        logged["改正事项的内容"] = private.get("content", "")
    if type_ == events.RECTIFICATION_REPORTED.type:
        logged["企业报告的内容"].append(private.get("content", ""))
    if type_ == events.RECTIFICATION_RECHECK_ARRANGED.type:
        logged["回访"] = private.get("visit", "")
    logged["证明材料"] += [name for name in str(private.get("files", "")).split("、") if name]
