"""Repeat everything and report every check by name (spec draw-v1 7).

A check either gives back a finding or raises; whatever it raises is its failure, so nothing that
a hostile folder does can pass for a success.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mingqian import draw
from mingqian.crypto import Crypto
from mingqian.errors import MingqianError, sentence_of
from mingqian.roster import Rosters
from mingqian.selection import Engine
from mingqian.verify import (
    log_checks,
    outcome,
    randomness_checks,
    replacement_checks,
    roster_checks,
    timing,
    uniqueness_checks,
)
from mingqian.verify.case import Case, Configuration, WholeLog
from mingqian.verify.findings import BlockedError, DifferenceError, Finding
from mingqian.verify.notes import notes
from mingqian.verify.report import SELF_ASSERTED, Check, Outcome, Report, summary

__all__ = [
    "CHECKS",
    "SELF_ASSERTED",
    "Check",
    "Configuration",
    "Outcome",
    "Report",
    "WholeLog",
    "summary",
    "verify",
]

CHECKS: dict[str, Callable[[Case], Finding]] = {
    "folder-files": roster_checks.folder_files,
    "manifest-canonical": roster_checks.manifest_canonical,
    "roster-format": roster_checks.roster_format,
    "roster-digests": roster_checks.roster_digests,
    "candidates-root": roster_checks.candidates_root,
    "strata-counts": roster_checks.strata_counts,
    "log-key": log_checks.log_key,
    "log-order": log_checks.log_order,
    "commitment-logged": log_checks.commitment_logged,
    "sealed-before-t0": timing.sealed_before_t0,
    "reveals-before-t0": timing.reveals_before_t0,
    "uniqueness": uniqueness_checks.uniqueness,
    "source-values": randomness_checks.source_values,
    "witness-commitments": randomness_checks.witness_commitments,
    "drand-signature": randomness_checks.drand_signature,
    "lottery-notice": randomness_checks.lottery_notice,
    "secret-commitment": randomness_checks.secret_commitment,
    "assurance": randomness_checks.assurance,
    "seed": randomness_checks.seed_recomputed,
    "numbers": outcome.numbers,
    "selection": outcome.select,
    "assignment-complete": outcome.assignment_complete,
    "assignment-quotas": outcome.assignment_quotas,
    "assignment-order": outcome.assignment_order,
    "replacements": replacement_checks.replacements,
    "result-logged": log_checks.result_logged,
    "log-consistency": log_checks.log_consistency,
    "deadline": timing.deadline,
    "voids": uniqueness_checks.voids,
}
"""All checks in the order of clause 7.1."""

# Made in this order, what a check reads has been judged by the check that answers for it.
_FIRST = ("manifest-canonical", "roster-format", "folder-files", "log-consistency", "log-order")


def verify(
    files: Mapping[str, bytes],
    *,
    crypto: Crypto,
    configuration: Configuration | None = None,
    engine: Callable[[Rosters], Engine] = draw.engine_of,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Verify an evidence folder, given as file names and bytes.

    ``progress`` is told the name of each check before it is made.
    """
    case = Case(
        files=files, crypto=crypto, configuration=configuration or Configuration(), engine=engine
    )
    checks: dict[str, Check] = {}
    for name in (*_FIRST, *(name for name in CHECKS if name not in _FIRST)):
        if progress is not None:
            progress(name)
        checks[name] = _check(name, case)
        if checks[name].outcome is Outcome.FAILED:
            case.failed.add(name)
    return Report(
        draw=_draw_code(case),
        checks=tuple(checks[name] for name in CHECKS),
        notes=tuple(notes(case)),
    )


def _check(name: str, case: Case) -> Check:
    try:
        finding = CHECKS[name](case)
    except BlockedError as error:
        return Check(name=name, outcome=Outcome.FAILED, says=error.says, blocked_by=error.check)
    except DifferenceError as error:
        return Check(
            name=name,
            outcome=Outcome.FAILED,
            says=error.says,
            where=error.where,
            expected=error.expected,
            actual=error.actual,
        )
    except MingqianError as error:
        return Check(name=name, outcome=Outcome.FAILED, says=sentence_of(error), where=error.file)
    return Check(name=name, outcome=finding.outcome, says=finding.says)


def _draw_code(case: Case) -> str | None:
    return None if "manifest-canonical" in case.failed else case.manifest.draw
