"""What a source may give, and when (draw-v1 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mingqian import canonical, declaration, sources, times
from mingqian.declaration import Declaration
from mingqian.errors import FormatError, RefusedError
from mingqian.manifest import Manifest
from mingqian.result import SourceValue
from mingqian.sources import Dice, Drand, Source, Witness, drand, witness
from mingqian.verify.timing import ABSENT_FROM, GRACE
from mingqian_crypto import default_crypto


def require_value(manifest: Manifest, source: Source, given: SourceValue) -> None:
    """Require what the source can have given.

    Raises:
        RefusedError: ``none`` for a drand round, another number than the witness promised, or a
            signature that is not that of the round.
        FormatError: not in the form of the source.
    """
    if isinstance(source, Drand) and given.value == sources.NONE:
        raise RefusedError(
            f"drand 第 {source.round} 轮一定存在，不能写成没有公布(none)；谁都可以在截止 "
            f"{manifest.deadline} 之前交来这一轮的签名，逾期则列为逾期未出结果",
            rule="draw-v1 3.2",
        )
    wrong = sources.problem(source, given.value)
    if wrong:
        raise FormatError(wrong, rule="draw-v1 3.1")
    if given.signature is not None and not isinstance(source, Drand):
        raise RefusedError("只有 drand 的数有签名(--signature)", rule="draw-v1 6.1")
    if not sources.has_value(source, given.value):
        return
    if isinstance(source, Witness):
        _require_promised(manifest, source, given.value)
    if isinstance(source, Drand):
        _require_round(source, given)


def declare(
    source: Source, given: SourceValue, persons: Sequence[str], shown: Mapping[str, bytes]
) -> Declaration | None:
    """Give the declaration that goes with a ``none``; None for every other value.

    Raises:
        RefusedError: not two different persons, no file, or one whose bytes are not ``shown``.
    """
    if not sources.is_none(source, given.value):
        if persons:
            raise RefusedError("只有没有公布(none)才由两个人声明", rule=declaration.RULE)
        return None
    found = declaration.declare(persons, given.evidence)
    digests = {name: canonical.digest(data) for name, data in shown.items()}
    for file in given.evidence:
        if digests.get(file.name) != file.sha256:
            raise RefusedError(
                f"证据文件 {file.name} 没有交来，或与登记的摘要不一样", rule=declaration.RULE
            )
    return found


def _require_promised(manifest: Manifest, source: Witness, value: str) -> None:
    if witness.commit(manifest.draw, source.name, value) != source.commitment:
        raise RefusedError(
            f"{source.name} 的数与封存前的承诺不一样；请核对本人的纸条", rule="draw-v1 3.1"
        )


def _require_round(source: Drand, given: SourceValue) -> None:
    if given.signature is None:
        raise RefusedError("drand 的数要连同签名(--signature)一起给出", rule="draw-v1 3.1")
    if not canonical.is_hex(given.signature, drand.SIGNATURE_DIGITS):
        raise FormatError(
            f"drand 的签名应为 {drand.SIGNATURE_DIGITS} 位小写十六进制数", rule="draw-v1 6.1"
        )
    raw = bytes.fromhex(given.signature)
    if drand.value_of(raw) != given.value or not default_crypto().verify_bls_g1(
        drand.PUBLIC_KEY, source.message, raw
    ):
        raise RefusedError(
            f"签名不是 drand 第 {source.round} 轮的；请重新取该轮的公开数", rule="draw-v1 3.1"
        )


def require_time(manifest: Manifest, at: str, source: Source, value: str) -> None:
    """Require the time at which a value may be logged.

    Raises:
        RefusedError: too early or too late.
    """
    earliest, before = _window(manifest, source, value)
    if at < earliest:
        raise RefusedError(f"还不到时间：应不早于 {earliest}，现在是 {at}", rule="draw-v1 3.2")
    if at >= before:
        raise RefusedError(f"已过时间：应早于 {before}，现在是 {at}", rule="draw-v1 3.2")


def _window(manifest: Manifest, source: Source, value: str) -> tuple[str, str]:
    """Tell from when, and before when, a value may be logged (3.2)."""
    if isinstance(source, Witness):
        is_absent = not sources.has_value(source, value)
        return (times.shift(manifest.t0, -ABSENT_FROM) if is_absent else "", manifest.t0)
    after = times.shift(manifest.deadline, 1)
    if not sources.has_value(source, value):
        return manifest.deadline, times.shift(after, GRACE)
    others = [s.time for s in manifest.sources if s.time and not isinstance(s, Dice)]
    return source.time, min([*others, after]) if isinstance(source, Dice) else after
