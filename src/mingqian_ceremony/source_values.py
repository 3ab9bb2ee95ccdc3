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
            "source.drand-none", rule="draw-v1 3.2", round=source.round, deadline=manifest.deadline
        )
    misfit = sources.misfit(source, given.value)
    if misfit:
        raise misfit.at(rule="draw-v1 3.1")
    if given.signature is not None and not isinstance(source, Drand):
        raise RefusedError("source.signature-unwanted", rule="draw-v1 6.1")
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
            raise RefusedError("source.persons-unwanted", rule=declaration.RULE)
        return None
    declared = declaration.declare(persons, given.evidence)
    digests = {name: canonical.digest(data) for name, data in shown.items()}
    for file in given.evidence:
        if digests.get(file.name) != file.sha256:
            raise RefusedError("source.evidence-file", rule=declaration.RULE, name=file.name)
    return declared


def _require_promised(manifest: Manifest, source: Witness, value: str) -> None:
    if witness.commit(manifest.draw, source.name, value) != source.commitment:
        raise RefusedError("source.witness-value", rule="draw-v1 3.1", name=source.name)


def _require_round(source: Drand, given: SourceValue) -> None:
    if given.signature is None:
        raise RefusedError("source.signature-missing", rule="draw-v1 3.1")
    if not canonical.is_hex(given.signature, drand.SIGNATURE_DIGITS):
        raise FormatError(
            "source.signature-form", rule="draw-v1 6.1", digits=drand.SIGNATURE_DIGITS
        )
    raw = bytes.fromhex(given.signature)
    if drand.value_of(raw) != given.value or not default_crypto().verify_bls_g1(
        drand.PUBLIC_KEY, source.message, raw
    ):
        raise RefusedError("source.signature-wrong", rule="draw-v1 3.1", round=source.round)


def require_time(manifest: Manifest, at: str, source: Source, value: str) -> None:
    """Require the time at which a value may be logged.

    Raises:
        RefusedError: too early or too late.
    """
    earliest, before = _window(manifest, source, value)
    if at < earliest:
        raise RefusedError("source.too-early", rule="draw-v1 3.2", earliest=earliest, at=at)
    if at >= before:
        raise RefusedError("source.too-late", rule="draw-v1 3.2", latest=before, at=at)


def _window(manifest: Manifest, source: Source, value: str) -> tuple[str, str]:
    """Tell from when, and before when, a value may be logged (3.2)."""
    if isinstance(source, Witness):
        is_absent = not sources.has_value(source, value)
        return (times.shift(manifest.t0, -ABSENT_FROM) if is_absent else "", manifest.t0)
    after = times.shift(manifest.deadline, 1)
    if not sources.has_value(source, value):
        return manifest.deadline, times.shift(after, GRACE)
    public_times = [s.time for s in manifest.sources if s.time and not isinstance(s, Dice)]
    return source.time, min([*public_times, after]) if isinstance(source, Dice) else after
