"""Every change of a case and of a referral: one call, one transaction, one entry of the trail."""
