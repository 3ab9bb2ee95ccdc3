"""The models of cases and of referrals."""

from oversight.cases.models.cases import Case, CaseAct, Evidence, Seizure
from oversight.cases.models.decisions import Consequence, Decision, Instalment, Payment
from oversight.cases.models.referrals import Referral, ReferralAct, ReferralPackage

__all__ = [
    "Case",
    "CaseAct",
    "Consequence",
    "Decision",
    "Evidence",
    "Instalment",
    "Payment",
    "Referral",
    "ReferralAct",
    "ReferralPackage",
    "Seizure",
]
