"""案件与移送: what a finding leads to when it is not corrected alone.

A case comes of an inspection and keeps its number; a referral hands a matter to another authority
and is done only when that one has answered.
"""
