"""Checks of when things were done; the log's own times prove nothing (spec draw-v1 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mingqian import canonical, evidence, sources, times
from mingqian.log import timestamp
from mingqian.log.timestamp import Token
from mingqian.sources import Dice, Source, Witness
from mingqian.verify.case import Case
from mingqian.verify.findings import (
    DifferenceError,
    Finding,
    by_eye,
    passed,
    self_asserted,
)

SEALED_BEFORE = 30 * 60
ABSENT_FROM = 10 * 60
GRACE = 24 * 3600
_UNJUDGED = (
    "(附有时间戳，格式和摘要都对；签名要用时间戳机构的根证书核对：mingqian verify --tsa-roots)"
)
_BARE = "(附有时间戳，格式和摘要都对；但里面没有签发机构的证书，核对不了签名)"


def sealed_before_t0(case: Case) -> Finding:
    """Require the sealing at least 30 minutes before t0, and see who dates it (2.5)."""
    latest = times.shift(case.manifest.t0, -SEALED_BEFORE)
    at = case.entry(evidence.SEALED).at
    if at > latest:
        raise DifferenceError(
            "封存得太晚", where="log/sealed.entry at", expected=f"不晚于 {latest}", actual=at
        )
    return _dated(case, [evidence.SEALED], latest, f"封存于 {at}")


def reveals_before_t0(case: Case) -> Finding:
    """Require every reveal in its time, and see who dates those of the witnesses (3.2, 3.7)."""
    hidden = []
    for position, (source, value) in enumerate(case.valued_sources(), start=1):
        _require_in_time(case, position, source, value)
        if isinstance(source, Witness):
            # An absence must be dated too: whoever may backdate it has two seeds to choose from.
            hidden.append(evidence.reveal(position))
        else:
            _require_token(case, evidence.reveal(position))
    # Dice come after the witnesses: their time is t0, and log-order keeps the times ascending.
    if not hidden:
        return passed("没有需要在 t0 之前给出的数；公开数不早于其时间")
    return _dated(case, hidden, times.shift(case.manifest.t0, -1), "见证人的数或缺席在 t0 之前记录")


def deadline(case: Case) -> Finding:
    """Require the result by the deadline, and see who dates it (2.6)."""
    at = case.entry(evidence.HELD).at
    latest = hold_by(case.manifest.deadline, case.valued_sources())
    if at > latest:
        raise DifferenceError(
            "结果晚于截止时间",
            where="log/held.entry at",
            expected=f"不晚于 {latest}",
            actual=at,
        )
    return _dated(case, [evidence.HELD], latest, f"结果记录于 {at}")


def hold_by(deadline: str, valued: Iterable[tuple[Source, str]]) -> str:
    """Tell by when a draw must be held: a source that never came leaves a day more (3.2)."""
    is_late = any(s.time and not sources.has_value(s, value) for s, value in valued)
    return times.shift(deadline, GRACE) if is_late else deadline


def _require_in_time(case: Case, position: int, source: Source, value: str) -> None:
    at = case.entry(evidence.reveal(position)).at
    earliest, latest = _window(case, source, value)
    if not earliest <= at <= latest:
        raise DifferenceError(
            "来源的数不在规定的时间记录",
            where=f"log/reveal-{position}.entry at",
            expected=f"{earliest or '封存'} 至 {latest}",
            actual=at,
        )


def _window(case: Case, source: Source, value: str) -> tuple[str, str]:
    before_t0 = times.shift(case.manifest.t0, -1)
    if isinstance(source, Witness):
        if sources.has_value(source, value):
            return "", before_t0
        return times.shift(case.manifest.t0, -ABSENT_FROM), before_t0
    if not sources.has_value(source, value):
        return case.manifest.deadline, times.shift(case.manifest.deadline, GRACE)
    if isinstance(source, Dice):
        public_times = [s.time for s in case.manifest.sources if s.time and not isinstance(s, Dice)]
        return source.time, min([*public_times, case.manifest.deadline])
    return source.time, case.manifest.deadline


def _dated(case: Case, events: Sequence[str], latest: str, says: str) -> Finding:
    dates = [_date(case, event, latest) for event in events]
    if all(date.is_in_time for date in dates):
        return passed(f"{says};{';'.join(dict.fromkeys(date.says for date in dates))}")
    if case.configuration.has_signed_printouts:
        return by_eye(f"{says}；请与见证人和监督人签字保存的纸件核对时间和封存码")
    remarks = "".join(dict.fromkeys(date.says for date in dates if not date.is_in_time))
    return self_asserted(f"{says}：这只是本机构自己的话，没有外部见证证明时间{remarks}")


class _Date(NamedTuple):
    """Who outside shows that an event was logged in time; or what a time stamp lacks for that."""

    is_in_time: bool
    says: str


def _date(case: Case, event: str, latest: str) -> _Date:
    name = evidence.early_proof_file(event)
    if name not in case.files:
        return _Date(is_in_time=False, says="")
    case.require_passed("log-consistency", "log-key")
    token = _require_token(case, event)
    seen = _cosigned_at(case, name)
    if seen is not None and seen <= latest:
        return _Date(is_in_time=True, says=f"外部见证于 {seen}")
    if token is None:
        return _Date(is_in_time=False, says="")
    return _stamped(case, event, token, latest)


def _stamped(case: Case, event: str, token: Token, latest: str) -> _Date:
    data = case.files[evidence.token_file(event)]
    stamped = case.crypto.timestamp_time(data, token.imprint)
    if stamped is None:
        return _Date(is_in_time=False, says=_UNJUDGED if token.has_certificates else _BARE)
    if stamped > latest:
        return _Date(is_in_time=False, says=f"(时间戳 {stamped} 晚于 {latest})")
    return _Date(is_in_time=True, says=f"时间戳 {stamped}")


def _require_token(case: Case, event: str) -> Token | None:
    """Require the form of a time stamp and what it stamps; who signed it is another matter."""
    name, early = evidence.token_file(event), evidence.early_proof_file(event)
    if name not in case.files or early not in case.files:
        return None
    case.require_passed("log-consistency", "log-key")
    imprint = bytes.fromhex(canonical.digest(case.proof(early).raw))
    return timestamp.read(case.files[name], imprint, name)


def _cosigned_at(case: Case, name: str) -> str | None:
    policy = case.configuration.policy
    if policy is None:
        return None
    cosigned = policy.open(case.proof(name).raw, case.crypto, name).cosigned
    if policy.quorum is not None:
        return policy.quorum_time(cosigned)
    return min(cosigned.values(), default=None)
