"""What the law asks of cases and referrals, as functions of values."""
