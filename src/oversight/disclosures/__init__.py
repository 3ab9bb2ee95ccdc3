"""公示: what is put before the public, who looked at it before, what was withheld and why."""
