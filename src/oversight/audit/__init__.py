"""The trail: what happened, never rewritten (spec log-v1)."""
