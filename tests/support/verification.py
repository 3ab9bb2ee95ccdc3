"""Verification as a neighbour would do it: with the log's key, a witness and the whole log."""

from __future__ import annotations

from collections.abc import Mapping

from mingqian.log import note, policy
from mingqian.verify import Check, Configuration, Outcome, Report, WholeLog, verify
from mingqian_crypto import default_crypto
from tests.support.evidence_factory import ORIGIN, WITNESS, Ceremony, Key, Log

CRYPTO = default_crypto()


def policy_of(log_key: Key) -> policy.Policy:
    """A policy that knows one log and asks for one witness."""
    witness = Key(WITNESS, note.COSIGNATURE)
    text = f"log {log_key.vkey}\nwitness linjiang {witness.vkey}\nquorum linjiang\n"
    return policy.parse(text.encode(), "policy")


def configured(log: Log) -> Configuration:
    """Everything that a verifier can bring along."""
    whole = WholeLog(checkpoint=log.head().signed, read=log.files.get)
    return Configuration(policy=policy_of(Key(ORIGIN)), whole_log=whole)


def checked(files: Mapping[str, bytes], configuration: Configuration | None = None) -> Report:
    """Verify with real cryptography."""
    return verify(files, crypto=CRYPTO, configuration=configuration)


def verified(ceremony: Ceremony) -> Report:
    """Hold a whole ceremony, publish it, and verify it with everything at hand."""
    files = ceremony.all()
    return checked(files, configured(ceremony.log))


def failures(report: Report) -> list[str]:
    """Name the checks that failed by themselves, not blocked by another."""
    return [check.name for check in report.of(Outcome.FAILED) if check.blocked_by is None]


def of(report: Report, name: str) -> Check:
    """Find a check by its name."""
    return next(check for check in report.checks if check.name == name)
